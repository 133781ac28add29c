// The inspector: what the selected thing means for the letter, always envelope, header, body in that order.
import { t } from "../../i18n";
import { answers, answersAt, dock, model, preview, scenario, selection } from "../../state/app";
import type { Conn } from "../../state/fold";
import { inspectHost, inspectLink } from "../map/actions";
import { carries } from "../map/look";
import { About, Talk } from "./draft";
import { EventCard } from "./event";
import { BoxCard, HostCard, LinkCard, QueueCard } from "./hosts";
import { Message, Way } from "./message";
import { Card, when } from "./parts";

/** The connection that the open tab is about; else the one that spoke last. */
function focused(): Conn | undefined {
  const m = model.value;
  const [kind, id = ""] = dock.value.split(":");
  if (kind === "conn") return m.conns.get(Number(id));
  const term = kind === "term" ? m.terms.get(Number(id)) : undefined;
  if (term) return m.conns.get(term.conn || term.last);
  let last: Conn | undefined;
  for (const c of m.conns.values()) if (!last || c.live || !last.live) last = c;
  return last;
}

export function Inspector() {
  return (
    <div class="inspector">
      <AsOf />
      {chosen()}
    </div>
  );
}

/** While the scrubber is held only the events are turned back; what the engine was asked for follows when it is let go. */
function AsOf() {
  if (preview.value === null || answers.value === 0) return null;
  return <p class="k hint as-of">{t().inspector.asOf(when(answersAt.value))}</p>;
}

function chosen() {
  const s = selection.value;
  const m = model.value;
  if (s.event) {
    const c = m.conns.get(s.conn);
    return (
      <>
        <EventCard n={s.event} />
        {c ? <Talk id={c.id} /> : s.msg ? <Way msg={s.msg} /> : s.host && <HostCard id={s.host} />}
      </>
    );
  }
  if (s.ref) return <Message key={JSON.stringify(s.ref)} at={s.ref} />;
  if (s.link) return <LinkCard link={s.link} />;
  const [place, user = "", box = ""] = s.place.split(" ");
  if (place === "queue") return <QueueCard host={s.host} />;
  if (place === "box") return <BoxCard host={s.host} user={user} box={box} />;
  const c = m.conns.get(s.conn);
  if (c)
    return (
      <>
        <Talk id={c.id} />
        <About id={c.id} />
        {c.msg > 0 && <Way msg={c.msg} />}
      </>
    );
  if (s.host) return <HostCard key={s.host} id={s.host} />;
  const f = focused();
  return f ? <Talk id={f.id} /> : <Start />;
}

/** Before anything has happened: what there is to look at. */
function Start() {
  const s = scenario.value;
  const w = t().inspector;
  const kinds = t().map.kinds;
  return (
    <>
      <p class="k hint">{w.nothing}</p>
      <Card name={t().map.hosts}>
        <ul class="rows">
          {s?.hosts.map((h) => (
            <li key={h.id}>
              <button type="button" class="link" onClick={() => inspectHost(h.id)}>
                {h.id}
              </button>
              <span class="k">{kinds[h.kind as "ua"] ?? kinds.mta}</span>
            </li>
          ))}
        </ul>
      </Card>
      <Card name={t().map.links}>
        <ul class="rows">
          {s?.links
            .filter((l) => l.drawn)
            .map((l) => (
              <li key={`${l.a} ${l.b}`}>
                <button type="button" class="link" onClick={() => inspectLink(l.a, l.b)}>
                  {l.a} – {l.b}
                </button>
                <span class="k">{carries(s, model.value, l.a, l.b)}</span>
              </li>
            ))}
        </ul>
      </Card>
    </>
  );
}
