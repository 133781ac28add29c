// A host's mail program: boxes, letters, a reader, and what each press says on the wire.
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ClientView, MessageLine, MessageView } from "../../bridge/protocol";
import { t } from "../../i18n";
import { ask, input, selectMessage, watchConn } from "../../state/actions";
import { log, model, preview, scenario, status } from "../../state/app";
import { canTakeApart, takeApart } from "../../state/takeapart";
import { senderName } from "../inspector/sender";
import { Compose } from "./compose";
import {
  type Draft,
  emptyDraft,
  field,
  forward,
  forwardAttached,
  hasOthers,
  type Job,
  lastJob,
  replyTo,
  replyToAll,
  sentDrafts,
} from "./letter";

/** "512 B", "3.4 kB". */
export function sizeOf(n: number): string {
  return n < 1000 ? `${n} B` : n < 1_000_000 ? `${(n / 1000).toFixed(1)} kB` : `${(n / 1_000_000).toFixed(1)} MB`;
}

type BoxName = "inbox" | "sent" | "drafts";
const boxNames: BoxName[] = ["inbox", "sent", "drafts"];

/** What each program shows and what is being written in it; kept while its tab is away. */
interface Place {
  box: BoxName;
  id: number; // The letter in the reader; 0 for none.
  draft: Draft | null;
  writing: boolean;
  original: boolean;
  quiet: boolean; // What is written was opened by itself: it must not take the focus.
}
const places = signal<{ of: unknown; by: Record<string, Place> }>({ of: null, by: {} });
const nowhere: Place = { box: "inbox", id: 0, draft: null, writing: false, original: false, quiet: false };

function place(host: string): Place {
  return (places.value.of === scenario.value && places.value.by[host]) || nowhere;
}

function go(host: string, change: Partial<Place>): void {
  const by = places.peek().of === scenario.peek() ? places.peek().by : {};
  places.value = { of: scenario.peek(), by: { ...by, [host]: { ...(by[host] ?? nowhere), ...change } } };
}

/** The number of the last event that concerns a host's program among the first n: it is asked again when that changes. */
function lastEvent(host: string, n: number): number {
  for (let i = Math.min(n, log.events.length) - 1; i >= 0; i--) {
    const e = log.events[i];
    if (e?.host === host && e.ev === "client") return e.n;
    if (e?.ev === "input" && e.text?.startsWith(`mail ${host} `)) return e.n;
  }
  return 0;
}

