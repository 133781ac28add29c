// The ladder diagram: who said what to whom, in the order of time.
import { t } from "../../i18n";
import { select } from "../../state/actions";
import { log, model, selection } from "../../state/app";
import { visible } from "../../state/events";

export function Sequence() {
  const events = log.events.slice(0, model.value.n).filter(visible).slice(-200);
  return (
    <ol aria-label={t().sequence.label} style={{ overflow: "auto", margin: 0 }}>
      {events.map((e) => (
        <li key={e.n} class={selection.value.event === e.n ? "lit mono" : "mono"}>
          <button type="button" class="btn quiet small" onClick={() => select({ event: e.n })}>
            {e.ev} {e.act ?? ""} {e.verb ?? ""} {e.code ?? ""} {e.host ?? ""}
          </button>
        </li>
      ))}
    </ol>
  );
}
