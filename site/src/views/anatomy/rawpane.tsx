// The octets of a letter, or of a part's content, in rows: as text with everything invisible shown, or as hexadecimal
// numbers. Only the rows in sight are drawn. A caret walks through them by keys, a run is selected by Shift or by drawing,
// and what is selected anywhere in the view is lit here.
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Problem, Region, Span } from "../../anatomy/protocol";
import { copy } from "./copy";
import { FindBar } from "./findbar";
import { controlName, hex } from "./octet";
import { Strip } from "./overview";
import { lastBefore } from "./places";
import { HexRows, type Row, type Rows, TextRows } from "./rows";
import { octetIn, type Run, runsOf } from "./runs";
import { useScroll } from "./scroll";
import { gravest, signOf } from "./signs";
import { count, w } from "./words";

/** What is shown, and what to tell of places in it. */
export interface Shown {
  bytes: Uint8Array;
  label: string;
  hex: boolean;
  caret: number;
  lit: Span | null; // Selected.
  own: Span | null; // The selected part.
  hovered: Span | null;
  call: number; // Changes when the caret is to be brought into sight.
  regions: readonly Region[]; // Empty: no letter, nothing to name.
  problems: readonly Problem[]; // By their beginnings.
  nameOf(region: Region): string;
  /** Where the name of a header field that lies at `at` ends; 0 elsewhere. */
  nameEnd(at: number): number;
  move(at: number): void;
  pick(at: number): void;
  draw(span: Span): void;
  hover(at: number): void; // -1: the pointer has left.
}

/** Octets that are measured at once; the rest follows while the page stays alive. */
const piece = 4 << 20;

/** The longest run that is copied. */
const maxCopied = 4 << 20;

/** Columns for the names of regions. */
const regionColumns = 10;

/** Columns of a line of base64, or of text that is folded as it should be. */
const usualLine = 77;

/** A problem whose run is longer is about the whole, and its octets are not marked one by one; nor are those of notes. */
const maxMarked = 400;

