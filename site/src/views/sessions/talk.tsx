// One conversation: a terminal of the person, a shell that is still to open, or a connection of two programs.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { openTerminal, toast } from "../../state/actions";
import { bytesView, connectFrom, dialog, model, preview, spoken } from "../../state/app";
import { type Conn, type Line, lineText, type Term } from "../../state/fold";
import { Log } from "./log";
import { Prompt, putInPrompt, shellLines, type Target } from "./prompt";

/** How many lines of each tab the person has cleared away (Ctrl+L); the log itself is kept. */
const cleared = signal<Record<string, number>>({});

const noLines: readonly Line[] = [];

export function Talk({ tab }: { tab: string }) {
  const m = model.value;
  const [kind = "", rest = ""] = [tab.slice(0, tab.indexOf(":")), tab.slice(tab.indexOf(":") + 1)];
  const term = kind === "term" ? m.terms.get(Number(rest)) : undefined;
  const conn = m.conns.get(kind === "conn" ? Number(rest) : (term?.conn ?? 0));
  const lines = term?.lines ?? (kind === "conn" ? conn?.lines : undefined) ?? noLines;
  const from = Math.min(cleared.value[tab] ?? 0, lines.length);
  useSpeech(tab, lines);

  const w = t().sessions;
  const host = term?.host ?? (kind === "new" ? rest : "");
  const again = host ? (text: string) => putInPrompt(text) : null;
  return (
    <div class="talk">
      <Head term={term} conn={conn} lines={lines} />
      {lines.length === 0 ? (
        <Hello host={host} />
      ) : (
        <Log
          key={tab}
          lines={lines}
          from={from}
          label={w.log}
          again={again}
          unclear={() => {
            cleared.value = { ...cleared.value, [tab]: 0 };
          }}
        />
      )}
      {host ? (
        <Prompt
          target={target(tab, host, term, conn)}
          clear={() => {
            cleared.value = { ...cleared.value, [tab]: lines.length };
          }}
        />
      ) : (
        <div class="watching">
          {w.watching}
          <button
            type="button"
            class="btn"
            onClick={() => {
              connectFrom.value = { host: "", to: conn?.to ?? "", port: conn?.port ?? 0 };
              dialog.value = "connect";
            }}
          >
            {w.speak}
          </button>
        </div>
      )}
    </div>
  );
}

function target(tab: string, host: string, term: Term | undefined, conn: Conn | undefined): Target {
  const last = model.value.conns.get(term?.last ?? 0);
  const lost = term && !conn && last && !last.live ? `telnet ${last.to} ${last.port}` : "";
  return {
    tab,
    host,
    term: term?.id ?? 0,
    peer: conn ? conn.to : "",
    letter: conn?.track.inData ?? false,
    history: term?.history ?? [],
    progress: `${conn?.id ?? 0} ${conn?.state ?? ""} ${conn?.events.length ?? 0} ${conn?.track.inData ?? ""} ${conn?.letter.phase ?? ""}`,
    pending: conn?.act === "attempt",
    reconnect: lost,
  };
}

/** Where the conversation stands, and what can be done with its text. */
function Head({ term, conn, lines }: { term: Term | undefined; conn: Conn | undefined; lines: readonly Line[] }) {
  const w = t().sessions;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(transcript(lines));
      toast(w.copied);
    } catch {
      toast(w.copyFailed, "error");
    }
  };
  const m = model.value;
  if (!lines.length) return <div />;
  const c = conn ?? m.conns.get(term?.last ?? 0);
  return (
    <div class="talk-head">
      {c?.live && c.state && <span class="state">{c.state}</span>}
      {c && (
        <span class="peers">
          {c.fromIP} → {c.toIP}
          {c.user && ` · ${c.user}`}
        </span>
      )}
      <span class="gap" />
      <button
        type="button"
        class="btn quiet small"
        aria-pressed={bytesView.value}
        title={w.bytesTitle}
        onClick={() => {
          bytesView.value = !bytesView.value;
        }}
      >
        {w.bytes}
      </button>
      <button type="button" class="btn quiet small" onClick={() => void copy()}>
        {w.copy}
      </button>
    </div>
  );
}

/** A transcript as plain text with its prompts, as it would stand in a book. */
export function transcript(lines: readonly Line[]): string {
  const sign = { c: "C: ", s: "S: ", sh: "$ ", out: "", note: "-- " };
  return lines
    .map((l) => sign[l.who] + (l.who === "note" ? (t().sessions.notes[l.text] ?? l.text) : lineText(l)))
    .join("\n");
}

/** An empty shell invites: one press connects. */
function Hello({ host }: { host: string }) {
  const w = t().sessions;
  if (!host) return <p class="empty">{w.emptyConn}</p>;
  const lines = shellLines(host).filter((l) => l.startsWith("telnet"));
  return (
    <div class="hello">
      <p class="big">{w.emptyShell(host)}</p>
      <p>{w.emptyHint}</p>
      <div class="services">
        {lines.slice(0, 4).map((l) => (
          <button key={l} type="button" class="chip" onClick={() => void openTerminal(host, l)}>
            {l}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Says each reply once to those who listen, when its last line has come. */
function useSpeech(tab: string, lines: readonly Line[]) {
  const said = useRef({ tab: "", count: 0 });
  useEffect(() => {
    const before = said.current;
    said.current = { tab, count: lines.length };
    if (before.tab !== tab || lines.length <= before.count || preview.peek() !== null) return;
    const fresh = lines
      .slice(Math.max(before.count, lines.length - 40))
      .filter((l) => l.who === "s" || l.who === "out" || l.who === "note");
    const first = fresh[0];
    if (!first) return;
    const w = t().sessions;
    const words = first.who === "note" ? (w.notes[first.text] ?? "") : lineText(first);
    spoken.value =
      (first.who === "s" ? w.says(words) : words) + (fresh.length > 1 ? w.moreLines(fresh.length - 1) : "");
  }, [tab, lines.length]);
}
