// The runs that this browser has kept, and files that are opened.
import { pick, t } from "../../i18n";
import { dialog, lang } from "../../state/app";
import { openFile, removeRun, restore, savedRuns } from "../../state/open";
import type { Run } from "../../state/save";
import { Icon } from "../shell/ui";

/** Asks for a file to open. */
export function chooseFile(): void {
  const field = document.createElement("input");
  field.type = "file";
  field.accept = ".txt,.ehlo,text/plain,.eml,.mbox,message/rfc822,application/mbox";
  field.onchange = () => {
    const file = field.files?.[0];
    dialog.value = "";
    if (file) void openFile(file);
  };
  field.click();
}

function ago(at: number): string {
  const minutes = Math.round((at - Date.now()) / 60_000);
  const words = new Intl.RelativeTimeFormat(lang.value === "zh" ? "zh-CN" : "en", { numeric: "auto" });
  if (minutes > -60) return words.format(minutes, "minute");
  if (minutes > -1440) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 1440), "day");
}

/** The runs that this browser has kept, for the scenario picker. */
export function SavedRuns() {
  const w = t().sheets;
  const open = (run: Run) => {
    dialog.value = "";
    void restore(run);
  };
  return (
    <section class="runs">
      <h3>
        {w.runs}
        <button type="button" class="btn quiet small" onClick={chooseFile}>
          {w.openFile}
        </button>
      </h3>
      {savedRuns.value.length === 0 && <p class="k">{w.noRuns}</p>}
      <ul>
        {savedRuns.value.map((run) => (
          <li key={run.id}>
            <button type="button" class="btn quiet" onClick={() => open(run)}>
              <span>{pick(run.title)}</span>
              <span class="k">
                {w.progress(run.done, run.steps, run.inputs)} · {ago(run.at)}
              </span>
            </button>
            <button
              type="button"
              class="btn quiet small"
              aria-label={w.remove(pick(run.title))}
              title={w.remove(pick(run.title))}
              onClick={() => removeRun(run.id)}
            >
              <Icon name="close" size={12} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
