// How letters on the wire and octets of the content are woven together: which bit belongs to which of both. Pure.
import type { BitKind, Bits, BitUnit, Span } from "../../anatomy/protocol";
import { binary, characters, utf8Markers } from "./octets";

/** The 64 letters of base64 in the order of their numbers (RFC 4648 section 4). */
export const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** What a person steps through: a group of base64, or a run or a character of quoted-printable. */
export interface Cell extends Span {
  kind: BitKind;
  source: string;
  octets: number[];
  at: number; // Of its first octet, in the content.
  chars: string[]; // Per octet, the character that begins with it; "" inside a character and where nothing can be said.
  places: number[]; // Where the escape of each octet of quoted-printable begins.
  whole: Cell | null; // The character that this is only a piece of, because a soft line break goes through it.
}

/**
 * The cells of a window. Escapes of quoted-printable that are one character together are one cell: that is what a person
 * looks for. Charset is the part's, "" for what is no text.
 */
export function cells(bits: Bits, charset: string): Cell[] {
  const octets: number[] = [];
  for (const unit of bits.units) octets.push(...unit.octets);
  // What stands for no octets has no offset of its own: it stands where the next ones do.
  const first = bits.units.find((u) => u.octets.length > 0)?.at ?? 0;
  const chars = charactersOf(octets, charset, first);
  const list: Cell[] = [];
  let at = 0; // In octets.
  let open: Cell | null = null; // A character that lacks so many octets still.
  let lacks = 0;
  for (const unit of bits.units) {
    const mine = cell(unit, chars.slice(at, at + unit.octets.length), first + at);
    at += unit.octets.length;
    if (unit.kind === "soft" && open) {
      list.push(mine);
      continue;
    }
    if (unit.kind !== "escape") open = null;
    if (unit.kind === "escape" && open) {
      const last = list.at(-1);
      if (last?.kind === "escape") {
        join(last, mine);
      } else {
        // A soft break lies between: both pieces are cells, and know the character.
        list.push(mine);
      }
      if (open !== last) {
        open.whole ??= { ...open, octets: [...open.octets], chars: [...open.chars], places: [...open.places] };
        join(open.whole, mine);
        (list.at(-1) as Cell).whole = open.whole;
      }
      if (--lacks === 0) open = null;
      continue;
    }
    list.push(mine);
    lacks = unit.kind === "escape" ? (chars[at - 1]?.length ?? 1) - 1 : 0;
    open = lacks > 0 ? mine : null;
  }
  return list;
}

/** Adds what comes after a piece of a character to it. */
function join(to: Cell, next: Cell): void {
  to.end = next.end;
  to.source += next.source;
  to.octets.push(...next.octets);
  to.chars.push(...next.chars);
  to.places.push(...next.places);
}

function cell(unit: BitUnit, chars: readonly { text: string }[], at: number): Cell {
  const { start, end, kind, source } = unit;
  const places = kind === "escape" ? [start] : [];
  return {
    start,
    end,
    kind,
    source,
    at,
    octets: [...unit.octets],
    chars: chars.map((c) => c.text),
    places,
    whole: null,
  };
}

/** For each octet the character that begins there and how many octets it takes. */
function charactersOf(octets: number[], charset: string, at: number): { text: string; length: number }[] {
  const list = octets.map(() => ({ text: "", length: 1 }));
  if (charset)
    for (const { from, length, text } of characters(octets, charset)) {
      // A window may begin within a character; what is left of that cannot be read.
      const cut = at > 0 && from < 3 && text.includes("\uFFFD");
      if (!cut) list[from] = { text, length };
    }
  return list;
}

/** One bit between an octet and a letter. */
export interface Bit {
  value: "0" | "1" | "";
  octet: number; // Index of its octet; -1 for a bit that is no content.
  letter: number; // Index of its letter.
  role:
    | "content"
    | "marker" // Of UTF-8: says what the octet is.
    | "fill" // Zeros after the last octet, to make the letter whole.
    | "none"; // No bit at all: the place of a padding sign.
}

