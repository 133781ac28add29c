// The whole letter as a narrow strip beside its octets: which parts of it are header, body, boundary, how much each takes,
// where something is wrong, and what is in sight. It is for the eye and the pointer; keys and readers have the tree.
import { useEffect, useRef } from "preact/hooks";
import { dark, theme } from "../../state/app";
import type { Shown } from "./rawpane";

const width = 14; // Pixels.

export function Strip({ of, from, to, go }: { of: Shown; from: number; to: number; go(at: number): void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = Math.max(1, of.bytes.length);
  const { regions, problems, own, lit } = of;
  const look = `${theme.value} ${dark.value}`;

  useEffect(() => {
    const node = canvas.current;
    if (!node) return;
    const draw = () => paint(node, of, size);
    const watch = new ResizeObserver(draw);
    watch.observe(node);
    // The colours of another theme are there with the next frame.
    const frame = requestAnimationFrame(draw);
    return () => {
      watch.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [regions, problems, own?.start, own?.end, lit?.start, lit?.end, size, look]);

  const place = (e: PointerEvent) => {
    const box = canvas.current?.getBoundingClientRect();
    if (box) go(Math.floor(Math.max(0, Math.min(0.9999, (e.clientY - box.top) / box.height)) * size));
  };
  const share = (n: number) => `${(Math.min(1, n / size) * 100).toFixed(3)}%`;
  return (
    <div
      class="overview"
      aria-hidden="true"
      onPointerDown={(e) => {
        (e.currentTarget as HTMLElement).setPointerCapture(e.pointerId);
        place(e);
      }}
      onPointerMove={(e) => e.buttons > 0 && place(e)}
    >
      <canvas ref={canvas} width={width} />
      <span class="in-sight" style={{ top: share(from), height: share(Math.max(0, to - from)) }} />
    </div>
  );
}

function paint(node: HTMLCanvasElement, of: Shown, size: number): void {
  const ratio = devicePixelRatio || 1;
  const height = node.clientHeight;
  node.width = width * ratio;
  node.height = Math.max(1, height * ratio);
  const g = node.getContext("2d");
  if (!g) return;
  g.scale(ratio, ratio);
  const style = getComputedStyle(node);
  const ink = (name: string) => style.getPropertyValue(`--${name}`);
  const colour: Record<string, string> = {
    header: ink("blue"),
    body: ink("line-strong"),
    boundary: ink("ink"),
  };
  const y = (at: number) => (at / size) * height;
  if (of.own) {
    g.fillStyle = ink("blue-soft");
    g.fillRect(0, y(of.own.start), width, Math.max(2, y(of.own.end) - y(of.own.start)));
  }
  // Of regions that share a line of pixels the last drawn would hide the others: headers and boundaries come last.
  for (const kinds of ["body preamble epilogue prelude unread", "boundary", "header"]) {
    for (const r of of.regions) {
      if (!kinds.includes(r.kind)) continue;
      g.fillStyle = colour[r.kind] ?? ink("line");
      const [a, z] = [y(r.start), y(r.end)];
      g.fillRect(3, a, r.kind === "body" ? 3 : 5, Math.max(r.kind === "boundary" ? 1 : 0.5, z - a));
    }
  }
  g.fillStyle = ink("red");
  for (const p of of.problems) g.fillRect(width - 4, y(p.start) - 1, 4, 2);
  if (of.lit) {
    g.fillStyle = ink("blue");
    g.fillRect(width - 5, y(of.lit.start), 5, Math.max(2, y(of.lit.end) - y(of.lit.start)));
  }
}
