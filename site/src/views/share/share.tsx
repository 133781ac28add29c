// Sharing and keeping: the link that holds everything, the code for embedding, files, saved runs, and notices about them.
import { useEffect, useRef, useState } from "preact/hooks";
import { pick, t } from "../../i18n";
import { civil, dialog, lang, now, phase, route, scenario, selection, size } from "../../state/app";
import {
  addressOf,
  kept,
  notice,
  openFile,
  presentArchive,
  removeRun,
  restore,
  savedRuns,
  startAgain,
} from "../../state/open";
import { type EmbedView, embedViews } from "../../state/route";
import type { Run } from "../../state/save";
import { clock } from "../../state/time";
import { type Item, provide } from "../shell/palette";
import { Icon, MenuButton, Sheet } from "../shell/ui";
import { copyReport, copyText, uncopied } from "./copy";
import { wish } from "./frame";
import { takeArchive, takeLetter, takeTranscript } from "./take";

function show(name: typeof dialog.value): void {
  dialog.value = name;
}

// ── The header ─────────────────────────────────────────────────────────────────────────────────────────────────────

export function ShareButtons() {
  const w = t().share;
  if (phase.value !== "ready") return null;
  const phone = size.value === "phone";
  return (
    <>
      <Badge />
      {!phone && (
        <>
          <MenuButton label={w.export} class="btn" items={exports()}>
            {w.export}
          </MenuButton>
          <button type="button" class="btn" onClick={() => show("embed")}>
            {w.embed}
          </button>
        </>
      )}
      <button type="button" class="btn main" onClick={() => show("share")}>
        {phone ? w.short : w.title}
      </button>
    </>
  );
}

function exports() {
  const w = t().share;
  return [
    { label: w.transcript, run: takeTranscript },
    { label: w.archive, run: () => void takeArchive() },
    ...(selection.value.ref ? [{ label: w.letter, run: () => void takeLetter() }] : []),
  ];
}

/** How well the run is kept, in words. */
function Badge() {
  const k = kept.value;
  if (!k || (size.value === "phone" && k === "saved")) return null;
  const [word, why] = t().share.kept[k] ?? ["", ""];
  return (
    <span class={`kept ${k}`} title={why}>
      {k === "saved" ? "✓ " : ""}
      {word}
      <span class="hush"> {why}</span>
    </span>
  );
}

function shareCommands(): Item[] {
  const w = t().share;
  const group = w.group;
  return [
    { group, title: w.title, run: () => show("share") },
    { group, title: w.embedTitle, run: () => show("embed") },
    ...exports().map((x) => ({ group: w.export, title: x.label, run: x.run })),
    { group, title: w.openFile, run: chooseFile },
    { group: t().commands.scenario, title: t().commands.restart, run: () => show("restart") },
  ];
}

provide(shareCommands);

// ── The link ───────────────────────────────────────────────────────────────────────────────────────────────────────

const long = 2000; // Some programs cut longer links.
const tooLong = 8000; // Most do.

function ShareSheet() {
  const w = t().share;
  const [link, setLink] = useState("");
  const [copied, setCopied] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    void presentArchive()
      .then((a) => (a ? addressOf(a) : ""))
      .then(setLink);
  }, []);
  useEffect(() => button.current?.focus(), [link !== ""]);
  const n = link.length;
  const at = clock(civil.value, now.peek());
  return (
    <Sheet title={w.title}>
      <div class="inside share">
        <p>{w.holds(at)}</p>
        <textarea
          class="field link-text"
          readonly
          rows={n > 300 ? 5 : 3}
          aria-label={w.link}
          value={link}
          onFocus={(e) => e.currentTarget.select()}
        />
        <p class={n > long ? "k long" : "k"} role="status">
          {n > 0 && w.length(n)}
          {n > tooLong ? ` ${w.tooLong}` : n > long ? ` ${w.long}` : ""}
        </p>
        <div class="row">
          <button
            ref={button}
            type="button"
            class={`btn ${n > tooLong ? "" : "main"}`}
            disabled={!n}
            onClick={() => void copyText(link, w.copied).then(setCopied)}
          >
            {w.copy}
          </button>
          <button type="button" class={`btn ${n > tooLong ? "main" : ""}`} onClick={() => void takeArchive()}>
            {w.saveFile}
          </button>
          <span class="gap" />
          <button type="button" class="btn quiet" onClick={chooseFile}>
            {w.openFile}
          </button>
          {size.value === "phone" && (
            <button type="button" class="btn quiet" onClick={takeTranscript}>
              {w.transcript}
            </button>
          )}
        </div>
        <p class="k" role="status">
          {copied ? <b class="right">✓ {w.copied}</b> : w.private}
        </p>
      </div>
    </Sheet>
  );
}

