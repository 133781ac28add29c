// "+ connect": from any host to any service of any other, or to any port at all.
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { openTerminal, type } from "../../state/actions";
import { connectFrom, dialog, dock, model, scenario } from "../../state/app";
import type { Item } from "../shell/provide";
import { Sheet } from "../shell/sheet";

/** Opens a connection: in the host's idle shell where there is one, else in a new terminal. */
export function connect(host: string, to: string, port: number): void {
  const line = `telnet ${to} ${port}`;
  const idle = [...model.peek().terms.values()].find((x) => x.host === host && !x.conn && !x.closed);
  if (!idle) return void openTerminal(host, line);
  dock.value = `term:${idle.id}`;
  void type(idle.id, line);
}

/** The hosts that a person can sit at, those with a mail program first. */
function seats() {
  const all = scenario.value?.hosts.filter((h) => h.kind !== "dns") ?? [];
  return [...all.filter((h) => h.kind === "ua"), ...all.filter((h) => h.kind !== "ua")];
}

function servers() {
  return scenario.value?.hosts.filter((h) => h.services.length > 0) ?? [];
}

export function ConnectSheet() {
  const w = t().sessions;
  const wish = connectFrom.peek();
  const [from, setFrom] = useState(wish.host || scenario.peek()?.view.focus || seats()[0]?.id || "");
  const [to, setTo] = useState(wish.to || servers()[0]?.id || "");
  const server = servers().find((h) => h.id === to);
  const [port, setPort] = useState(wish.port || server?.services[0]?.port || 25);
  const choose = (id: string) => {
    setTo(id);
    const its = servers().find((h) => h.id === id)?.services ?? [];
    if (!its.some((s) => s.port === port)) setPort(its[0]?.port ?? 25);
  };
  return (
    <Sheet title={w.connectTitle}>
      <form
        class="inside connect"
        onSubmit={(e) => {
          e.preventDefault();
          connectFrom.value = { host: "", to: "", port: 0 };
          dialog.value = "";
          connect(from, to, port);
        }}
      >
        <div class="row">
          <label>
            {w.connectFrom}
            <select class="field" value={from} onChange={(e) => setFrom(e.currentTarget.value)}>
              {seats().map((h) => (
                <option key={h.id}>{h.id}</option>
              ))}
            </select>
          </label>
          <label>
            {w.connectTo}
            <select class="field" value={to} onChange={(e) => choose(e.currentTarget.value)}>
              {servers().map((h) => (
                <option key={h.id}>{h.id}</option>
              ))}
            </select>
          </label>
        </div>
        <div class="row">
          <div>
            <fieldset class="services" aria-label={w.service}>
              {server?.services.map((s) => (
                <button
                  key={s.port}
                  type="button"
                  class={`btn small ${s.port === port ? "main" : ""}`}
                  aria-pressed={s.port === port}
                  onClick={() => setPort(s.port)}
                >
                  {s.proto.toUpperCase()} {s.port}
                </button>
              ))}
            </fieldset>
          </div>
          <label>
            {w.port}
            <input
              class="field"
              type="number"
              inputMode="numeric"
              min={1}
              max={65535}
              value={port}
              onInput={(e) => setPort(e.currentTarget.valueAsNumber || 0)}
            />
          </label>
        </div>
        <div class="foot">
          <span>
            <span class="k">{w.runs} </span>
            <output>
              telnet {to} {port}
            </output>
          </span>
          <button type="submit" class="btn main">
            {w.go}
          </button>
        </div>
      </form>
    </Sheet>
  );
}

/** The same for the palette. */
export function connectCommands(): Item[] {
  const from = scenario.value?.view.focus || seats()[0]?.id || "";
  return servers().flatMap((h) =>
    h.services
      .filter((s) => h.id !== from && /^(smtp|submission|lmtp|pop3|imap|http)$/.test(s.proto))
      .map((s) => ({
        group: t().commands.connectTo,
        title: `${from} → ${h.id}:${s.port} ${s.proto.toUpperCase()}`,
        run: () => connect(from, h.id, s.port),
      })),
  );
}
