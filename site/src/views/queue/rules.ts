// Which delivery rules a server looked at for a recipient, and what each made of the address, as a tree. Pure.
import type { TraceEvent } from "../../state/events";

/** One look at a rule. */
export interface Look {
  n: number;
  rule: string; // "alias", "plus", "account" …
  match: boolean;
  arg: string; // What was compared with.
  result: string; // What it became, or why it does not count.
}

/** An address and what was looked at for it; the addresses that it became hang below the rule that made them. */
export interface Branch {
  addr: string;
  looks: (Look & { into: Branch[] })[];
}

/** All looks for one recipient at one time: at RCPT, or once the letter was accepted. */
export interface Trial {
  host: string;
  rcpt: string;
  t: number;
  n: number; // The first event.
  accepted: boolean; // The letter had a queue id.
  root: Branch;
}

const most = 400; // Looks that are shown of one trial; a loop of aliases stops long before.

/** Groups rule events into trials. Events of one recipient that another recipient's interrupt belong together still. */
export function trials(events: readonly TraceEvent[]): Trial[] {
  const groups = new Map<string, TraceEvent[]>();
  for (const e of events) {
    if (e.ev !== "rule") continue;
    const key = `${e.host}\n${e.queueid ? `q${e.queueid}` : `c${e.conn}`}\n${e.rcpt}\n${e.t}`;
    const group = groups.get(key);
    if (!group) groups.set(key, [e]);
    else if (group.length < most) group.push(e);
  }
  return [...groups.values()].map((group) => {
    const first = group[0]!;
    return {
      host: first.host ?? "",
      rcpt: first.rcpt ?? "",
      t: first.t,
      n: first.n,
      accepted: Boolean(first.queueid),
      root: grow(group),
    };
  });
}

function grow(group: readonly TraceEvent[]): Branch {
  const first = group[0]!;
  const root: Branch = { addr: first.addr || first.rcpt || "", looks: [] };
  const branches = new Map([[root.addr.toLowerCase(), root]]);
  for (const e of group) {
    const addr = e.addr || e.rcpt || "";
    let branch = branches.get(addr.toLowerCase());
    if (!branch) {
      // No rule named it before; it hangs below what matched last.
      branch = { addr, looks: [] };
      branches.set(addr.toLowerCase(), branch);
      [...branches.values()]
        .flatMap((b) => b.looks)
        .findLast((l) => l.match)
        ?.into.push(branch);
    }
    const look = {
      n: e.n,
      rule: e.rule ?? "",
      match: e.match ?? false,
      arg: e.arg ?? "",
      result: e.result ?? "",
      into: [] as Branch[],
    };
    branch.looks.push(look);
    if (!look.match) continue;
    // What follows about the addresses of the result hangs here; an address that has its place already keeps it.
    for (const to of addresses(look.result)) {
      if (branches.has(to.toLowerCase())) continue;
      if (!group.some((x) => x.n > e.n && x.addr?.toLowerCase() === to.toLowerCase())) continue;
      const below: Branch = { addr: to, looks: [] };
      branches.set(to.toLowerCase(), below);
      look.into.push(below);
    }
  }
  return root;
}

/** The addresses that a result names. */
export function addresses(result: string): string[] {
  return result
    .split(/[\s,;]+/)
    .map((x) => x.replace(/^<|>$/g, ""))
    .filter((x) => /^[^@\s]+@[^@\s]+$/.test(x) || /^postmaster$/i.test(x));
}

/**
 * What was looked at for a reply to RCPT: before it where the recipient was refused, otherwise once the letter had been
 * accepted on that connection.
 */
export function ofReply(events: readonly TraceEvent[], reply: TraceEvent, upTo: number): Trial[] {
  const cmd = command(events, reply);
  const rcpt = /<([^>]*)>/.exec(cmd?.arg ?? "")?.[1] ?? "";
  const looks: TraceEvent[] = [];
  for (let i = cmd?.n ?? upTo; i < upTo; i++) {
    const e = events[i];
    if (e?.conn !== reply.conn) continue;
    if (e?.ev === "rule" && e.rcpt === rcpt) looks.push(e);
    else if (e?.ev === "mail" && e.act === "accepted") break;
    else if (e === reply && looks.length > 0) break;
  }
  return trials(looks);
}

/** The command that a reply answers: its nearest cause that is one. */
export function command(events: readonly TraceEvent[], reply: TraceEvent): TraceEvent | undefined {
  let e: TraceEvent | undefined = reply;
  for (let i = 0; e && i < 20; i++) {
    if (e.ev === "cmd" && e.conn === reply.conn && e.verb === reply.verb) return e;
    e = events[e.cause - 1];
  }
  return undefined;
}

/** All that was looked at for a letter, everywhere or on one host; the words at RCPT are found by its connection. */
export function ofLetter(events: readonly TraceEvent[], msg: number, upTo: number, host = ""): Trial[] {
  const ids = new Set<string>();
  const asked = new Map<number, { from: number; to: number }>(); // Connections on which it was accepted, and between which events.
  const before = new Map<number, number>(); // The latest acceptance on a connection.
  for (const e of events) {
    if (e.n > upTo) break;
    if (e.ev !== "mail" || (host && e.host !== host)) continue;
    if (e.msg === msg && e.queueid) ids.add(`${e.host} ${e.queueid}`);
    if (e.act !== "accepted" || !e.conn) continue;
    if (e.msg === msg) asked.set(e.conn, { from: before.get(e.conn) ?? 0, to: e.n });
    before.set(e.conn, e.n);
  }
  const looks = events.filter((e) => {
    if (e.n > upTo || e.ev !== "rule" || (host && e.host !== host)) return false;
    if (e.queueid) return ids.has(`${e.host} ${e.queueid}`);
    const at = asked.get(e.conn ?? 0);
    return at !== undefined && e.n > at.from && e.n < at.to;
  });
  return trials(looks);
}
