// The typed list of messages between the page and the engine; its twin is wasm/bridge/protocol.go. The answers in samples.ts,
// which a Go test writes and the type checker reads, keep the two equal.
//
// Times on this boundary are nanoseconds since the world's start (a plain number is exact for 100 days).

export type Lang = "en" | "zh";

/** What the page asks of the engine. Everything that changes the world is an `input`, so that it is recorded. */
export type Command =
  // A scenario's text archive, with recorded inputs and a position where it is a link. Where it only names a built-in
  // scenario (its second line is "@scenario SLUG VERSION"), builtin is that scenario's own archive; otherwise empty.
  | { op: "open"; archive: string; builtin: string }
  | { op: "input"; text: string } // One input line at the present instant, e.g. "term alice-pc telnet mail.hai.example 25".
  | { op: "advance"; to: number } // Sets the instant that step() works towards.
  | { op: "settle"; limit: number } // step() works until only patient timers and people are waited for, at most to limit.
  | { op: "next" } // step() works until one more event that a person can see (not a bare packet) has happened.
  | { op: "seek"; to: number } // Goes back (or forward) to an instant by replay; later inputs are kept as the future.
  | { op: "seekEvent"; n: number } // The same, to just after event n.
  | { op: "status" }
  | { op: "digest" }
  | { op: "export"; at: boolean; view: string } // The archive of scenario, seed, inputs, the page's view, and with at the position.
  | { op: "complete"; term: number; text: string }
  | { op: "explain"; n: number; lang: Lang } // Explains event n.
  | { op: "explainKey"; key: string; lang: Lang } // Explains "smtp.verb.EHLO", "smtp.reply.250", "header.Received", "port.25" …
  | { op: "words"; text: string } // Loads the explanations; before that nothing is explained, and helps are empty.
  | { op: "table"; proto: string }
  | { op: "host"; id: string }
  | { op: "queue"; host: string }
  | { op: "policy"; host: string }
  | { op: "mailbox"; host: string; user: string; box: string }
  | { op: "client"; host: string }
  | { op: "message"; ref: MessageRef }
  | { op: "source"; ref: MessageRef } // The message's octets, exactly, in base64.
  | { op: "idle"; seconds: number }; // The person has done nothing for so long: hints for that. They are not in the trace.

/** Where a message lies. */
export type MessageRef =
  | { at: "box"; host: string; user: string; box: string; uid: number }
  | { at: "queue"; host: string; id: string }
  | { at: "client"; host: string; box: string; id: number };

/**
 * Every answer is one of these; `error` is one sentence for a person. `panic` means that this engine instance is dead,
 * `lacks` that nothing has happened and the engine's full edition can do it.
 */
export type Reply<T> = { ok: T } | { error: string; panic?: boolean; lacks?: boolean };

/** Which answer belongs to which command. */
export interface Replies {
  open: Opened;
  input: { line: string; status: Status }; // The line as recorded: "@12.345678901 > HELO x".
  advance: Status;
  settle: Status;
  next: Status;
  seek: Status;
  seekEvent: Status;
  status: Status;
  digest: { digest: string; events: number };
  export: { archive: string };
  complete: Completion[];
  explain: Explanation | null;
  explainKey: Explanation | null;
  words: Record<string, never>;
  table: Table;
  host: HostView;
  queue: QueueView;
  policy: PolicyView;
  mailbox: MailboxView;
  client: ClientView;
  message: MessageView;
  source: { data: string };
  idle: { step: string; key: string }[];
}

/** Where the run stands. */
export interface Status {
  now: number;
  events: number; // Length of the trace.
  next: { at: number; why: string; patient: boolean } | null; // What happens next by itself.
  nextActive: number | null; // The same, leaving out patient timers: null means "waiting for a person or a long timer".
  end: number; // The latest instant that this run (or the future kept by a seek) has reached.
  future: number; // Recorded inputs that lie after now.
  inputs: number; // Recorded inputs up to now.
  busy: boolean; // step() has more to do towards its target.
  stopped: string; // Not empty: a limit stopped the world; the text says which.
  lesson: { steps: { id: string; done: boolean }[]; hints: { step: string; key: string }[]; complete: boolean };
}

/** What a page needs to know about a scenario that was opened. */
export interface Opened {
  scenario: {
    id: string;
    version: number;
    minutes: number;
    title: { en: string; zh: string };
    seed: number;
    start: string; // RFC 3339, in the world's civil time.
    startUnixNs: string; // The same instant as decimal nanoseconds: what event times count from.
    zone: number; // Seconds east of UTC.
    hosts: HostSpec[];
    links: { a: string; b: string; delay: number; drawn: boolean }[];
    accounts: { addr: string; pass: string; name: string; host: string }[];
    faults: { target: string; kind: string }[];
    view: { panels: string[]; focus: string; phases: string[] };
    order: string;
    wantsUI: boolean; // Some check looks at ui events: the page then records what is inspected and selected.
    steps: { id: string }[];
    quiz: Question[];
    lesson: { en: string; zh: string }; // Markdown, one "## step-id" section per step.
    builtin: boolean; // The archive named a built-in scenario.
  };
  names: { kinds: string[]; fields: string[]; actors: string[] }; // The numbers used by encoded events.
  status: Status;
  view: string; // What the page showed when the link was made, in the page's own words.
  notice: string; // Not empty: something about the archive that a person should know.
}