export function Octets(props: { of: Shown }) {
  const { of } = props;
  const { bytes } = of;
  const id = useId().replace(/\W/g, "");
  const root = useRef<HTMLDivElement>(null);
  const size = useSize(root);
  const [finding, setFinding] = useState<"" | "find" | "go">("");
  const anchor = useRef(-1);
  const pending = useRef(false);

  const digits = Math.max(4, (Math.max(1, bytes.length) - 1).toString(16).length);
  // Line numbers: as many digits as the letter can have lines.
  const figures = of.hex ? digits : Math.max(3, String(Math.ceil(bytes.length / 20)).length);
  const spare = size.columns - figures - 5;
  // The names of regions have a column of their own, unless without it the usual line of mail is whole.
  const named = of.regions.length > 0 && (of.hex ? spare - regionColumns >= 66 : spare - regionColumns >= usualLine);
  const room = Math.max(10, spare - (named ? regionColumns : 0));
  const per = room >= 66 ? 16 : room >= 33 ? 8 : 4;
  const rows = useRows(bytes, of.hex, of.hex ? per : room);
  const scroll = useScroll(rows.count, size.row);
  const drawn = rows.take(scroll.first, scroll.many);

  // What is selected elsewhere comes into sight; where the rows up to there are still being measured, when they are.
  useLayoutEffect(() => {
    pending.current = true;
  }, [of.call, bytes, of.hex, per]);
  useLayoutEffect(() => {
    if (!pending.current || scroll.view === 0) return;
    const measured = !(rows instanceof TextRows) || rows.done || rows.rowOf(of.caret) < rows.count - 1;
    scroll.reveal(rows.rowOf(of.caret), true);
    if (measured) pending.current = false;
  });

  const seen = drawn.filter((r) => r.n >= scroll.firstSeen && r.n < scroll.firstSeen + scroll.view / size.row);
  const here = rows.rowOf(of.caret);
  const move = (to: number, extend: boolean) => {
    const at = Math.max(0, Math.min(Math.max(0, bytes.length - 1), to));
    if (extend) {
      if (anchor.current < 0) anchor.current = of.caret;
      of.draw(between(anchor.current, at));
    } else {
      anchor.current = -1;
    }
    of.move(at);
    scroll.reveal(rows.rowOf(at));
  };
  const vertical = (by: number, extend: boolean) => {
    const row = rows.take(here, 1)[0];
    const to = rows.take(Math.max(0, Math.min(rows.count - 1, here + by)), 1)[0];
    if (row && to) move(Math.min(to.start + of.caret - row.start, Math.max(to.start, to.end - 1)), extend);
  };
  const region = (by: 1 | -1) => {
    const k = lastBefore(of.regions, of.caret);
    const next = of.regions[by > 0 || of.regions[k]?.start === of.caret ? k + by : k];
    if (next) {
      move(next.start, false);
      of.pick(next.start);
    }
  };
  const copySelected = () => {
    const span = of.lit ?? { start: of.caret, end: of.caret + 1 };
    const run = bytes.subarray(span.start, Math.min(span.end, span.start + maxCopied));
    void copy(of.hex ? [...run].map((b) => hex(b)).join(" ") : new TextDecoder().decode(run));
  };

  const keys = (e: KeyboardEvent) => {
    if (e.defaultPrevented || e.isComposing) return;
    const ctrl = e.ctrlKey || e.metaKey;
    const row = rows.take(here, 1)[0];
    const page = Math.max(1, Math.floor(scroll.view / size.row) - 2);
    const letter = e.key.toLowerCase();
    if (ctrl && letter === "f") setFinding("find");
    else if (ctrl && letter === "g") setFinding("go");
    else if (ctrl && letter === "c") copySelected();
    else if (ctrl && letter === "a") of.draw(of.own ?? { start: 0, end: bytes.length });
    else if (ctrl && e.key === "ArrowDown") region(1);
    else if (ctrl && e.key === "ArrowUp") region(-1);
    else if (ctrl && e.key === "Home") move(0, e.shiftKey);
    else if (ctrl && e.key === "End") move(bytes.length - 1, e.shiftKey);
    else if (ctrl || e.altKey) return;
    else if (e.key === "ArrowDown") vertical(1, e.shiftKey);
    else if (e.key === "ArrowUp") vertical(-1, e.shiftKey);
    else if (e.key === "PageDown") vertical(page, e.shiftKey);
    else if (e.key === "PageUp") vertical(-page, e.shiftKey);
    else if (e.key === "ArrowRight") move(of.caret + 1, e.shiftKey);
    else if (e.key === "ArrowLeft") move(of.caret - 1, e.shiftKey);
    else if (e.key === "Home" && row) move(row.start, e.shiftKey);
    else if (e.key === "End" && row) move(row.end - 1, e.shiftKey);
    else if (e.key === "Enter" || e.key === " ") of.pick(of.caret);
    else if (e.key === "Escape" && finding) setFinding("");
    else return;
    e.preventDefault();
    e.stopPropagation();
  };

  // ── The pointer ──────────────────────────────────────────────────────────────────────────────────────────────────

  const drawing = useRef<{ from: number; moved: boolean } | null>(null);
  const octetUnder = (e: PointerEvent): number => {
    const node = document.elementFromPoint(e.clientX, e.clientY) as HTMLElement | null;
    const row = node?.closest<HTMLElement>("[data-row]");
    if (!row || !scroll.box.current?.contains(row)) return -1;
    const r = drawn.find((x) => x.n === Number(row.dataset.row));
    if (!r) return -1;
    const span = node?.closest<HTMLElement>("[data-a]");
    if (!span) return node?.closest(".x, .h, .c") ? Math.max(r.start, r.end - 1) : r.start;
    const start = Number(span.dataset.a);
    const end = Number(span.dataset.z);
    const index = letterAt(span, e.clientX);
    if (span.dataset.k === "hex") {
      const k0 = start - r.start;
      const column = k0 * 3 + (k0 >= 8 ? 1 : 0) + index;
      return Math.min(end - 1, r.start + Math.floor((column >= 25 ? column - 1 : column) / 3));
    }
    return octetIn(
      { start, end, kind: (span.dataset.k ?? "text") as Run["kind"], text: span.textContent ?? "" },
      index,
    );
  };
  const down = (e: PointerEvent) => {
    if (e.button !== 0 || e.pointerType === "touch") return;
    const at = octetUnder(e);
    if (at < 0) return;
    drawing.current = { from: e.shiftKey ? (anchor.current >= 0 ? anchor.current : of.caret) : at, moved: e.shiftKey };
    anchor.current = drawing.current.from;
    if (e.shiftKey) of.draw(between(anchor.current, at));
    scroll.box.current?.setPointerCapture(e.pointerId);
  };
  const drag = (e: PointerEvent) => {
    const at = octetUnder(e);
    const d = drawing.current;
    if (!d) {
      if (e.pointerType === "mouse") of.hover(at);
      return;
    }
    if (at < 0 || (at === d.from && !d.moved)) return;
    d.moved = true;
    of.move(at);
    of.draw(between(d.from, at));
  };
  const up = (e: PointerEvent) => {
    const d = drawing.current;
    drawing.current = null;
    if (d && !d.moved) of.pick(d.from);
    else if (!d && e.pointerType === "touch" && e.type === "pointerup") {
      const at = octetUnder(e);
      if (at >= 0) of.pick(at);
    }
  };

  const found = (span: Span) => {
    anchor.current = -1;
    of.draw(span);
    of.move(span.start);
    pending.current = true;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its keys are those of the rows inside.
    <div ref={root} class={`octets ${of.hex ? "as-hex" : "as-text"} ${named ? "named" : ""}`} onKeyDown={keys}>
      {finding && (
        <FindBar
          bytes={bytes}
          what={finding}
          from={of.caret}
          lit={of.lit}
          rows={rows}
          found={found}
          close={() => {
            setFinding("");
            scroll.box.current?.focus();
          }}
        />
      )}
      <div class="beside">
        <div
          ref={scroll.box}
          class="rows-box"
          role="listbox"
          tabIndex={0}
          aria-label={of.label}
          aria-activedescendant={drawn.some((r) => r.n === here) ? `${id}-${here}` : undefined}
          onScroll={scroll.onScroll}
          onPointerDown={down}
          onPointerMove={drag}
          onPointerUp={up}
          onPointerCancel={() => {
            drawing.current = null;
          }}
          onPointerLeave={() => of.hover(-1)}
          style={{ "--digits": figures, "--row": `${size.row}px` }}
        >
          <div class="tall" role="presentation" style={{ height: `${scroll.tall}px` }}>
            <div class="window" role="presentation" style={{ transform: `translateY(${scroll.shift}px)` }}>
              {drawn.map((r) =>
                of.hex ? hexRow(of, r, rows.count, id, here, per) : textRow(of, r, rows, id, here, named ? 0 : room),
              )}
            </div>
          </div>
        </div>
        {of.regions.length > 0 && (
          <Strip
            of={of}
            from={seen[0]?.start ?? 0}
            to={seen.at(-1)?.end ?? 0}
            go={(at) => scroll.reveal(rows.rowOf(at), true)}
          />
        )}
      </div>
      <div class="tools">
        <Where of={of} rows={rows} here={here} />
        <span class="gap" />
        <button
          type="button"
          class="btn quiet small"
          aria-expanded={finding === "find"}
          title={`${w().find} (Ctrl+F)`}
          onClick={() => setFinding(finding === "find" ? "" : "find")}
        >
          {w().find}
        </button>
        <button
          type="button"
          class="btn quiet small"
          aria-expanded={finding === "go"}
          title={`${w().goTo} (Ctrl+G)`}
          onClick={() => setFinding(finding === "go" ? "" : "go")}
        >
          {w().goTo}
        </button>
        <button type="button" class="btn quiet small" title={`${w().copyTitle} (Ctrl+C)`} onClick={copySelected}>
          {w().copy}
        </button>
      </div>
    </div>
  );
}

