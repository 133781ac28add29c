// What arrives of a part when the channel carries only seven bits of each octet: before and after, and which bits went.
import { useMemo, useState } from "preact/hooks";
import { ask } from "../../anatomy/client";
import type { Part } from "../../anatomy/protocol";
import { letter, part } from "../../anatomy/state";
import { controlName } from "../../state/controls";
import { binary, characters, figure, hex, printable } from "./octets";
import { changesBefore, lineSpans, nextChange, sevenBits } from "./seven";
import { Failed, isEncoded, isText, Nothing, partsWhere, pointOut, Switch, sentences, Tool, useAnswer } from "./tool";
import { tools } from "./toolwords";

/** Octets that are drawn at a time. */
const windowSize = 256;

/** Lines longer than this are cut in the comparison of texts. */
const longestLine = 120;

/** Octets in a row of the dump; a wide page has two rows side by side. */
const rowSize = 8;

type Subject = "sent" | "bare";

export function Garble() {
  const w = tools().garble;
  return (
    <Tool name={w.name} class="garble-tool">
      <Choice />
    </Tool>
  );
}

function Choice() {
  const w = tools().garble;
  const p = part.value;
  const open = letter.value;
  if (!open || !p) return <Nothing text={tools().noLetter} />;
  const instead = partsWhere((x) => x.leaf && x.size > 0);
  if (!p.leaf) return <Nothing text={w.container} instead={instead} lead={w.instead} />;
  if (p.body.end === p.body.start) return <Nothing text={w.nothing} instead={instead} lead={w.instead} />;
  return <PartGarble key={`${open.anatomy.n} ${p.id}`} of={p} data={open.bytes} />;
}

function PartGarble({ of: p, data }: { of: Part; data: Uint8Array }) {
  const w = tools().garble;
  const encoded = isEncoded(p);
  const [subject, setSubject] = useState<Subject>("sent");
  const asking = useAnswer(
    () =>
      subject === "sent"
        ? ask({ op: "garble", part: p.id }).then((a) => ({
            before: data.subarray(p.body.start, p.body.end),
            after: a.bytes ?? new Uint8Array(),
          }))
        : ask({ op: "content", part: p.id }).then((a) => {
            const before = a.bytes ?? new Uint8Array();
            return { before, after: sevenBits(before) };
          }),
    [p.id, subject],
  );
  return (
    <>
      <p>{w.lead}</p>
      {encoded && (
        <Switch
          label={w.subject}
          options={[
            ["sent", w.sent(p.encoding.toLowerCase())],
            ["bare", w.bare],
          ]}
          value={subject}
          onChange={setSubject}
        />
      )}
      <Failed of={asking} />
      {asking.value && <Compared part={p} {...asking.value} bare={subject === "bare"} />}
    </>
  );
}

