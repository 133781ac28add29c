// What a person can do: each action asks the engine for something or changes a signal. Views call these and nothing else.
import { batch } from "@preact/signals";
import type { Explanation, MessageRef, Opened, Status } from "../bridge/protocol";
import { Lacking, NoWords } from "../engine/client";
import { t } from "../i18n";
import * as app from "./app";
import { lang } from "./app";
import type { Engine } from "./engine";
import { type TraceEvent, visible } from "./events";
import { empty, fold } from "./fold";
import { escapeBytes, escapeInput, typed } from "./lines";

let engine: Engine | null = null;

export function useEngine(e: Engine): void {
  engine = e;
}

/** Asks the engine; an error goes to refused, normally a toast, and becomes undefined. */
export async function ask<C extends Parameters<Engine["ask"]>[0]>(command: C, refused = complain) {
  if (!engine) return undefined;
  try {
    return await engine.ask(command);
  } catch (e) {
    refused(sentence(e));
    return undefined;
  }
}

const complain = (why: string) => toast(why, "error");

/** What an error says to a person. */
export function sentence(e: unknown): string {
  return e instanceof Lacking ? t().page.noFull : e instanceof Error ? e.message : String(e);
}

// ── What the engine tells ──────────────────────────────────────────────────────────────────────────────────────────

/** A scenario has been opened: everything starts anew. */
export function worldOpened(opened: Opened): void {
  batch(() => {
    app.log.events = [];
    explained.clear();
    app.opened.value = opened;
    app.model.value = empty(opened.scenario);
    app.selection.value = app.nothing;
    app.preview.value = null;
    app.watched.value = [];
    // A frame that asks for a server's queue or rules shows those of the one that its scenario is about.
    const hosts = opened.scenario.hosts.filter((h) => h.kind === "mta");
    const server = hosts.find((h) => h.id === opened.scenario.view.focus) ?? hosts[0];
    const { embed, views } = app.route.peek();
    app.hostTabs.value = (["queue", "policy"] as const)
      .filter((v) => embed && server && views.includes(v))
      .map((v) => `${v}:${server?.id}`);
    const focus = opened.scenario.view.focus || opened.scenario.hosts.find((h) => h.kind === "ua")?.id || "";
    app.newShells.value = focus ? [focus] : [];
    app.dock.value = app.hostTabs.peek()[0] ?? (focus ? `new:${focus}` : "sequence");
    app.phase.value = "ready";
    statusCame(opened.status);
    if (opened.notice) toast(opened.notice, "info");
  });
}

/** New events have come. After a rewind they may be ones that the page has seen: a different one begins a new branch. */
export function eventsCame(events: readonly TraceEvent[]): void {
  const first = events[0];
  if (!first) return;
  const known = app.log.events;
  let branched = false;
  for (const e of events) {
    const old = known[e.n - 1];
    if (old && !branched && (old.ev !== e.ev || old.t !== e.t || old.act !== e.act || old.text !== e.text)) {
      branched = true;
      known.length = e.n - 1;
    }
    known[e.n - 1] = e;
  }
  if (branched) explained.clear();
  if (app.preview.peek() !== null) return; // Folded when the scrubber is let go.
  const m = app.model.peek();
  if (first.n <= m.n) refold(events.at(-1)?.n ?? 0);
  else app.model.value = fold(m, events);
}

/** The engine's position has changed. */
export function statusCame(s: Status): void {
  batch(() => {
    const m = app.model.peek();
    app.status.value = s;
    if (app.preview.peek() !== null) return;
    app.now.value = s.now;
    if (s.events < m.n) refold(s.events);
    else if (s.events > m.n && app.log.events.length > m.n)
      app.model.value = fold(m, app.log.events.slice(m.n, s.events));
  });
}

function refold(n: number): void {
  app.model.value = fold(empty(app.scenario.peek()), app.log.events, n);
}

// ── Inputs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

let taken = () => {};

/** Calls back whenever an input has been recorded; there is one listener, which saves the run. */
export function onInput(listener: () => void): void {
  taken = listener;
}

