// What the anatomy's instruments reckon: which bits belong together, how far apart hops are drawn, what encodings cost,
// where readings differ.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bits, BitUnit, Encoded, Hop } from "../../src/anatomy/protocol";
import { civil, pointsOf, protocolOf, stretches, summary } from "../../src/views/anatomy/hopline";
import {
  base64Size,
  characters,
  disputed,
  isUtf8Character,
  nibbles,
  percent,
  utf8Payload,
} from "../../src/views/anatomy/octets";
import { pieces } from "../../src/views/anatomy/pieces";
import { changesBefore, lineSpans, nextChange, sevenBits } from "../../src/views/anatomy/seven";
import { levels, lineFigures, lostCharacters, stations, stuffedDots } from "../../src/views/anatomy/stages";
import { excerpt, matching, merge, telling } from "../../src/views/anatomy/telling";
import {
  alphabet,
  base64Loom,
  type Cell,
  cells,
  lettersOf,
  octetsOf,
  placesOf,
  quotedLoom,
  windowAt,
} from "../../src/views/anatomy/weave";

const utf8 = new TextEncoder();

function cell(source: string, octets: number[], kind: Cell["kind"] = "group"): Cell {
  return {
    start: 0,
    end: source.length,
    kind,
    source,
    octets,
    at: 0,
    chars: octets.map(() => ""),
    places: [],
    whole: null,
  };
}

test("a group of base64: every bit has its octet and its letter", () => {
  const loom = base64Loom(cell("TWFu", [0x4d, 0x61, 0x6e]));
  assert.equal(loom.bits.map((b) => b.value).join(""), "010011010110000101101110");
  assert.deepEqual(
    loom.letters.map((l) => l.value),
    [19, 22, 5, 46],
  );
  assert.deepEqual(lettersOf(loom, 1), [1, 2]);
  assert.deepEqual(octetsOf(loom, 2), [1, 2]);
  assert.deepEqual(octetsOf(loom, 3), [2]);
});

test("groups of base64 that are not whole", () => {
  // [source, octets, roles of the bits: content, fill, none]
  for (const [source, octets, content, fill] of [
    ["TWE=", [0x4d, 0x61], 16, 2],
    ["TQ==", [0x4d], 8, 4],
    ["TQ", [0x4d], 8, 4], // Without its padding.
    ["T", [], 0, 6], // Too little for an octet.
  ] as const) {
    const { bits } = base64Loom(cell(source, [...octets]));
    const count = (role: string) => bits.filter((b) => b.role === role).length;
    assert.deepEqual([count("content"), count("fill"), count("none")], [content, fill, 24 - content - fill], source);
  }
});

test("the letters of a group and its octets say the same, whatever the octets are", () => {
  for (let n = 0; n < 200; n++) {
    const octets = [(n * 37) & 255, (n * 101 + 7) & 255, (n * 211 + 3) & 255];
    const source = btoa(String.fromCharCode(...octets));
    const loom = base64Loom(cell(source, octets));
    const bits = loom.bits.map((b) => b.value).join("");
    assert.deepEqual(
      octets,
      [0, 8, 16].map((i) => Number.parseInt(bits.slice(i, i + 8), 2)),
    );
    assert.equal(loom.letters.map((l) => alphabet[l.value ?? 0]).join(""), source);
  }
});

test("letters of a group are found where other octets lie between them", () => {
  const data = utf8.encode("TW\r\nF!u");
  assert.deepEqual(placesOf({ ...cell("TWFu", [77, 97, 110]), end: data.length }, data), [0, 1, 4, 6]);
});

function units(...list: [BitUnit["kind"], string, number[]][]): Bits {
  let start = 0;
  let at = 0;
  const made = list.map(([kind, source, octets]) => {
    const unit = { kind, source, octets, at: octets.length > 0 ? at : 0, start, end: start + source.length };
    start += source.length;
    at += octets.length;
    return unit;
  });
  return { encoding: "quoted-printable", units: made, start: 0, end: start, size: start };
}

