// The inspector: what the selected thing means for the letter, always envelope, header, body in that order.
import { t } from "../../i18n";
import { model, selection } from "../../state/app";

export function Inspector() {
  const words = t().inspector;
  const conn = model.value.conns.get(selection.value.conn);
  const draft = conn?.letter;
  if (!conn || !draft) return <p class="empty">{words.nothing}</p>;
  return (
    <>
      <h2 class="panel-title">
        {words.letter} <span>{conn.to}</span>
      </h2>
      <section class="card env">
        <h3>
          {words.envelope} <span>{words.obeys}</span>
        </h3>
        <div>
          {draft.from !== null && <div>MAIL FROM {`<${draft.from}>`}</div>}
          {draft.rcpts.map((r) => (
            <div key={r.n}>
              RCPT TO {`<${r.addr}>`} {r.code}
            </div>
          ))}
        </div>
      </section>
      <section class="card hdr">
        <h3>
          {words.header} <span>{words.read}</span>
        </h3>
        <div>
          {draft.headers.map((h) => (
            <div key={h.n}>
              {h.name}: {h.value}
            </div>
          ))}
          {draft.headers.length === 0 && <span class="k">{words.notSent}</span>}
        </div>
      </section>
      <section class="card bod">
        <h3>
          {words.body} <span>{words.bytes(draft.body)}</span>
        </h3>
        <div class="k">{draft.phase === "body" || draft.phase === "sent" ? "" : words.afterBlank}</div>
      </section>
    </>
  );
}
