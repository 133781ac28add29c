// What can be taken away from a run as a file: transcripts, the archive, a letter.
import { pick, t } from "../../i18n";
import { ask, toast } from "../../state/actions";
import { model, scenario, selection } from "../../state/app";
import { presentArchive } from "../../state/open";
import { transcript } from "../sessions/talk";

/** Hands a file to the browser. */
function download(name: string, content: string | Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([content], { type: "text/plain;charset=utf-8" }));
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const slug = () => scenario.peek()?.id || "world";

/** The run as a text archive, which opens here again and in the native command. */
export async function takeArchive(): Promise<void> {
  const archive = await presentArchive();
  if (archive) download(`${slug()}.ehlo.txt`, archive);
}

/** Every conversation of the run, as it would stand in a book. */
export function takeTranscript(): void {
  const m = model.peek();
  const parts = [`${pick(scenario.peek()?.title)}\n`];
  for (const term of m.terms.values()) parts.push(`== ${term.host} ==\n${transcript(term.lines)}\n`);
  for (const c of m.conns.values())
    if (!c.term && c.lines.length)
      parts.push(`== ${c.from} → ${c.to}:${c.port} ${c.proto.toUpperCase()} ==\n${transcript(c.lines)}\n`);
  if (parts.length === 1) toast(t().sheets.nothingSaid);
  else download(`${slug()}.txt`, parts.join("\n"));
}

/** The letter that is selected, octet by octet. */
export async function takeLetter(): Promise<void> {
  const ref = selection.peek().ref;
  if (!ref) toast(t().sheets.noLetter);
  const letter = ref && (await ask({ op: "message", ref }));
  const source = ref && (await ask({ op: "source", ref }));
  if (!letter || !source) return;
  const subject = letter.header.find((h) => h.name.toLowerCase() === "subject")?.value ?? "";
  const name = subject
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  download(
    `${name || "letter"}.eml`,
    Uint8Array.from(atob(source.data), (c) => c.charCodeAt(0)),
  );
}
