// Where things stand on the map: boxes of hosts, lines between them, curves of connections. Pure, for the tests.
import type { HostSpec } from "../../bridge/protocol";

export interface Point {
  x: number;
  y: number;
}

/** A host's box: its centre, its size, and the words below it. */
export interface Place extends Point {
  id: string;
  w: number;
  h: number;
}

export interface Plan {
  width: number;
  height: number;
  scale: number; // Of the boxes, not of the distances.
  trays: number; // How many trays a server has room for.
  places: Map<string, Place>;
}

const head = 23; // Pixels of a server above its trays.
export const tray = 24; // A tray with the space below it.
const words = 36; // Name and address below a box.
const above = 40; // Where the legend lies.

const scales = [1, 0.9, 0.8, 0.7];

/** The size of a host's box at scale 1. */
function size(h: HostSpec, trays: number): { w: number; h: number } {
  if (h.kind === "dns") return { w: 96, h: 34 };
  if (h.kind === "ua") return { w: 84, h: 60 };
  return { w: 112, h: head + trays * tray + 5 };
}

/** Lays hosts out in a picture of this size. trayCount says how many trays a server would like to show. */
export function plan(
  hosts: readonly HostSpec[],
  links: readonly { a: string; b: string }[],
  width: number,
  height: number,
  trayCount: (id: string) => number,
): Plan {
  const spots = hosts.some((h) => h.x || h.y) ? hosts.map((h) => ({ x: h.x, y: h.y })) : arrange(hosts, links);
  // A tall narrow picture is the wide one turned: what stood left stands on top.
  const turned = width < height * 0.85;
  let w = width;
  let h = height;
  const most = Math.max(2, Math.floor((h * (turned ? 0.24 : 0.56) - head) / tray));
  for (let grown = 0; ; grown++) {
    for (const scale of scales) {
      const places = new Map<string, Place>();
      hosts.forEach((host, i) => {
        const spot = spots[i] as Point;
        const box = size(host, Math.min(most, trayCount(host.id)));
        const [bw, bh] = [box.w * scale, box.h * scale];
        const half = Math.max(bw, Math.min(132, host.id.length * 7)) / 2 + 6;
        const [x, y] = turned ? [(1000 - spot.y) / 1000, spot.x / 1000] : [spot.x / 1000, spot.y / 1000];
        places.set(host.id, {
          id: host.id,
          x: Math.round(clamp(w * x, half, w - half)),
          y: Math.round(clamp(h * y, above + bh / 2, h - words - bh / 2)),
          w: bw,
          h: bh,
        });
      });
      if (!crowded([...places.values()]) || (scale === scales.at(-1) && grown === 12))
        return { width: w, height: h, scale, trays: most, places };
    }
    // A picture that is only too high needs to be moved in one direction.
    if (h < height * 2) h *= 1.15;
    else w *= 1.15;
  }
}

function clamp(v: number, low: number, high: number): number {
  return high < low ? (low + high) / 2 : Math.min(high, Math.max(low, v));
}

/** Whether two boxes, with the words below them, lie on each other. */
function crowded(places: readonly Place[]): boolean {
  return places.some((a, i) =>
    places.some(
      (b, k) =>
        k > i &&
        Math.abs(a.x - b.x) < (Math.max(a.w, a.id.length * 6.4) + Math.max(b.w, b.id.length * 6.4)) / 2 + 4 &&
        Math.abs(a.y + words / 2 - b.y - words / 2) < (a.h + b.h) / 2 + words - 2,
    ),
  );
}

/** Spots for hosts that have none, per mille: name servers on top, servers in the middle, people outside beside theirs. */
export function arrange(hosts: readonly HostSpec[], links: readonly { a: string; b: string }[]): Point[] {
  const of = (kind: string) => hosts.filter((h) => h.kind === kind);
  const [servers, names, people] = [hosts.filter((h) => h.kind !== "ua" && h.kind !== "dns"), of("dns"), of("ua")];
  const spots = new Map<string, Point>();
  const columns = Math.max(1, Math.ceil(Math.sqrt(servers.length * 1.6)));
  const rows = Math.max(1, Math.ceil(servers.length / columns));
  servers.forEach((h, i) => {
    const row = Math.floor(i / columns);
    const inRow = Math.min(columns, servers.length - row * columns);
    spots.set(h.id, {
      x: 250 + (500 * ((i % columns) + 0.5)) / inRow,
      y: rows === 1 ? 600 : 380 + (480 * row) / (rows - 1),
    });
  });
  for (const [i, h] of names.entries()) spots.set(h.id, { x: (1000 * (i + 0.5)) / names.length, y: 160 });
  const sides: HostSpec[][] = [[], []];
  for (const h of people) {
    const link = links.find((l) => (l.a === h.id || l.b === h.id) && spots.has(l.a === h.id ? l.b : l.a));
    const near = link ? spots.get(link.a === h.id ? link.b : link.a) : undefined;
    const side = near && near.x !== 500 ? (near.x < 500 ? 0 : 1) : sides[0]!.length <= sides[1]!.length ? 0 : 1;
    sides[side]!.push(h);
  }
  for (const [s, side] of sides.entries())
    for (const [i, h] of side.entries()) spots.set(h.id, { x: s ? 920 : 80, y: (1000 * (i + 0.5)) / side.length });
  return hosts.map((h) => spots.get(h.id) ?? { x: 500, y: 500 });
}

