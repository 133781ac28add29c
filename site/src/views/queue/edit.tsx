// The dialog in which a waiting letter is changed: its recipients, its sender, its text. Each change is an input line of its own.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { QueueItem } from "../../bridge/protocol";
import { ask, input } from "../../state/actions";
import { dialog } from "../../state/app";
import { escapeInput } from "../../state/lines";
import { reason } from "../policy/values";
import { Sheet } from "../shell/sheet";
import { w } from "./words";

export function Edit({ host, item }: { host: string; item: QueueItem | undefined }) {
  const waiting = item?.rcpts.filter((r) => r.status === "pending").map((r) => r.addr) ?? [];
  const from = useSignal(item?.from ?? "");
  const rcpts = useSignal(waiting.join("\n"));
  const text = useSignal<string | null>(null); // Null until it has come.
  const was = useSignal("");
  const wrong = useSignal("");
  useEffect(() => {
    if (!item) return;
    void ask({ op: "message", ref: { at: "queue", host, id: item.id } }).then((m) => {
      was.value = text.value = (m?.raw ?? "").replace(/\r\n/g, "\n");
    });
  }, []);
  if (!item) return null;
  const save = async () => {
    wrong.value = "";
    const refused = (why: string) => {
      wrong.value = reason(why);
    };
    const wanted = rcpts.value.split(/[\s,;]+/).filter(Boolean);
    const lines: string[] = [];
    if (from.value.trim() !== item.from) lines.push(`from ${from.value.trim() || "<>"}`);
    if (wanted.join() !== waiting.join()) lines.push(`to ${wanted.join(", ")}`);
    if (text.value !== null && text.value !== was.value) lines.push(`data ${escapeInput(text.value)}`);
    for (const line of lines) if (!(await input(`queue ${host} edit ${item.id} ${line}`, refused))) return;
    dialog.value = "";
  };
  return (
    <Sheet title={w().editLetter(item.id)} class="edit-letter">
      <form
        class="inside"
        onSubmit={(e) => {
          e.preventDefault();
          void save();
        }}
      >
        <p class="k">{w().editText}</p>
        <label>
          {w().editFrom}
          <input
            class="field mono"
            value={from.value}
            placeholder="<>"
            spellcheck={false}
            autocomplete="off"
            onInput={(e) => {
              from.value = e.currentTarget.value;
            }}
          />
        </label>
        <label>
          {w().editRcpts}
          <textarea
            class="field mono"
            rows={Math.min(6, Math.max(2, waiting.length + 1))}
            value={rcpts.value}
            spellcheck={false}
            autocomplete="off"
            onInput={(e) => {
              rcpts.value = e.currentTarget.value;
            }}
          />
        </label>
        <label>
          {w().editBody}
          <textarea
            class="field mono"
            rows={10}
            value={text.value ?? ""}
            disabled={text.value === null}
            spellcheck={false}
            autocomplete="off"
            onInput={(e) => {
              text.value = e.currentTarget.value;
            }}
          />
        </label>
        {wrong.value && (
          <p class="wrong" role="alert">
            {wrong.value}
          </p>
        )}
        <p class="deeds">
          <button type="submit" class="btn main">
            {w().save}
          </button>
          <button
            type="button"
            class="btn"
            onClick={() => {
              dialog.value = "";
            }}
          >
            {w().cancel}
          </button>
        </p>
      </form>
    </Sheet>
  );
}
