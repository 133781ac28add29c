// What views add to the palette and to the sheet of keys while they are there; both are drawn by the chunk of sheets.
import { signal } from "@preact/signals";

/** A command of the palette. */
export interface Item {
  title: string;
  group: string;
  keys?: string;
  run: () => void;
}

export const sources = signal<(() => Item[])[]>([]);

/** Adds a source of commands, asked anew (and so in the present language) each time that the palette opens. */
export function provide(source: () => Item[]): void {
  sources.value = [...sources.peek(), source];
}

/** Groups of keys that a view adds when it is there. */
export const moreKeys: (() => [string, [string, string][]])[] = [];
