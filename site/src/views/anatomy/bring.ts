// Brings letters to the anatomy: files, pasted source, the samples that come with the page, letters of the simulated world.
// Files stay on this machine: they are read into this page's memory and handed to its own codec, nothing else.
import letters from "ehlo:letters";
import { batch, signal } from "@preact/signals";
import { ask as askCodec, CodecError } from "../../anatomy/client";
import type { Part } from "../../anatomy/protocol";
import {
  closeFile,
  failure,
  file,
  type KnownEnvelope,
  letter,
  maxFile,
  type Origin,
  openFile,
  openLetter,
  select,
  tooLarge,
} from "../../anatomy/state";
import type { MessageRef } from "../../bridge/protocol";
import { openAsset } from "../../engine/assets";
import { ask } from "../../state/actions";
import { spoken } from "../../state/app";
import { anatomy, takeApart, type Wish } from "../../state/takeapart";
import { pane, playing } from "./look";
import { w } from "./words";

export { letters };

type Octets = Uint8Array<ArrayBuffer>;

/** Why something was not opened, as a key of the words; "" when it was. */
export type Refusal = "" | "msg" | "empty" | "unreadable" | "noSample" | "gone";
export const refusal = signal<Refusal>("");

/** Counts the files that were opened. */
export const arrivals = signal(0);

/** What was asked for last, to try it again after a failure. */
let last: (() => Promise<void>) | null = null;

export const again = () => void last?.();

/** Opens what was asked for elsewhere on the page. */
export function grant(what: Wish): void {
  if ("file" in what) bringFile(what.file);
  else if ("sample" in what) bringSample(what.sample);
  else if ("play" in what) playing.value = true;
  else if ("refs" in what) bringMailbox(what.refs, what.name);
  else if ("ref" in what) bringLetter(what.ref);
  else bringAgain(what.again);
}

/** What a link or a saved run says was open. Nothing in it is trusted: the engine and the list of samples refuse the rest. */
function bringAgain(text: string): void {
  try {
    if (text.startsWith("sample/")) bringSample(text.slice("sample/".length));
    else if (text) bringLetter(JSON.parse(text) as MessageRef);
  } catch {
    // A damaged link: the tab opens empty.
  }
}

export function bringFile(of: File): void {
  attempt(async () => {
    if (of.size > maxFile) {
      tooLarge.value = true;
      return;
    }
    let bytes: Octets;
    try {
      bytes = new Uint8Array(await of.arrayBuffer());
    } catch {
      // A folder, or a file that is gone or locked.
      refusal.value = "unreadable";
      return;
    }
    if (isCompound(bytes)) refusal.value = "msg";
    else await put(of.name, bytes, { kind: "local" });
  });
}

export function bringText(text: string, name: string): void {
  attempt(async () => void (await put(name, new TextEncoder().encode(text), { kind: "local" })));
}

export function bringSample(id: string): void {
  attempt(async () => {
    const entry = letters.find((l) => l.id === id);
    if (!entry) {
      refusal.value = "noSample";
      return;
    }
    const bytes = new Uint8Array(await new Response(await openAsset(entry.file, entry.script)).arrayBuffer());
    await put(`${id}${/\.\w+$/.exec(entry.file)?.[0] ?? ""}`, bytes, { kind: "sample", id });
  });
}

export function bringLetter(ref: MessageRef): void {
  attempt(async () => {
    const [source, view] = await Promise.all([ask({ op: "source", ref }), ask({ op: "message", ref })]);
    if (!source || !view) {
      refusal.value = "gone";
      return;
    }
    const bytes = Uint8Array.from(atob(source.data), (c) => c.charCodeAt(0));
    await put(nameOf(ref), bytes, { kind: "world", ref }, view.envelope);
  });
}

/** Opens the letters of a mailbox as an mbox, from which they can be saved. */
function bringMailbox(refs: readonly MessageRef[], name: string): void {
  if (refs.length === 1 && refs[0]) bringLetter(refs[0]);
  else
    attempt(async () => {
      const letters: Octets[] = [];
      for (const ref of refs) {
        const source = await ask({ op: "source", ref });
        if (source) letters.push(Uint8Array.from(atob(source.data), (c) => c.charCodeAt(0)));
      }
      if (letters.length === 0) {
        refusal.value = "gone";
        return;
      }
      const whole = new Uint8Array(await new Blob(letters).arrayBuffer());
      const { bytes } = await askCodec({ op: "gather", sizes: letters.map((l) => l.length) }, whole);
      await put(`${name}.mbox`, bytes ?? new Uint8Array(), { kind: "world", ref: null });
    });
}

