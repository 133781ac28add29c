// What is wrong with a letter of the world, as the message codec finds it. The codec is loaded when somebody first looks at a
// letter; until it has answered, and where it cannot be loaded, the card is not there.
import { useEffect, useState } from "preact/hooks";
import type { Problem } from "../../anatomy/protocol";
import type { MessageRef } from "../../bridge/protocol";
import { chunk } from "../../chunk";
import { t } from "../../i18n";
import { ask } from "../../state/actions";
import { Card } from "./parts";

type Anatomy = typeof import("../../chunks/anatomy");
let anatomy: Anatomy;

async function find(ref: MessageRef): Promise<Problem[]> {
  const [loaded, source] = await Promise.all([chunk<Anatomy>("anatomy"), ask({ op: "source", ref })]);
  anatomy = loaded;
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
            <b>{anatomy.nameOfProblem(p.name)}</b> · {p.text} <span class="k">{p.section}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
