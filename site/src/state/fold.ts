// The one pure function that turns trace events into what the page shows: hosts, connections, transcripts, letters.
//
// fold(model, events) is used like append in Go: it returns the next model and may reuse the storage of the one it was
// given, which must not be used again. Folding the same events from empty(…) always gives the same model, in whatever
// batches they come; that is how the page rewinds. Nothing here looks at the page, the clock or a language.
import type { Opened } from "../bridge/protocol";
import type { TraceEvent } from "./events";
import { unescapeInput } from "./lines";

type World = Opened["scenario"];

/** One line of a transcript. Octets are kept as they were; text is made only for the lines on screen (lineText). */
export interface Line {
  n: number; // The event that brought its first octet.
  t: number;
  who: "c" | "s" | "sh" | "out" | "note"; // Client, server, a line typed at a shell, a tool's output, a remark.
  conn: number;
  raw: Uint8Array; // With its line end, as far as it has come; empty when text is set.
  text: string; // For sh and out lines; for notes the remark's name.
  about: number; // The cmd or reply event that it belongs to; 0 while unknown.
  part: "" | "cmd" | "reply" | "more" | "header" | "fold" | "blank" | "body" | "dot"; // Its place in the dialogue.
  cut: boolean; // Whether its line end is still to come.
  secret: boolean; // Carries a password in clear.
}

/** A recipient of the envelope that a connection is writing, with the server's answer. */
export interface Rcpt {
  addr: string;
  code: string; // Empty until answered.
  n: number;
}

/** What has been said of a letter on one connection, in the order envelope, header, body. */
export interface LetterDraft {
  from: string | null; // Null before MAIL; "" is the null sender.
  fromCode: string;
  rcpts: Rcpt[];
  phase: "none" | "envelope" | "header" | "body" | "sent";
  headers: { name: string; value: string; n: number }[];
  body: number; // Octets of the body so far.
  lines: number;
  code: string; // The answer to the dot.
  n: number; // The event that changed it last.
}

export interface Conn {
  id: number;
  from: string;
  to: string;
  fromIP: string;
  toIP: string;
  port: number;
  proto: string;
  by: string;
  act: string; // The last conn act: attempt, open, refused, timeout, reset, close, closed.
  live: boolean;
  start: number;
  end: number; // When it stopped being live; 0 while it is.
  n: number;
  state: string; // The server's protocol state.
  clientState: string;
  tls: boolean;
  user: string; // Who has logged in.
  term: number; // The terminal it is attached to, 0 for none.
  lines: Line[];
  letter: LetterDraft;
  msg: number; // The letter seen last.
  events: number[]; // Its cmd, reply, conn and auth events, for the sequence diagram.
  track: Track;
}

/** Bookkeeping that pairs transcript lines with the cmd and reply events they belong to. */
interface Track {
  client: Line[]; // The client's lines.
  next: number; // The first client line that no cmd has been found for.
  open: { c: Line | null; s: Line | null }; // Lines whose end is still to come.
  cmds: { n: number; verb: string; arg: string }[]; // Commands not yet answered.
  replies: { n: number; verb: string; arg: string; code: string }[]; // Answers not yet seen by the client.
  reply: { n: number; verb: string; multi: boolean; letter: boolean; part: Line["part"] } | null;
  inData: boolean;
  scan: number; // The first client line of the letter that is not classified yet.
  chunk: number; // Octets of the present BDAT chunk that are not classified yet.
  before: Line["part"]; // Of the letter's line before, where BDAT commands stand between its lines.
}

export interface Box {
  user: string;
  box: string;
  count: number;
  marked: number;
  locked: boolean;
}

export interface HostModel {
  id: string;
  up: boolean;
  stopped: boolean; // The machine is up, its services refuse.
  queue: number; // Letters waiting.
  boxes: Box[]; // Server mailboxes, in the order they appeared.
  client: Record<string, number>; // A mail program's own boxes and their totals.
  busy: string; // What its mail program is doing: "send", "fetch" or "".
  conns: number[]; // Live connections with this host at either end.
}

export interface Term {
  id: number;
  host: string;
  conn: number; // The connection it talks to; 0 at the shell's prompt.
  last: number; // The connection it talked to last.
  closed: boolean;
  lines: Line[];
  history: string[]; // What was typed into it, oldest first.
}

/** Something under way on the network, for drawing it. */
export interface Flight {
  n: number;
  conn: number;
  from: string;
  to: string;
  t: number;
  arrive: number;
  bytes: number;
  msg: number;
  lost: string;
  transport: string;
}

