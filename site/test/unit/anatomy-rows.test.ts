// How the octets of a letter lie in rows, what is drawn of them, how they are found and scrolled over.

import assert from "node:assert/strict";
import { test } from "node:test";
import { countOf, find, needle, placeOf } from "../../src/views/anatomy/find";
import { shortPath } from "../../src/views/anatomy/places";
import { HexRows, type Row, type Rows, rowEnd, TextRows } from "../../src/views/anatomy/rows";
import { octetIn, runsOf } from "../../src/views/anatomy/runs";
import { barAt, contentAt, tallest } from "../../src/views/anatomy/scroll";

const octets = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

function textRows(bytes: Uint8Array, width: number): TextRows {
  const rows = new TextRows(bytes, width);
  while (!rows.more(100)) {
    // Small pieces: a piece may end anywhere.
  }
  return rows;
}

/** Rows cover every octet once and in order, and each octet is found in its row. */
function assertWhole(rows: Rows, size: number): Row[] {
  const all = rows.take(0, rows.count);
  assert.equal(all.length, rows.count);
  let at = 0;
  for (const [i, r] of all.entries()) {
    assert.equal(r.n, i);
    assert.equal(r.start, at);
    assert.ok(r.end > r.start || size === 0, `row ${i} is empty`);
    assert.deepEqual(rows.take(i, 1), [r], "a row is the same whether it is walked to or jumped to");
    for (let k = r.start; k < r.end; k++) assert.equal(rows.rowOf(k), i);
    at = r.end;
  }
  assert.equal(at, size);
  return all;
}

test("lines are rows, and long ones are cut where the pane ends", () => {
  const text = latin("Subject: x\r\n\r\nabcdefghijklmnopqrst\nend");
  const all = assertWhole(textRows(text, 10), text.length);
  assert.deepEqual(
    all.map((r) => [Buffer.from(text.subarray(r.start, r.end)).toString("latin1"), r.line, r.first]),
    [
      ["Subject: x\r\n", 1, true], // The line end sticks out rather than take a row of its own.
      ["\r\n", 2, true],
      ["abcdefghij", 3, true],
      ["klmnopqrst\n", 3, false],
      ["end", 4, true],
    ],
  );
});

test("nothing is one empty row; so is what has no line end", () => {
  assert.deepEqual(textRows(new Uint8Array(), 40).take(0, 5), [{ n: 0, start: 0, end: 0, line: 1, first: true }]);
  assert.equal(textRows(octets("x"), 40).count, 1);
  assert.equal(textRows(octets("x\n"), 40).count, 1, "the line end belongs to its line");
});

test("characters are never cut, and take the columns that they are drawn in", () => {
  const text = octets("午午午午午\r\n");
  const all = assertWhole(textRows(text, 8), text.length);
  assert.deepEqual(
    all.map((r) => r.end - r.start),
    [12, 5],
    "four of two columns, then one and the line end",
  );
  // Octets that are no character take two columns each: they stand as two hexadecimal digits.
  assert.deepEqual(
    assertWhole(textRows(latin("\xff\xff\xff\xff\xff"), 8), 5).map((r) => r.end - r.start),
    [4, 1],
  );
});

test("rows of everything that octets can be", () => {
  const all = Uint8Array.from({ length: 256 * 40 }, (_, i) => (i * 7919 + (i >> 3)) & 255);
  for (const width of [8, 13, 80]) assertWhole(textRows(all, width), all.length);
  assertWhole(new HexRows(1000, 16), 1000);
  assertWhole(new HexRows(32, 16), 32);
  assert.equal(new HexRows(0, 16).count, 1);
  assert.deepEqual(new HexRows(1000, 16).take(62, 9).at(-1), { n: 62, start: 992, end: 1000, line: 63, first: true });
});

test("line ends are counted by kind", () => {
  const rows = textRows(latin("a\r\nb\r\nc\nd\re"), 40);
  assert.deepEqual([rows.crlf, rows.lf], [2, 1]);
});

test("a letter of one endless line, and one of nothing but line ends", () => {
  const long = new Uint8Array(300_000).fill(65);
  const rows = textRows(long, 77);
  assert.equal(rows.count, Math.ceil(300_000 / 77));
  assert.equal(rows.take(2000, 1)[0]?.start, 2000 * 77);
  assert.equal(rows.rowOf(2000 * 77 - 1), 1999);
  const ends = textRows(new Uint8Array(50_000).fill(10), 77);
  assert.equal(ends.count, 50_000);
  assert.equal(ends.take(49_999, 9)[0]?.line, 50_000);
  assert.equal(rowEnd(long, 0, 1), 1, "a row always goes on");
});

