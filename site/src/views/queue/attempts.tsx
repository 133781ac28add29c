// The tries of a letter as a lane: one sign for each, long waits compressed; one of them opened, with all that was said in it.
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { QueueItem } from "../../bridge/protocol";
import { seekEvent, select, watchConn } from "../../state/actions";
import { civil, eventAt, lang, log, model, now, selection } from "../../state/app";
import { lineText } from "../../state/fold";
import { clock, span } from "../../state/time";
import { Address } from "../inspector/address";
import { Card, when } from "../inspector/parts";
import { lane, type Placed, thinned } from "./lane";
import { type Life, lifeOf, type Moment, type Outcome, type Result, type Stage, type Try } from "./life";
import { w } from "./words";

const most = 18; // Tries that are drawn; of more, the first and the latest.

interface Spot {
  key: string;
  at: number;
  try?: Try;
  left?: number; // Tries that are left out here.
  moment?: Moment;
  end?: "next" | "expires" | "now";
}

/** The tries of letter msg in the queue of host, where it has the given id. */
export function Attempts(props: { msg: number; host: string; id: string; item?: QueueItem }) {
  const { msg, host, id, item } = props;
  const m = model.value;
  const life = useMemo(() => lifeOf(log.events, m.conns, msg, host, id, m.n), [m, msg, host, id]);
  const chosen = useSignal(0); // A try by its event; 0: the latest.
  if (life.tries.length === 0 && !item) return null;
  const open = life.tries.find((x) => x.event === chosen.value) ?? selected(life) ?? life.tries.at(-1);
  return (
    <Card
      name={w().tries}
      note={`${item ? "" : `${host} · `}${id} · ${w().triesCount(life.tries.length)}`}
      class="attempts"
    >
      <Lane
        life={life}
        item={item}
        open={open}
        choose={(t) => {
          chosen.value = t.event;
          select({ event: t.event, conn: t.results.find((r) => r.conn)?.conn ?? 0 });
        }}
      />
      {open && <Opened key={open.event} of={open} host={host} />}
    </Card>
  );
}

/** The try that the selected event belongs to. */
function selected(life: Life): Try | undefined {
  const n = selection.value.event;
  return n
    ? life.tries.find((t) => t.event === n || t.stages.some((s) => s.n === n) || t.results.some((r) => r.n === n))
    : undefined;
}

function spots(life: Life, item: QueueItem | undefined, at: number): Spot[] {
  const { first, left, last } = thinned(life.tries, most);
  const out: Spot[] = [];
  const put = (t: Try) => out.push({ key: `t${t.event}`, at: t.start, try: t });
  first.forEach(put);
  if (left) out.push({ key: "left", at: (first.at(-1)!.start + last[0]!.start) / 2, left });
  last.forEach(put);
  for (const m of life.moments)
    if (m.act !== "released" && m.act !== "queued") out.push({ key: `m${m.n}`, at: m.t, moment: m });
  if (item) {
    if (item.state !== "held" && item.state !== "active" && item.next > at)
      out.push({ key: "next", at: item.next, end: "next" });
    out.push({ key: "now", at, end: "now" });
    out.push({ key: "expires", at: item.expires, end: "expires" });
  }
  return out;
}

const roomy = 9; // Percent of the lane that a span of time takes.

/** The signs of outcomes differ in shape as well as in colour. */
const shapes: Record<Outcome, string> = {
  delivered: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0M-3 0l2 2.500 4-4.500",
  deferred: "M0-6.500 6.500 5.500H-6.500zM0-2v3.500M0 3.500v.6",
  failed: "M-6-6H6V6H-6zM-3-3 3 3M3-3-3 3",
  mixed: "M0-7 7 0 0 7-7 0zM-2.500 0h5",
  running: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0",
};