export interface HostSpec {
  id: string;
  ip: string;
  kind: string; // "ua", "mta" or "dns".
  x: number;
  y: number;
  label: { en: string; zh: string };
  domains: string[];
  services: { proto: string; port: number }[];
  tools: string[];
  ua: { user: string; mode: string; in: string } | null;
}

export interface Question {
  id: string;
  kind: "choice" | "order" | "sort" | "number" | "text";
  choices: string[];
  bins: string[];
  items: string[];
  truth: string;
}

export interface Completion {
  text: string; // What the whole line becomes.
  label: string; // What the chip shows.
  legal: boolean; // Allowed by the state table now.
  help: { en: string; zh: string };
}

export interface Explanation {
  title: string;
  text: string;
  rfc: string[]; // "RFC 5321 §4.1.1.3"
}

/** A protocol's legality table: the state diagram is drawn from it. */
export interface Table {
  proto: string;
  states: { name: string; help: { en: string; zh: string } }[];
  transitions: { verb: string; after: string; from: string; on: string; to: string }[]; // after: only right after that verb.
}

export interface HostView {
  id: string;
  up: boolean;
  stopped: boolean;
  services: { proto: string; port: number; sessions: number }[];
  domains: string[];
  keywords: string[];
  relay: string;
  unknownUser: string;
  retry: { name: string; help: { en: string; zh: string } };
  accounts: { addr: string; name: string; boxes: { name: string; count: number; marked: number }[] }[];
  queue: number;
  conns: { id: number; peer: string; port: number; proto: string; state: string }[];
}

export interface QueueView {
  host: string;
  retry: { name: string; help: { en: string; zh: string } };
  tries: number[]; // The timetable: when a letter is tried, after its arrival; the first 400.
  notice: number; // When its sender is warned; 0: never.
  expire: number; // When it is returned.
  items: QueueItem[];
}

/** A letter that waits. What was said in each try is in the trace. */
export interface QueueItem {
  id: string;
  msg: number;
  from: string;
  size: number;
  arrived: number;
  next: number;
  expires: number;
  state: string; // "waiting", "ready", "active", "held" or "kept" (its sender wants it to leave later).
  tries: number;
  warned: boolean; // Its sender has been told that it is late.
  asked: string; // Parameters of MAIL, such as "RET=HDRS HOLDUNTIL={3600000000000}"; instants stand in braces.
  rcpts: { addr: string; status: string; text: string; asked: string }[]; // status: "pending", "delivered", "failed", "expired" …
}

/** Everything that can be set about a mail server; the input "policy HOST KEY VALUE" changes it. */
export interface PolicyView {
  host: string;
  sessions: number; // Open connections to it: they go on as they began.
  settings: Setting[];
}

export interface Setting {
  key: string;
  group: string;
  kind: string; // "switch", "choice", "number", "span", "text" or "list".
  value: string; // As the input line has it: "on", "5m"; the items of a list are separated by "; ".
  default: string; // What it is when nobody sets it.
  choices: string[];
  min: number;
  max: number;
  params: boolean; // A switch that takes parameters in place of "on".
}

export interface MessageLine {
  uid: number; // For a mail program's own box this is the id.
  msg: number;
  size: number;
  flags: string[];
  from: string;
  to: string;
  subject: string;
  date: string;
  envFrom: string;
  preview: string;
  marked: boolean; // POP3 delete mark of a session that is open now.
}

export interface MailboxView {
  host: string;
  user: string;
  box: string;
  uidvalidity: number;
  locked: boolean;
  messages: MessageLine[];
}

export interface ClientView {
  host: string;
  user: string;
  name: string;
  mode: string;
  busy: string; // "sending", "fetching" or "".
  last: string; // How the last job ended, in words.
  boxes: { name: string; messages: MessageLine[] }[]; // inbox, sent, drafts
  drafts: { to: string; subject: string; body: string }[]; // Prepared letters of the scenario, not yet sent.
}

export interface MessageView {
  ref: MessageRef;
  msg: number;
  size: number;
  envelope: { from: string; rcpts: string[] };
  header: { name: string; value: string; raw: string; by: string }[]; // by: the host that wrote the line, "" for the author.
  body: string; // The first readable text, decoded.
  raw: string; // The whole letter; octets above 127 that are not UTF-8 stand as U+FFFD.
  parts: { path: string; depth: number; type: string; encoding: string; name: string; size: number }[];
}
