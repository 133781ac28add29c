// What is wrong with a letter of the world, as the message codec finds it. The codec is loaded when somebody first looks at a
// letter; until it has answered, and where it cannot be loaded, the card is not there.
import { useEffect, useState } from "preact/hooks";
import type { Problem } from "../../anatomy/protocol";
import type { MessageRef } from "../../bridge/protocol";
import { chunk } from "../../chunk";
import { t } from "../../i18n";
import { ask } from "../../state/actions";
import { Card } from "./parts";

async function find(ref: MessageRef): Promise<Problem[]> {
  const [anatomy, source] = await Promise.all([
    chunk<typeof import("../../chunks/anatomy")>("anatomy"),
    ask({ op: "source", ref }),
  ]);
  return source ? anatomy.lint(Uint8Array.from(atob(source.data), (c) => c.charCodeAt(0))) : [];
}

export function Problems({ at, size }: { at: MessageRef; size: number }) {
  const w = t().inspector;
  const [problems, setProblems] = useState<Problem[]>([]);
  useEffect(() => {
    let current = true;
    setProblems([]);
    find(at).then(
      (found) => current && setProblems(found),
      () => {}, // The rest of the inspector does without.
    );
    return () => {
      current = false;
    };
  }, [JSON.stringify(at), size]);
  const told = problems.filter((p) => p.severity !== "note");
  if (told.length === 0) return null;
  return (
    <Card name={w.problems} note={String(told.length)} class="warned">
      <ul class="rows problems">
        {told.map((p) => (
          <li key={`${p.name} ${p.start} ${p.text}`}>
            <b>{p.name}</b> {p.text} <span class="k">{p.section}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
