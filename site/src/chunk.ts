// Loads parts of the page's script that are not needed at first: every file in chunks/ becomes a classic script of its own.

import site from "ehlo:site";
import { assetURL, runScript } from "./engine/assets";

const loading = new Map<string, Promise<unknown>>();

/** Loads chunks/NAME once and resolves to what it exports: `chunk<typeof import("./chunks/markdown")>("markdown")`. */
export function chunk<T>(name: string): Promise<T> {
  let promise = loading.get(name) as Promise<T> | undefined;
  if (!promise) {
    const style = site.chunks[`${name}.css`];
    promise = Promise.all([runScript(site.chunks[name] ?? name), style && addStyle(style)]).then(
      () => (globalThis as Record<string, unknown>)[`ehloChunk_${name}`] as T,
    );
    promise.catch(() => loading.delete(name)); // Perhaps the line was down; the next use tries again.
    loading.set(name, promise);
  }
  return promise;
}

/** Adds a style sheet to the page and waits until it holds. One that does not come leaves its views plain, but there. */
function addStyle(file: string): Promise<void> {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = assetURL(file);
    link.onload = link.onerror = () => resolve();
    document.head.append(link);
  });
}
