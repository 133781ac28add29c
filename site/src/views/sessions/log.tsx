// A transcript: who said what and when, line by line, with an explanation for each line beside it and never over it.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { select } from "../../state/actions";
import { bytesView, civil, model, selection } from "../../state/app";
import type { Line } from "../../state/fold";
import { clock } from "../../state/time";
import { lineBody, lineBytes } from "./bytes";
import { Card } from "./card";
import { useWindow } from "./window";

/** Whether a line belongs to the selected event. */
function lit(line: Line, event: number): boolean {
  return event > 0 && (line.about === event || line.n === event);
}

export function Log(props: {
  lines: readonly Line[];
  label: string;
  again: ((text: string) => void) | null;
  from: number;
  unclear: () => void;
}) {
  const { lines, from } = props;
  model.value; // The lines grow in place.
  const count = lines.length - from;
  const { box, range, onScroll, toEnd, reveal, fresh } = useWindow(count, 21);
  const [hover, setHover] = useState(-1);
  const [focus, setFocus] = useState(-1);
  const [shut, setShut] = useState(false);
  const timer = useRef(0);
  const chosen = selection.value.event;
  const pinned = chosen ? lines.findLastIndex((l, i) => i >= from && lit(l, chosen)) : -1;
  const current = focus >= from && focus < lines.length ? focus : lines.length - 1;
  const shown = hover >= from && hover < lines.length ? hover : focus >= from && focus < lines.length ? focus : pinned;
  const line = shut ? undefined : lines[shown];

  // A selection made elsewhere brings its line into view.
  useEffect(() => {
    if (pinned >= 0 && focus !== pinned) reveal(pinned - from);
  }, [chosen]);

  const row = (i: number) => box.current?.querySelector<HTMLElement>(`[data-i="${i}"]`);
  const go = (i: number) => {
    if (i < from || i >= lines.length) return;
    reveal(i - from);
    requestAnimationFrame(() => row(i)?.focus({ preventScroll: true }));
  };
  const pick = (i: number) => {
    const l = lines[i];
    if (!l || l.who === "sh" || l.who === "out") return;
    setShut(false);
    select(selection.peek().event === (l.about || l.n) ? {} : { event: l.about || l.n, conn: l.conn });
  };
  const hoverOn = (i: number, soon: boolean) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(
      () => {
        setHover(i);
        if (i >= 0) setShut(false);
      },
      soon ? 120 : 320,
    );
  };
  const keys = (e: KeyboardEvent) => {
    const plain = !e.ctrlKey && !e.metaKey && !e.altKey;
    if (e.key === "ArrowDown" && plain) go(current + 1);
    else if (e.key === "ArrowUp" && plain) go(current - 1);
    else if (e.key === "Home" && plain) go(from);
    else if (e.key === "End" && plain) go(lines.length - 1);
    else if (e.key === "Enter" && e.ctrlKey) {
      const l = lines[current];
      if (l?.who === "c") props.again?.(text(l));
    } else if (e.key === "Enter") pick(current);
    else if (e.key === "Escape") {
      if (line) setShut(true);
      else document.getElementById("prompt")?.focus();
    } else {
      // Letters and digits are meant for the prompt.
      if (plain && e.key.length === 1 && /[\p{L}\p{N}]/u.test(e.key)) document.getElementById("prompt")?.focus();
      return;
    }
    e.preventDefault();
  };

  const rows = [];
  for (let i = range.from + from; i < range.to + from; i++) {
    const l = lines[i] as Line;
    const before = lines[i - 1];
    const time = !before || before.t !== l.t || i === from ? clock(civil.value, l.t) : "";
    rows.push(
      <li
        key={i}
        data-i={i}
        class={`ln ${l.who} ${l.part} ${lit(l, chosen) ? "lit" : ""} ${i === shown && !shut ? "told" : ""}`}
        tabIndex={i === current ? 0 : -1}
        aria-posinset={i + 1}
        aria-setsize={lines.length}
      >
        <span class="t">{time}</span>
        {who(l)}
        <span class="x">
          {l.who === "note" ? (t().sessions.notes[l.text] ?? l.text) : bytesView.value ? lineBytes(l) : lineBody(l)}
        </span>
      </li>,
    );
  }

  const index = (e: Event) => Number((e.target as HTMLElement).closest<HTMLElement>("[data-i]")?.dataset.i ?? -1);
  return (
    <div class="log-wrap">
      {from > 0 && (
        <button type="button" class="btn quiet small earlier" onClick={props.unclear}>
          ↑ {t().sessions.earlier(from)}
        </button>
      )}
      <div class="log-role" role="log" aria-live="off" aria-label={props.label}>
        <ol
          ref={box}
          class={`log ${bytesView.value ? "bytes" : ""}`}
          onScroll={onScroll}
          onKeyDown={keys}
          onFocusIn={(e) => {
            const i = index(e);
            if (i >= 0) {
              setFocus(i);
              setShut(false);
            }
          }}
          onFocusOut={(e) => {
            const to = e.relatedTarget as HTMLElement | null;
            if (!to?.closest(".log-wrap, .tell")) setFocus(-1);
          }}
          onClick={(e) => {
            if (!getSelection()?.toString()) pick(index(e));
          }}
          onDblClick={(e) => {
            const l = lines[index(e)];
            if (l?.who === "c") props.again?.(text(l));
          }}
          onPointerOver={(e) => e.pointerType === "mouse" && hoverOn(index(e), hover >= 0)}
          onPointerLeave={() => hoverOn(-1, true)}
        >
          <li class="space" role="presentation" aria-hidden="true" style={{ height: `${range.above}px` }} />
          {rows}
          <li class="space" role="presentation" aria-hidden="true" style={{ height: `${range.below}px` }} />
        </ol>
      </div>
      {fresh > 0 && (
        <button type="button" class="chip fresh" onClick={toEnd}>
          {t().sessions.newLines(fresh)}
        </button>
      )}
      {line && (
        <Tell
          row={() => row(shown) ?? null}
          line={line}
          enter={() => clearTimeout(timer.current)}
          leave={() => hoverOn(-1, true)}
        >
          <Card line={line} pinned={shown === pinned} again={props.again} />
        </Tell>
      )}
    </div>
  );
}

