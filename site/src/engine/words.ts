// The explanations, which are no part of the engine's binary: most people have typed their first command before they ask
// what something means.

import site from "ehlo:site";
import { readText } from "./assets";

let text: Promise<string> | undefined;

/** Reads the explanations, once per page. After a failure the next call tries again. */
export function readWords(): Promise<string> {
  text ??= readText(site.words.txt, site.words.b64).catch((reason: unknown) => {
    text = undefined;
    throw reason;
  });
  return text;
}

/** Runs a task when the page has nothing better to do, or a few seconds from now. */
export function whenIdle(task: () => void): void {
  // WebKit has no idle callbacks.
  if (typeof requestIdleCallback === "function") requestIdleCallback(task, { timeout: 4000 });
  else setTimeout(task, 1000);
}
