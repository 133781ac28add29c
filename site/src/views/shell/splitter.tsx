// The handle between two panels: dragging, arrow keys, Home and End size the panel; Enter folds it away and back.
import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { type Layout, layout } from "../../state/app";

type Which = "lesson" | "letter" | "map" | "tree" | "facts";

/** Least and greatest size of each panel: pixels, for the map per cent of the height. */
const bounds: Record<Which, [number, number]> = {
  lesson: [200, 520],
  letter: [220, 640],
  map: [12, 80],
  tree: [160, 560],
  facts: [240, 760],
};

/** Those that stand at the right of their handle. */
const right = (which: Which) => which === "letter" || which === "facts";

export function setSize(which: Which, size: number, fold: string = which): void {
  const [least, most] = bounds[which];
  const next = Math.round(Math.min(most, Math.max(least, size)));
  layout.value = { ...layout.value, [which]: next, hidden: { ...layout.value.hidden, [fold]: false } };
}

export function toggle(which: keyof Layout["hidden"]): void {
  const { hidden } = layout.value;
  layout.value = { ...layout.value, hidden: { ...hidden, [which]: !hidden[which] } };
}

/** Fold: what is folded away; where that is another thing than which, or nothing (""). */
export function Splitter({ which, fold = which, name }: { which: Which; fold?: string; name?: string }) {
  const ref = useRef<HTMLDivElement>(null);
  const held = useRef<{ at: number; size: number; per: number } | null>(null);
  const row = which === "map";
  const hidden = fold as keyof Layout["hidden"];
  const folded = layout.value.hidden[hidden] ?? false;
  const value = folded ? 0 : layout.value[which];
  const [least, most] = bounds[which];

  const down = (e: PointerEvent) => {
    if (e.button !== 0) return;
    ref.current?.setPointerCapture(e.pointerId);
    ref.current?.classList.add("held");
    const height = ref.current?.parentElement?.clientHeight ?? 1;
    held.current = {
      at: row ? e.clientY : e.clientX,
      size: value,
      per: row ? 100 / height : right(which) ? -1 : 1,
    };
  };
  const move = (e: PointerEvent) => {
    const h = held.current;
    if (h) setSize(which, h.size + ((row ? e.clientY : e.clientX) - h.at) * h.per, fold);
  };
  const up = () => {
    held.current = null;
    ref.current?.classList.remove("held");
  };
  const keys = (e: KeyboardEvent) => {
    const step = (row ? 3 : 24) * (e.shiftKey ? 4 : 1) * (right(which) ? -1 : 1);
    const grow = { ArrowRight: step, ArrowDown: step, ArrowLeft: -step, ArrowUp: -step }[e.key];
    if (grow !== undefined) setSize(which, value + grow, fold);
    else if (e.key === "Home") setSize(which, least, fold);
    else if (e.key === "End") setSize(which, most, fold);
    else if (e.key === "Enter" && fold) toggle(hidden);
    else return;
    e.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is no <hr>.
    <div
      ref={ref}
      class={`split ${row ? "row" : "col"}`}
      role="separator"
      tabIndex={0}
      aria-orientation={row ? "horizontal" : "vertical"}
      aria-label={t().header.splitter(
        name ?? (which === "letter" ? t().panel.inspector : t().panel[which as "lesson" | "map"]),
      )}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={most}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onDblClick={() => fold && toggle(hidden)}
      onKeyDown={keys}
    />
  );
}
