// What is told of the selection: envelope, header and body of the selected part, always in that order; the problems of the
// whole letter; its way.
import { useMemo } from "preact/hooks";
import type { Anatomy, FetchItem, Part, Problem } from "../../anatomy/protocol";
import { file, letter, part } from "../../anatomy/state";
import { Body } from "./body";
import { arrivals } from "./bring";
import { copy } from "./copy";
import { Header } from "./header";
import { Hops } from "./hops";
import { goTo, hovered, problemsOf, sheet, sheets } from "./look";
import { unturned } from "./octet";
import { Card, manyLines, ShowMore, useSome } from "./parts";
import { numberOf, shortPath } from "./places";
import { title } from "./tree";
import { count, w } from "./words";

export function Facts() {
  const a = letter.value?.anatomy;
  const p = part.value;
  if (!a || !p) return null;
  const badge = {
    part: "",
    problems: a.problems.length ? count(a.problems.length) : "",
    way: a.hops.length ? count(a.hops.length) : "",
  };
  const keys = (e: KeyboardEvent) => {
    const i = sheets.indexOf(sheet.value);
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: sheets.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    e.stopPropagation();
    sheet.value = sheets[(to + sheets.length) % sheets.length] ?? "part";
    (e.currentTarget as HTMLElement).querySelectorAll("button")[sheets.indexOf(sheet.value)]?.focus();
  };
  return (
    <>
      <div class="sheets" role="tablist" aria-label={w().facts} onKeyDown={keys}>
        {sheets.map((s) => (
          <button
            key={s}
            type="button"
            role="tab"
            id={`anatomy-sheet-${s}`}
            aria-controls="anatomy-sheet"
            aria-selected={sheet.value === s}
            tabIndex={sheet.value === s ? 0 : -1}
            onClick={() => {
              sheet.value = s;
            }}
          >
            {w().sheets[s]}
            {badge[s] && <span class="badge"> {badge[s]}</span>}
          </button>
        ))}
      </div>
      <div
        class="sheet-body"
        id="anatomy-sheet"
        role="tabpanel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys.
        tabIndex={0}
        aria-labelledby={`anatomy-sheet-${sheet.value}`}
      >
        {sheet.value === "part" ? (
          <OfPart a={a} p={p} />
        ) : sheet.value === "problems" ? (
          <Problems of={a} />
        ) : (
          <>
            <Hops />
            <Conversation of={a} />
            <MailingList of={a} />
          </>
        )}
      </div>
    </>
  );
}

function OfPart({ a, p }: { a: Anatomy; p: Part }) {
  return (
    <>
      <h2 class="part-title">
        {numberOf(a.parts, p) && (
          <code class="path" title={p.path}>
            {numberOf(a.parts, p)}
          </code>
        )}{" "}
        {title(p)}
        <span class="k">{unturned(p.filename) || (p.parent < 0 ? p.type : "")}</span>
      </h2>
      <PartProblems a={a} p={p} />
      {p.parent < 0 && <Envelope of={a} />}
      <Header of={p} />
      <Body key={`${arrivals.value} ${a.n} ${p.id}`} of={p} />
      <Fetch of={p} />
    </>
  );
}

// ── The envelope ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The world knows a letter's envelope; a file only has what servers noted in the header. */
function Envelope({ of }: { of: Anatomy }) {
  const known = file.value?.envelope;
  const e = of.envelope;
  const nothing = !known && !e.from && !e.nullSender && e.rcpts.length === 0;
  return (
    <Card part="env" name={w().envelope} note={known ? w().envelopeKnown : nothing ? "" : w().envelopeTold}>
      {known ? (
        <div class="pairs">
          <Pair name="MAIL FROM" value={known.from} empty={`<> ${w().nullSender}`} />
          <Recipients name="RCPT TO" of={known.rcpts} />
        </div>
      ) : nothing ? (
        <p class="k none">{w().noEnvelope}</p>
      ) : (
        <div class="pairs">
          {(e.from || e.nullSender) && <Pair name="Return-Path" value={e.from} empty={`<> ${w().nullSender}`} />}
          <Recipients name="Delivered-To" of={e.rcpts} />
          <p class="k">{w().envelopeLost}</p>
        </div>
      )}
    </Card>
  );
}

function Pair({ name, value, empty = "" }: { name: string; value: string; empty?: string }) {
  return (
    <div class="pair">
      <span class="k">{name}</span> {value || <span class="k">{empty}</span>}
    </div>
  );
}

function Recipients({ name, of }: { name: string; of: readonly string[] }) {
  const { some, left, more } = useSome(of, manyLines);
  return (
    <>
      {some.map((r, i) => (
        <Pair key={i} name={name} value={r} />
      ))}
      <ShowMore left={left} more={more} />
    </>
  );
}

