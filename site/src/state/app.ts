// The state of the page: signals that views read, and the few derived ones. What changes them is in actions.ts.
import { computed, effect, signal } from "@preact/signals";
import type { Lang, MessageRef, Opened, Status } from "../bridge/protocol";
import type { TraceEvent } from "./events";
import { empty, type Model } from "./fold";
import { getPref, setPref } from "./prefs";
import { readRoute, type Theme, themes } from "./route";
import type { Civil } from "./time";

export const route = signal(readRoute(location.search, location.hash));

// ── The run ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** How far the page is: the skeleton, the engine being fetched, a live world, or no engine at all. */
export const phase = signal<"loading" | "ready" | "failed">("loading");
export const failure = signal("");

export const opened = signal<Opened | null>(null);
export const scenario = computed(() => opened.value?.scenario ?? null);
export const status = signal<Status | null>(null);

/** Every event that the page has seen of this run, by n - 1; those after model.n are the future of a rewound run. */
export const log: { events: TraceEvent[] } = { events: [] };

/**
 * What the views draw: the events up to the shown instant, folded. Its parts change in place, so a component that is
 * handed one (a connection, a terminal) must read model.value itself; otherwise it would not be drawn again.
 */
export const model = signal<Model>(empty(null));

/** The present instant in nanoseconds, which also moves between events. While scrubbing it is the instant shown. */
export const now = signal(0);

/** Event n shown while the scrubber is held; null: the engine's present. */
export const preview = signal<number | null>(null);

export const playing = signal(true);

/** Virtual seconds per real second; Infinity: at once. */
export const pace = signal(1);

/** Whether the run has been rewound and still has a recorded future. */
export const inPast = computed(() => {
  const s = status.value;
  return preview.value !== null || (s !== null && (s.future > 0 || s.now < s.end));
});

export const civil = computed<Civil>(() => {
  const s = scenario.value;
  return s ? { startMs: Number(BigInt(s.startUnixNs) / 1_000_000n), zone: s.zone } : { startMs: 0, zone: 0 };
});

/** Finds event n; undefined when the page has not seen it. */
export function eventAt(n: number): TraceEvent | undefined {
  return log.events[n - 1];
}

// ── The selection ──────────────────────────────────────────────────────────────────────────────────────────────────

/** What is lit everywhere. Selecting one thing fills in what follows from it; see select in actions.ts. */
export interface Selection {
  event: number;
  conn: number;
  host: string;
  link: string; // "a--b", in the order of the scenario.
  msg: number; // A letter, by its hidden identity.
  ref: MessageRef | null; // A letter in a place, for the inspector.
  header: string; // A header field of that letter.
  place: string; // What of the host is looked at: "queue", "box USER BOX", "client BOX"; empty: the host itself.
}

export const nothing: Selection = {
  event: 0,
  conn: 0,
  host: "",
  link: "",
  msg: 0,
  ref: null,
  header: "",
  place: "",
};
export const selection = signal<Selection>(nothing);

// ── The page ───────────────────────────────────────────────────────────────────────────────────────────────────────

export const lang = signal<Lang>(firstLang());
export const theme = signal<Theme>(firstTheme());

function firstLang(): Lang {
  const wish = route.peek().lang ?? getPref("lang") ?? navigator.language;
  return wish.startsWith("zh") ? "zh" : "en";
}

function firstTheme(): Theme {
  const wish = route.peek().theme ?? (getPref("theme") as Theme);
  return themes.includes(wish) ? wish : "auto";
}

/** The panels that can be shown one at a time on a phone. */
export type Panel = "lesson" | "talk" | "map" | "letter" | "time";
export const panels: readonly Panel[] = ["lesson", "talk", "map", "letter", "time"];
export const panel = signal<Panel>("talk");

/** On a tablet the lesson and the inspector share a column. */
export const side = signal<"lesson" | "letter">("lesson");

