// What the map shows, taken from the model: trays, the state of links, who speaks with whom, what is under way. Pure.
import type { Opened } from "../../bridge/protocol";
import type { Conn, HostModel, Model } from "../../state/fold";

type World = Opened["scenario"];
export type Family = "smtp" | "pop3" | "dns" | "other";

/** The protocol as the legend knows it. */
export function family(proto: string): Family {
  if (/^(smtp|submission|lmtp)/.test(proto)) return "smtp";
  if (/^pop3/.test(proto)) return "pop3";
  return proto === "dns" ? "dns" : "other";
}

/** A tray of a server: its queue, or the INBOX of an account. */
export interface Tray {
  key: string; // "queue" or the account's address.
  name: string;
  count: number;
  marked: number;
  locked: boolean;
  full: boolean;
}

export function trays(world: World, m: Model, id: string): Tray[] {
  const spec = world.hosts.find((h) => h.id === id);
  const h = m.hosts.get(id);
  if (!h || !spec || spec.kind === "ua" || spec.kind === "dns") return [];
  const users = world.accounts.filter((a) => a.host === id).map((a) => a.addr);
  for (const b of h.boxes) if (b.user && !users.includes(b.user)) users.push(b.user);
  const local = (addr: string) => addr.split("@")[0] ?? addr;
  const twice = new Set(users.map(local)).size < users.length;
  return [
    { key: "queue", name: "", count: h.queue, marked: 0, locked: false, full: false },
    ...users.map((user) => {
      const b = h.boxes.find((x) => x.user === user && (x.box === "INBOX" || x.box === ""));
      return {
        key: user,
        name: twice ? user : local(user),
        count: inbox(h, user),
        marked: b?.marked ?? 0,
        locked: b?.locked ?? false,
        full: m.faults.has(`full ${user}`),
      };
    }),
  ];
}

function inbox(h: HostModel, user: string): number {
  return h.boxes.find((x) => x.user === user && x.box === "INBOX")?.count ?? 0;
}

/** What is wrong with the line between two hosts, the worst first: the fault as it is named, by its kind. */
export function lineFaults(m: Model, a: string, b: string): Map<"cut" | "loss" | "slow", string> {
  const found = new Map();
  for (const kind of ["cut", "loss", "slow"])
    for (const name of [`${a}--${b}`, `${b}--${a}`, `${a}--*`, `${b}--*`])
      if (!found.has(kind) && m.faults.has(`${kind} ${name}`)) found.set(kind, `${kind} ${name}`);
  return found;
}

/** The worst of it; "" when the line works. */
export function lineFault(m: Model, a: string, b: string): string {
  return [...lineFaults(m, a, b).keys()][0] ?? "";
}

/** What a line between two hosts is for, by what stands at its ends and by what was spoken on it last. */
export function linkProto(world: World, m: Model, a: string, b: string): Family {
  const kind = (id: string) => world.hosts.find((h) => h.id === id)?.kind ?? "";
  if (kind(a) === "dns" || kind(b) === "dns") return "dns";
  let last = "";
  for (const c of m.conns.values()) if ((c.from === a && c.to === b) || (c.from === b && c.to === a)) last = c.proto;
  return last ? family(last) : "smtp";
}

/** What a line carries, in words. */
export function carries(world: World, m: Model, a: string, b: string): string {
  const proto = linkProto(world, m, a, b);
  const program = world.hosts.some((h) => h.kind === "ua" && (h.id === a || h.id === b));
  return program && proto !== "dns" ? "SMTP · POP3" : proto.toUpperCase();
}

/** The end of a connection that a letter comes from: the caller where letters are pushed, the called one where they are pulled. */
export function sender(c: Conn): string {
  return family(c.proto) === "pop3" ? c.to : c.from;
}

/** How far the letter on a connection has come, from the one who has it (0) to the one who gets it (1); null: there is none. */
export function progress(c: Conn, m: Model, now: number): number | null {
  if (!c.live) return null;
  const pulled = family(c.proto) === "pop3";
  const going = pulled
    ? c.track.reply?.letter || c.track.replies.some((r) => r.verb === "RETR")
    : c.letter.phase === "header" || c.letter.phase === "body";
  if (going) {
    // The octets that are under way say where it is.
    for (let i = m.flights.length - 1; i >= 0; i--) {
      const f = m.flights[i]!;
      if (f.t + 60e9 < now) break;
      if (f.conn !== c.id || !f.bytes || f.from !== sender(c)) continue;
      if (f.arrive > now && !f.lost) return 0.16 + 0.8 * Math.min(1, Math.max(0, (now - f.t) / (f.arrive - f.t || 1)));
      break;
    }
    return pulled ? 0.16 : c.letter.phase === "header" ? 0.34 : 0.6;
  }
  if (pulled) return null;
  return c.letter.phase === "envelope" ? 0.16 : null;
}

/** The connections to draw: the live ones, and one for each pair of hosts that asks or answers a name server now. */
export interface Wire {
  key: string;
  conn: Conn | null; // Null: DNS over UDP.
  from: string;
  to: string;
  proto: string;
  nth: number; // Among the wires between the same two hosts.
  more: number; // Wires that are left out because there are too many: how many stand behind this one.
}

const most = 5; // Curves between two hosts.

export function wires(m: Model, asking: readonly { from: string; to: string }[]): Wire[] {
  const list: Wire[] = [];
  const counts = new Map<string, Wire[]>();
  const put = (w: Omit<Wire, "nth" | "more">) => {
    const pair = [w.from, w.to].sort().join(" ");
    const group = counts.get(pair) ?? [];
    if (!counts.has(pair)) counts.set(pair, group);
    if (group.length >= most) {
      group.at(-1)!.more++;
      return;
    }
    const wire = { ...w, nth: group.length, more: 0 };
    group.push(wire);
    list.push(wire);
  };
  for (const id of new Set([...m.hosts.values()].flatMap((h) => h.conns))) {
    const c = m.conns.get(id);
    if (c) put({ key: `conn${id}`, conn: c, from: c.from, to: c.to, proto: c.proto });
  }
  for (const q of asking) put({ key: `dns${q.from}`, conn: null, from: q.from, to: q.to, proto: "dns" });
  return list;
}

const linger = 300e6; // Nanoseconds that an answer stays in sight after it has come.

/** Questions to name servers that are on the wire at this instant, or were just now. */
export function asking(world: World, m: Model, now: number): { from: string; to: string }[] {
  const names = new Set(world.hosts.filter((h) => h.kind === "dns").map((h) => h.id));
  const open: { from: string; to: string }[] = [];
  for (let i = m.flights.length - 1; i >= 0; i--) {
    const f = m.flights[i]!;
    if (f.t + 60e9 < now) break;
    if (f.transport !== "udp" || f.arrive + linger <= now) continue;
    const [from, to] = names.has(f.to) ? [f.from, f.to] : [f.to, f.from];
    if (!open.some((x) => x.from === from && x.to === to)) open.push({ from, to });
  }
  return open;
}
