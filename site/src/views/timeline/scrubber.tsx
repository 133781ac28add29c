// The scrubber: the whole run on one line, with a mark for everything that happened; dragging shows the past at once.
import { computed } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { following, preceding, seekEvent, show, toPresent } from "../../state/actions";
import { civil, eventAt, lang, log, model, now, preview, scenario, selection, status } from "../../state/app";
import { type TraceEvent, visible } from "../../state/events";
import { empty, fold, type Mark, type MarkKind } from "../../state/fold";
import { clock, span } from "../../state/time";
import { makeAxis, placeOf, timeAt } from "./axis";

/** The marks of the whole run, its known future included; a new object each time, for the list grows in place. */
const marks = computed(() => {
  const m = model.value;
  // The future of a rewound run is folded once for each length of the log.
  if (log.events.length <= m.n) return { all: m.marks };
  if (future.length !== log.events.length || future.first !== log.events[0]) {
    future = { length: log.events.length, first: log.events[0], all: fold(empty(scenario.peek()), log.events).marks };
  }
  return { all: future.all };
});

let future: { length: number; first: TraceEvent | undefined; all: Mark[] } = { length: 0, first: undefined, all: [] };

const axis = computed(() => {
  const end = Math.max(status.value?.end ?? 0, now.value, marks.value.all.at(-1)?.t ?? 0);
  return makeAxis(
    marks.value.all.map((m) => m.t),
    Math.max(end, 1e9),
  );
});

/** How each kind stands on the line: from the top, from where to where (of 100), so that shape tells it without colour. */
const shapes: Record<MarkKind, [string, number, number]> = {
  input: ["you", 62, 84],
  cmd: ["cmd", 22, 46],
  reply: ["reply", 32, 46],
  fail: ["fail", 4, 46],
  conn: ["conn", 38, 46],
  mail: ["mail", 14, 46],
  bad: ["fail", 8, 46],
  fault: ["warn", 4, 46],
  clock: ["warn", 58, 96],
  step: ["done", 58, 96],
  other: ["conn", 40, 46],
};

const columns = 1000;

/** One path per way of drawing; marks that fall on the same column are drawn once. */
const drawing = computed(() => {
  const paths: Record<string, string> = {};
  const taken = new Set<string>();
  for (const mark of marks.value.all) {
    const x = Math.round(placeOf(axis.value, mark.t) * columns);
    const [ink, a, b] = shapes[mark.kind];
    const key = `${mark.kind}${x}`;
    if (taken.has(key)) continue;
    taken.add(key);
    paths[ink] = `${paths[ink] ?? ""}M${x} ${a}V${b}`;
  }
  return paths;
});

export function describe(e: TraceEvent): string {
  const code = `${e.verb ?? ""} ${e.code ?? ""} ${e.act ?? ""}`.trim().replace(/\s+/g, " ");
  const what = e.raw ? new TextDecoder().decode(e.raw.subarray(0, 60)) : (e.text ?? e.rcpt ?? e.target ?? e.name ?? "");
  return `${e.ev} ${code} ${what.split("\n")[0]?.slice(0, 60) ?? ""}`.trim();
}

export function Scrubber() {
  const ref = useRef<HTMLDivElement>(null);
  const frame = useRef(0);
  const [over, setOver] = useState<{ place: number; mark: Mark } | null>(null);
  const held = useRef(false);
  const w = t().time;
  const m = model.value;
  const at = placeOf(axis.value, now.value);
  const chosen = eventAt(selection.value.event);

  const placeFrom = (e: PointerEvent) => {
    const box = ref.current?.getBoundingClientRect();
    return box ? Math.min(1, Math.max(0, (e.clientX - box.left) / box.width)) : 0;
  };
  const nearest = (place: number): Mark | undefined => {
    const time = timeAt(axis.value, place);
    const { all } = marks.value;
    let low = 0;
    let high = all.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((all[mid]?.t ?? 0) < time) low = mid + 1;
      else high = mid;
    }
    const a = all[low - 1];
    const b = all[low];
    if (!a || !b) return a ?? b;
    return place - placeOf(axis.value, a.t) < placeOf(axis.value, b.t) - place ? a : b;
  };
  const drag = (e: PointerEvent) => {
    const place = placeFrom(e);
    const mark = nearest(place);
    setOver(mark ? { place: placeOf(axis.value, mark.t), mark } : null);
    if (!held.current) return;
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => show(place < 0.004 ? 0 : (mark?.n ?? 0)));
  };
  const down = (e: PointerEvent) => {
    if (e.button !== 0) return;
    ref.current?.setPointerCapture(e.pointerId);
    held.current = true;
    drag(e);
  };
  const up = () => {
    if (!held.current) return;
    held.current = false;
    cancelAnimationFrame(frame.current);
    const n = preview.peek();
    if (n === null) return;
    if (n >= log.events.length || n === marks.value.all.at(-1)?.n) toPresent();
    else void seekEvent(n);
  };
  const keys = (e: KeyboardEvent) => {
    const many = (back: boolean) => {
      let n = m.n;
      for (let i = 0; i < 10; i++) n = (back ? preceding(n, visible) : following(n, visible)) ?? n;
      return n;
    };
    if (e.key === "ArrowLeft" || e.key === "ArrowDown") void seekEvent(preceding(m.n, visible) ?? 0);
    else if (e.key === "ArrowRight" || e.key === "ArrowUp") {
      const n = following(m.n, visible);
      if (n !== null) void seekEvent(n);
    } else if (e.key === "PageUp") void seekEvent(many(false));
    else if (e.key === "PageDown") void seekEvent(many(true));
    else if (e.key === "Home") void seekEvent(0);
    else if (e.key === "End") toPresent();
    else return;
    e.preventDefault();
  };

  const percent = (x: number) => `${(x * 100).toFixed(2)}%`;
  const told = over && eventAt(over.mark.n);
  return (
    <div
      ref={ref}
      class="scrub"
      role="slider"
      tabIndex={0}
      aria-label={w.scrub}
      aria-valuemin={0}
      aria-valuemax={log.events.length}
      aria-valuenow={m.n}
      aria-valuetext={`${clock(civil.value, now.value)}, ${w.at(m.n, Math.max(m.n, log.events.length))}`}
      onPointerDown={down}
      onPointerMove={drag}
      onPointerUp={up}
      onPointerCancel={up}
      onPointerLeave={() => setOver(null)}
      onKeyDown={keys}
    >
      <svg viewBox={`0 0 ${columns} 100`} preserveAspectRatio="none" aria-hidden="true">
        {Object.entries(drawing.value).map(([ink, d]) => (
          <path key={ink} class={ink} d={d} />
        ))}
      </svg>
      <div class="rail">
        <div class="gone" style={{ width: percent(at) }} />
      </div>
      {axis.value.gaps
        .filter((g) => g.to - g.from > 0.06)
        .map((g) => (
          <span key={g.from} class="gap-label" style={{ left: percent((g.from + g.to) / 2) }}>
            {span(g.length, lang.value)}
          </span>
        ))}
      {chosen && <div class="chosen" style={{ left: percent(placeOf(axis.value, chosen.t)) }} />}
      <div class="knob" style={{ left: percent(at) }} />
      {over && told && (
        <div class="peek" style={{ left: percent(Math.min(0.92, Math.max(0.08, over.place))) }}>
          <span>
            {clock(civil.value, over.mark.t)} · {w.kinds[over.mark.kind]}
          </span>
          <code>{describe(told)}</code>
        </div>
      )}
    </div>
  );
}
