// The map of hosts: where things are, who called whom, and where letters lie. As a picture, or as a list of the same.
// biome-ignore-all lint/a11y/useSemanticElements: what is drawn has no elements of its own; roles say what it is.
import { computed, signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { HostSpec, Opened } from "../../bridge/protocol";
import { pick, t } from "../../i18n";
import { model, now, preview, scenario, selection, size } from "../../state/app";
import type { HostModel, Model } from "../../state/fold";
import { getPref, setPref } from "../../state/prefs";
import { protoName } from "../shell/dock";
import { MenuButton, type MenuItem } from "../shell/ui";
import * as act from "./actions";
import { at, curve, edge, nearest, type Plan, path, plan, tray as trayStep } from "./layout";
import { asking, type Family, family, lineFault, lineFaults, type Tray, trays, type Wire, wires } from "./look";
import { Menu } from "./menu";
import { type Line, Traffic } from "./traffic";

type World = Opened["scenario"];

const asList = signal(getPref("map") === "list");

/** What the legend has switched off. */
type Part = "ua" | "mta" | Family;
const without = signal<readonly Part[]>([]);
const legend: readonly Part[] = ["ua", "mta", "smtp", "pop3", "dns"];
const off = (part: Part) => without.value.includes(part);
const kindOf = (spec: HostSpec): Part => (spec.kind === "ua" || spec.kind === "dns" ? spec.kind : "mta");

/** Who asks a name server now, as one string, so that the map is drawn anew only when it changes. */
const questions = computed(() => {
  const s = scenario.value;
  return s ? JSON.stringify(asking(s, model.value, now.value)) : "[]";
});

export function WorldMap() {
  const s = scenario.value;
  if (!s) return null;
  const lines = wires(model.value, JSON.parse(questions.value) as { from: string; to: string }[]).filter(
    (w) => !off(family(w.proto)),
  );
  return (
    <div class="atlas">
      <Legend />
      {asList.value ? (
        <List world={s} lines={lines} />
      ) : (
        <>
          <Picture world={s} lines={lines} />
          <div class="hush">
            <List world={s} lines={lines} plain />
          </div>
        </>
      )}
      <Menu />
    </div>
  );
}

function Legend() {
  const w = t().map;
  const chosen = chosenMenu();
  return (
    <div class="legend">
      <div class="parts" role="group" aria-label={w.legend}>
        {legend.map((part) => (
          <button
            key={part}
            type="button"
            class={`part ${part}`}
            aria-pressed={!off(part)}
            title={off(part) ? w.showPart(w.parts[part]) : w.hidePart(w.parts[part])}
            onClick={() => {
              without.value = off(part) ? without.value.filter((x) => x !== part) : [...without.value, part];
            }}
          >
            <svg width="18" height="12" aria-hidden="true" focusable="false">
              {part === "ua" ? (
                <path d="M3 1.500h12v7H3zM6 11h6M9 8.500V11" />
              ) : part === "mta" ? (
                <path d="M5 1h8v10H5zM7 4h4M7 7h4" />
              ) : (
                <path d="M0 6h18" />
              )}
            </svg>
            {w.parts[part]}
          </button>
        ))}
      </div>
      {chosen && (
        <MenuButton label={w.actions(chosen.name)} class="btn quiet small" items={chosen.items}>
          <span class="what">{chosen.name}</span> ▾
        </MenuButton>
      )}
      <button
        type="button"
        class="btn quiet small"
        aria-pressed={asList.value}
        onClick={() => {
          asList.value = !asList.value;
          setPref("map", asList.value ? "list" : "picture");
        }}
      >
        {w.list}
      </button>
    </div>
  );
}

/** The menu of what is selected, for those who do not press the right button. */
function chosenMenu(): { name: string; items: MenuItem[] } | null {
  const { host, link, conn, place, event, ref } = selection.value;
  if (event || ref) return null;
  const c = model.value.conns.get(conn);
  const [a = "", b = ""] = link.split("--");
  const key = place === "queue" ? "queue" : (/^box (\S+)/.exec(place)?.[1] ?? "");
  if (link) return { name: `${a} – ${b}`, items: act.linkMenu(a, b) };
  if (c) return { name: `${c.from} → ${c.to}:${c.port}`, items: act.connMenu(c) };
  if (host && key)
    return { name: key === "queue" ? `${host} · ${t().map.queue}` : key, items: act.trayMenu(host, key) };
  return host ? { name: host, items: act.hostMenu(host) } : null;
}

/** Does to the thing with this key what a press on it does. */
function open(key: string): void {
  const [kind, a = "", b = ""] = key.split(" ");
  const again = key === chosenKey();
  if (kind === "host") act.inspectHost(a);
  else if (kind === "tray") act.inspectTray(a, b);
  else if (kind === "link") act.inspectLink(a, b);
  else {
    const c = model.peek().conns.get(Number(a));
    if (c) act.inspectConn(c);
  }
  if (again || size.peek() === "tablet") act.showInspector();
}

function menuOf(key: string): MenuItem[] {
  const [kind, a = "", b = ""] = key.split(" ");
  if (kind === "host") return act.hostMenu(a);
  if (kind === "tray") return act.trayMenu(a, b);
  if (kind === "link") return act.linkMenu(a, b);
  const c = model.peek().conns.get(Number(a));
  return c ? act.connMenu(c) : [];
}

function chosenKey(): string {
  const { host, link, conn, place, ref } = selection.value;
  if (ref?.at === "box") return `tray ${host} ${ref.user}`;
  if (ref?.at === "queue") return `tray ${host} queue`;
  if (link) return `link ${link.replace("--", " ")}`;
  if (conn) return `conn ${conn}`;
  if (place === "queue") return `tray ${host} queue`;
  const box = /^box (\S+)/.exec(place)?.[1];
  return box ? `tray ${host} ${box}` : host ? `host ${host}` : "";
}

// ── Names ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function hostWord(h: HostModel): string {
  return !h.up ? t().map.down : h.stopped ? t().map.refuses : "";
}

