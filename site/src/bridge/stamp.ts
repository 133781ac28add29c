// Instants as the engine writes them: seconds with up to nine decimals, "12", "0.5".
//
// Nanoseconds below 2^53 (104 days) are exact in a number, and so are these: the seconds are split off as a multiple of
// 1e9, never by a division, whose result would be rounded.

/** Nanoseconds as seconds without trailing zeros. */
export function seconds(ns: number): string {
  const rest = ns % 1e9;
  const fraction = String(rest).padStart(9, "0").replace(/0+$/, "");
  const whole = String((ns - rest) / 1e9);
  return fraction ? `${whole}.${fraction}` : whole;
}

/** The nanoseconds of such a text; null when it is none. */
export function nanoseconds(text: string): number | null {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text);
  if (!match) return null;
  const ns = Number(match[1]) * 1e9 + Number((match[2] ?? "").padEnd(9, "0"));
  return Number.isSafeInteger(ns) ? ns : null;
}
