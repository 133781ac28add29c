// The sheets of sharing: the link that holds everything, the code for embedding, beginning anew.
import { useEffect, useRef, useState } from "preact/hooks";
import { pick, t } from "../../i18n";
import { civil, dialog, lang, now, scenario, selection, size, uncopied } from "../../state/app";
import { addressOf, kept, presentArchive, startAgain } from "../../state/open";
import { type EmbedView, embedViews } from "../../state/route";
import { clock } from "../../state/time";
import { type Item, provide } from "../shell/provide";
import { Sheet } from "../shell/sheet";
import { copyText } from "./copy";
import { wish } from "./frame";
import { chooseFile } from "./runs";
import { takeArchive, takeLetter, takeTranscript } from "./take";

function show(name: typeof dialog.value): void {
  dialog.value = name;
}

function shareCommands(): Item[] {
  const w = { ...t().share, ...t().sheets };
  const group = w.group;
  const take: [string, () => unknown][] = [
    [w.transcript, takeTranscript],
    [w.archive, takeArchive],
  ];
  if (selection.value.ref) take.push([w.letter, takeLetter]);
  return [
    { group, title: w.title, run: () => show("share") },
    { group, title: w.embedTitle, run: () => show("embed") },
    ...take.map(([title, run]) => ({ group: w.export, title, run: () => void run() })),
    { group, title: w.openFile, run: chooseFile },
    { group: t().commands.scenario, title: t().commands.restart, run: () => show("restart") },
  ];
}

provide(shareCommands);

// ── The link ───────────────────────────────────────────────────────────────────────────────────────────────────────

const long = 2000; // Some programs cut longer links.
const tooLong = 8000; // Most do.

export function ShareSheet() {
  const w = { ...t().share, ...t().sheets };
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
export function CopySheet() {
  const w = t().sheets;
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

export function EmbedSheet() {
  const w = t().sheets;
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

// ── Beginning anew ─────────────────────────────────────────────────────────────────────────────────────────────────

export function RestartSheet() {
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