test("escapes that are one character are one cell", () => {
  const bits = units(
    ["literal", "caf", [99, 97, 102]],
    ["escape", "=C3", [0xc3]],
    ["escape", "=A9", [0xa9]],
    ["escape", "=E5", [0xe5]],
    ["escape", "=8D", [0x8d]],
    ["soft", "=\r\n", []],
    ["escape", "=88", [0x88]],
    ["escape", "=3D", [0x3d]],
  );
  const found = cells(bits, "utf-8").map((c) => [c.source, c.chars.join("")]);
  // A soft break cuts the second character in two; both pieces know the whole.
  assert.deepEqual(found, [
    ["caf", "caf"],
    ["=C3=A9", "é"],
    ["=E5=8D", "午"],
    ["=\r\n", ""],
    ["=88", ""],
    ["=3D", "="],
  ]);
  // A line end stands where the next octets do, whatever the codec says of its offset.
  assert.deepEqual(
    cells(bits, "utf-8").map((c) => c.at),
    [0, 3, 5, 7, 7, 8],
  );
  const [, , piece, , rest] = cells(bits, "utf-8");
  assert.deepEqual(
    [piece?.whole?.source, piece?.whole?.chars, rest?.whole === piece?.whole],
    ["=E5=8D=88", ["午", "", ""], true],
  );
  assert.deepEqual(piece?.whole?.places, [9, 12, 18]);
  assert.deepEqual(piece?.octets, [0xe5, 0x8d]);
  // In a charset of single octets each stands alone, and where nothing is text nothing is a character.
  assert.equal(cells(bits, "iso-8859-1")[1]?.chars.join(""), "Ã");
  assert.equal(cells(bits, "")[1]?.source, "=C3");
});

test("an escape's two digits are four bits each; markers of UTF-8 are told apart", () => {
  const loom = quotedLoom({ ...cell("=E5=8D=88", [0xe5, 0x8d, 0x88], "escape"), chars: ["午", "", ""] }, true);
  assert.deepEqual(
    loom.letters.map((l) => l.text + l.value),
    ["E14", "55", "88", "D13", "88", "88"],
  );
  assert.equal(loom.octets[0]?.span, 3);
  assert.equal(
    loom.bits
      .filter((b) => b.role === "content")
      .map((b) => b.value)
      .join(""),
    utf8Payload([0xe5, 0x8d, 0x88]),
  );
  assert.deepEqual(nibbles(utf8Payload([0xe5, 0x8d, 0x88])), ["0101", "0011", "0100", "1000"]);
  assert.equal(Number.parseInt(utf8Payload([...utf8.encode("🍜")]), 2), "🍜".codePointAt(0));
  assert.ok(isUtf8Character([...utf8.encode("é")]));
  assert.ok(!isUtf8Character([0xe5, 0x8d]));
});

test("windows follow each other, and the last is never empty", () => {
  const body = { start: 100, end: 1000 };
  assert.equal(windowAt(body, 0, 300), 100);
  assert.equal(windowAt(body, 399, 300), 100);
  assert.equal(windowAt(body, 400, 300), 400);
  assert.equal(windowAt(body, 5000, 300), 700);
});

test("characters and the octets that they are written with", () => {
  const text = (octets: number[], charset: string) =>
    characters(octets, charset).map((c) => [c.from, c.length, c.text]);
  assert.deepEqual(text([0xe5, 0x8d, 0x88, 0x3f], "utf-8"), [
    [0, 3, "午"],
    [3, 1, "?"],
  ]);
  assert.deepEqual(text([0xe5, 0x41], "utf-8"), [
    [0, 1, "\uFFFD"],
    [1, 1, "A"],
  ]);
  assert.deepEqual(text([0xce, 0xe7, 0x41], "gb18030"), [
    [0, 2, "午"],
    [2, 1, "A"],
  ]);
  // What browsers call iso-8859-1 would make a euro sign of it.
  assert.deepEqual(text([0x80], "iso-8859-1"), [[0, 1, "\x80"]]);
  assert.deepEqual(text([0xe5], "utf-8"), [[0, 1, "\uFFFD"]]);
  assert.deepEqual(text([1], "no such charset"), []);
});

test("octets that charsets disagree about", () => {
  assert.equal(disputed(utf8.encode("an é, then 午饭 and more é"), 6), 12);
  assert.equal(disputed(utf8.encode("é"), 6), 0);
  assert.equal(disputed(utf8.encode("ASCII"), 6), -1);
});

