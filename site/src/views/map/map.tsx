// The map of hosts: where things are.
import { t } from "../../i18n";
import { select } from "../../state/actions";
import { model, scenario, selection } from "../../state/app";

export function WorldMap() {
  const m = model.value;
  return (
    <ul aria-label={t().map.label} style={{ columns: 2, padding: "1.2rem 2rem", margin: 0 }}>
      {scenario.value?.hosts.map((h) => {
        const host = m.hosts.get(h.id);
        return (
          <li key={h.id} class={selection.value.host === h.id ? "lit" : ""}>
            <button type="button" class="btn quiet small" onClick={() => select({ host: h.id })}>
              {h.id}
            </button>
            {host && !host.up && <b> {t().map.down}</b>}
            <span class="k">
              {" "}
              {h.ip} · {t().map.queue} {host?.queue ?? 0}
              {host?.boxes.map((b) => ` · ${b.user} ${b.count}`)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
