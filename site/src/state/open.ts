// Opens what an address, a file or a saved run asks for, and keeps the run that is open: after every input, and whenever
// it has come to rest. Opening never touches what is saved; only the next input begins to save.
import { batch, computed, effect, signal } from "@preact/signals";
import { readText } from "../engine/assets";
import type { Crash, EngineClient } from "../engine/client";
import { t } from "../i18n";
import { ask, onInput, pause, seek, sentence, toast } from "./actions";
import * as app from "./app";
import { scenarios } from "./catalogue";
import { bare, filesOf, moveTo, naming, readFragment, readHead, writeFragment } from "./link";
import { openArchive } from "./run";
import { browserStore, type Kept, memoryStore, type Run, Runs } from "./save";
import { Spaced } from "./spaced";
import { canTakeApart, takeApart } from "./takeapart";
import { applyView, firstView, viewText } from "./view";

/** Where the course begins for somebody who comes without a link: at a prompt. */
const first = "hand-smtp";

// ── Where runs are kept ────────────────────────────────────────────────────────────────────────────────────────────

const random = () => Math.random().toString(36).slice(2, 10).padEnd(8, "0");
const session = browserStore("sessionStorage");
const runs = new Runs(
  [
    { store: browserStore("localStorage"), kept: "saved" },
    { store: session, kept: "tab" },
    { store: memoryStore(), kept: "memory" },
  ],
  random(),
  random,
);

/** How the open run is kept; "" while there is nothing to keep. */
export const kept = signal<Kept | "">("");

/** Changes whenever the list of saved runs may have. */
const listed = signal(0);
export const savedRuns = computed(() => {
  listed.value;
  return runs.list();
});

export function removeRun(id: string): void {
  runs.remove(id);
  listed.value++;
}

/** The run that is open; null while one is being opened. */
interface Open extends Run {
  continues: string; // The saved run that it was restored from, in another page's name.
  written: boolean; // Whether it is saved under its own id.
}
let open: Open | null = null;

/** The archive texts that the open scenario came from: its own files, and the run's. */
const source = signal({ archive: "", builtin: "" });

/** The scenario's files by name, as far as they are text: the lesson's questions and solution are looked up there. */
export const files = computed(() => filesOf(source.value.builtin || source.value.archive));

// ── Notices ────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Notice {
  kind: "info" | "error";
  text: string;
  actions: { label: string; run: () => void }[];
  crash?: Crash; // What a report can be made of.
}

/** The one thing that a person should know and may answer. */
export const notice = signal<Notice | null>(null);

function tell(text: string, ...actions: Notice["actions"]): void {
  notice.value = { kind: "info", text, actions };
}

// ── Opening ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Opens what the page's address asks for. On the first call it always ends in a living world. */
export async function openAddress(begins = false): Promise<void> {
  const w = t().run;
  const before = readSession();
  if (begins && before && before.hash === bare(location.hash)) {
    const run = runs.get(before.id);
    if (run && (await restore(run, true))) return;
  }
  const wish = await readFragment(location.hash);
  switch (wish.kind) {
    case "slug":
      return openSlug(wish.slug);
    case "archive":
      return openLink(wish.archive, keyOf(bare(location.hash)), begins);
    case "run": {
      const run = runs.get(wish.id);
      if (run && (await restore(run))) return;
      toast(w.noRun, "error");
      break;
    }
    case "anatomy": {
      const what = wish.sample ? { sample: wish.sample } : null;
      takeApart(what);
      if (!begins) return;
      // The world behind it comes meanwhile; it puts its own tab in front.
      const run = before && runs.get(before.id);
      if (!run || !(await restore(run, true))) await openSlug(first);
      return takeApart();
    }
    case "none":
      if (!begins) return;
      break;
    default:
      // An anchor within the page is no address of a world.
      if (!begins && wish.kind === "unknown") return;
      toast(w[wish.kind], "error");
  }
  if (begins || wish.kind !== "none") await openSlug(first);
}

function keyOf(fragment: string): string {
  return `${fragment.length}.${fragment.slice(-24)}`;
}

/** Opens a built-in scenario, going on with the latest saved run of it unless it is to be anew. */
export async function openSlug(slug: string, anew = false): Promise<void> {
  const entry = scenarios.find((s) => s.id === slug) ?? scenarios.find((s) => s.id === first) ?? scenarios[0];
  if (!entry) return fail(t().page.noScenarios);
  if (entry.id !== slug) toast(t().page.unknownScenario(slug), "error");
  const last = anew ? undefined : runs.list().find((r) => r.slug === entry.id && !r.custom && r.inputs > 0);
  if (last && (await restore(last))) return;
  try {
    const own = await readText(entry.file, entry.script);
    await begin(naming(entry.id, own), own, { slug: entry.id });
  } catch (e) {
    fail(e);
  }
}