function Compared({
  part: p,
  before,
  after,
  bare,
}: {
  part: Part;
  before: Uint8Array;
  after: Uint8Array;
  bare: boolean;
}) {
  const w = tools().garble;
  const count = useMemo(() => changesBefore(before, after, before.length), [before, after]);
  const [current, setCurrent] = useState(() => nextChange(before, after, 0));
  const nth = useMemo(() => changesBefore(before, after, current), [before, after, current]);
  const [page, setPage] = useState(0);
  const pages = Math.ceil(before.length / windowSize);
  const from = page * windowSize;
  const to = Math.min(before.length, from + windowSize);

  const show = (at: number) => {
    if (at < 0) return;
    setCurrent(at);
    setPage(Math.floor(at / windowSize));
    if (!bare) pointOut(p.id, { start: p.body.start + at, end: p.body.start + at + 1 });
  };
  const turn = (to: number) => {
    setPage(to);
    const at = nextChange(before, after, to * windowSize);
    if (at >= 0 && at < (to + 1) * windowSize) setCurrent(at);
  };
  const press = (e: MouseEvent) =>
    show(Number((e.target as Element).closest<HTMLElement>("[data-at]")?.dataset.at ?? -1));

  const encoding = p.encoding.toLowerCase();
  const why = bare ? "" : (w.why[encoding] ?? (count === 0 ? w.whyAscii : ""));
  return (
    <>
      <p class={`verdict ${count > 0 ? "bad" : "ok"}`}>
        {count > 0
          ? `✕ ${w.changed(figure(count), figure(before.length))}`
          : `✓ ${sentences(w.same(figure(before.length)), why)}`}
      </p>
      {bare && before[0] === 0x89 && before[1] === 0x50 && <p>{w.png}</p>}
      {current >= 0 && (
        <div class="one-octet">
          <BitTable before={before[current] ?? 0} after={after[current] ?? 0} />
          <div>
            <p aria-live="polite">
              {w.octet(
                figure(current),
                hex(before[current] ?? 0),
                hex(after[current] ?? 0),
                printable(after[current] ?? 0),
                controlName(after[current] ?? 0),
              )}
            </p>
            <div class="deeds">
              <button
                type="button"
                class="btn small"
                onClick={() => show(nextChange(before, after, current, true))}
                disabled={nth === 0}
              >
                ‹ {w.previous}
              </button>
              <button
                type="button"
                class="btn small"
                onClick={() => show(nextChange(before, after, current + 1))}
                disabled={nth === count - 1}
              >
                {w.next} ›
              </button>
              <span class="k">{w.nth(figure(nth + 1), figure(count))}</span>
            </div>
          </div>
        </div>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons above go to every octet as well. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the buttons above go to every octet as well. */}
      <div class="both" onClick={press}>
        {(!bare || isText(p)) && (
          <Texts part={p} bare={bare} before={before} after={after} from={from} to={to} current={current} />
        )}
        <Dump before={before} after={after} from={from} to={to} current={current} />
      </div>
      {pages > 1 && (
        <div class="pager">
          <button type="button" class="btn small" onClick={() => turn(page - 1)} disabled={page === 0}>
            ‹ {tools().bits.before}
          </button>
          <label>
            <span class="hush">{tools().bits.slider}</span>
            <input
              type="range"
              min={1}
              max={pages}
              value={page + 1}
              aria-valuetext={tools().bits.page(page + 1, pages)}
              onInput={(e) => turn(Number(e.currentTarget.value) - 1)}
            />
          </label>
          <span class="k">{tools().bits.page(page + 1, pages)}</span>
          <button type="button" class="btn small" onClick={() => turn(page + 1)} disabled={page === pages - 1}>
            {tools().bits.after} ›
          </button>
        </div>
      )}
    </>
  );
}

/** The eight bits of one octet before and after; what is lost is struck out. */
function BitTable({ before, after }: { before: number; after: number }) {
  const w = tools().garble;
  const row = (name: string, octet: number, other: number) => (
    <tr>
      <th scope="row">{name}</th>
      <td class="octet">{hex(octet)}</td>
      {[...binary(octet)].map((bit, i) => {
        const differs = bit !== binary(other)[i];
        return (
          <td key={i} class={`${bit === "1" ? "one" : ""} ${differs ? "gone" : ""}`}>
            {differs && bit === "1" ? <del>{bit}</del> : bit}
          </td>
        );
      })}
    </tr>
  );
  return (
    <table class="bit-table">
      <caption class="hush">{w.bits}</caption>
      <tbody>
        {row(w.before, before, after)}
        {row(w.after, after, before)}
      </tbody>
    </table>
  );
}

interface Seen {
  before: Uint8Array;
  after: Uint8Array;
  from: number;
  to: number;
  current: number;
}

/** Line by line, what was sent and what arrives; what is not the same is marked in both. */
function Texts(props: Seen & { part: Part; bare: boolean }) {
  const w = tools().garble;
  const { part: p, before, after, from, to, current } = props;
  const charset = isText(p) && (props.bare || !isEncoded(p)) ? p.charset || "utf-8" : "us-ascii";
  return (
    <table class="texts">
      <caption class="hush">{w.asText}</caption>
      <thead>
        <tr>
          <th scope="col">{w.before}</th>
          <th scope="col">{w.after}</th>
        </tr>
      </thead>
      <tbody>
        {lineSpans(before, from, to, longestLine).map(([start, end]) => (
          <tr key={start}>
            <td>
              {characters(before.subarray(start, end), charset).map((c) => {
                const places = Array.from({ length: c.length }, (_, i) => start + c.from + i);
                const hit = places.some((i) => before[i] !== after[i]);
                return drawn(c.text, hit, places[0] ?? 0, places.includes(current));
              })}
            </td>
            <td>
              {Array.from(after.subarray(start, end), (octet, i) => {
                const at = start + i;
                return drawn(String.fromCharCode(octet), before[at] !== octet, at, at === current);
              })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One character; a line end that was meant is not drawn, it ends the row. */
function drawn(char: string, changed: boolean, at: number, current: boolean) {
  if (!changed && (char === "\r" || char === "\n")) return null;
  const code = char.charCodeAt(0);
  const body = code < 0x20 || (code >= 0x7f && code < 0xa0) ? <s class="ctl-sign">{controlName(code)}</s> : char;
  return changed ? (
    <mark key={at} data-at={at} class={current ? "lit" : ""}>
      {body}
    </mark>
  ) : (
    body
  );
}

/** Rows of octets, each with what arrives of it below. */
function Dump({ before, after, from, to, current }: Seen) {
  const w = tools().garble;
  const rows: number[] = [];
  for (let i = from; i < to; i += rowSize) rows.push(i);
  const octets = (list: Uint8Array, start: number) =>
    Array.from(list.subarray(start, Math.min(to, start + rowSize)), (octet, i) => {
      const at = start + i;
      const changed = before[at] !== after[at];
      return changed ? (
        <mark key={at} data-at={at} class={at === current ? "lit" : ""}>
          {hex(octet)}
        </mark>
      ) : (
        <span key={at}>{hex(octet)}</span>
      );
    });
  return (
    <table class="dump">
      <caption class="hush">{w.asHex}</caption>
      <thead class="hush">
        <tr>
          <th scope="col">{w.offset}</th>
          <th scope="col">{w.before}</th>
          <th scope="col">{w.after}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((start) => (
          <tr key={start}>
            <th scope="row">{start.toString(16).toUpperCase().padStart(4, "0")}</th>
            <td>{octets(before, start)}</td>
            <td>{octets(after, start)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