/** Records one input line and lets what it causes run; refused hears why the engine does not take it. */
export async function input(text: string, refused = complain): Promise<Status | undefined> {
  if (app.preview.peek() !== null) await seekEvent(app.model.peek().n);
  if (app.inPast.peek()) {
    // A new branch begins here; what would have come after is forgotten.
    app.log.events.length = app.model.peek().n;
    app.playing.value = true;
  }
  const done = await ask({ op: "input", text }, refused);
  if (!done) return undefined;
  statusCame(done.status);
  taken();
  if (app.playing.peek()) engine?.play(app.pace.peek());
  return done.status;
}

/** Types lines into a terminal, each ended by Enter; many lines go as one burst (or as few as the engine's limit allows). */
export async function type(term: number, text: string): Promise<void> {
  const escaped = app.bytesView.peek() ? escapeBytes : escapeInput;
  for (const line of typed(term, text, escaped)) await input(line);
}

/** Opens a terminal on a host with its first shell line. */
export async function openTerminal(host: string, line: string): Promise<void> {
  const before = Math.max(0, ...app.model.peek().terms.keys());
  const [first = "", ...rest] = line.split("\n");
  await input(`term ${host} ${escapeInput(first)}`);
  const id = Math.max(0, ...app.model.peek().terms.keys());
  if (id <= before) return;
  batch(() => {
    const was = app.dock.peek();
    app.newShells.value = app.newShells.peek().filter((h) => h !== host);
    if (was === `new:${host}` || !was.startsWith("new:")) app.dock.value = `term:${id}`;
  });
  if (rest.length) await type(id, rest.join("\n"));
}

/** Shows a shell on host that becomes a terminal with the first line typed. */
export function newShell(host: string): void {
  batch(() => {
    if (!app.newShells.peek().includes(host)) app.newShells.value = [...app.newShells.peek(), host];
    app.dock.value = `new:${host}`;
    app.panel.value = "talk";
  });
}

/** Shows a connection in a tab: its terminal's where it has one. */
export function watchConn(id: number): void {
  const term = app.model.peek().conns.get(id)?.term;
  batch(() => {
    if (!term && !app.watched.peek().includes(id)) app.watched.value = [...app.watched.peek(), id];
    app.dock.value = term ? `term:${term}` : `conn:${id}`;
    app.panel.value = "talk";
  });
}

/** Shows something of a host in a tab of its own; see hostTabs. */
export function openTab(id: string): void {
  batch(() => {
    if (!app.hostTabs.peek().includes(id)) app.hostTabs.value = [...app.hostTabs.peek(), id];
    app.dock.value = id;
    app.panel.value = "talk";
  });
}

/** Shows a host's mail program. */
export const openMail = (host: string) => openTab(`mail:${host}`);

// ── Time ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export function play(): void {
  app.playing.value = true;
  if (app.preview.peek() !== null) void seekEvent(app.model.peek().n).then(() => engine?.play(app.pace.peek()));
  else engine?.play(app.pace.peek());
}

export function pause(): void {
  app.playing.value = false;
  engine?.pause();
}

export function setPace(p: number): void {
  app.pace.value = p;
  if (app.playing.peek()) engine?.play(p);
}

/** Lets the next thing happen: in a rewound run the next known event, otherwise a recorded "next". */
export async function next(): Promise<void> {
  const future = following(app.model.peek().n, visible);
  if (app.inPast.peek() && future) return seekEvent(future);
  await input("next");
}

/** Moves the clock on by a duration such as "30m" or "5d", or to the next thing that happens by itself. */
export async function jump(by: string): Promise<void> {
  await input(by === "next" ? "next" : `jump ${by}`);
}

/** Shows the world as it was just after event n; 0 is the start, before anything that was typed at its first instant. */
export async function seekEvent(n: number): Promise<void> {
  show(n);
  arrived(await ask({ op: "seekEvent", n }));
}