const between = (a: number, b: number): Span => ({ start: Math.min(a, b), end: Math.max(a, b) + 1 });

/** The place of the caret in words, which is also what is said when it moves within a row. */
function Where({ of, rows, here }: { of: Shown; rows: Rows; here: number }) {
  const b = of.bytes[of.caret];
  const row = rows.take(here, 1)[0];
  const k = lastBefore(of.regions, of.caret);
  const region = of.regions[k];
  return (
    <p class="where" role="status">
      <span title={w().offsetTitle}>
        {count(of.caret)} <span class="k">0x{hex(of.caret, 4)}</span>
      </span>
      {!of.hex && row && (
        <span>
          {w().line} {count(row.line)}
        </span>
      )}
      {b !== undefined && (
        <span>
          <code>{hex(b)}</code>{" "}
          {b < 33 || b === 127 ? (b === 32 ? w().blank : controlName(b)) : b < 127 ? String.fromCharCode(b) : ""}
        </span>
      )}
      {region && <span class="in">{of.nameOf(region)}</span>}
      {of.lit && of.lit.end > of.lit.start && <span>{w().selected(of.lit.end - of.lit.start)}</span>}
    </p>
  );
}

// ── Rows ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What begins in a row, else what it lies in. */
function regionOf(of: Shown, r: Row): { region: Region | undefined; begins: boolean } {
  const k = lastBefore(of.regions, Math.max(r.start, r.end - 1));
  let region = of.regions[k];
  // Several begin here: the first of them is named.
  for (let i = k; i >= 0 && (of.regions[i] as Region).start >= r.start; i--) region = of.regions[i];
  return { region, begins: region !== undefined && region.start >= r.start };
}

