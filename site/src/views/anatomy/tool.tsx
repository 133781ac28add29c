// What the instruments of the anatomy have in common: asking the codec, saying that there is nothing to show, and text in
// which nothing is invisible.
import { batch } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { CodecError } from "../../anatomy/client";
import type { Part, Span } from "../../anatomy/protocol";
import { letter, select } from "../../anatomy/state";
import { controlName } from "../../state/controls";
import { caret } from "./look";
import { pieces } from "./pieces";
import { tools } from "./toolwords";

/** An answer on its way: nothing yet, the answer, or one sentence of the codec's why there is none. */
export interface Asked<T> {
  value: T | null;
  failed: string;
}

/**
 * Asks whenever one of `about` changes. The answer to what was asked before is dropped. It is no longer shown either,
 * unless it is kept until the next one is there: what is taken off the page loses the focus.
 */
export function useAnswer<T>(question: () => Promise<T>, about: readonly unknown[], keep = false): Asked<T> {
  const [state, setState] = useState<Asked<T>>({ value: null, failed: "" });
  useEffect(() => {
    let current = true;
    if (!keep) setState({ value: null, failed: "" });
    question().then(
      (value) => current && setState({ value, failed: "" }),
      (reason: unknown) => {
        if (!(reason instanceof CodecError)) throw reason;
        if (current) setState({ value: null, failed: reason.message });
      },
    );
    return () => {
      current = false;
    };
  }, about);
  return state;
}

/** The place of one instrument; its layout follows its own width, not the window's. */
export function Tool(props: { name: string; class: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class={`tool ${props.class}`} aria-labelledby={id}>
      <h2 class="hush" id={id}>
        {props.name}
      </h2>
      {props.children}
    </section>
  );
}

/** Why there is nothing to show, and what of the letter would have something. */
export function Nothing(props: {
  text: string;
  instead?: readonly Part[];
  lead?: string;
  children?: ComponentChildren;
}) {
  const { instead = [], lead = "" } = props;
  return (
    <div class="nothing">
      <p>{props.text}</p>
      {instead.length > 0 && (
        <>
          <p class="k">{lead}</p>
          <ul class="instead">
            {instead.slice(0, 12).map((p) => (
              <li key={p.id}>
                <button type="button" class="btn" onClick={() => select(p.id)}>
                  <span class="k">{p.path}</span> {p.filename || p.type} <span class="k">{p.encoding}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {props.children}
    </div>
  );
}

/** Sentences one after the other, as the language sets them. */
export function sentences(...all: (string | false | null | undefined)[]): string {
  return all.filter(Boolean).join(tools().between);
}

/** The codec refused; it speaks English. */
export function Failed({ of }: { of: Asked<unknown> }) {
  return of.failed ? (
    <p class="refusal" role="alert">
      {tools().failed} <span lang="en">{of.failed}</span>
    </p>
  ) : null;
}

/** Selects octets of a part, for whoever looks at the letter next. */
export function pointOut(id: number, span: Span): void {
  batch(() => {
    select(id, span);
    caret.value = span.start;
  });
}

/** The parts of the open letter that satisfy. */
export function partsWhere(good: (p: Part) => boolean): Part[] {
  return letter.value?.anatomy.parts.filter(good) ?? [];
}

/** Whether a part's body is in base64 or quoted-printable. */
export function isEncoded(p: Part): boolean {
  return p.leaf && /^(base64|quoted-printable)$/i.test(p.encoding);
}

/** Whether a part is text that a charset applies to. */
export function isText(p: Part): boolean {
  return p.leaf && /^text\//i.test(p.type);
}

/** One of a few: radio buttons that look like one switch. */
export function Switch<T extends string>(props: {
  label: string;
  options: readonly (readonly [T, string])[];
  value: T;
  onChange: (value: T) => void;
  shown?: boolean; // Whether the label stands there or is only read out.
}) {
  const name = useId();
  return (
    <fieldset class="switch">
      <legend class={props.shown ? "" : "hush"}>{props.label}</legend>
      {props.options.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name={name} checked={value === props.value} onChange={() => props.onChange(value)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Text in which nothing is invisible. Line ends are drawn as signs where `ends` says so, and break the line always. */
export function Visible({ text, ends = false }: { text: string; ends?: boolean }) {
  return (
    <>
      {pieces(text).map((p, i) => {
        switch (p.kind) {
          case "end":
            return ends ? (
              <s class="end" key={i} data-sign={p.text === "\r\n" ? "↵" : "LF"}>
                {"\n"}
              </s>
            ) : (
              "\n"
            );
          case "blank":
            return (
              <s class="blank" key={i}>
                {p.text}
              </s>
            );
          case "lost":
            return (
              <mark class="unread" key={i}>
                {p.text}
              </mark>
            );
          case "control":
            return (
              <s class="ctl-sign" key={i}>
                {controlName(p.text.charCodeAt(0))}
              </s>
            );
          case "high":
            return (
              <b class="high" key={i}>
                {p.text}
              </b>
            );
          default:
            return p.text;
        }
      })}
    </>
  );
}
