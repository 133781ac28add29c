// What an embed tells the page around it: that it is ready, each step, the end, its wish for a height. It asks for nothing
// and tells no secrets, so whoever frames it may listen.
import { effect, signal } from "@preact/signals";
import { phase, route, scenario, size, status } from "../../state/app";
import { wordpressSecret } from "../../state/link";
import { addressOf, presentArchive } from "../../state/open";

/** The address of this very run outside of the frame; "" until something has been typed. */
export const exactLink = signal("");

/** Keeps exactLink up to date; called when the run has moved, and when somebody reaches for the link. */
export async function refreshLink(): Promise<void> {
  const archive = await presentArchive();
  if (archive) exactLink.value = await addressOf(archive);
}

/** How high the embed would like to be. It depends on what is shown and never on the frame, so it cannot grow in circles. */
export function wish(views: readonly string[], phone: boolean): number {
  const has = (v: string) => views.includes(v);
  const big = has("mail") || has("queue") || has("policy");
  const talk = big || has("console") || has("sequence");
  const centre = (talk ? (big ? 420 : 330) : 0) + (has("map") ? 220 : 0);
  const sides = has("lesson") || has("inspector") ? 480 : 0;
  return Math.max(240, phone ? 560 : Math.max(centre, sides) + (has("timeline") ? 76 : 0));
}

/** Starts telling, where there is somebody to tell. */
export function watchFrame(): void {
  if (!route.peek().embed) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    if (!status.value || status.value.inputs + status.value.future === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => void refreshLink(), 500);
  });
  if (parent === window) return;
  const post = (message: object) => parent.postMessage(message, "*");
  const say = (event: string, more: object = {}) =>
    post({ type: "ehlo", version: 1, event, scenario: scenario.peek()?.id ?? "", ...more });

  let opened: unknown = null;
  let before = "";
  let finished = false;
  effect(() => {
    const [s, here] = [status.value, scenario.value];
    if (!s || !here) return;
    if (opened !== here) {
      opened = here;
      before = "";
      finished = false;
      say("ready", { steps: here.steps.map((x) => x.id) });
    }
    const done = s.lesson.steps.filter((x) => x.done).map((x) => x.id);
    if (done.join() !== before) say("step", { done, of: here.steps.length });
    before = done.join();
    if (s.lesson.complete && !finished && here.steps.length) say("done");
    finished = s.lesson.complete;
  });
  effect(() => {
    if (phase.value === "failed") say("error");
  });
  // Three dialects: ours, that of course platforms, that of WordPress (which knows its frame by a secret).
  const secret = wordpressSecret(location.hash);
  let told = 0;
  effect(() => {
    const height = wish(route.value.views, size.value === "phone");
    if (height === told) return;
    told = height;
    say("height", { height });
    post({ subject: "lti.frameResize", height });
    if (secret) post({ message: "height", value: height, secret });
  });
}
