// Letters as a mail program handles them: what Reply and Forward begin with, what is wrong with a draft, the input line
// that sends it, and the jobs that a run's events tell of. Pure.
import type { MessageView } from "../../bridge/protocol";
import type { TraceEvent } from "../../state/events";
import { maxInput, octetsOf } from "../../state/lines";

export interface Attachment {
  name: string;
  type: string;
  size: number;
  data: string; // Base64; "" for what the engine takes from a letter that lies in the program.
  letter?: string; // That letter: "inbox 3".
  part?: string; // The part of it that is meant, as in "2.1"; the whole letter when there is none.
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

// What programs of other languages write there counts too, as in the engine's ReplySubject.
const replyMarks =
  /^(?:(?:re|aw|sv|antw|vs|odp|ynt|回复|回覆|答复|答覆|返信|답장) *(?:\[\d+\]|\(\d+\))? *[:：][ \u3000]*)+/i;
const forwardMarks = /^(?:(?:fwd|fw|wg|vb|vl|rv|tr|doorst|转发|轉寄|轉發|転送|전달) *[:：][ \u3000]*)+/i;

/** A subject with its mark, once. */
const marked = (mark: string, before: RegExp, subject: string) => `${mark} ${subject.replace(before, "")}`.trim();

/** The bare address of one entry of a list, for comparing. */
const bare = (entry: string) => (/<([^<>]*)>\s*$/.exec(entry)?.[1] ?? entry).trim().toLowerCase();

/** An answer to a letter (RFC 5322 section 3.6.4: In-Reply-To and References tie it to the thread). */
export function replyTo(m: MessageView, wrote: (who: string, when: string) => string): Draft {
  const id = field(m, "message-id");
  const before = field(m, "references") || field(m, "in-reply-to");
  return {
    ...emptyDraft,
    to: field(m, "reply-to") || field(m, "from"),
    subject: marked("Re:", replyMarks, field(m, "subject")),
    body: `\n\n${wrote(field(m, "from"), field(m, "date"))}\n${quote(m.body)}\n`,
    inReplyTo: id,
    references: `${before} ${id}`.trim(),
  };
}

/** Who else got a letter, once each, without its author and without own. */
function others(m: MessageView, name: "to" | "cc", known: Set<string>): string[] {
  return splitList(field(m, name)).filter((entry) => {
    const address = bare(entry);
    return address.includes("@") && !known.has(address) && known.add(address);
  });
}

/** An answer to everybody who got the letter; own is the address of who answers. */
export function replyToAll(m: MessageView, own: string, wrote: (who: string, when: string) => string): Draft {
  const d = replyTo(m, wrote);
  const known = new Set([own.toLowerCase()]);
  const authors = splitList(d.to).filter((entry) => !known.has(bare(entry)) && known.add(bare(entry)));
  const to = [...authors, ...others(m, "to", known)].join(", ");
  const cc = others(m, "cc", known).join(", ");
  return to ? { ...d, to, cc } : { ...d, to: cc || d.to };
}

/** Whether an answer to everybody is another one than that to the author. */
export function hasOthers(m: MessageView, own: string): boolean {
  const known = new Set([own, ...splitList(field(m, "reply-to") || field(m, "from"))].map(bare));
  return others(m, "to", known).length + others(m, "cc", known).length > 0;
}

/** Where a letter lies in its program: "inbox 3". */
const placeOf = (m: MessageView) => (m.ref.at === "client" ? `${m.ref.box} ${m.ref.id}` : "");

/** A letter passed on in the text of another; its files go along. */
export function forward(m: MessageView, mark: string): Draft {
  const head = ["From", "Date", "Subject", "To"].map((n) => `${n}: ${field(m, n.toLowerCase())}`).join("\n");
  const letters = m.parts.filter((p) => p.type === "message/rfc822" && p.path);
  const files = m.parts.filter(
    (p) =>
      (p.name || !/^(multipart\/|text\/(plain|html)$)/.test(p.type)) &&
      !letters.some((l) => p.path.startsWith(`${l.path}.`)),
  );
  return {
    ...emptyDraft,
    subject: marked("Fwd:", forwardMarks, field(m, "subject")),
    body: `\n\n${mark}\n${head}\n\n${m.body}`,
    attachments: files.map((p) => ({
      name: p.name || p.type,
      type: p.type,
      size: p.size,
      data: "",
      letter: placeOf(m),
      part: p.path,
    })),
  };
}

/** A letter passed on as it is, octet for octet, as an attachment. */
export function forwardAttached(m: MessageView): Draft {
  const name = `${
    field(m, "subject")
      .replace(/[<>:"/\\|?*\p{Cc}]/gu, "_")
      .trim()
      .slice(0, 60) || "letter"
  }.eml`;
  return {
    ...emptyDraft,
    subject: marked("Fwd:", forwardMarks, field(m, "subject")),
    attachments: [{ name, type: "message/rfc822", size: m.size, data: "", letter: placeOf(m) }],
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
  if (d.attachments.length) {
    letter.attachments = d.attachments.map(({ name, type, data, letter, part }) =>
      letter ? { name, letter, part } : { name, type, data },
    );
  }
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