function Lane(props: { life: Life; item: QueueItem | undefined; open: Try | undefined; choose: (t: Try) => void }) {
  const { life, item, open, choose } = props;
  const placed = lane<Spot>(spots(life, item, now.value));
  const tries = placed.filter((p) => p.spot.try);
  const keys = (e: KeyboardEvent) => {
    const i = tries.findIndex((p) => p.spot.try === open);
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tries.length - 1 }[e.key];
    const next = to === undefined ? undefined : tries[to]?.spot.try;
    if (!next) return;
    e.preventDefault();
    choose(next);
    const box = e.currentTarget as HTMLElement;
    requestAnimationFrame(() => box.querySelector<HTMLElement>("[aria-pressed=true]")?.focus());
  };
  return (
    <fieldset class="lane" aria-label={w().laneLabel} onKeyDown={keys}>
      <span class="track" aria-hidden="true" />
      {placed.map((p, i) => {
        const from = placed[i - 1];
        // The wait is told where there is room for it between two signs.
        if (!from || p.x - from.x < roomy || p.spot.end === "now") return null;
        return (
          <span key={`gap ${p.spot.key}`} class="gap" style={{ left: `${(from.x + p.x) / 2}%` }} aria-hidden="true">
            {span(p.gap, lang.value)}
          </span>
        );
      })}
      {placed.map((p) => (
        <Sign key={p.spot.key} at={p} open={open} choose={choose} />
      ))}
    </fieldset>
  );
}

function Sign({ at, open, choose }: { at: Placed<Spot>; open: Try | undefined; choose: (t: Try) => void }) {
  const { spot, x, gap } = at;
  const style = { left: `${x}%` };
  const t = spot.try;
  if (t) {
    const on = t === open;
    const name = `${w().attempt(t.n)}, ${when(t.start)}: ${w().outcomes[t.outcome]}`;
    return (
      <button
        type="button"
        class={`sign ${t.outcome}`}
        style={style}
        aria-pressed={on}
        aria-label={name}
        title={gap > 0 ? `${name}\n${w().later(span(gap, lang.value))}` : name}
        tabIndex={on ? 0 : -1}
        onClick={() => choose(t)}
      >
        <svg width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true" focusable="false">
          <path d={shapes[t.outcome]} />
        </svg>
        <span aria-hidden="true">{t.n}</span>
      </button>
    );
  }
  const text = spot.left
    ? w().leftOut(spot.left)
    : spot.moment
      ? `${w().moments[spot.moment.act] ?? spot.moment.act} ${when(spot.at)} ${spot.moment.text}`
      : `${w().ends[spot.end ?? "now"]} ${when(spot.at)}`;
  return (
    <span class={`sign mute ${spot.end ?? spot.moment?.act ?? "left"}`} style={style} title={text}>
      <i aria-hidden="true">
        {spot.left ? "⋯" : spot.moment ? (icons[spot.moment.act] ?? "•") : icons[spot.end ?? "now"]}
      </i>
      <span class="hush">{text}</span>
    </span>
  );
}

const icons: Record<string, string> = {
  delayed: "✉",
  bounced: "✉",
  notified: "✉",
  held: "‖",
  removed: "⇥",
  dropped: "⌫",
  edited: "✎",
  requeued: "↻",
  next: "○",
  expires: "⨯",
  now: "",
};

// ── One try ────────────────────────────────────────────────────────────────────────────────────────────────────────