/** The state of a host's mail program, asked anew whenever something has happened to it. */
function useClient(host: string): ClientView | null {
  const [got, setGot] = useState<{ of: unknown; view: ClientView } | null>(null);
  const n = lastEvent(host, model.value.n);
  const here = scenario.value;
  const held = preview.value !== null;
  const rebuilding = status.value?.busy ?? false;
  useEffect(() => {
    if (held || !here) return;
    let gone = false;
    // Several events come together; one question does for all.
    const timer = setTimeout(() => {
      void ask({ op: "client", host }).then((view) => {
        if (view && !gone) setGot({ of: here, view });
      });
    }, 30);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [host, n, here, held, rebuilding]);
  return got?.of === here ? got.view : null;
}

function useLetter(host: string, box: BoxName, id: number): MessageView | null {
  const [letter, setLetter] = useState<MessageView | null>(null);
  const here = scenario.value;
  useEffect(() => {
    let gone = false;
    setLetter(null);
    if (!id) return;
    void ask({ op: "message", ref: { at: "client", host, box, id } }).then((got) => {
      if (got && !gone) setLetter(got);
    });
    return () => {
      gone = true;
    };
  }, [host, box, id, here]);
  return letter;
}

export function MailProgram({ host }: { host: string }) {
  const w = t().mail;
  const view = useClient(host);
  const at = place(host);
  const root = useRef<HTMLDivElement>(null);
  const list = view?.boxes.find((b) => b.name === at.box)?.messages ?? [];
  const letter = useLetter(host, at.box, list.some((l) => l.uid === at.id) ? at.id : 0);
  // A letter that the scenario has prepared lies open: nobody should have to look for it.
  useLayoutEffect(() => {
    if (!view || (places.peek().of === scenario.peek() && places.peek().by[host])) return;
    const draft = openDrafts(host, view)[0];
    if (draft) go(host, { box: "drafts", draft, writing: true, quiet: true });
  }, [view === null, host]);
  if (!view) return <p class="empty">{w.opening}</p>;

  const focusRow = (id: number) =>
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus());
  const read = (line: MessageLine, focus = false) => {
    go(host, { id: line.uid, writing: false, original: false });
    selectMessage({ at: "client", host, box: at.box, id: line.uid }, line.msg);
    // A letter that was written here need not be told that it is read.
    if (at.box === "inbox" && line.flags.length === 0) void input(`mail ${host} read ${at.box} ${line.uid}`);
    if (focus) requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(".reader")?.focus());
  };
  const write = (draft: Draft) => go(host, { draft, writing: true, quiet: false });
  const remove = (line: MessageLine) => {
    const i = list.indexOf(line);
    const next = list[i - 1] ?? list[i + 1];
    void input(`mail ${host} delete ${at.box} ${line.uid}`);
    go(host, { id: 0 });
    if (next) focusRow(next.uid);
  };
  const reply = () => letter && write(replyTo(letter, w.wrote));
  const replyAll = () => letter && write(replyToAll(letter, view.user, w.wrote));
  const pass = () => letter && write(forward(letter, w.forwarded));
  const passAttached = () => letter && write(forwardAttached(letter));
  const fetch = () => {
    if (at.box !== "inbox") go(host, { box: "inbox", id: 0 });
    void input(`mail ${host} fetch`);
  };

  const keys = (e: KeyboardEvent) => {
    const node = e.target as HTMLElement;
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName))
      return;
    // The newest letter stands at the top.
    const shown = [...list].reverse();
    const i = shown.findIndex((l) => String(l.uid) === (node.dataset.id ?? String(at.id)));
    const line = shown[i];
    const move = (to: number) => {
      const l = shown[Math.max(0, Math.min(shown.length - 1, to))];
      if (l) focusRow(l.uid);
    };
    switch (e.key) {
      case "j":
      case "ArrowDown":
        if (e.key === "ArrowDown" && !node.dataset.id) return;
        move(i + 1);
        break;
      case "k":
      case "ArrowUp":
        if (e.key === "ArrowUp" && !node.dataset.id) return;
        move(i - 1);
        break;
      case "Home":
      case "End":
        if (!node.dataset.id) return;
        move(e.key === "Home" ? 0 : shown.length - 1);
        break;
      case "Enter":
      case "o":
        if (!node.dataset.id || !line) return;
        read(line, true);
        break;
      case "r":
        reply();
        break;
      case "a":
        replyAll();
        break;
      case "f":
        pass();
        break;
      case "F":
        passAttached();
        break;
      case "c":
        write(at.draft ?? emptyDraft);
        break;
      case "g":
        fetch();
        break;
      case "Delete":
      case "#":
        if (line) remove(line);
        break;
      case "Escape":
        if (!at.id) return;
        go(host, { id: 0 });
        if (line) focusRow(line.uid);
        break;
      default:
        return;
    }
    e.preventDefault();
  };

  const stage = at.writing ? "writing" : at.id && letter ? "reading" : "";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of a mail program, beside buttons for the same.
    <div ref={root} class={`mail ${stage}`} onKeyDown={keys}>
      <div class="bar-top" role="toolbar" aria-label={w.program(host)}>
        <button type="button" class="btn main" title={`${w.compose} (C)`} onClick={() => write(at.draft ?? emptyDraft)}>
          {w.compose}
        </button>
        <button
          type="button"
          class="btn fetch"
          title={`${t().panel.getMail} (G)`}
          disabled={view.busy === "fetching"}
          onClick={fetch}
        >
          {t().panel.getMail}
        </button>
        <label class="mode" title={w.modeTitle}>
          <span class="k">{w.mode}</span>
          <select
            class="field"
            value={view.mode}
            onChange={(e) => void input(`mail ${host} mode ${e.currentTarget.value}`)}
          >
            <option value="keep">{w.modes.keep}</option>
            <option value="delete">{w.modes.delete}</option>
          </select>
        </label>
        <span class="gap" />
        <span class="who k">{view.name ? `${view.name} · ${view.user}` : view.user}</span>
      </div>
      <Progress host={host} />
      <div class="panes">
        <Boxes host={host} view={view} at={at} />
        {at.box === "drafts" ? (
          <Drafts host={host} view={view} write={write} at={at} />
        ) : (
          <List list={list} box={at.box} id={at.id} read={read} />
        )}
        <div class="right">
          {at.writing && at.draft ? (
            <Compose
              key={host}
              host={host}
              from={view.name ? `${view.name} <${view.user}>` : view.user}
              draft={at.draft}
              quiet={at.quiet}
              change={(draft) => go(host, { draft })}
              sent={() => {
                const more = openDrafts(host, view).some((d) => d.prepared !== at.draft?.prepared);
                go(host, { writing: false, draft: null, box: more ? "drafts" : "sent" });
              }}
              keep={() => go(host, { writing: false })}
              drop={() => go(host, { writing: false, draft: null })}
            />
          ) : at.id && letter ? (
            <Reader
              letter={letter}
              original={at.original}
              toggle={() => go(host, { original: !at.original })}
              reply={reply}
              replyAll={hasOthers(letter, view.user) ? replyAll : null}
              forward={pass}
              forwardAttached={passAttached}
              remove={() => {
                const line = list.find((l) => l.uid === at.id);
                if (line) remove(line);
              }}
              back={() => {
                go(host, { id: 0 });
                focusRow(at.id);
              }}
            />
          ) : (
            <p class="empty">{w.nothingOpen}</p>
          )}
        </div>
      </div>
    </div>
  );
}