test("what is invisible has a name, what is no text is a number", () => {
  const bytes = latin("A\t\0B\x7f\xe9\xc3\xa9\xe5\x8d\x88\xc2\x85\xef\xbb\xbf\r\r\n");
  assert.deepEqual(
    runsOf(bytes, 0, bytes.length).map((r) => [r.kind, r.text]),
    [
      ["text", "A"],
      ["control", "TAB"],
      ["control", "NUL"],
      ["text", "B"],
      ["control", "DEL"],
      ["octet", "E9"],
      ["char", "é午"],
      ["octet", "C285EFBBBF"], // A control of C1 and a mark of no width.
      ["control", "CR"],
      ["end", "CRLF"],
    ],
  );
});

test("runs end where something lit begins, and a place in them leads to its octet", () => {
  const bytes = octets("To: 午é ok\n");
  const runs = runsOf(bytes, 0, bytes.length, [2, 3, 99, -1]);
  assert.deepEqual(
    runs.map((r) => r.text),
    ["To", ":", " ", "午é", " ok", "LF"],
  );
  const char = runs[3];
  assert.ok(char);
  assert.equal(octetIn(char, 0), 4);
  assert.equal(octetIn(char, 1), 7, "the second character begins three octets later");
  assert.equal(octetIn({ kind: "octet", start: 10, end: 12, text: "FFFE" }, 3), 11);
  assert.equal(octetIn({ kind: "text", start: 10, end: 12, text: "ab" }, 9), 11, "behind the end is the last");
  // A cut within a character leaves it whole.
  assert.deepEqual(
    runsOf(bytes, 4, 9, [5]).map((r) => [r.start, r.end]),
    [
      [4, 7],
      [7, 9],
    ],
  );
});

test("found forwards, backwards and around the end", () => {
  const bytes = octets("Boundary and boundary, BOUNDARY");
  const what = needle("boundary", false);
  assert.ok(what);
  assert.equal(find(bytes, what, 0, false, true), 0);
  assert.equal(find(bytes, what, 1, false, true), 13);
  assert.equal(find(bytes, what, 24, false, true), 0, "around the end");
  assert.equal(find(bytes, what, 0, false, false), 13, "as it is written");
  assert.equal(find(bytes, what, 12, true, true), 0);
  assert.equal(find(bytes, what, -1, true, true), 23, "around the beginning");
  assert.equal(countOf(bytes, what, true, 99), 3);
  assert.equal(countOf(bytes, what, true, 2), 2);
  assert.equal(find(bytes, octets("nowhere"), 0, false, true), -1);
  assert.equal(find(bytes, new Uint8Array(), 0, false, true), -1);
  assert.equal(find(octets("aab"), octets("ab"), 0, false, false), 1);
});

test("hexadecimal is read as people write it", () => {
  const want = Uint8Array.of(0x0d, 0x0a, 0x2d);
  for (const typed of ["0D 0A 2D", "0d0a2d", "0x0D,0x0A 0x2d", "0d:0a:2d"]) assert.deepEqual(needle(typed, true), want);
  assert.equal(needle("0d0", true), null);
  assert.equal(needle("xy", true), null);
});

test("places to go to", () => {
  assert.deepEqual(placeOf("1234"), { offset: 1234 });
  assert.deepEqual(placeOf(" 1,234 "), { offset: 1234 });
  assert.deepEqual(placeOf("0x4D2"), { offset: 1234 });
  assert.deepEqual(placeOf("4d2h"), { offset: 1234 });
  assert.deepEqual(placeOf("line 7"), { line: 7 });
  assert.deepEqual(placeOf(":7"), { line: 7 });
  assert.deepEqual(placeOf("第7行"), { line: 7 });
  assert.deepEqual(placeOf("50 %"), { part: 0.5 });
  assert.deepEqual(placeOf("200%"), { part: 1 });
  assert.equal(placeOf("somewhere"), null);
  assert.equal(placeOf(""), null);
});

test("a scroll bar that stands for more than its pixels reaches both ends, and every place between", () => {
  const view = 700;
  for (const total of [100, 5_000_000, tallest, 30_000_000, 84_000_000]) {
    const end = Math.min(total, tallest) - view;
    assert.equal(contentAt(0, total, view), 0);
    if (total > view) assert.ok(Math.abs(contentAt(end, total, view) - (total - view)) < 1, `the end of ${total}`);
    let last = -1;
    for (let i = 0; i <= 100 && end > 0; i++) {
      const top = (end * i) / 100;
      const content = contentAt(top, total, view);
      assert.ok(content > last, "further down is further down");
      assert.ok(Math.abs(barAt(content, total, view) - top) < 1, "there and back");
      last = content;
    }
  }
  assert.equal(contentAt(500, 84_000_000, view), 500, "near the ends a pixel is a pixel");
});

test("a section number that hostile nesting has made long is shown by its end", () => {
  assert.equal(shortPath("1.2.10"), "1.2.10");
  assert.equal(shortPath("1.1.1.1.1.1.1.1.1.1.12.345"), "…1.1.12.345");
});
