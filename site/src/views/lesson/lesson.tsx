// The lesson: what to do next, step by step.
import { pick, t } from "../../i18n";
import { model, scenario } from "../../state/app";

export function Lesson() {
  const s = scenario.value;
  if (!s) return null;
  return (
    <div class="lesson-body" style={{ padding: "1.2rem" }}>
      <h1 style={{ fontSize: "1.357rem", margin: 0, lineHeight: 1.25 }}>{pick(s.title)}</h1>
      <p class="k">{t().page.minutes(s.minutes)}</p>
      {s.steps.length === 0 && <p>{t().lesson.none}</p>}
      <ol>
        {s.steps.map((step) => (
          <li key={step.id}>
            {step.id} {model.value.steps.get(step.id)?.done ? "✓" : ""}
          </li>
        ))}
      </ol>
    </div>
  );
}
