// A walk through one group for somebody who sees the encoding for the first time: one sentence and one row at a time.
import { useEffect, useRef } from "preact/hooks";
import type { Part } from "../../anatomy/protocol";
import { base64Size, figure, hexes, percent } from "./octets";
import { tools } from "./toolwords";
import { alphabet, type Cell, type Loom } from "./weave";

export type WalkStep = 1 | 2 | 3 | 4 | 5 | 6;

export function Walk(props: {
  step: WalkStep;
  onStep: (step: WalkStep | null) => void;
  part: Part;
  cell: Cell;
  loom: Loom | null;
  base64: boolean;
  utf8: boolean;
}) {
  const { step, onStep, part, cell, loom, base64 } = props;
  const w = tools().bits;
  const forward = useRef<HTMLButtonElement>(null);
  useEffect(() => forward.current?.focus({ preventScroll: true }), []);
  const last: WalkStep = base64 ? 6 : 5;
  const go = (to: number) => onStep(to < 1 || to > last ? null : (to as WalkStep));
  const keys = (e: KeyboardEvent) => {
    if (e.key === "ArrowRight") go(Math.min(last, step + 1));
    else if (e.key === "ArrowLeft") go(Math.max(1, step - 1));
    else if (e.key === "Escape") onStep(null);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  const wire = part.body.end - part.body.start;
  const facts = {
    octets: hexes(cell.octets),
    n: cell.octets.length,
    bits: cell.octets.length * 8,
    chars: cell.chars.filter((c) => /\P{C}/u.test(c)).join(""),
    source: cell.source,
    numbers: loom?.letters.flatMap((l) => (l.value === null ? [] : [l.value])) ?? [],
    letters: loom?.letters.map((l) => l.text).filter(Boolean) ?? [],
    content: figure(part.size),
    wire: figure(wire),
    lettersAlone: figure(base64Size(part.size).letters),
    percent: percent(part.size, wire),
    type: part.type,
  };
  const text = base64 ? w.walkBase64[step - 1]?.(facts) : w.walkQuoted[step - 1]?.(facts);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons within.
    <section class="walk" onKeyDown={keys}>
      <p class="step" aria-hidden="true">
        {w.step(step, last)}
      </p>
      <div aria-live="polite">
        <p class="text">
          <span class="hush">{w.step(step, last)}: </span>
          {text}
        </p>
      </div>
      {base64 && step === 5 && <Alphabet lit={facts.numbers} />}
      <div class="deeds">
        <button type="button" class="btn" onClick={() => go(step - 1)} disabled={step === 1}>
          {w.stepBack}
        </button>
        <button ref={forward} type="button" class="btn main" onClick={() => go(step + 1)}>
          {step === last ? w.stepDone : w.stepNext}
        </button>
        {step < last && (
          <button type="button" class="btn quiet" onClick={() => onStep(null)}>
            {w.stepLeave}
          </button>
        )}
      </div>
    </section>
  );
}

/** The table of the 64 letters; those with a number in `lit` are marked. */
export function Alphabet({ lit }: { lit: readonly number[] }) {
  const w = tools().bits;
  const rows = [0, 1, 2, 3];
  return (
    <table class="alphabet">
      <caption class="hush">{w.alphabet}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row">{row * 16}</th>
            {[...alphabet.slice(row * 16, row * 16 + 16)].map((char, i) => {
              const on = lit.includes(row * 16 + i);
              return (
                <td key={char} class={on ? "lit" : ""}>
                  {char}
                  {on && <span class="hush"> {w.letterNumber(row * 16 + i)}</span>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
