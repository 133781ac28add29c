// One event of the trace: what it is, what led to it, and its octets.
import { t } from "../../i18n";
import { seekEvent, select } from "../../state/actions";
import { civil, eventAt } from "../../state/app";
import { type TraceEvent, visible } from "../../state/events";
import { clock } from "../../state/time";
import { Transfer } from "../late";
import { Card, Facts, useExplanation } from "./parts";

export function EventCard({ n }: { n: number }) {
  const w = t().inspector;
  const e = eventAt(n);
  const found = useExplanation(n);
  if (!e) return null;
  const bytes = e.raw ?? e.data;
  const card = (
    <Card name={w.event} note={`${clock(civil.value, e.t)} · #${e.n}`} class="event">
      <div class="said">
        <strong>
          <code>{nameOf(e)}</code> {found?.title && !found.title.startsWith(nameOf(e)) ? found.title : ""}
        </strong>
        {found?.text && <p>{found.text}</p>}
        {found && found.rfc.length > 0 && <p class="k">{found.rfc.join(" · ")}</p>}
      </div>
      {!found && <Facts of={facts(e)} />}
      <Causes of={e} />
      {bytes && bytes.length > 0 && (
        <details>
          <summary>{w.octets(bytes.length)}</summary>
          <pre class="raw">{dump(bytes)}</pre>
        </details>
      )}
      <div class="deeds">
        <button type="button" class="btn small quiet" onClick={() => void seekEvent(e.n)}>
          {w.goThere}
        </button>
      </div>
    </Card>
  );
  if (e.ev !== "reply" || e.verb !== "RCPT") return card;
  return (
    <>
      {card}
      <Transfer view="ReplyRules" n={n} />
    </>
  );
}

/** What an event is called in a chain of causes. */
export function nameOf(e: TraceEvent): string {
  if (e.ev === "cmd") return e.verb === "EOD" ? "." : e.verb || "?";
  if (e.ev === "reply") return `${e.code ?? ""} ${e.enh ?? ""}`.trim();
  if (e.ev === "dns") return `DNS ${e.type ?? ""} ${e.name ?? ""}`;
  if (e.ev === "input") return e.text?.split("\n")[0]?.slice(0, 48) ?? "";
  if (e.ev === "rule") return `${t().inspector.rule} ${e.rule ?? ""} ${e.addr ?? ""}`;
  if (e.ev === "policy") return `${e.what ?? ""} = ${e.to ?? ""}`;
  if (e.ev === "packet") return `${e.transport ?? ""} ${typeof e.flags === "string" ? e.flags : ""}`.trim();
  const words = t().notes;
  return e.act ? (words[e.act] ?? `${e.ev} ${e.act}`) : e.ev;
}

const hidden = new Set(["n", "t", "cause", "by", "msg", "ev", "raw", "data"]);

function facts(e: TraceEvent): [string, string][] {
  return Object.entries(e)
    .filter(([k, v]) => !hidden.has(k) && v !== "" && v !== undefined)
    .map(([k, v]) => [k, Array.isArray(v) ? v.join(", ") : String(v)]);
}

/** What led to an event, the nearest first, back to what a person did. Bare packets are stepped over. */
function Causes({ of }: { of: TraceEvent }) {
  const w = t().inspector;
  const chain: TraceEvent[] = [];
  for (let n = of.cause, i = 0; n && i < 200 && chain.length < 12; i++) {
    const e = eventAt(n);
    if (!e) break;
    if (visible(e) || e.ev === "input") chain.push(e);
    n = e.cause;
  }
  if (chain.length === 0) return null;
  return (
    <div class="causes">
      <h4>{w.causes}</h4>
      <ol>
        {chain.map((e) => (
          <li key={e.n}>
            <button type="button" class="link" onClick={() => select({ event: e.n })}>
              {nameOf(e)}
            </button>{" "}
            <span class="k">
              {[e.host || e.from, e.by === "user" ? w.byUser : "", clock(civil.value, e.t)].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

const shownOctets = 512;

/** Octets in rows of eight: place, hexadecimal, characters. */
function dump(bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let i = 0; i < Math.min(bytes.length, shownOctets); i += 8) {
    const row = [...bytes.subarray(i, i + 8)];
    const hex = row.map((b) => b.toString(16).padStart(2, "0")).join(" ");
    const text = row.map((b) => (b > 31 && b < 127 ? String.fromCharCode(b) : "·")).join("");
    rows.push(`${i.toString(16).padStart(4, "0")}  ${hex.padEnd(23)}  ${text}`);
  }
  if (bytes.length > shownOctets) rows.push("…");
  return rows.join("\n");
}
