// The charset chooser: one part, read in every charset that it could be in, side by side, and a diagnosis where the text
// looks as if somebody had read it with the wrong one.
import { useEffect, useState } from "preact/hooks";
import { ask, CodecError } from "../../anatomy/client";
import type { Part, PartText } from "../../anatomy/protocol";
import { file, letter, part } from "../../anatomy/state";
import { Aligned } from "./aligned";
import { Chooser } from "./chooser";
import { excerpt, isAscii, lines, merge, type Reading, telling } from "./telling";
import { Failed, isText, Nothing, partsWhere, Tool, useAnswer, Visible } from "./tool";
import { tools } from "./toolwords";

/** Lines that are compared, readings that are shown before somebody asks for the others, and characters of one line. */
const mostLines = 6;
const mostReadings = 6;
const mostOfLine = 400;

/** Readings that are shown character by character. */
const mostAligned = 5;

export function Charsets() {
  const w = tools().charsets;
  return (
    <Tool name={w.name} class="charset-tool">
      <Choice />
    </Tool>
  );
}

function Choice() {
  const w = tools().charsets;
  const p = part.value;
  const open = letter.value;
  if (!open || !p) return <Nothing text={tools().noLetter} />;
  const instead = partsWhere((x) => isText(x) && x.size > 0);
  if (!p.leaf) return <Nothing text={w.container} instead={instead} lead={w.instead} />;
  if (!isText(p)) return <Nothing text={w.noText(p.type)} instead={instead} lead={w.instead} />;
  if (p.size === 0) return <Nothing text={w.nothing} instead={instead} lead={w.instead} />;
  return <PartCharsets key={`${open.anatomy.n} ${p.id}`} of={p} />;
}

function PartCharsets({ of: p }: { of: Part }) {
  const w = tools().charsets;
  const asking = useAnswer(() => ask({ op: "charsets", part: p.id }).then((a) => a.ok), [p.id]);
  const asItIs = useAnswer(() => ask({ op: "text", part: p.id, charset: "" }).then((a) => a.ok), [p.id]);
  const content = useAnswer(() => ask({ op: "content", part: p.id }).then((a) => a.bytes), [p.id]);
  const [more, setMore] = useState(false);
  const [mine, setMine] = useState<PartText | null>(null);
  const [wish, setWish] = useState("");

  useEffect(() => {
    let current = true;
    if (wish)
      ask({ op: "text", part: p.id, charset: wish }).then(
        (a) => current && setMine(a.ok),
        (reason: unknown) => {
          if (!(reason instanceof CodecError)) throw reason;
        },
      );
    return () => {
      current = false;
    };
  }, [p.id, wish]);

  const readings = merge(asking.value ?? []);
  const own: Reading | null = mine && {
    charsets: [mine.charset],
    text: mine.text,
    lost: mine.lost,
    reason: "",
    declared: mine.charset === p.charset ? mine.charset : "",
  };
  const ascii = readings.length > 0 && readings.every((r) => isAscii(r.text));
  const shown = more ? readings : readings.slice(0, mostReadings);
  const compared = own ? [own, ...shown] : shown;
  const lit = telling(
    compared.map((r) => r.text),
    mostLines,
  );
  const lined = compared.slice(0, mostAligned).flatMap((r) => r.charsets[0] ?? []);
  const named = p.params.find((x) => x.name.toLowerCase() === "charset")?.value ?? "";
  return (
    <>
      <p>{w.lead}</p>
      <Failed of={asking} />
      {asItIs.value?.mojibake && <Diagnosis text={asItIs.value} />}
      {asItIs.value && !asItIs.value.known && <p class="verdict look">{w.unknown(named)}</p>}
      {asItIs.value && named === "" && <p class="k">{w.unnamed(asItIs.value.charset)}</p>}
      {ascii && <p class="verdict ok">✓ {w.ascii}</p>}
      <Chooser label={w.choose} names={file.value?.loaded.charsets ?? []} onChoose={setWish} />
      {content.value && <Aligned octets={content.value} charsets={lined} />}
      <ol class="readings">
        {own && (
          <li>
            <Card reading={own} lit={lit} title={w.yours} best={false} />
          </li>
        )}
        {shown.map((r, i) => (
          <li key={r.charsets[0]}>
            <Card reading={r} lit={lit} title="" best={i === 0 && !ascii && readings.length > 1} />
          </li>
        ))}
      </ol>
      {readings.length > mostReadings && (
        <div class="deeds">
          <button type="button" class="btn" aria-expanded={more} onClick={() => setMore(!more)}>
            {more ? w.fewer : w.others(readings.length - mostReadings)}
          </button>
        </div>
      )}
    </>
  );
}

