// Text divided by what has to be made visible in it: controls, blanks at line ends, what is not ASCII, what was lost. Pure.

export interface Piece {
  kind: "text" | "high" | "control" | "end" | "blank" | "lost";
  text: string;
}

function kindOf(char: string): Piece["kind"] {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0xfffd) return "lost";
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return "control";
  return code < 0x7f ? "text" : "high";
}

/** Divides text. Every control character is a piece of its own, CRLF is one. */
export function pieces(text: string): Piece[] {
  const list: Piece[] = [];
  const lines = text.split("\n");
  for (const [i, whole] of lines.entries()) {
    const broken = i < lines.length - 1; // By a line feed.
    const crlf = broken && whole.endsWith("\r");
    const line = crlf ? whole.slice(0, -1) : whole;
    let end = line.length;
    while (end > 0 && (line[end - 1] === " " || line[end - 1] === "\t")) end--;
    for (const char of line.slice(0, end)) {
      const kind = kindOf(char);
      const last = list.at(-1);
      if (last?.kind === kind && kind !== "control") last.text += char;
      else list.push({ kind, text: char });
    }
    if (end < line.length) list.push({ kind: "blank", text: line.slice(end) });
    if (broken) list.push({ kind: "end", text: crlf ? "\r\n" : "\n" });
  }
  return list;
}
