// One setting: its name, what it does, its value to be changed, and what the engine said to the last wish.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Setting } from "../../bridge/protocol";
import { input } from "../../state/actions";
import { changed, forNewConnections, joinList, reason, splitList, unit } from "./values";
import { w, wordsOf } from "./words";

/** Writes a value as people read it. */
export function shown(x: Setting, value: string): string {
  if (x.kind === "switch") return value === "on" ? w().on : value === "off" ? w().off : value;
  if (x.kind === "choice") return w().choices[value] ?? value;
  if (x.kind === "number") return Number(value).toLocaleString("en");
  return value;
}

export function Field({ host, of }: { host: string; of: Setting }) {
  const id = useId();
  const wrong = useSignal("");
  const [name, text, rfc] = wordsOf(of.key);
  const differs = changed(of);
  const set = async (value: string) => {
    wrong.value = "";
    // The engine takes values as they are: the "\\n" of a rule is the rule's own.
    await input(`policy ${host} ${of.key} ${value}`.trimEnd(), (why) => {
      // The sentence stands at the setting, which need not be named again.
      wrong.value = reason(why).replace(`${of.key}: `, "");
    });
  };
  const parts: Parts = { id, of, set, wrong: wrong.value };
  return (
    <li class={`setting kind-${of.kind} ${differs ? "changed" : ""}`}>
      <div class="what">
        <b id={`${id}name`}>{name}</b>
        {name !== of.key && <code>{of.key}</code>}
        <span class="tag" title={forNewConnections(of.key) ? w().newConnectionsTitle : w().nextLetterTitle}>
          {forNewConnections(of.key) ? w().newConnections : w().nextLetter}
        </span>
      </div>
      <p id={`${id}text`} class="text">
        <Coded text={text} /> {rfc && <span class="k rfc">{rfc}</span>}
      </p>
      <div class="control">
        {of.kind === "switch" ? (
          <Switch {...parts} />
        ) : of.kind === "choice" ? (
          <Choice {...parts} />
        ) : of.kind === "list" ? (
          <Lines {...parts} />
        ) : (
          <Line {...parts} />
        )}
        {wrong.value && (
          <p id={`${id}wrong`} class="wrong" role="alert">
            {wrong.value}
          </p>
        )}
        {differs && (
          <p class="back">
            <span class="mark">{w().changed}</span>{" "}
            <span class="k">{of.default === "" ? w().standardNone : w().standard(shown(of, of.default))}</span>{" "}
            <button type="button" class="link" aria-label={w().resetOf(name)} onClick={() => void set(of.default)}>
              {w().reset}
            </button>
          </p>
        )}
      </div>
    </li>
  );
}

/** A text in which reply codes stand out: they are what a client sees. */
function Coded({ text }: { text: string }) {
  return text
    .split(/(\b[2-5]\d\d(?: [245]\.\d\.\d+)?\b)/)
    .map((part, i) => (i % 2 ? <code key={i}>{part}</code> : part));
}

interface Parts {
  id: string;
  of: Setting;
  set: (value: string) => Promise<void>;
  wrong: string;
}

/** Names and describes a control by the texts beside it. */
function named({ id, wrong }: Parts) {
  return {
    "aria-labelledby": `${id}name`,
    "aria-describedby": wrong ? `${id}text ${id}wrong` : `${id}text`,
    "aria-invalid": wrong ? true : undefined,
  };
}

function Switch(parts: Parts) {
  const { of, set } = parts;
  const on = of.value !== "off" && of.value !== "";
  return (
    <>
      <button
        type="button"
        role="switch"
        class="switch"
        aria-checked={on}
        {...named(parts)}
        onClick={() => void set(on ? "off" : "on")}
      >
        <span class="knob" aria-hidden="true" />
        <span aria-hidden="true">{on ? w().on : w().off}</span>
      </button>
      {of.params && on && <Params {...parts} />}
    </>
  );
}

/** What stands behind the keyword of an extension. */
function Params(parts: Parts) {
  const { of, set } = parts;
  const own = of.value === "on" ? "" : of.value;
  const [text, edit, commit] = useDraft(own, (value) => set(value.trim() || "on"));
  return (
    <label class="params">
      <span class="k">{w().params}</span>
      <input
        class="field mono"
        aria-label={w().paramsLabel(wordsOf(of.key)[0])}
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={(e) => edit(e.currentTarget.value)}
        {...commit}
      />
    </label>
  );
}