/** One way to read the part. */
function Card(props: { reading: Reading; lit: number[] | null; title: string; best: boolean }) {
  const w = tools().charsets;
  const { reading: r, lit } = props;
  const [name, ...also] = r.charsets;
  const rows =
    lit && lit.length > 0
      ? excerpt(r.text, lit)
      : lines(r.text)
          .slice(0, mostLines)
          .map((text, line) => ({ line, text }));
  return (
    <article class={`reading ${props.best ? "best" : ""}`}>
      <header>
        <h3>{name}</h3>
        {props.title && <span class="tag">{props.title}</span>}
        {props.best && <span class="tag good">{w.likeliest}</span>}
        {r.declared && <span class="tag">{r.declared === name ? w.declared : w.declaredAs(r.declared)}</span>}
        <span class={`lost-count ${r.lost ? "bad" : ""}`}>{r.lost ? `✕ ${w.lost(r.lost)}` : `✓ ${w.lost(0)}`}</span>
      </header>
      <div class="excerpt">
        {rows.map((row) =>
          "skipped" in row ? (
            <p class="skipped" key={`s${row.skipped}`}>
              {w.skipped(row.skipped)}
            </p>
          ) : (
            <p class="line" key={row.line}>
              <Visible text={row.text.length > mostOfLine ? `${row.text.slice(0, mostOfLine)}…` : row.text} />
            </p>
          ),
        )}
      </div>
      <footer>
        {w.reasons[r.reason] && <p>{w.reasons[r.reason]}</p>}
        {also.length > 0 && <p>{w.also(also)}</p>}
      </footer>
    </article>
  );
}

/** What is wrong with the text as it reads, and what it should say. */
function Diagnosis({ text }: { text: PartText }) {
  const w = tools().charsets;
  const m = text.mojibake;
  if (!m) return null;
  const differ = m.text === text.text ? [] : (telling([text.text, m.text], 2) ?? [0]);
  const read = lines(text.text);
  const meant = lines(m.text);
  return (
    <section class="diagnosis" aria-label={w.diagnosis}>
      <p>
        <strong>{w.diagnosis}</strong> {why(text)}
      </p>
      {differ.length > 0 && (
        <dl>
          {differ.map((i) => (
            <div key={i}>
              <dt>{w.says}</dt>
              <dd class="says-now">
                <Visible text={(read[i] ?? "").slice(0, mostOfLine)} />
              </dd>
              <dt>{w.should}</dt>
              <dd>
                <Visible text={(meant[i] ?? "").slice(0, mostOfLine)} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** How the text came to be so: by the label of this letter, or before the letter was written. */
function why({ mojibake: m, charset, lost }: PartText): string {
  const w = tools().charsets;
  if (!m) return "";
  if (m.reason === "twice") return w.wrongTwice(m.is, m.readAs);
  if (m.reason === "shifts") return w.wrongShifts(m.is);
  // What could not be decoded here is still in the octets; what had been lost before is not.
  if (m.reason === "lost" && lost === 0) return w.wrongLost(m.is, m.readAs);
  return m.readAs === charset ? w.wrongLabel(m.is, m.readAs) : w.wrongBefore(m.is, m.readAs, charset);
}
