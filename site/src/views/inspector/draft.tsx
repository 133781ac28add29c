// The letter in progress on a connection: the state of the protocol, and envelope, header and body as far as they have come.
import { pick, t } from "../../i18n";
import { select } from "../../state/actions";
import { eventAt, model, scenario } from "../../state/app";
import { type Conn, lineText } from "../../state/fold";
import { family } from "../map/look";
import { protoName } from "../shell/dock";
import { Address, refusedCode } from "./address";
import { useAnswer } from "./ask";
import { MailboxCard } from "./mailbox";
import { Card, Title } from "./parts";
import { following, granted, way } from "./states";

/** A connection by its number. The model changes its connections in place, so every card asks for its own. */
function find(id: number): Conn {
  return model.value.conns.get(id) as Conn;
}

export function Talk({ id }: { id: number }) {
  const w = t().inspector;
  const conn = find(id);
  const kind = family(conn.proto);
  const name = `${conn.to} · ${w.conn(conn.id)}`;
  if (kind === "pop3") return <Fetching id={id} name={name} />;
  if (kind !== "smtp")
    return (
      <>
        <Title name={protoName(conn.proto)} note={name} />
        <About id={id} />
      </>
    );
  return (
    <>
      <Title name={conn.letter.phase === "sent" ? w.letterSent : w.letter} note={name} />
      <States id={id} proto="smtp" />
      <Draft id={id} />
    </>
  );
}

/** Who is connected to whom, and who opened the connection. */
export function About({ id }: { id: number }) {
  const w = t().inspector;
  const c = find(id);
  const by = { user: w.byUser, agent: w.byAgent, script: w.byScript }[c.by] ?? "";
  return (
    <Card name={w.connection} note={protoName(c.proto)}>
      <div class="ends">
        <div>
          <Pick host={c.from} /> <span class="k">{c.fromIP}</span>
          <em>{w.opened(by)}</em>
        </div>
        <div class="way" aria-hidden="true">
          ↓ {c.port}
        </div>
        <div>
          <Pick host={c.to} /> <span class="k">{c.toIP}</span>
          <em>{c.live ? w.live : (w.ended[c.act] ?? w.ended.closed)}</em>
        </div>
      </div>
    </Card>
  );
}

export function Pick({ host }: { host: string }) {
  return (
    <button type="button" class="link" onClick={() => select({ host })}>
      {host}
    </button>
  );
}

const section: Record<string, string> = { smtp: "RFC 5321 §3.3", lmtp: "RFC 2033 §4", pop3: "RFC 1939 §3" };

/** The states of a protocol in the order of a good session, the present one lit; the table says which and what they are. */
function States({ id, proto }: { id: number; proto: "smtp" | "pop3" }) {
  const w = t().inspector;
  const conn = find(id);
  const table = useAnswer({ op: "table", proto });
  const chunks = conn.state === "BDAT" || conn.events.some((n) => eventAt(n)?.verb === "BDAT");
  const names = table ? way(table, conn.live ? conn.state : "", chunks) : [];
  // A session of SMTP passes READY again and again; once its letter is sent, only the end lies before it.
  const sent = conn.letter.phase === "sent" && conn.state === "READY";
  const present = names.indexOf(conn.state);
  const behind = conn.live ? (sent ? names.length - 1 : present) : names.length;
  // Where a person speaks, the engine knows what this very server offers; the table holds whatever the protocol has.
  const term = conn.live && model.value.terms.get(conn.term)?.conn === id ? conn.term : 0;
  const offered = useAnswer(term ? { op: "complete", term, text: "" } : null);
  const all = term
    ? offered?.filter((x) => x.legal).map((x) => x.text.replace(/[ :].*/s, ""))
    : table && following(table, conn.state, granted(conn.events, eventAt));
  const next = [...new Set(all)].filter((x) => /^[A-Z]+$/.test(x) && !/^(NOOP|HELP|VRFY|EXPN|EOD)$/.test(x));
  return (
    <Card
      name={w.stateOf(protoName(conn.proto === "lmtp" ? conn.proto : proto))}
      note={section[conn.proto] ?? section[proto]}
    >
      <ol class="states">
        {names.map((s, i) => {
          const on = conn.live && s === conn.state;
          const help = pick(table?.states.find((x) => x.name === s)?.help);
          return (
            <li
              key={s}
              class={on ? "on" : i < behind ? "was" : ""}
              aria-current={on ? "step" : undefined}
              title={help || undefined}
            >
              {proto === "smtp" ? s.toLowerCase() : s}
            </li>
          );
        })}
      </ol>
      <p class="k now">
        {conn.live
          ? pick(table?.states.find((x) => x.name === conn.state)?.help) || conn.state || w.ended.attempt
          : (w.ended[conn.act] ?? w.ended.closed)}
        {conn.live && next.length > 0 && (
          <>
            {" "}
            {w.mayFollow} <code>{next.join(" ")}</code>
          </>
        )}
      </p>
    </Card>
  );
}

