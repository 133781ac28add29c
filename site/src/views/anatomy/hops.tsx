// The way of a letter as its Received fields tell it: servers on a line of time, how long each kept it, whose clock is
// wrong, and where something left no trace.
import { useMemo, useState } from "preact/hooks";
import type { Anatomy, Hop } from "../../anatomy/protocol";
import { letter, selected } from "../../anatomy/state";
import { lang } from "../../state/app";
import { second, span } from "../../state/time";
import { civil, encrypted, type Point, pointsOf, protocolOf, type Stretch, stretches, summary } from "./hopline";
import { goTo } from "./look";
import { manyLines, ShowMore, useSome } from "./parts";
import { Nothing, Switch, sentences, Tool } from "./tool";
import { tools } from "./toolwords";

/** In which zone instants are shown: the sender's, UTC, or each as its server wrote it. */
type Zone = "sender" | "utc" | "written";

/** More points than these do not find room on one line; the list has them all. */
const maxOnLine = 16;

/** A stretch narrower than this share has no room for its delay, which stands in the list as well. */
const labelled = 0.05;

export function Hops() {
  const w = tools().hops;
  return (
    <Tool name={w.name} class="hop-tool">
      <Choice />
    </Tool>
  );
}

function Choice() {
  const w = tools().hops;
  const open = letter.value;
  if (!open) return <Nothing text={tools().noLetter} />;
  const { anatomy } = open;
  if (anatomy.hops.length === 0) return <Nothing text={w.none} />;
  return <Way key={anatomy.n} of={anatomy} />;
}

/** "2 s", "−6 s"; "" for an unknown duration. */
function duration(seconds: number | null): string {
  if (seconds === null) return "";
  return `${seconds < 0 ? "−" : ""}${span(Math.abs(seconds) * second, lang.value)}`;
}

function Way({ of: anatomy }: { of: Anatomy }) {
  const w = tools().hops;
  const [zone, setZone] = useState<Zone>("sender");
  const date = anatomy.date;
  const points = useMemo(
    () => pointsOf(date?.at == null ? null : { at: date.at, zone: date.zone }, anatomy.hops),
    [anatomy],
  );
  const widths = useMemo(() => stretches(points.slice(1).map((p) => p.delay)), [points]);
  const { some, left, more } = useSome(points, manyLines);
  const unnumbered = points[0]?.hop ? 0 : 1; // Only the first point can be the sender's.
  const { total, longest } = summary(points);
  const home = points.find((p) => p.at !== null)?.zone ?? 0;
  const slow = points[longest];
  const skewed = points.filter((p) => p.skew).length;
  const gaps = points.filter((p) => p.gap).length;
  const field = anatomy.parts[0]?.fields.find((f) => f.name.toLowerCase() === "date");
  const look = (p: Point) => {
    const at = p.hop ?? field;
    if (at) goTo(0, { start: at.start, end: at.end });
  };
  const shownZone = (p: Point) => (zone === "utc" ? 0 : zone === "sender" ? home : p.zone);
  return (
    <>
      <div class="lead">
        <p>
          {sentences(
            total === null ? w.totalUnknown(anatomy.hops.length) : w.total(anatomy.hops.length, duration(total)),
            slow?.hop && (slow.delay ?? 0) > 1 && w.longest(duration(slow.delay), slow.hop.by),
            skewed > 0 && w.skewed(skewed),
            gaps > 0 && w.gaps(gaps),
          )}
        </p>
        <Switch
          label={w.zone}
          options={[
            ["sender", (date?.at == null ? w.zones.first : w.zones.sender)(civil(0, home).zone)],
            ["utc", w.zones.utc],
            ["written", w.zones.written],
          ]}
          value={zone}
          onChange={setZone}
        />
      </div>
      {points.length <= maxOnLine && <Line points={points} widths={widths} onLook={look} />}
      <ol class="way">
        {some.map((p, i) => (
          <Stop
            key={i}
            point={p}
            number={i + 1 - unnumbered}
            before={points[i - 1] ?? null}
            stretch={i > 0 ? (widths[i - 1] ?? null) : null}
            zone={shownZone(p)}
            newDay={i === 0 || dayOf(p, shownZone(p)) !== dayOf(points[i - 1] ?? p, shownZone(points[i - 1] ?? p))}
            withZone={zone === "written"}
            height={Math.min(15, widths.length * 3)}
            onLook={() => look(p)}
          />
        ))}
      </ol>
      <ShowMore left={left} more={more} />
      {widths.some((x) => x.pressed) && <p class="k">{w.pressed}</p>}
      <details class="as-table">
        <summary>{w.table}</summary>
        <Table points={points} zoneOf={shownZone} />
      </details>
    </>
  );
}

