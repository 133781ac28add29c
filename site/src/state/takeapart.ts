// The way to the anatomy of letters from everywhere on the page. It only says what is wanted: what can do it is a chunk of
// its own, loaded when its tab is first shown.
import { batch, signal } from "@preact/signals";
import type { MessageRef } from "../bridge/protocol";
import { dock, panel, route } from "./app";

export type Wish =
  | { file: File }
  | { sample: string }
  | { ref: MessageRef }
  | { refs: MessageRef[]; name: string } // Letters of one mailbox.
  | { play: true } // The encode playground.
  | { again: string }; // What the text of the tab said, on this page or on another one.

/**
 * The tab: null while it is closed. The text says what is open there, as far as another page could open it too, in the form
 * that links carry: "sample/ID", or the place of a letter of the world as JSON.
 */
export const anatomy = signal<string | null>(route.peek().views.includes("anatomy") ? "" : null);

/** What is to be opened; the anatomy takes it away. */
export const wish = signal<Wish | null>(null);

/** Whether this page shows the anatomy: a frame shows only what it was asked for. */
export const canTakeApart = () => !route.value.embed || route.value.views.includes("anatomy");

/** Shows the anatomy, and opens something there. */
export function takeApart(what: Wish | null = null): void {
  batch(() => {
    anatomy.value ??= "";
    dock.value = "anatomy";
    panel.value = "talk";
    if (what) wish.value = what;
  });
}