/** A letter's way through the world, by its hidden identity. */
export interface Journey {
  msg: number;
  from: string;
  rcpts: Record<string, string>; // Address → the last thing that happened to it.
  hops: { n: number; t: number; host: string; act: string; text: string; conn: number; rcpt: string }[];
  at: string; // The host where it lies now.
}

export type MarkKind =
  | "input"
  | "cmd"
  | "reply"
  | "fail"
  | "conn"
  | "mail"
  | "bad"
  | "fault"
  | "clock"
  | "step"
  | "other";

/** A place on the timeline. */
export interface Mark {
  n: number;
  t: number;
  kind: MarkKind;
}

export interface Model {
  n: number; // The last event folded.
  t: number;
  hosts: Map<string, HostModel>;
  conns: Map<number, Conn>;
  terms: Map<number, Term>;
  flights: Flight[]; // Oldest first; those long landed are dropped.
  journeys: Map<number, Journey>;
  faults: Set<string>; // "cut a--b", "full bob@b.example": what is wrong, and with what.
  steps: Map<string, { done: boolean; n: number }>;
  hints: { step: string; key: string; n: number }[];
  answers: Map<string, { text: string; ok: boolean }>;
  marks: Mark[];
  replies: number[]; // Reply events, for stepping from one to the next.
  packets: number;
  limit: string; // Not empty: the world ran into this bound.
  queues: Map<string, Set<string>>; // Queue ids by host.
}

const noBytes = new Uint8Array(0);
const maxFlights = 4096;

/** The model before anything has happened. */
export function empty(world: World | null): Model {
  const m: Model = {
    n: 0,
    t: 0,
    hosts: new Map(),
    conns: new Map(),
    terms: new Map(),
    flights: [],
    journeys: new Map(),
    faults: new Set(),
    steps: new Map(),
    hints: [],
    answers: new Map(),
    marks: [],
    replies: [],
    packets: 0,
    limit: "",
    queues: new Map(),
  };
  for (const h of world?.hosts ?? []) host(m, h.id);
  for (const s of world?.steps ?? []) m.steps.set(s.id, { done: false, n: 0 });
  for (const f of world?.faults ?? []) fault(m, f.target, f.kind, true);
  return m;
}

/** Folds events, which must follow the model's last one, into the next model. */
export function fold(m: Model, events: readonly TraceEvent[], upTo = Number.POSITIVE_INFINITY): Model {
  for (const e of events) {
    if (e.n > upTo) break;
    m.n = e.n;
    m.t = e.t;
    folders[e.ev]?.(m, e);
    const kind = markKind(e);
    if (kind) m.marks.push({ n: e.n, t: e.t, kind });
  }
  return { ...m };
}

/** The text of a line without its line end. Octets that are not UTF-8 stand as U+FFFD. */
export function lineText(l: Line): string {
  if (l.raw.length === 0) return l.text;
  return decoder.decode(l.raw.subarray(0, lineEnd(l)));
}

/** Where the text of a line ends and its line end begins. */
export function lineEnd(l: Line): number {
  let end = l.raw.length;
  if (l.raw[end - 1] === 10) end -= l.raw[end - 2] === 13 ? 2 : 1;
  return end;
}

const decoder = new TextDecoder();