function Opened({ of, host }: { of: Try; host: string }) {
  const took = (of.end < 0 ? now.value : of.end) - of.start;
  const conns = [...new Set(of.stages.filter((s) => s.conn && eventAt(s.n)).map((s) => s.conn))];
  return (
    <div class="try">
      <h4>
        {w().attempt(of.n)} <span class={`is ${of.outcome}`}>{w().outcomes[of.outcome]}</span>
        <span class="k">
          {when(of.start)} · {w().took(exact(took))}
        </span>
      </h4>
      <Stages of={of} />
      {of.results.length > 0 && (
        <ul class="results" aria-label={w().results}>
          {of.results.map((r) => (
            <Fate key={r.n} of={r} />
          ))}
        </ul>
      )}
      <div class="deeds">
        <button type="button" class="btn small" onClick={() => void seekEvent(of.event)}>
          {w().goThere}
        </button>
        {conns.map((id) => (
          <button key={id} type="button" class="btn small quiet" onClick={() => watchConn(id)}>
            {w().listen(id)}
          </button>
        ))}
      </div>
      {of.lines.length > 0 && (
        <details>
          <summary>{w().transcript(of.lines.length)}</summary>
          <ol class="said">
            {of.lines.slice(0, shownLines).map((l, i) => (
              <li key={i} class={l.who}>
                <button
                  type="button"
                  class={selection.value.event === (l.about || l.n) ? "lit" : ""}
                  onClick={() => select({ event: l.about || l.n })}
                >
                  <time>{clock(civil.value, l.t)}</time>
                  <b>{l.who === "c" ? "C" : l.who === "s" ? "S" : "–"}</b>
                  <span>{lineText(l)}</span>
                </button>
              </li>
            ))}
          </ol>
          {of.lines.length > shownLines && <p class="k">{w().moreLines(of.lines.length - shownLines)}</p>}
        </details>
      )}
      {of.stages.length === 0 && of.results.length > 0 && <p class="k">{w().noTalk(host)}</p>}
    </div>
  );
}

const shownLines = 200;

/** Milliseconds matter here. */
function exact(ns: number): string {
  return ns > 0 && ns < 1e6 ? "< 1 ms" : ns < 10e9 && ns >= 1e9 ? `${(ns / 1e9).toFixed(2)} s` : span(ns, lang.value);
}

/** What a try spent its time on, one bar for each stretch, all on one scale. */
function Stages({ of }: { of: Try }) {
  if (of.stages.length === 0) return null;
  const end = Math.max(of.end, ...of.stages.map((s) => s.end), of.start + 1);
  const whole = end - of.start;
  const x = (at: number) => ((Math.max(of.start, at) - of.start) / whole) * 100;
  return (
    <ol class="stages" aria-label={w().stages}>
      {of.stages.map((s, i) => {
        const open = s.end < s.start;
        const to = open ? end : s.end;
        return (
          <li key={`${s.n} ${i}`} class={`kind-${s.kind} ${s.ok ? "" : "bad"}`}>
            <button
              type="button"
              class={selection.value.event === s.n ? "lit" : ""}
              onClick={() => select({ event: s.n })}
              title={s.text}
            >
              <span class="name">
                {s.kind !== "command" && <i>{w().kinds[s.kind]}</i>} {s.name}
              </span>
              <span class="bar" aria-hidden="true">
                <span style={{ left: `${x(s.start)}%`, width: `${Math.max(0.6, x(to) - x(s.start))}%` }} />
              </span>
              <span class="took">{open ? "…" : exact(s.end - s.start)}</span>
              <span class="came">{came(s)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function came(s: Stage) {
  const word = s.ok ? s.code : (w().troubles[s.code] ?? s.code);
  return (
    <>
      {!s.ok && <i aria-hidden="true">✕ </i>}
      {word && <b>{word}</b>} {s.text}
    </>
  );
}

const marksOf: Record<string, string> = {
  delivered: "✓",
  relayed: "✓",
  expanded: "✓",
  deferred: "▲",
  failed: "✕",
  expired: "✕",
};

function Fate({ of }: { of: Result }) {
  return (
    <li class={of.act}>
      <button type="button" class={selection.value.event === of.n ? "lit" : ""} onClick={() => select({ event: of.n })}>
        <span>
          <i aria-hidden="true">{marksOf[of.act] ?? "•"}</i> <Address of={of.rcpt} />{" "}
          <em class={`is ${of.act}`}>{w().fates[of.act] ?? of.act}</em>
        </span>
        <span class="k">
          {[of.code && !of.text.includes(of.code) ? of.code : "", of.text].filter(Boolean).join(" ")}
        </span>
        {of.act === "deferred" && of.at > 0 && <span class="k">{w().triedAgain(when(atOf(of)))}</span>}
      </button>
    </li>
  );
}

/** Events carry instants since 1970; the page counts from the world's start. */
function atOf(r: Result): number {
  return r.at > civil.value.startMs * 1e6 ? r.at - civil.value.startMs * 1e6 : r.at;
}
