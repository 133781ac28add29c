// The handle between two panels: dragging, arrow keys, Home and End size the panel; Enter folds it away and back.
import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { type Layout, layout } from "../../state/app";

type Which = "lesson" | "letter" | "map";

/** Least and greatest size of each panel: pixels, for the map per cent of the height. */
const bounds: Record<Which, [number, number]> = { lesson: [200, 520], letter: [220, 640], map: [12, 80] };

export function setSize(which: Which, size: number): void {
  const [least, most] = bounds[which];
  const next = Math.round(Math.min(most, Math.max(least, size)));
  layout.value = { ...layout.value, [which]: next, hidden: { ...layout.value.hidden, [which]: false } };
}

export function toggle(which: keyof Layout["hidden"]): void {
  const { hidden } = layout.value;
  layout.value = { ...layout.value, hidden: { ...hidden, [which]: !hidden[which] } };
}

export function Splitter({ which }: { which: Which }) {
  const ref = useRef<HTMLDivElement>(null);
  const held = useRef<{ at: number; size: number; per: number } | null>(null);
  const row = which === "map";
  const folded = layout.value.hidden[which] ?? false;
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
      per: row ? 100 / height : which === "letter" ? -1 : 1,
    };
  };
  const move = (e: PointerEvent) => {
    const h = held.current;
    if (h) setSize(which, h.size + ((row ? e.clientY : e.clientX) - h.at) * h.per);
  };
  const up = () => {
    held.current = null;
    ref.current?.classList.remove("held");
  };
  const keys = (e: KeyboardEvent) => {
    const step = (row ? 3 : 24) * (e.shiftKey ? 4 : 1) * (which === "letter" ? -1 : 1);
    const grow = { ArrowRight: step, ArrowDown: step, ArrowLeft: -step, ArrowUp: -step }[e.key];
    if (grow !== undefined) setSize(which, value + grow);
    else if (e.key === "Home") setSize(which, least);
    else if (e.key === "End") setSize(which, most);
    else if (e.key === "Enter") toggle(which);
    else return;
    e.preventDefault();
  };
  const name = which === "letter" ? t().panel.inspector : t().panel[which];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is no <hr>.
    <div
      ref={ref}
      class={`split ${row ? "row" : "col"}`}
      role="separator"
      tabIndex={0}
      aria-orientation={row ? "horizontal" : "vertical"}
      aria-label={t().header.splitter(name)}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={most}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onDblClick={() => toggle(which)}
      onKeyDown={keys}
    />
  );
}