/** Sizes of the splits in pixels (percent for the map) and which panels are folded away. */
export interface Layout {
  lesson: number;
  letter: number;
  map: number;
  tree: number; // In the anatomy: its parts, and what is told of the selected one.
  facts: number;
  hidden: Partial<Record<"lesson" | "letter" | "map" | "desk", boolean>>; // desk: the lesson beside the anatomy.
}
export const layout = signal<Layout>(firstLayout());

function firstLayout(): Layout {
  const standard: Layout = {
    lesson: 296,
    letter: 344,
    map: 36,
    tree: Math.max(208, Math.min(264, Math.round(innerWidth * 0.18))),
    facts: Math.min(400, Math.round(innerWidth * 0.26)),
    hidden: { desk: true },
  };
  try {
    const kept = JSON.parse(getPref("layout") ?? "{}") as Partial<Layout>;
    return { ...standard, ...kept, hidden: { ...standard.hidden, ...kept.hidden } };
  } catch {
    return standard;
  }
}

/**
 * The tab of the lower centre: "term:3", "new:alice-pc" (a shell that opens with its first line), "conn:5" (a connection
 * looked at), one of hostTabs, "anatomy", "sequence".
 */
export const dock = signal("");

/** Connections that a person looks at in a tab although no terminal is attached to them. */
export const watched = signal<number[]>([]);

/** What of hosts has a tab of its own: "mail:alice-pc", "queue:mail.shan.example", "policy:mail.shan.example". */
export const hostTabs = signal<string[]>([]);

/** Shells that were asked for and have typed nothing yet. */
export const newShells = signal<string[]>([]);

export const bytesView = signal(false);

export interface Toast {
  id: number;
  text: string;
  kind: "info" | "error";
}
export const toasts = signal<Toast[]>([]);

/** Whether something that was asked waits for the engine's full edition. */
export const fetching = signal(false);

/** The one dialog that is open. */
export type Dialog =
  | ""
  | "palette"
  | "keys"
  | "connect"
  | "scenarios"
  | "share"
  | "embed"
  | "restart"
  | "copy"
  | "edit";
export const dialog = signal<Dialog>("");

/** What the dialog for connecting is filled with when it opens; empty host and port 0 mean "the usual". */
export const connectFrom = signal({ host: "", to: "", port: 0 });

/** Text that could not be put on the clipboard, for a dialog to show it selected. */
export const uncopied = signal("");

/** How many views show answers of the engine about the world, and the instant that the latest answer is about. */
export const answers = signal(0);
export const answersAt = signal(0);

/** What the live region says next; sessions and the timeline write it. */
export const spoken = signal("");

export type Size = "phone" | "tablet" | "wide";
export const size = signal<Size>("wide");
export const dark = signal(false);

/** Starts what keeps the document in step with the state. */
export function watchPage(): void {
  const night = matchMedia("(prefers-color-scheme: dark)");
  const measure = () => {
    // An embed is often small; it shows one panel at a time only where two have no room at all.
    const small = route.peek().embed ? innerWidth < 480 || innerHeight < 500 : innerWidth < 720;
    size.value = small ? "phone" : innerWidth < 1100 ? "tablet" : "wide";
    dark.value = night.matches;
  };
  addEventListener("resize", measure);
  night.addEventListener("change", measure);
  measure();
  const root = document.documentElement;
  // The software keyboard covers the page's foot on phones; the page is as high as what is left.
  const view = window.visualViewport;
  view?.addEventListener("resize", () => root.style.setProperty("--page-height", `${Math.round(view.height)}px`));
  effect(() => {
    root.lang = lang.value === "zh" ? "zh-CN" : "en";
    if (lang.value !== route.peek().lang) setPref("lang", lang.value);
  });
  effect(() => {
    root.dataset.theme = theme.value === "auto" ? (dark.value ? "dark" : "light") : theme.value;
    if (theme.value !== route.peek().theme) setPref("theme", theme.value);
  });
  effect(() => {
    root.dataset.size = size.value;
    root.dataset.mode = route.value.embed ? "embed" : "full";
  });
  effect(() => setPref("layout", JSON.stringify(layout.value)));
}
