// A lesson's Markdown taken apart as engine/scenario/lesson.go does it, and what the page looks up in scenario.json. Pure.
import type { Question } from "../../bridge/protocol";

export interface LessonText {
  intro: string;
  sections: Map<string, string>; // By name: STEP, "hint KEY", "note KEY", "quiz ID".
}

/** Splits a lesson at its headings of the second level, outside of code fences. */
export function splitLesson(markdown: string): LessonText {
  const sections = new Map<string, string>();
  let intro = "";
  let name: string | null = null;
  let lines: string[] = [];
  let fence = "";
  const put = () => {
    const text = lines.join("\n").replace(/^\n+|\n+$/g, "");
    if (name === null) intro = text;
    else sections.set(name, text);
    lines = [];
  };
  for (const line of markdown.split("\n")) {
    const mark = /^(`{3,}|~{3,})/.exec(line)?.[1] ?? "";
    if (mark && (fence === "" || mark.startsWith(fence))) fence = fence ? "" : mark;
    if (!fence && line.startsWith("## ")) {
      put();
      name = line.slice(3).trim();
    } else {
      lines.push(line);
    }
  }
  put();
  return { intro, sections };
}

/** A piece of a section: text, or a box that ":::exam", ":::hint" or ":::truth E7" opens and ":::" (or the next) closes. */
export interface Block {
  kind: "text" | "exam" | "hint" | "truth";
  ref: string; // E7
  text: string;
}

export function blocks(section: string): Block[] {
  const out: Block[] = [];
  let block: Block = { kind: "text", ref: "", text: "" };
  const put = () => {
    block.text = block.text.trim();
    if (block.text) out.push(block);
  };
  for (const line of section.split("\n")) {
    const box = /^:::(?:(exam|hint|truth)(?: (E\d+))?)?\s*$/.exec(line);
    if (!box) {
      block.text += `${line}\n`;
      continue;
    }
    put();
    block = { kind: (box[1] as Block["kind"]) ?? "text", ref: box[2] ?? "", text: "" };
  }
  put();
  return out;
}

/** What a step is about in a few words: its text up to the first full stop or colon, marks left out. */
export function summary(section: string): string {
  const text = (blocks(section).find((b) => b.kind === "text")?.text ?? "").split("\n\n")[0] ?? "";
  let out = "";
  let code = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    const after = text[i + 1] ?? " ";
    if (c === "`") {
      code = !code;
      out += c;
      continue;
    }
    if (!code && (/[。！？：；]/.test(c) || (/[.!?:;]/.test(c) && /\s/.test(after)))) break;
    if (c === "*" || (c === "=" && after === "=") || (c === "=" && text[i - 1] === "=")) {
      if (!code) continue;
    }
    out += c === "\n" ? " " : c;
  }
  return (code ? `${out}\`` : out).trim();
}

/** A question's words, and how its choices, bins and items are shown. */
export function questionText(
  section: string,
  words: readonly string[],
): { prose: string; labels: Map<string, string> } {
  const labels = new Map<string, string>();
  const prose = section.split("\n").filter((line) => {
    const item = /^[-*] ([^\s:：]+) ?[:：]\s*(.+)$/.exec(line);
    if (!item || !words.includes(item[1] ?? "")) return true;
    labels.set(item[1] ?? "", (item[2] ?? "").trim());
    return false;
  });
  return { prose: prose.join("\n").trim(), labels };
}

/** The words that are to be sorted or put in order: the engine lists choices, bins and items one after the other. */
export function itemsOf(q: Question): string[] {
  return q.items.slice(q.choices.length + q.bins.length);
}

/** An order that gives nothing away and is the same each time. */
export function shuffled(words: readonly string[], seed: string): string[] {
  const rank = (w: string) => {
    let h = 2166136261;
    for (const c of seed + w) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 16777619);
    // The last step spreads what the multiplication leaves in the high bits.
    return (h ^ (h >>> 15)) >>> 0;
  };
  const list = [...words].sort((a, b) => rank(a) - rank(b));
  if (list.length > 1 && list.every((w, i) => w === words[i])) list.push(list.shift() as string);
  return list;
}

