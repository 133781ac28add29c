// The ladder's rungs, taken from the trace: who called whom, what was asked and answered, what became of letters. Pure.
import type { TraceEvent } from "../../state/events";
import { second } from "../../state/time";

export type Kind =
  | "open" // SYN: somebody calls.
  | "accept" // SYN ACK.
  | "refused"
  | "timeout"
  | "reset"
  | "fin"
  | "cmd"
  | "reply"
  | "letter" // The octets of a whole letter.
  | "query"
  | "answer"
  | "packet"
  | "lost" // A packet that did not arrive.
  | "note" // Something that happened on one host.
  | "fault";

/** One arrow from host to host, or (from equal to to) one thing that happened on a host. */
export interface Rung {
  n: number;
  t: number;
  kind: Kind;
  from: string;
  to: string;
  conn: number;
  proto: string;
  msg: number;
  act: string; // What happened, for notes: the name of its words.
  code: string; // Verb or code.
  text: string;
  size: number;
  bad: boolean;
  client: boolean; // Sent by the one who opened the connection.
  phase: string; // greeting, transfer, closing, authorization, transaction, update.
}

interface Talk {
  from: string;
  to: string;
  proto: string;
  phase: string;
  next: string; // The phase after the present reply.
  since: number; // Its first rung that belongs to no letter yet.
  msg: number;
  seq: { c: number; s: number }; // First sequence numbers, for relative ones.
}

const noted = new Set([
  "accepted",
  "deferred",
  "delivered",
  "failed",
  "expired",
  "bounced",
  "delayed",
  "notified",
  "requeued",
  "edited",
  "held",
  "released",
  "dropped",
  "attempt",
  "notified",
  "requeued",
  "edited",
]);
const troubles = new Set(["deferred", "failed", "expired", "bounced", "dropped"]);

/** Builds rungs event by event; events must come in order. */
export class Ladder {
  rungs: Rung[] = [];
  n = 0;
  last: TraceEvent | undefined;
  private talks = new Map<number, Talk>();
  private asked = new Map<number, Rung>(); // DNS questions by their event, until a packet shows whom they went to.
  private server = new Map<string, string>(); // Host → the name server it asks.
  private names: string;

  /** names is the name server that is drawn until a packet shows which one a host asks. */
  constructor(names: string) {
    this.names = names;
  }

  add(e: TraceEvent): void {
    this.n = e.n;
    this.last = e;
    const act = e.act ?? "";
    switch (e.ev) {
      case "conn":
        this.conn(e);
        break;
      case "packet":
        this.packet(e);
        break;
      case "cmd":
        this.cmd(e);
        break;
      case "reply":
        this.reply(e);
        break;
      case "dns":
        this.dns(e);
        break;
      case "mail":
        if (noted.has(act)) this.mail(e);
        break;
      case "store":
        if (act === "append") this.note(e, "stored", e.user ?? "", false);
        else if (act === "expunge") this.note(e, "expunged", e.user ?? "", false);
        break;
      case "client":
        if (act === "append" && e.box === "inbox") this.note(e, "fetched", "", false);
        break;
      case "verdict":
        this.note(e, "verdict", `${e.kind ?? ""}: ${e.result ?? ""}`, /^(fail|reject|softfail)/.test(e.result ?? ""));
        break;
      case "policy":
        this.note(e, "policy", `${e.what ?? ""} ${e.to ?? ""}`, false);
        break;
      case "fault":
        this.fault(e);
        break;
    }
  }

  private fault(e: TraceEvent): void {
    const [a = "", b = ""] = (e.target ?? "").split("--");
    if (a.includes("@") || !a) return; // A full mailbox or a name that fails: no host of its own.
    this.put(e, "fault", a, b && b !== "*" ? b : a, {
      act: e.on ? "broken" : "mended",
      code: e.kind ?? "",
      text: e.target ?? "",
      bad: e.on ?? false,
    });
  }

  private put(e: TraceEvent, kind: Kind, from: string, to: string, more: Partial<Rung> = {}): Rung {
    const talk = this.talks.get(e.conn ?? 0);
    const rung: Rung = {
      n: e.n,
      t: e.t,
      kind,
      from,
      to,
      conn: e.conn ?? 0,
      proto: talk?.proto ?? "",
      msg: e.msg || talk?.msg || 0,
      act: "",
      code: "",
      text: "",
      size: 0,
      bad: false,
      client: talk ? from === talk.from : false,
      phase: talk && from === to ? talk.phase : "",
      ...more,
    };
    this.rungs.push(rung);
    return rung;
  }

  private note(e: TraceEvent, act: string, text: string, bad: boolean): void {
    const host = e.host ?? "";
    this.put(e, "note", host, host, { act, text, bad, code: e.code ?? "", size: e.size ?? 0 });
  }