function Draft({ id }: { id: number }) {
  const w = t().inspector;
  const c = find(id);
  const d = c.letter;
  const mine = d.rcpts.findLast(
    (r) => r.code[0] === "2" && scenario.value?.accounts.some((a) => a.addr === r.addr && a.host === c.to),
  )?.addr;
  const body = c.track.client.filter((l) => l.part === "body" && l.n >= (d.headers[0]?.n ?? 0)).slice(-8);
  return (
    <>
      <Card part="env" name={w.envelope} note={w.obeys}>
        <div>
          {d.from === null && <span class="k">{w.notSent}</span>}
          {d.from !== null && (
            <div class="pair">
              <span class="k">MAIL FROM</span> <Address of={d.from} />
            </div>
          )}
          {d.rcpts.map((r) => (
            <button
              key={r.n}
              type="button"
              class={`pair ${refusedCode(r.code) ? "refused" : ""}`}
              onClick={() => select({ event: r.n })}
            >
              <span class={refusedCode(r.code) ? "warn" : "k"}>{refusedCode(r.code) ? `✕ ${r.code}` : "RCPT TO"}</span>{" "}
              <Address of={r.addr} />
              {r.code === "" && <span class="k"> …</span>}
              {refusedCode(r.code) && <span class="hush">{w.refused}</span>}
            </button>
          ))}
        </div>
      </Card>
      <Card part="hdr" name={w.header} note={w.read}>
        <div>
          {d.headers.map((h) => (
            <div key={h.n} class="pair">
              <span class="k">{h.name ? `${h.name}:` : w.noField}</span> {h.value}
            </div>
          ))}
          {d.headers.length === 0 && <span class="k">{w.notSent}</span>}
        </div>
      </Card>
      <Card part="bod" name={w.body} note={w.bytes(d.body)}>
        <div class={d.body ? "text" : "k"}>
          {d.body ? body.map((l) => lineText(l).replace(/^\.\./, ".")).join("\n") : w.afterBlank}
        </div>
      </Card>
      {mine && <MailboxCard host={c.to} user={mine} box="INBOX" />}
      {d.phase === "sent" && (
        <p class={`verdict ${refusedCode(d.code) ? "bad" : "ok"}`}>
          {refusedCode(d.code) ? w.letterRefused(d.code) : w.letterTaken(d.code)}
        </p>
      )}
    </>
  );
}

/** A POP3 session: its state, and the mailbox that it empties. */
function Fetching({ id, name }: { id: number; name: string }) {
  const w = t().inspector;
  const c = find(id);
  const accounts = model.value.hosts.get(c.to)?.boxes ?? [];
  const user = c.user.includes("@") ? c.user : (accounts.find((b) => b.user.startsWith(`${c.user}@`))?.user ?? c.user);
  return (
    <>
      <Title name={w.fetching} note={name} />
      <States id={id} proto="pop3" />
      {c.user ? <MailboxCard host={c.to} user={user} box="INBOX" /> : <p class="k">{w.noLogin}</p>}
      <About id={id} />
    </>
  );
}