test("figures of growth", () => {
  for (const [from, to, said] of [
    [3, 4, "+33.3"],
    [100, 137, "+37"],
    [5000, 6842, "+36.8"],
    [8, 7, "−12.5"],
    [100, 100, "0"],
    [0, 5, ""],
    [1, 1000, "+99,900"],
  ] as const)
    assert.equal(percent(from, to), said);
  // 57 octets fill a line of 76; one more begins another.
  assert.deepEqual(base64Size(57), { letters: 76, ends: 2, wire: 78 });
  assert.deepEqual(base64Size(58), { letters: 80, ends: 4, wire: 84 });
  assert.equal(base64Size(0).wire, 0);
});

test("a channel of seven bits", () => {
  const before = utf8.encode("a午");
  const after = sevenBits(before);
  assert.deepEqual([...after], [0x61, 0x65, 0x0d, 0x08]);
  assert.equal(changesBefore(before, after, 4), 3);
  assert.equal(changesBefore(before, after, 2), 1);
  assert.equal(nextChange(before, after, 0), 1);
  assert.equal(nextChange(before, after, 4), -1);
  assert.equal(nextChange(before, after, 3, true), 2);
  assert.equal(nextChange(before, after, 1, true), -1);
  assert.deepEqual(lineSpans(utf8.encode("ab\ncdefg"), 0, 8, 4), [
    [0, 3],
    [3, 7],
    [7, 8],
  ]);
});

test("text in which nothing is invisible", () => {
  assert.deepEqual(
    pieces("a \x07é\uFFFD\tb  \r\nx\t\n").map((p) => `${p.kind} ${JSON.stringify(p.text)}`),
    [
      'text "a "',
      'control "\\u0007"',
      'high "é"',
      'lost "\uFFFD"',
      'control "\\t"',
      'text "b"',
      'blank "  "',
      'end "\\r\\n"',
      'text "x"',
      'blank "\\t"',
      'end "\\n"',
    ],
  );
});

function hop(by: string, at: number | null, more: Partial<Hop> = {}): Hop {
  const nothing = {
    from: "",
    fromName: "",
    fromIP: "",
    with: "",
    tls: "",
    id: "",
    for: "",
    date: "",
    start: 0,
    end: 0,
  };
  const noted = { forged: false, private: false, vouched: true, program: "", delay: null, skew: false, gap: false };
  return { ...nothing, ...noted, by, at, zone: 0, ...more };
}

test("the way of a letter: delays, a wrong clock, a time that is missing", () => {
  const points = pointsOf({ at: 100, zone: 0 }, [
    hop("a", 103),
    hop("b", null),
    hop("c", 203, { gap: true }),
    hop("d", 197),
  ]);
  assert.deepEqual(
    points.map((p) => p.delay),
    [null, 3, null, 100, -6],
  );
  assert.deepEqual(
    points.map((p) => [p.skew, p.gap]),
    [
      [false, false],
      [false, false],
      [false, false],
      [false, true],
      [true, false],
    ],
  );
  assert.deepEqual(summary(points), { total: 97, longest: 3 });
  assert.deepEqual(summary(pointsOf(null, [hop("a", null)])), { total: null, longest: -1 });
});

test("stretches are in proportion, long ones pressed, and none too narrow to see", () => {
  const sum = (list: { width: number }[]) => list.reduce((a, s) => a + s.width, 0);
  const even = stretches([10, 20, 30]);
  assert.ok(Math.abs(sum(even) - 1) < 1e-9);
  assert.ok(Math.abs((even[1]?.width ?? 0) / (even[0]?.width ?? 1) - 2) < 1e-9);
  assert.deepEqual(
    even.map((s) => s.pressed),
    [false, false, false],
  );

  const long = stretches([2, 3, 86_400, 0, -5, null]);
  assert.ok(Math.abs(sum(long) - 1) < 1e-9);
  assert.deepEqual(
    long.map((s) => s.pressed),
    [false, false, true, false, false, false],
  );
  assert.ok(long.every((s) => s.width >= 0.4 / 6 - 1e-9));
  assert.ok((long[2]?.width ?? 0) > (long[1]?.width ?? 0));

  assert.deepEqual(stretches([]), []);
  assert.deepEqual(
    stretches([0, 0]).map((s) => s.width),
    [0.5, 0.5],
  );
  assert.deepEqual(
    stretches([7]).map((s) => [s.width, s.pressed]),
    [[1, false]],
  );
});

