// Saved runs: every run that a person has typed into, kept in the browser's storage or, where that is refused, in memory.
// Each page writes only runs of its own; a page that finds another's hand in its run goes on under a new name.

/** Where runs are kept. Methods may not throw. */
export interface Store {
  get(key: string): string | null;
  set(key: string, value: string): boolean; // False: there is no room, or no permission.
  remove(key: string): void;
  keys(): string[];
}

/** How well a run is kept: across visits, for this tab, or only until the page is closed. */
export type Kept = "saved" | "tab" | "memory";

export interface Run {
  id: string;
  slug: string; // The built-in scenario, or the scenario's own id where custom is set.
  custom: boolean; // The archive has the files.
  title: { en: string; zh: string };
  archive: string;
  inputs: number;
  done: number; // Steps of the lesson.
  steps: number;
  at: number; // When it was written, milliseconds since 1970.
  link: string; // Key of the link that it began with; "" for none.
  page: string; // Which page wrote it.
}

export const maxRuns = 20;
const prefix = "ehlo.run.";

/** The browser's storage as a Store; null where even asking for it throws (sandboxed frames). */
export function browserStore(which: "localStorage" | "sessionStorage"): Store | null {
  try {
    const storage = globalThis[which];
    const probe = "ehlo.probe";
    storage.setItem(probe, "1");
    storage.removeItem(probe);
    const guard = <T>(otherwise: T, f: () => T): T => {
      try {
        return f();
      } catch {
        return otherwise;
      }
    };
    return {
      get: (key) => guard(null, () => storage.getItem(key)),
      set: (key, value) =>
        guard(false, () => {
          storage.setItem(key, value);
          return true;
        }),
      remove: (key) => guard(undefined, () => storage.removeItem(key)),
      keys: () => guard([], () => Object.keys(storage)),
    };
  } catch {
    return null;
  }
}

export function memoryStore(): Store {
  const map = new Map<string, string>();
  return {
    get: (key) => map.get(key) ?? null,
    set: (key, value) => Boolean(map.set(key, value)),
    remove: (key) => map.delete(key),
    keys: () => [...map.keys()],
  };
}

export class Runs {
  private readonly stores: { store: Store; kept: Kept }[];
  private readonly page: string;
  private readonly newId: () => string;

  /** The stores in the order of preference; the last one should never refuse. */
  constructor(stores: { store: Store | null; kept: Kept }[], page: string, newId: () => string) {
    this.stores = stores.filter((s): s is { store: Store; kept: Kept } => s.store !== null);
    this.page = page;
    this.newId = newId;
  }

  /** How well a new run would be kept. */
  get best(): Kept {
    return this.stores[0]?.kept ?? "memory";
  }

  get(id: string): Run | null {
    for (const { store } of this.stores) {
      const run = parse(store.get(prefix + id));
      if (run) return run;
    }
    return null;
  }

  /** All runs, the latest first. */
  list(): Run[] {
    const all = new Map<string, Run>();
    for (const { store } of this.stores)
      for (const key of store.keys()) {
        const run = key.startsWith(prefix) ? parse(store.get(key)) : null;
        if (run && !all.has(run.id)) all.set(run.id, run);
      }
    return [...all.values()].sort((a, b) => b.at - a.at);
  }

  remove(id: string): void {
    for (const { store } of this.stores) store.remove(prefix + id);
  }

  /**
   * Writes a run and says how well it is kept. A run that another page has written since gets a new id; the oldest runs
   * make room. What the run continues is removed when all of it is in the new one.
   */
  put(run: Run, continues = ""): Kept {
    const there = this.get(run.id);
    if (there && there.page !== this.page) run.id = this.newId();
    run.page = this.page;
    const kept = this.write(run);
    const old = continues && continues !== run.id ? this.get(continues) : null;
    if (old && contains(run.archive, old.archive)) this.remove(old.id);
    for (const extra of this.list().slice(maxRuns)) this.remove(extra.id);
    return kept;
  }

  /** Takes over a run after this very tab was loaded again. */
  claim(run: Run): void {
    run.page = this.page;
    this.write(run);
  }

  private write(run: Run): Kept {
    const text = JSON.stringify(run);
    for (const { store, kept } of this.stores) {
      if (store.set(prefix + run.id, text)) return kept;
      // Full: older runs of the same place make room, the oldest first. Where even that is too little, they come back.
      const others = this.list().filter((r) => r.id !== run.id && store.get(prefix + r.id) !== null);
      const gone: [string, string][] = [];
      while (others.length) {
        const key = prefix + (others.pop() as Run).id;
        gone.unshift([key, store.get(key) ?? ""]);
        store.remove(key);
        if (store.set(prefix + run.id, text)) return kept;
      }
      store.remove(prefix + run.id); // An older state of it must not stand before the newer one elsewhere.
      for (const [key, value] of gone) store.set(key, value);
    }
    return "memory";
  }
}

function parse(text: string | null): Run | null {
  if (!text) return null;
  try {
    const run = JSON.parse(text) as Partial<Run>;
    if (typeof run.id !== "string" || typeof run.archive !== "string" || typeof run.slug !== "string") return null;
    return {
      custom: false,
      title: { en: run.slug, zh: run.slug },
      inputs: 0,
      done: 0,
      steps: 0,
      at: 0,
      link: "",
      page: "",
      ...run,
    } as Run;
  } catch {
    return null;
  }
}

function inputsOf(archive: string): string {
  return /^@inputs\r?\n((?:\|.*\n)*)/m.exec(archive)?.[1] ?? "";
}

/** Whether the later run has done everything that the earlier one did. */
export function contains(later: string, earlier: string): boolean {
  return inputsOf(later).startsWith(inputsOf(earlier));
}
