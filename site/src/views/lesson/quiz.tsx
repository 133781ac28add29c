// Questions: choosing, ordering, sorting, numbers and words. An answer is an input of the run like everything else; a wrong
// one costs nothing.
import { signal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import type { Question } from "../../bridge/protocol";
import { t } from "../../i18n";
import { input } from "../../state/actions";
import { model } from "../../state/app";
import { answerText, type Draft, itemsOf, newDraft, questionText, readAnswer } from "./sections";
import { inline, Words } from "./words";

/** What has been put together but not answered, by scenario object and question: it survives a change of language. */
const drafts = signal<Record<string, Draft>>({});

interface Props {
  q: Question;
  section: string; // The lesson's words for it.
  several: boolean; // More than one choice is right.
  truth: string; // What the wire shows, told after the right answer.
  stay: () => void; // Keeps the step open: whoever answers wants to read what comes of it.
}

export function Quiz({ q, section, several, truth, stay }: Props) {
  const w = t().quiz;
  const given = model.value.answers.get(q.id);
  const done = given?.ok ?? false;
  const draft = done ? readAnswer(q, given?.text ?? "") : (drafts.value[q.id] ?? newDraft(q));
  const [asked, setAsked] = useState("");
  const text = answerText(q, draft);
  const { prose, labels } = questionText(section, q.items);
  const label = (word: string) => labels.get(word) ?? word;
  const set = (change: Partial<Draft>) => {
    drafts.value = { ...drafts.value, [q.id]: { ...draft, ...change } };
    setAsked("");
  };
  const parts = { q, draft, set, label, done };
  const wrong = given && !given.ok && asked !== "" && asked === given.text;
  return (
    <form
      class={`quiz ${done ? "done" : ""}`}
      aria-label={w.question}
      onSubmit={(e) => {
        e.preventDefault();
        if (!text || done) return;
        setAsked(text);
        stay();
        void input(`answer ${q.id} ${text}`);
      }}
    >
      {prose && <Words text={prose} />}
      {q.kind === "choice" && <Choice {...parts} several={several} />}
      {q.kind === "order" && <Order {...parts} />}
      {q.kind === "sort" && <Sort {...parts} />}
      {(q.kind === "number" || q.kind === "text") && (
        <input
          class="field wide"
          type="text"
          inputMode={q.kind === "number" ? "decimal" : "text"}
          aria-label={w.yourAnswer}
          placeholder={w.yourAnswer}
          autocomplete="off"
          maxLength={400}
          readOnly={done}
          value={draft.text}
          onInput={(e) => set({ text: e.currentTarget.value })}
        />
      )}
      {!done && (
        <button type="submit" class="btn small main" disabled={!text}>
          {w.check}
        </button>
      )}
      <p class="verdict" role="status">
        {done ? <b class="right">✓ {w.right}</b> : wrong ? <span class="not-yet">{w.wrong[q.kind]}</span> : ""}
      </p>
      {done && truth && (
        <div class="box truth">
          <b>{t().lesson.truth}</b>
          <Words text={truth} />
        </div>
      )}
    </form>
  );
}

interface Parts {
  q: Question;
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  label: (word: string) => string;
  done: boolean;
}

function Choice({ q, draft, set, label, done, several }: Parts & { several: boolean }) {
  return (
    <fieldset disabled={done}>
      <legend class={several ? "k" : "hush"}>{several ? t().quiz.several : t().quiz.one}</legend>
      {q.choices.map((c) => (
        <label key={c} class="choice">
          <input
            type={several ? "checkbox" : "radio"}
            name={q.id}
            checked={draft.words.includes(c)}
            onChange={(e) => {
              const others = several ? draft.words.filter((x) => x !== c) : [];
              set({ words: e.currentTarget.checked ? [...others, c] : others });
            }}
          />
          <span>{inline(label(c))}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Order({ q, draft, set, label, done }: Parts) {
  const w = t().quiz;
  const list = useRef<HTMLOListElement>(null);
  const [held, setHeld] = useState("");
  const [said, say] = useState("");
  const words = draft.words;
  const move = (word: string, to: number) => {
    if (done || to < 0 || to >= words.length) return;
    const rest = words.filter((x) => x !== word);
    rest.splice(to, 0, word);
    set({ words: rest });
    say(w.placed(label(word), to + 1, words.length));
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-word="${CSS.escape(word)}"]`)?.focus());
  };
  return (
    <>
      <ol ref={list} class="order" aria-label={w.orderHint}>
        {words.map((word, i) => (
          <li
            key={word}
            data-word={word}
            tabIndex={done ? -1 : 0}
            draggable={!done}
            class={held === word ? "held" : ""}
            aria-label={w.place(label(word), i + 1, words.length)}
            onDragStart={(e) => {
              setHeld(word);
              e.dataTransfer?.setData("text/plain", word);
            }}
            onDragEnd={() => setHeld("")}
            onDragOver={(e) => {
              if (!held) return;
              e.preventDefault();
              if (held !== word) move(held, i);
            }}
            onDrop={(e) => e.preventDefault()}
            onKeyDown={(e) => {
              const by = { ArrowUp: -1, ArrowDown: 1 }[e.key];
              if (!by || e.target !== e.currentTarget) return;
              e.preventDefault();
              move(word, i + by);
            }}
          >
            <span>{inline(label(word))}</span>
            {!done && (
              <>
                <button
                  type="button"
                  tabIndex={-1}
                  disabled={i === 0}
                  aria-label={w.up(label(word))}
                  onClick={() => move(word, i - 1)}
                >
                  ↑
                </button>
                <button
                  type="button"
                  tabIndex={-1}
                  disabled={i === words.length - 1}
                  aria-label={w.down(label(word))}
                  onClick={() => move(word, i + 1)}
                >
                  ↓
                </button>
              </>
            )}
          </li>
        ))}
      </ol>
      {!done && <p class="k">{w.orderHint}</p>}
      <p class="hush" role="status">
        {said}
      </p>
      <span hidden>{q.id}</span>
    </>
  );
}

function Sort({ q, draft, set, label, done }: Parts) {
  const w = t().quiz;
  const [held, setHeld] = useState("");
  const [over, setOver] = useState("");
  const root = useRef<HTMLDivElement>(null);
  const items = itemsOf(q);
  const put = (item: string, bin: string) => {
    const bins = { ...draft.bins };
    if (bin) bins[item] = bin;
    else delete bins[item];
    set({ bins });
    // The chip stands elsewhere now; whoever chose by keyboard goes with it.
    if (document.activeElement?.tagName === "SELECT")
      requestAnimationFrame(() =>
        root.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(item)}"]`)?.focus(),
      );
  };
  const chip = (item: string) => (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is dragged can also be chosen in the list inside.
    <span
      key={item}
      class={`chip item ${held === item ? "held" : ""}`}
      draggable={!done}
      onDragStart={(e) => {
        setHeld(item);
        e.dataTransfer?.setData("text/plain", item);
      }}
      onDragEnd={() => setHeld("")}
    >
      <span>{inline(label(item))}</span>
      {!done && (
        <select
          data-item={item}
          aria-label={w.binOf(label(item))}
          value={draft.bins[item] ?? ""}
          onChange={(e) => put(item, e.currentTarget.value)}
        >
          <option value="">{w.noBin}</option>
          {q.bins.map((b) => (
            <option key={b} value={b}>
              {label(b).replaceAll("`", "")}
            </option>
          ))}
        </select>
      )}
    </span>
  );
  const bin = (name: string, title: string, inside: string[]) => (
    <section
      key={name}
      aria-label={title}
      class={`bin ${over === `=${name}` && held ? "over" : ""} ${name ? "" : "tray"}`}
      onDragOver={(e) => {
        if (!held) return;
        e.preventDefault();
        setOver(`=${name}`);
      }}
      onDrop={(e) => {
        e.preventDefault();
        put(held, name);
        setHeld("");
      }}
    >
      <b>{inline(title)}</b>
      <div>{inside.map(chip)}</div>
    </section>
  );
  const left = items.filter((i) => !draft.bins[i]);
  return (
    <div ref={root} class="bins">
      {left.length > 0 && bin("", w.unsorted(left.length), left)}
      {q.bins.map((b) =>
        bin(
          b,
          label(b),
          items.filter((i) => draft.bins[i] === b),
        ),
      )}
    </div>
  );
}