// ── What the last press did ────────────────────────────────────────────────────────────────────────────────────────

/** How a job stands, in the page's language; what the other side said stays as it was said. */
function inWords(job: Job): string {
  const w = t().mail;
  if (job.act === "start") return job.what === "send" ? w.sending : w.fetching;
  const queued = /^accepted(?: as (.+))?$/.exec(job.text);
  if (queued) return queued[1] ? w.acceptedAs(queued[1]) : w.accepted;
  const count = /^(\d+) new, (\d+) on the server$/.exec(job.text);
  if (count) return w.fetched(Number(count[1]), Number(count[2]));
  return job.what === "send" ? w.sendFailed(job.text) : w.fetchFailed(job.text);
}

function Progress({ host }: { host: string }) {
  const w = t().mail;
  const job = lastJob(log.events, model.value.n, host);
  return (
    <div class={`progress ${job?.act ?? ""}`} role="status">
      {job ? (
        <>
          <span>
            {job.act === "done" ? "✓ " : job.act === "failed" ? "✗ " : "… "}
            {inWords(job)}
          </span>
          {job.conn > 0 && (
            <button type="button" class="link" onClick={() => watchConn(job.conn)}>
              {w.onTheWire}
            </button>
          )}
        </>
      ) : (
        <span class="k">{w.idle}</span>
      )}
    </div>
  );
}

// ── The panes ──────────────────────────────────────────────────────────────────────────────────────────────────────

