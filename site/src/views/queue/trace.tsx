// The rules that a server looked at for a recipient: rule by rule, what it was compared with, and what it became.
import { select } from "../../state/actions";
import { eventAt, log, model, selection } from "../../state/app";
import { Card, when } from "../inspector/parts";
import { type Branch, ofLetter, ofReply, type Trial } from "./rules";
import { w } from "./words";

/** Of a reply to RCPT. */
export function ReplyRules({ n }: { n: number }) {
  const e = eventAt(n);
  if (!e || n > model.value.n) return null;
  return <Trials of={ofReply(log.events, e, model.value.n)} />;
}

/** Of a letter: everywhere, or on one host. */
export function LetterRules({ msg, host = "" }: { msg: number; host?: string }) {
  return <Trials of={ofLetter(log.events, msg, model.value.n, host)} />;
}

function Trials({ of }: { of: readonly Trial[] }) {
  if (of.length === 0) return null;
  const hosts = new Set(of.map((x) => x.host)).size > 1;
  return (
    <Card name={w().rules} note={w().rulesNote} class="rules">
      {of.map((x) => (
        <section key={x.n} aria-label={x.rcpt}>
          <p class="k">
            {[hosts && x.host, x.accepted ? w().afterwards : w().atRcpt, when(x.t)].filter(Boolean).join(" · ")}
          </p>
          <Tree of={x.root} root />
        </section>
      ))}
    </Card>
  );
}

function Tree({ of, root = false }: { of: Branch; root?: boolean }) {
  return (
    <div class={`branch ${root ? "root" : ""}`}>
      <b class="addr">{of.addr}</b>
      <ol>
        {of.looks.map((l) => (
          <li key={l.n} class={l.match ? "match" : ""}>
            <button
              type="button"
              class={selection.value.event === l.n ? "lit" : ""}
              onClick={() => select({ event: l.n })}
            >
              <i aria-hidden="true">{l.match ? "✓" : "·"}</i>
              <span class="rule">{w().ruleNames[l.rule] ?? l.rule}</span>
              {l.arg && <code>{l.arg}</code>}
              <span class="result">
                <span class="hush">{l.match ? w().matched : w().notMatched}</span>
                {l.match ? l.result && <>→ {l.result}</> : l.result || w().notMatched}
              </span>
            </button>
            {l.into.map((b) => (
              <Tree key={b.addr} of={b} />
            ))}
          </li>
        ))}
      </ol>
    </div>
  );
}