const few = 3; // So many choices stand side by side; more are a menu.

function Choice(parts: Parts) {
  const { of, set, id } = parts;
  if (of.choices.length > few)
    return (
      <select class="field" value={of.value} {...named(parts)} onChange={(e) => void set(e.currentTarget.value)}>
        {of.choices.map((c) => (
          <option key={c} value={c}>
            {w().choices[c] ?? c}
          </option>
        ))}
      </select>
    );
  return (
    <div class="segments" role="radiogroup" {...named(parts)}>
      {of.choices.map((c) => (
        <label key={c}>
          <input type="radio" name={`${id}choice`} value={c} checked={of.value === c} onChange={() => void set(c)} />
          <span>{w().choices[c] ?? c}</span>
        </label>
      ))}
    </div>
  );
}

/**
 * What is being typed: it follows the world unless somebody is typing, is taken over by Enter or when the field is left, and
 * is dropped by Escape.
 */
function useDraft(value: string, take: (text: string) => void) {
  const draft = useSignal<string | null>(null);
  const taken = useRef(value);
  useEffect(() => {
    // The world has moved on, perhaps back in time: what it says now counts.
    if (taken.current !== value) draft.value = null;
    taken.current = value;
  }, [value]);
  const done = () => {
    const text = draft.peek();
    if (text !== null && text !== value) take(text);
    else draft.value = null;
  };
  const keys = {
    onBlur: done,
    onKeyDown: (e: KeyboardEvent) => {
      const multiline = e.currentTarget instanceof HTMLTextAreaElement;
      if (e.key === "Escape" && draft.peek() !== null) {
        draft.value = null;
        e.stopPropagation();
      } else if (e.key === "Enter" && !e.isComposing && (!multiline || e.ctrlKey || e.metaKey)) {
        e.preventDefault();
        done();
      }
    },
  };
  const edit = (text: string) => {
    draft.value = text;
  };
  return [draft.value ?? value, edit, keys] as const;
}

/** A number, a span of time or a text on one line. */
function Line(parts: Parts) {
  const { of, set, id } = parts;
  const [text, edit, commit] = useDraft(of.value, (value) => void set(value.trim()));
  const number = of.kind === "number";
  const u = unit(of.key);
  const bounds = number && of.max > 0 ? w().range(of.min.toLocaleString("en"), of.max.toLocaleString("en")) : "";
  return (
    <>
      <span class="line">
        <input
          class="field mono"
          inputMode={number ? "numeric" : "text"}
          spellcheck={false}
          autocomplete="off"
          list={of.choices.length > 0 ? `${id}choices` : undefined}
          placeholder={w().empty}
          title={bounds || undefined}
          value={text}
          onInput={(e) => edit(e.currentTarget.value)}
          {...named(parts)}
          {...commit}
        />
        {u && <span class="k">{w().units[u]}</span>}
      </span>
      {of.choices.length > 0 && (
        <datalist id={`${id}choices`}>
          {of.choices.map((c) => (
            <option key={c} value={c} />
          ))}
        </datalist>
      )}
      {number && of.min === 0 && of.default === "0" && <span class="k note">{w().zeroOff}</span>}
    </>
  );
}

/** A list, one item on each line. */
function Lines(parts: Parts) {
  const { of, set } = parts;
  const now = splitList(of.value).join("\n");
  const [text, edit, commit] = useDraft(now, (value) => void set(joinList(value.split("\n"))));
  return (
    <>
      <textarea
        class="field mono"
        rows={Math.min(8, Math.max(2, text.split("\n").length))}
        spellcheck={false}
        autocomplete="off"
        placeholder={w().empty}
        value={text}
        onInput={(e) => edit(e.currentTarget.value)}
        {...named(parts)}
        {...commit}
      />
      <span class="k note">
        {w().perLine}
        {text !== now && (
          <button
            type="button"
            class="btn small"
            onPointerDown={(e) => e.preventDefault()}
            onClick={() => void set(joinList(text.split("\n")))}
          >
            {w().apply}
          </button>
        )}
      </span>
    </>
  );
}
