// What the encode playground offers to begin with.

/** The smallest PNG picture: one transparent point. */
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

export function tinyPicture(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(dot), (c) => c.charCodeAt(0));
}

/** Texts that show themselves on their chips. */
export const plain = ["午饭?", "café", "🍜 5 €", ".hidden\n..\nend", "x = y;"] as const;

/** A line longer than SMTP carries, 998 octets (RFC 5321 section 4.5.3.1.6). */
export const longLine = `${"All in one line, without an end. ".repeat(32)}\n`;

/** Blanks at the end of a line, which servers on the way may take off. */
export const blanks = "two blanks  \na tab\t\nnone\n";

export const subjects = [
  "午饭?",
  "Grüße aus Köln",
  "café, tomorrow, at the corner where we met last time?",
  "=?what?=",
] as const;
export const names = [
  "résumé.pdf",
  "午饭 菜单.png",
  "a b.txt",
  "very long name, longer than any line of a header ought to be, 版本 2.docx",
] as const;
