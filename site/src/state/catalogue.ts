// The built-in scenarios in the order of the course, and which of them this browser has seen finished.

import site, { type ScenarioEntry } from "ehlo:site";
import { signal } from "@preact/signals";
import { getPref, setPref } from "./prefs";

export const scenarios: readonly ScenarioEntry[] = site.scenarios;

export const finished = signal<readonly string[]>((getPref("finished") ?? "").split(" ").filter(Boolean));

export function markFinished(id: string): void {
  if (!scenarios.some((s) => s.id === id) || finished.peek().includes(id)) return;
  finished.value = [...finished.peek(), id];
  setPref("finished", finished.value.join(" "));
}

/** "02", the number that a lesson of the course is called by; empty for a scenario that is none. */
export function number(s: ScenarioEntry): string {
  return s.number ? String(s.number).padStart(2, "0") : "";
}

/** "02 · ", what comes before a scenario's title. */
export function numbered(s: ScenarioEntry | undefined): string {
  return s?.number ? `${number(s)} · ` : "";
}
