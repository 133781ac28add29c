// What is known of one letter in a queue: its tries over time, and the rules that sent its recipients here.
import type { QueueItem } from "../../bridge/protocol";
import { log, model } from "../../state/app";
import { Card, when } from "../inspector/parts";
import { Attempts } from "./attempts";
import { stations } from "./life";
import { openLetter } from "./queue";
import { LetterRules } from "./trace";
import { w } from "./words";

/** Below a letter's row. */
export function Detail({ item, host, bare = false }: { item: QueueItem; host: string; bare?: boolean }) {
  return (
    <div class="detail">
      {!bare && (
        <p class="deeds">
          <button type="button" class="btn small" onClick={() => openLetter(host, item)}>
            {w().lookInside}
          </button>
        </p>
      )}
      <Asked of={item} />
      <Attempts msg={item.msg} host={host} id={item.id} item={item} />
      <LetterRules msg={item.msg} host={host} />
    </div>
  );
}

/** The envelope with what was asked for beside the addresses; nothing where nothing was. */
function Asked({ of }: { of: QueueItem }) {
  const rcpts = of.rcpts.filter((r) => r.asked);
  if (!of.asked && rcpts.length === 0) return null;
  const line = (verb: string, addr: string, params: string) => (
    <div key={verb + addr} class="pair">
      <span class="k">{verb}</span>:&lt;{addr}&gt; <b>{params.replace(/\{(\d+)\}/g, (_, at) => when(Number(at)))}</b>
    </div>
  );
  return (
    <Card part="env" name={w().asked} note={w().askedNote} class="asked">
      <div>
        {line("MAIL FROM", of.from, of.asked)}
        {rcpts.slice(0, shownRcpts).map((r) => line("RCPT TO", r.addr, r.asked))}
      </div>
    </Card>
  );
}

const shownRcpts = 20;

/** In the inspector, for a letter wherever it lies now: every queue that it has stood in, and every rule. */
export function Passage({ msg }: { msg: number }) {
  const all = stations(log.events, msg, model.value.n);
  return (
    <>
      {all.map((s) => (
        <Attempts key={`${s.host} ${s.id}`} msg={msg} host={s.host} id={s.id} />
      ))}
      <LetterRules msg={msg} />
    </>
  );
}
