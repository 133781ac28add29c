// The lower centre: one tab per conversation, shell and mail program, one for each diagram, and "+ connect".
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { input, tellUI } from "../../state/actions";
import { dialog, dock, hostTabs, model, newShells, route, scenario, size, watched } from "../../state/app";
import type { Conn, Term } from "../../state/fold";
import { anatomy, takeApart } from "../../state/takeapart";
import { Anatomy, MailButton, MailProgram, Sequence, Transfer } from "../late";
import { Talk } from "../sessions/talk";
import { Icon } from "./ui";

interface Tab {
  id: string;
  what: string;
  kind: string;
  live: boolean | null; // null: the tab has no connection to be live.
  close: (() => void) | null;
}

function connTitle(c: Conn): string {
  return `${c.from} → ${c.to}:${c.port}`;
}

function termTab(term: Term): Tab {
  const c = model.value.conns.get(term.conn || term.last);
  return {
    id: `term:${term.id}`,
    what: c ? connTitle(c) : t().sessions.shellTab(term.host),
    kind: c ? protoName(c.proto) : "",
    live: c ? c.live && term.conn === c.id : null,
    close: term.conn ? null : () => void input(`close ${term.id}`),
  };
}

/** "SMTP" for smtp and so on. */
export function protoName(proto: string): string {
  return proto.toUpperCase();
}

function without<T>(list: readonly T[], item: T): T[] {
  return list.filter((x) => x !== item);
}

function tabs(): Tab[] {
  const shows = (view: string) => !route.value.embed || (route.value.views as string[]).includes(view);
  const all: Tab[] = [];
  if (shows("console")) {
    for (const term of model.value.terms.values()) if (!term.closed) all.push(termTab(term));
    for (const host of newShells.value) {
      const only = all.length === 0 && newShells.value.length === 1;
      const close = () => {
        newShells.value = without(newShells.value, host);
      };
      all.push({
        id: `new:${host}`,
        what: t().sessions.shellTab(host),
        kind: "",
        live: null,
        close: only ? null : close,
      });
    }
    for (const id of watched.value) {
      const c = model.value.conns.get(id);
      const close = () => {
        watched.value = without(watched.value, id);
      };
      if (c) all.push({ id: `conn:${id}`, what: connTitle(c), kind: protoName(c.proto), live: c.live, close });
    }
  }
  for (const id of hostTabs.value) {
    const close = () => {
      hostTabs.value = without(hostTabs.value, id);
    };
    const [kind, what = ""] = id.split(":");
    all.push({ id, what, kind: t().panel[kind as "mail"], live: null, close });
  }
  if (anatomy.value !== null && shows("anatomy")) {
    const close = () => {
      anatomy.value = null;
      dock.value = "";
    };
    all.push({ id: "anatomy", what: t().panel.anatomy, kind: "", live: null, close: route.value.embed ? null : close });
  }
  return all;
}

export function Dock() {
  const mine = tabs();
  const sequence = !route.value.embed || route.value.views.includes("sequence");
  const all = [...mine];
  if (sequence) all.push({ id: "sequence", what: t().panel.sequence, kind: "", live: null, close: null });
  const chosen = all.find((x) => x.id === dock.value) ?? all.at(sequence ? -2 : -1) ?? all.at(-1);
  const list = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [chosen?.id]);

  const keys = (e: KeyboardEvent) => {
    const i = all.findIndex((x) => x.id === chosen?.id);
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: all.length - 1 }[e.key];
    if (to === undefined) {
      if (e.key === "Delete") chosen?.close?.();
      return;
    }
    e.preventDefault();
    dock.value = all[(to + all.length) % all.length]?.id ?? "";
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
  };

  const button = (tab: Tab) => (
    <button
      key={tab.id}
      id={`tab-${tab.id}`}
      type="button"
      role="tab"
      class="tab"
      aria-selected={tab.id === chosen?.id}
      aria-controls="dock-panel"
      tabIndex={tab.id === chosen?.id ? 0 : -1}
      title={tab.what}
      onClick={(e) => {
        dock.value = tab.id;
        const host = scenario.peek()?.hosts.find((h) => tab.id === `mail:${h.id}`);
        if (host) tellUI("inspect", `${host.kind} ${host.id}`);
        // Who points at a conversation wants to talk; who came by keyboard stays among the tabs.
        if (e.detail > 0 && size.peek() !== "phone")
          requestAnimationFrame(() => document.getElementById("prompt")?.focus());
      }}
    >
      {tab.live !== null && <span class={tab.live ? "live" : "live dead"} />}
      <span class="what">{tab.what}</span>
      {tab.kind && <i>{tab.kind}</i>}
      {tab.live === false && <i class="hush">{t().sessions.dead}</i>}
      {tab.close && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: Delete on the tab does the same.
        // biome-ignore lint/a11y/noStaticElementInteractions: a button cannot lie inside a tab.
        <span
          class="tab-close"
          title={t().page.close}
          onClick={(e) => {
            e.stopPropagation();
            tab.close?.();
          }}
        >
          <Icon name="close" size={11} />
        </span>
      )}
    </button>
  );

  // A frame that shows nothing else needs no tab for it.
  const alone = route.value.embed && all.length === 1 && chosen?.id === "anatomy";
  return (
    <>
      <div class="tabs" hidden={alone}>
        <div ref={list} role="tablist" aria-label={t().sessions.tabs} onKeyDown={keys}>
          {all.map(button)}
        </div>
        {!route.value.embed && <MailButton />}
        {!route.value.embed && anatomy.value === null && (
          <button type="button" class="tab" title={t().page.anatomyTitle} onClick={() => takeApart()}>
            ＋ {t().panel.anatomy}
          </button>
        )}
        <button
          type="button"
          class="tab plus"
          title={t().sessions.connectTitle}
          onClick={() => {
            dialog.value = "connect";
          }}
        >
          ＋ {t().sessions.connect}
        </button>
      </div>
      <div id="dock-panel" class="dock-panel" role="tabpanel" aria-labelledby={chosen ? `tab-${chosen.id}` : undefined}>
        {!chosen || /^(term|new|conn):/.test(chosen.id) ? (
          <Talk tab={chosen?.id ?? ""} />
        ) : chosen.id.startsWith("mail:") ? (
          <MailProgram key={chosen.id} host={chosen.id.slice(5)} />
        ) : chosen.id.includes(":") ? (
          <Transfer view="Tab" id={chosen.id} key={chosen.id} />
        ) : chosen.id === "anatomy" ? (
          <Anatomy />
        ) : (
          scenario.value && <Sequence />
        )}
      </div>
    </>
  );
}