function fail(e: unknown): void {
  const text = sentence(e);
  if (app.status.peek()) return void toast(text, "error");
  app.failure.value = text;
  app.phase.value = "failed";
}

/** Opens a link's archive. A bad one ends in a message and, on a fresh page, in a clean world. */
async function openLink(archive: string, link: string, begins: boolean): Promise<void> {
  const before = runs.list().find((r) => r.link === link);
  if (!(await openText(archive, link))) {
    if (begins) await openSlug(first, true);
    return;
  }
  const w = t().run;
  if (before && before.inputs > readHead(archive).inputs.length)
    tell(w.linkAgain, { label: w.goOn, run: () => void restore(before) });
}

/** Opens the text of an archive: a link's or a file's. Says whether that went well. */
export async function openText(archive: string, link = ""): Promise<boolean> {
  try {
    const { scenario } = readHead(archive);
    await begin(archive, await builtinOf(scenario), { slug: scenario, link });
    return true;
  } catch (e) {
    toast(t().run.refused(sentence(e)), "error");
    return false;
  }
}

/** The archive of a built-in scenario; "" for none. */
async function builtinOf(slug: string): Promise<string> {
  if (!slug) return "";
  const entry = scenarios.find((s) => s.id === slug);
  if (!entry) throw new Error(t().run.noScenario(slug));
  return readText(entry.file, entry.script);
}

/** Opens a file that was dropped or chosen: a run, or else a letter, which is taken apart. */
export async function openFile(file: File): Promise<void> {
  const isRun = /^(\uFEFF)?@ehlo /.test(await file.slice(0, 16).text());
  if (!isRun && canTakeApart()) return takeApart({ file });
  if (file.size > 8 << 20) return void toast(t().run.refused(t().run.tooLarge), "error");
  const text = (await file.text()).replace(/^\uFEFF/, "");
  if (!text.startsWith("@ehlo ")) return void toast(t().run.noArchive(file.name), "error");
  if (await openText(text)) history.replaceState(null, "", location.pathname + location.search);
}

/** Opens a saved run where it was left. */
export async function restore(run: Run, sameTab = false): Promise<boolean> {
  const w = t().run;
  // A run that stopped the page while it was being opened is not opened by itself again.
  if (session?.get("ehlo.opening") === run.id) {
    session.remove("ehlo.opening");
    tell(w.stoppedBefore, { label: w.openAgain, run: () => void restore(run) });
    return false;
  }
  session?.set("ehlo.opening", run.id);
  try {
    await begin(run.archive, run.custom ? "" : await builtinOf(run.slug), run, sameTab ? run : undefined);
    const hash = run.custom ? `/run/${run.id}` : `/s/${run.slug}`;
    if (!sameTab && bare(location.hash) !== hash) history.replaceState(null, "", `#${hash}`);
    if (!sameTab || run.inputs > 0) tell(w.restored, { label: w.again, run: () => void startAgain() });
    return true;
  } catch (e) {
    toast(w.refused(sentence(e)), "error");
    return false;
  } finally {
    session?.remove("ehlo.opening");
  }
}

/** Opens the present scenario once more from its beginning. The run so far stays in the list. */
export async function startAgain(): Promise<void> {
  if (!open) return;
  await writeNow();
  const { slug, custom, link } = open;
  notice.value = null;
  app.dialog.value = "";
  if (!custom) return openSlug(slug, true);
  await openText(freshArchives().archive, link);
}

/** The open scenario's archives without anything that was done. */
export function freshArchives(): { archive: string; builtin: string } {
  const { archive, builtin } = source.peek();
  const clean = archive.replace(/^@inputs\r?\n(\|.*\n)*/m, "").replace(/^@(at|view) .*\n/gm, "");
  return { archive: clean, builtin };
}

/** The first host whose mail program holds a prepared letter. */
function writer(): string {
  try {
    const file = JSON.parse(files.peek().get("scenario.json") ?? "") as {
      world?: { hosts?: { id: string; ua?: { drafts?: unknown[] } }[] };
    };
    return file.world?.hosts?.find((h) => h.ua?.drafts?.length)?.id ?? "";
  } catch {
    return "";
  }
}

/** Opens an archive and leads it to where it was left. Rejects when the engine refuses it. */
async function begin(archive: string, builtin: string, of: Partial<Run>, same?: Run): Promise<void> {
  const head = readHead(archive);
  const recorded = head.inputs.length > 0;
  await writeNow();
  notice.value = null;
  // A rebuilt run stands still until it is where it was left.
  if (app.status.peek()) pause();
  app.playing.value = !recorded;
  const opened = await openArchive(archive, builtin);
  const s = opened.scenario;
  batch(() => {
    source.value = { archive, builtin };
    kept.value = same ? runs.best : "";
  });
  open = {
    id: same?.id ?? random(),
    slug: s.id,
    custom: !s.builtin,
    title: s.title,
    archive,
    inputs: head.inputs.length,
    done: 0,
    steps: s.steps.length,
    at: same?.at ?? 0,
    link: of.link ?? "",
    page: "",
    continues: same ? "" : (of.id ?? ""),
    written: same !== undefined,
  };
  if (same) runs.claim(withoutOpen(open));
  if (recorded || head.at !== null) await seek(head.at ?? opened.status.end);
  if (recorded || opened.view) applyView(opened.view);
  else firstView(writer());
}

