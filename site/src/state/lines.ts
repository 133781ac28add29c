// The escapes of input lines: \n is Enter, \r and \l are CR and LF alone, \0 and \xHH any octet.

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
