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

/** "02", the number that a scenario is called by. */
export function number(s: ScenarioEntry): string {
  return String(s.number).padStart(2, "0");
}