function text(l: Line): string {
  return new TextDecoder().decode(l.raw).replace(/\r?\n$/, "");
}

function who(line: Line) {
  const w = t().sessions;
  const sign = { c: "C", s: "S", sh: "$", out: "", note: "·" }[line.who];
  const said = line.who === "c" ? w.client : line.who === "s" ? w.server : "";
  return (
    <span class="w">
      <span aria-hidden="true">{sign}</span>
      {said && <span class="hush">{said}: </span>}
    </span>
  );
}

/** The place of the card: under its line where there is room for it, else on the side of the line that has more. */
function Tell(props: {
  row: () => HTMLElement | null;
  line: Line;
  enter: () => void;
  leave: () => void;
  children: preact.ComponentChildren;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const place = () => {
    const card = ref.current;
    const wrap = card?.parentElement;
    const row = props.row();
    if (!card || !wrap || !row) return;
    const box = wrap.getBoundingClientRect();
    const at = row.getBoundingClientRect();
    card.hidden = at.bottom < box.top || at.top > box.bottom;
    const below = box.bottom - at.bottom - 12;
    const above = at.top - box.top - 12;
    const under = below >= (card.firstElementChild?.scrollHeight ?? 0) + 22 || below >= above;
    card.style.maxHeight = `${Math.max(64, under ? below : above)}px`;
    card.style.top = under ? `${at.bottom - box.top + 6}px` : "auto";
    card.style.bottom = under ? "auto" : `${box.bottom - at.top + 6}px`;
  };
  useLayoutEffect(place);
  // What it says comes a moment later and decides where it has room.
  useLayoutEffect(() => {
    const inside = ref.current?.firstElementChild;
    if (!inside) return;
    const watch = new ResizeObserver(place);
    watch.observe(inside);
    return () => watch.disconnect();
  }, [props.line]);
  return (
    <div ref={ref} class="tell" role="note" onPointerEnter={props.enter} onPointerLeave={props.leave}>
      <div>{props.children}</div>
    </div>
  );
}