/** When nothing else copies: the text, selected, and what to press. */
function CopySheet() {
  const w = t().share;
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.select(), []);
  return (
    <Sheet title={w.copy}>
      <div class="inside share">
        <p>{w.byHand}</p>
        <textarea ref={area} class="field link-text" readonly rows={6} aria-label={w.link} value={uncopied.value} />
      </div>
    </Sheet>
  );
}

// ── Embedding ──────────────────────────────────────────────────────────────────────────────────────────────────────

const escapeAttr = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** The frame's source text. */
export function snippet(of: { url: string; title: string; height: number; popups: boolean }): string {
  const sandbox = `allow-scripts${of.popups ? " allow-popups allow-popups-to-escape-sandbox" : ""}`;
  return (
    `<iframe src="${escapeAttr(of.url)}" title="${escapeAttr(of.title)}" width="100%" height="${of.height}" ` +
    `style="border:0" loading="lazy" sandbox="${sandbox}" allow="clipboard-write *; fullscreen *"></iframe>`
  );
}

function EmbedSheet() {
  const w = t().share;
  const s = scenario.value;
  const [views, setViews] = useState<EmbedView[]>(["lesson", "console", "map"]);
  const [chosen, setHeight] = useState(0);
  const [exact, setExact] = useState(!s?.builtin);
  const [popups, setPopups] = useState(true);
  const [speak, setSpeak] = useState("");
  const [link, setLink] = useState("");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    void presentArchive()
      .then((a) => (a ? addressOf(a) : location.href))
      .then(setLink);
  }, []);
  const height = chosen || wish(views, false);
  const url = new URL(link || location.href);
  if (!exact && s) url.hash = `/s/${s.id}`;
  const query = `?embed=1&view=${views.join()}${speak ? `&lang=${speak}` : ""}`;
  const code = snippet({
    url:
      url.origin === "null"
        ? `${url.href.split(/[?#]/)[0]}${query}${url.hash}`
        : url.origin + url.pathname + query + url.hash,
    title: `EHLO World: ${pick(s?.title)}`,
    height,
    popups,
  });
  const names = views.map((v) => w.views[v]).join(lang.value === "zh" ? "、" : ", ");
  return (
    <Sheet title={w.embedTitle}>
      <div class="inside share">
        <fieldset>
          <legend>{w.shows}</legend>
          {embedViews.map((v) => (
            <label key={v}>
              <input
                type="checkbox"
                checked={views.includes(v)}
                onChange={(e) =>
                  setViews(embedViews.filter((x) => (x === v ? e.currentTarget.checked : views.includes(x))))
                }
              />
              {w.views[v]}
            </label>
          ))}
        </fieldset>
        <div class="row">
          <label>
            {w.height}{" "}
            <input
              class="field"
              type="number"
              min={240}
              max={2000}
              step={20}
              value={height}
              onChange={(e) => setHeight(Math.min(2000, Math.max(240, e.currentTarget.valueAsNumber || 0)))}
            />
          </label>
          <label>
            {w.language}{" "}
            <select class="field" value={speak} onChange={(e) => setSpeak(e.currentTarget.value)}>
              <option value="">{w.readers}</option>
              <option value="en">English</option>
              <option value="zh">中文</option>
            </select>
          </label>
        </div>
        {s?.builtin && (
          <label>
            <input type="checkbox" checked={exact} onChange={(e) => setExact(e.currentTarget.checked)} />
            {w.exact}
          </label>
        )}
        <label>
          <input type="checkbox" checked={popups} onChange={(e) => setPopups(e.currentTarget.checked)} />
          {w.popups}
        </label>
        <p class="k" role="status">
          {w.preview(names, height, exact)}
          {code.length > tooLong && ` ${w.codeLong}`}
        </p>
        <textarea
          class="field link-text"
          readonly
          rows={5}
          aria-label={w.code}
          value={code}
          onFocus={(e) => e.currentTarget.select()}
        />
        <div class="row">
          <button
            type="button"
            class="btn main"
            disabled={!views.length}
            onClick={() => void copyText(code, w.codeCopied).then(setCopied)}
          >
            {w.copyCode}
          </button>
        </div>
        <p class="k" role="status">
          {copied ? <b class="right">✓ {w.codeCopied}</b> : w.embedNote}
        </p>
      </div>
    </Sheet>
  );
}

