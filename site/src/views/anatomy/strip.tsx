// The cells of a window in a row, line by line as they stand in the letter: a list that arrow keys walk through. Octets or
// characters above, the letters of the wire below.
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { controlName } from "../../state/controls";
import { hex, hexes, printable } from "./octets";
import { tools } from "./toolwords";
import type { Cell } from "./weave";

/** What stands above the letters. */
export type Above = "chars" | "hex";

/** How a cell is read out. */
export function cellLabel(piece: Cell, base64: boolean): string {
  const w = tools().bits;
  const cell = piece.whole ?? piece;
  const chars = cell.chars.filter((c) => /\P{C}/u.test(c)).join("") || cell.octets.map(printable).join("");
  switch (cell.kind) {
    case "group":
      return w.group([...cell.source].join(" "), hexes(cell.octets), chars);
    case "literal":
      return w.literal(cell.source, cell.octets.length);
    case "escape":
      return w.escape(cell.source, hexes(cell.octets), chars);
    case "space":
      return /[\r\n]/.test(cell.source) || base64 ? w.space : w.spaceBlank;
    case "foreign":
      return w.foreign(cell.source);
    case "soft":
      return w.soft;
    case "break":
      return w.hardBreak;
    default:
      return w.dropped(cell.source.length);
  }
}

/** Whether the source goes on in a new line after a cell. */
function breaks(cell: Cell): boolean {
  return cell.source.endsWith("\n");
}

export function Strip(props: {
  label: string;
  cells: readonly Cell[];
  base64: boolean;
  above: Above;
  at: number; // The cell that is chosen.
  lit: number; // The cell under the pointer; -1: none.
  onHover: (i: number) => void;
  onChoose: (i: number) => void;
  onPage: (by: number) => void;
}) {
  const { cells, at, lit, base64 } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const indexOf = (target: EventTarget | null) =>
    Number((target as Element | null)?.closest<HTMLElement>("[data-i]")?.dataset.i ?? -1);

  // The chosen cell stays in sight within the list; the page around it does not move.
  useLayoutEffect(() => {
    const list = box.current;
    const cell = list?.querySelector<HTMLElement>(`[data-i="${at}"]`);
    if (!list || !cell || list.scrollHeight <= list.clientHeight) return;
    const top = cell.offsetTop;
    if (top < list.scrollTop) list.scrollTop = top - 4;
    else if (top + cell.offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = top + cell.offsetHeight - list.clientHeight + 4;
  }, [at, cells]);

  /** The cell nearest below or above the chosen one, as drawn. */
  const beside = (down: boolean): number => {
    const all = [...(box.current?.querySelectorAll<HTMLElement>("[data-i]") ?? [])];
    const from = all[at]?.getBoundingClientRect();
    if (!from) return at;
    const middle = (from.left + from.right) / 2;
    let best = -1;
    let row = 0;
    for (let i = at + (down ? 1 : -1); i >= 0 && i < all.length; i += down ? 1 : -1) {
      const r = all[i]?.getBoundingClientRect();
      if (!r || Math.abs(r.top - from.top) < 6) continue;
      row ||= r.top;
      if (Math.abs(r.top - row) > 6) break;
      const away = Math.abs((r.left + r.right) / 2 - middle);
      const b = best < 0 ? null : all[best]?.getBoundingClientRect();
      if (!b || away < Math.abs((b.left + b.right) / 2 - middle)) best = i;
    }
    return best < 0 ? at : best;
  };

  const keys = (e: KeyboardEvent) => {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    let to: number | undefined;
    if (e.key === "ArrowRight") to = at + 1;
    else if (e.key === "ArrowLeft") to = at - 1;
    else if (e.key === "ArrowDown" || e.key === "ArrowUp") to = beside(e.key === "ArrowDown");
    else if (e.key === "Home") to = 0;
    else if (e.key === "End") to = cells.length - 1;
    else if (e.key === "PageDown" || e.key === "PageUp") props.onPage(e.key === "PageDown" ? 1 : -1);
    else return;
    e.preventDefault();
    if (to === undefined) return;
    if (to < 0) props.onPage(-1);
    else if (to >= cells.length) props.onPage(1);
    else props.onChoose(to);
  };

  return (
    <div
      ref={box}
      class={`cells ${base64 ? "base64" : "quoted"}`}
      role="listbox"
      tabIndex={0}
      aria-label={props.label}
      aria-activedescendant={`${id}-${at}`}
      onKeyDown={keys}
      onClick={(e) => indexOf(e.target) >= 0 && props.onChoose(indexOf(e.target))}
      onPointerOver={(e) => e.pointerType === "mouse" && props.onHover(indexOf(e.target))}
      onPointerLeave={() => props.onHover(-1)}
    >
      {cells.map((cell, i) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and says which of its cells is active.
        <span
          key={cell.start}
          id={`${id}-${i}`}
          data-i={i}
          role="option"
          aria-selected={i === at}
          class={`cell ${cell.kind} ${i === lit ? "lit" : ""} ${breaks(cell) ? "eol" : ""}`}
        >
          <span class="glyphs" aria-hidden="true">
            {drawn(cell, props.above)}
          </span>
          <span class="hush">{cellLabel(cell, base64)}</span>
        </span>
      ))}
    </div>
  );
}

function drawn(cell: Cell, above: Above) {
  switch (cell.kind) {
    case "group":
    case "escape":
      return (
        <>
          <span class="up">
            {cell.octets.map((o, i) => (
              <span key={i} class={above === "chars" && !shownChar(cell, i) ? "dim" : ""}>
                {above === "hex" ? hex(o) : shownChar(cell, i) || "·"}
              </span>
            ))}
          </span>
          <span class="down">{cell.source}</span>
        </>
      );
    case "literal":
      // Octets above ASCII that came as they are would be question marks; their characters say more.
      return <span class="down">{cell.octets.some((o) => o >= 0x80) ? cell.chars.join("") : cell.source}</span>;
    case "foreign":
      return <span class="down">{cell.source === "?" ? "?" : [...cell.source].map(sign).join("")}</span>;
    case "soft":
      return <span class="down">=↵</span>;
    case "break":
      return <span class="down">{cell.source === "\n" ? "LF" : "↵"}</span>;
    case "dropped":
      return <span class="down">{cell.source.replace(/ /g, "␣").replace(/\t/g, "⇥")}</span>;
    default:
      return <span class="down">{cell.source.replace(/\r?\n/g, "↵").replace(/ /g, "␣").replace(/\t/g, "⇥")}</span>;
  }
}

function sign(char: string): string {
  const code = char.charCodeAt(0);
  return code < 0x20 || code === 0x7f ? controlName(code) : char;
}

/** What octet i of a cell is drawn as: the character that begins there, "" for what does not print or goes on. */
function shownChar(cell: Cell, i: number): string {
  const char = cell.chars[i] ?? "";
  if (char) return /\P{C}/u.test(char) ? char : "";
  // Of what is no text, ASCII is shown as every hex dump does.
  return cell.chars.some(Boolean) ? "" : printable(cell.octets[i] ?? 0);
}
