// What single octets look like to a reader: which begin a character, how wide it is drawn, what invisible ones are called.
// Pure.
import { controlName as nameOf } from "../../state/controls";

export const LF = 10;
export const CR = 13;

/** The name of a control character; "" for an octet that is none. */
export function controlName(octet: number): string {
  return octet === 9 ? "TAB" : octet < 32 || octet === 127 ? nameOf(octet) : "";
}

/**
 * The character of UTF-8 (RFC 3629) that begins at octet `at` and ends before `end`: its length in octets, or 0 where
 * there is none, or none that can be seen: C1 controls, marks of direction, joiners and blanks of no width are shown as
 * the octets that they are, because a reader must see that something is there.
 */
export function characterAt(bytes: Uint8Array, at: number, end: number): number {
  const code = codeAt(bytes, at, end);
  if (code < 0x80) return 0;
  return hidden(code) ? 0 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** The code point of a character of two to four octets at `at`; -1 where those octets are no such character. */
export function codeAt(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at] ?? 0;
  const length = first >= 0xf5 ? 0 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || at + length > end) return -1;
  let code = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0;
    if ((next & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (next & 0x3f);
  }
  if ((length === 3 && code < 0x800) || (length === 4 && (code < 0x10000 || code > 0x10ffff))) return -1;
  return code >= 0xd800 && code <= 0xdfff ? -1 : code;
}

function hidden(code: number): boolean {
  return (
    code < 0xa1 || // C1 controls and the blank that does not break.
    code === 0xad ||
    code === 0x34f ||
    code === 0x61c ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202f) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xfeff ||
    (code >= 0xfff0 && code <= 0xfffb) ||
    (code >= 0xe0000 && code <= 0xe0fff)
  );
}

/** Columns that a character takes: two for those of East Asia and for pictures. */
export function columns(code: number): number {
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}

/**
 * A text of a letter without the marks that turn the direction of writing: with them "txt.exe" can be made to look like
 * "exe.txt". They are written out.
 */
export function unturned(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, (c) => `[U+${hex(c.charCodeAt(0), 4)}]`);
}

export function hex(n: number, digits = 2): string {
  return n.toString(16).toUpperCase().padStart(digits, "0");
}