// ── FETCH ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The IMAP commands that get this node, and how many octets each brings. */
function Fetch({ of }: { of: Part }) {
  if (of.fetch.length === 0) return null;
  const command = (f: FetchItem) => `a1 UID FETCH 1 (${f.item})`;
  return (
    <Card part="" name={w().fetch} note="IMAP">
      <ul class="fetch">
        {of.fetch.map((f) => (
          <li key={f.item}>
            <button
              type="button"
              class="link"
              title={w().fetchShows}
              onClick={() => goTo(of.id, { start: f.start, end: f.end })}
              onPointerEnter={() => {
                hovered.value = { start: f.start, end: f.end };
              }}
              onPointerLeave={() => {
                hovered.value = null;
              }}
            >
              <code>{f.item}</code>
            </button>
            <span class="k">{w().octets(f.end - f.start)}</span>
            <button
              type="button"
              class="btn quiet small"
              aria-label={w().copyCommand(command(f))}
              title={command(f)}
              onClick={() => void copy(command(f))}
            >
              {w().copy}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The problems of the selected part in short. */
function PartProblems({ a, p }: { a: Anatomy; p: Part }) {
  const all = problemsOf(a, p.id);
  if (all.length === 0) return null;
  const some = [...all].sort((x, y) => rank[x.severity] - rank[y.severity]).slice(0, 4);
  return (
    <ul class="in-short">
      {some.map((x, i) => (
        <li key={i}>
          <button type="button" class="link" onClick={() => goTo(x.part, { start: x.start, end: x.end })}>
            <span class={`sign ${x.severity}`}>{w().severity[x.severity]}</span> {w().problemName(x.name)}
          </button>
        </li>
      ))}
      {all.length > some.length && (
        <li>
          <button
            type="button"
            class="link"
            onClick={() => {
              sheet.value = "problems";
            }}
          >
            {w().andMore(all.length - some.length)}
          </button>
        </li>
      )}
    </ul>
  );
}

// ── Problems ───────────────────────────────────────────────────────────────────────────────────────────────────────

const rank = { error: 0, warning: 1, note: 2 };

/** Everything that is wrong with the letter, the gravest first. Pressing one shows the place. */
function Problems({ of }: { of: Anatomy }) {
  const sorted = useMemo(
    () =>
      [...of.problems].sort(
        (x, y) => rank[x.severity] - rank[y.severity] || Number(y.lost) - Number(x.lost) || x.start - y.start,
      ),
    [of],
  );
  const { some, left, more } = useSome(sorted, 100);
  if (of.problems.length === 0) return <p class="empty">✓ {w().noProblems}</p>;
  return (
    <>
      <ol class="problems">
        {some.map((p, i) => (
          <li key={i} class={p.severity}>
            <button
              type="button"
              onClick={() => goTo(p.part, { start: p.start, end: p.end })}
              onPointerEnter={() => {
                hovered.value = { start: p.start, end: p.end };
              }}
              onPointerLeave={() => {
                hovered.value = null;
              }}
            >
              <span class="head">
                <span class="sev">{w().severity[p.severity]}</span>
                <b>{w().problemName(p.name)}</b>
                {p.lost && <span class="lost">{w().lost}</span>}
              </span>
              {w().problemText(p.name) && <span class="why">{w().problemText(p.name)}</span>}
              <span class={w().problemText(p.name) ? "why k" : "why"} lang="en">
                {p.text}
              </span>
              <span class="k at">
                {p.section} · {place(of, p)}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <ShowMore left={left} more={more} />
    </>
  );
}

function place(a: Anatomy, p: Problem): string {
  const part = a.parts[p.part];
  return [part && part.parent >= 0 && part.path && w().partPath(shortPath(part.path)), w().atOctet(count(p.start))]
    .filter(Boolean)
    .join(" · ");
}

// ── The list ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the letter says of the mailing list it came through (RFC 2369, RFC 2919). Addresses are shown, not followed. */
function MailingList({ of }: { of: Anatomy }) {
  const l = of.list;
  if (!l) return null;
  const rows: [string, string[]][] = [
    [w().listId, l.id ? [l.id] : []],
    [w().listPost, l.post],
    [w().listUnsubscribe, l.unsubscribe],
    [w().listHelp, l.help],
    [w().listArchive, l.archive],
  ];
  return (
    <Card part="" name={w().list} note={l.oneClick ? w().oneClick : ""}>
      <Rows of={rows} />
    </Card>
  );
}

// ── The conversation ───────────────────────────────────────────────────────────────────────────────────────────────

/** What the letter calls itself, and the letters that it follows (RFC 5322 section 3.6.4): mail programs make threads of it. */
function Conversation({ of }: { of: Anatomy }) {
  const { messageId, inReplyTo, references } = of.threads;
  if (!messageId && inReplyTo.length === 0 && references.length === 0) return null;
  return (
    <Card part="" name={w().conversation}>
      <Rows
        of={[
          ["Message-ID", messageId ? [messageId] : []],
          ["In-Reply-To", inReplyTo],
          ["References", references],
        ]}
      />
    </Card>
  );
}

/** Names, and under each its values as they are written. */
function Rows({ of }: { of: readonly (readonly [string, readonly string[]])[] }) {
  return (
    <dl class="facts">
      {of.map(([name, values]) =>
        values.length ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {values.slice(0, most).map((v) => (
                <code key={v}>{v}</code>
              ))}
              {values.length > most && <span class="k">{w().andMore(values.length - most)}</span>}
            </dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

const most = 50; // Values of one row that are shown.
