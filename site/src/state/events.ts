// The trace events as the page sees them: the decoded form of engine/trace/bodies.go.

/** Zero values are left out of the encoding, so every field of a body may be missing. */
export interface TraceEvent {
  n: number; // Sequence number, from 1.
  t: number; // Nanoseconds since the world's start.
  cause: number; // n of the event that led to it, 0 when nothing did.
  by: string; // "agent", "user" or "script".
  msg: number; // Hidden identity of the letter, 0 for none.
  ev: string; // The kind: "cmd", "reply", "mail" …
  act?: string;
  conn?: number;
  from?: string;
  to?: string;
  port?: number;
  proto?: string;
  host?: string;
  verb?: string;
  arg?: string;
  tag?: string;
  raw?: Uint8Array;
  size?: number;
  eightbit?: boolean;
  code?: string;
  enh?: string;
  text?: string;
  user?: string;
  mech?: string;
  ok?: boolean;
  clear?: boolean;
  name?: string;
  type?: string;
  rcode?: string;
  answers?: string[];
  rcpt?: string;
  mx?: string;
  box?: string;
  uid?: number;
  flags?: string[] | string; // A list in store events, a word such as "PA" in packets.
  count?: number;
  method?: string;
  path?: string;
  status?: number;
  kind?: string; // What a verdict or a fault is about.
  result?: string;
  domain?: string;
  aligned?: boolean;
  target?: string;
  on?: boolean;
  args?: string;
  what?: string;
  side?: string;
  data?: Uint8Array;
  srcip?: string;
  dstip?: string;
  srcport?: number;
  dstport?: number;
  seq?: number;
  ack?: number;
  window?: number;
  arrive?: number;
  lost?: string;
  transport?: string;
  term?: number;
  step?: string;
  question?: string;
  queueid?: string;
  at?: number;
  attempt?: number;
  fromip?: string;
  toip?: string;
  reason?: string;
  id?: number;
  rule?: string; // "alias", "account" …: the delivery rule that a server looked at for rcpt.
  match?: boolean;
  addr?: string; // The address that the rule was looked at for.
}

const bare = new Set(["packet", "data", "state", "drop", "term", "input", "ui", "rule"]);

/** Whether an event is one that stepping stops at: something that a person would call "something happened". */
export function visible(e: TraceEvent): boolean {
  return !bare.has(e.ev);
}
