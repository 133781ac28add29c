// A retry profile drawn to scale: a mark for every try, the notice that warns the sender, the end; and where the letters are.
import type { QueueItem, QueueView } from "../../bridge/protocol";
import { lang, now } from "../../state/app";
import { span } from "../../state/time";
import { labels, marks, place } from "./scale";
import { w } from "./words";

export function Timetable({ of, items, open }: { of: QueueView; items: readonly QueueItem[]; open: string }) {
  const { expire, notice } = of;
  const x = (age: number) => `${place(age, expire)}%`;
  const text = w().timetableText(
    of.tries.length < 400 ? of.tries.length : 0,
    notice ? span(notice, lang.value) : "",
    span(expire, lang.value),
  );
  return (
    <figure class="timetable" aria-label={text} title={text}>
      <svg width="100%" height="34" aria-hidden="true" focusable="false">
        <line x2="100%" y1="20" y2="20" class="rule" />
        {marks(of.tries, expire).map((at) => (
          <line key={at} x1={`${at}%`} x2={`${at}%`} y1="14" y2="26" class="try" />
        ))}
        {notice > 0 && (
          <svg aria-hidden="true" x={x(notice)} y="2" overflow="visible">
            <path d="M-5 0h10v7h-10zM-5 0 0 4 5 0M0 7v18" class="notice" />
          </svg>
        )}
        <svg aria-hidden="true" x="100%" y="12" overflow="visible">
          <path d="M-6 3l6 10M0 3l-6 10" class="end" />
        </svg>
        {items.slice(-60).map((it) => (
          <Age key={it.id} of={it} whole={expire} on={it.id === open} />
        ))}
      </svg>
      <div class="scale" aria-hidden="true">
        <span style={{ left: 0 }}>0</span>
        {labels(expire).map((at) => (
          <span key={at} style={{ left: x(at) }}>
            {span(at, lang.value)}
          </span>
        ))}
        <span class="last">{span(expire, lang.value)}</span>
      </div>
      <figcaption class="k" aria-hidden="true">
        <span class="key-try">{w().keyTry}</span>
        {notice > 0 && <span class="key-notice">{w().keyNotice}</span>}
        <span class="key-end">{w().keyEnd}</span>
        {items.length > 0 && <span class="key-age">{w().keyAge}</span>}
      </figcaption>
    </figure>
  );
}

/** How old a letter is now, as a place on the scale. */
function Age({ of, whole, on }: { of: QueueItem; whole: number; on: boolean }) {
  const x = `${place(now.value - of.arrived, whole)}%`;
  return (
    <svg aria-hidden="true" x={x} y="20" overflow="visible">
      <circle r={on ? 6 : 4} class={`age ${of.state} ${on ? "on" : ""}`} />
    </svg>
  );
}
