// The life of a letter on one server, taken from the trace: when it came, every try with what was said in it, notices, and
// how it left. Pure.
import type { TraceEvent } from "../../state/events";
import type { Conn, Line } from "../../state/fold";
import { lineText } from "../../state/fold";

/** What came of a try for one recipient. */
export interface Result {
  n: number; // Its event.
  t: number;
  rcpt: string;
  act: string; // "delivered", "relayed", "deferred", "failed", "expired" …
  code: string;
  text: string;
  mx: string;
  conn: number;
  at: number; // The next try; 0 where there is none.
}

/** One stretch of a try: a question to DNS, a call, a command and its reply, the letter itself. */
export interface Stage {
  n: number; // The event that it is about.
  kind: "dns" | "call" | "greeting" | "command" | "letter";
  name: string; // "MX hai.example", "mail.hai.example:25", "EHLO", "" for the greeting and for the letter.
  start: number;
  end: number; // Less than start: it has no end yet.
  code: string; // What came of it: an answer's code, a server's reply code, "refused", "timeout" …
  text: string;
  ok: boolean;
  conn: number;
}

export type Outcome = "running" | "delivered" | "deferred" | "failed" | "mixed";

export interface Try {
  n: number; // Which try of the letter, from 1.
  event: number;
  start: number;
  end: number; // The instant of its last result; -1 while it runs.
  outcome: Outcome;
  results: Result[];
  stages: Stage[];
  lines: Line[]; // What was said, as the transcript has it.
}

/** Something else that happened to the letter here. */
export interface Moment {
  n: number;
  t: number;
  act: string; // "queued", "delayed", "bounced", "held", "released", "removed" …
  text: string;
}

export interface Life {
  msg: number;
  host: string;
  id: string; // Its queue id.
  tries: Try[];
  moments: Moment[];
  arrived: number; // -1 where it never stood in a queue here.
  left: number; // -1 while it is here.
}

const results = new Set(["delivered", "relayed", "expanded", "deferred", "failed", "expired"]);
const moments = new Set([
  "queued",
  "delayed",
  "bounced",
  "held",
  "released",
  "removed",
  "dropped",
  "edited",
  "requeued",
  "notified",
]);

/** The servers in whose queues a letter has stood, in that order, with its ids there. */
export function stations(events: readonly TraceEvent[], msg: number, upTo: number): { host: string; id: string }[] {
  const out: { host: string; id: string }[] = [];
  for (const e of events) {
    if (e.n > upTo) break;
    if (e.ev !== "mail" || e.msg !== msg || !e.queueid || !e.host) continue;
    if (!out.some((x) => x.host === e.host && x.id === e.queueid)) out.push({ host: e.host, id: e.queueid });
  }
  return out;
}

/** Reads the life of a letter under one queue id. conns are the model's: they have the transcripts. */
export function lifeOf(
  events: readonly TraceEvent[],
  conns: ReadonlyMap<number, Conn>,
  msg: number,
  host: string,
  id: string,
  upTo: number,
): Life {
  const life: Life = { msg, host, id, tries: [], moments: [], arrived: -1, left: -1 };
  let open: { try: Try; from: Set<number>; asked: Map<string, Stage>; calls: Set<number> } | null = null;
  for (const e of events) {
    if (e.n > upTo) break;
    const own = e.ev === "mail" && e.msg === msg && e.host === host && (e.queueid ?? "") === id;
    const act = e.act ?? "";
    if (own && act === "attempt") {
      if (open) finish(open.try, open.calls, conns);
      open = { try: newTry(e, life.tries.length + 1), from: new Set([e.n]), asked: new Map(), calls: new Set() };
      life.tries.push(open.try);
      continue;
    }
    if (open && (open.from.has(e.cause) || own)) {
      open.from.add(e.n);
      if (e.ev === "dns" && e.host === host) asked(open.try, open.asked, e);
      else if (e.ev === "conn" && e.from === host && e.conn) called(open.try, open.calls, e);
    }
    if (!own) continue;
    if (results.has(act) && open) {
      open.try.results.push(resultOf(e));
      open.try.end = e.t;
      if (e.conn) open.calls.add(e.conn);
    }
    if (moments.has(act)) life.moments.push({ n: e.n, t: e.t, act, text: e.text ?? "" });
    if (act === "queued" && life.arrived < 0) life.arrived = e.t;
    if (act === "removed") life.left = e.t;
  }
  if (open) finish(open.try, open.calls, conns);
  return life;
}

function newTry(e: TraceEvent, nth: number): Try {
  return {
    n: e.attempt ?? nth,
    event: e.n,
    start: e.t,
    end: -1,
    outcome: "running",
    results: [],
    stages: [],
    lines: [],
  };
}

function resultOf(e: TraceEvent): Result {
  return {
    n: e.n,
    t: e.t,
    rcpt: e.rcpt ?? "",
    act: e.act ?? "",
    code: e.code ?? "",
    text: e.text ?? "",
    mx: e.mx ?? "",
    conn: e.conn ?? 0,
    at: e.at ?? 0,
  };
}

