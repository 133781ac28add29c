// Which rows of a long list are drawn. Rows may differ in height: heights are kept per chunk of rows and corrected by what
// the page measures, so a transcript of 100,000 lines costs as much as one of 300.
import { useLayoutEffect, useRef, useState } from "preact/hooks";

export const chunk = 50; // Rows.
const whole = 400; // Up to this many rows everything is drawn, so that the browser's own search finds all of it.
const spare = 800; // Pixels drawn above and below what is seen.

export interface Range {
  from: number;
  to: number;
  above: number; // Pixels that stand for the rows before from.
  below: number;
}

/** Heights of chunks and the range to draw. Pure, for the tests. */
export function rangeOf(count: number, heights: readonly number[], guess: number, top: number, view: number): Range {
  if (count <= whole) return { from: 0, to: count, above: 0, below: 0 };
  const chunks = Math.ceil(count / chunk);
  const height = (k: number) => heights[k] ?? guess * Math.min(chunk, count - k * chunk);
  let y = 0;
  let first = 0;
  while (first < chunks - 1 && y + height(first) < top - spare) y += height(first++);
  const above = y;
  let last = first;
  while (last < chunks && y < top + view + spare) y += height(last++);
  let below = 0;
  for (let k = last; k < chunks; k++) below += height(k);
  return { from: first * chunk, to: Math.min(count, last * chunk), above, below };
}

/**
 * Draws a window of count rows inside the scrolling element: rows are its children between one spacer at each end. While
 * the reader is at the end it stays there; `fresh` counts the rows that came while they were not.
 */
export function useWindow(count: number, guess: number) {
  const box = useRef<HTMLOListElement>(null);
  const heights = useRef<number[]>([]);
  const [view, setView] = useState({ top: 0, height: 600 });
  const stick = useRef(true);
  const last = useRef({ top: 0, height: 0 });
  const seen = useRef(count);
  if (stick.current) seen.current = count;
  if (count < seen.current) {
    seen.current = count;
    heights.current.length = Math.ceil(count / chunk);
  }

  const total = () => {
    let sum = 0;
    for (let k = 0; k * chunk < count; k++) sum += heights.current[k] ?? guess * Math.min(chunk, count - k * chunk);
    return sum;
  };
  const top = stick.current && count > whole ? Math.max(0, total() - view.height) : view.top;
  const range = rangeOf(count, heights.current, guess, top, view.height);

  useLayoutEffect(() => {
    const node = box.current;
    if (!node) return;
    // Measure the chunks that are drawn; the last one grows, so it is measured each time.
    if (range.from > 0 || range.to < count || count > whole) {
      let moved = 0;
      for (let k = range.from / chunk; k * chunk < range.to; k++) {
        const a = node.children[1 + k * chunk - range.from] as HTMLElement | undefined;
        const b = node.children[1 + Math.min((k + 1) * chunk, range.to) - range.from] as HTMLElement | undefined;
        if (!a || !b) continue;
        const h = b.offsetTop - a.offsetTop;
        const old = heights.current[k] ?? guess * chunk;
        if (a.offsetTop < node.scrollTop - spare && !stick.current) moved += h - old;
        heights.current[k] = h;
      }
      if (Math.abs(moved) > 1) node.scrollTop += moved;
    }
    if (stick.current) node.scrollTop = node.scrollHeight;
  });

  useLayoutEffect(() => {
    const node = box.current;
    if (!node) return;
    const measure = new ResizeObserver(() => {
      setView({ top: node.scrollTop, height: node.clientHeight });
      if (stick.current) node.scrollTop = node.scrollHeight;
    });
    measure.observe(node);
    return () => measure.disconnect();
  }, []);

  const onScroll = () => {
    const node = box.current;
    if (!node) return;
    const was = stick.current;
    const atEnd = node.scrollTop + node.clientHeight >= node.scrollHeight - 12;
    // Only a reader who scrolls up leaves the end; a box that got smaller under them does not.
    const up = node.scrollTop < last.current.top - 1 && node.clientHeight === last.current.height;
    stick.current = atEnd || (was && !up);
    last.current = { top: node.scrollTop, height: node.clientHeight };
    if (count > whole || was !== stick.current) setView({ top: node.scrollTop, height: node.clientHeight });
  };
  const toEnd = () => {
    stick.current = true;
    setView((v) => ({ ...v }));
  };
  /** Brings row i into view, even one that is not drawn yet. */
  const reveal = (i: number) => {
    const node = box.current;
    if (!node) return;
    stick.current = false;
    if (i < range.from || i >= range.to) {
      let y = 0;
      for (let k = 0; k < Math.floor(i / chunk); k++) y += heights.current[k] ?? guess * chunk;
      node.scrollTop = Math.max(0, y + (i % chunk) * guess - node.clientHeight / 2);
      setView({ top: node.scrollTop, height: node.clientHeight });
    } else {
      node.children[1 + i - range.from]?.scrollIntoView({ block: "nearest" });
    }
  };
  return { box, range, onScroll, toEnd, reveal, atEnd: stick.current, fresh: count - seen.current };
}