/** What a person has put together so far. */
export interface Draft {
  words: string[]; // Chosen, or in their order.
  bins: Record<string, string>;
  text: string;
}

export function newDraft(q: Question): Draft {
  return { words: q.kind === "order" ? shuffled(itemsOf(q), q.id) : [], bins: {}, text: "" };
}

/** The text of an answer as engine/lesson/answer.go reads it; "" while it is not complete. */
export function answerText(q: Question, d: Draft): string {
  switch (q.kind) {
    case "choice":
      return q.choices.filter((c) => d.words.includes(c)).join(" ");
    case "order":
      return d.words.join(" ");
    case "sort": {
      const items = itemsOf(q);
      return items.every((i) => d.bins[i]) ? items.map((i) => `${i}=${d.bins[i]}`).join(" ") : "";
    }
    default:
      return d.text.replace(/\s+/g, " ").trim();
  }
}

/** The draft that an answer in the run stands for, so that a restored run shows it. */
export function readAnswer(q: Question, text: string): Draft {
  const words = text.split(/[\s,]+/).filter(Boolean);
  const bins: Record<string, string> = {};
  for (const w of words) {
    const at = w.indexOf("=");
    if (q.kind === "sort" && at > 0) bins[w.slice(0, at)] = w.slice(at + 1);
  }
  return { words: q.kind === "sort" ? [] : words, bins, text };
}

/** What scenario.json says that the engine does not tell: which questions belong to which step, and where several choices are right. */
export interface Plan {
  quiz: Map<string, string[]>;
  several: Set<string>;
}

export function plan(json: string, steps: readonly { id: string }[], questions: readonly Question[]): Plan {
  const out: Plan = { quiz: new Map(), several: new Set() };
  const seen = new Set<string>();
  try {
    const file = JSON.parse(json) as {
      steps?: { id: string; check: unknown }[];
      quiz?: { id: string; key?: unknown }[];
    };
    for (const q of file.quiz ?? []) if (Array.isArray(q.key) && q.key.length > 1) out.several.add(q.id);
    for (const s of file.steps ?? []) {
      const found = answersIn(s.check).filter((id) => questions.some((q) => q.id === id));
      for (const id of found) seen.add(id);
      out.quiz.set(s.id, found);
    }
  } catch {
    // A world without a readable scenario.json: the questions come at the end.
  }
  const rest = questions.filter((q) => !seen.has(q.id)).map((q) => q.id);
  const last = steps.at(-1)?.id;
  if (last && rest.length) out.quiz.set(last, [...(out.quiz.get(last) ?? []), ...rest]);
  return out;
}

/** The questions that a condition asks for. */
function answersIn(check: unknown): string[] {
  if (Array.isArray(check)) return check.flatMap(answersIn);
  if (typeof check !== "object" || check === null) return [];
  return Object.entries(check).flatMap(([word, value]) =>
    word === "answer" && typeof value === "string" ? [value] : answersIn(value),
  );
}

const alone = new Set([
  "DATA",
  "RSET",
  "NOOP",
  "QUIT",
  "STARTTLS",
  "STAT",
  "LIST",
  "UIDL",
  "CAPA",
  "STLS",
  "mailq",
  "qshape",
  "help",
  ".",
]);

/** Whether a piece of code in a lesson is a line that can be typed as it is. */
export function isCommand(code: string): boolean {
  const text = code.trim();
  if (alone.has(text)) return true;
  return (
    /^(telnet|dig|ping|nslookup|mailq|flush|postqueue|postsuper|postcat|qshape|sendmail|openssl) \S/.test(text) ||
    /^(HELO|EHLO|VRFY|EXPN|AUTH|USER|PASS|APOP|RETR|DELE|LIST|UIDL) \S/.test(text) ||
    /^TOP \d+ \d+$/.test(text) ||
    /^(MAIL FROM|RCPT TO):\s?<.*>/.test(text) ||
    /^(From|To|Cc|Date|Subject): \S/.test(text)
  );
}
