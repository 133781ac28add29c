// Where the tries of a letter stand on its lane: time runs to the right, long waits are compressed. Pure.

/** Something on the lane. */
export interface Spot {
  at: number; // Its instant.
  key: string;
}

export interface Placed<T extends Spot> {
  spot: T;
  x: number; // Percent of the lane's width.
  gap: number; // How long after the one before; 0 for the first.
}

/**
 * Places spots in the order of time. The way between two grows with the logarithm of the time between them, so that a
 * pause of five days is longer than one of a minute, but not seven thousand times as long.
 */
export function lane<T extends Spot>(spots: readonly T[]): Placed<T>[] {
  const order = [...spots].sort((a, b) => a.at - b.at);
  const gaps = order.map((s, i) => (i === 0 ? 0 : s.at - order[i - 1]!.at));
  const widths = gaps.map((g, i) => (i === 0 ? 0 : 1 + Math.log2(1 + Math.max(0, g) / 60e9)));
  const whole = widths.reduce((a, b) => a + b, 0) || 1;
  let sum = 0;
  return order.map((spot, i) => {
    sum += widths[i]!;
    return { spot, gap: gaps[i]!, x: (sum / whole) * 100 };
  });
}

/** Of many tries the first and the latest ones, and how many are left out between them. */
export function thinned<T>(tries: readonly T[], most: number): { first: T[]; left: number; last: T[] } {
  if (tries.length <= most) return { first: [...tries], left: 0, last: [] };
  const head = Math.ceil(most / 3);
  return { first: tries.slice(0, head), left: tries.length - most, last: tries.slice(tries.length - (most - head)) };
}
