// The bit view: how the letters of an encoded part and the octets of its content belong together, group by group. Data
// come in windows from the codec, so that a part of megabytes costs what one screen does.
import { useEffect, useMemo, useState } from "preact/hooks";
import { ask } from "../../anatomy/client";
import type { Part, Span } from "../../anatomy/protocol";
import { letter, part, selected } from "../../anatomy/state";
import { Growth } from "./growth";
import { caret, hovered, goTo as showInLetter } from "./look";
import { LoomView, type Probe } from "./loom";
import { figure, hexes, isUtf8Character } from "./octets";
import { type Above, cellLabel, Strip } from "./strip";
import { Failed, isEncoded, isText, Nothing, partsWhere, pointOut, Switch, sentences, Tool, useAnswer } from "./tool";
import { tools } from "./toolwords";
import { Utf8Note } from "./utf8";
import { Walk, type WalkStep } from "./walk";
import { base64Loom, type Cell, cells as cellsOf, type Loom, placesOf, quotedLoom, windowAt } from "./weave";

/** Octets of the letter in a window: six lines of the usual length. */
const windowSize = 78 * 6;

export function Bits() {
  const w = tools().bits;
  return (
    <Tool name={w.name} class="bit-tool">
      <Choice />
    </Tool>
  );
}

function Choice() {
  const w = tools().bits;
  const p = part.value;
  const open = letter.value;
  if (!open || !p) return <Nothing text={tools().noLetter} />;
  const instead = partsWhere((x) => isEncoded(x) && x.size > 0);
  if (!p.leaf) return <Nothing text={w.container} instead={instead} lead={w.instead} />;
  if (!isEncoded(p)) return <Nothing text={w.plain(p.encoding || "7bit")} instead={instead} lead={w.instead} />;
  if (p.body.end === p.body.start) return <Nothing text={w.nothing} instead={instead} lead={w.instead} />;
  return <PartBits key={`${open.anatomy.n} ${p.id}`} of={p} data={open.bytes} />;
}

/** What can be drawn large. */
function loomOf(cell: Cell | undefined, base64: boolean, utf8: boolean): Loom | null {
  if (!cell) return null;
  if (base64) return cell.kind === "group" ? base64Loom(cell) : null;
  return cell.octets.length > 0 && cell.octets.length <= 4 && (cell.kind === "escape" || cell.kind === "literal")
    ? quotedLoom(cell, utf8 && isUtf8Character(cell.octets))
    : null;
}

