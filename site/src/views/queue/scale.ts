// Where things stand on the scale of a retry profile. Pure.
import { day, hour, minute } from "../../state/time";

/** Places for labels: those that lie within the profile and do not touch one another are shown. */
const stations = [
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  day,
  2 * day,
  3 * day,
  5 * day,
  10 * day,
  20 * day,
];

/** The square root gives the first hour as much room as the last days. */
export function place(age: number, whole: number): number {
  return whole <= 0 ? 0 : Math.sqrt(Math.min(1, Math.max(0, age / whole))) * 100;
}

/** The marks that can be told apart: tries that would stand closer than that to the one before are left out. */
export function marks(tries: readonly number[], whole: number, apart = 0.45): number[] {
  const out: number[] = [];
  let last = -1;
  for (const at of tries) {
    const x = place(at, whole);
    if (x - last < apart) continue;
    out.push(x);
    last = x;
  }
  return out;
}

/** Labels of a scale: those that keep their distance from both ends and from one another. */
export function labels(whole: number, apart = 9): number[] {
  const out: number[] = [];
  let last = 3;
  for (const at of stations) {
    const x = place(at, whole);
    if (at >= whole || x - last < apart || x > 100 - apart) continue;
    out.push(at);
    last = x;
  }
  return out;
}