const folders: Record<string, (m: Model, e: TraceEvent) => void> = {
  input(m, e) {
    const typed = /^(\d+)> ?(.*)$/s.exec(e.text ?? "");
    const term = typed && m.terms.get(Number(typed[1]));
    // A shell repeats what it is told, so that it comes by there too.
    if (typed && term?.conn && e.by === "user") remember(term, unescapeInput(typed[2] ?? ""));
  },

  conn(m, e) {
    const id = e.conn ?? 0;
    const c = m.conns.get(id) ?? newConn(e);
    m.conns.set(id, c);
    c.act = e.act ?? "";
    c.events.push(e.n);
    // In a terminal telnet says this itself.
    if (!c.term && c.act === "close" && e.side) c.lines.push({ ...note(e, `${e.side}Closed`), conn: id });
    if (!c.term && (c.act === "refused" || c.act === "timeout" || c.act === "reset")) {
      c.lines.push({ ...note(e, c.act), conn: id });
    }
    const live = c.act === "attempt" || c.act === "open" || (c.act === "close" && c.live);
    if (live !== c.live || c.act === "attempt") {
      c.live = live;
      if (!live) c.end = e.t;
      for (const end of [c.from, c.to]) {
        const h = host(m, end);
        h.conns = h.conns.filter((x) => x !== id);
        if (live) h.conns.push(id);
      }
    }
  },

  packet(m, e) {
    m.packets++;
    if (m.flights.length >= maxFlights) m.flights.splice(0, maxFlights / 2);
    m.flights.push({
      n: e.n,
      conn: e.conn ?? 0,
      from: e.from ?? "",
      to: e.to ?? "",
      t: e.t,
      arrive: e.arrive ?? e.t,
      bytes: e.data?.length ?? 0,
      msg: e.msg,
      lost: e.lost ?? "",
      transport: e.transport ?? "",
    });
  },

  data(m, e) {
    const c = m.conns.get(e.conn ?? 0);
    // Both ends of a connection report; the client's view is the transcript.
    if (!c || e.side !== "client" || !e.data) return;
    feed(m, c, e.act === "sent" ? "c" : "s", e);
    if (e.msg) c.msg = e.msg;
  },

  cmd(m, e) {
    const c = m.conns.get(e.conn ?? 0);
    if (!c) return;
    const verb = e.verb ?? "";
    c.events.push(e.n);
    c.track.cmds.push({ n: e.n, verb, arg: e.arg ?? "" });
    draftCommand(c.letter, verb, e.arg ?? "", e.n);
    pairCommand(c, e);
    if (e.msg) c.msg = e.msg;
  },

  reply(m, e) {
    const c = m.conns.get(e.conn ?? 0);
    if (!c) return;
    m.replies.push(e.n);
    c.events.push(e.n);
    const verb = e.verb ?? "";
    const i = c.track.cmds.findIndex((x) => x.verb === verb);
    const arg = i < 0 ? "" : (c.track.cmds[i]?.arg ?? "");
    if (i >= 0) c.track.cmds.splice(0, i + 1);
    c.track.replies.push({ n: e.n, verb, arg, code: e.code ?? "" });
    draftReply(c, verb, arg, e.code ?? "", e.n);
    if (e.msg) c.msg = e.msg;
  },

  state(m, e) {
    const c = m.conns.get(e.conn ?? 0);
    if (!c) return;
    if (e.side === "client") c.clientState = e.to ?? "";
    else c.state = e.to ?? "";
  },

  auth(m, e) {
    const c = m.conns.get(e.conn ?? 0);
    if (!c) return;
    c.events.push(e.n);
    if (e.ok) c.user = e.user ?? "";
  },

  tls(m, e) {
    const c = m.conns.get(e.conn ?? 0);
    if (c && e.act === "started") c.tls = true;
  },

  mail(m, e) {
    const act = e.act ?? "";
    const h = host(m, e.host ?? "");
    if (e.queueid) {
      const ids = m.queues.get(h.id) ?? new Set();
      m.queues.set(h.id, ids);
      if (act === "queued") ids.add(e.queueid);
      if (act === "removed") ids.delete(e.queueid);
      h.queue = ids.size;
    }
    if (!e.msg) return;
    const j = journey(m, e.msg);
    if (act === "accepted" || act === "composed") j.from = e.from ?? "";
    if (e.rcpt) j.rcpts[e.rcpt] = act;
    if (e.host && act !== "attempt") j.at = e.host;
    j.hops.push({ n: e.n, t: e.t, host: h.id, act, text: e.text ?? "", conn: e.conn ?? 0, rcpt: e.rcpt ?? "" });
  },

  store(m, e) {
    const h = host(m, e.host ?? "");
    const box = e.box || "INBOX";
    let b = h.boxes.find((x) => x.user === e.user && x.box === box);
    if (!b) {
      b = { user: e.user ?? "", box, count: 0, marked: 0, locked: false };
      h.boxes.push(b);
    }
    switch (e.act) {
      case "append":
        b.count = e.size ?? 0;
        if (e.msg) {
          const j = journey(m, e.msg);
          j.at = h.id;
          j.hops.push({ n: e.n, t: e.t, host: h.id, act: "stored", text: b.user, conn: 0, rcpt: b.user });
        }
        break;
      case "expunge":
        b.count = e.size ?? 0;
        b.marked = 0;
        break;
      case "mark":
        b.marked += e.count || 1;
        break;
      case "unmark":
        b.marked = Math.max(0, b.marked - (e.count || 1));
        break;
      case "lock":
        b.locked = true;
        break;
      case "unlock":
        b.locked = false;
        b.marked = 0;
        break;
    }
  },

  client(m, e) {
    const h = host(m, e.host ?? "");
    if (e.act === "start") h.busy = e.what ?? "";
    else if (e.act === "done" || e.act === "failed") h.busy = "";
    else if (e.box) h.client[e.box] = e.size ?? 0;
    if (e.msg) {
      const j = journey(m, e.msg);
      if (e.act === "append" && e.box === "inbox") j.at = h.id;
      j.hops.push({ n: e.n, t: e.t, host: h.id, act: `client-${e.act}`, text: e.text ?? "", conn: 0, rcpt: "" });
    }
  },

  fault(m, e) {
    fault(m, e.target ?? "", e.kind ?? "", e.on ?? false);
  },

  term(m, e) {
    const id = e.term ?? 0;
    const t = m.terms.get(id);
    switch (e.act) {
      case "open":
        m.terms.set(id, { id, host: e.host ?? "", conn: 0, last: 0, closed: false, lines: [], history: [] });
        break;
      case "output":
        for (const text of (e.text ?? "").replace(/\n$/, "").split("\n")) output(t, e, text);
        break;
      case "attach": {
        const c = m.conns.get(e.conn ?? 0);
        if (!t || !c) break;
        t.conn = t.last = c.id;
        c.term = id;
        for (const l of c.lines) push(t, l);
        break;
      }
      case "detach":
        if (t) t.conn = 0;
        break;
      case "close":
        if (t) t.closed = true;
        break;
    }
  },

  step(m, e) {
    const id = e.step ?? "";
    if (e.act === "hint") m.hints.push({ step: id, key: e.text ?? "", n: e.n });
    else m.steps.set(id, { done: e.act === "done", n: e.n });
  },

  answer(m, e) {
    m.answers.set(e.question ?? "", { text: e.text ?? "", ok: e.ok ?? false });
  },

  limit(m, e) {
    m.limit = e.text || e.name || "limit";
  },
};

