// A server's queue: a table of the letters that wait, what can be done with them, and the timetable of tries.

import { type Signal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { QueueItem, QueueView } from "../../bridge/protocol";
import { pick } from "../../i18n";
import { input, openTab, selectMessage, tellUI } from "../../state/actions";
import { dialog, lang, now, panel, scenario, side, size } from "../../state/app";
import { hour, span } from "../../state/time";
import { Address } from "../inspector/address";
import { useAnswer } from "../inspector/ask";
import { when } from "../inspector/parts";
import { showRules } from "../policy/show";
import { Edit } from "./edit";
import { Detail } from "./item";
import { type Column, columns, filtered, type Order, sorted } from "./rows";
import { Search } from "./search";
import { Timetable } from "./timetable";
import { w } from "./words";

const page = 100; // Letters that are drawn before somebody asks for more.

/** What of one queue is selected, opened and sorted by. */
export interface Look {
  filter: Signal<string>;
  order: Signal<Order>;
  chosen: Signal<ReadonlySet<string>>;
  open: Signal<string>; // The letter whose tries are shown.
  asking: Signal<boolean>; // Whether deleting is to be confirmed.
}

/** The queue of a host: `narrow` is for a column, where letters are cards instead of rows. */
export function Queue({ host, narrow }: { host: string; narrow: boolean }) {
  const v = useAnswer({ op: "queue", host });
  const look: Look = {
    filter: useSignal(""),
    order: useSignal<Order>({ by: "arrived", down: false }),
    chosen: useSignal<ReadonlySet<string>>(new Set()),
    open: useSignal(""),
    asking: useSignal(false),
  };
  const most = useSignal(page);
  useEffect(() => {
    // What has left the queue is no longer selected.
    const here = new Set(v?.items.map((x) => x.id));
    const kept = [...look.chosen.peek()].filter((id) => here.has(id));
    if (v && kept.length < look.chosen.peek().size) look.chosen.value = new Set(kept);
  }, [v]);
  if (v === null) return <p class="empty">{w().noQueue(host)}</p>;
  if (!v) return null;
  const fit = sorted(
    filtered(v.items, look.filter.value, (s) => w().states[s] ?? s),
    look.order.value,
  );
  const shown = fit.slice(0, most.value);
  return (
    <div class={`queue ${narrow ? "narrow" : ""}`}>
      {v.items.length > 0 && <Tools v={v} shown={fit} look={look} />}
      {v.items.length === 0 ? (
        <Empty host={host} />
      ) : shown.length === 0 ? (
        <p class="empty">{w().noneMatch}</p>
      ) : narrow ? (
        <Cards items={shown} host={host} look={look} />
      ) : (
        <Table items={shown} all={v.items.length} host={host} look={look} />
      )}
      {fit.length > shown.length && (
        <p class="more">
          <button
            type="button"
            class="btn small"
            onClick={() => {
              most.value += page;
            }}
          >
            {w().showMore(Math.min(page, fit.length - shown.length))}
          </button>
        </p>
      )}
      <section class="profile" aria-label={w().timetable}>
        <h3>
          {w().timetable} <code>{v.retry.name}</code>
          <button type="button" class="link" onClick={() => showRules(host, "queue")}>
            {w().changeIt}
          </button>
        </h3>
        <Timetable of={v} items={v.items} open={look.open.value} />
        <p class="k">{pick(v.retry.help)}</p>
      </section>
      {dialog.value === "edit" && <Edit host={host} item={v.items.find((x) => look.chosen.value.has(x.id))} />}
    </div>
  );
}

// ── What can be done ───────────────────────────────────────────────────────────────────────────────────────────────

/** Does something with several letters, one input line each. */
async function act(host: string, verb: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) if (!(await input(`queue ${host} ${verb} ${id}`))) return;
}

