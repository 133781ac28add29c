// The inspector: what the selected thing means for the letter, always envelope, header, body in that order.
import { t } from "../../i18n";
import { dock, model, selection } from "../../state/app";
import type { Conn } from "../../state/fold";
import { About, Talk } from "./draft";
import { EventCard } from "./event";
import { BoxCard, HostCard, LinkCard, QueueCard } from "./hosts";
import { Message, Way } from "./message";

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
  return <div class="inspector">{chosen()}</div>;
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
  return f ? <Talk id={f.id} /> : <p class="empty">{t().inspector.nothing}</p>;
}
