// A letter taken apart: envelope, header, body, always in that order; then its parts, what is wrong with it, its way.
import { useState } from "preact/hooks";
import type { MessageRef, MessageView } from "../../bridge/protocol";
import { t } from "../../i18n";
import { select } from "../../state/actions";
import { model, selection } from "../../state/app";
import { canTakeApart, takeApart } from "../../state/takeapart";
import { Transfer } from "../late";
import { tell } from "../map/actions";
import { Address } from "./address";
import { useAnswer } from "./ask";
import { Card, Explained, Title, when } from "./parts";
import { Problems } from "./problems";
import { deliveryStatus, type Field, halves, withoutType } from "./report";

export function Message({ at }: { at: MessageRef }) {
  const w = t().inspector;
  const v = useAnswer({ op: "message", ref: at });
  const [raw, setRaw] = useState(false);
  const where =
    at.at === "box"
      ? `${at.user} · ${at.box}`
      : at.at === "queue"
        ? `${at.host} · ${t().map.queue}`
        : `${at.host} · ${w.folders[at.box] ?? at.box}`;
  const back = () =>
    select(
      at.at === "box"
        ? { host: at.host, place: `box ${at.user} ${at.box}` }
        : at.at === "queue"
          ? { host: at.host, place: "queue" }
          : { host: at.host },
    );
  if (v === null) return <Title name={w.letterGone} note={where} back={back} />;
  if (!v) return <Title name="…" note={where} back={back} />;
  const subject = v.header.find((h) => /^subject$/i.test(h.name))?.value;
  return (
    <>
      <Title name={subject || w.noSubject} note={where} back={back} />
      {canTakeApart() && (
        <div class="deeds">
          <button type="button" class="btn small" onClick={() => takeApart({ ref: at })}>
            {w.takeApart}
          </button>
        </div>
      )}
      <Card part="env" name={w.envelope} note={w.obeys}>
        <div>
          <div class="pair">
            <span class="k">MAIL FROM</span> <Address of={v.envelope.from} />
          </div>
          {v.envelope.rcpts.map((r) => (
            <div key={r} class="pair">
              <span class="k">RCPT TO</span> {r}
            </div>
          ))}
        </div>
      </Card>
      <Header of={v} />
      <Report raw={v.raw} />
      <Card part="bod" name={w.body} note={w.bytes(octets(halves(v.raw)[1]))}>
        <div class="text">
          {raw ? null : v.body || <span class="k">{w.noText}</span>}
          {raw && <pre class="raw">{halves(v.raw)[1]}</pre>}
        </div>
        <div class="deeds">
          <button type="button" class="btn small quiet" aria-pressed={raw} onClick={() => setRaw(!raw)}>
            {w.asSent}
          </button>
        </div>
      </Card>
      <Parts of={v} />
      <Problems at={at} size={v.size} />
      <Way msg={v.msg} />
      <Transfer view="Passage" msg={v.msg} />
      <details class="card source">
        <summary>{w.source}</summary>
        <pre class="raw">{v.raw}</pre>
      </details>
    </>
  );
}

const octets = (text: string) => new TextEncoder().encode(text).length;

/** The header's lines. Those that servers wrote say so; pressing a line explains its field. */
function Header({ of }: { of: MessageView }) {
  const w = t().inspector;
  const chosen = selection.value.header;
  return (
    <Card part="hdr" name={w.header} note={w.read}>
      <ol class="lines">
        {of.header.map((h, i) => {
          const on = chosen === `${i}`;
          const by = h.by || (/^(return-path|delivered-to)$/i.test(h.name) ? of.ref.host : "");
          return (
            <li key={i} class={`${by ? "by" : ""} ${on ? "lit" : ""}`}>
              <button
                type="button"
                aria-expanded={on}
                onClick={() => {
                  select({ ...selection.peek(), event: 0, header: on ? "" : `${i}` });
                  tell("select", `header:${h.name}`);
                }}
              >
                <i>{h.name}:</i> {h.value}
                {by && <em>{w.writtenBy(by)}</em>}
              </button>
              {on && (
                <>
                  <Explained what={`header.${h.name}`} />
                  {h.raw.trim() !== `${h.name}: ${h.value}` && <pre class="raw">{h.raw.trimEnd()}</pre>}
                </>
              )}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

const parts = new Set([
  "final-recipient",
  "action",
  "status",
  "diagnostic-code",
  "remote-mta",
  "reporting-mta",
  "arrival-date",
  "will-retry-until",
]);

/** A delivery report as a table: what became of the letter, for each recipient. */
function Report({ raw }: { raw: string }) {
  const w = t().inspector;
  const groups = deliveryStatus(raw);
  if (groups.length === 0) return null;
  const line = (f: Field) => (
    <tr key={f.name}>
      <th scope="row" title={f.name}>
        {w.report[f.name.toLowerCase()] ?? f.name}
      </th>
      <td class={/^action$/i.test(f.name) ? `is ${f.value.toLowerCase()}` : ""}>
        {withoutType(f.value)}
        {/^action$/i.test(f.name) && w.actions[f.value.toLowerCase()] && (
          <span class="k"> · {w.actions[f.value.toLowerCase()]}</span>
        )}
      </td>
    </tr>
  );
  const known = (group: Field[]) => group.filter((f) => parts.has(f.name.toLowerCase()));
  return (
    <Card name={w.reportName} note="message/delivery-status" class="report">
      <table>
        {groups.map((g, i) => (
          <tbody key={i}>{(known(g).length ? known(g) : g).map(line)}</tbody>
        ))}
      </table>
      <div class="deeds">
        <button type="button" class="btn small quiet" onClick={() => tell("inspect", "part:message/delivery-status")}>
          {w.reportRead}
        </button>
      </div>
    </Card>
  );
}

/** The tree of parts. HTML is never drawn, only its source is shown. */
function Parts({ of }: { of: MessageView }) {
  const w = t().inspector;
  if (of.parts.length < 2 && of.parts[0]?.type === "text/plain") return null;
  return (
    <Card name={w.parts} note={String(of.parts.length)}>
      <ul class="tree">
        {of.parts.map((p) => (
          <li key={`${p.path} ${p.depth} ${p.type}`} style={{ "--depth": p.depth }}>
            <button type="button" onClick={() => tell("inspect", `part:${p.type}`)}>
              <b>{p.type}</b>
              <span class="k">
                {[p.name, p.encoding, w.bytes(p.size)].filter(Boolean).join(" · ")}
                {p.type === "text/html" && ` · ${w.htmlNote}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Where the letter has been. */
export function Way({ msg }: { msg: number }) {
  const w = t().inspector;
  const j = model.value.journeys.get(msg);
  if (!j || j.hops.length === 0) return null;
  return (
    <Card name={w.way} note={w.hops(j.hops.length)}>
      <ol class="hops">
        {j.hops.slice(-40).map((h) => (
          <li key={h.n}>
            <button type="button" onClick={() => select({ event: h.n })}>
              <span class="k">{when(h.t)}</span> <b>{t().notes[h.act] ?? h.act}</b> {h.host}{" "}
              <span class="k">{h.rcpt || h.text}</span>
            </button>
          </li>
        ))}
      </ol>
    </Card>
  );
}
