// The scenario picker: the course, and the runs that this browser has kept.
import { pick, t } from "../../i18n";
import { dialog, scenario } from "../../state/app";
import { finished, number, scenarios } from "../../state/catalogue";
import { SavedRuns } from "../share/runs";
import { Sheet } from "./sheet";

/** The course: every built-in scenario, as links, so that "open in a new tab" works too. */
export function ScenarioSheet() {
  const here = scenario.value;
  return (
    <Sheet title={t().page.choose}>
      <div class="inside">
        <ol class="course">
          {scenarios.map((s) => (
            <li key={s.id}>
              <a
                href={`#/s/${s.id}`}
                {...(here?.id === s.id ? { "aria-current": "page" } : {})}
                onClick={() => {
                  dialog.value = "";
                }}
              >
                <span class="no">{number(s)}</span>
                <span>
                  {pick(s.title)}
                  {finished.value.includes(s.id) && <span class="done"> ✓ {t().page.done}</span>}
                </span>
                <span class="min">{t().page.minutes(s.minutes)}</span>
              </a>
            </li>
          ))}
        </ol>
        <SavedRuns />
      </div>
    </Sheet>
  );
}