function PartBits({ of: p, data }: { of: Part; data: Uint8Array }) {
  const w = tools().bits;
  const base64 = /^base64$/i.test(p.encoding);
  const charset = isText(p) ? p.charset || "utf-8" : "";
  // It begins where somebody was looking: where the caret stands in this part, or at what is selected of it.
  const { part: id, span: wished } = selected.peek();
  const asked =
    [caret.peek(), id === p.id && wished ? wished.start : -1].find((at) => inside(p.body, at)) ?? p.body.start;
  const [start, setStart] = useState(() => windowAt(p.body, asked, windowSize));
  const [wish, setWish] = useState<"first" | "last" | number>(asked > p.body.start ? asked : "first");
  const [at, setAt] = useState(0);
  const [hover, setHover] = useState(-1);
  const [probe, setProbe] = useState<Probe | null>(null);
  const [above, setAbove] = useState<Above>(charset ? "chars" : "hex");
  const [walk, setWalk] = useState<WalkStep | null>(null);

  const asking = useAnswer(
    () => ask({ op: "bits", part: p.id, start, end: Math.min(p.body.end, start + windowSize) }).then((a) => a.ok),
    [p.id, start],
    true,
  );
  const list = useMemo(() => (asking.value ? cellsOf(asking.value, charset) : []), [asking.value, charset]);

  // A window that has come puts the choice where it was wished: at an octet, or at one of its ends.
  useEffect(() => {
    if (list.length === 0) return;
    const wished = typeof wish === "number" ? list.findIndex((c) => inside(c, wish)) : -1;
    setAt(wish === "last" ? list.length - 1 : wished >= 0 ? wished : telling(list));
  }, [list]);

  // What is selected elsewhere is looked for here.
  const span = selected.value.part === p.id ? selected.value.span : null;
  useEffect(() => {
    if (!span || !inside(p.body, span.start) || list.some((c) => c.start === span.start && c.end === span.end)) return;
    const found = list.findIndex((c) => inside(c, span.start));
    if (found >= 0) setAt(found);
    else if (list.length > 0) goTo(span.start);
  }, [span?.start, span?.end]);

  useEffect(
    () => () => {
      hovered.value = null;
    },
    [],
  );

  const goTo = (place: number, end: "first" | "last" | number = place) => {
    setWish(end);
    setHover(-1);
    setStart(windowAt(p.body, place, windowSize));
  };
  const page = (by: number) => {
    const to = start + by * windowSize;
    if (to >= p.body.start && to < p.body.end) goTo(to, by < 0 ? "last" : "first");
  };
  const light = (cell: Cell | undefined) => cell && pointOut(p.id, { start: cell.start, end: cell.end });
  const choose = (i: number) => {
    setAt(i);
    setHover(-1);
    light(list[i]);
  };
  const over = (i: number) => {
    if (i === hover) return;
    setHover(i);
    const c = list[i];
    hovered.value = c ? { start: c.start, end: c.end } : null;
  };

  const here = list[hover >= 0 ? hover : at];
  const cell = here?.whole ?? here;
  const utf8 = charset === "utf-8";
  const loom = loomOf(cell, base64, utf8);
  const touch = (next: Probe | null, pressed: boolean) => {
    setProbe(next);
    const lit = cell && loom && next ? spanOf(cell, loom, next, base64, data) : null;
    hovered.value = lit;
    if (lit && pressed) pointOut(p.id, lit);
  };
  const startWalk = () => {
    setHover(-1);
    if (start !== p.body.start) goTo(p.body.start, "first");
    else setAt(telling(list));
    setWalk(1);
  };

  const of = Math.ceil((p.body.end - p.body.start) / windowSize);
  const n = Math.floor((start - p.body.start) / windowSize) + 1;
  const stage = (
    <div class={`stage ${base64 ? "fixed" : ""}`}>
      <div class={base64 ? "loom-place" : ""}>
        {loom && cell && (
          <LoomView
            loom={loom}
            label={cellLabel(cell, base64)}
            probe={walk === null ? probe : null}
            onProbe={touch}
            shown={walk === null || walk === 6 ? 5 : walk}
          />
        )}
      </div>
      {cell && walk === null && (
        <p class="says">
          {sentences(
            probe && loom ? probed(probe, loom) : cellLabel(cell, base64),
            base64 && loom !== null && paddingNote(cell, loom),
          )}
        </p>
      )}
      {cell && walk === null && !base64 && utf8 && isUtf8Character(cell.octets) && <Utf8Note octets={cell.octets} />}
    </div>
  );
  const around = (
    <div class="around" hidden={walk !== null}>
      <div class="strip-bar">
        <Switch
          label={w.above}
          shown
          options={[
            ["chars", w.aboveChars],
            ["hex", w.aboveHex],
          ]}
          value={above}
          onChange={setAbove}
        />
        {cell && (
          <span class="k">
            {w.place(figure(cell.at), figure(Math.max(0, p.size)))}
            <button
              type="button"
              class="link"
              title={w.showTitle}
              onClick={() => showInLetter(p.id, { start: cell.start, end: cell.end })}
            >
              {w.placeInLetter(figure(cell.start))}
            </button>
          </span>
        )}
      </div>
      {list.length > 0 && (
        <Strip
          label={base64 ? w.strip : w.stripQuoted}
          cells={list}
          base64={base64}
          above={above}
          at={Math.min(at, list.length - 1)}
          lit={hover}
          onHover={over}
          onChoose={choose}
          onPage={page}
        />
      )}
      {of > 1 && (
        <div class="pager">
          <button type="button" class="btn small" onClick={() => page(-1)} disabled={n === 1}>
            ‹ {w.before}
          </button>
          <label>
            <span class="hush">{w.slider}</span>
            <input
              type="range"
              min={1}
              max={of}
              value={n}
              aria-valuetext={w.page(n, of)}
              onInput={(e) => goTo(p.body.start + (Number(e.currentTarget.value) - 1) * windowSize, "first")}
            />
          </label>
          <span class="k">{w.page(n, of)}</span>
          <button type="button" class="btn small" onClick={() => page(1)} disabled={n === of}>
            {w.after} ›
          </button>
        </div>
      )}
    </div>
  );
  return (
    <>
      <div class="lead" hidden={walk !== null}>
        <p>{base64 ? w.leadBase64 : w.leadQuoted}</p>
        <button type="button" class="btn" onClick={startWalk} disabled={list.length === 0}>
          {w.walk}
        </button>
      </div>
      {walk !== null && cell && (
        <Walk step={walk} onStep={setWalk} part={p} cell={cell} loom={loom} base64={base64} utf8={utf8} />
      )}
      <Failed of={asking} />
      {/* What is chosen from must stay where it is, so what changes in height with the choice comes below it. */}
      {base64 ? stage : around}
      {base64 ? around : stage}
      {(walk === null || walk === (base64 ? 6 : 5)) && <Growth part={p} base64={base64} />}
    </>
  );
}