function nameOf(ref: MessageRef): string {
  switch (ref.at) {
    case "box":
      return `${ref.user} ${ref.box} ${ref.uid}.eml`;
    case "queue":
      return `${ref.host} ${ref.id}.eml`;
    case "client":
      return `${ref.host} ${ref.box} ${ref.id}.eml`;
  }
}

/** Outlook's .msg is a compound file of Microsoft's, and so are older Office documents; no MIME is in it. */
function isCompound(bytes: Octets): boolean {
  return [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].every((b, i) => bytes[i] === b);
}

/** What is open, to come back to from a letter within it. */
interface Opened {
  name: string;
  bytes: Octets;
  origin: Origin;
  envelope: KnownEnvelope | null;
  part: number; // The part that was selected when a letter within was opened.
  n: number; // The letter of an mbox that was shown then.
}
let now: Opened | null = null;

/** The letters around the one that is open, from the outermost. */
export const around = signal<readonly Opened[]>([]);

/** Opens the letter that a part holds as a letter of its own. */
export function bringPart(p: Part): void {
  const outer = now;
  if (!outer) return;
  attempt(async () => {
    const { bytes } = await askCodec({ op: "content", part: p.id });
    const inner = p.filename || `${outer.name} ${p.path}`;
    const was = around.peek();
    if (!(await put(inner, bytes ?? new Uint8Array(), outer.origin))) return;
    around.value = [...was, { ...outer, part: p.id, n: letter.peek()?.anatomy.n ?? 0 }];
    anatomy.value = "";
  });
}

/** Goes back to the letter around the one that is open. */
export function bringOuter(): void {
  const outer = around.peek().at(-1);
  if (!outer) return;
  attempt(async () => {
    const left = around.peek().slice(0, -1);
    if (!(await put(outer.name, outer.bytes, outer.origin, outer.envelope))) return;
    if (outer.n) await openLetter(outer.n);
    around.value = left;
    select(outer.part);
  });
}

/** Says whether it was opened. */
async function put(
  name: string,
  bytes: Octets,
  origin: Origin,
  envelope: KnownEnvelope | null = null,
): Promise<boolean> {
  if (bytes.length === 0) {
    refusal.value = "empty";
    return false;
  }
  if (!(await openFile(name, bytes, origin, envelope))) return false;
  now = { name, bytes, origin, envelope, part: 0, n: 0 };
  batch(() => {
    around.value = [];
    playing.value = false;
    pane.value = file.peek()?.loaded.kind === "mbox" ? "letters" : "tree";
    anatomy.value =
      origin.kind === "sample"
        ? `sample/${origin.id}`
        : origin.kind === "world" && origin.ref
          ? JSON.stringify(origin.ref)
          : "";
    arrivals.value++;
  });
  const a = letter.peek()?.anatomy;
  if (a) spoken.value = w().opened(name, a.parts.length, a.problems.length);
  return true;
}

/** Tells a codec that began with nothing the file that is open: two before it died, so it was not told by itself. */
export async function revive(): Promise<void> {
  const n = letter.peek()?.anatomy.n;
  if (!now || n === undefined) return;
  try {
    await askCodec({ op: "letter", n });
  } catch {
    await askCodec({ op: "load", name: now.name }, now.bytes);
    await askCodec({ op: "letter", n });
  }
}

/** Closes the file; nothing of it is kept. */
export function forget(): void {
  now = null;
  around.value = [];
  closeFile();
}

function attempt(work: () => Promise<void>): void {
  last = async () => {
    batch(() => {
      refusal.value = "";
      failure.value = "";
      tooLarge.value = false;
    });
    try {
      await work();
    } catch (reason) {
      // The sample could not be fetched, or storage for so large a file is not there.
      failure.value = reason instanceof CodecError || reason instanceof Error ? reason.message : String(reason);
    }
  };
  takeApart();
  void last();
}

/** Lets a person choose a file. */
export function choose(): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".eml,.mbox,.mbx,.txt,.msg,message/rfc822,application/mbox,text/plain";
  input.onchange = () => {
    const chosen = input.files?.[0];
    if (chosen) bringFile(chosen);
  };
  input.click();
}
