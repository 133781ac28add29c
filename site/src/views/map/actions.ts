// What can be done with things on the map: looking at them, and the menus of hosts, trays, links and connections.
import { signal } from "@preact/signals";
import { t } from "../../i18n";
import { input, newShell, openMail, openTab, select, tellUI, watchConn } from "../../state/actions";
import { connectFrom, dialog, model, panel, scenario, side, size } from "../../state/app";
import type { Conn } from "../../state/fold";
import type { MenuItem } from "../shell/ui";
import { lineFaults } from "./look";

/** The menu that is open: its items and the thing that it belongs to, which gets the focus back. */
export const menu = signal<{
  x: number;
  y: number;
  label: string;
  items: MenuItem[];
  from: HTMLElement | SVGElement;
} | null>(null);

/** Shows the inspector where it is not in sight. */
export function showInspector(): void {
  side.value = "letter";
  if (size.peek() === "phone") panel.value = "letter";
}

let told = "";

/** Records that something was looked at, once for each thing in a row. */
export function tell(act: "inspect" | "select", what: string): void {
  if (told === `${act} ${what}`) return;
  told = `${act} ${what}`;
  tellUI(act, what);
}

export function inspectHost(id: string): void {
  select({ host: id });
  const kind = scenario.peek()?.hosts.find((h) => h.id === id)?.kind;
  if (kind) tell("inspect", `${kind} ${id}`);
}

export function inspectTray(host: string, key: string): void {
  if (key === "queue") {
    select({ host, place: "queue" });
    tell("inspect", `queue ${host}`);
  } else {
    select({ host, place: `box ${key} INBOX` });
    tell("inspect", `box ${key}`);
  }
}

export function inspectLink(a: string, b: string): void {
  select({ link: `${a}--${b}` });
  tell("inspect", `link ${a}--${b}`);
}

export function inspectConn(c: Conn): void {
  select({ conn: c.id });
  tell("inspect", `link ${c.from}--${c.to}`);
}

export function hostMenu(id: string): MenuItem[] {
  const w = t().map;
  const spec = scenario.peek()?.hosts.find((h) => h.id === id);
  const h = model.peek().hosts.get(id);
  if (!spec || !h) return [];
  const items: MenuItem[] = [{ label: w.inspect, run: () => look(() => inspectHost(id)) }];
  if (spec.kind !== "dns") items.push({ label: w.terminal, run: () => newShell(id) });
  if (spec.ua) items.push({ label: w.program, run: () => openMail(id) });
  if (spec.kind === "mta")
    for (const what of ["queue", "policy"] as const)
      items.push({ label: t().panel[what], run: () => openTab(`${what}:${id}`) });
  items.push({
    label: w.connectTo,
    run: () => {
      connectFrom.value = spec.services.length ? { host: "", to: id, port: 0 } : { host: id, to: "", port: 0 };
      dialog.value = "connect";
    },
  });
  if (!h.up) items.push({ label: w.up, run: () => void input(`heal down ${id}`) });
  else if (h.stopped) items.push({ label: w.start, run: () => void input(`heal stopped ${id}`) });
  else {
    if (spec.services.length) items.push({ label: w.stop, run: () => void input(`fault stopped ${id}`) });
    items.push({ label: w.takeDown, run: () => void input(`fault down ${id}`) });
  }
  if (spec.kind === "mta")
    for (const [fault, off, on, arg] of [
      ["drop", w.noDrop, w.drop, ""],
      ["reply", w.noRefuse, w.refuse, " 451 RCPT"],
      ["disk", w.diskFree, w.diskFull, ""],
    ] as const) {
      const wrong = model.peek().faults.has(`${fault} ${id}`);
      items.push({
        label: wrong ? off : on,
        run: () => void input(wrong ? `heal ${fault} ${id}` : `fault ${fault} ${id}${arg}`),
      });
    }
  return items;
}

export function linkMenu(a: string, b: string): MenuItem[] {
  const w = t().map;
  const wrong = lineFaults(model.peek(), a, b);
  const items: MenuItem[] = [{ label: w.inspect, run: () => look(() => inspectLink(a, b)) }];
  for (const [fault, off, on, arg] of [
    ["cut", w.mend, w.cutIt, ""],
    ["slow", w.notSlow, w.makeSlow, " 2s"],
    ["loss", w.notLossy, w.makeLossy, " 300"],
  ] as const) {
    if (wrong.has(fault)) items.push({ label: off, run: () => void input(`heal ${wrong.get(fault)}`) });
    else if (!wrong.has("cut")) items.push({ label: on, run: () => void input(`fault ${fault} ${a}--${b}${arg}`) });
  }
  return items;
}

export function trayMenu(host: string, key: string): MenuItem[] {
  const w = t().map;
  const items: MenuItem[] = [{ label: w.inspect, run: () => look(() => inspectTray(host, key)) }];
  if (key === "queue") items.push({ label: w.flush, run: () => void input(`queue ${host} flush`) });
  else {
    const full = model.peek().faults.has(`full ${key}`);
    items.push({
      label: full ? w.notFull : w.makeFull,
      run: () => void input(`${full ? "heal" : "fault"} full ${key}`),
    });
  }
  return items;
}

export function connMenu(c: Conn): MenuItem[] {
  const w = t().map;
  return [
    { label: w.inspect, run: () => look(() => inspectConn(c)) },
    { label: w.listen, run: () => watchConn(c.id) },
  ];
}

/** Looks at something because it was asked for by name: then the inspector is brought into sight. */
function look(at: () => void): void {
  at();
  showInspector();
}
