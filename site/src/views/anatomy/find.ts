// Finding octets in a letter: typed as text, or as hexadecimal digits. Pure.

/** The octets that are looked for; null when what was typed is no hexadecimal number of whole octets. */
export function needle(typed: string, hex: boolean): Uint8Array | null {
  if (!hex) return new TextEncoder().encode(typed);
  const digits = typed.replace(/0x|[\s,:]/gi, "");
  if (!/^([0-9a-f]{2})*$/i.test(digits)) return null;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

const lower = (b: number) => (b >= 65 && b <= 90 ? b + 32 : b);

/**
 * Where `what` is found next, from octet `from` on, and around the end back to the beginning; -1 when it is nowhere. With
 * fold, letters of ASCII are the same in both cases.
 */
export function find(bytes: Uint8Array, what: Uint8Array, from: number, back: boolean, fold: boolean): number {
  const n = bytes.length;
  if (what.length === 0 || what.length > n) return -1;
  const last = n - what.length;
  const start = from > last ? (back ? last : 0) : from < 0 ? (back ? last : 0) : from;
  if (back) {
    for (let i = start; i >= 0; i--) if (matches(bytes, what, i, fold)) return i;
    for (let i = last; i > start; i--) if (matches(bytes, what, i, fold)) return i;
    return -1;
  }
  const found = forward(bytes, what, start, last, fold);
  return found >= 0 ? found : forward(bytes, what, 0, Math.min(last, start - 1), fold);
}

function forward(bytes: Uint8Array, what: Uint8Array, from: number, last: number, fold: boolean): number {
  const head = what[0] as number;
  const cased = lower(head) >= 97 && lower(head) <= 122;
  if (!fold || !cased) {
    // The browser's own search for the first octet is many times faster than a loop.
    for (let i = bytes.indexOf(head, from); i >= 0 && i <= last; i = bytes.indexOf(head, i + 1))
      if (matches(bytes, what, i, fold)) return i;
    return -1;
  }
  for (let i = from; i <= last; i++) if (matches(bytes, what, i, fold)) return i;
  return -1;
}

function matches(bytes: Uint8Array, what: Uint8Array, at: number, fold: boolean): boolean {
  for (let i = 0; i < what.length; i++) {
    const a = bytes[at + i] as number;
    const b = what[i] as number;
    if (a !== b && !(fold && lower(a) === lower(b))) return false;
  }
  return true;
}

/** How often `what` occurs, counted up to a bound; occurrences do not overlap. */
export function countOf(bytes: Uint8Array, what: Uint8Array, fold: boolean, bound: number): number {
  if (what.length === 0) return 0;
  const last = bytes.length - what.length;
  let n = 0;
  for (let i = forward(bytes, what, 0, last, fold); i >= 0 && n < bound; n++)
    i = forward(bytes, what, i + what.length, last, fold);
  return n;
}

/** The octet that somebody wants to go to: "1234", "0x4d2", "4d2h", "12%", or "line 7" and ":7" for lines. */
export function placeOf(typed: string): { offset: number } | { line: number } | { part: number } | null {
  const text = typed
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_,]/g, "");
  const line = /^(?:line|l|:|第)(\d{1,9})行?$/.exec(text);
  if (line) return { line: Number(line[1]) };
  const share = /^(\d{1,3}(?:\.\d+)?)[%％]$/.exec(text);
  if (share) return { part: Math.min(1, Number(share[1]) / 100) };
  const sixteen = /^(?:0x([0-9a-f]{1,8})|([0-9a-f]{1,8})h)$/.exec(text);
  if (sixteen) return { offset: Number.parseInt(sixteen[1] ?? sixteen[2] ?? "", 16) };
  return /^\d{1,9}$/.test(text) ? { offset: Number(text) } : null;
}
