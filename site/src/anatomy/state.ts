// What the anatomy view looks at: the file that was opened, the letter of it that is taken apart, and what is selected
// there. Views read the signals and call the functions; nobody else writes the signals.
import { computed, signal } from "@preact/signals";
import type { MessageRef } from "../bridge/protocol";
import { ask, CodecError, codecLosses } from "./client";
import type { Anatomy, Loaded, Part, Span } from "./protocol";

/** Where a file came from: this machine, the letters that come with the page, or a letter of the simulated world. */
export type Origin = { kind: "local" } | { kind: "sample"; id: string } | { kind: "world"; ref: MessageRef | null }; // null: a whole mailbox.

/** What the world knows of a letter's envelope; a file says only what its header tells. */
export interface KnownEnvelope {
  from: string;
  rcpts: string[];
}

export interface OpenFile {
  name: string;
  size: number;
  origin: Origin;
  loaded: Loaded;
  envelope: KnownEnvelope | null;
}

export interface OpenLetter {
  anatomy: Anatomy;
  bytes: Uint8Array<ArrayBuffer>; // The letter, exactly.
}

/** Part: its id. Span: the octets that are lit, within the letter; null lights the part's own. */
export interface Selected {
  part: number;
  span: Span | null;
}

/** The largest file that is opened, in octets. */
export const maxFile = 64 << 20;

export const file = signal<OpenFile | null>(null);
export const letter = signal<OpenLetter | null>(null);
export const selected = signal<Selected>({ part: 0, span: null });
export const busy = signal(false);
/** Why the last thing did not work, one sentence of the codec's in English; "" when it did. tooLarge is this file's own. */
export const failure = signal<string>("");
export const tooLarge = signal(false);

/** The selected part, or null without a letter. */
export const part = computed<Part | null>(() => letter.value?.anatomy.parts[selected.value.part] ?? null);

let turn = 0; // The latest request; what an earlier one brings is dropped.

/** Opens a file, and the first letter in it. What was open stays open when that fails. */
export async function openFile(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  origin: Origin,
  envelope: KnownEnvelope | null = null,
): Promise<boolean> {
  const mine = ++turn;
  tooLarge.value = bytes.length > maxFile;
  if (tooLarge.value) return false;
  return attempt(mine, async () => {
    const { ok: loaded } = await ask({ op: "load", name }, bytes);
    const first = await ask({ op: "letter", n: loaded.letters[0]?.n ?? 0 });
    if (mine !== turn) return;
    file.value = { name, size: bytes.length, origin, loaded, envelope };
    show(first.ok, first.bytes);
  });
}

/** Opens another letter of the file. */
export async function openLetter(n: number): Promise<boolean> {
  const mine = ++turn;
  return attempt(mine, async () => {
    const { ok, bytes } = await ask({ op: "letter", n });
    if (mine === turn) show(ok, bytes);
  });
}

/** Selects a part, and lights a run of octets where one is given. */
export function select(id: number, span: Span | null = null): void {
  selected.value = { part: id, span };
}

/** Closes the file; its octets are forgotten. */
export function closeFile(): void {
  turn++;
  file.value = null;
  letter.value = null;
  failure.value = "";
  tooLarge.value = false;
}

function show(anatomy: Anatomy, bytes: Uint8Array<ArrayBuffer> | null): void {
  letter.value = { anatomy, bytes: bytes ?? new Uint8Array() };
  selected.value = { part: 0, span: null };
}

async function attempt(mine: number, work: () => Promise<void>): Promise<boolean> {
  busy.value = true;
  try {
    await work();
    if (mine === turn) failure.value = "";
    return true;
  } catch (reason) {
    if (!(reason instanceof CodecError)) throw reason;
    if (mine === turn) failure.value = reason.message;
    return false;
  } finally {
    if (mine === turn) busy.value = false;
  }
}

export { codecLosses };