function problemsIn(of: Shown, r: Row): Problem[] {
  const out: Problem[] = [];
  for (let i = lastBefore(of.problems, Math.max(r.start, r.end - 1)); i >= 0 && out.length < 8; i--) {
    const p = of.problems[i] as Problem;
    if (p.start < r.start) break;
    out.push(p);
  }
  return out;
}

const touches = (s: Span | null, a: number, z: number) =>
  s !== null && s.start < Math.max(z, a + 1) && Math.max(s.end, s.start + 1) > a;

function gutter(of: Shown, r: Row, mark: string) {
  const { region, begins } = regionOf(of, r);
  const wrong = problemsIn(of, r);
  const name = region && begins && region.kind !== "blank" ? of.nameOf(region) : "";
  return {
    kind: region?.kind ?? "",
    name,
    cells: (
      <>
        {region && <span class={`edge ${region.kind}`} />}
        {of.regions.length > 0 && (
          <span class={`region ${region?.kind ?? ""}`} title={name}>
            {name}{" "}
          </span>
        )}
        <span class="no">
          {wrong.length > 0 && (
            <b class={`sign ${gravest(wrong)}`} title={wrong.map((p) => w().problemName(p.name)).join("\n")}>
              <span aria-hidden="true">{signOf[gravest(wrong) || "note"]}</span>
              <span class="hush">{wrong.map((p) => w().problemName(p.name)).join(", ")} </span>
            </b>
          )}
          {mark}
        </span>
      </>
    ),
  };
}

function rowClass(of: Shown, r: Row, here: number, kind: string): string {
  const own = touches(of.own, r.start, r.end) ? "own" : "";
  const hovered = touches(of.hovered, r.start, r.end) ? "hov" : "";
  return `row ${kind} ${r.n === here ? "at" : ""} ${own} ${hovered}`;
}

/** Room: the columns of a row in which a region is named at the right end, where there is place; 0 where it is named before. */
function textRow(of: Shown, r: Row, rows: Rows, id: string, here: number, room: number) {
  const { kind, name, cells } = gutter(of, r, r.first ? String(r.line) : "");
  const nameEnd = kind === "header" ? of.nameEnd(r.start) : 0;
  const marked = marksIn(of, r);
  const cuts = [of.caret, of.caret + 1, nameEnd];
  for (const s of [of.lit, ...marked]) if (s) cuts.push(s.start, s.end);
  const runs = runsOf(of.bytes, r.start, r.end, cuts);
  const used = runs.reduce((n, run) => n + (run.kind === "char" ? run.end - run.start : run.text.length), 0);
  const mixed = rows instanceof TextRows && rows.lf > 0 && rows.crlf >= rows.lf;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list keeps the focus and says which row is meant.
    <div
      key={r.n}
      id={`${id}-${r.n}`}
      data-row={r.n}
      class={rowClass(of, r, here, kind)}
      role="option"
      aria-selected={r.n === here}
      aria-posinset={r.n + 1}
      aria-setsize={rows.count}
    >
      {cells}
      <span class="x">
        {runs.map((run) => {
          const end = run.kind === "end";
          const odd = (end && run.text === "LF" && mixed) || (run.kind === "control" && run.text !== "TAB");
          const look = [
            run.kind,
            odd ? "odd" : "",
            run.end <= nameEnd && !end ? "fname" : "",
            of.lit && touches(of.lit, run.start, run.end) ? "lit" : "",
            marked.some((s) => touches(s, run.start, run.end)) ? "wrong" : "",
            of.caret >= run.start && of.caret < run.end ? "caret" : "",
          ];
          return (
            <span
              key={run.start}
              class={look.join(" ")}
              data-a={run.start}
              data-z={run.end}
              data-k={run.kind}
              aria-hidden={end && !odd}
            >
              {end && run.text === "CRLF" ? "↵" : run.text}
            </span>
          );
        })}
      </span>
      {name && used + name.length + 2 < room && <span class={`tag ${kind}`}>{name}</span>}
    </div>
  );
}

/** Runs that problems mark in a row. */
function marksIn(of: Shown, r: Row): Span[] {
  const out: Span[] = [];
  for (let i = lastBefore(of.problems, Math.max(r.start, r.end - 1)), n = 0; i >= 0 && n < 64; i--, n++) {
    const p = of.problems[i] as Problem;
    if (p.severity !== "note" && p.end - p.start <= maxMarked && touches(p, r.start, r.end)) out.push(p);
  }
  return out;
}

