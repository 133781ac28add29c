// Small parts that the cards of the inspector are made of.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Explanation } from "../../bridge/protocol";
import { t } from "../../i18n";
import { explain } from "../../state/actions";
import { civil, lang } from "../../state/app";
import { clock, daysIn } from "../../state/time";

export function Title({
  name,
  note,
  back,
}: {
  name: string;
  note?: string | undefined;
  back?: (() => void) | undefined;
}) {
  return (
    <h2 class="panel-title">
      {back && (
        <button
          type="button"
          class="btn quiet small back"
          aria-label={t().inspector.back}
          title={t().inspector.back}
          onClick={back}
        >
          ‹
        </button>
      )}
      <b>{name}</b> {note && <span>{note}</span>}
    </h2>
  );
}

export function Card(props: {
  part?: "env" | "hdr" | "bod" | "";
  name: string;
  note?: string | undefined;
  class?: string;
  children: ComponentChildren;
}) {
  return (
    <section class={`card ${props.part ?? ""} ${props.class ?? ""}`}>
      <h3>
        {props.name} {props.note && <span>{props.note}</span>}
      </h3>
      {props.children}
    </section>
  );
}

/** Names and values in two columns. */
export function Facts({ of }: { of: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {of.map(([name, value]) =>
        value === "" || value === null || value === undefined || value === false ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** An instant, with its day where that is not the first. */
export function when(at: number): string {
  const day = daysIn(civil.value, at);
  return (day > 0 ? `${t().time.day(day)} ` : "") + clock(civil.value, at, false);
}

/** What the engine has to say about an event or a key. */
export function useExplanation(what: number | string | null): Explanation | null {
  const [found, setFound] = useState<Explanation | null>(null);
  const l = lang.value;
  useEffect(() => {
    let current = true;
    setFound(null);
    if (what !== null) void explain(what).then((x) => current && setFound(x));
    return () => {
      current = false;
    };
  }, [what, l]);
  return found;
}

/** An explanation in a card of its own; nothing where there is none. */
export function Explained({ what }: { what: number | string }) {
  const found = useExplanation(what);
  if (!found) return null;
  return (
    <div class="explained" role="note">
      <strong>{found.title}</strong>
      <p>{found.text}</p>
      {found.rfc.length > 0 && <p class="k">{found.rfc.join(" · ")}</p>}
    </div>
  );
}
