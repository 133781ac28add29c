// The lesson: what to do next, step by step. Steps tick themselves when the world is as they want it.
import { computed, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { pick, t } from "../../i18n";
import { ask } from "../../state/actions";
import { dialog, lang, log, model, panel, preview, scenario, status } from "../../state/app";
import { scenarios } from "../../state/catalogue";
import { files } from "../../state/open";
import { Quiz } from "./quiz";
import { type Block, blocks, plan, splitLesson, summary } from "./sections";
import { showing, showMe, solution } from "./show";
import { inline, Words } from "./words";

/** The lesson in the present language. */
export const lessonText = computed(() => splitLesson(pick(scenario.value?.lesson)));

/** A step in a few words. */
export function titleOf(step: string): string {
  return summary(lessonText.value.sections.get(step) ?? "") || step;
}

const thePlan = computed(() => {
  const s = scenario.value;
  return plan(files.value.get("scenario.json") ?? "", s?.steps ?? [], s?.quiz ?? []);
});

/** Every truth box of the lesson by its name: questions refer to them. */
const truths = computed(() => {
  const all = [...lessonText.value.sections.values()].flatMap(blocks);
  return new Map(all.filter((b) => b.kind === "truth").map((b) => [b.ref, b.text]));
});

const done = computed(() => {
  const m = model.value;
  const s = status.value;
  const ids =
    preview.value !== null || !s
      ? [...m.steps].filter(([, x]) => x.done).map(([id]) => id)
      : s.lesson.steps.filter((x) => x.done).map((x) => x.id);
  return new Set(ids);
});

/** Steps that a person has opened or closed by hand, and hints that they asked for; both of one scenario. */
const opened = signal<{
  of: unknown;
  steps: Record<string, boolean>;
  hints: Record<string, number>;
  idle: { step: string; key: string }[];
}>({
  of: null,
  steps: {},
  hints: {},
  idle: [],
});

function byHand() {
  const o = opened.value;
  return o.of === scenario.value ? o : { of: scenario.value, steps: {}, hints: {}, idle: [] };
}

/** The notes that the scenario's script has left so far. */
const notes = computed(() => {
  const n = model.value.n;
  const list: string[] = [];
  for (let i = 0; i < n; i++) {
    const e = log.events[i];
    const key = e?.ev === "input" && e.by === "script" ? /^note (\S+)/.exec(e.text ?? "")?.[1] : undefined;
    if (key && !list.includes(key)) list.push(key);
  }
  return list;
});

export function Lesson() {
  const s = scenario.value;
  const w = t().lesson;
  useIdle();
  if (!s) return <Waiting />;
  const count = s.steps.length;
  const now = s.steps.find((x) => !done.value.has(x.id))?.id;
  const other = lang.value === "zh" ? s.title.en : s.title.zh;
  const { intro, sections } = lessonText.value;
  return (
    <div class="lesson-body">
      <h1>{pick(s.title)}</h1>
      <p class="sub">
        {other !== pick(s.title) && <span lang={lang.value === "zh" ? "en" : "zh-CN"}>{other}</span>}
        {s.minutes > 0 && <span>{t().page.minutes(s.minutes)}</span>}
        {count > 0 && <span>{w.progress(done.value.size, count)}</span>}
      </p>
      {intro && done.value.size === 0 && <Words class="intro" text={intro} />}
      {count === 0 && <p class="k">{w.none}</p>}
      <ol class="steps" aria-label={w.steps}>
        {s.steps.map((step, i) => (
          <Step key={step.id} id={step.id} n={i + 1} current={step.id === now} />
        ))}
      </ol>
      {notes.value.map((key) => {
        const text = sections.get(`note ${key}`);
        return text ? (
          <div key={key} class="box note">
            <b>{w.note}</b>
            <Words text={text} />
          </div>
        ) : null;
      })}
      {count > 0 && !now && <Finish />}
      {model.value.n > 0 && (
        <p class="foot">
          <button
            type="button"
            class="btn quiet small"
            onClick={() => {
              dialog.value = "restart";
            }}
          >
            {w.again}
          </button>
        </p>
      )}
    </div>
  );
}

function Waiting() {
  return (
    <div class="lesson-body" aria-hidden="true">
      <span class="wait" style={{ width: "70%" }} />
    </div>
  );
}

function Step({ id, n, current }: { id: string; n: number; current: boolean }) {
  const w = t().lesson;
  const text = lessonText.value.sections.get(id) ?? "";
  const ticked = done.value.has(id);
  const open = current || (byHand().steps[id] ?? false);
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current && n > 1) ref.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  const dot = ticked ? (
    <span class="dot">
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <path
          d="M1.5 5.2 4 7.7 8.500 2.500"
          fill="none"
          stroke="currentColor"
          stroke-width="1.8"
          stroke-linecap="round"
        />
      </svg>
      <span class="hush">{w.done}</span>
    </span>
  ) : (
    <span class="dot" aria-hidden="true">
      {n}
    </span>
  );
  const toggle = () => {
    const o = byHand();
    opened.value = { ...o, steps: { ...o.steps, [id]: !open } };
  };
  return (
    <li
      ref={ref}
      class={`${ticked ? "done" : ""} ${current ? "now" : ""}`}
      {...(current ? { "aria-current": "step" } : {})}
    >
      {dot}
      <div>
        {!current && (
          <button type="button" class="title" aria-expanded={open} onClick={toggle}>
            {inline(titleOf(id))}
          </button>
        )}
        {open && <StepBody id={id} text={text} current={current} />}
      </div>
    </li>
  );
}