/** Octets in a row of hex that are drawn alike. */
function hexRuns(of: Shown, r: Row): { start: number; end: number; look: string }[] {
  const out: { start: number; end: number; look: string }[] = [];
  const marked = marksIn(of, r);
  for (let at = r.start; at < r.end; at++) {
    const b = of.bytes[at] as number;
    const look = [
      b >= 0x80 ? "octet" : b < 32 || b === 127 ? "control" : "text",
      touches(of.lit, at, at + 1) ? "lit" : "",
      marked.some((s) => touches(s, at, at + 1)) ? "wrong" : "",
      at === of.caret ? "caret" : "",
    ].join(" ");
    const last = out.at(-1);
    if (last?.look === look) last.end = at + 1;
    else out.push({ start: at, end: at + 1, look });
  }
  return out;
}

function hexRow(of: Shown, r: Row, all: number, id: string, here: number, per: number) {
  const { kind, cells } = gutter(of, r, hex(r.start, 4));
  const runs = hexRuns(of, r);
  const octets = of.bytes.subarray(r.start, r.end);
  const pad = (per - octets.length) * 3 + (per > 8 && octets.length <= 8 ? 1 : 0);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list keeps the focus and says which row is meant.
    <div
      key={r.n}
      id={`${id}-${r.n}`}
      data-row={r.n}
      class={rowClass(of, r, here, kind)}
      role="option"
      aria-selected={r.n === here}
      aria-posinset={r.n + 1}
      aria-setsize={all}
    >
      {cells}
      <span class="h">
        {runs.map((run) => (
          <span key={run.start} class={run.look} data-a={run.start} data-z={run.end} data-k="hex">
            {[...of.bytes.subarray(run.start, run.end)]
              .map((b, i) => hex(b) + (run.start + i - r.start === 7 && per > 8 ? "  " : " "))
              .join("")}
          </span>
        ))}
        {" ".repeat(pad)}
      </span>
      <span class="c">
        {runs.map((run) => (
          <span key={run.start} class={run.look} data-a={run.start} data-z={run.end} data-k="text">
            {[...of.bytes.subarray(run.start, run.end)]
              .map((b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : "·"))
              .join("")}
          </span>
        ))}
      </span>
    </div>
  );
}

/** The place of the letter of a node's text that lies under x. */
function letterAt(node: HTMLElement, x: number): number {
  const text = node.firstChild;
  if (!(text instanceof Text)) return 0;
  const range = document.createRange();
  let low = 0;
  let high = Math.max(0, text.length - 1);
  while (low < high) {
    const mid = (low + high) >> 1;
    range.setStart(text, mid);
    range.setEnd(text, mid + 1);
    if (range.getBoundingClientRect().right > x) high = mid;
    else low = mid + 1;
  }
  return low;
}

// ── Measuring ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** How many columns of the monospaced font fit, and how high a row is. */
function useSize(root: { current: HTMLElement | null }): { columns: number; row: number } {
  const [size, setSize] = useState({ columns: 80, row: 20 });
  useLayoutEffect(() => {
    const node = root.current?.querySelector<HTMLElement>(".rows-box");
    if (!node) return;
    const measure = () => {
      const probe = document.createElement("span");
      probe.className = "probe";
      probe.textContent = "0".repeat(40);
      node.append(probe);
      const box = probe.getBoundingClientRect();
      probe.remove();
      const columns = Math.max(12, Math.floor((node.clientWidth * 40) / Math.max(1, box.width)));
      const row = Math.max(12, Math.ceil(box.height));
      setSize((was) => (was.columns === columns && was.row === row ? was : { columns, row }));
    };
    let timer = 0;
    const watch = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = window.setTimeout(measure, 60);
    });
    watch.observe(node);
    measure();
    void document.fonts?.ready.then(measure);
    return () => {
      watch.disconnect();
      clearTimeout(timer);
    };
  }, []);
  return size;
}

/** The rows; of long texts first those that were measured at once. */
function useRows(bytes: Uint8Array, asHex: boolean, width: number): Rows {
  const [, redraw] = useState(0);
  const rows = useMemo(() => {
    if (asHex) return new HexRows(bytes.length, width);
    const text = new TextRows(bytes, width);
    text.more(piece);
    return text;
  }, [bytes, asHex, width]);
  useEffect(() => {
    if (!(rows instanceof TextRows) || rows.done) return;
    let timer: ReturnType<typeof setTimeout>;
    const go = () => {
      const done = rows.more(piece);
      redraw((n) => n + 1);
      if (!done) timer = setTimeout(go);
    };
    timer = setTimeout(go);
    return () => clearTimeout(timer);
  }, [rows]);
  return rows;
}
