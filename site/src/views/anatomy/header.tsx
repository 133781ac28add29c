// The header of the selected part: its fields decoded; pressing one lights its octets, shows it raw beside, and explains it.
import { useEffect, useRef } from "preact/hooks";
import type { Field, Mailbox, Part } from "../../anatomy/protocol";
import { letter, select } from "../../anatomy/state";
import { field, goTo, hovered, problemsOf } from "./look";
import { unturned } from "./octet";
import { Card, Explained, ShowMore, useSome } from "./parts";
import { sameSpan } from "./places";
import { runsOf } from "./runs";
import { Signs } from "./signs";
import { w } from "./words";

const step = 60; // Fields that are shown at first; a letter may have tens of thousands.
const maxRaw = 4_000; // Octets of a field that are shown raw.

export function Header({ of }: { of: Part }) {
  const { some, left, more } = useSome(of.fields, step);
  const lit = field.value;
  const at = lit ? of.fields.indexOf(lit) : -1;
  // A field selected among the octets may be one that is not shown yet.
  const shown = at >= some.length ? [...some, of.fields[at] as Field] : some;
  return (
    <Card part="hdr" name={w().header} note={of.fields.length > 0 ? w().fields(of.fields.length) : ""}>
      {of.fields.length === 0 && <p class="k none">{of.parent < 0 ? w().noHeader : w().noPartHeader}</p>}
      <ol class="fields">
        {shown.map((f) => (
          <Line key={f.start} part={of} f={f} on={f === lit} />
        ))}
      </ol>
      <ShowMore left={left} more={more} />
    </Card>
  );
}

function Line({ part, f, on }: { part: Part; f: Field; on: boolean }) {
  const ref = useRef<HTMLLIElement>(null);
  const a = letter.value?.anatomy;
  const wrong = a
    ? problemsOf(a, part.id).filter((p) => p.start < f.end && Math.max(p.end, p.start + 1) > f.start)
    : [];
  useEffect(() => {
    if (on) ref.current?.scrollIntoView({ block: "nearest" });
  }, [on]);
  const near = wrong.filter((p) => p.start >= f.start && p.end <= f.end);
  return (
    <li ref={ref} class={on ? "on" : ""}>
      <button
        type="button"
        aria-expanded={on}
        onClick={() => (on ? select(part.id) : goTo(part.id, { start: f.start, end: f.end }))}
        onPointerEnter={() => {
          hovered.value = { start: f.start, end: f.end };
        }}
        onPointerLeave={() => {
          if (sameSpan(hovered.peek(), f)) hovered.value = null;
        }}
      >
        <i>{f.name ? `${f.name}:` : w().noField}</i>{" "}
        <bdi class="value">{unturned(f.value) || <span class="k">{w().emptyValue}</span>}</bdi> <Signs of={near} />
      </button>
      {on && <More part={part} f={f} />}
    </li>
  );
}

function More({ part, f }: { part: Part; f: Field }) {
  const bytes = letter.value?.bytes;
  const lower = f.name.toLowerCase();
  return (
    <div class="more">
      {f.name && <Explained what={`header.${f.name}`} />}
      {f.by && <p class="k">{w().addedBy(f.by)}</p>}
      {f.mailboxes.length > 0 && <Mailboxes of={f.mailboxes} />}
      {lower === "content-type" && part.params.length > 0 && (
        <dl class="facts">
          {part.params.map((p) => (
            <div key={p.name}>
              <dt>{p.name}</dt>
              <dd>{p.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {bytes && (
        <>
          <h4>{w().raw}</h4>
          <pre class="raw">
            {runsOf(bytes, f.start, Math.min(f.end, f.start + maxRaw)).map((r) => (
              <span key={r.start} class={r.kind}>
                {r.kind === "end" ? `${r.text === "CRLF" ? "↵" : r.text}\n` : r.text}
              </span>
            ))}
          </pre>
        </>
      )}
    </div>
  );
}

/** Addresses one by one: name, address, and the domain in Unicode where it was written for the wire. */
function Mailboxes({ of }: { of: readonly Mailbox[] }) {
  const { some, left, more } = useSome(of, 20);
  return (
    <>
      <table class="mailboxes">
        <thead>
          <tr>
            <th scope="col">{w().who}</th>
            <th scope="col">{w().address}</th>
          </tr>
        </thead>
        <tbody>
          {some.map((m, i) => (
            <tr key={i}>
              <td>
                {unturned(m.name) || <span class="k">{w().noName}</span>}
                {m.group && <span class="k"> · {w().group(m.group)}</span>}
              </td>
              <td>
                <code>{m.address || "–"}</code>
                {m.unicode && (
                  <>
                    <br />
                    <code>{m.unicode}</code> <span class="k">{w().idna}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ShowMore left={left} more={more} />
    </>
  );
}
