// The way of a letter as points on a line: who had it when, how long it stayed, and how far apart the points are drawn.
// Pure. Instants and durations are in seconds.
import type { Hop } from "../../anatomy/protocol";

/** A point of the way: the sender's Date, or a server. */
export interface Point {
  hop: Hop | null; // null for the sender's Date.
  at: number | null;
  zone: number;
  delay: number | null; // Since the nearest point before that has an instant.
  skew: boolean; // The delay is negative.
  gap: boolean; // Between this point and the one before something left no trace.
}

/** The points of a letter. Date is that of its Date field; null where it has none or an unreadable one. */
export function pointsOf(date: { at: number; zone: number } | null, hops: readonly Hop[]): Point[] {
  const points: Point[] = [];
  if (date) points.push({ hop: null, at: date.at, zone: date.zone, delay: null, skew: false, gap: false });
  let before = date?.at ?? null;
  for (const hop of hops) {
    const delay = hop.at !== null && before !== null ? hop.at - before : null;
    points.push({ hop, at: hop.at, zone: hop.zone, delay, skew: delay !== null && delay < 0, gap: hop.gap });
    if (hop.at !== null) before = hop.at;
  }
  return points;
}

/** From the first instant to the last, and the longest stay between two points, by the index of the later one. */
export function summary(points: readonly Point[]): { total: number | null; longest: number } {
  const known = points.filter((p) => p.at !== null);
  const first = known[0]?.at;
  const last = known.at(-1)?.at;
  const total = first === undefined || first === null || last === undefined || last === null ? null : last - first;
  let longest = -1;
  for (const [i, p] of points.entries())
    if ((p.delay ?? 0) > 0 && (longest < 0 || (p.delay ?? 0) > (points[longest]?.delay ?? 0))) longest = i;
  return { total: known.length > 1 ? total : null, longest };
}

/** A stretch of the line between two points. */
export interface Stretch {
  width: number; // Share of the line; all of them together are 1.
  pressed: boolean; // Drawn shorter than its share of the time.
}

/** A stay this many times as long as all the others together would leave them no room; it is pressed to fewer times. */
const pressedFrom = 12;
const pressedTo = 4;

/** The smallest stretch, as a share of an even division of the line. */
const smallest = 0.4;

/**
 * How wide the stretches between points are drawn, for delays in seconds (negative and unknown ones count as none). They
 * are drawn in proportion, but a stay that dwarfs the others is pressed together, and none is too narrow to see.
 */
export function stretches(delays: readonly (number | null)[]): Stretch[] {
  const lengths = delays.map((d) => Math.max(0, d ?? 0));
  const pressed = lengths.map(() => false);
  let rest = lengths.reduce((a, b) => a + b, 0);
  for (;;) {
    let longest = -1;
    for (const [i, n] of lengths.entries())
      if (!pressed[i] && n > 0 && (longest < 0 || n > (lengths[longest] ?? 0))) longest = i;
    const others = rest - (lengths[longest] ?? 0);
    if (longest < 0 || others <= 0 || (lengths[longest] ?? 0) < pressedFrom * others) break;
    pressed[longest] = true;
    rest = others;
  }
  const drawn = lengths.map((n, i) => (pressed[i] ? rest * pressedTo : n));
  const sum = drawn.reduce((a, b) => a + b, 0);
  const least = smallest / Math.max(1, lengths.length);
  const shares = drawn.map((n) => (sum > 0 ? n / sum : 1 / lengths.length));
  // What the small ones are given is taken from the others in proportion, which may make one of those small in turn.
  const small = shares.map((s) => s < least);
  let scale = 1;
  for (let again = true; again; ) {
    const given = small.filter(Boolean).length * least;
    const large = shares.reduce((a, s, i) => a + (small[i] ? 0 : s), 0);
    scale = large > 0 ? (1 - given) / large : 1;
    again = false;
    for (const [i, s] of shares.entries()) {
      if (small[i] || s * scale >= least) continue;
      small[i] = true;
      again = true;
    }
  }
  return shares.map((s, i) => ({ width: small[i] ? least : s * scale, pressed: pressed[i] ?? false }));
}

/** What a protocol word of a Received field says (RFC 3848, RFC 6531 section 4.3, RFC 8314 section 7.4). */
export interface Protocol {
  base: "SMTP" | "ESMTP" | "LMTP" | "HTTP" | "local" | "other";
  utf8: boolean;
  tls: boolean;
  auth: boolean;
}

/** Takes a protocol word apart: "ESMTPSA" is ESMTP over TLS by somebody who has logged in. */
export function protocolOf(word: string): Protocol {
  const upper = word.toUpperCase();
  const found = /^(UTF8)?(E?SMTP|LMTP)(S?)(A?)$/.exec(upper);
  if (found) {
    const utf8 = Boolean(found[1]);
    // UTF8SMTP is an extension of its own and speaks EHLO as well.
    const base = found[2] === "LMTP" ? "LMTP" : found[2] === "ESMTP" || utf8 ? "ESMTP" : "SMTP";
    return { base, utf8, tls: Boolean(found[3]), auth: Boolean(found[4]) };
  }
  const base = /^HTTP/.test(upper) ? "HTTP" : /^LOCAL/.test(upper) ? "local" : "other";
  return { base, utf8: false, tls: upper === "HTTPS", auth: false };
}

/** Whether a hop was encrypted, as far as its field tells; "" where it does not name a protocol that could have been. */
export function encrypted(hop: Hop): "tls" | "plain" | "" {
  const { base, tls } = protocolOf(hop.with);
  if (hop.tls !== "" || tls) return "tls";
  return base === "local" || base === "other" ? "" : "plain";
}

/** The last instant that calendars of browsers know, less a day for the zone. */
const latest = 8.64e12 - 86_400;

/** An instant in a zone: "2026-03-02", "08:00:05", "+0800". */
export function civil(at: number, zone: number): { day: string; time: string; zone: string } {
  if (Math.abs(at) > latest) return { day: "", time: String(at), zone: "" };
  const iso = new Date((at + zone) * 1000).toISOString();
  const minutes = Math.abs(Math.trunc(zone / 60));
  const two = (n: number) => String(n).padStart(2, "0");
  const sign = zone < 0 ? "−" : "+";
  return {
    day: iso.slice(0, iso.indexOf("T")),
    time: iso.slice(iso.indexOf("T") + 1, -5),
    zone: `${sign}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`,
  };
}
