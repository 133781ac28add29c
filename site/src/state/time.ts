// Virtual time in words: the world's civil clock, dates and durations.
import type { Lang } from "../bridge/protocol";

export const second = 1e9;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** What turns instants of a world into civil time. */
export interface Civil {
  startMs: number; // The world's start, milliseconds since 1970 (UTC).
  zone: number; // Seconds east of UTC.
}

function date(c: Civil, t: number): Date {
  return new Date(c.startMs + Math.floor(t / 1e6) + c.zone * 1000);
}

const two = (n: number) => String(n).padStart(2, "0");

/** "08:00:02.120", or "08:00:02" without parts of a second. */
export function clock(c: Civil, t: number, ms = true): string {
  const d = date(c, t);
  const text = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
  return ms ? `${text}.${String(d.getUTCMilliseconds()).padStart(3, "0")}` : text;
}

/** How many midnights lie between the start and t. */
export function daysIn(c: Civil, t: number): number {
  const midnight = (x: number) => Math.floor((c.startMs + x / 1e6 + c.zone * 1000) / 86_400_000);
  return midnight(t) - midnight(0);
}

/** "Mon 2 Mar 2026" or "2026年3月2日 周一". */
export function calendar(c: Civil, t: number, lang: Lang): string {
  return new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", {
    timeZone: "UTC",
    weekday: "short",
    year: "numeric",
    month: lang === "zh" ? "long" : "short",
    day: "numeric",
  }).format(date(c, t));
}

const units: [number, string, string][] = [
  [day, "d", "天"],
  [hour, "h", "小时"],
  [minute, "min", "分钟"],
  [second, "s", "秒"],
  [1e6, "ms", "毫秒"],
];

/** A duration in its one or two largest units: "4 h 30 min", "4 小时 30 分钟", "40 ms". */
export function span(ns: number, lang: Lang): string {
  const out: string[] = [];
  let rest = Math.max(0, ns);
  for (const [size, en, zh] of units) {
    const n = Math.floor(rest / size);
    if (n === 0) {
      if (out.length > 0) break;
      continue;
    }
    out.push(lang === "zh" ? `${n} ${zh}` : `${n} ${en}`);
    rest -= n * size;
    if (out.length === 2 || size <= second) break;
  }
  return out.join(" ") || (lang === "zh" ? "0 秒" : "0 s");
}
