// Octets, bits and sizes as figures; what the instruments of the anatomy count and write with. Pure.

/** "4D". */
export function hex(octet: number): string {
  return octet.toString(16).toUpperCase().padStart(2, "0");
}

/** "4D 61 6E". */
export function hexes(octets: Iterable<number>): string {
  return [...octets].map(hex).join(" ");
}

/** "01001101": the last `width` bits of n. */
export function binary(n: number, width = 8): string {
  return (n >>> 0).toString(2).padStart(width, "0").slice(-width);
}

/** The ASCII character that an octet is, where it prints; "" otherwise. */
export function printable(octet: number): string {
  return octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : "";
}

/** "12,345". The grouping is the same in both languages. */
export function figure(n: number): string {
  return n.toLocaleString("en-US");
}

/** How much larger `to` is than `from`, in percent with its sign and at most one decimal: "+33.3", "0", "−12.5". */
export function percent(from: number, to: number): string {
  if (from === 0) return to === 0 ? "0" : "";
  const tenths = Math.round(((to - from) * 1000) / from);
  if (tenths === 0) return "0";
  const size = Math.abs(tenths);
  const text = size % 10 === 0 ? figure(size / 10) : `${figure(Math.floor(size / 10))}.${size % 10}`;
  return `${tenths < 0 ? "−" : "+"}${text}`;
}

/** What a content of so many octets becomes in base64: its letters, padding among them, and the ends of lines of 76. */
export function base64Size(content: number): { letters: number; ends: number; wire: number } {
  const letters = Math.ceil(content / 3) * 4;
  const ends = 2 * Math.ceil(letters / 76);
  return { letters, ends, wire: letters + ends };
}

/** "U+5348". */
export function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** One character and the octets that it is written with. */
export interface Character {
  from: number; // Place of its first octet.
  length: number;
  text: string;
}

/**
 * Divides octets into characters. The browser's own decoder is handed one octet at a time: what it holds back belongs to
 * the character that comes next. Of a charset that it does not know there are no characters.
 */
export function characters(octets: ArrayLike<number>, charset: string): Character[] {
  const list: Character[] = [];
  if (charset === "iso-8859-1" || charset === "us-ascii") {
    // What browsers call by these names is windows-1252.
    const limit = charset === "us-ascii" ? 0x7f : 0xff;
    for (let i = 0; i < octets.length; i++) {
      const c = octets[i] ?? 0;
      list.push({ from: i, length: 1, text: c > limit ? "\uFFFD" : String.fromCharCode(c) });
    }
    return list;
  }
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset || "utf-8", { ignoreBOM: true });
  } catch {
    return list;
  }
  let from = 0;
  for (let i = 0; i < octets.length; i++) {
    const found = [...decoder.decode(Uint8Array.of(octets[i] ?? 0), { stream: true })];
    const last = found.pop();
    if (last === undefined) continue;
    if (found.length > 0 && i > from) {
      // The octets before were no character; the decoder knew it only now.
      list.push({ from, length: i - from, text: found.join("") });
      from = i;
    }
    list.push({ from, length: i + 1 - from, text: last });
    from = i + 1;
  }
  const rest = decoder.decode();
  if (from < octets.length) list.push({ from, length: octets.length - from, text: rest });
  return list;
}

/** How far into a text is looked for octets worth showing. */
const maxSought = 1 << 16;

/**
 * Where the `many` octets begin that have the most above 7F among them, which is what charsets disagree about: always where
 * such a run begins, so that no character is cut. -1 where all is ASCII.
 */
export function disputed(octets: Uint8Array, many: number): number {
  let best = -1;
  let most = 0;
  const end = Math.min(octets.length, maxSought);
  for (let i = 0; i < end && most < many; i++) {
    if ((octets[i] ?? 0) < 0x80 || (i > 0 && (octets[i - 1] ?? 0) >= 0x80)) continue;
    let high = 0;
    for (let k = i; k < i + many; k++) if ((octets[k] ?? 0) >= 0x80) high++;
    if (high > most) {
      most = high;
      best = i;
    }
  }
  return best;
}

/** How many of the first bits of an octet of UTF-8 are no part of the character's number but say what the octet is. */
export function utf8Markers(octet: number): number {
  if (octet < 0x80) return 1;
  if (octet < 0xc0) return 2; // 10: goes on.
  if (octet < 0xe0) return 3; // 110: two octets.
  if (octet < 0xf0) return 4; // 1110: three octets.
  return 5; // 11110: four octets.
}

/** Whether octets are one character of UTF-8 that takes more than one of them. */
export function isUtf8Character(octets: readonly number[]): boolean {
  const wanted = { 3: 2, 4: 3, 5: 4 }[utf8Markers(octets[0] ?? 0)];
  return wanted === octets.length && octets.slice(1).every((c) => utf8Markers(c) === 2);
}

/** The bits of the number of a character of UTF-8, without its markers: "0101001101001000" of E5 8D 88. */
export function utf8Payload(octets: readonly number[]): string {
  return octets.map((c) => binary(c).slice(utf8Markers(c))).join("");
}

/** Bits in fours from the right, as hexadecimal digits take them: "0101 0011 0100 1000". */
export function nibbles(bits: string): string[] {
  const first = bits.length % 4;
  const list = first ? [bits.slice(0, first)] : [];
  for (let i = first; i < bits.length; i += 4) list.push(bits.slice(i, i + 4));
  return list;
}
