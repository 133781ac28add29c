// The ladder diagram: one column for each host, time downward, an arrow for everything that was said.
import { signal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { select } from "../../state/actions";
import { civil, lang, log, model, scenario, selection } from "../../state/app";
import type { Line } from "../../state/fold";
import { clock, span } from "../../state/time";
import { Card } from "../sessions/card";
import { useWindow } from "../sessions/window";
import { protoName } from "../shell/dock";
import { columns, type Filter, Ladder, type Row, type Rung, rows } from "./ladder";

const filter = signal<Filter>("");
const packets = signal(false);

let ladder = new Ladder("");

/** The ladder up to the shown event. It grows with the trace and is made anew only when the past became another one. */
function rungs(): readonly Rung[] {
  const n = model.value.n;
  if (ladder.n > 0 && log.events[ladder.n - 1] !== ladder.last)
    ladder = new Ladder(scenario.peek()?.hosts.find((h) => h.kind === "dns")?.id ?? "");
  else if (ladder.n === 0) ladder = new Ladder(scenario.peek()?.hosts.find((h) => h.kind === "dns")?.id ?? "");
  for (let i = ladder.n; i < n; i++) {
    const e = log.events[i];
    if (!e) break;
    ladder.add(e);
  }
  return ladder.rungs;
}

export function Sequence() {
  const all = rungs();
  const n = model.value.n;
  const narrow = filter.value;
  const list = useMemo(() => rows(all, n, narrow, packets.value), [all, n, narrow, packets.value]);
  const order = (scenario.value?.hosts ?? []).map((h) => h.id);
  const hosts = columns(list, order);
  return (
    <div class="ladder">
      <Bar count={list.length} />
      {list.length === 0 ? (
        <p class="empty">{narrow ? t().sequence.noneLeft : t().sequence.none}</p>
      ) : (
        <Rungs list={list} hosts={hosts} />
      )}
    </div>
  );
}

function Bar({ count }: { count: number }) {
  const w = t().sequence;
  const m = model.value;
  const conns = [...m.conns.values()].slice(-40);
  const protos = [...new Set([...m.conns.values()].map((c) => c.proto))];
  const letters = [...m.journeys.values()].slice(-40);
  return (
    <div class="ladder-bar">
      <label>
        <span class="hush">{w.filter}</span>
        <select
          class="field"
          value={filter.value}
          onChange={(e) => {
            filter.value = e.currentTarget.value;
          }}
        >
          <option value="">{w.all}</option>
          <optgroup label={w.byConn}>
            {conns.map((c) => (
              <option key={c.id} value={`conn:${c.id}`}>
                {c.id} · {c.from} → {c.to}:{c.port} {protoName(c.proto)}
              </option>
            ))}
          </optgroup>
          <optgroup label={w.byHost}>
            {scenario.value?.hosts.map((h) => (
              <option key={h.id} value={`host:${h.id}`}>
                {h.id}
              </option>
            ))}
          </optgroup>
          <optgroup label={w.byLetter}>
            {letters.map((j) => (
              <option key={j.msg} value={`msg:${j.msg}`}>
                {w.letterOf(j.msg, j.from || "<>", Object.keys(j.rcpts)[0] ?? "")}
              </option>
            ))}
          </optgroup>
          <optgroup label={w.byProto}>
            {[...protos, "dns"].map((p) => (
              <option key={p} value={`proto:${p}`}>
                {protoName(p)}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      <button
        type="button"
        class="btn quiet small"
        aria-pressed={packets.value}
        title={w.packetsTitle}
        onClick={() => {
          packets.value = !packets.value;
        }}
      >
        {w.packets}
      </button>
      <span class="gap" />
      <span class="k">{w.rows(count)}</span>
    </div>
  );
}

function Rungs({ list, hosts }: { list: Row[]; hosts: string[] }) {
  const { box, range, onScroll, toEnd, reveal, fresh } = useWindow(list.length, 27);
  const [focus, setFocus] = useState(-1);
  const [hover, setHover] = useState(-1);
  const [shut, setShut] = useState(false);
  const timer = useRef(0);
  const chosen = selection.value.event;
  const pinned = chosen ? list.findLastIndex((r) => r.kind === "rung" && r.rung.n === chosen) : -1;
  const current = focus >= 0 && focus < list.length ? focus : pinned >= 0 ? pinned : list.length - 1;
  const shown = hover >= 0 ? hover : focus >= 0 ? focus : -1;
  const told = shut ? undefined : list[shown];

  useEffect(() => {
    if (pinned >= 0 && focus !== pinned) reveal(pinned);
  }, [chosen]);

  const node = (i: number) => box.current?.querySelector<HTMLElement>(`[data-i="${i}"]`);
  const go = (i: number, way: number) => {
    let k = i;
    while (list[k]?.kind === "gap") k += way;
    if (!list[k]) return;
    reveal(k);
    const there = node(k);
    if (there) there.focus({ preventScroll: true });
    else requestAnimationFrame(() => node(k)?.focus({ preventScroll: true })); // Drawn only now.
  };
  const pick = (i: number) => {
    const row = list[i];
    if (row?.kind !== "rung") return;
    setShut(false);
    const r = row.rung;
    select(selection.peek().event === r.n ? {} : { event: r.n, conn: r.conn, host: r.conn ? "" : r.to, msg: r.msg });
  };
  const keys = (e: KeyboardEvent) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "ArrowDown") go(current + 1, 1);
    else if (e.key === "ArrowUp") go(current - 1, -1);
    else if (e.key === "Home") go(0, 1);
    else if (e.key === "End") go(list.length - 1, -1);
    else if (e.key === "Enter") pick(current);
    else if (e.key === "Escape") setShut(true);
    else return;
    e.preventDefault();
  };
  const index = (e: Event) => Number((e.target as HTMLElement).closest<HTMLElement>("[data-i]")?.dataset.i ?? -1);
  const hoverOn = (i: number) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      setHover(list[i]?.kind === "rung" ? i : -1);
      if (i >= 0) setShut(false);
    }, 250);
  };

  const drawn = [];
  for (let i = range.from; i < range.to; i++) {
    const row = list[i] as Row;
    drawn.push(
      row.kind === "gap" ? (
        <li key={`g${row.n}`} data-i={i} class="pause">
          <span>{t().sequence.gap(span(row.span, lang.value))}</span>
        </li>
      ) : (
        <RungRow
          key={row.rung.n}
          row={row}
          i={i}
          total={list.length}
          hosts={hosts}
          tab={i === current ? 0 : -1}
          lit={chosen === row.rung.n}
          before={previousTime(list, i)}
        />
      ),
    );
  }
  return (
    <div class="rungs-wrap" style={{ "--n": hosts.length }}>
      <div class="heads" aria-hidden="true">
        {hosts.map((h) => (
          <button
            key={h}
            type="button"
            tabIndex={-1}
            class={selection.value.host === h ? "lit" : ""}
            title={h}
            onClick={() => select({ host: h })}
          >
            {h}
          </button>
        ))}
      </div>
      <ol
        ref={box}
        class="rungs"
        aria-label={t().sequence.label}
        onScroll={onScroll}
        onKeyDown={keys}
        onClick={(e) => pick(index(e))}
        onFocusIn={(e) => {
          setFocus(index(e));
          setShut(false);
        }}
        onFocusOut={() => setFocus(-1)}
        onPointerOver={(e) => e.pointerType === "mouse" && hoverOn(index(e))}
        onPointerLeave={() => hoverOn(-1)}
      >
        <li class="space" role="presentation" aria-hidden="true" style={{ height: `${range.above}px` }} />
        {drawn}
        <li class="space" role="presentation" aria-hidden="true" style={{ height: `${range.below}px` }} />
      </ol>
      {fresh > 0 && (
        <button type="button" class="chip fresh" onClick={toEnd}>
          {t().sessions.newLines(fresh)}
        </button>
      )}
      {told?.kind === "rung" && <Tell rung={told.rung} row={node(shown) ?? null} />}
    </div>
  );
}

