// Small parts that the cards of the anatomy are made of.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Explanation } from "../../bridge/protocol";
import { explain } from "../../state/actions";
import { lang } from "../../state/app";
import { count, w } from "./words";

/** One of the three parts of a letter, always in its colour. */
export function Card(props: {
  part: "env" | "hdr" | "bod" | "";
  name: string;
  note?: string;
  children: ComponentChildren;
}) {
  return (
    <section class={`leaf ${props.part}`} aria-label={props.name}>
      <h3>
        {props.name} {props.note && <span class="k">{props.note}</span>}
      </h3>
      {props.children}
    </section>
  );
}

/** What the engine has to say about a key such as "header.Received"; nothing where it has nothing. */
export function Explained({ what }: { what: string }) {
  const [found, setFound] = useState<Explanation | null>(null);
  const l = lang.value;
  useEffect(() => {
    let current = true;
    setFound(null);
    void explain(what).then((x) => current && setFound(x));
    return () => {
      current = false;
    };
  }, [what, l]);
  if (!found) return null;
  return (
    <div class="explained" role="note">
      <strong>{found.title}</strong>
      <p>{found.text}</p>
      {found.rfc.length > 0 && <p class="k">{found.rfc.join(" · ")}</p>}
    </div>
  );
}

/** How many lines of a list are shown at first that has no smaller number of its own. */
export const manyLines = 200;

/** The way to the rest of a list; nothing where all of it is shown. */
export function ShowMore({ left, more }: { left: number; more: () => void }) {
  if (left === 0) return null;
  return (
    <button type="button" class="btn quiet small" onClick={more}>
      {w().showMore(count(left))}
    </button>
  );
}

/** A long list is shown in pieces. */
export function useSome<T>(list: readonly T[], step: number): { some: readonly T[]; left: number; more: () => void } {
  const [shown, setShown] = useState({ of: list, n: step });
  const n = shown.of === list ? shown.n : step;
  return {
    some: list.slice(0, n),
    left: Math.max(0, list.length - n),
    more: () => setShown({ of: list, n: n + step * 5 }),
  };
}