// ── Files ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Asks for a file to open. */
export function chooseFile(): void {
  const field = document.createElement("input");
  field.type = "file";
  field.accept = ".txt,.ehlo,text/plain,.eml,.mbox,message/rfc822,application/mbox";
  field.onchange = () => {
    const file = field.files?.[0];
    dialog.value = "";
    if (file) void openFile(file);
  };
  field.click();
}

/** A file that is dropped anywhere on the page is opened. */
function useDrop() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const ours = (e: DragEvent) => !e.defaultPrevented && e.dataTransfer?.types.includes("Files");
    const drag = (e: DragEvent) => {
      if (!ours(e)) return;
      e.preventDefault();
      setOver(true);
    };
    const leave = (e: DragEvent) => {
      if (!e.relatedTarget) setOver(false);
    };
    const drop = (e: DragEvent) => {
      setOver(false);
      if (!ours(e)) return;
      e.preventDefault();
      const file = e.dataTransfer?.files[0];
      if (file) void openFile(file);
    };
    addEventListener("dragover", drag);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", drag);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);
  return over;
}

// ── Saved runs ─────────────────────────────────────────────────────────────────────────────────────────────────────

function ago(at: number): string {
  const minutes = Math.round((at - Date.now()) / 60_000);
  const words = new Intl.RelativeTimeFormat(lang.value === "zh" ? "zh-CN" : "en", { numeric: "auto" });
  if (minutes > -60) return words.format(minutes, "minute");
  if (minutes > -1440) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 1440), "day");
}

/** The runs that this browser has kept, for the scenario picker. */
export function SavedRuns() {
  const w = t().share;
  const open = (run: Run) => {
    dialog.value = "";
    void restore(run);
  };
  return (
    <section class="runs">
      <h3>
        {w.runs}
        <button type="button" class="btn quiet small" onClick={chooseFile}>
          {w.openFile}
        </button>
      </h3>
      {savedRuns.value.length === 0 && <p class="k">{w.noRuns}</p>}
      <ul>
        {savedRuns.value.map((run) => (
          <li key={run.id}>
            <button type="button" class="btn quiet" onClick={() => open(run)}>
              <span>{pick(run.title)}</span>
              <span class="k">
                {w.progress(run.done, run.steps, run.inputs)} · {ago(run.at)}
              </span>
            </button>
            <button
              type="button"
              class="btn quiet small"
              aria-label={w.remove(pick(run.title))}
              title={w.remove(pick(run.title))}
              onClick={() => removeRun(run.id)}
            >
              <Icon name="close" size={12} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RestartSheet() {
  const w = t().lesson;
  return (
    <Sheet title={w.again}>
      <div class="inside share">
        <p>{kept.value === "saved" ? w.againKept : w.againLost}</p>
        <div class="row">
          <button type="button" class="btn main" autofocus onClick={() => void startAgain()}>
            {w.again}
          </button>
          <button type="button" class="btn" onClick={() => show("")}>
            {w.goOn}
          </button>
        </div>
      </div>
    </Sheet>
  );
}

// ── What lies over the page ────────────────────────────────────────────────────────────────────────────────────────

export function ShareLayer() {
  const over = useDrop();
  const n = notice.value;
  const close = () => {
    notice.value = null;
  };
  return (
    <>
      <div class="notices" role={n?.kind === "error" ? "alert" : "status"}>
        {n && (
          <div class={`toast ${n.kind}`}>
            <span>{n.text}</span>
            {n.actions.map((a) => (
              <button
                key={a.label}
                type="button"
                class="btn small"
                onClick={() => {
                  if (n.kind === "info") close();
                  a.run();
                }}
              >
                {a.label}
              </button>
            ))}
            {n.crash && (
              <button type="button" class="btn small" onClick={() => n.crash && void copyReport(n.crash)}>
                {t().run.report}
              </button>
            )}
            <button type="button" class="btn quiet small" aria-label={t().page.dismiss} onClick={close}>
              <Icon name="close" size={12} />
            </button>
          </div>
        )}
      </div>
      {route.value.embed && kept.value !== "saved" && <Badge />}
      {over && <div class="drop-here">{t().share.dropHere}</div>}
      {dialog.value === "copy" && <CopySheet />}
      {dialog.value === "share" && <ShareSheet />}
      {dialog.value === "embed" && <EmbedSheet />}
      {dialog.value === "restart" && <RestartSheet />}
    </>
  );
}