test("protocol words", () => {
  const said = (word: string) => {
    const p = protocolOf(word);
    return [p.base, p.utf8 && "utf8", p.tls && "tls", p.auth && "auth"].filter(Boolean).join(" ");
  };
  for (const [word, what] of [
    ["SMTP", "SMTP"],
    ["esmtpsa", "ESMTP tls auth"],
    ["ESMTPA", "ESMTP auth"],
    ["LMTPS", "LMTP tls"],
    ["UTF8SMTPSA", "ESMTP utf8 tls auth"],
    ["UTF8LMTP", "LMTP utf8"],
    ["HTTPS", "HTTP tls"],
    ["local", "local"],
    ["Microsoft", "other"],
    ["SMTPX", "other"],
  ])
    assert.equal(said(word ?? ""), what, word);
});

test("instants in a zone", () => {
  assert.deepEqual(civil(1_772_409_597, 28_800), { day: "2026-03-02", time: "07:59:57", zone: "+0800" });
  assert.deepEqual(civil(0, -12_600), { day: "1969-12-31", time: "20:30:00", zone: "−0330" });
  assert.equal(civil(9e15, 0).day, ""); // No calendar reaches that far.
});

test("readings that say the same are put together, and only what differs is shown", () => {
  const say = (charset: string, text: string, declared = false) => ({
    charset,
    text,
    lost: 0,
    score: 0,
    reason: "valid",
    declared,
  });
  const merged = merge([say("utf-8", "é\na"), say("iso-8859-1", "Ã©\na"), say("windows-1252", "Ã©\na", true)]);
  assert.deepEqual(
    merged.map((r) => [r.charsets.join(), r.declared]),
    [
      ["utf-8", ""],
      ["iso-8859-1,windows-1252", "windows-1252"],
    ],
  );
  const lit = telling(["same\né\nsame\r\nö\nsame\n", "same\nÃ©\nsame\nÃ¶\nsame\n"], 5);
  assert.deepEqual(lit, [1, 3]);
  assert.deepEqual(excerpt("same\né\nsame\nö\nsame\n", [1, 3]), [
    { skipped: 1 },
    { line: 1, text: "é" },
    { skipped: 1 },
    { line: 3, text: "ö" },
    { skipped: 1 },
  ]);
  assert.equal(telling(["a\nb\nc\nd", "one line"], 5), null);
  assert.deepEqual(matching(["utf-8", "utf-16", "koi8-u", "iso-8859-1"], "UTF8"), ["utf-8"]);
  assert.deepEqual(matching(["windows-1250", "iso-8859-1", "euc-jp"], "8859"), ["iso-8859-1"]);
  assert.deepEqual(matching(["x-u", "utf-8"], "u"), ["utf-8", "x-u"]);
});

test("stages stand beside each other, the wire alone", () => {
  const make = (...names: Encoded["stages"][number]["name"][]) => {
    const stages = names.map((name, i) => ({ name, start: i, end: i + 1, text: true, note: "" }));
    const all = stations({ stages, encoding: "", reason: "", lost: 0, same: true }, new Uint8Array(names.length));
    return levels(all).map((l) => `${l.down?.name ?? ""}|${l.up?.name ?? ""}`);
  };
  assert.deepEqual(make("input", "charset", "encoding", "wire", "unwired", "decoded", "text"), [
    "input|text",
    "charset|decoded",
    "encoding|unwired",
    "wire|",
  ]);
  assert.deepEqual(make("input", "encoding", "wire", "unwired", "decoded"), [
    "input|decoded",
    "encoding|unwired",
    "wire|",
  ]);
  assert.deepEqual(make("input", "charset", "encoding", "field", "wire", "unwired", "decoded", "text"), [
    "input|text",
    "charset|",
    "encoding|decoded",
    "field|unwired",
    "wire|",
  ]);
});

test("what a charset lost, how long lines are, and dots that were added", () => {
  assert.deepEqual(lostCharacters("午饭? 午", "??? ?", 5), ["午", "饭"]);
  assert.deepEqual(lostCharacters("🍜x", "?x", 5), ["🍜"]);
  assert.deepEqual(lineFigures(utf8.encode("ab\r\ncde")), { lines: 2, longest: 3 });
  assert.deepEqual(lineFigures(utf8.encode("ab\r\n")), { lines: 1, longest: 2 });
  assert.deepEqual(lineFigures(new Uint8Array()), { lines: 0, longest: 0 });
  assert.deepEqual(stuffedDots(utf8.encode("..\r\na..\r\n..b\r\n.")), [0, 9]);
});