function dayOf(p: Point, zone: number): string {
  return p.at === null ? "" : civil(p.at, zone).day;
}

/** The line itself. What it says is said by the list below it as well. */
function Line(props: { points: readonly Point[]; widths: readonly Stretch[]; onLook: (p: Point) => void }) {
  const w = tools().hops;
  let x = 0;
  let number = 0;
  return (
    <div class="hop-line" aria-hidden="true">
      {props.points.map((p, i) => {
        const stretch = i > 0 ? props.widths[i - 1] : undefined;
        const from = x;
        if (stretch) x += stretch.width;
        if (p.hop) number++;
        return (
          <div key={i}>
            {stretch && (
              <div
                class={`stretch ${kind(p)} ${p.skew ? "skew" : ""}`}
                style={{ left: `${from * 100}%`, width: `${stretch.width * 100}%` }}
              >
                {(stretch.width >= labelled || p.skew) && <span>{p.delay === null ? "?" : duration(p.delay)}</span>}
                {stretch.pressed && <i class="cut" />}
                {p.gap && <i class="hole">?</i>}
              </div>
            )}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the list below has the same as buttons. */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list below has the same as buttons. */}
            <div class={`dot ${p.hop ? "" : "sender"}`} style={{ left: `${x * 100}%` }} onClick={() => props.onLook(p)}>
              <b>{p.hop ? number : ""}</b>
              {!p.hop && <span>{w.dateShort}</span>}
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** Whether the way to a point was encrypted, as a class. */
function kind(p: Point): string {
  return p.hop ? encrypted(p.hop) : "";
}

function Stop(props: {
  point: Point;
  number: number;
  before: Point | null;
  stretch: Stretch | null;
  zone: number;
  newDay: boolean;
  withZone: boolean;
  height: number; // Of the whole line where it is drawn from top to bottom, in rem.
  onLook: () => void;
}) {
  const w = tools().hops;
  const { point: p, stretch } = props;
  const { hop } = p;
  const here = p.at === null ? null : civil(p.at, props.zone);
  const lit = selected.value.part === 0 && hop !== null && selected.value.span?.start === hop.start;
  return (
    <li
      class={`stop ${kind(p)} ${lit ? "lit" : ""} ${hop ? "" : "sender"} ${stretch?.pressed ? "pressed" : ""}`}
      style={{ "--rise": `${(stretch?.width ?? 0) * props.height}rem` }}
    >
      <span class="mark" aria-hidden="true">
        {props.number || ""}
      </span>
      {stretch?.pressed && <i class="cut" aria-hidden="true" />}
      {p.gap && (
        <i class="hole" aria-hidden="true">
          ?
        </i>
      )}
      <div class="hop-time">
        {here ? (
          <time dateTime={new Date((p.at ?? 0) * 1000).toISOString()}>
            {props.newDay && <span class="day">{here.day} </span>}
            {here.time}
            {props.withZone && <span class="k"> {here.zone}</span>}
          </time>
        ) : (
          <span class="k">{w.noTime}</span>
        )}
        {p.delay !== null && <span class={`delay ${p.skew ? "bad" : ""}`}>{w.after(duration(p.delay), p.skew)}</span>}
      </div>
      <div class="hop-what">
        <button type="button" class="who" aria-pressed={lit} onClick={props.onLook}>
          {hop ? hop.by || w.unnamed : w.sender}
        </button>
        {hop ? <About hop={hop} /> : <p class="k">{w.senderNote}</p>}
        {p.skew && (
          <p class="remark bad">
            <b>{w.skewWord}</b> {w.skew(duration(-(p.delay ?? 0)))}
          </p>
        )}
        {hop && !hop.vouched && (props.before?.hop === undefined || props.before.hop === null) && (
          <p class="k">{w.unvouched}</p>
        )}
        {p.gap && hop && (
          <p class="remark look">
            <b>{w.gapWord}</b> {w.gap(props.before?.hop?.by ?? "", hop.from || hop.fromIP)}
          </p>
        )}
      </div>
    </li>
  );
}

/** From whom, by which protocol, whether encrypted. */
function About({ hop }: { hop: Hop }) {
  const w = tools().hops;
  const tls = encrypted(hop);
  const other = hop.fromName && hop.fromName.toLowerCase() !== hop.from.toLowerCase() ? hop.fromName : "";
  return (
    <>
      {(hop.from || hop.fromIP) && (
        <p>
          {w.from} <span class="host">{hop.from || hop.fromIP}</span>
          {hop.from && hop.fromIP && hop.from !== hop.fromIP && <span class="k"> {hop.fromIP}</span>}
          {hop.private && <span class="k"> {w.private}</span>}
          {other && <span class="k"> {w.realName(other)}</span>}
          {hop.forged && <span class="forged"> {w.forged}</span>}
        </p>
      )}
      <p class="proto">
        {hop.with && <abbr title={explained(hop.with)}>{hop.with}</abbr>}
        {tls && (
          <span class={tls}>{tls === "plain" ? w.noTls : /^TLS/i.test(hop.tls) ? hop.tls : `${w.tls} ${hop.tls}`}</span>
        )}
        {hop.program && <span class="k">{hop.program}</span>}
        {hop.id && <span class="k">{w.id(hop.id)}</span>}
        {hop.for && <span class="k">{w.for(hop.for)}</span>}
      </p>
      {hop.with && <p class="k">{explained(hop.with)}</p>}
    </>
  );
}

/** What a protocol word says, in words. */
function explained(word: string): string {
  const w = tools().hops;
  const p = protocolOf(word);
  return [w.protocols[p.base], p.utf8 && w.utf8, p.tls && w.overTls, p.auth && w.loggedIn]
    .filter(Boolean)
    .join(w.comma);
}

function Table({ points, zoneOf }: { points: readonly Point[]; zoneOf: (p: Point) => number }) {
  const w = tools().hops;
  const { some, left, more } = useSome(points, manyLines);
  return (
    <div class="scroll">
      <table>
        <caption class="hush">{w.table}</caption>
        <thead>
          <tr>
            {[w.columns.server, w.columns.time, w.columns.delay, w.columns.from, w.columns.with, w.columns.tls].map(
              (name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {some.map((p, i) => {
            const here = p.at === null ? null : civil(p.at, zoneOf(p));
            return (
              <tr key={i}>
                <th scope="row">{p.hop ? p.hop.by || w.unnamed : w.sender}</th>
                <td>{here ? `${here.day} ${here.time} ${here.zone}` : w.noTime}</td>
                <td class={p.skew ? "bad" : ""}>{p.skew ? `${duration(p.delay)} ${w.skewWord}` : duration(p.delay)}</td>
                <td>{p.hop ? [p.hop.from, p.hop.fromIP].filter(Boolean).join(" ") : ""}</td>
                <td>{p.hop?.with}</td>
                <td>{p.hop && { tls: p.hop.tls || w.tls, plain: w.noTls, "": "" }[encrypted(p.hop)]}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <ShowMore left={left} more={more} />
    </div>
  );
}
