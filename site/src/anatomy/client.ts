// The page's end of the message codec: starts it when somebody opens a letter, asks it things, and survives its death. What
// the codec has open is only a file that the page has, too, so a new one is given that file and goes on.

import source from "ehlo:codec-worker";
import { signal } from "@preact/signals";
import { compileModule } from "../engine/loader";
import type { FromWorker, ToWorker } from "./messages";
import type { Command, Replies, Reply } from "./protocol";

type Octets = Uint8Array<ArrayBuffer>;

/** Why the codec refused or failed; the message is a sentence for a person. */
export class CodecError extends Error {}

/** An answer, and the octets that came with it. */
export interface Answer<T> {
  ok: T;
  bytes: Octets | null;
}

interface Waiting {
  resolve(answer: Answer<unknown>): void;
  reject(reason: Error): void;
}

/** Silence after which a codec that owes an answer is given up. Its commands take milliseconds, a huge file a second. */
const WATCHDOG_MS = 20_000;

/** How often the codec died on this page. */
export const codecLosses = signal(0);

let module: Promise<WebAssembly.Module> | undefined;
let up: Promise<Worker> | undefined;
let nextId = 1;
const waiting = new Map<number, Waiting>();
let timer: ReturnType<typeof setTimeout> | undefined;

// What a new codec must be told before it can go on where the dead one was.
let held: { load: Command & { op: "load" }; bytes: Octets } | null = null;
let opened: (Command & { op: "letter" }) | null = null;

/** Asks one command and resolves to its answer; rejects with a CodecError. */
export async function ask<const C extends Command>(
  command: C,
  bytes: Octets | null = null,
): Promise<Answer<Replies[C["op"]]>> {
  const answer = (await send(await running(), command, bytes)) as Answer<Replies[C["op"]]>;
  if (command.op === "load" && bytes) {
    held = { load: command, bytes };
    opened = null;
  } else if (command.op === "letter") {
    opened = command;
  }
  return answer;
}

/** Begins to load the codec, so that it is there when it is asked. */
export function warmCodec(): void {
  running().catch(() => {});
}

function running(): Promise<Worker> {
  up ??= start().catch((reason: unknown) => {
    up = undefined;
    throw reason instanceof CodecError ? reason : new CodecError(`The codec could not be loaded: ${String(reason)}`);
  });
  return up;
}

async function start(): Promise<Worker> {
  module ??= compileModule("codec");
  const compiled = await module.catch((reason: unknown) => {
    module = undefined; // Perhaps the line was down; the next use tries again.
    throw reason;
  });
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(address);
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === "dead") {
        worker.terminate();
        reject(new CodecError(`The codec did not start: ${data.reason}`));
      } else {
        resolve();
      }
    };
    post(worker, { kind: "start", module: compiled });
  });
  URL.revokeObjectURL(address);
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => hear(worker, data);
  if (held) {
    try {
      await send(worker, held.load, held.bytes);
      if (opened) await send(worker, opened, null);
    } catch (reason) {
      held = opened = null; // What it was led back to killed it: the next one starts with nothing.
      throw reason;
    }
  }
  return worker;
}

function post(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

function send(worker: Worker, command: Command, bytes: Octets | null): Promise<Answer<unknown>> {
  return new Promise((resolve, reject) => {
    const id = nextId++;
    waiting.set(id, { resolve, reject });
    post(worker, { kind: "command", id, json: JSON.stringify(command), bytes });
    arm(worker);
  });
}

function hear(worker: Worker, message: FromWorker): void {
  if (message.kind === "dead") {
    died(worker, message.reason);
  } else if (message.kind === "reply") {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    const reply = JSON.parse(message.json) as Reply<unknown>;
    if ("error" in reply) asked?.reject(new CodecError(reply.error));
    else asked?.resolve({ ok: reply.ok, bytes: message.bytes });
    arm(worker);
  }
}

/** The watchdog runs while something is owed. */
function arm(worker: Worker): void {
  clearTimeout(timer);
  if (waiting.size > 0)
    timer = setTimeout(() => died(worker, `no sign of life for ${WATCHDOG_MS / 1000} s`), WATCHDOG_MS);
}

/** Everything that was asked is refused, not repeated: one of it killed the codec. The next question starts a new one. */
function died(worker: Worker, reason: string): void {
  clearTimeout(timer);
  worker.onmessage = null;
  worker.terminate();
  up = undefined;
  codecLosses.value++;
  const asked = [...waiting.values()];
  waiting.clear();
  if (opened === null) held = null; // It died of the file itself.
  for (const w of asked) w.reject(new CodecError(`The codec stopped: ${reason}`));
}
