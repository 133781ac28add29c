// Input lines: how long they may be, and their escapes: \n is Enter, \r and \l are CR and LF alone, \0 and \xHH any octet.

/** Octets of an input line, as in engine/scenario/spec.go. */
export const maxInput = 1536 << 10;

const utf8 = new TextEncoder();

/** How many octets a text takes. */
export function octetsOf(text: string): number {
  return utf8.encode(text).length;
}

/**
 * The input lines that type a text into a terminal: all of it in one line, or in as few as the limit allows. One typed
 * line that is longer than the limit stands alone; the engine says what is wrong with it.
 */
export function typed(term: number, text: string, escaped = escapeInput, limit = maxInput): string[] {
  const out: string[] = [];
  const head = `${term}> `;
  let burst: string[] = [];
  let size = head.length;
  for (const line of text.split("\n").map(escaped)) {
    const more = octetsOf(line) + 2;
    if (burst.length && size + more - 2 > limit) {
      out.push(head + burst.join("\\n"));
      burst = [];
      size = head.length;
    }
    burst.push(line);
    size += more;
  }
  out.push(head + burst.join("\\n"));
  return out;
}

/** Writes text as the escapes of an input line. */
export function escapeInput(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being escaped.
  return text.replace(/[\\\n\r\0-\x08\x0b-\x1f\x7f]/g, (c) => {
    if (c === "\\") return "\\\\";
    if (c === "\n") return "\\n";
    if (c === "\r") return "\\r";
    if (c === "\0") return "\\0";
    return `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}

/** The same, but what already is an escape stays one: in the byte view any octet can be typed. */
export function escapeBytes(text: string): string {
  return text
    .split(/(\\(?:[nrl0\\]|x[0-9a-fA-F]{2}))/)
    .map((part, i) => (i % 2 ? part : escapeInput(part)))
    .join("");
}

/** Undoes the escapes of an input line. */
export function unescapeInput(s: string): string {
  return s.replace(/\\(n|r|l|0|\\|x[0-9a-fA-F]{2})/g, (_, c: string) => {
    if (c === "n") return "\n";
    if (c === "r") return "\r";
    if (c === "l") return "\n";
    if (c === "0") return "\0";
    if (c === "\\") return "\\";
    return String.fromCharCode(Number.parseInt(c.slice(1), 16));
  });
}