  private conn(e: TraceEvent): void {
    const id = e.conn ?? 0;
    let talk = this.talks.get(id);
    if (!talk) {
      const proto = e.proto ?? "";
      talk = {
        from: e.from ?? "",
        to: e.to ?? "",
        proto,
        phase: /^pop3/.test(proto) ? "authorization" : /^(smtp|submission|lmtp)/.test(proto) ? "greeting" : "",
        next: "",
        since: this.rungs.length,
        msg: 0,
        seq: { c: -1, s: -1 },
      };
      this.talks.set(id, talk);
    }
    const { from, to } = talk;
    const more = { code: String(e.port ?? ""), text: talk.proto };
    if (e.act === "attempt") this.put(e, "open", from, to, more);
    else if (e.act === "open") this.put(e, "accept", to, from, more);
    else if (e.act === "refused") this.put(e, "refused", to, from, { ...more, bad: true });
    else if (e.act === "timeout") this.put(e, "timeout", from, to, { ...more, bad: true });
    else if (e.act === "reset")
      this.put(e, "reset", e.side === "server" ? to : from, e.side === "server" ? from : to, { ...more, bad: true });
    else if (e.act === "close") this.put(e, "fin", e.side === "server" ? to : from, e.side === "server" ? from : to);
  }

  private cmd(e: TraceEvent): void {
    const talk = this.talks.get(e.conn ?? 0);
    if (!talk) return;
    const verb = e.verb ?? "";
    if (/^(MAIL|RCPT|DATA|BDAT)$/.test(verb)) talk.phase = "transfer";
    if (verb === "QUIT") {
      if (talk.phase === "transaction") talk.phase = "update";
      else if (talk.phase !== "authorization") talk.phase = "closing";
    }
    if (verb === "MAIL") {
      talk.since = Math.max(talk.since, this.rungs.length);
      talk.msg = 0;
    }
    const chunk = verb === "BDAT"; // Its octets come with it.
    const letter = verb === "EOD" || chunk;
    this.put(e, letter ? "letter" : "cmd", talk.from, talk.to, {
      code: chunk || !letter ? verb || "?" : "",
      text: chunk || !letter ? (e.arg ?? "") : "",
      size: e.size ?? 0,
      client: true,
      phase: talk.phase,
    });
  }

  private reply(e: TraceEvent): void {
    const talk = this.talks.get(e.conn ?? 0);
    if (!talk) return;
    const code = e.code ?? "";
    const ok = /^[23]|^\+|^OK/.test(code);
    const lines = (e.text ?? "").split("\n");
    const letter = ok && (e.verb === "RETR" || e.verb === "TOP");
    this.put(e, letter ? "letter" : "reply", talk.to, talk.from, {
      code: code + (e.enh ? ` ${e.enh}` : ""),
      text: (lines[0] ?? "") + (lines.length > 1 ? ` (+${lines.length - 1})` : ""),
      size: letter ? Number(/(\d+)/.exec(lines[0] ?? "")?.[1] ?? 0) : 0,
      bad: !ok,
      phase: talk.phase,
    });
    if (/^pop3/.test(talk.proto) && ok && (e.verb === "PASS" || e.verb === "AUTH" || e.verb === "APOP"))
      talk.phase = "transaction";
  }

  private dns(e: TraceEvent): void {
    const host = e.host ?? "";
    if (e.act === "cached") {
      this.note(e, "cached", `${e.name} ${e.type} = ${(e.answers ?? []).join(", ") || e.rcode}`, false);
      return;
    }
    const server = this.server.get(host) ?? this.names;
    if (e.act === "query") {
      this.asked.set(
        e.n,
        this.put(e, "query", host, server, { proto: "dns", code: e.type ?? "", text: e.name ?? "", client: true }),
      );
      return;
    }
    const good = (e.rcode ?? "NOERROR") === "NOERROR";
    this.put(e, "answer", server, host, {
      proto: "dns",
      code: good ? (e.type ?? "") : (e.rcode ?? ""),
      text: (e.answers ?? []).map((x) => x.replace(`${e.type ?? ""} `, "")).join(", ") || (good ? "∅" : (e.name ?? "")),
      bad: !good,
    });
  }

