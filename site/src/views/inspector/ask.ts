// Asks the engine for what a view shows, and again whenever the world has moved on.
import { useEffect, useState } from "preact/hooks";
import type { Command, Replies } from "../../bridge/protocol";
import { ask } from "../../state/actions";
import { inPast, model, opened, preview } from "../../state/app";

const pause = 150; // Milliseconds between two questions of one view.

/** The answer to a command; undefined while it is on its way for the first time, null where the engine refuses. */
export function useAnswer<C extends Command>(command: C | null): Replies[C["op"]] | null | undefined {
  const key = command ? JSON.stringify(command) : "";
  const [answer, setAnswer] = useState<{ key: string; is: Replies[C["op"]] | null }>();
  const moved = model.value.n;
  const past = inPast.value;
  const world = opened.value;
  const held = preview.value !== null;
  useEffect(() => {
    if (!command || held) return;
    let current = true;
    const timer = setTimeout(
      () => void ask(command).then((is) => current && setAnswer({ key, is: (is as Replies[C["op"]]) ?? null })),
      answer?.key === key ? pause : 0,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [key, moved, past, world, held]);
  return answer?.key === key ? answer.is : undefined;
}
