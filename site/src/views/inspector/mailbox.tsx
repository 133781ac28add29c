// A server's mailbox and a mail program's folder: which letters lie in them.
import type { MessageLine, MessageRef } from "../../bridge/protocol";
import { t } from "../../i18n";
import { selectMessage } from "../../state/actions";
import { selection } from "../../state/app";
import { canTakeApart, takeApart } from "../../state/takeapart";
import { tell } from "../map/actions";
import { useAnswer } from "./ask";
import { Card } from "./parts";
import { senderName } from "./sender";

export function Letters({ of, refOf }: { of: MessageLine[]; refOf: (x: MessageLine) => MessageRef }) {
  const w = t().inspector;
  if (of.length === 0) return <div class="k">{w.emptyBox}</div>;
  return (
    <ol class="letters">
      {of.map((x) => {
        const unread = !x.flags.includes("\\Seen");
        return (
          <li key={x.uid}>
            <button
              type="button"
              class={`${x.marked ? "marked" : ""} ${selection.value.msg === x.msg ? "lit" : ""}`}
              onClick={() => openLetter(refOf(x), x.msg)}
            >
              <span class="sign" aria-hidden="true">
                {x.marked ? "✕" : unread ? "●" : "○"}
              </span>
              <span class="hush">{x.marked ? w.markedWord : unread ? w.unread : w.seen}: </span>
              <span class="from">{senderName(x.from) || x.envFrom || "<>"}</span>{" "}
              <span class="subject">{x.subject || w.noSubject}</span>
              {x.marked && <em>{w.markedWord}</em>}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** Shows a letter where it lies. */
export function openLetter(ref: MessageRef, msg: number): void {
  selectMessage(ref, msg);
  const where =
    ref.at === "box"
      ? `${ref.user}/${ref.box}/${ref.uid}`
      : ref.at === "queue"
        ? `${ref.host}/queue/${ref.id}`
        : `${ref.host}/${ref.box}/${ref.id}`;
  tell("inspect", `letter ${where}`);
}

export function MailboxCard({ host, user, box }: { host: string; user: string; box: string }) {
  const w = t().inspector;
  const v = useAnswer({ op: "mailbox", host, user, box });
  if (v === null) return <p class="empty">{w.gone}</p>;
  const marked = v?.messages.filter((x) => x.marked).length ?? 0;
  return (
    <Card name={w.mailboxOf(user)} note={`${box} · ${v?.messages.length ?? "…"}`}>
      <Letters of={v?.messages ?? []} refOf={(x) => ({ at: "box", host, user, box, uid: x.uid })} />
      {v && v.messages.length > 0 && canTakeApart() && (
        <div class="deeds">
          <button
            type="button"
            class="btn quiet small"
            onClick={() =>
              takeApart({
                name: `${user} ${box}`,
                refs: v.messages.map((x) => ({ at: "box", host, user, box, uid: x.uid })),
              })
            }
          >
            {w.takeApart}
          </button>
        </div>
      )}
      {v?.locked && <p class="foot">{w.lockedNow}</p>}
      {marked > 0 && <p class="foot">{w.markedNow(marked)}</p>}
    </Card>
  );
}