function previousTime(list: readonly Row[], i: number): number {
  const before = list[i - 1];
  return before?.kind === "rung" ? before.rung.t : -1;
}

/** The words of a rung: its strong part and the rest. */
function say(r: Rung): { strong: string; rest: string } {
  const w = t().sequence;
  const size = r.size ? w.octets(r.size) : "";
  switch (r.kind) {
    case "open":
      return { strong: w.opens, rest: `${w.toPort(r.code)} ${protoName(r.text)} · SYN` };
    case "accept":
      return { strong: w.accepts, rest: "SYN ACK" };
    case "refused":
      return { strong: w.refused, rest: "RST" };
    case "timeout":
      return { strong: w.timeout, rest: w.noAnswer };
    case "reset":
      return { strong: w.reset, rest: "RST" };
    case "fin":
      return { strong: w.closes, rest: "FIN" };
    case "letter":
      return { strong: r.code ? `${r.code} ${w.letter}` : w.letter, rest: size };
    case "query":
      return { strong: `${r.code}?`, rest: r.text };
    case "answer":
      return { strong: r.code, rest: r.text };
    case "packet":
      return { strong: r.code, rest: `${r.text}${r.size ? ` · ${size}` : ""}` };
    case "lost":
      return { strong: `✕ ${w.lost}`, rest: [r.code, w.whyLost[r.act] ?? r.act, size].filter(Boolean).join(" · ") };
    case "fault":
      return {
        strong: r.bad ? (w.broken[r.code] ?? r.code) : (w.mended[r.code] ?? w.mended.other ?? ""),
        rest: r.text,
      };
    case "note": {
      const name = t().notes[r.act] ?? r.act;
      if (r.act === "deferred")
        return {
          strong: name,
          rest: [r.text, r.code, r.size ? w.nextTry(clock(civil.value, r.size, false)) : ""]
            .filter(Boolean)
            .join(" · "),
        };
      if (r.act === "attempt") return { strong: `${name} ${r.size || ""}`.trim(), rest: r.text };
      return { strong: name, rest: [r.code, r.text].filter(Boolean).join(" ") };
    }
    default:
      return { strong: r.code, rest: r.text };
  }
}