function trayName(x: Tray): string {
  const w = t().map;
  return [
    `${x.key === "queue" ? w.queue : x.name} ${w.letters(x.count)}`,
    x.marked ? w.marked(x.marked) : "",
    x.locked ? w.locked : "",
    x.full ? w.full : "",
  ]
    .filter(Boolean)
    .join(t().map.comma);
}

/** "mail.hai.example, mail server, queue 1 letter, bob 3 letters". */
function hostName(world: World, m: Model, spec: HostSpec): string {
  const h = m.hosts.get(spec.id);
  const w = t().map;
  return [
    spec.id,
    w.kinds[kindOf(spec) as "ua" | "mta" | "dns"],
    h ? hostWord(h) : "",
    ...trays(world, m, spec.id).map(trayName),
    h?.client.inbox !== undefined ? `${w.inbox} ${w.letters(h.client.inbox)}` : "",
    h?.busy ? w.busy[h.busy as "send" | "fetch"] : "",
  ]
    .filter(Boolean)
    .join(w.comma);
}

function linkName(m: Model, a: string, b: string): string {
  return [t().map.link(a, b), ...faultWords(m, a, b)].join(t().map.comma);
}

function faultWords(m: Model, a: string, b: string): string[] {
  return [...lineFaults(m, a, b).keys()].map((kind) => t().map.faults[kind]);
}

function wireName(x: Wire): string {
  const name = x.conn ? protoName(x.proto) : "DNS";
  return x.conn ? t().map.conn(x.from, x.to, x.conn.port, name, x.conn.state) : t().map.asks(x.from, x.to);
}

