// A machine: what runs on it, what lies in it; and the line between two.
import { pick, t } from "../../i18n";
import { select } from "../../state/actions";
import { lang, model, scenario } from "../../state/app";
import { span } from "../../state/time";
import { Transfer } from "../late";
import { hostMenu, inspectConn, inspectTray, linkMenu } from "../map/actions";
import { carries, lineFaults } from "../map/look";
import { protoName } from "../shell/dock";
import { useAnswer } from "./ask";
import { Pick } from "./draft";
import { Letters, MailboxCard } from "./mailbox";
import { Card, Facts, Title } from "./parts";

export function HostCard({ id }: { id: string }) {
  const w = t().inspector;
  const spec = scenario.value?.hosts.find((h) => h.id === id);
  const h = model.value.hosts.get(id);
  const v = useAnswer(spec && spec.kind !== "none" ? { op: "host", id } : null);
  const ua = Boolean(spec?.ua);
  if (!spec || !h) return null;
  const kinds = t().map.kinds;
  const state = !h.up ? t().map.down : h.stopped ? t().map.refuses : w.runs;
  return (
    <>
      <Title name={id} note={kinds[spec.kind as "ua"] ?? kinds.mta} />
      <Card name={pick(spec.label) || id} note={state} class={h.up && !h.stopped ? "" : "out"}>
        <Facts
          of={[
            [w.address, spec.ip],
            [w.domains, spec.domains.join(", ")],
            [w.user, spec.ua?.user ?? ""],
            [w.fetchesBy, spec.ua ? `${protoName(spec.ua.in)} · ${w.modes[spec.ua.mode] ?? spec.ua.mode}` : ""],
            [w.relay, w.policies[v?.relay ?? ""] ?? v?.relay],
            [w.unknownUser, w.policies[v?.unknownUser ?? ""] ?? v?.unknownUser],
            [w.offers, v && v.keywords.length > 0 && <code>{v.keywords.join(" ")}</code>],
          ]}
        />
        <div class="deeds">
          {hostMenu(id)
            .slice(1)
            .map((x) => (
              <button key={x.label} type="button" class="btn small" onClick={x.run}>
                {x.label}
              </button>
            ))}
        </div>
      </Card>
      {spec.services.length > 0 && (
        <Card name={w.services} note={w.sessions}>
          <ul class="rows">
            {spec.services.map((s) => {
              const n = v?.services.find((x) => x.port === s.port)?.sessions ?? 0;
              return (
                <li key={s.port}>
                  <span>
                    <b>{protoName(s.proto)}</b> <span class="k">{s.port}</span>
                  </span>
                  <span class={n ? "some" : "k"}>{n}</span>
                </li>
              );
            })}
          </ul>
        </Card>
      )}
      {v && v.accounts.length > 0 && (
        <Card name={w.trays} note={w.lettersWord}>
          <ul class="rows">
            <li>
              <button type="button" class="link" onClick={() => inspectTray(id, "queue")}>
                {t().map.queue}
              </button>
              <span>{v.queue}</span>
            </li>
            {v.accounts.flatMap((a) =>
              a.boxes.map((b) => (
                <li key={`${a.addr} ${b.name}`}>
                  <button
                    type="button"
                    class="link"
                    onClick={() =>
                      b.name === "INBOX"
                        ? inspectTray(id, a.addr)
                        : select({ host: id, place: `box ${a.addr} ${b.name}` })
                    }
                  >
                    {a.addr} {b.name !== "INBOX" && b.name}
                  </button>
                  <span>
                    {b.count}
                    {b.marked > 0 && <span class="k"> · {w.markedShort(b.marked)}</span>}
                  </span>
                </li>
              )),
            )}
          </ul>
        </Card>
      )}
      {ua && <ProgramBoxes id={id} />}
      {v && v.conns.length > 0 && (
        <Card name={w.connections}>
          <ul class="rows">
            {v.conns.map((c) => {
              const conn = model.value.conns.get(c.id);
              return (
                <li key={c.id}>
                  <button type="button" class="link" onClick={() => conn && inspectConn(conn)}>
                    {conn ? `${conn.from} → ${conn.to}:${conn.port}` : c.peer}
                  </button>
                  <span class="k">{c.state}</span>
                </li>
              );
            })}
          </ul>
        </Card>
      )}
    </>
  );
}

/** The folders of a mail program. */
function ProgramBoxes({ id }: { id: string }) {
  const v = useAnswer({ op: "client", host: id });
  const w = t().inspector;
  if (!v) return null;
  return (
    <>
      {v.boxes.map((b) => (
        <Card key={b.name} name={w.folder(w.folders[b.name] ?? b.name)} note={String(b.messages.length)}>
          <Letters of={b.messages} refOf={(x) => ({ at: "client", host: id, box: b.name, id: x.uid })} />
        </Card>
      ))}
    </>
  );
}

export function BoxCard({ host, user, box }: { host: string; user: string; box: string }) {
  const w = t().inspector;
  const full = model.value.faults.has(`full ${user}`);
  return (
    <>
      <Title name={user.split("@")[0] ?? user} note={host} back={() => select({ host })} />
      <MailboxCard host={host} user={user} box={box} />
      <p class="k hint">{w.boxHint}</p>
      {full && <p class="verdict bad">{w.fullNow}</p>}
    </>
  );
}

export function QueueCard({ host }: { host: string }) {
  return (
    <>
      <Title name={t().inspector.queueOf} note={host} back={() => select({ host })} />
      <Transfer view="QueueCard" host={host} />
    </>
  );
}

// ── A line ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export function LinkCard({ link }: { link: string }) {
  const w = t().inspector;
  const s = scenario.value;
  const [a = "", b = ""] = link.split("--");
  if (!s) return null;
  const spec = s.links.find((l) => (l.a === a && l.b === b) || (l.a === b && l.b === a));
  const wrong = [...lineFaults(model.value, a, b).keys()];
  const passed = [...model.value.conns.values()].filter((c) => [a, b].includes(c.from) && [a, b].includes(c.to));
  return (
    <>
      <Title name={w.line} note={wrong.map((x) => t().map.faults[x]).join(", ") || w.whole} />
      <Card name={`${a} – ${b}`} class={wrong.length ? "out" : ""}>
        <Facts
          of={[
            [w.carries, carries(s, model.value, a, b)],
            [w.delay, spec ? w.oneWay(span(spec.delay, lang.value)) : ""],
            [
              w.ends,
              <>
                <Pick host={a} /> · <Pick host={b} />
              </>,
            ],
          ]}
        />
        <div class="deeds">
          {linkMenu(a, b)
            .slice(1)
            .map((x) => (
              <button key={x.label} type="button" class="btn small" onClick={x.run}>
                {x.label}
              </button>
            ))}
        </div>
      </Card>
      <Card name={w.connections} note={String(passed.length)}>
        <ul class="rows">
          {passed.length === 0 && <li class="k">{w.noneYet}</li>}
          {passed.slice(-12).map((c) => (
            <li key={c.id}>
              <button type="button" class="link" onClick={() => inspectConn(c)}>
                {c.from} → {c.to}:{c.port}
              </button>
              <span class="k">{c.live ? c.state || "…" : (w.ended[c.act] ?? w.ended.closed)}</span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
