// The axis of the timeline: time with its empty stretches pressed together, so that seconds of typing and days of waiting
// fit on one line. Pure.

export interface Axis {
  times: number[]; // Where the axis bends, ascending; the first is its start, the last its end.
  places: number[]; // The place of each, from 0 to 1.
  gaps: { from: number; to: number; length: number }[]; // Pressed stretches worth a label, as places.
}

const second = 1e9;
const grain = 50e6; // Gaps well below this are drawn as they are; above, a gap ten times as long is a little wider.
const bends = 4000; // More marks than this are thinned out: a screen has fewer pixels.

/** How wide a gap is drawn. */
function width(gap: number): number {
  return Math.log2(1 + gap / grain);
}

/** Makes the axis for marks at these ascending times, from 0 to end. */
export function makeAxis(marks: readonly number[], end: number): Axis {
  const every = Math.max(1, Math.ceil(marks.length / bends));
  const times = [0];
  const widths = [0];
  let sum = 0;
  const add = (t: number) => {
    const gap = t - (times.at(-1) ?? 0);
    if (gap <= 0) return;
    sum += width(gap);
    times.push(t);
    widths.push(sum);
  };
  for (let i = 0; i < marks.length; i += every) add(marks[i] ?? 0);
  add(marks.at(-1) ?? 0);
  add(end);
  const places = widths.map((x) => (sum ? x / sum : 0));
  const gaps = [];
  for (let i = 1; i < times.length; i++) {
    const length = (times[i] ?? 0) - (times[i - 1] ?? 0);
    if (length >= 60 * second) gaps.push({ from: places[i - 1] ?? 0, to: places[i] ?? 0, length });
  }
  return { times, places, gaps };
}

function between(xs: readonly number[], ys: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length - 1;
  if (high < 1 || x <= (xs[0] ?? 0)) return ys[0] ?? 0;
  if (x >= (xs[high] ?? 0)) return ys[high] ?? 0;
  while (high - low > 1) {
    const mid = (low + high) >> 1;
    if ((xs[mid] ?? 0) <= x) low = mid;
    else high = mid;
  }
  const a = xs[low] ?? 0;
  const b = xs[high] ?? 0;
  return (ys[low] ?? 0) + (((ys[high] ?? 0) - (ys[low] ?? 0)) * (x - a)) / (b - a || 1);
}

export function placeOf(axis: Axis, t: number): number {
  return between(axis.times, axis.places, t);
}

export function timeAt(axis: Axis, place: number): number {
  return between(axis.places, axis.times, place);
}
