// What of a mail server has a tab of its own: its queue, or its rules.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Policy } from "../policy/policy";
import { Queue } from "./queue";

const roomy = 700; // Pixels that the table wants; below that letters are cards.

/** id is "queue:HOST" or "policy:HOST". */
export function Tab({ id }: { id: string }) {
  const [kind, host = ""] = id.split(":");
  const place = useRef<HTMLDivElement>(null);
  const narrow = useSignal(false);
  useLayoutEffect(() => {
    const node = place.current;
    if (!node) return;
    const measure = new ResizeObserver(() => {
      narrow.value = node.clientWidth < roomy;
    });
    measure.observe(node);
    return () => measure.disconnect();
  }, []);
  return (
    <div class="transfer" ref={place}>
      {kind === "policy" ? <Policy host={host} /> : <Queue host={host} narrow={narrow.value} />}
    </div>
  );
}