function Tools({ v, shown, look }: { v: QueueView; shown: readonly QueueItem[]; look: Look }) {
  const { filter, chosen, asking } = look;
  const some = shown.filter((x) => chosen.value.has(x.id));
  const idle = some.filter((x) => x.state !== "active");
  const ids = (of: readonly QueueItem[]) => of.map((x) => x.id);
  const held = some.filter((x) => x.state === "held");
  const free = some.filter((x) => x.state !== "held");
  const button = (label: string, title: string, on: boolean, run: () => void, more = "") => (
    <button type="button" class={`btn small ${more}`} title={title} aria-disabled={!on} onClick={() => on && run()}>
      {label}
    </button>
  );
  return (
    <div class="tools">
      <Search text={filter} placeholder={w().filter} label={w().filterLabel} />
      <fieldset class="acts" aria-label={w().acts}>
        {some.length === 0 ? (
          <>
            {button(w().flushAll, w().flushAllTitle, v.items.length > 0, () => void input(`queue ${v.host} flush`))}
            <span class="k">{w().selectSome}</span>
          </>
        ) : asking.value ? (
          <div class="ask" role="alertdialog" aria-label={w().deleteTitle}>
            <span>{w().deleteAsk(some.length)}</span>
            <button
              type="button"
              class="btn small danger"
              ref={(node) => node?.focus()}
              onClick={() => {
                asking.value = false;
                void act(v.host, "delete", ids(some));
              }}
            >
              {w().deleteYes}
            </button>
            <button
              type="button"
              class="btn small"
              onClick={() => {
                asking.value = false;
              }}
            >
              {w().deleteNo}
            </button>
          </div>
        ) : (
          <>
            {button(w().flush, w().flushTitle, free.length > 0, () => void act(v.host, "flush", ids(free)))}
            {held.length === some.length
              ? button(w().release, w().releaseTitle, true, () => void act(v.host, "release", ids(held)))
              : button(w().hold, w().holdTitle, free.length > 0, () => void act(v.host, "hold", ids(free)))}
            {button(w().requeue, w().requeueTitle, idle.length > 0, () => void act(v.host, "requeue", ids(idle)))}
            {button(
              w().edit,
              some.length === 1 ? w().editTitle : w().editOne,
              some.length === 1 && idle.length === 1,
              () => {
                dialog.value = "edit";
              },
            )}
            {button(
              w().remove,
              w().deleteTitle,
              true,
              () => {
                asking.value = true;
              },
              "danger",
            )}
          </>
        )}
      </fieldset>
      <span class="k count" role="status">
        {some.length > 0 ? w().chosen(some.length, shown.length) : w().count(shown.length, v.items.length)}
      </span>
    </div>
  );
}

