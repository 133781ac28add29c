// Connects the engine client with the state: decodes what it tells, and opens scenarios.
import type { Opened } from "../bridge/protocol";
import { readText } from "../engine/assets";
import type { EngineClient } from "../engine/client";
import { Decoder } from "../engine/decode";
import { t } from "../i18n";
import { eventsCame, play, statusCame, toast, useEngine, worldOpened } from "./actions";
import { failure, phase, playing, scenario, status } from "./app";
import { markFinished, scenarios } from "./catalogue";

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
  c.onCrash((crash) => {
    if (crash.outcome === "lost") fail(crash.reason);
    else toast(crash.outcome === "dropped" ? t().page.crashDropped(crash.input) : t().page.crashRestored, "error");
  });
}

function fail(reason: unknown): void {
  failure.value = reason instanceof Error ? reason.message : String(reason);
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

/** Opens a built-in scenario by its slug; an unknown one ends in a message and the first of the course. */
export async function openScenario(slug: string): Promise<void> {
  const entry = scenarios.find((s) => s.id === slug) ?? scenarios[0];
  if (!entry) return fail(t().page.noScenarios);
  if (slug && entry.id !== slug) toast(t().page.unknownScenario(slug), "error");
  try {
    await openArchive(await readText(entry.file, entry.script));
  } catch (e) {
    if (status.peek()) toast(e instanceof Error ? e.message : String(e), "error");
    else fail(e);
  }
}