function inside(span: Span, at: number): boolean {
  return at >= span.start && at < span.end;
}

/** The first cell that has something to teach: a group, or an escape; else the first. */
function telling(list: readonly Cell[]): number {
  const best = list.findIndex((c) => c.kind === "group" || c.kind === "escape");
  return Math.max(0, best);
}

/** The octets of the letter that an octet or a letter of the loom stands for. */
function spanOf(cell: Cell, loom: Loom, probe: Probe, base64: boolean, data: Uint8Array): Span | null {
  if (!base64) {
    if (cell.kind !== "escape") return { start: cell.start, end: cell.end };
    const octet = probe.row === "octet" ? probe.index : probe.index >> 1;
    const start = cell.places[octet] ?? cell.start;
    return probe.row === "octet"
      ? { start, end: start + 3 }
      : { start: start + 1 + (probe.index & 1), end: start + 2 + (probe.index & 1) };
  }
  const places = placesOf(cell, data);
  const letters =
    probe.row === "letter" ? [probe.index] : loom.bits.flatMap((b) => (b.octet === probe.index ? [b.letter] : []));
  const first = places[letters[0] ?? 0];
  const last = places[letters.at(-1) ?? 0];
  return first === undefined || last === undefined ? null : { start: first, end: last + 1 };
}

function probed(probe: Probe, loom: Loom): string {
  const w = tools().bits;
  const bits = (from: number, width: number) =>
    loom.bits
      .slice(from, from + width)
      .map((b) => b.value)
      .join("");
  if (probe.row === "octet") {
    const octet = loom.octets[probe.index];
    const letters = [...new Set(loom.bits.filter((b) => b.octet === probe.index).map((b) => b.letter))];
    return w.octetIn(
      hexes([octet?.value ?? 0]),
      bits(probe.index * 8, 8),
      letters.map((l) => loom.letters[l]?.text ?? ""),
    );
  }
  const letter = loom.letters[probe.index];
  if (!letter) return "";
  if (letter.value === null) return letter.text ? w.padLabel : w.missingLabel;
  return letter.width === 4
    ? w.digitIs(letter.text, letter.value, bits(letter.from, 4))
    : letter.width === 6
      ? w.letterIs(letter.text, letter.value, bits(letter.from, 6))
      : w.literalIs(letter.text, letter.value);
}

/** What is special about the end of base64. */
function paddingNote(cell: Cell, loom: Loom): string {
  const w = tools().bits;
  const n = cell.octets.length;
  if (n === 3) return "";
  const fill = loom.bits.filter((b) => b.role === "fill");
  const letters = loom.letters.filter((l) => l.value !== null).length;
  const signs = loom.letters.filter((l) => l.value === null && l.text).length;
  return sentences(
    n === 0 ? w.tooShort : w.padding(n, letters, fill.length, signs),
    fill.some((b) => b.value === "1") && w.fillOnes,
  );
}