/** A question to DNS is asked or answered. */
function asked(t: Try, open: Map<string, Stage>, e: TraceEvent): void {
  const name = `${e.type ?? ""} ${e.name ?? ""}`;
  let stage = open.get(name);
  if (!stage || e.act === "query") {
    stage = { n: e.n, kind: "dns", name, start: e.t, end: -1, code: "", text: "", ok: true, conn: 0 };
    open.set(name, stage);
    t.stages.push(stage);
  }
  if (e.act === "query") return;
  stage.n = e.n;
  stage.end = e.t;
  stage.ok = (e.rcode ?? "NOERROR") === "NOERROR";
  stage.code = e.act === "cached" ? "cached" : stage.ok ? "" : (e.rcode ?? "");
  stage.text = (e.answers ?? []).map((a) => a.replace(/^[A-Z]+ /, "")).join(", ");
}

/** A server is called, and takes the call or does not. */
function called(t: Try, calls: Set<number>, e: TraceEvent): void {
  const conn = e.conn as number;
  if (e.act === "attempt") {
    calls.add(conn);
    const name = `${e.to}:${e.port}`;
    t.stages.push({ n: e.n, kind: "call", name, start: e.t, end: -1, code: "", text: e.toip ?? "", ok: true, conn });
    return;
  }
  const stage = t.stages.findLast((s) => s.kind === "call" && s.conn === conn);
  if (!stage || stage.end >= stage.start) return;
  stage.end = e.t;
  stage.ok = e.act === "open";
  stage.code = stage.ok ? "" : (e.act ?? "");
  if (!stage.ok) stage.n = e.n;
}

/** Adds what was said on the connections of a try, and says what came of it. */
function finish(t: Try, calls: ReadonlySet<number>, conns: ReadonlyMap<number, Conn>): void {
  for (const id of calls) {
    const c = conns.get(id);
    if (!c) continue;
    const lines = spoken(c, t);
    t.lines.push(...lines);
    const stages = talk(lines, c, t);
    // What was said on a connection follows its call, where it was called in this try.
    const at = t.stages.findIndex((s) => s.kind === "call" && s.conn === id);
    if (at < 0) t.stages.push(...stages);
    else t.stages.splice(at + 1, 0, ...stages);
  }
  t.outcome = outcome(t);
}

function outcome(t: Try): Outcome {
  if (t.results.length === 0) return "running";
  const of = (...acts: string[]) => t.results.filter((r) => acts.includes(r.act)).length;
  const good = of("delivered", "relayed", "expanded");
  const late = of("deferred");
  if (good === t.results.length) return "delivered";
  if (late === t.results.length) return "deferred";
  return good + late === 0 ? "failed" : "mixed";
}

/** The lines of a connection that belong to a try: all since it was opened, or from MAIL on where it was open before. */
function spoken(c: Conn, t: Try): Line[] {
  const last = Math.max(...t.results.filter((r) => r.conn === c.id).map((r) => r.n), 0) || Number.POSITIVE_INFINITY;
  if (c.start >= t.start) return c.lines.filter((l) => l.n <= last);
  const until = c.lines.findLastIndex((l) => l.n <= last);
  const mail = c.lines.findLastIndex((l, i) => i <= until && l.who === "c" && /^MAIL /i.test(lineText(l)));
  return mail < 0 || c.lines[mail]!.t < t.start ? [] : c.lines.slice(mail, until + 1);
}

/** The commands and replies among the lines of a connection, with their times as the client saw them. */
function talk(lines: readonly Line[], c: Conn, t: Try): Stage[] {
  const out: Stage[] = [];
  const open: Stage[] = []; // Commands without a reply, the oldest first.
  let sending = false; // A letter, whose dot is still to come.
  const put = (kind: Stage["kind"], name: string, l: Pick<Line, "n" | "t">): Stage => {
    const stage: Stage = { n: l.n, kind, name, start: l.t, end: -1, code: "", text: "", ok: true, conn: c.id };
    out.push(stage);
    open.push(stage);
    return stage;
  };
  if (c.start >= t.start && c.act !== "refused" && c.act !== "timeout" && lines.some((l) => l.who === "s"))
    put("greeting", "", { n: lines[0]?.n ?? 0, t: openedAt(c, t) });
  for (const l of lines) {
    const text = lineText(l);
    if (l.who === "c") {
      if (/^(header|fold|blank|body|dot)$/.test(l.part)) {
        if (!sending) put("letter", "", l);
        sending = l.part !== "dot";
      } else if (l.part === "cmd" || verbs.test(text)) {
        const verb = /^\S+/.exec(text)?.[0]?.toUpperCase() ?? "?";
        put("command", verb === "RCPT" || verb === "MAIL" || verb === "BDAT" ? clip(text) : verb, l);
      }
    } else if (l.who === "s" && /^\d{3}-/.test(text)) {
      if (open[0]) open[0].text ||= text.slice(4); // The first line of several says most.
    } else if (l.who === "s" && /^\d{3}( |$)/.test(text)) {
      const stage = open.shift();
      if (!stage) continue;
      stage.n = l.about || l.n;
      stage.end = l.t;
      stage.code = text.slice(0, 3);
      stage.text ||= text.slice(4);
      stage.ok = /^[23]/.test(text);
    }
  }
  return out;
}

/** When the connection of a try was open, as its caller saw it. */
function openedAt(c: Conn, t: Try): number {
  const stage = t.stages.find((s) => s.kind === "call" && s.conn === c.id);
  return stage && stage.end >= stage.start ? stage.end : c.start;
}

/** What a command begins with that no server has read yet. */
const verbs = /^(EHLO|HELO|LHLO|MAIL|RCPT|DATA|BDAT|RSET|NOOP|AUTH|STARTTLS|QUIT)\b/i;

const longest = 72; // Characters of a command that are shown.

function clip(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