function RungRow(props: {
  row: Extract<Row, { kind: "rung" }>;
  i: number;
  total: number;
  hosts: readonly string[];
  tab: number;
  lit: boolean;
  before: number;
}) {
  const { row, i, hosts } = props;
  const r = row.rung;
  const w = t().sequence;
  const a = hosts.indexOf(r.from);
  const b = hosts.indexOf(r.to);
  const { strong, rest } = say(r);
  const here = a === b || r.kind === "note" || r.kind === "fault";
  const [left, right] = [Math.min(a, b), Math.max(a, b)];
  const side = r.kind === "query" || r.kind === "answer" ? "n" : r.conn ? (r.client ? "c" : "s") : "n";
  const who = r.kind === "cmd" || r.kind === "reply" || r.kind === "letter" ? (r.client ? "C" : "S") : "";
  return (
    <li
      data-i={i}
      class={`rung k-${r.kind} ${side} ${r.bad ? "bad" : ""} ${/^4/.test(r.code) ? "later" : ""} ${props.lit ? "lit" : ""} ${r.phase}`}
      tabIndex={props.tab}
      aria-posinset={i + 1}
      aria-setsize={props.total}
      aria-current={props.lit ? "true" : undefined}
      style={{ "--a": left, "--b": right }}
    >
      <span class="t">{r.t === props.before ? "" : clock(civil.value, r.t)}</span>
      {row.first && <span class="phase">{w.phases[row.first]}</span>}
      <span class="lane">
        {here ? (
          <span class={`here ${a * 2 >= hosts.length && a > 0 ? "left" : ""}`}>
            <span class="say">
              <b>{strong}</b> {rest}
            </span>
          </span>
        ) : (
          <>
            <span class={`arrow ${a > b ? "back" : ""}`} aria-hidden="true" />
            <span class={`over ${left + right + 1 > hosts.length ? "left" : ""}`}>
              <span class="say">
                <span class="hush">{w.fromTo(r.from, r.to)}: </span>
                {who && (
                  <i aria-hidden="true" title={r.client ? t().sessions.client : t().sessions.server}>
                    {who}
                  </i>
                )}
                {r.kind === "letter" && <Envelope />}
                <b>{strong}</b> {rest}
              </span>
            </span>
          </>
        )}
      </span>
    </li>
  );
}

function Envelope() {
  return (
    <svg width="17" height="12" viewBox="0 0 17 12" aria-hidden="true" focusable="false">
      <rect x=".75" y=".75" width="15.5" height="10.500" rx="1.6" />
      <path d="M1.2 1.6 8.500 7l7.300-5.400" />
    </svg>
  );
}

/** The explanation of a rung, as the transcripts have it. */
function Tell({ rung, row }: { rung: Rung; row: HTMLElement | null }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const card = ref.current;
    const wrap = card?.parentElement;
    if (!card || !wrap || !row) return;
    const [outer, at] = [wrap.getBoundingClientRect(), row.getBoundingClientRect()];
    const below = outer.bottom - at.bottom - 12;
    const under = below > Math.min(160, card.scrollHeight) || below > at.top - outer.top;
    card.style.maxHeight = `${Math.max(64, under ? below : at.top - outer.top - 12)}px`;
    card.style.top = under ? `${at.bottom - outer.top + 4}px` : "auto";
    card.style.bottom = under ? "auto" : `${outer.bottom - at.top + 4}px`;
  });
  return (
    <div ref={ref} class="tell" role="note">
      <Card line={lineFor(rung)} pinned={false} again={null} />
    </div>
  );
}

const noBytes = new Uint8Array(0);

/** The transcript's line of an event; one of its own for events that no transcript has. */
function lineFor(r: Rung): Line {
  const lines = model.peek().conns.get(r.conn)?.lines;
  const found = lines?.find((l) => l.about === r.n);
  if (found) return found;
  return {
    n: r.n,
    t: r.t,
    who: "note",
    conn: r.conn,
    raw: noBytes,
    text: "",
    about: r.n,
    part: "",
    cut: false,
    secret: false,
  };
}
