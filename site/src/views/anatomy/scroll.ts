// Scrolling over more rows than a browser's scroll height can hold (some stop at 17 million pixels). The scroll bar then
// stands for more than its pixels: a short way scrolls as always, a long one goes in proportion. Pure but for the hook.
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** The highest that a scrolling element's content is made, in pixels. */
export const tallest = 8_000_000;

/** At both ends so many pixels are scrolled one by one, so that the ends are reached softly. */
const exact = 1_000_000;

/** Where the content stands, in pixels of its own, when the scroll bar stands at top. */
export function contentAt(top: number, total: number, view: number): number {
  if (total <= tallest) return top;
  const real = tallest - view;
  const all = total - view;
  if (top <= exact) return Math.max(0, top);
  if (top >= real - exact) return Math.min(all, all - (real - top));
  return exact + ((top - exact) * (all - 2 * exact)) / (real - 2 * exact);
}

/** The other way round. */
export function barAt(content: number, total: number, view: number): number {
  if (total <= tallest) return content;
  const real = tallest - view;
  const all = total - view;
  if (content <= exact) return Math.max(0, content);
  if (content >= all - exact) return Math.min(real, real - (all - content));
  return exact + ((content - exact) * (real - 2 * exact)) / (all - 2 * exact);
}

const spare = 12; // Rows drawn above and below those that are seen.

export interface Scrolled {
  box: { current: HTMLDivElement | null };
  onScroll(): void;
  /** The rows to draw, and how many pixels below the top of the content the first of them stands. */
  first: number;
  many: number;
  shift: number;
  firstSeen: number; // The first row in sight.
  tall: number;
  view: number; // The box's height in pixels.
  /** Brings a row into sight; `middle` puts it there where it was out of sight. */
  reveal(row: number, middle?: boolean): void;
}

/** Draws a window of count rows, each `height` pixels high, in a scrolling box. */
export function useScroll(count: number, height: number): Scrolled {
  const box = useRef<HTMLDivElement>(null);
  const [, redraw] = useState(0);
  const at = useRef({ content: 0, top: 0, view: 0, timer: 0 });
  const total = Math.max(1, count * height);
  const here = at.current;
  const limit = Math.max(0, total - here.view);
  if (here.content > limit) here.content = limit;

  const settle = () => {
    const node = box.current;
    if (!node) return;
    const bar = barAt(here.content, total, here.view);
    if (Math.abs(bar - node.scrollTop) > 1) {
      node.scrollTop = bar;
      here.top = node.scrollTop;
      redraw((n) => n + 1);
    }
  };
  const onScroll = () => {
    const node = box.current;
    if (!node) return;
    const top = node.scrollTop;
    const step = top - here.top;
    if (step === 0) return;
    const end = node.scrollHeight - node.clientHeight;
    if (total <= tallest) here.content = top;
    else if (top <= 0) here.content = 0;
    else if (top >= end) here.content = limit;
    else if (Math.abs(step) <= 2 * here.view) here.content = Math.min(limit, Math.max(0, here.content + step));
    else here.content = contentAt(top, total, here.view);
    here.top = top;
    if (total > tallest) {
      clearTimeout(here.timer);
      here.timer = window.setTimeout(settle, 180);
    }
    redraw((n) => n + 1);
  };
  useLayoutEffect(() => {
    const node = box.current;
    if (!node) return;
    const measure = () => {
      if (node.clientHeight === here.view) return;
      here.view = node.clientHeight;
      redraw((n) => n + 1);
    };
    const watch = new ResizeObserver(measure);
    watch.observe(node);
    measure();
    return () => {
      watch.disconnect();
      clearTimeout(here.timer);
    };
  }, []);
  // Other rows, or rows of another height: the scroll bar follows what is shown.
  useLayoutEffect(settle, [total]);

  const reveal = (row: number, middle = false) => {
    const node = box.current;
    if (!node) return;
    const view = node.clientHeight;
    const y = row * height;
    if (y >= here.content && y + height <= here.content + view) return;
    const most = Math.max(0, total - view);
    const to = middle ? y - (view - height) / 2 : y < here.content ? y : y + height - view;
    here.view = view;
    here.content = Math.min(most, Math.max(0, to));
    node.scrollTop = barAt(here.content, total, view);
    here.top = node.scrollTop;
    redraw((n) => n + 1);
  };

  const first = Math.max(0, Math.floor(here.content / height) - spare);
  const many = Math.ceil(here.view / height) + 2 * spare;
  return {
    box,
    onScroll,
    first,
    many,
    shift: first * height - here.content + here.top,
    firstSeen: Math.floor(here.content / height),
    tall: Math.min(total, tallest),
    view: here.view,
    reveal,
  };
}
