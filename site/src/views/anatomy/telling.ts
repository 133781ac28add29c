// Which readings of a part say the same, and in which lines the others differ: what is worth comparing. Pure.
import type { Decoding } from "../../anatomy/protocol";

/** Charsets in which the part reads the same. */
export interface Reading {
  charsets: string[]; // The likeliest first.
  text: string;
  lost: number;
  reason: string; // Of the first.
  declared: string; // The one of them that the letter names; "" when it names none of them.
}

/** Puts readings that say the same together, in the order of the first of each. */
export function merge(list: readonly Decoding[]): Reading[] {
  const found: Reading[] = [];
  for (const d of list) {
    const same = found.find((r) => r.text === d.text && r.lost === d.lost);
    if (same) {
      same.charsets.push(d.charset);
      if (d.declared) same.declared = d.charset;
    } else {
      const declared = d.declared ? d.charset : "";
      found.push({ charsets: [d.charset], text: d.text, lost: d.lost, reason: d.reason, declared });
    }
  }
  return found;
}

/** Lines of a text; how a line ends makes no difference here. */
export function lines(text: string): string[] {
  return text.split(/\r\n|[\r\n]/);
}

/**
 * The lines that are not the same in all texts, at most `most` of them; null when the texts cannot be compared line by
 * line, because one of them has no lines where the others have them.
 */
export function telling(texts: readonly string[], most: number): number[] | null {
  const all = texts.map(lines);
  const first = all[0];
  if (!first) return [];
  // The last line may be cut off at different places, so numbers may differ by a little.
  if (all.some((x) => Math.abs(x.length - first.length) > 1)) return null;
  const differ: number[] = [];
  for (let i = 0; i < first.length && differ.length < most; i++)
    if (all.some((x) => (x[i] ?? "") !== (first[i] ?? ""))) differ.push(i);
  return differ;
}

/** A piece of what is shown of a text: lines, or how many were left out because they say the same in every reading. */
export type Excerpt = { line: number; text: string } | { skipped: number };

/** The chosen lines of a text, and what lies between them. */
export function excerpt(text: string, chosen: readonly number[]): Excerpt[] {
  const all = lines(text);
  const out: Excerpt[] = [];
  let next = 0;
  for (const i of chosen) {
    if (i > next) out.push({ skipped: i - next });
    out.push({ line: i, text: all[i] ?? "" });
    next = i + 1;
  }
  let rest = all.length - next;
  if (all.at(-1) === "") rest--;
  if (rest > 0) out.push({ skipped: rest });
  return out;
}

/** Whether a text has nothing outside ASCII. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** The names that contain what was typed; those that begin with it come first. Signs between letters do not matter. */
export function matching(names: readonly string[], query: string): string[] {
  const bare = (s: string) => s.toLowerCase().replace(/[^a-z0-9]/g, "");
  const q = bare(query);
  const found = names.filter((n) => bare(n).includes(q));
  return [...found.filter((n) => bare(n).startsWith(q)), ...found.filter((n) => !bare(n).startsWith(q))];
}