/** Where the line from the middle of a box towards p leaves the box. */
export function edge(box: Place, p: Point, space = 0): Point {
  const dx = p.x - box.x;
  const dy = p.y - box.y;
  if (!dx && !dy) return { x: box.x, y: box.y };
  const k = Math.min((box.w / 2 + space) / Math.abs(dx || 1e-9), (box.h / 2 + space) / Math.abs(dy || 1e-9));
  return { x: box.x + dx * k, y: box.y + dy * k };
}

/** A quadratic curve from a to b. */
export interface Curve {
  a: Point;
  m: Point; // The control point.
  b: Point;
}

/**
 * The curve of connection number i between two hosts: beside the link, and around any host that stands in between, on the
 * side with more room.
 */
export function curve(from: Place, to: Place, i: number, p: Plan): Curve {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy) || 1;
  const normal = { x: -dy / length, y: dx / length };
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  // How far hosts between the two reach to each side of the straight line.
  let reach = 0;
  for (const q of p.places.values()) {
    if (q === from || q === to) continue;
    const along = ((q.x - from.x) * dx + (q.y - from.y) * dy) / length;
    if (along < 20 || along > length - 20) continue;
    const off = Math.abs((q.x - from.x) * normal.x + (q.y - from.y) * normal.y);
    const half = Math.abs(normal.x) * q.w * 0.5 + Math.abs(normal.y) * (q.h * 0.5 + 30);
    if (off < half) reach = Math.max(reach, half + 10 - off * 0.3);
  }
  const bow = reach ? reach * 1.75 + i * 16 : (26 + Math.floor(i / 2) * 20) * (i % 2 ? -1 : 1) * 1.5;
  const tall = p.width < p.height * 0.85;
  // Down, or to the left in a picture that is turned: the name servers are on the other side.
  let side = tall ? (normal.x > 0 ? -1 : 1) : normal.y >= 0 ? 1 : -1;
  const room = tall ? middle.x : p.height - middle.y;
  if (reach && bow * 0.5 > room && room < (tall ? p.width : p.height) / 2) side = -side;
  const m = { x: middle.x + normal.x * bow * side, y: middle.y + normal.y * bow * side };
  m.x = clamp(m.x, -p.width * 0.15, p.width * 1.15);
  const rim = 12; // The middle of the curve stays in the picture.
  m.y = clamp(m.y, 2 * (above + rim) - middle.y, 2 * (p.height - rim) - middle.y);
  return { a: edge(from, m, 1), m, b: edge(to, m, 9) };
}

/** A point of a curve, k from 0 to 1. */
export function at(c: Curve, k: number): Point {
  const u = 1 - k;
  return {
    x: u * u * c.a.x + 2 * u * k * c.m.x + k * k * c.b.x,
    y: u * u * c.a.y + 2 * u * k * c.m.y + k * k * c.b.y,
  };
}

export function path(c: Curve): string {
  const r = (v: number) => Math.round(v * 10) / 10;
  return `M${r(c.a.x)} ${r(c.a.y)}Q${r(c.m.x)} ${r(c.m.y)} ${r(c.b.x)} ${r(c.b.y)}`;
}

/** The nearest item in a direction, for the arrow keys; -1 when there is none. */
export function nearest(items: readonly Point[], from: number, dx: number, dy: number): number {
  const here = items[from];
  let best = -1;
  let cost = Number.POSITIVE_INFINITY;
  items.forEach((p, i) => {
    if (!here || i === from) return;
    const along = (p.x - here.x) * dx + (p.y - here.y) * dy;
    if (along < 4) return;
    const across = Math.abs((p.x - here.x) * dy) + Math.abs((p.y - here.y) * dx);
    if (along + across * 3 < cost) {
      cost = along + across * 3;
      best = i;
    }
  });
  return best;
}