/** A letter of the wire under its bits. */
export interface Letter {
  text: string;
  value: number | null; // Its number; null for a padding sign and what is missing.
  from: number; // Of its first bit.
  width: number; // In bits.
}

/** A group or character, ready to be drawn: octets of 8 bits above, letters below. */
export interface Loom {
  octets: { value: number; char: string; span: number }[]; // Span: over how many octets the character goes.
  bits: Bit[];
  letters: Letter[];
}

/** A group of base64: always four places for letters, 24 bits. */
export function base64Loom(cell: Cell): Loom {
  const bits: Bit[] = [];
  const letters: Letter[] = [];
  for (let i = 0; i < 4; i++) {
    const text = cell.source[i] ?? "";
    const found = alphabet.indexOf(text);
    const value = text && found >= 0 ? found : null;
    letters.push({ text, value, from: i * 6, width: 6 });
    const digits = value === null ? "" : binary(value, 6);
    for (let k = 0; k < 6; k++) {
      const octet = (i * 6 + k) >> 3;
      const content = octet < cell.octets.length;
      const role = value === null ? "none" : content ? "content" : "fill";
      bits.push({ value: (digits[k] ?? "") as Bit["value"], octet: content ? octet : -1, letter: i, role });
    }
  }
  return { octets: boxes(cell), bits, letters };
}

/** Escapes of quoted-printable: two digits of four bits for each octet. A literal stands for itself. */
export function quotedLoom(cell: Cell, utf8: boolean): Loom {
  const bits: Bit[] = [];
  const letters: Letter[] = [];
  const escaped = cell.kind === "escape";
  for (const [i, octet] of cell.octets.entries()) {
    const markers = utf8 && octet >= 0x80 ? utf8Markers(octet) : 0;
    for (const [k, value] of [...binary(octet)].entries()) {
      const letter = escaped ? letters.length + (k >> 2) : letters.length;
      bits.push({ value: value as Bit["value"], octet: i, letter, role: k < markers ? "marker" : "content" });
    }
    if (escaped) {
      for (const half of [0, 1]) {
        const text = cell.source[i * 3 + 1 + half] ?? "";
        letters.push({ text, value: Number.parseInt(text, 16), from: i * 8 + half * 4, width: 4 });
      }
    } else {
      letters.push({ text: cell.source[i] ?? "", value: octet, from: i * 8, width: 8 });
    }
  }
  return { octets: boxes(cell), bits, letters };
}

function boxes(cell: Cell): Loom["octets"] {
  return cell.octets.map((value, i) => {
    let span = 1;
    if (cell.chars[i]) while (i + span < cell.octets.length && !cell.chars[i + span]) span++;
    return { value, char: cell.chars[i] ?? "", span };
  });
}

/** The letters that bits of an octet went into. */
export function lettersOf(loom: Loom, octet: number): number[] {
  return [...new Set(loom.bits.filter((b) => b.octet === octet).map((b) => b.letter))];
}

/** The octets that bits of a letter come from. */
export function octetsOf(loom: Loom, letter: number): number[] {
  return [...new Set(loom.bits.filter((b) => b.letter === letter && b.octet >= 0).map((b) => b.octet))];
}

/** Where the letters of a cell stand, as offsets in the letter: other octets may lie between them. */
export function placesOf(cell: Cell, data: ArrayLike<number>): number[] {
  const places: number[] = [];
  let at = cell.start;
  for (const char of cell.source) {
    while (at < cell.end && data[at] !== char.charCodeAt(0)) at++;
    if (at >= cell.end) break;
    places.push(at++);
  }
  return places;
}

/** Where a window begins that holds octet `at` of a body: windows follow each other from the body's start. */
export function windowAt(body: Span, at: number, width: number): number {
  const last = Math.max(body.start, body.end - 1);
  const place = Math.min(Math.max(at, body.start), last) - body.start;
  return body.start + Math.floor(place / width) * width;
}
