// "Show me": plays what the scenario's own solution does for a step. Which of its lines belong to which step is found by
// playing it through in an engine of its own.
import { signal } from "@preact/signals";
import type { Replies, Status } from "../../bridge/protocol";
import type { EngineClient } from "../../engine/client";
import { startEngine } from "../../engine/start";
import { t } from "../../i18n";
import { ask, input, openMail, play, toast } from "../../state/actions";
import { dock, model, newShells, scenario, status } from "../../state/app";
import { files, freshArchives, startAgain } from "../../state/open";

/** The step that is being shown; "" for none. */
export const showing = signal("");

/** The solution's lines; empty where the scenario has none. */
export function solution(): string[] {
  return (files.value.get("solution.txt") ?? "").split("\n").filter((l) => l && !l.startsWith("#"));
}

const settleNs = 10 * 60e9; // What a line causes is over by then, or waits for longer things.

/** Plays the whole solution in an engine nobody sees; the result says after which line each step is done. */
async function doneAfter(lines: readonly string[]): Promise<Map<string, number>> {
  const { archive, builtin } = freshArchives();
  const engine: EngineClient = startEngine();
  const out = new Map<string, number>();
  try {
    await engine.ask({ op: "open", archive, builtin });
    for (const [i, text] of lines.entries()) {
      const took: Replies["input"] = await engine.ask({ op: "input", text });
      // A jump runs to its end before anything else is done: to settle meanwhile would cut it short.
      let s: Status = took.status;
      while (s.busy) s = await engine.ask({ op: "status" });
      s = await engine.ask({ op: "settle", limit: s.now + settleNs });
      for (const step of s.lesson.steps) if (step.done && !out.has(step.id)) out.set(step.id, i);
    }
  } finally {
    engine.close();
  }
  return out;
}

let plan: { of: unknown; lines: string[]; after: Map<string, number> } | null = null;

const isDone = (step: string) => status.peek()?.lesson.steps.some((s) => s.id === step && s.done) ?? false;

/** Waits until the world waits for a person again; at a slow pace it is helped along. */
async function quiet(): Promise<void> {
  const until = Date.now() + 4000;
  do {
    await new Promise((resolve) => setTimeout(resolve, 120));
    const s = status.peek();
    if (!s || (s.nextActive === null && !s.busy)) return;
  } while (Date.now() < until);
  const s = await ask({ op: "settle", limit: (status.peek()?.now ?? 0) + settleNs });
  if (s) play();
}

/** Shows how a step is done: from where the person is, or, where that does not lead there, from the beginning. */
export async function showMe(step: string): Promise<void> {
  if (showing.peek()) return;
  showing.value = step;
  try {
    const lines = solution();
    if (plan?.of !== scenario.peek()) plan = { of: scenario.peek(), lines, after: await doneAfter(lines) };
    const last = plan.after.get(step);
    if (last === undefined) return toast(t().lesson.noShow, "error");
    const before = [...plan.after.values()].filter((n) => n < last);
    const from = before.length ? Math.max(...before) + 1 : 0;
    if (await playLines(lines.slice(from, last + 1), step, false)) return;
    // Something of before is missing. The way from the beginning always leads there; the person's own run stays saved.
    await startAgain();
    if (await playLines(lines.slice(0, last + 1), step, true)) toast(t().lesson.shownAnew);
    else toast(t().lesson.noShow, "error");
  } catch (e) {
    toast(e instanceof Error ? e.message : String(e), "error");
  } finally {
    showing.value = "";
  }
}

/** Shows what a line works on: its terminal, or the mail program. */
function follow(line: string): void {
  const [word, host = ""] = line.split(" ");
  const last = [...model.peek().terms.values()].at(-1);
  if (word === "mail") openMail(host);
  if (word !== "term" || !last) return;
  newShells.value = newShells.peek().filter((h) => h !== host);
  dock.value = `term:${last.id}`;
}

/** Types lines one after the other and says whether the step is done then. */
async function playLines(lines: readonly string[], step: string, fast: boolean): Promise<boolean> {
  for (const [i, line] of lines.entries()) {
    if (!(await input(line))) return false;
    follow(line);
    if (fast && i < lines.length - 1) {
      let s = await ask({ op: "status" });
      while (s?.busy) s = await ask({ op: "status" });
      await ask({ op: "settle", limit: (status.peek()?.now ?? 0) + settleNs });
      play();
    } else {
      await quiet();
    }
    if (isDone(step)) return true;
  }
  return isDone(step);
}