// ── The list ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** All that the picture shows, as words; plain: without buttons, for those who only listen. */
function List({ world, lines, plain = false }: { world: World; lines: Wire[]; plain?: boolean }) {
  const m = model.value;
  const w = t().map;
  const chosen = chosenKey();
  const item = (key: string, text: string) =>
    plain ? (
      text
    ) : (
      <>
        <button type="button" class="row" aria-pressed={key === chosen} onClick={() => open(key)}>
          {text}
        </button>
        <MenuButton label={w.actions(text)} class="btn quiet small" items={menuOf(key)}>
          …
        </MenuButton>
      </>
    );
  return (
    <div class={plain ? "" : "list"}>
      <section>
        <h3>{w.hosts}</h3>
        <ul>
          {world.hosts
            .filter((h) => !off(kindOf(h)))
            .map((h) => {
              const word = m.hosts.get(h.id) ? hostWord(m.hosts.get(h.id)!) : "";
              return (
                <li key={h.id}>
                  {item(
                    `host ${h.id}`,
                    plain
                      ? hostName(world, m, h)
                      : [h.id, w.kinds[kindOf(h) as "ua"], h.ip, word].filter(Boolean).join(" · "),
                  )}
                  {!plain && (
                    <ul>
                      {trays(world, m, h.id).map((x) => (
                        <li key={x.key}>{item(`tray ${h.id} ${x.key}`, trayName(x))}</li>
                      ))}
                    </ul>
                  )}
                </li>
              );
            })}
        </ul>
      </section>
      <section>
        <h3>{w.connections}</h3>
        <ul>
          {lines.length === 0 && <li class="k">{w.noConnections}</li>}
          {lines.map((x) => (
            <li key={x.key}>{x.conn ? item(`conn ${x.conn.id}`, wireName(x)) : wireName(x)}</li>
          ))}
        </ul>
        <h3>{w.links}</h3>
        <ul>
          {world.links
            .filter((l) => l.drawn)
            .map((l) => (
              <li key={`${l.a} ${l.b}`}>{item(`link ${l.a} ${l.b}`, linkName(m, l.a, l.b))}</li>
            ))}
        </ul>
      </section>
    </div>
  );
}

// ── The picture ────────────────────────────────────────────────────────────────────────────────────────────────────