function StepBody({ id, text, current }: { id: string; text: string; current: boolean }) {
  const w = t().lesson;
  const s = scenario.value;
  const { sections } = lessonText.value;
  const parts = blocks(text);
  const questions = (thePlan.value.quiz.get(id) ?? []).map((q) => s?.quiz.find((x) => x.id === q));
  const asked = new Set(questions.map((q) => q?.truth));
  return (
    <>
      {parts.map((b, i) =>
        // The truth of a question is told after the answer.
        b.kind === "hint" || (b.ref && asked.has(b.ref)) ? null : <Piece key={i} block={b} />,
      )}
      {questions.map(
        (q) =>
          q && (
            <Quiz
              key={`${s?.id} ${q.id}`}
              q={q}
              section={sections.get(`quiz ${q.id}`) ?? ""}
              several={thePlan.value.several.has(q.id)}
              truth={truths.value.get(q.truth) ?? ""}
              stay={() => {
                const o = byHand();
                opened.value = { ...o, steps: { ...o.steps, [id]: true } };
              }}
            />
          ),
      )}
      {current && questions.length > 0 && questions.every((q) => q && model.value.answers.get(q.id)?.ok) && (
        <p class="k">{w.stillMore}</p>
      )}
      <Help id={id} nudges={parts.filter((b) => b.kind === "hint").map((b) => b.text)} current={current} />
    </>
  );
}

function Piece({ block }: { block: Block }): ComponentChildren {
  const w = t().lesson;
  if (block.kind === "text") return <Words text={block.text} />;
  return (
    <div class={`box ${block.kind}`}>
      <b>{block.kind === "exam" ? w.exam : w.truth}</b>
      <Words text={block.text} />
    </div>
  );
}

/** Hints: those that the run has earned show themselves; the others come one by one when asked for. */
function Help({ id, nudges, current }: { id: string; nudges: string[]; current: boolean }) {
  const w = t().lesson;
  const { sections } = lessonText.value;
  const o = byHand();
  const textOf = (key: string) => sections.get(`hint ${key}`) ?? "";
  const mine = (list: readonly { step: string; key: string }[]) => list.filter((h) => h.step === id).map((h) => h.key);
  const earned = [...new Set([...mine(status.value?.lesson.hints ?? []), ...mine(o.idle)])].map(textOf).filter(Boolean);
  const given = Math.min(o.hints[id] ?? 0, nudges.length);
  const asked = o.hints[id] ?? 0;
  const more = async () => {
    if (given < nudges.length) {
      opened.value = { ...o, hints: { ...o.hints, [id]: given + 1 } };
      return;
    }
    // Whoever asks has waited long enough.
    const got = (await ask({ op: "idle", seconds: 3600 })) ?? [];
    const now = byHand();
    opened.value = { ...now, idle: [...now.idle, ...got], hints: { ...now.hints, [id]: asked + 1 } };
  };
  const none = asked > nudges.length && earned.length === 0 && nudges.length === 0;
  const out = asked > nudges.length;
  return (
    <>
      <div class="hints" role="status">
        {[...earned, ...nudges.slice(0, given)].map((text) => (
          <div key={text} class="box hint">
            <b>{w.hint}</b>
            <Words text={text} />
          </div>
        ))}
        {current && none && <p class="k">{w.noHint}</p>}
      </div>
      {current && (
        <div class="help">
          {!out && (
            <button type="button" class="btn small" onClick={() => void more()}>
              {earned.length + given > 0 ? w.moreHint : w.hint}
            </button>
          )}
          {solution().length > 0 && (
            <button
              type="button"
              class="btn quiet small"
              aria-busy={showing.value === id}
              disabled={showing.value !== ""}
              title={w.showTitle}
              onClick={() => void showMe(id)}
            >
              {showing.value === id ? w.showing : w.show}
            </button>
          )}
        </div>
      )}
    </>
  );
}

/** Whoever does nothing for a while is offered the hints for that; their time is not the world's. */
function useIdle() {
  useEffect(() => {
    let last = Date.now();
    let seen = status.peek()?.inputs ?? 0;
    const awake = () => {
      last = Date.now();
    };
    const timer = setInterval(() => {
      const s = status.peek();
      if (!s || s.inputs !== seen || document.hidden || preview.peek() !== null) {
        seen = s?.inputs ?? 0;
        awake();
        return;
      }
      // Nobody is waiting before the first line, and nobody in the past.
      if (s.lesson.complete || s.inputs === 0 || s.future > 0) return;
      const seconds = Math.floor((Date.now() - last) / 1000);
      if (seconds < 10) return;
      void ask({ op: "idle", seconds }).then((got) => {
        if (!got?.length) return;
        const o = byHand();
        opened.value = { ...o, idle: [...o.idle, ...got] };
      });
    }, 5000);
    addEventListener("keydown", awake);
    return () => {
      clearInterval(timer);
      removeEventListener("keydown", awake);
    };
  }, []);
}

function Finish() {
  const w = t().lesson;
  const s = scenario.value;
  const at = scenarios.findIndex((x) => x.id === s?.id);
  const next = s?.builtin && at >= 0 ? scenarios[at + 1] : undefined;
  return (
    <section class="finish" aria-label={w.finished}>
      <h2>{w.finished}</h2>
      <p>{next ? w.finishedText : w.finishedLast}</p>
      <div class="help">
        {next && (
          <a
            class="btn main"
            href={`#/s/${next.id}`}
            onClick={() => {
              panel.value = "lesson";
            }}
          >
            {w.next(pick(next.title))}
          </a>
        )}
        <button
          type="button"
          class="btn"
          onClick={() => {
            dialog.value = "share";
          }}
        >
          {t().share.title}
        </button>
      </div>
    </section>
  );
}