function Boxes({ host, view, at }: { host: string; view: ClientView; at: Place }) {
  const w = t().mail;
  const waiting = openDrafts(host, view).length + (isOwn(at.draft) ? 1 : 0);
  const keys = (e: KeyboardEvent) => {
    const all = [...(e.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("button")];
    const i = all.indexOf(e.target as HTMLElement);
    const to = { ArrowDown: i + 1, ArrowUp: i - 1, ArrowRight: i + 1, ArrowLeft: i - 1 }[e.key];
    if (to === undefined || i < 0) return;
    e.preventDefault();
    all[(to + all.length) % all.length]?.focus();
  };
  return (
    <nav class="boxes" aria-label={w.boxes} onKeyDown={keys}>
      {boxNames.map((name) => {
        const messages = view.boxes.find((b) => b.name === name)?.messages ?? [];
        const unread = name === "inbox" ? messages.filter((m) => m.flags.length === 0).length : 0;
        const count = name === "drafts" ? waiting : messages.length;
        return (
          <button
            key={name}
            type="button"
            tabIndex={at.box === name ? 0 : -1}
            {...(at.box === name ? { "aria-current": "page" } : {})}
            aria-label={w.boxLabel(w.box[name], count, unread)}
            onClick={() => go(host, { box: name, id: 0, writing: false })}
          >
            <span>{w.box[name]}</span>
            <span class={unread ? "unread" : "k"}>{unread || count || ""}</span>
          </button>
        );
      })}
    </nav>
  );
}

const dateOf = (text: string) => /\d{1,2} \w{3}/.exec(text)?.[0] ?? text;

function List(props: {
  list: MessageLine[];
  box: BoxName;
  id: number;
  read: (l: MessageLine, focus?: boolean) => void;
}) {
  const w = t().mail;
  const { list, box, id } = props;
  if (!list.length) return <p class="mail-list empty">{w.empty[box]}</p>;
  const shown = [...list].reverse();
  const home = shown.some((l) => l.uid === id) ? id : shown[0]?.uid;
  return (
    <ul class="mail-list" aria-label={w.box[box]}>
      {shown.map((l) => {
        const fresh = box === "inbox" && l.flags.length === 0;
        return (
          <li key={l.uid}>
            <button
              type="button"
              data-id={l.uid}
              class={fresh ? "fresh" : ""}
              tabIndex={l.uid === home ? 0 : -1}
              {...(l.uid === id ? { "aria-current": "true" } : {})}
              onClick={() => props.read(l)}
            >
              <span class="first-line">
                <span class="person">
                  {fresh && (
                    <>
                      <span class="pip" aria-hidden="true" />
                      <span class="hush">{w.unread} </span>
                    </>
                  )}
                  {senderName(box === "sent" ? l.to : l.from) || w.nobody}
                </span>
                <time>{dateOf(l.date)}</time>
              </span>
              <span class="about">{l.subject || w.noSubject}</span>
              <span class="gist">{l.preview}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Whether there is something in a draft that only its writer has. */
function isOwn(d: Draft | null): boolean {
  return d !== null && d.prepared === 0 && Boolean(d.to || d.cc || d.subject || d.body || d.attachments.length);
}

/** The scenario's prepared letters that have not been sent. */
function openDrafts(host: string, view: ClientView): (Draft & { prepared: number })[] {
  const sent = sentDrafts(log.events, model.value.n, host);
  return view.drafts.map((d, i) => ({ ...emptyDraft, ...d, prepared: i + 1 })).filter((d) => !sent.has(d.prepared));
}

function Drafts(props: { host: string; view: ClientView; at: Place; write: (d: Draft) => void }) {
  const w = t().mail;
  const prepared = openDrafts(props.host, props.view);
  const own = isOwn(props.at.draft) ? [props.at.draft as Draft] : [];
  if (prepared.length + own.length === 0) return <p class="mail-list empty">{w.empty.drafts}</p>;
  return (
    <ul class="mail-list" aria-label={w.box.drafts}>
      {[...own, ...prepared].map((d) => (
        <li key={d.prepared}>
          <button type="button" onClick={() => props.write(d)}>
            <span class="first-line">
              <span class="person">{senderName(d.to) || w.nobody}</span>
              <span class="k">{d.prepared ? w.prepared : ""}</span>
            </span>
            <span class="about">{d.subject || w.noSubject}</span>
            <span class="gist">{d.body}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Reader(props: {
  letter: MessageView;
  original: boolean;
  toggle: () => void;
  reply: () => void;
  replyAll: (() => void) | null; // Null when that would be the same.
  forward: () => void;
  forwardAttached: () => void;
  remove: () => void;
  back: () => void;
}) {
  const w = t().mail;
  const { letter } = props;
  const html =
    letter.parts.some((p) => p.type === "text/html") && !letter.parts.some((p) => p.type === "text/plain" && !p.name);
  const files = letter.parts.filter((p) => p.name || !/^(text|multipart)\//.test(p.type));
  const summary: [string, string][] = (["from", "to", "cc", "date"] as const)
    .map((n): [string, string] => [w[n], field(letter, n)])
    .filter(([, value]) => value);
  return (
    <article class="reader" tabIndex={-1} aria-label={field(letter, "subject") || w.noSubject}>
      <div class="tools">
        <button type="button" class="btn quiet back" aria-label={w.back} title={w.back} onClick={props.back}>
          ←
        </button>
        <button type="button" class="btn small" title={`${w.reply} (R)`} onClick={props.reply}>
          {w.reply}
        </button>
        {props.replyAll && (
          <button type="button" class="btn small" title={`${w.replyAll} (A)`} onClick={props.replyAll}>
            {w.replyAll}
          </button>
        )}
        <button type="button" class="btn small" title={`${w.forward} (F)`} onClick={props.forward}>
          {w.forward}
        </button>
        <button
          type="button"
          class="btn small"
          title={`${w.forwardAttachedTitle} (Shift+F)`}
          onClick={props.forwardAttached}
        >
          {w.forwardAttached}
        </button>
        <span class="gap" />
        <button type="button" class="btn quiet small" aria-pressed={props.original} onClick={props.toggle}>
          {w.original}
        </button>
        {canTakeApart() && (
          <button type="button" class="btn quiet small" onClick={() => takeApart({ ref: letter.ref })}>
            {w.takeApart}
          </button>
        )}
        <button type="button" class="btn quiet small" title={w.deleteTitle} onClick={props.remove}>
          {w.delete}
        </button>
      </div>
      {props.original ? (
        <pre class="original">{letter.raw}</pre>
      ) : (
        <>
          <h3>{field(letter, "subject") || <span class="k">{w.noSubject}</span>}</h3>
          <dl>
            {summary.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {html && <p class="box truth">{w.html}</p>}
          <div class={html ? "text mono" : "text"}>{letter.body || <span class="k">{w.noText}</span>}</div>
          {files.length > 0 && (
            <ul class="files" aria-label={w.attachments}>
              {files.map((p) => (
                <li key={p.path}>
                  {p.name || p.type}{" "}
                  <span class="k">
                    {p.name && p.type} · {p.encoding} · {sizeOf(p.size)}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </article>
  );
}