  private packet(e: TraceEvent): void {
    if (e.transport === "udp" && e.dstport === 53 && e.from && e.to) {
      this.server.set(e.from, e.to);
      const q = this.asked.get(e.cause);
      if (q) q.to = e.to;
    }
    const talk = this.talks.get(e.conn ?? 0);
    const flags = typeof e.flags === "string" ? e.flags : "";
    const side = talk && e.from === talk.to ? "s" : "c";
    const other = side === "s" ? "c" : "s";
    const seq = e.seq ?? 0;
    if (talk && talk.seq[side] < 0 && flags.includes("S")) talk.seq[side] = seq;
    const relative = (x: number, first: number) => (first < 0 ? x : (x - first + 2 ** 32) % 2 ** 32);
    const size = e.data?.length ?? 0;
    const numbers =
      talk && e.transport === "tcp"
        ? `seq ${relative(seq, talk.seq[side])}${flags.includes("A") ? ` ack ${relative(e.ack ?? 0, talk.seq[other])}` : ""}`
        : `${e.srcport ?? ""} → ${e.dstport ?? ""}`;
    this.put(e, e.lost ? "lost" : "packet", e.from ?? "", e.to ?? "", {
      code: words(flags) || (e.transport ?? "").toUpperCase(),
      text: numbers,
      act: e.lost ?? "",
      size,
      bad: Boolean(e.lost),
      proto: talk?.proto ?? (e.transport === "udp" ? "dns" : ""),
    });
  }

  private mail(e: TraceEvent): void {
    const act = e.act ?? "";
    const talk = this.talks.get(e.conn ?? 0);
    if (talk && act === "accepted" && e.msg) {
      // Everything said about this letter so far was said without knowing which one it would be.
      for (let i = talk.since; i < this.rungs.length; i++) {
        const r = this.rungs[i]!;
        if (r.conn === e.conn && !r.msg) r.msg = e.msg;
      }
      talk.since = this.rungs.length;
      talk.msg = e.msg;
    } else if (talk && act === "attempt" && e.msg) talk.msg = e.msg;
    const text = act === "accepted" ? (e.queueid ?? "") : act === "attempt" ? (e.mx ?? "") : (e.rcpt ?? "");
    this.put(e, "note", e.host ?? "", e.host ?? "", {
      act,
      text,
      code: e.code ?? "",
      size: act === "deferred" ? (e.at ?? 0) : act === "attempt" ? (e.attempt ?? 0) : 0,
      bad: troubles.has(act),
    });
  }
}

/** The names of TCP flags in the order in which textbooks say them. */
function words(flags: string): string {
  const names: Record<string, string> = { S: "SYN", F: "FIN", R: "RST", P: "PSH", A: "ACK" };
  return ["S", "F", "R", "P", "A"]
    .filter((f) => flags.includes(f) && !(f === "P" && flags.includes("A")))
    .map((f) => names[f])
    .join(" ");
}

// ── What is shown of them ──────────────────────────────────────────────────────────────────────────────────────────

/** What the ladder is narrowed to: "" for all, "conn:3", "host:x", "proto:smtp", "msg:2". */
export type Filter = string;

export function passes(r: Rung, filter: Filter, packets: boolean): boolean {
  if (packets && (r.kind === "accept" || r.kind === "fin")) return false; // The packets themselves are there.
  if (!packets && (r.kind === "packet" || (r.kind === "lost" && r.conn > 0 && !r.size))) return false;
  if (!filter) return true;
  const what = filter.slice(filter.indexOf(":") + 1);
  switch (filter[0]) {
    case "c":
      return r.conn === Number(what);
    case "h":
      return r.from === what || r.to === what;
    case "p":
      return r.proto === what;
    default:
      return r.msg === Number(what);
  }
}

export type Row =
  | { kind: "rung"; rung: Rung; first: string } // first: the phase that begins here.
  | { kind: "gap"; n: number; span: number };

const longest = 5 * second; // A pause up to this is only seen in the times.

/** The rows of the ladder: rungs that pass, long pauses folded into one row each, and where phases begin. */
export function rows(rungs: readonly Rung[], upTo: number, filter: Filter, packets: boolean): Row[] {
  const out: Row[] = [];
  const phases = new Map<number, string>();
  let before = -1;
  for (const r of rungs) {
    if (r.n > upTo) break;
    if (!passes(r, filter, packets)) continue;
    if (before >= 0 && r.t - before > longest) out.push({ kind: "gap", n: r.n, span: r.t - before });
    before = r.t;
    const first = r.phase && phases.get(r.conn) !== r.phase ? r.phase : "";
    if (r.phase) phases.set(r.conn, r.phase);
    out.push({ kind: "rung", rung: r, first });
  }
  return out;
}

/** The hosts that take part, in the order of the scenario. */
export function columns(list: readonly Row[], order: readonly string[]): string[] {
  const here = new Set<string>();
  for (const row of list) {
    if (row.kind !== "rung") continue;
    if (row.rung.from) here.add(row.rung.from);
    if (row.rung.to) here.add(row.rung.to);
  }
  return [...order.filter((x) => here.has(x)), ...[...here].filter((x) => !order.includes(x))];
}
