// What the page shows, as one line of text: it travels in links and saved runs beside the position in time.
import { batch } from "@preact/signals";
import { select } from "./actions";
import * as app from "./app";
import { anatomy, takeApart } from "./takeapart";

/** The view of now; at most a few hundred characters. */
export function viewText(): string {
  const v = new URLSearchParams();
  const put = (name: string, value: string | number) => {
    if (value) v.set(name, String(value));
  };
  put("dock", app.dock.peek());
  put("mail", app.hostTabs.peek().join());
  put("conns", app.watched.peek().slice(-8).join());
  put("shells", app.newShells.peek().join());
  put("panel", app.panel.peek());
  put("letter", anatomy.peek() ?? "");
  put("event", app.selection.peek().event);
  put("bytes", app.bytesView.peek() ? 1 : 0);
  const text = v.toString();
  return text.length <= 2000 ? text : "";
}

/** Shows what viewText described, as far as it is there. Nothing in the text is trusted. */
export function applyView(text: string): void {
  const v = new URLSearchParams(text);
  const model = app.model.peek();
  const list = (name: string) => (v.get(name) ?? "").split(",").filter(Boolean);
  batch(() => {
    const terms = [...model.terms.values()].filter((x) => !x.closed);
    if (text) {
      // Older links name the hosts of mail programs alone.
      app.hostTabs.value = list("mail")
        .map((id) => (id.includes(":") ? id : `mail:${id}`))
        .filter((id) => {
          const h = app.scenario.peek()?.hosts.find((x) => id.endsWith(`:${x.id}`));
          return h && (h.ua ? /^mail:/ : /^(queue|policy):/).test(id);
        });
      app.watched.value = list("conns")
        .map(Number)
        .filter((id) => model.conns.has(id));
      app.newShells.value = list("shells").filter((h) => model.hosts.has(h));
      const panel = v.get("panel") as app.Panel;
      if (app.panels.includes(panel)) app.panel.value = panel;
      app.bytesView.value = v.get("bytes") === "1";
      const event = Number(v.get("event"));
      if (event > 0 && event <= model.n) select({ event });
    } else if (terms.length) {
      app.newShells.value = [];
    }
    const [kind, rest = ""] = (v.get("dock") ?? "").split(/:(.*)/s);
    const known =
      kind === "sequence" ||
      (kind === "term" && terms.some((x) => x.id === Number(rest))) ||
      (kind === "conn" && app.watched.peek().includes(Number(rest))) ||
      app.hostTabs.peek().includes(v.get("dock") ?? "") ||
      (kind === "new" && app.newShells.peek().includes(rest));
    const last = terms.at(-1);
    if (kind === "anatomy") takeApart({ again: v.get("letter") ?? "" });
    else if (known) app.dock.value = v.get("dock") ?? "";
    else if (last) app.dock.value = `term:${last.id}`;
  });
}

/** What a scenario wants to be seen first, where nobody has chosen anything yet: writer has a letter ready to be sent. */
export function firstView(writer: string): void {
  const s = app.scenario.peek();
  if (!s?.view.panels.includes("mail") || app.hostTabs.peek().length > 0) return;
  batch(() => {
    const hosts = s.hosts.filter((h) => h.ua).map((h) => h.id);
    app.hostTabs.value = hosts.map((h) => `mail:${h}`);
    const host = writer || (hosts.includes(s.view.focus) ? s.view.focus : hosts[0]);
    if (host && (writer || !s.view.panels.includes("console"))) app.dock.value = `mail:${host}`;
  });
}
