// The signs of problems: how grave they are is told by shape and word, not only by colour.
import type { Problem } from "../../anatomy/protocol";
import { count, w } from "./words";

/** The gravest of some problems. */
export function gravest(list: readonly Problem[]): Problem["severity"] | "" {
  return list.some((p) => p.severity === "error")
    ? "error"
    : list.some((p) => p.severity === "warning")
      ? "warning"
      : list.length > 0
        ? "note"
        : "";
}

export const signOf = { error: "⚠", warning: "△", note: "ⓘ" } as const;

/** The sign of the gravest with the number of problems; what they are is its title. */
export function Signs({ of }: { of: readonly Problem[] }) {
  const worst = gravest(of);
  if (!worst) return null;
  return (
    <span class={`sign ${worst}`} title={of.map((p) => w().problemName(p.name)).join("\n")}>
      <span aria-hidden="true">
        {signOf[worst]} {count(of.length)}
      </span>
      <span class="hush"> {w().problemCount(of.length)} </span>
    </span>
  );
}
