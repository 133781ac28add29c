// The rules of a mail server: every setting that the engine knows, in groups, to be looked up and changed while the world runs.

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Setting } from "../../bridge/protocol";
import { input } from "../../state/actions";
import { useAnswer } from "../inspector/ask";
import { Search } from "../queue/search";
import { Field, shown } from "./field";
import { wanted } from "./show";
import { changed, matches } from "./values";
import { w, wordsOf } from "./words";

export function Policy({ host }: { host: string }) {
  const v = useAnswer({ op: "policy", host });
  const filter = useSignal("");
  const only = useSignal(false);
  const list = useRef<HTMLDivElement>(null);
  const show = (group: string) => {
    const node = list.current?.querySelector<HTMLElement>(`[data-group="${group}"]`);
    node?.scrollIntoView({ block: "start" });
    node?.focus({ preventScroll: true });
  };
  useLayoutEffect(() => {
    if (!v || !wanted.value) return;
    show(wanted.value);
    wanted.value = "";
  }, [v, wanted.value]);
  if (v === null) return <p class="empty">{w().noServer(host)}</p>;
  if (!v) return null;
  const other = v.settings.filter(changed);
  const fits = (x: Setting) =>
    (!only.value || changed(x)) &&
    (!filter.value.trim() ||
      matches(x, [...wordsOf(x.key).filter((t) => t !== undefined), shown(x, x.value)], filter.value.trim()));
  const groups = [...new Set(v.settings.map((x) => x.group))]
    .map((name) => ({ name, all: ordered(v.settings.filter((x) => x.group === name && fits(x))) }))
    .filter((g) => g.all.length > 0);
  return (
    <div class="policy">
      <header>
        <div class="tools">
          <Search text={filter} placeholder={w().filter} label={w().filterLabel} />
          <span class="k" role="status">
            {w().changedCount(other.length)}
          </span>
          {(other.length > 0 || only.value) && (
            <button
              type="button"
              class="btn small"
              aria-pressed={only.value}
              onClick={() => {
                only.value = !only.value;
              }}
            >
              {w().onlyChanged}
            </button>
          )}
          {other.length > 1 && (
            <button
              type="button"
              class="btn small"
              onClick={async () => {
                for (const x of other) if (!(await input(`policy ${host} ${x.key} ${x.default}`.trimEnd()))) return;
              }}
            >
              {w().resetAll}
            </button>
          )}
        </div>
        <nav aria-label={w().groupsLabel}>
          {groups.map((g) => (
            <button key={g.name} type="button" class="btn quiet small" onClick={() => show(g.name)}>
              {(w().groups[g.name] ?? [g.name])[0]}
              {g.all.some(changed) && <i class="dot" title={w().changed} />}
            </button>
          ))}
        </nav>
      </header>
      <div class="settings" ref={list}>
        <p class="k intro">
          {w().intro} {v.sessions > 0 && w().openNow(v.sessions)}
        </p>
        {groups.length === 0 && <p class="empty">{w().none}</p>}
        {groups.map((g) => {
          const [name, text] = w().groups[g.name] ?? [g.name, ""];
          return (
            <section key={g.name} data-group={g.name} tabIndex={-1} aria-label={name}>
              <h3>
                {name} <span class="k">{text}</span>
              </h3>
              <ul>
                {g.all.map((x) => (
                  <Field key={x.key} host={host} of={x} />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </div>
  );
}

/** Settings that belong together stand together: the words have them in that order. */
function ordered(all: readonly Setting[]): Setting[] {
  const order = Object.keys(w().settings);
  const place = (x: Setting) => order.indexOf(x.key) + 1 || order.length + 1;
  return [...all].sort((a, b) => place(a) - place(b));
}
