// Letters as a mail program handles them: what Reply and Forward begin with, what is wrong with a draft, the input line
// that sends it, and the jobs that a run's events tell of. Pure.
import type { MessageView } from "../../bridge/protocol";
import type { TraceEvent } from "../../state/events";
import { maxInput, octetsOf } from "../../state/lines";

export interface Attachment {
  name: string;
  type: string;
  size: number;
  data: string; // Base64.
}

export interface Draft {
  to: string;
  cc: string;
  subject: string;
  body: string;
  inReplyTo: string;
  references: string;
  attachments: Attachment[];
  prepared: number; // The scenario's letter that this is as long as nothing is changed, from 1; 0 for none.
}

export const emptyDraft: Draft = {
  to: "",
  cc: "",
  subject: "",
  body: "",
  inReplyTo: "",
  references: "",
  attachments: [],
  prepared: 0,
};

/** The value of a header field; "" when the letter has none. */
export function field(m: Pick<MessageView, "header">, name: string): string {
  return m.header.find((h) => h.name.toLowerCase() === name)?.value ?? "";
}

function quote(body: string): string {
  return body
    .replace(/\n+$/, "")
    .split("\n")
    .map((l) => (l.startsWith(">") ? `>${l}` : `> ${l}`))
    .join("\n");
}

const prefixed = (prefix: string, subject: string) =>
  subject.toLowerCase().startsWith(prefix.toLowerCase()) ? subject : `${prefix}${subject ? ` ${subject}` : ""}`;

/** An answer to a letter (RFC 5322 section 3.6.4: In-Reply-To and References tie it to the thread). */
export function replyTo(m: MessageView, wrote: (who: string, when: string) => string): Draft {
  const id = field(m, "message-id");
  const before = field(m, "references") || field(m, "in-reply-to");
  return {
    ...emptyDraft,
    to: field(m, "reply-to") || field(m, "from"),
    subject: prefixed("Re:", field(m, "subject")),
    body: `\n\n${wrote(field(m, "from"), field(m, "date"))}\n${quote(m.body)}\n`,
    inReplyTo: id,
    references: `${before} ${id}`.trim(),
  };
}

/** A letter passed on. */
export function forward(m: MessageView, mark: string): Draft {
  const head = ["From", "Date", "Subject", "To"].map((n) => `${n}: ${field(m, n.toLowerCase())}`).join("\n");
  return {
    ...emptyDraft,
    subject: prefixed("Fwd:", field(m, "subject")),
    body: `\n\n${mark}\n${head}\n\n${m.body}`,
  };
}

/** The addresses of a field that cannot be ones. "Name <a@b>" and "a@b" are fine; servers judge the rest. */
export function badAddresses(list: string): string[] {
  return splitList(list).filter((a) => {
    const addr = /<([^<>]*)>\s*$/.exec(a)?.[1] ?? a;
    return !/^[^\s@<>]+@[^\s@<>]+$/.test(addr.trim()) && !/^"[^"]*"@[^\s@<>]+$/.test(addr.trim());
  });
}

/** Cuts a list of addresses at its commas, not at those within quotation marks or brackets. */
function splitList(list: string): string[] {
  const out: string[] = [];
  let now = "";
  let quoted = false;
  let depth = 0;
  for (const c of `${list},`) {
    if (c === '"') quoted = !quoted;
    if (c === "<") depth++;
    if (c === ">") depth--;
    if (/[,;，；]/.test(c) && !quoted && depth <= 0) {
      if (now.trim()) out.push(now.trim());
      now = "";
      depth = 0;
    } else {
      now += c;
    }
  }
  if (now.trim() && quoted) out.push(now.replace(/,$/, "").trim());
  return out;
}

export const maxAttachment = 1 << 20; // Octets of a file.

export type Trouble = "noRecipient" | "badAddress" | "tooLarge";

/** What keeps a draft from being sent; the text is the address that is meant. */
export function troubles(d: Draft): { what: Trouble; text: string }[] {
  const out: { what: Trouble; text: string }[] = [];
  if (!d.to.trim() && !d.cc.trim()) out.push({ what: "noRecipient", text: "" });
  for (const text of [...badAddresses(d.to), ...badAddresses(d.cc)]) out.push({ what: "badAddress", text });
  if (octetsOf(sendLine("h", d)) > maxInput) out.push({ what: "tooLarge", text: "" });
  return out;
}

/** The input line that sends a draft. */
export function sendLine(host: string, d: Draft): string {
  if (d.prepared) return `mail ${host} send draft ${d.prepared}`;
  const letter: Record<string, unknown> = {};
  for (const name of ["to", "cc", "subject", "body", "inReplyTo", "references"] as const) {
    const text = name === "body" ? d.body : d[name].replace(/[\r\n]+/g, " ").trim();
    if (text) letter[name] = text;
  }
  if (d.attachments.length) letter.attachments = d.attachments.map(({ name, type, data }) => ({ name, type, data }));
  // An input line has no control characters, so those that JSON leaves as they are get its escapes too.
  const json = JSON.stringify(letter).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `mail ${host} send ${json}`;
}

// ── Jobs ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A send or a fetch. */
export interface Job {
  what: string; // "send" or "fetch".
  act: string; // "start" while it runs, then "done" or "failed".
  text: string;
  conn: number; // The connection that it opened; 0 while there is none.
  n: number;
}

/** The latest job of a host's mail program among the first n events; null when it has not done anything. */
export function lastJob(events: readonly TraceEvent[], n: number, host: string): Job | null {
  let act = "start";
  let text = "";
  let conn = 0;
  let ended = false;
  for (let i = Math.min(n, events.length) - 1; i >= 0; i--) {
    const e = events[i];
    if (!e) continue;
    if (e.ev === "conn" && e.from === host && e.act === "attempt" && e.by !== "user") conn = e.conn ?? 0;
    if (e.ev !== "client" || e.host !== host || !e.what) continue;
    if (e.act === "start") return { what: e.what, act, text, conn, n: e.n };
    if (!ended) {
      act = e.act ?? "";
      text = e.text ?? "";
      ended = true;
      conn = 0; // What was opened after its end is not its own.
    }
  }
  return null;
}

/** The prepared letters that have been sent, as the run's inputs tell. */
export function sentDrafts(events: readonly TraceEvent[], n: number, host: string): Set<number> {
  const out = new Set<number>();
  const head = `mail ${host} send draft `;
  for (let i = 0; i < n; i++) {
    const e = events[i];
    if (e?.ev === "input" && e.text?.startsWith(head)) out.add(Number(e.text.slice(head.length)));
  }
  return out;
}
