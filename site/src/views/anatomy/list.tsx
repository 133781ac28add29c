// A long list with one thing chosen, by pointer or by keys: arrows, Home, End, page keys, and the first letters of a name.
// Only the rows in sight are drawn; the focus stays on the list, which says which row is meant.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { useScroll } from "./scroll";

/** Pixels of so many rem, whole. */
export function rems(n: number): number {
  return Math.round(n * Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
}

export interface ListProps {
  role: "tree" | "listbox";
  label: string;
  count: number;
  chosen: number; // -1: none.
  height: number; // Of a row, in pixels.
  /** What a row is called when somebody types its first letters. */
  nameOf(i: number): string;
  choose(i: number): void;
  hover?(i: number): void; // -1: the pointer has left.
  /** Keys that the list itself does not know; true when it was one. */
  onKey?(key: string): boolean;
  rowProps(i: number): { style?: Record<string, string | number> } & Record<string, unknown>;
  row(i: number): ComponentChildren;
}

const typingPause = 700; // Milliseconds after which typed letters begin a new name.

export function List(props: ListProps) {
  const { count, chosen, height } = props;
  const id = useId().replace(/\W/g, "");
  const scroll = useScroll(count, height);
  const typed = useRef({ text: "", at: 0 });

  useLayoutEffect(() => {
    if (chosen >= 0 && scroll.view > 0) scroll.reveal(chosen);
  }, [chosen, count, scroll.view > 0]);

  const choose = (i: number) => {
    const to = Math.max(0, Math.min(count - 1, i));
    if (to !== chosen && count > 0) props.choose(to);
  };
  const search = (key: string) => {
    const t = typed.current;
    const now = performance.now();
    t.text = (now - t.at > typingPause ? "" : t.text) + key.toLowerCase();
    t.at = now;
    // The same letter again and again goes from one to the next.
    const text = /^(.)\1+$/u.test(t.text) ? (t.text[0] as string) : t.text;
    const from = text.length === 1 ? chosen + 1 : chosen;
    for (let k = 0; k < count; k++) {
      const i = (Math.max(0, from) + k) % count;
      if (props.nameOf(i).toLowerCase().startsWith(text)) return choose(i);
    }
  };
  const keys = (e: KeyboardEvent) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
    const page = Math.max(1, Math.floor(scroll.view / height) - 1);
    const to = {
      ArrowDown: chosen + 1,
      ArrowUp: chosen - 1,
      Home: 0,
      End: count - 1,
      PageDown: chosen + page,
      PageUp: chosen - page,
    }[e.key];
    if (to !== undefined) choose(to);
    else if (props.onKey?.(e.key)) {
      // Done there.
    } else if (e.key.length === 1 && e.key !== " ") search(e.key);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  const index = (e: Event) => Number((e.target as HTMLElement).closest<HTMLElement>("[data-i]")?.dataset.i ?? -1);
  const first = Math.min(scroll.first, Math.max(0, count - 1));
  const last = Math.min(count, first + scroll.many);
  const rows = [];
  for (let i = first; i < last; i++) {
    const { style, ...more } = props.rowProps(i);
    rows.push(
      // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles know aria-selected.
      <div
        key={i}
        id={`${id}-${i}`}
        data-i={i}
        role={props.role === "tree" ? "treeitem" : "option"}
        aria-selected={i === chosen}
        style={{ ...style, height: `${height}px` }}
        {...more}
      >
        {props.row(i)}
      </div>,
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its role is a tree's or a list's.
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both know aria-activedescendant.
    <div
      ref={scroll.box}
      class="rows-box"
      role={props.role}
      tabIndex={0}
      aria-label={props.label}
      aria-activedescendant={chosen >= first && chosen < last ? `${id}-${chosen}` : undefined}
      onScroll={scroll.onScroll}
      onKeyDown={keys}
      onClick={(e) => {
        const i = index(e);
        if (i >= 0 && !e.defaultPrevented) props.choose(i);
      }}
      onPointerOver={(e) => e.pointerType === "mouse" && props.hover?.(index(e))}
      onPointerLeave={() => props.hover?.(-1)}
    >
      <div class="tall" role="presentation" style={{ height: `${scroll.tall}px` }}>
        <div class="window" role="presentation" style={{ transform: `translateY(${scroll.shift}px)` }}>
          {rows}
        </div>
      </div>
    </div>
  );
}