/** After a seek: in the past everything stands still, in the present life goes on. */
function arrived(s: Status | undefined): void {
  batch(() => {
    app.preview.value = null;
    if (s) statusCame(s);
    if (app.inPast.peek()) app.playing.value = false;
    else play();
  });
}

/** Shows the world at an instant. */
export async function seek(to: number): Promise<void> {
  arrived(await ask({ op: "seek", to }));
}

/** Shows event n at once from what the page knows, without moving the engine: for the scrubber while it is held. */
export function show(n: number): void {
  batch(() => {
    app.preview.value = n;
    refold(n);
    app.now.value = app.eventAt(n)?.t ?? 0;
  });
}

/** Goes to the latest instant that the run has reached. */
export function toPresent(): void {
  void seek(app.status.peek()?.end ?? 0);
}

/** Steps to the event before (or after) the shown one that satisfies test. */
export function step(back: boolean, test: (e: TraceEvent) => boolean = visible): void {
  const n = back ? preceding(app.model.peek().n, test) : following(app.model.peek().n, test);
  if (n !== null) void seekEvent(n);
  else if (back) void seekEvent(0);
  else if (test === visible) void next();
}

/** The event before n; null when there is none. */
export function preceding(n: number, test: (e: TraceEvent) => boolean): number | null {
  for (let i = n - 1; i >= 1; i--) if (app.log.events[i - 1] && test(app.log.events[i - 1]!)) return i;
  return null;
}

export function following(n: number, test: (e: TraceEvent) => boolean): number | null {
  for (let i = n + 1; i <= app.log.events.length; i++)
    if (app.log.events[i - 1] && test(app.log.events[i - 1]!)) return i;
  return null;
}

// ── Selecting ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Selects something; what follows from an event (its connection, host and letter) is filled in. */
export function select(what: Partial<typeof app.nothing>): void {
  const s = { ...app.nothing, ...what };
  const e = s.event ? app.eventAt(s.event) : undefined;
  if (e) {
    s.conn ||= e.conn ?? 0;
    s.host ||= e.host ?? e.to ?? "";
    s.msg ||= e.msg;
  }
  const c = s.conn ? app.model.peek().conns.get(s.conn) : undefined;
  if (c) s.msg ||= c.msg;
  app.selection.value = s;
}

export function selectMessage(ref: MessageRef, msg: number): void {
  select({ ref, msg, host: ref.host });
}

/** Tells the world that something was looked at, where the lesson wants to know ("ui inspect mta mail.hai.example"). */
export function tellUI(act: "inspect" | "select" | "compare", what: string): void {
  if (app.scenario.peek()?.wantsUI && !app.inPast.peek()) void input(`ui ${act} ${what}`);
}

// ── Explanations ───────────────────────────────────────────────────────────────────────────────────────────────────

const explained = new Map<string, Promise<Explanation | null>>();

/** Explains an event (a number) or a key such as "header.Received"; answers are kept. */
export function explain(what: number | string): Promise<Explanation | null> {
  const l = lang.peek();
  const key = `${l} ${what}`;
  let answer = explained.get(key);
  if (!answer) {
    const command =
      typeof what === "number"
        ? ({ op: "explain", n: what, lang: l } as const)
        : ({ op: "explainKey", key: what, lang: l } as const);
    const missing = (reason: unknown) => {
      explained.delete(key); // It may come yet.
      if (!(reason instanceof NoWords)) return null;
      return { title: "", text: reason.message, rfc: [] };
    };
    if (!engine) return Promise.resolve(null);
    answer = engine.ask(command).catch(missing);
    explained.set(key, answer);
  }
  return answer;
}

// ── Toasts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

let toastId = 0;

export function toast(text: string, kind: "info" | "error" = "info"): void {
  const id = ++toastId;
  app.toasts.value = [...app.toasts.peek().slice(-2), { id, text, kind }];
  setTimeout(() => dismiss(id), kind === "error" ? 12_000 : 5_000);
}

export function dismiss(id: number): void {
  app.toasts.value = app.toasts.peek().filter((x) => x.id !== id);
}
