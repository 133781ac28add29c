// One group drawn large: octets above, letters of the wire below, and between them the bits that both are made of.
import { useId } from "preact/hooks";
import { codePoint, hex, printable } from "./octets";
import { tools } from "./toolwords";
import { type Loom, lettersOf, octetsOf } from "./weave";

/** What the pointer or the focus is on: one octet or one letter, by its index. */
export interface Probe {
  row: "octet" | "letter";
  index: number;
}

/** How much a walk shows already: the octets, their bits, the bits in sixes or fours, numbers, letters. */
export type Shown = 1 | 2 | 3 | 4 | 5;

/** The letters and octets that a probe touches. */
function touched(loom: Loom, probe: Probe | null): { octets: number[]; letters: number[] } {
  if (!probe) return { octets: [], letters: [] };
  return probe.row === "octet"
    ? { octets: [probe.index], letters: lettersOf(loom, probe.index) }
    : { octets: octetsOf(loom, probe.index), letters: [probe.index] };
}

export function LoomView(props: {
  loom: Loom;
  label: string;
  probe: Probe | null;
  onProbe: (probe: Probe | null, pressed: boolean) => void;
  shown?: Shown;
}) {
  const { loom, probe, onProbe, shown = 5 } = props;
  const w = tools().bits;
  const id = useId();
  const columns = Math.max(loom.bits.length, loom.octets.length * 8);
  const lit = touched(loom, probe);
  const handlers = (row: Probe["row"], index: number) => ({
    onPointerEnter: () => onProbe({ row, index }, false),
    onPointerLeave: () => onProbe(null, false),
    onFocus: () => onProbe({ row, index }, false),
    onBlur: () => onProbe(null, false),
    onClick: () => onProbe({ row, index }, true),
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons, and no form.
    <div
      class={`loom ${probe ? "probed" : ""}`}
      role="group"
      aria-labelledby={id}
      data-shown={shown}
      style={{ "--columns": columns }}
    >
      <span class="hush" id={id}>
        {props.label}
      </span>
      <span class="row-name" style={{ gridRow: 2 }} aria-hidden="true">
        {w.octets}
      </span>
      {loom.octets.map((octet, i) => {
        const letters = lettersOf(loom, i)
          .map((l) => loom.letters[l]?.text ?? "")
          .join(" ");
        return (
          <button
            key={`o${i}`}
            type="button"
            class={`octet ${lit.octets.includes(i) ? "lit" : ""}`}
            style={{ gridColumn: `${2 + i * 8} / span 8`, gridRow: 2 }}
            {...handlers("octet", i)}
          >
            <b aria-hidden="true">{hex(octet.value)}</b>
            <span aria-hidden="true">{octet.value}</span>
            <span class="hush">
              {w.octetLabel(
                hex(octet.value),
                loom.bits
                  .slice(i * 8, i * 8 + 8)
                  .map((b) => b.value)
                  .join(""),
                letters,
              )}
            </span>
          </button>
        );
      })}
      {loom.octets.map((octet, i) => {
        const char = octet.char || (octet.span === 1 ? printable(octet.value) : "");
        return char && /\P{C}/u.test(char) ? (
          <span
            key={`c${i}`}
            class={`char ${octet.span > 1 ? "wide" : ""}`}
            style={{ gridColumn: `${2 + i * 8} / span ${octet.span * 8}`, gridRow: 1 }}
            aria-hidden="true"
          >
            {char === " " ? w.blank : char}
            {octet.span > 1 && <em>{codePoint(char)}</em>}
          </span>
        ) : null;
      })}
      <span class="row-name" style={{ gridRow: 3 }} aria-hidden="true">
        {w.bitsRow}
      </span>
      {loom.bits.map((bit, i) => {
        const on = probe?.row === "octet" ? lit.octets.includes(bit.octet) : lit.letters.includes(bit.letter);
        const begins = (k: number) => loom.letters[loom.bits[k]?.letter ?? -1]?.from === k;
        const edges = [
          i % 8 === 0 && "first",
          i % 8 === 7 && "first-next",
          begins(i) && "cut",
          (begins(i + 1) || i === loom.bits.length - 1) && "cut-next",
        ].filter(Boolean);
        return (
          <span
            key={`b${i}`}
            class={`bit ${bit.role} ${edges.join(" ")} ${probe && on ? "lit" : ""} ${bit.value === "1" ? "one" : ""}`}
            style={{ gridColumn: 2 + i, gridRow: 3 }}
            aria-hidden="true"
          >
            {bit.value}
          </span>
        );
      })}
      <span class="row-name" style={{ gridRow: 4 }} aria-hidden="true">
        {w.letters}
      </span>
      {loom.letters.map((letter, i) => (
        <button
          key={`l${i}`}
          type="button"
          class={`code ${lit.letters.includes(i) ? "lit" : ""} ${letter.value === null ? "no" : ""} ${letter.width === 4 && letter.from % 8 === 0 ? "escape" : ""}`}
          style={{ gridColumn: `${2 + letter.from} / span ${letter.width}`, gridRow: 4 }}
          disabled={letter.text === ""}
          {...handlers("letter", i)}
        >
          <span class="number" aria-hidden="true">
            {letter.value ?? " "}
          </span>
          <b aria-hidden="true">{letter.text || " "}</b>
          <span class="hush">
            {letter.value === null
              ? letter.text
                ? w.padLabel
                : w.missingLabel
              : w.letterLabel(
                  letter.text,
                  letter.value,
                  loom.bits
                    .slice(letter.from, letter.from + letter.width)
                    .map((b) => b.value)
                    .join(""),
                )}
          </span>
        </button>
      ))}
    </div>
  );
}
