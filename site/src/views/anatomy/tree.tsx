// The tree of parts, tied to the octets: what is selected here is lit there, and the other way round.
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Anatomy, Part } from "../../anatomy/protocol";
import { letter, selected } from "../../anatomy/state";
import { size } from "../../state/app";
import { List, rems } from "./list";
import { goTo, hovered, hoveredPart, pane, problemsOf } from "./look";
import { unturned } from "./octet";
import { lastBelow, numberOf, wholeOf } from "./places";
import { Signs } from "./signs";
import { sizeOf, w } from "./words";

/** The parts that are not within a folded one, by id. */
function unfolded(a: Anatomy, folded: ReadonlySet<number>): number[] {
  const out: number[] = [];
  for (let id = 0; id < a.parts.length; ) {
    out.push(id);
    id = folded.has(id) ? lastBelow(a, id) : id + 1;
  }
  return out;
}

/** How many parts hang on the same branch, and which of them a part is: what a reader of the screen is told. */
function places(a: Anatomy): { set: number; pos: number }[] {
  const seen = new Map<number, number>();
  const pos = a.parts.map((p) => {
    const n = (seen.get(p.parent) ?? 0) + 1;
    seen.set(p.parent, n);
    return n;
  });
  return a.parts.map((p, i) => ({ set: seen.get(p.parent) ?? 1, pos: pos[i] ?? 1 }));
}

/** What hangs below a part: it can be folded. */
const holds = (a: Anatomy, id: number) => a.parts[id + 1]?.parent === id;

/** What a part is called; the first is the letter itself. */
export function title(p: Part): string {
  return p.parent < 0 ? w().theLetter : p.type || w().noType;
}

export function Tree() {
  const a = letter.value?.anatomy;
  const folded = useSignal<ReadonlySet<number>>(new Set());
  const of = useSignal<Anatomy | null>(null);
  if (a && of.peek() !== a) {
    of.value = a;
    folded.value = new Set();
  }
  const shown = useMemo(() => (a ? unfolded(a, folded.value) : []), [a, folded.value]);
  const spots = useMemo(() => (a ? places(a) : []), [a]);
  if (!a) return null;

  const id = selected.value.part;
  let chosen = shown.indexOf(id);
  // Selected within a folded part: that one stands for it.
  for (let up = id; chosen < 0 && up >= 0; ) {
    up = a.parts[up]?.parent ?? -1;
    chosen = shown.indexOf(up);
  }
  const fold = (i: number, shut: boolean) => {
    const set = new Set(folded.peek());
    if (shut) set.add(i);
    else set.delete(i);
    folded.value = set;
  };
  const pick = (i: number) => {
    const to = shown[i];
    if (to === undefined) return;
    goTo(to);
  };
  const onKey = (key: string): boolean => {
    const at = shown[chosen] ?? 0;
    const p = a.parts[at];
    if (!p) return false;
    if (key === "ArrowRight") {
      if (holds(a, at) && folded.peek().has(at)) fold(at, false);
      else if (holds(a, at)) goTo(at + 1);
    } else if (key === "ArrowLeft") {
      if (holds(a, at) && !folded.peek().has(at)) fold(at, true);
      else if (p.parent >= 0) goTo(p.parent);
    } else if (key === "*") {
      folded.value = new Set();
    } else if (key === "Enter" || key === " ") {
      goTo(at);
      if (size.peek() === "phone") pane.value = "facts";
    } else return false;
    return true;
  };
  return (
    <List
      role="tree"
      label={w().tree}
      count={shown.length}
      chosen={chosen}
      height={rems(matchMedia("(pointer: coarse)").matches ? 3.5 : 3.15)}
      nameOf={(i) => {
        const p = a.parts[shown[i] ?? 0];
        return p ? p.filename || title(p) : "";
      }}
      choose={pick}
      onKey={onKey}
      hover={(i) => {
        const p = a.parts[shown[i] ?? -1];
        hovered.value = p && p.id > 0 ? wholeOf(p) : null;
      }}
      rowProps={(i) => rowOf(a, shown[i] ?? 0, folded.value, spots)}
      row={(i) => {
        const p = a.parts[shown[i] ?? 0] as Part;
        const shut = folded.value.has(p.id);
        const wrong = problemsOf(a, p.id);
        return (
          <>
            {holds(a, p.id) ? (
              <span
                class="twist"
                aria-hidden="true"
                onClick={(e) => {
                  e.preventDefault();
                  fold(p.id, !shut);
                }}
              >
                {shut ? "▸" : "▾"}
              </span>
            ) : (
              <span class="twist" />
            )}
            <span class="label">
              <span class="line">
                {numberOf(a.parts, p) && (
                  <code class="path" title={p.path}>
                    {numberOf(a.parts, p)}
                  </code>
                )}{" "}
                <b>{title(p)}</b> <Signs of={wrong} />
              </span>
              <span class="line k">{about(p)}</span>
            </span>
          </>
        );
      }}
    />
  );
}

function rowOf(a: Anatomy, id: number, folded: ReadonlySet<number>, spots: { set: number; pos: number }[]) {
  const p = a.parts[id] as Part;
  const deep = Math.min(p.depth, 9);
  return {
    class: `item ${hoveredPart.value === id ? "hov" : ""}`,
    style: { "--depth": deep },
    "aria-level": p.depth + 1,
    "aria-setsize": spots[id]?.set,
    "aria-posinset": spots[id]?.pos,
    ...(holds(a, id) ? { "aria-expanded": !folded.has(id) } : {}),
  };
}

/** Name, encoding and size of a part in one quiet line. */
export function about(p: Part): string {
  const said: string[] = [];
  if (p.parent < 0) said.push(p.type || w().noType);
  if (p.filename) said.push(unturned(p.filename));
  if (p.leaf) {
    if (p.type.startsWith("text/") && p.charset) said.push(p.charset);
    said.push(p.encoding, sizeOf(p.size));
  } else said.push(sizeOf(p.body.end - p.body.start));
  return said.filter(Boolean).join(" · ");
}
