// Editing a command line as terminals do: history with a kept draft, search in it, and the old control keys. Pure.

export interface Edit {
  text: string;
  at: number; // The caret.
}

/** Ctrl+A, E, U, K, W on the line that the caret is in. Null: not one of these keys, or nothing to do. */
export function control(key: string, text: string, at: number): Edit | null {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const next = text.indexOf("\n", at);
  const end = next < 0 ? text.length : next;
  switch (key) {
    case "a":
      return { text, at: start };
    case "e":
      return { text, at: end };
    case "u":
      return { text: text.slice(0, start) + text.slice(at), at: start };
    case "k":
      return at < end ? { text: text.slice(0, at) + text.slice(end), at } : null;
    case "w": {
      const kept = text.slice(start, at).replace(/\S*\s*$/, "");
      return { text: text.slice(0, start) + kept + text.slice(at), at: start + kept.length };
    }
    default:
      return null;
  }
}

/** Where Up and Down have gone in a history; place is history.length at the draft. */
export class Walk {
  place = -1;
  draft = "";

  /** Goes up (-1) or down (+1) and returns the line there; null at either end. */
  go(history: readonly string[], step: -1 | 1, present: string): string | null {
    if (this.place < 0 || this.place > history.length) this.place = history.length;
    const to = this.place + step;
    if (to < 0 || to > history.length) return null;
    if (this.place === history.length) this.draft = present;
    this.place = to;
    return to === history.length ? this.draft : (history[to] ?? "");
  }

  reset(): void {
    this.place = -1;
    this.draft = "";
  }
}

/** The skip-th latest line that contains query; null when there is none. */
export function findBack(history: readonly string[], query: string, skip: number): string | null {
  let left = skip;
  for (let i = history.length - 1; i >= 0; i--) {
    const line = history[i] ?? "";
    if (query && line.includes(query) && left-- === 0) return line;
  }
  return null;
}
