// The timeline: the clock, the keys of a tape machine, the scrubber, and what the world waits for.
import { computed } from "@preact/signals";
import { t } from "../../i18n";
import { jump, next, seekEvent, setPace, step, toPresent } from "../../state/actions";
import { civil, inPast, lang, now, pace, playing, status } from "../../state/app";
import { calendar, clock, daysIn } from "../../state/time";
import { nextReply, toggleTime } from "../shell/keys";
import { Icon, MenuButton } from "../shell/ui";
import { Scrubber } from "./scrubber";

const slowest = 0.25;
const fastest = 100;
const instant = 101; // The last place of the slider.

/** The slider runs from 0 to 101: a logarithm of the pace, and one place more for "at once". */
function toSlider(p: number): number {
  return p > fastest ? instant : Math.round((Math.log(p / slowest) / Math.log(fastest / slowest)) * 100);
}

function fromSlider(x: number): number {
  if (x >= instant) return Number.POSITIVE_INFINITY;
  const p = slowest * (fastest / slowest) ** (x / 100);
  // Round numbers are easier to say; the slider still moves evenly.
  const steps = [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100];
  const near = steps.find((s) => Math.abs(Math.log(s / p)) < 0.09);
  return near ?? Number(p.toPrecision(2));
}

function paceText(p: number): string {
  return p > fastest ? t().time.instant : t().time.times(String(p));
}

const moving = computed(() => {
  const s = status.value;
  return playing.value && s !== null && (s.nextActive !== null || s.now < s.end);
});

export function Timeline() {
  const w = t().time;
  return (
    <section class="time" aria-label={w.label}>
      {inPast.value && (
        <div class="replaying" role="status">
          <b>{w.past}</b> {w.pastMore}
          <button type="button" class="link" onClick={toPresent}>
            {w.present} ▸
          </button>
        </div>
      )}
      <fieldset class="ctl" aria-label={w.label}>
        <Button name="start" label={w.start} keys="Home" run={() => void seekEvent(0)} />
        <Button name="back" label={w.back} keys="←" run={() => step(true)} />
        <button
          type="button"
          class="btn go"
          aria-label={playing.value ? w.pause : w.play}
          title={`${playing.value ? w.pause : w.play} (Space)`}
          onClick={toggleTime}
        >
          <Icon name={playing.value ? "pause" : "play"} />
        </button>
        <Button name="forward" label={w.next} keys="→" run={() => void next()} />
        <Button name="reply" label={w.nextReply} keys="Shift+→" run={nextReply} />
        <Clock />
      </fieldset>
      <Scrubber />
      <div class="when">
        <div class="tools">
          <Doing />
          <Speed />
          <MenuButton
            label={`${w.jump} · ${w.jumpTitle}`}
            class="btn small jump"
            up
            items={Object.entries(w.jumps).map(([by, label]) => ({ label, run: () => void jump(by) }))}
          >
            {w.jump} <Icon name="down" size={11} />
          </MenuButton>
        </div>
        <Next />
      </div>
    </section>
  );
}

function Button(props: { name: "start" | "back" | "forward" | "reply"; label: string; keys: string; run: () => void }) {
  return (
    <button
      type="button"
      class={`btn ${props.name}`}
      aria-label={props.label}
      title={`${props.label} (${props.keys})`}
      onClick={props.run}
    >
      <Icon name={props.name} />
    </button>
  );
}

function Clock() {
  const days = daysIn(civil.value, now.value);
  return (
    <div class="clock">
      <time>{clock(civil.value, now.value)}</time>
      <span>
        {calendar(civil.value, now.value, lang.value)}
        {days > 0 && ` · ${t().time.day(days)}`}
      </span>
    </div>
  );
}

function Speed() {
  const w = t().time;
  return (
    <label class="speed">
      <span>
        {w.speed} <b>{paceText(pace.value)}</b>
      </span>
      <input
        type="range"
        min={0}
        max={instant}
        value={toSlider(pace.value)}
        aria-valuetext={paceText(pace.value)}
        onInput={(e) => setPace(fromSlider(e.currentTarget.valueAsNumber))}
        onDblClick={() => setPace(1)}
      />
    </label>
  );
}

/** What the clock is doing. */
function Doing() {
  const w = t().time;
  const s = status.value;
  const words = s?.stopped || (!playing.value ? w.pausedNow : moving.value ? w.running : w.waiting);
  return (
    <span class={moving.value ? "doing moving" : "doing"} title={words}>
      {words}
    </span>
  );
}

/** What will happen by itself, and the way there. */
function Next() {
  const w = t().time;
  const next = status.value?.next;
  if (!next?.patient) return <div class="next">{next || !status.value ? "" : w.idle}</div>;
  return (
    <div class="next">
      {w.onItsOwn}{" "}
      <b title={why(next.why)}>
        {why(next.why)} {clock(civil.value, next.at, false)}
      </b>{" "}
      <button type="button" class="link" onClick={() => void jump("next")}>
        {w.jumpTo}
      </button>
    </div>
  );
}

/** The engine says why in English; known reasons have a translation. */
function why(text: string): string {
  const w = t().time;
  const queue = /^queue of (.+)$/.exec(text)?.[1];
  const proto = /^(\w+) timeout$/.exec(text)?.[1];
  return queue ? w.whyQueue(queue) : proto ? w.whyTimeout(proto.toUpperCase()) : (w.whys[text] ?? text);
}
