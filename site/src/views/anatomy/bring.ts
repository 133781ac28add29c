// Brings letters to the anatomy: files, pasted source, the samples that come with the page, letters of the simulated world.
// Files stay on this machine: they are read into this page's memory and handed to its own codec, nothing else.
import letters from "ehlo:letters";
import { batch, signal } from "@preact/signals";
import { CodecError } from "../../anatomy/client";
import { failure, file, type KnownEnvelope, maxFile, type Origin, openFile, tooLarge } from "../../anatomy/state";
import type { MessageRef } from "../../bridge/protocol";
import { openAsset } from "../../engine/assets";
import { ask } from "../../state/actions";
import { anatomy, takeApart, type Wish } from "../../state/takeapart";
import { pane, playing } from "./look";

export { letters };

type Octets = Uint8Array<ArrayBuffer>;

/** Why something was not opened, as a key of the words; "" when it was. */
export type Refusal = "" | "msg" | "empty" | "unreadable" | "noSample" | "gone";
export const refusal = signal<Refusal>("");

/** What was asked for last, to try it again after a failure. */
let last: (() => Promise<void>) | null = null;

export const again = () => void last?.();

/** Opens what was asked for elsewhere on the page. */
export function grant(what: Wish): void {
  if ("file" in what) bringFile(what.file);
  else if ("sample" in what) bringSample(what.sample);
  else if ("play" in what) playing.value = true;
  else bringLetter(what.ref);
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
  attempt(() => put(name, new TextEncoder().encode(text), { kind: "local" }));
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

async function put(name: string, bytes: Octets, origin: Origin, envelope: KnownEnvelope | null = null): Promise<void> {
  if (bytes.length === 0) {
    refusal.value = "empty";
    return;
  }
  if (!(await openFile(name, bytes, origin, envelope))) return;
  batch(() => {
    playing.value = false;
    pane.value = file.peek()?.loaded.kind === "mbox" ? "letters" : "tree";
    anatomy.value =
      origin.kind === "sample" ? `sample/${origin.id}` : origin.kind === "world" ? JSON.stringify(origin.ref) : "";
  });
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