/** Nothing waits: says what a queue is for, and how one comes to see it work. */
function Empty({ host }: { host: string }) {
  const s = scenario.value;
  const other = s?.hosts.find((h) => h.kind === "mta" && h.id !== host && h.services.some((x) => x.port === 25));
  const writer = s?.hosts.find((h) => h.ua);
  return (
    <div class="teach">
      <p>
        <b>{w().emptyTitle}</b> {w().emptyText}
      </p>
      {other && (
        <p>
          {w().emptyTry(other.id)}{" "}
          <button type="button" class="btn small" onClick={() => void input(`fault stopped ${other.id}`)}>
            {w().stopIt(other.id)}
          </button>{" "}
          {writer && (
            <button type="button" class="btn small" onClick={() => openTab(`mail:${writer.id}`)}>
              {w().writeFrom(writer.id)}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

// ── The letters ────────────────────────────────────────────────────────────────────────────────────────────────────

function toggle(look: Look, id: string, on: boolean): void {
  const next = new Set(look.chosen.peek());
  next[on ? "add" : "delete"](id);
  look.chosen.value = next;
  look.asking.value = false;
}

function Choose({ item, look }: { item: QueueItem; look: Look }) {
  return (
    <label class="choose">
      <input
        type="checkbox"
        aria-label={w().choose(item.id)}
        checked={look.chosen.value.has(item.id)}
        onChange={(e) => toggle(look, item.id, e.currentTarget.checked)}
      />
    </label>
  );
}

/** The letter's id opens what is known of it. */
function Opener({ item, look }: { item: QueueItem; look: Look }) {
  const on = look.open.value === item.id;
  return (
    <button
      type="button"
      class="opener"
      aria-expanded={on}
      title={w().openTitle}
      onClick={() => {
        look.open.value = on ? "" : item.id;
      }}
    >
      <span aria-hidden="true">{on ? "▾" : "▸"}</span> {item.id}
    </button>
  );
}

function Table({ items, all, host, look }: { items: readonly QueueItem[]; all: number; host: string; look: Look }) {
  const { order, chosen, open } = look;
  const every = items.every((x) => chosen.value.has(x.id));
  const { by, down } = order.value;
  const sorter = (c: Column) => (
    <button
      key={c}
      type="button"
      onClick={() => {
        order.value = { by: c, down: by === c && !down };
      }}
    >
      {w().columns[c]} <span aria-hidden="true">{by === c ? (down ? "↓" : "↑") : ""}</span>
    </button>
  );
  // Recipients stand below their sender, so both share a head.
  const head = (...of: Column[]) => (
    <th
      key={of[0]}
      scope="col"
      class={of[0]}
      aria-sort={of.includes(by) ? (down ? "descending" : "ascending") : undefined}
    >
      {of.map(sorter)}
    </th>
  );
  return (
    <div class="scroll">
      <table aria-label={w().tableOf(host)} aria-rowcount={all + 1}>
        <thead>
          <tr>
            <th scope="col" class="choice">
              <label class="choose">
                <input
                  type="checkbox"
                  aria-label={w().chooseAll}
                  checked={every}
                  indeterminate={!every && items.some((x) => chosen.value.has(x.id))}
                  onChange={(e) => {
                    chosen.value = e.currentTarget.checked ? new Set(items.map((x) => x.id)) : new Set();
                  }}
                />
              </label>
            </th>
            {columns.filter((c) => c !== "rcpts").map((c) => (c === "from" ? head(c, "rcpts") : head(c)))}
          </tr>
        </thead>
        {items.map((x) => (
          <tbody key={x.id} class={`${x.state} ${chosen.value.has(x.id) ? "chosen" : ""}`}>
            <tr>
              <td class="choice">
                <Choose item={x} look={look} />
              </td>
              <th scope="row">
                <Opener item={x} look={look} />
              </th>
              <td class="who">
                <Address of={x.from} />
              </td>
              <td class="size">{w().bytes(x.size)}</td>
              <td>{when(x.arrived)}</td>
              <td>
                <Next of={x} />
              </td>
              <td>{toMinutes(x.expires)}</td>
              <td class="size">{x.tries}</td>
              <td>
                <State of={x} />
              </td>
            </tr>
            <tr class="to">
              <td colSpan={2} />
              <td colSpan={columns.length - 2}>
                <Rcpts of={x} />
              </td>
            </tr>
            {open.value === x.id && (
              <tr class="more">
                <td colSpan={columns.length}>
                  <Detail item={x} host={host} />
                </td>
              </tr>
            )}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** An instant without its seconds, which nobody needs five days ahead. */
const toMinutes = (at: number) => when(at).replace(/:\d\d$/, "");

function Cards({ items, host, look }: { items: readonly QueueItem[]; host: string; look: Look }) {
  return (
    <>
      <Sorter look={look} />
      <ol class="cards" aria-label={w().tableOf(host)}>
        {items.map((x) => (
          <li key={x.id} class={`card env ${x.state} ${look.chosen.value.has(x.id) ? "chosen" : ""}`}>
            <h3>
              <Choose item={x} look={look} />
              <Opener item={x} look={look} />
              <State of={x} />
            </h3>
            <div>
              <div class="pair">
                <span class="k">{w().columns.from}</span> <Address of={x.from} />
              </div>
              <Rcpts of={x} />
              <dl class="times">
                <dt>{w().columns.next}</dt>
                <dd>
                  <Next of={x} />
                </dd>
                <dt>{w().columns.tries}</dt>
                <dd>
                  {x.tries} · {w().bytes(x.size)}
                </dd>
                <dt>{w().columns.arrived}</dt>
                <dd>{when(x.arrived)}</dd>
                <dt>{w().columns.expires}</dt>
                <dd>{toMinutes(x.expires)}</dd>
              </dl>
              <button type="button" class="link" onClick={() => openLetter(host, x)}>
                {w().lookInside}
              </button>
            </div>
            {look.open.value === x.id && <Detail item={x} host={host} bare />}
          </li>
        ))}
      </ol>
    </>
  );
}

function Sorter({ look }: { look: Look }) {
  const { by, down } = look.order.value;
  return (
    <p class="sorter k">
      <label>
        {w().sortBy}{" "}
        <select
          class="field"
          value={by}
          onChange={(e) => {
            look.order.value = { by: e.currentTarget.value as Column, down };
          }}
        >
          {columns.map((c) => (
            <option key={c} value={c}>
              {w().columns[c]}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="btn small"
        aria-pressed={down}
        title={w().descending}
        aria-label={w().descending}
        onClick={() => {
          look.order.value = { by, down: !down };
        }}
      >
        {down ? "↓" : "↑"}
      </button>
    </p>
  );
}

const few = 4; // Recipients that are named before the rest is only counted.

/** The recipients, each with what has become of it and the last thing a server said. */
function Rcpts({ of }: { of: QueueItem }) {
  const rest = of.rcpts.length - few;
  return (
    <ul class="rcpts">
      {of.rcpts.slice(0, rest === 1 ? few + 1 : few).map((r) => (
        <li key={r.addr}>
          <b>{r.addr}</b> <em class={`is ${r.status}`}>{w().status[r.status] ?? r.status}</em>
          <span class="k" title={r.text}>
            {r.text}
          </span>
        </li>
      ))}
      {rest > 1 && <li class="k">{w().andMore(rest)}</li>}
    </ul>
  );
}

/** When the letter is tried next: how long that is from now, which moves with the clock, and at what time. */
function Next({ of }: { of: QueueItem }) {
  if (of.state === "held") return <span class="k">{w().notWhileHeld}</span>;
  if (of.state === "active") return <b>{w().rightNow}</b>;
  return (
    <>
      <Until at={of.next} />
      <span class="k">{when(of.next)}</span>
    </>
  );
}

/** How long it is until an instant. It counts along with the clock and is drawn anew only when it reads otherwise. */
function Until({ at }: { at: number }) {
  const due = useSignal(at);
  due.value = at;
  const text = useComputed(() => {
    const wait = due.value - now.value;
    return wait > 0 ? w().in(span(wait < hour ? wait : Math.ceil(wait / 60e9) * 60e9, lang.value)) : w().due;
  });
  return <b>{text}</b>;
}

const signs: Record<string, string> = { waiting: "◷", ready: "●", active: "➤", held: "‖", kept: "◷" };

function State({ of }: { of: QueueItem }) {
  return (
    <span class={`state ${of.state}`}>
      <i aria-hidden="true">{signs[of.state] ?? ""}</i> {w().states[of.state] ?? of.state}
      {of.warned && (
        <span class="k" title={w().warnedTitle}>
          {w().warned}
        </span>
      )}
    </span>
  );
}

/** Shows a letter itself in the inspector. */
export function openLetter(host: string, x: Pick<QueueItem, "id" | "msg">): void {
  selectMessage({ at: "queue", host, id: x.id }, x.msg);
  tellUI("inspect", `letter ${host}/queue/${x.id}`);
  side.value = "letter";
  if (size.peek() === "phone") panel.value = "letter";
}

/** In the inspector: the same, as a column. */
export function QueueCard({ host }: { host: string }) {
  return (
    <>
      {size.value !== "phone" && (
        <p class="deeds as-table">
          <button type="button" class="btn small" onClick={() => openTab(`queue:${host}`)}>
            {w().asTable}
          </button>
        </p>
      )}
      <Queue host={host} narrow />
    </>
  );
}
