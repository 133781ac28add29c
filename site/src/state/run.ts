// Connects the engine client with the state: decodes what it tells, and opens archives.
import type { Opened } from "../bridge/protocol";
import type { EngineClient } from "../engine/client";
import { Decoder } from "../engine/decode";
import { eventsCame, play, sentence, statusCame, useEngine, worldOpened } from "./actions";
import { failure, fetching, phase, playing, scenario, status } from "./app";
import { markFinished } from "./catalogue";

let client: EngineClient | null = null;

/** Batches that came before the answer that says how to decode them. */
let early: ArrayBuffer[] | null = null;
let decoder: Decoder | null = null;

export function connectEngine(c: EngineClient): void {
  client = c;
  useEngine(c);
  c.onEvents((batch) => {
    if (early) early.push(batch);
    else if (decoder) eventsCame(decoder.batch(batch));
  });
  c.onStatus((s) => {
    if (early) return;
    statusCame(s);
    if (s.lesson.complete) markFinished(scenario.peek()?.id ?? "");
  });
  c.onSlow((slow) => {
    fetching.value = slow;
  });
  c.onCrash((crash) => {
    if (crash.outcome === "lost") fail(crash.reason);
  });
}

function fail(reason: unknown): void {
  failure.value = sentence(reason);
  phase.value = "failed";
}

/** Opens a scenario's archive (or a link's; builtin is the archive of the built-in scenario that it names) and lets it run; rejects with a sentence when the engine refuses it. */
export async function openArchive(archive: string, builtin = ""): Promise<Opened> {
  if (!client) throw new Error("no engine");
  const before = decoder;
  early = [];
  let opened: Opened;
  try {
    opened = await client.ask({ op: "open", archive, builtin });
  } catch (e) {
    // The world that was open before lives on.
    const missed = early;
    early = null;
    if (before) for (const batch of missed) eventsCame(before.batch(batch));
    if (!status.peek()) fail(e);
    throw e;
  }
  decoder = new Decoder(opened.names, opened.scenario.startUnixNs);
  worldOpened(opened);
  const missed = early;
  early = null;
  for (const batch of missed) eventsCame(decoder.batch(batch));
  if (playing.peek()) play();
  return opened;
}
