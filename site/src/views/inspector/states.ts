// What the inspector reads off a protocol's table: the states of a good session, and what may be said next. Pure.
import type { Table } from "../../bridge/protocol";
import type { TraceEvent } from "../../state/events";

/** The commands that carry one letter, in order; "chunks" is a letter that comes by BDAT. */
const good: Record<string, readonly string[]> = {
  smtp: ["EHLO", "MAIL", "RCPT", "DATA", "EOD", "QUIT"],
  "smtp chunks": ["EHLO", "MAIL", "RCPT", "BDAT", "BDAT LAST", "QUIT"],
  pop3: ["USER", "PASS", "QUIT"],
};

const fine = (on: string) => /^(2xx|354|\+OK|taken)$/.test(on);

/**
 * The states that a session passes in which every command of a letter succeeds, in order, each once. The present state is
 * among them even where it lies beside that way: in an exchange of AUTH, or after a greeting that refuses.
 */
export function way(table: Table, present = "", chunks = false): string[] {
  const step = (from: string, verb: string) =>
    table.transitions.find((x) => x.from === from && x.verb === verb && fine(x.on))?.to;
  const first = table.states[0]?.name ?? "";
  let state = step(first, "connect") ?? first;
  const passed = new Set([state]);
  for (const verb of good[table.proto + (chunks ? " chunks" : "")] ?? []) {
    state = step(state, verb) ?? state;
    passed.add(state);
  }
  const names = [...passed];
  if (present === first || passed.has(present) || !table.states.some((s) => s.name === present)) return names;
  const before = table.transitions.find((x) => x.to === present && passed.has(x.from))?.from;
  if (before) names.splice(names.indexOf(before) + 1, 0, present);
  else names.splice(0, names.length - 1, present); // Only the end is still before it.
  return names;
}

/** The verbs that the table allows in a state, where `last` is the command before, if that was granted. */
export function following(table: Table, state: string, last: string): string[] {
  const rows = table.transitions.filter((x) => x.from === state && (x.after === "" || x.after === last));
  return [...new Set(rows.map((x) => x.verb))];
}

/** The verb of the last command on a connection, given its events; "" unless it was granted. */
export function granted(events: readonly number[], eventAt: (n: number) => TraceEvent | undefined): string {
  for (let i = events.length - 1; i >= 0; i--) {
    const e = eventAt(events[i] ?? 0);
    if (e?.ev === "cmd") return "";
    if (e?.ev === "reply") return /^[23+]/.test(e.code ?? "") ? (e.verb ?? "") : "";
  }
  return "";
}
