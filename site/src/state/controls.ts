// The control characters by their names in ASCII: fonts often lack the signs for them.

const names =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US";
const controls = names.split(" ");

/** "LF" of 10; the controls above ASCII have only their numbers, "x85". */
export function controlName(code: number): string {
  return code === 0x7f ? "DEL" : (controls[code] ?? `x${code.toString(16).toUpperCase()}`);
}
