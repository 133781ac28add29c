// What is shown of contents, as far as it needs no page: pictures by their first octets, names of files, links, styles set
// aside.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressesIn, asideStyles } from "../../src/views/anatomy/css";
import { safeName } from "../../src/views/anatomy/filename";
import { cidOf, linkOf } from "../../src/views/anatomy/html";
import { drawable, maxArea, pictureOf } from "../../src/views/anatomy/image";
import { unturned } from "../../src/views/anatomy/octet";

const bytes = (...parts: (string | number)[]) =>
  Uint8Array.from(parts.flatMap((p) => (typeof p === "number" ? [p] : [...p].map((c) => c.charCodeAt(0)))));

test("pictures are known by their first octets, with their sizes", () => {
  const png = bytes(0x89, "PNG\r\n", 0x1a, "\n", 0, 0, 0, 13, "IHDR", 0, 0, 1, 0, 0, 0, 0, 72, 8, 2, 0, 0, 0);
  assert.deepEqual(pictureOf(png), { type: "image/png", width: 256, height: 72 });
  assert.deepEqual(pictureOf(bytes("GIF89a", 0x10, 0x01, 2, 0)), { type: "image/gif", width: 272, height: 2 });
  const jpeg = bytes(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 11, 8, 0, 72, 0, 96, 3, 0, 0, 0);
  assert.deepEqual(pictureOf(jpeg), { type: "image/jpeg", width: 96, height: 72 });
  const lossy = bytes("RIFF", 0, 0, 0, 0, "WEBPVP8 ", 0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 96, 0, 72, 0, 0);
  assert.deepEqual(pictureOf(lossy), { type: "image/webp", width: 96, height: 72 });
  const extended = bytes("RIFF", 0, 0, 0, 0, "WEBPVP8X", 0, 0, 0, 0, 0, 0, 0, 0, 95, 0, 0, 71, 0, 0);
  assert.deepEqual(pictureOf(extended), { type: "image/webp", width: 96, height: 72 });
});

test("what is no picture, or a bomb, is not drawn", () => {
  for (const no of [
    bytes("<svg onload=alert(1)>"),
    bytes("%PDF-1.4"),
    bytes(),
    bytes(0xff, 0xd8, 0xff, 0xff, 0xff, 0xff),
    bytes(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    bytes("RIFF", 0, 0, 0, 0, "WEBPXXXX"),
  ])
    assert.equal(drawable(pictureOf(no), no.length), false);
  assert.equal(drawable({ type: "image/png", width: 50_000, height: 50_000 }, 2000), false);
  assert.equal(drawable({ type: "image/png", width: maxArea / 1000, height: 1000 }, 2000), true);
  assert.equal(drawable({ type: "image/png", width: 0, height: 5 }, 2000), false);
});

test("names of files that no system takes amiss", () => {
  const cases: [string, string][] = [
    ["photo.jpg", "photo.jpg"],
    ["价目 2026.pdf", "价目 2026.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Windows\\system.ini", "system.ini"],
    [".bashrc", "bashrc"],
    ["invoice\u202efdp.exe", "invoicefdp.exe"], // A mark of direction would show it as invoiceexe.pdf.
    ["a\r\nb\0.txt", "ab.txt"],
    ['a<b>:"|?*.txt', "a_b______.txt"],
    ["CON", "_CON"],
    ["com1.txt", "_com1.txt"],
    ["name. . .", "name"],
    ["   ", "part.bin"],
    ["", "part.bin"],
    ["/", "part.bin"],
  ];
  for (const [name, want] of cases) assert.equal(safeName(name, "part.bin"), want, JSON.stringify(name));
  const long = safeName(`${"x".repeat(500)}.jpeg`, "");
  assert.equal(long.length, 120);
  assert.ok(long.endsWith(".jpeg"));
});

test("marks that turn the direction of writing are written out, those of a direction are left", () => {
  assert.equal(unturned("invoice\u202efdp.exe"), "invoice[U+202E]fdp.exe");
  assert.equal(unturned("a\u2066b\u2069"), "a[U+2066]b[U+2069]");
  assert.equal(unturned("שלום\u200f!"), "שלום\u200f!");
});

test("a link that says one host and leads to another is told", () => {
  const odd = (text: string, url: string) => linkOf(text, url).odd;
  assert.equal(odd("www.bank.example", "https://evil.example/login"), true);
  assert.equal(odd("https://bank.example/login", "https://bank.example.evil.test/"), true);
  assert.equal(odd("bank.example", "https://www.bank.example/login"), false);
  assert.equal(odd("bank.example", "https://login.bank.example/"), false);
  assert.equal(odd("Click here", "https://evil.example/"), false);
  assert.equal(odd("bob@hai.example", "mailto:bob@hai.example"), false);
  assert.equal(
    odd("银行.example", "https://xn--8yq.example/"),
    true,
    "not compared as Unicode: better told than missed",
  );
  assert.equal(linkOf("  a\n b ", "x").text, "a b");
});

test("style sheets are taken out of HTML and style attributes set aside", () => {
  const cases: [string, string, string[]][] = [
    ["<p>x</p>", "<p>x</p>", []],
    ['<p style="color:red">x', '<p data-style="color:red">x', []],
    ["<P STYLE=color:red id=a>x", "<P data-style=color:red id=a>x", []],
    ["<p title='style=\"x\"' style='a'>", "<p title='style=\"x\"' data-style='a'>", []],
    ["a < b style=c", "a < b style=c", []],
    ["<style>p{}</style>x", "x", ["p{}"]],
    ["<style type=text/css>p{}</STYLE >x<style>q{}</style>", "x", ["p{}", "q{}"]],
    ["x<style>p{}", "x", ["p{}"]],
    ['<style style="a">p{}</style>y', "y", ["p{}"]],
    ["<style media=print>p{}</style>y", "y", []],
    ["<!-- <style>p{}</style> --><b>", "<!-- <style>p{}</style> --><b>", []],
    ["<base href=x><basefont>", "<x-base href=x><basefont>", []],
    ["<p style", "<p data-style", []],
    ['<p style="', '<p data-style="', []],
    ["<", "<", []],
    ["<!-- x", "<!-- x", []],
    ["<p =style style=x>", "<p =style data-style=x>", []],
  ];
  for (const [html, want, sheets] of cases) assert.deepEqual(asideStyles(html), { html: want, sheets }, html);
});

test("setting styles aside takes time in proportion", () => {
  for (const piece of ['<a "', "<style", "<p style='", "<!--", "</style>", "<style><"]) {
    const html = piece.repeat(100_000);
    const { html: out } = asideStyles(html);
    assert.ok(out.length <= html.length * 2 + 10);
  }
});

test("addresses in styles, and Content-IDs in addresses", () => {
  assert.deepEqual(addressesIn("a{background:url( 'https://x.example/a b' )} @import \"//y.example/z.css\";"), [
    "https://x.example/a b",
    "//y.example/z.css",
  ]);
  assert.equal(cidOf("cid:a%40b"), "a@b");
  assert.equal(cidOf("CID:100%"), "100%");
});
