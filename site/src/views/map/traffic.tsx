// What moves on the map: letters on their connections, placed by the virtual clock, and packets as passing dots.
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { model, now, pace, playing, preview } from "../../state/app";
import type { Flight } from "../../state/fold";
import { at, type Curve } from "./layout";
import { progress, sender, type Wire } from "./look";

const shortest = 280; // Milliseconds that a dot takes at least, so that it can be seen.
const dots = 24; // Dots that move at the same time.

export interface Line {
  wire: Wire;
  curve: Curve;
}

/** The curve that a packet goes along, and whether it goes from its called end to its opener. */
function lineOf(f: Flight, lines: readonly Line[]): [Curve, boolean] | null {
  for (const { wire, curve } of lines) {
    if (wire.conn ? wire.conn.id !== f.conn : f.transport !== "udp") continue;
    if (wire.from === f.from && wire.to === f.to) return [curve, false];
    if (wire.from === f.to && wire.to === f.from) return [curve, true];
  }
  return null;
}

export function Traffic({ lines }: { lines: readonly Line[] }) {
  const layer = useRef<SVGGElement>(null);
  const seen = useRef(0);
  const m = model.value;
  const still = !playing.value || preview.value !== null;

  // New packets set out as dots. They are drawn beside Preact: each lives for a moment and nothing else knows of it.
  useLayoutEffect(() => {
    const before = seen.current;
    seen.current = m.n;
    const g = layer.current;
    if (!g || still || m.n <= before || m.n - before > 2000 || pace.peek() === Number.POSITIVE_INFINITY) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const f of m.flights.slice(-dots * 4)) {
      if (f.n <= before) continue;
      if (g.childElementCount >= dots) break;
      const line = (f.bytes > 0 || f.transport === "udp") && lineOf(f, lines);
      if (line) send(g, f, line[0], line[1], (f.arrive - f.t) / 1e6 / pace.peek());
    }
  });

  return (
    <g class="traffic">
      {lines.map(({ wire, curve }) => (
        <Letter key={wire.key} wire={wire} curve={curve} />
      ))}
      {still && <Standing lines={lines} />}
      <g ref={layer} />
    </g>
  );
}

/** The letter that a connection carries, where it is at this instant. */
function Letter({ wire, curve }: Line) {
  const c = wire.conn;
  const k = c ? progress(c, model.value, now.value) : null;
  if (!c || k === null) return null;
  const p = at(curve, sender(c) === c.from ? k : 1 - k);
  const empty = c.letter.phase === "envelope";
  return (
    <g
      class={`envelope ${empty ? "blank" : ""}`}
      data-k={`conn ${c.id}`}
      style={{ transform: `translate(${p.x}px,${p.y}px)` }}
    >
      <title>{t().map.onTheWay}</title>
      <rect x="-14" y="-10" width="28" height="20" rx="3" />
      <path d="M-13-8 0 2 13-8" />
    </g>
  );
}

/** Packets that are under way while the clock stands. */
function Standing({ lines }: { lines: readonly Line[] }) {
  const out = [];
  const flights = model.value.flights;
  for (let i = flights.length - 1; i >= 0 && out.length < 200; i--) {
    const f = flights[i]!;
    if (f.t + 60e9 < now.value) break;
    if (f.t > now.value || f.arrive <= now.value) continue;
    const line = lineOf(f, lines);
    if (!line) continue;
    const k = Math.min(1, (now.value - f.t) / (f.arrive - f.t || 1)) * (f.lost ? 0.5 : 1);
    const p = at(line[0], line[1] ? 1 - k : k);
    out.push(<circle key={f.n} class={`dot ${line[1] ? "s" : "c"}`} cx={p.x} cy={p.y} r={f.bytes ? 4 : 2.5} />);
  }
  return <>{out}</>;
}

function send(g: SVGGElement, f: Flight, c: Curve, back: boolean, ms: number) {
  const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  dot.setAttribute("r", "4");
  dot.setAttribute("class", `dot ${f.lost ? "lost" : back ? "s" : "c"}`);
  g.append(dot);
  const frames = Array.from({ length: 13 }, (_, i) => {
    const k = (i / 12) * (f.lost ? 0.5 : 1);
    const p = at(c, back ? 1 - k : k);
    return { transform: `translate(${p.x}px,${p.y}px)`, opacity: f.lost && i === 12 ? 0 : 1 };
  });
  dot.animate(frames, { duration: Math.min(4000, Math.max(shortest, ms)) }).finished.then(
    () => dot.remove(),
    () => dot.remove(),
  );
}
