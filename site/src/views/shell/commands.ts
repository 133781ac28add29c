// The page's own commands for the palette.
import { pick, t } from "../../i18n";
import { jump, newShell, next, openTab, seekEvent, step, watchConn } from "../../state/actions";
import { bytesView, civil, dialog, model, panels, scenario, theme } from "../../state/app";
import { numbered, scenarios } from "../../state/catalogue";
import { themes } from "../../state/route";
import { takeApart } from "../../state/takeapart";
import { clock } from "../../state/time";
import { connectCommands } from "../sessions/connect";
import { switchLang } from "./header";
import { goTo, nextReply, toggleTime } from "./keys";
import { type Item, provide } from "./provide";
import { toggle } from "./splitter";

function pageCommands(): Item[] {
  const c = t().commands;
  const time = t().time;
  const items: Item[] = [
    ...panels.map((p, i) => ({ group: c.go, title: t().panel[p], keys: `Alt+${i + 1}`, run: () => goTo(p) })),
    { group: c.go, title: t().panel.anatomy, keys: "Alt+6", run: () => takeApart() },
    { group: t().panel.anatomy, title: c.encode, run: () => takeApart({ play: true }) },
    ...connectCommands(),
    ...(scenario.value?.hosts ?? [])
      .filter((h) => h.kind !== "dns")
      .map((h) => ({ group: c.openShell, title: h.id, run: () => newShell(h.id) })),
    ...(["queue", "policy"] as const).flatMap((what) =>
      (scenario.value?.hosts ?? [])
        .filter((h) => h.kind === "mta")
        .map((h) => ({ group: t().panel[what], title: h.id, run: () => openTab(`${what}:${h.id}`) })),
    ),
    ...[...model.value.conns.values()]
      .filter((x) => !x.term)
      .slice(-30)
      .reverse()
      .map((x) => ({
        group: c.listen,
        title: `${x.from} → ${x.to}:${x.port} ${x.proto.toUpperCase()} · ${clock(civil.value, x.start, false)}`,
        run: () => watchConn(x.id),
      })),
    { group: c.time, title: `${time.play} / ${time.pause}`, keys: "Space", run: toggleTime },
    { group: c.time, title: time.next, keys: "→", run: () => void next() },
    { group: c.time, title: time.back, keys: "←", run: () => step(true) },
    { group: c.time, title: time.nextReply, keys: "Shift+→", run: nextReply },
    { group: c.time, title: time.start, keys: "Home", run: () => void seekEvent(0) },
    ...Object.entries(time.jumps).map(([by, title]) => ({
      group: `${c.time} · ${time.jump}`,
      title,
      run: () => void jump(by),
    })),
    {
      group: c.view,
      title: c.bytes,
      run: () => {
        bytesView.value = !bytesView.value;
      },
    },
    ...(["lesson", "map", "letter"] as const).map((p) => ({
      group: c.togglePanel,
      title: p === "letter" ? t().panel.inspector : t().panel[p],
      run: () => toggle(p),
    })),
    ...themes.map((name) => ({
      group: c.switchTheme,
      title: t().header.themes[name],
      run: () => {
        theme.value = name;
      },
    })),
    { group: c.view, title: c.switchLang, run: switchLang },
    {
      group: c.view,
      title: t().header.keys,
      keys: "?",
      run: () => {
        dialog.value = "keys";
      },
    },
    ...scenarios.map((s) => ({
      group: c.scenario,
      title: numbered(s) + pick(s.title),
      run: () => {
        location.hash = `#/s/${s.id}`;
      },
    })),
  ];
  return items;
}

provide(pageCommands);