// ── Hosts, faults, letters ─────────────────────────────────────────────────────────────────────────────────────────

function host(m: Model, id: string): HostModel {
  let h = m.hosts.get(id);
  if (!h) {
    h = { id, up: true, stopped: false, queue: 0, boxes: [], client: {}, busy: "", conns: [] };
    m.hosts.set(id, h);
  }
  return h;
}

function fault(m: Model, target: string, kind: string, on: boolean) {
  m.faults[on ? "add" : "delete"](`${kind} ${target}`);
  const h = m.hosts.get(target);
  if (!h) return;
  if (kind === "down") h.up = !on;
  if (kind === "stopped") h.stopped = on;
}

function journey(m: Model, msg: number): Journey {
  let j = m.journeys.get(msg);
  if (!j) {
    j = { msg, from: "", rcpts: {}, hops: [], at: "" };
    m.journeys.set(msg, j);
  }
  return j;
}

function newConn(e: TraceEvent): Conn {
  return {
    id: e.conn ?? 0,
    from: e.from ?? "",
    to: e.to ?? "",
    fromIP: e.fromip ?? "",
    toIP: e.toip ?? "",
    port: e.port ?? 0,
    proto: e.proto ?? "",
    by: e.by,
    act: "",
    live: false,
    start: e.t,
    end: 0,
    n: e.n,
    state: "",
    clientState: "",
    tls: false,
    user: "",
    term: 0,
    lines: [],
    letter: newDraft(),
    msg: 0,
    events: [],
    track: {
      client: [],
      next: 0,
      open: { c: null, s: null },
      cmds: [],
      replies: [],
      reply: null,
      inData: false,
      scan: 0,
      chunk: 0,
      before: "",
    },
  };
}

// ── Transcripts ────────────────────────────────────────────────────────────────────────────────────────────────────

function note(e: TraceEvent, text: string): Line {
  return { n: e.n, t: e.t, who: "note", conn: 0, raw: noBytes, text, about: e.n, part: "", cut: false, secret: false };
}

function push(t: Term | undefined, l: Line) {
  t?.lines.push(l);
}

function remember(t: Term, text: string) {
  for (const line of text.split("\n")) if (line && t.history.at(-1) !== line) t.history.push(line);
}

