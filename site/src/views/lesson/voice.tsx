// Tells of a lesson's progress wherever the lesson itself cannot be seen: by voice, and on a small screen by a toast.
import { useEffect, useRef, useState } from "preact/hooks";
import { pick, t } from "../../i18n";
import { toast } from "../../state/actions";
import { layout, panel, preview, route, scenario, side, size, status } from "../../state/app";
import { lessonText, titleOf } from "./lesson";

/** Whether the lesson is on the screen. */
function lessonShows(): boolean {
  if (route.peek().embed && !route.peek().views.includes("lesson")) return false;
  if (size.peek() === "phone") return panel.peek() === "lesson";
  if (size.peek() === "tablet") return side.peek() === "lesson";
  return !layout.peek().hidden.lesson;
}

export function LessonVoice() {
  const [said, say] = useState("");
  const before = useRef<{ of: unknown; done: string[]; hints: number }>({ of: null, done: [], hints: 0 });
  const s = status.value;
  const here = scenario.value;
  useEffect(() => {
    if (!s || !here || preview.peek() !== null) return;
    const done = s.lesson.steps.filter((x) => x.done).map((x) => x.id);
    const was = before.current;
    const first = was.of !== here || s.busy;
    before.current = { of: here, done, hints: s.lesson.hints.length };
    if (first) return;
    const fresh = done.filter((id) => !was.done.includes(id));
    const w = t().lesson;
    // Several at once are a rewound run that comes back, not somebody's work.
    if (fresh.length === 0) {
      if (s.lesson.hints.length > was.hints) say(w.hintCame);
      return;
    }
    const words = s.lesson.complete
      ? w.complete(pick(here.title))
      : fresh.map((id) => w.stepDone(titleOf(id))).join(" ");
    say(words.replaceAll("`", ""));
    if (!lessonShows() && here.steps.length) toast(`✓ ${words.replaceAll("`", "")}`);
  }, [s, here]);
  return (
    <div class="hush" aria-live="polite">
      {lessonText.value ? said : ""}
    </div>
  );
}
