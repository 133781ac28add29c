// Asks the engine for what a view shows, and again whenever the world has moved on.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Command, Replies } from "../../bridge/protocol";
import { ask } from "../../state/actions";
import { answers, answersAt, inPast, model, opened, preview, status } from "../../state/app";

/** What does not change with the world. */
const timeless = new Set<string | undefined>(["table", "complete"]);

const pause = 150; // Milliseconds between two questions of one view.

/** The answer to a command; undefined while it is on its way for the first time, null where the engine refuses. */
export function useAnswer<C extends Command>(command: C | null): Replies[C["op"]] | null | undefined {
  const key = command ? JSON.stringify(command) : "";
  const [answer, setAnswer] = useState<{ key: string; is: Replies[C["op"]] | null }>();
  const wanted = useRef("");
  const asked = useRef({ key: "", at: 0, refused: "" });
  const moved = model.value;
  const held = preview.value !== null;
  // What the engine has refused is asked again only when time was turned, or another world opened.
  const place = `${key} ${inPast.value && moved.n} ${opened.value?.scenario.id}`;
  wanted.current = key;
  useEffect(() => {
    if (!command || held || asked.current.refused === place) return;
    const last = asked.current;
    const wait = last.key === key ? Math.max(0, last.at + pause - performance.now()) : 0;
    const timer = setTimeout(() => {
      asked.current = { key, at: performance.now(), refused: "" };
      void ask(command).then((is) => {
        if (wanted.current !== key) return;
        if (!is) asked.current.refused = place;
        answersAt.value = status.peek()?.now ?? 0;
        setAnswer({ key, is: (is as Replies[C["op"]]) ?? null });
      });
    }, wait);
    return () => clearTimeout(timer);
  }, [place, moved, held]);
  const counts = command !== null && !timeless.has(command.op);
  useEffect(() => {
    if (!counts) return;
    answers.value++;
    return () => {
      answers.value--;
    };
  }, [counts]);
  useEffect(
    () => () => {
      wanted.current = "gone";
    },
    [],
  );
  return answer?.key === key ? answer.is : undefined;
}
