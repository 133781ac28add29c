// How the open letter is looked at: which pane and mode, where the caret stands, what the pointer is on. The letter itself and
// what is selected of it are in anatomy/state.ts.
import { batch, computed, effect, signal } from "@preact/signals";
import type { Anatomy, Field, Problem, Span } from "../../anatomy/protocol";
import { letter, part, select, selected } from "../../anatomy/state";
import { fieldAt, regionAt, wholeOf } from "./places";

/** What the middle pane shows: the letter's octets, or the selected part's content and what the instruments make of it. */
export const modes = ["text", "hex", "content", "bits", "garble", "charsets"] as const;
export type Mode = (typeof modes)[number];
export const mode = signal<Mode>("text");

/** The pane that is shown where there is room for one. */
export const panes = ["letters", "tree", "octets", "facts"] as const;
export type Pane = (typeof panes)[number];
export const pane = signal<Pane>("tree");

export const sheets = ["part", "problems", "way"] as const;
export type Sheet = (typeof sheets)[number];
export const sheet = signal<Sheet>("part");

/** Whether the encode playground has the place of the letter. */
export const playing = signal(false);

/** The octet that the caret is on. */
export const caret = signal(0);

/** The octets under the pointer, somewhere in the view; they are tinted in the octets pane. */
export const hovered = signal<Span | null>(null);
export const hoveredPart = signal(-1);

/** Counts up when the octets pane must bring the caret into sight. */
export const calls = signal(0);

/** How much room there is: three panes, two, one. */
export type Room = "wide" | "middle" | "narrow";
export const room = signal<Room>("wide");

/** The field of the selected part that is lit. */
export const field = computed<Field | null>(() => {
  const { span } = selected.value;
  const p = part.value;
  if (!span || !p) return null;
  const f = fieldAt(p, span.start);
  return f && span.end <= f.end ? f : null;
});

export const problemsOf = (a: Anatomy, id: number): Problem[] =>
  (a.parts[id]?.problems ?? []).map((i) => a.problems[i]).filter((p): p is Problem => p !== undefined);

/** Selects a part or a run of octets, and shows the place. */
export function goTo(id: number, span: Span | null = null): void {
  const p = letter.peek()?.anatomy.parts[id];
  if (!p) return;
  batch(() => {
    select(id, span);
    caret.value = span ? span.start : wholeOf(p).start;
    calls.value++;
    if (mode.peek() !== "hex" && span) mode.value = "text";
  });
}

/** Selects what octet `at` belongs to: a header field as a whole, elsewhere the part. The caret goes to the octet. */
export function pickAt(at: number): void {
  const a = letter.peek()?.anatomy;
  if (!a) return;
  const r = regionAt(a.regions, at);
  const p = a.parts[r?.part ?? 0];
  if (!r || !p) return;
  const f = r.kind === "header" ? fieldAt(p, at) : undefined;
  batch(() => {
    select(p.id, f ? { start: f.start, end: f.end } : r.kind === "boundary" ? { start: r.start, end: r.end } : null);
    caret.value = at;
  });
}

/** Selects a run of octets that somebody drew. */
export function pickSpan(span: Span): void {
  const a = letter.peek()?.anatomy;
  if (a) select(regionAt(a.regions, span.start)?.part ?? 0, span);
}

// Another letter: everything about the one before is forgotten.
let shown: Anatomy | null = null;
effect(() => {
  const a = letter.value?.anatomy ?? null;
  if (a === shown) return;
  shown = a;
  batch(() => {
    caret.value = 0;
    hovered.value = null;
    hoveredPart.value = -1;
    sheet.value = "part";
    if (mode.peek() !== "hex") mode.value = "text";
  });
});