/** A line that a tool printed, or the shell's echo of a command line. */
function output(t: Term | undefined, e: TraceEvent, text: string) {
  const prompt = `${t?.host}$ `;
  if (!t || !text.startsWith(prompt)) return push(t, { ...note(e, text), who: "out" });
  const line = text.slice(prompt.length);
  if (e.by === "user") remember(t, line);
  push(t, { ...note(e, line), who: "sh" });
}

/** Cuts octets into lines; a line that came in pieces grows in place. */
function feed(m: Model, c: Conn, who: "c" | "s", e: TraceEvent) {
  const data = e.data ?? noBytes;
  let line = c.track.open[who];
  for (let a = 0; a < data.length; ) {
    const lf = data.indexOf(10, a);
    const b = lf < 0 ? data.length : lf + 1;
    const piece = data.subarray(a, b);
    if (line) {
      line.raw = join(line.raw, piece);
    } else {
      line = { n: e.n, t: e.t, who, conn: c.id, raw: piece, text: "", about: 0, part: "", cut: true, secret: false };
      c.lines.push(line);
      if (c.term) push(m.terms.get(c.term), line);
      if (who === "c") c.track.client.push(line);
    }
    if (lf >= 0) {
      line.cut = false;
      if (who === "s") placeReply(c, line);
      else if (c.track.inData) scanLetter(c);
      else if (c.track.chunk > 0) scanChunk(c);
      line = null;
    }
    a = b;
  }
  c.track.open[who] = line;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** Finds the client line that a command event came from. */
function pairCommand(c: Conn, e: TraceEvent) {
  const lines = c.track.client;
  const raw = e.verb === "EOD" ? dot : (e.raw ?? noBytes);
  for (let i = c.track.next; i < lines.length; i++) {
    const l = lines[i] as Line;
    if (lineEnd(l) !== raw.length || !same(l.raw, raw)) continue;
    l.about = e.n;
    l.part = e.verb === "EOD" ? "dot" : "cmd";
    l.secret = e.verb === "PASS" || (e.verb === "AUTH" && !c.tls);
    c.track.next = i + 1;
    if (e.verb === "DATA" || e.verb === "BDAT") c.track.scan = i + 1;
    if (e.verb === "BDAT") {
      c.track.chunk = Number.parseInt(e.arg ?? "", 10) || 0;
      scanChunk(c);
    }
    // Lines sent ahead of the answer to DATA are known to be the letter only now.
    if (e.verb === "EOD" && c.track.inData) {
      scanLetter(c, i);
      c.track.inData = false;
    }
    return;
  }
}

const dot = new Uint8Array([46]);

function same(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < b.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Puts a server line into the reply it belongs to. */
function placeReply(c: Conn, l: Line) {
  const k = c.track;
  const smtp = c.proto !== "pop3" && c.proto !== "pop3s";
  if (k.reply) {
    l.about = k.reply.n;
    l.part = "more";
    if (smtp) {
      if (l.raw[3] !== 45) k.reply = null;
    } else if (isDot(l)) {
      l.part = "dot";
      k.reply = null;
    } else if (k.reply.letter) {
      l.part = k.reply.part = letterPart(k.reply.part, l);
    }
    return;
  }
  const r = k.replies.shift();
  if (!r) return;
  l.about = r.n;
  l.part = "reply";
  const letter = r.verb === "RETR" || r.verb === "TOP";
  const multi = smtp
    ? l.raw[3] === 45
    : l.raw[0] === 43 && (letter || r.verb === "CAPA" || ((r.verb === "LIST" || r.verb === "UIDL") && !r.arg.trim()));
  if (multi) k.reply = { n: r.n, verb: r.verb, multi, letter, part: "" };
}

function isDot(l: Line): boolean {
  return l.raw[0] === 46 && lineEnd(l) === 1;
}

/** The part of a letter that a line belongs to, given the part of the line before it. */
function letterPart(before: Line["part"], l: Line): Line["part"] {
  if (before === "blank" || before === "body") return "body";
  if (lineEnd(l) === 0) return "blank";
  return l.raw[0] === 32 || l.raw[0] === 9 ? "fold" : "header";
}

/** Classifies the client's letter lines that have come since the last call, up to (not including) line upTo. */
function scanLetter(c: Conn, upTo = Number.POSITIVE_INFINITY) {
  const k = c.track;
  const d = c.letter;
  for (; k.scan < k.client.length && k.scan < upTo; k.scan++) {
    const l = k.client[k.scan] as Line;
    if (l.cut) return;
    if (isDot(l) && l.raw.length === 3) return;
    const before = k.client[k.scan - 1]?.part ?? "";
    letterLine(d, l, before === "cmd" ? "" : before);
  }
}

/**
 * Classifies the lines of a BDAT chunk that have come since the last call (RFC 3030). A line in which a chunk ends belongs to
 * the letter as a whole.
 */
function scanChunk(c: Conn) {
  const k = c.track;
  for (; k.chunk > 0 && k.scan < k.client.length; k.scan++) {
    const l = k.client[k.scan] as Line;
    if (l.cut) return;
    letterLine(c.letter, l, k.before);
    k.before = l.part;
    k.chunk -= l.raw.length;
    k.next = k.scan + 1;
  }
}

/** Puts one line into its place in the letter, given the part of the line before it. */
function letterLine(d: LetterDraft, l: Line, before: Line["part"]) {
  l.part = letterPart(before, l);
  d.n = l.n;
  d.lines++;
  if (l.part === "header") {
    const text = lineText(l);
    const colon = text.indexOf(":");
    d.headers.push({ name: colon < 0 ? "" : text.slice(0, colon), value: text.slice(colon + 1).trim(), n: l.n });
  } else if (l.part === "fold") {
    const last = d.headers.at(-1);
    if (last) last.value += ` ${lineText(l).trim()}`;
  } else if (l.part === "body") {
    d.body += l.raw.length;
  }
  if (l.part !== "header" && l.part !== "fold") d.phase = "body";
}

// ── The letter in progress ─────────────────────────────────────────────────────────────────────────────────────────

function newDraft(): LetterDraft {
  return { from: null, fromCode: "", rcpts: [], phase: "none", headers: [], body: 0, lines: 0, code: "", n: 0 };
}

function path(arg: string): string {
  return (/<([^>]*)>/.exec(arg)?.[1] ?? arg.replace(/^(FROM|TO):\s*/i, "").split(" ")[0] ?? "").trim();
}

function draftCommand(d: LetterDraft, verb: string, arg: string, n: number) {
  if (verb === "RCPT") d.rcpts.push({ addr: path(arg), code: "", n });
  if (verb === "BDAT" && d.phase === "envelope") d.phase = "header";
  d.n = n;
}

function draftReply(c: Conn, verb: string, arg: string, code: string, n: number) {
  const ok = code[0] === "2";
  switch (verb) {
    case "HELO":
    case "EHLO":
    case "LHLO":
    case "RSET":
      if (ok) c.letter = newDraft();
      break;
    case "MAIL":
      if (!ok) break;
      c.letter = { ...newDraft(), from: path(arg), fromCode: code, phase: "envelope" };
      c.track.before = "";
      break;
    case "RCPT": {
      const waiting = c.letter.rcpts.find((r) => !r.code);
      if (waiting) waiting.code = code;
      break;
    }
    case "DATA":
      if (code === "354") {
        c.letter.phase = "header";
        c.track.inData = true;
        scanLetter(c);
      }
      break;
    case "BDAT":
      if (!/\bLAST\b/i.test(arg)) break;
      c.letter.phase = "sent";
      c.letter.code = code;
      break;
    case "EOD":
      c.letter.phase = "sent";
      c.letter.code = code;
      c.track.inData = false;
      break;
  }
  c.letter.n = n;
}

// ── The timeline ───────────────────────────────────────────────────────────────────────────────────────────────────

const bad = new Set(["deferred", "failed", "expired", "bounced", "dropped"]);

function markKind(e: TraceEvent): MarkKind | null {
  switch (e.ev) {
    case "input":
      return e.by === "user" ? "input" : null;
    case "cmd":
      return "cmd";
    case "reply":
      return /^[45]|^-ERR|^NO|^BAD/.test(e.code ?? "") ? "fail" : "reply";
    case "conn":
      return e.act === "refused" || e.act === "timeout" || e.act === "reset"
        ? "fail"
        : e.act === "open" || e.act === "closed"
          ? "conn"
          : null;
    case "mail":
      return bad.has(e.act ?? "") ? "bad" : "mail";
    case "store":
    case "client":
      return e.act === "append" ? "mail" : null;
    case "fault":
      return "fault";
    case "clock":
      return "clock";
    case "step":
      return e.act === "done" ? "step" : null;
    case "policy":
      return "fault";
    case "dns":
    case "tool":
    case "auth":
    case "verdict":
      return "other";
    case "limit":
      return "fail";
    default:
      return null;
  }
}