function Picture({ world, lines }: { world: World; lines: Wire[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const [room, setRoom] = useState({ w: 0, h: 0 });
  const [focus, setFocus] = useState("");
  const m = model.value;

  useLayoutEffect(() => {
    const node = frame.current;
    if (!node) return;
    const measure = () => setRoom({ w: node.clientWidth, h: node.clientHeight });
    const watch = new ResizeObserver(measure);
    watch.observe(node);
    measure();
    return () => watch.disconnect();
  }, []);

  const shown = new Map(world.hosts.map((h) => [h.id, trays(world, m, h.id)]));
  const p = plan(world.hosts, world.links, room.w, room.h, (id) => shown.get(id)?.length ?? 0);
  const chosen = chosenKey();
  const keys = world.hosts.map((h) => `host ${h.id}`);
  const entry = focus || (keys.includes(chosen) ? chosen : (keys[0] ?? ""));
  const tab = (key: string) => (key === entry ? 0 : -1);

  const drawn: Line[] = [];
  for (const wire of lines) {
    const [a, b] = [p.places.get(wire.from), p.places.get(wire.to)];
    if (a && b) drawn.push({ wire, curve: curve(a, b, wire.nth, p) });
  }

  const thing = (e: Event) => (e.target as Element).closest<SVGElement>("[data-k]");
  const showMenu = (node: SVGElement, x: number, y: number) => {
    const key = node.dataset.k ?? "";
    const items = menuOf(key);
    if (items.length) act.menu.value = { x, y, items, label: node.getAttribute("aria-label") ?? key, from: node };
  };
  const onKey = (e: KeyboardEvent) => {
    const node = thing(e);
    if (!node || e.ctrlKey || e.metaKey || e.altKey) return;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
    if (way) {
      const all = [...svg.current!.querySelectorAll<SVGElement>("[data-k][tabindex]")];
      const spots = all.map((x) => {
        const r = (x.querySelector(".spot") ?? x).getBoundingClientRect();
        return { x: r.x + r.width / 2, y: r.y + r.height / 2 };
      });
      all[nearest(spots, all.indexOf(node), way[0]!, way[1]!)]?.focus();
    } else if (e.key === "Enter" || e.key === " ") open(node.dataset.k ?? "");
    else if (e.key === "ContextMenu" || (e.key === "F10" && e.shiftKey) || e.key === "m") {
      const r = node.getBoundingClientRect();
      showMenu(node, r.x + r.width / 2, r.y + r.height / 2);
    } else return;
    e.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and presses of the things in it come up here.
    <div
      class="picture"
      ref={frame}
      onClick={(e) => {
        const node = thing(e);
        if (node) open(node.dataset.k ?? "");
      }}
      onContextMenu={(e) => {
        const node = thing(e);
        if (!node) return;
        e.preventDefault();
        showMenu(node, e.clientX, e.clientY);
      }}
      onKeyDown={onKey}
      onFocusIn={(e) => setFocus(thing(e)?.dataset.k ?? "")}
    >
      {room.w > 0 && (
        <svg ref={svg} width={p.width} height={p.height} role="group" aria-label={t().map.picture}>
          <defs>
            <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <path d="M0 0v7" class="hatch" />
            </pattern>
          </defs>
          {world.links.map((l) => (
            <LinkLine key={`${l.a} ${l.b}`} world={world} m={m} p={p} link={l} chosen={chosen} tab={tab} />
          ))}
          {drawn.map((x) => (
            <WireLine key={x.wire.key} {...x} chosen={chosen} tab={tab} />
          ))}
          {world.hosts.map((spec) => (
            <Host
              key={spec.id}
              spec={spec}
              p={p}
              name={hostName(world, m, spec)}
              list={shown.get(spec.id) ?? []}
              chosen={chosen}
              tab={tab}
              busy={drawn.filter((x) => x.wire.to === spec.id).map((x) => x.wire.conn?.port ?? 53)}
            />
          ))}
          <Traffic lines={drawn} />
        </svg>
      )}
    </div>
  );
}

type Tab = (key: string) => number;

function LinkLine(props: {
  world: World;
  m: Model;
  p: Plan;
  link: { a: string; b: string; drawn: boolean };
  chosen: string;
  tab: Tab;
}) {
  const { world, m, p, link, chosen, tab } = props;
  const [a, b] = [p.places.get(link.a), p.places.get(link.b)];
  const fault = lineFault(m, link.a, link.b);
  if (!a || !b || (!link.drawn && !fault)) return null;
  const kinds = [link.a, link.b].map((id) => world.hosts.find((h) => h.id === id)?.kind);
  const dns = kinds.includes("dns");
  if ((dns && off("dns")) || (!dns && off("smtp") && off("pop3"))) return null;
  const [u, v] = [edge(a, b), edge(b, a)];
  const mid = { x: (u.x + v.x) / 2, y: (u.y + v.y) / 2 };
  const key = `link ${link.a} ${link.b}`;
  const d = `M${u.x} ${u.y}L${v.x} ${v.y}`;
  const name = linkName(m, link.a, link.b);
  return (
    <g
      class={`wire-link ${dns ? "dns" : ""} ${fault} ${chosen === key ? "lit" : ""}`}
      data-k={key}
      role="button"
      aria-label={name}
      aria-pressed={chosen === key}
      tabindex={tab(key)}
    >
      <title>{name}</title>
      <path d={d} class="hit" />
      <path d={d} class="line" />
      <circle class="spot" cx={mid.x} cy={mid.y} r="1" />
      {fault && (
        <g transform={`translate(${mid.x} ${mid.y})`}>
          {fault === "cut" && <path class="cross" d="M-7-7 7 7M7-7-7 7" />}
          <Badge text={faultWords(m, link.a, link.b).join(t().map.comma)} y={fault === "cut" ? 19 : 0} />
        </g>
      )}
    </g>
  );
}

/** Words on a small plate. */
function Badge({ text, y = 0 }: { text: string; y?: number }) {
  const w = [...text].reduce((sum, ch) => sum + (ch.charCodeAt(0) > 0x2e7f ? 12 : 6.6), 12);
  return (
    <g class="badge" transform={`translate(0 ${y})`}>
      <rect x={-w / 2} y="-9" width={w} height="18" rx="9" />
      <text y="4">{text}</text>
    </g>
  );
}

function WireLine({ wire, curve: c, chosen, tab }: Line & { chosen: string; tab: Tab }) {
  const d = path(c);
  const mid = at(c, 0.5);
  const angle = (Math.atan2(c.b.y - c.m.y, c.b.x - c.m.x) * 180) / Math.PI;
  const key = `conn ${wire.conn?.id ?? 0}`;
  const trying = wire.conn?.act === "attempt";
  const word = family(wire.proto) === "smtp" ? "SMTP" : protoName(wire.proto);
  const shape = (
    <>
      <path d={d} class="hit" />
      <path d={d} class="line" pathLength={1} />
      <circle class="opener" cx={c.a.x} cy={c.a.y} r="3.5" />
      <path class="tip" d="M0 0-9-5v10z" transform={`translate(${c.b.x} ${c.b.y}) rotate(${angle}) translate(8 0)`} />
      <g class="plate" transform={`translate(${mid.x} ${mid.y})`}>
        <rect class="spot" x={-word.length * 3.7 - 6} y="-8" width={word.length * 7.4 + 12} height="16" rx="8" />
        <text y="4">{word}</text>
        {wire.more > 0 && (
          <text class="more" x={word.length * 3.7 + 10} y="4">
            +{wire.more}
          </text>
        )}
      </g>
    </>
  );
  const look = `wire ${family(wire.proto)} ${trying ? "trying" : ""} ${chosen === key ? "lit" : ""}`;
  if (!wire.conn) return <g class={look}>{shape}</g>;
  return (
    <g
      class={look}
      data-k={key}
      role="button"
      aria-label={wireName(wire)}
      aria-pressed={chosen === key}
      tabindex={tab(key)}
    >
      <title>{wireName(wire)}</title>
      {shape}
    </g>
  );
}

function Host(props: {
  spec: HostSpec;
  p: Plan;
  name: string;
  list: Tray[];
  chosen: string;
  tab: Tab;
  busy: number[];
}) {
  const { spec, p, list, chosen, tab, busy } = props;
  const h = model.value.hosts.get(spec.id);
  const place = p.places.get(spec.id);
  const fresh = useFresh(list, h?.client.inbox ?? 0);
  if (!place || !h) return null;
  const [w, hh] = [place.w / p.scale, place.h / p.scale];
  const key = `host ${spec.id}`;
  const word = hostWord(h);
  const kind = kindOf(spec);
  const shown = list.slice(0, list.length > p.trays ? p.trays - 1 : p.trays);
  const rest = list.length - shown.length;
  const live = h.conns.length > 0 && !word;
  const sub = h.busy ? t().map.busy[h.busy as "send" | "fetch"] : spec.ip;
  return (
    <g
      class={`host ${kind} ${word ? "out" : ""} ${live ? "live" : ""} ${chosen === key ? "lit" : ""} ${off(kind) ? "dim" : ""}`}
      transform={`translate(${place.x} ${place.y}) scale(${p.scale})`}
    >
      <g data-k={key} role="button" aria-label={props.name} aria-pressed={chosen === key} tabindex={tab(key)}>
        <title>{pick(spec.label) || spec.id}</title>
        <rect class="box spot" x={-w / 2} y={-hh / 2} width={w} height={hh} rx="9" />
        {kind === "ua" && <Device phone={/phone|mobile/.test(spec.id)} />}
        {kind === "mta" && <Ports spec={spec} busy={busy} y={-hh / 2 + 15} />}
        {kind === "dns" && (
          <text class="ports" y="4">
            DNS {spec.services[0]?.port ?? 53}
            {busy.length > 0 && <tspan class="on"> ●</tspan>}
          </text>
        )}
        {word && <rect class="veil" x={-w / 2} y={-hh / 2} width={w} height={hh} rx="9" fill="url(#hatch)" />}
        <text class="name" y={hh / 2 + 17}>
          {spec.id}
        </text>
        <text class="ip" y={hh / 2 + 32}>
          {sub}
        </text>
        {kind === "ua" && h.client.inbox !== undefined && (
          <g class={`count ${fresh.has("") ? "got" : ""}`} transform={`translate(${w / 2 - 3} ${-hh / 2 + 3})`}>
            <rect x="-13" y="-9" width="26" height="18" rx="9" />
            <text y="4">{h.client.inbox}</text>
          </g>
        )}
      </g>
      {shown.map((x, i) => (
        <TrayBox
          key={x.key}
          host={spec.id}
          tray={x}
          w={w}
          y={-hh / 2 + 23 + i * trayStep}
          chosen={chosen}
          tab={tab}
          fresh={fresh.has(x.key) && x.count > 0}
        />
      ))}
      {rest > 0 && (
        <text class="rest" y={-hh / 2 + 23 + shown.length * trayStep + 14}>
          {t().map.moreTrays(rest)}
        </text>
      )}
      {word && <Badge text={word} y={kind === "dns" ? -hh / 2 : 0} />}
    </g>
  );
}

function TrayBox(props: { host: string; tray: Tray; w: number; y: number; chosen: string; tab: Tab; fresh: boolean }) {
  const { host, tray: x, w, y, chosen } = props;
  const key = `tray ${host} ${x.key}`;
  const queue = x.key === "queue";
  const marks = Math.min(x.marked, 5);
  return (
    <g
      class={`tray ${queue ? "queue" : ""} ${props.fresh ? "got" : ""} ${x.count ? "some" : ""} ${chosen === key ? "lit" : ""}`}
      data-k={key}
      role="button"
      aria-label={trayName(x)}
      aria-pressed={chosen === key}
      tabindex={props.tab(key)}
    >
      <title>{trayName(x)}</title>
      <rect class="spot" x={-w / 2 + 7} y={y} width={w - 14} height="21" rx="4" />
      {x.locked && <path class="lock" d={`M${-w / 2 + 13} ${y + 10}h8v6h-8zm1.5 0v-2.500a2.5 2.5 0 0 1 5 0v2.500`} />}
      <text class="who" x={-w / 2 + (x.locked ? 25 : 14)} y={y + 15}>
        {queue ? t().map.queue : x.name.length > 11 ? `${x.name.slice(0, 10)}…` : x.name}
      </text>
      {x.full && (
        <text class="full" x={w / 2 - 32} y={y + 15}>
          {t().map.full}
        </text>
      )}
      {marks > 0 && (
        <g class="marks" transform={`translate(${w / 2 - 26 - marks * 7} ${y + 6})`}>
          {Array.from({ length: marks }, (_, i) => (
            <path key={i} d={`M${i * 7} 0h5v8h-5zM${i * 7 - 1} 4h7`} />
          ))}
        </g>
      )}
      <text class="n" x={w / 2 - 14} y={y + 15}>
        {x.count}
      </text>
    </g>
  );
}

function Device({ phone }: { phone: boolean }) {
  return <path class="device" d={phone ? "M-9-20h18v36h-18zM-2 12h4" : "M-21-20h42v26h-42zM0 6v9M-11 15h22"} />;
}

/** The ports of a server; those that somebody talks to carry a dot. */
function Ports({ spec, busy, y }: { spec: HostSpec; busy: number[]; y: number }) {
  return (
    <text class="ports" y={y}>
      {spec.services.slice(0, 5).map((s, i) => (
        <tspan key={s.port} class={busy.includes(s.port) ? "on" : ""}>
          {i > 0 && " "}
          {s.port}
          {busy.includes(s.port) && "●"}
        </tspan>
      ))}
      {spec.services.length > 5 && <tspan> …</tspan>}
    </text>
  );
}

/** Which trays have got something just now; "" stands for a mail program's inbox. */
function useFresh(list: Tray[], inbox: number): Set<string> {
  const before = useRef<Map<string, number> | null>(null);
  const [fresh, setFresh] = useState<Set<string>>(new Set());
  const counts = new Map([...list.map((x) => [x.key, x.count] as const), ["", inbox] as const]);
  const print = [...counts].join();
  useEffect(() => {
    const old = before.current;
    before.current = counts;
    const grown = old && preview.peek() === null ? [...counts].filter(([k, n]) => n > (old.get(k) ?? 0)) : [];
    if (!grown.length) return;
    setFresh(new Set(grown.map(([k]) => k)));
    const timer = setTimeout(() => setFresh(new Set()), 5000);
    return () => clearTimeout(timer);
  }, [print]);
  return fresh;
}