// ── Saving ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function withoutOpen({ continues: _, written: __, ...run }: Open): Run {
  return run;
}

/** Milliseconds between two saves. An export takes the engine longer the longer the run is. */
const savingRest = 500;

/** Asks the engine for the archive of now and saves it. */
const saver = new Spaced(async () => {
  if (notice.peek()?.kind === "info") notice.value = null;
  const mine = open;
  const answer = mine && (await ask({ op: "export", at: true, view: viewText() }));
  if (!mine || !answer || mine !== open) return;
  if (mine.written && mine.archive === answer.archive) return;
  mine.archive = answer.archive;
  mine.written = true;
  write(mine);
}, savingRest);

function write(mine: Open): void {
  const s = app.status.peek();
  mine.inputs = (s?.inputs ?? 0) + (s?.future ?? 0);
  mine.done = s?.lesson.steps.filter((x) => x.done).length ?? 0;
  mine.at = Date.now();
  const run = withoutOpen(mine);
  kept.value = runs.put(run, mine.continues);
  mine.id = run.id;
  mine.page = run.page;
  mine.continues = "";
  const hash = mine.custom ? `/run/${mine.id}` : `/s/${mine.slug}`;
  // An address that says where the run began would be copied in the belief that it says where it is.
  const stale = mine.custom || /^\d/.test(bare(location.hash)) || bare(location.hash).startsWith("/run/");
  if (stale && bare(location.hash) !== hash) history.replaceState(null, "", `#${hash}`);
  session?.set("ehlo.session", JSON.stringify({ id: mine.id, hash: bare(location.hash) }));
  listed.value++;
}

/** Saves the position of now: without asking the engine, unless an input is not saved yet. */
async function writeNow(): Promise<void> {
  clearTimeout(timer);
  if (saver.due) return saver.flush();
  const s = app.status.peek();
  if (!open?.written || !s || app.preview.peek() !== null) return;
  const archive = moveTo(open.archive, s.now, viewText());
  if (archive === open.archive) return;
  open.archive = archive;
  write(open);
}

let timer: ReturnType<typeof setTimeout> | undefined;

function readSession(): { id: string; hash: string } | null {
  try {
    return JSON.parse(session?.get("ehlo.session") ?? "null") as { id: string; hash: string } | null;
  } catch {
    return null;
  }
}

/** Starts keeping the run, and says what happened when the engine dies. */
export function watchRun(client: EngineClient): void {
  // A moment later: the view follows the input (a new terminal comes to the front), and is saved with it.
  onInput(() => void setTimeout(() => saver.ask()));
  let now = -1;
  effect(() => {
    const s = app.status.value;
    if (!s || s.now === now) return;
    now = s.now;
    clearTimeout(timer);
    timer = setTimeout(() => void writeNow(), 1000);
  });
  addEventListener("pagehide", () => void writeNow());
  document.addEventListener("visibilitychange", () => document.hidden && void writeNow());
  // Another tab has saved or removed a run.
  addEventListener("storage", (e) => {
    if (!e.key || e.key.startsWith("ehlo.run.")) listed.value++;
  });
  client.onCrash(crashed);
}

// ── Taking away ────────────────────────────────────────────────────────────────────────────────────────────────────

/** The archive of this very moment. */
export async function presentArchive(): Promise<string | undefined> {
  return (await ask({ op: "export", at: true, view: viewText() }))?.archive;
}

/** The address of an archive, on this page without embedding. */
export async function addressOf(archive: string): Promise<string> {
  const url = new URL(location.href);
  for (const name of ["embed", "view", "theme"]) url.searchParams.delete(name);
  url.hash = await writeFragment(archive);
  return url.href;
}

// ── When the engine dies ───────────────────────────────────────────────────────────────────────────────────────────

function crashed(crash: Crash): void {
  const w = t().run;
  const text =
    crash.outcome === "lost"
      ? w.crashLost
      : crash.outcome === "dropped"
        ? t().page.crashDropped(crash.input.length > 60 ? `${crash.input.slice(0, 60)}…` : crash.input)
        : t().page.crashRestored;
  notice.value = { kind: "error", text, actions: [], crash };
}

/** A link to the run as it was last saved; it needs no engine. */
export async function savedLink(): Promise<string> {
  return open ? addressOf(open.archive) : location.href;
}
