// The line above the octets in which one types what is to be found, or where to go.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Span } from "../../anatomy/protocol";
import { countOf, find, needle, placeOf } from "./find";
import type { Rows } from "./rows";
import { count, w } from "./words";

const bound = 9_999; // Occurrences that are counted.

export function FindBar(props: {
  bytes: Uint8Array;
  what: "find" | "go";
  from: number;
  lit: Span | null;
  rows: Rows;
  found(span: Span): void;
  close(): void;
}) {
  const { bytes, what } = props;
  const [typed, setTyped] = useState("");
  const [asHex, setAsHex] = useState(false);
  const [said, setSaid] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), [what]);

  const octets = what === "find" ? needle(typed, asHex) : null;
  const search = (from: number, back: boolean) => {
    if (!octets || octets.length === 0) return setSaid(typed && !octets ? w().notHex : "");
    const at = find(bytes, octets, from, back, !asHex);
    if (at < 0) return setSaid(w().notFound);
    const n = countOf(bytes, octets, !asHex, bound);
    setSaid(n >= bound ? w().foundMany(bound) : w().found(n));
    props.found({ start: at, end: at + octets.length });
  };
  const next = (back: boolean) => search(props.from + (back ? -1 : 1), back);
  const go = () => {
    const place = placeOf(typed);
    const last = Math.max(0, bytes.length - 1);
    if (!place) return setSaid(w().noPlace);
    let at: number;
    if ("offset" in place) at = place.offset;
    else if ("part" in place) at = Math.floor(place.part * last);
    else {
      at = startOfLine(props.rows, place.line);
      if (at < 0) return setSaid(w().noLine);
    }
    if (at > last) return setSaid(w().beyond(last));
    setSaid("");
    props.found({ start: at, end: at });
    props.close();
  };
  const keys = (e: KeyboardEvent) => {
    if (e.key === "Escape") props.close();
    else if (e.key === "Enter" && !e.isComposing) what === "find" ? next(e.shiftKey) : go();
    else return e.stopPropagation();
    e.preventDefault();
    e.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: the page's oldest browsers do not know <search>.
    <div class="find-bar" role="search">
      <input
        ref={field}
        type="text"
        class="field"
        aria-label={what === "find" ? (asHex ? w().findHex : w().findText) : w().goToWhat}
        placeholder={what === "find" ? (asHex ? "0D 0A 2D" : w().findText) : w().goToWhat}
        spellcheck={false}
        autocomplete="off"
        value={typed}
        onInput={(e) => {
          setTyped(e.currentTarget.value);
          setSaid("");
        }}
        onKeyDown={keys}
      />
      {what === "find" && (
        <>
          <button type="button" class="btn small" aria-pressed={asHex} onClick={() => setAsHex(!asHex)}>
            Hex
          </button>
          <button
            type="button"
            class="btn small"
            onClick={() => next(true)}
            aria-label={w().previous}
            title={w().previous}
          >
            ↑
          </button>
          <button type="button" class="btn small" onClick={() => next(false)} aria-label={w().next} title={w().next}>
            ↓
          </button>
        </>
      )}
      {what === "go" && (
        <button type="button" class="btn small" onClick={go}>
          {w().go}
        </button>
      )}
      <span class="said" role="status">
        {said || (what === "go" && !typed ? w().goToHint(count(Math.max(0, bytes.length - 1))) : "")}
      </span>
      <button type="button" class="btn quiet small" onClick={props.close}>
        {w().close}
      </button>
    </div>
  );
}

/** Where a line begins; -1 when there are not so many. */
function startOfLine(rows: Rows, line: number): number {
  let low = 0;
  let high = rows.count - 1;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((rows.take(mid, 1)[0]?.line ?? 0) >= line) high = mid;
    else low = mid + 1;
  }
  const row = rows.take(low, 1)[0];
  return row?.line === line ? row.start : -1;
}
