// The encode playground: what is typed or dropped goes through every stage to the wire and back, while one watches.
import { signal } from "@preact/signals";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Answer, ask, CodecError, warmCodec } from "../../anatomy/client";
import type { Encoded, EncodeWhat } from "../../anatomy/protocol";
import { file } from "../../anatomy/state";
import { characters, codePoint, figure, hex, percent, printable } from "./octets";
import { blanks, longLine, names, plain, subjects, tinyPicture } from "./samples";
import { equal, levels, lineFigures, lostCharacters, type Station, stations, stuffedDots } from "./stages";
import { Switch, sentences, Tool, Visible } from "./tool";
import { tools } from "./toolwords";

/** The most that is encoded, in octets; the codec's own bound. */
const maxInput = 1 << 20;

/** Octets of a stage that are drawn. */
const maxDrawn = 1536;

/** How long nobody must have typed, in milliseconds. */
const pause = 160;

/** Charsets to choose from before a letter was opened, which brings the codec's own list. */
const common = [
  "utf-8",
  "us-ascii",
  "iso-8859-1",
  "iso-8859-15",
  "windows-1252",
  "windows-1251",
  "koi8-r",
  "gb2312",
  "gbk",
  "gb18030",
  "big5",
  "shift_jis",
  "euc-jp",
  "iso-2022-jp",
  "euc-kr",
  "utf-16",
];

interface Dropped {
  name: string;
  octets: Uint8Array<ArrayBuffer>;
}

// What was typed stays when one looks at something else.
const what = signal<EncodeWhat>("text");
const texts = signal<Record<Exclude<EncodeWhat, "file">, string>>({
  text: "午饭? See you at the café at noon.\n.\nBob\n",
  field: subjects[0],
  filename: names[0],
});
const dropped = signal<Dropped | null>(null);
const charset = signal("utf-8");
const encoding = signal("auto");
const tooLarge = signal(false);

const wishes: Record<EncodeWhat, readonly string[]> = {
  text: ["auto", "7bit", "8bit", "quoted-printable", "base64", "uuencode"],
  file: ["auto", "7bit", "8bit", "quoted-printable", "base64", "uuencode"],
  field: ["auto"],
  filename: ["auto"],
};

export function Encode() {
  const w = tools().encode;
  useEffect(warmCodec, []);
  return (
    <Tool name={w.name} class="encode-tool">
      <p>{w.lead}</p>
      <Form />
      <Way />
    </Tool>
  );
}

function setWhat(to: EncodeWhat): void {
  what.value = to;
  if (!wishes[to].includes(encoding.peek())) encoding.value = "auto";
  tooLarge.value = false;
}

function Form() {
  const w = tools().encode;
  const is = what.value;
  return (
    <div class="encode-form">
      <Switch
        label={w.what}
        options={(["text", "file", "field", "filename"] as const).map((x) => [x, w.whats[x]] as const)}
        value={is}
        onChange={setWhat}
      />
      {is === "file" ? <FileField /> : <TextField is={is} />}
      <div class="choices-row">
        {(is === "text" || is === "field") && (
          <label>
            {w.charset}{" "}
            <select
              class="field"
              value={charset.value}
              onChange={(e) => {
                charset.value = e.currentTarget.value;
              }}
            >
              {(file.value?.loaded.charsets ?? common).map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        {wishes[is].length > 1 && (
          <label>
            {w.encoding}{" "}
            <select
              class="field"
              value={encoding.value}
              onChange={(e) => {
                encoding.value = e.currentTarget.value;
              }}
            >
              {wishes[is].map((name) => (
                <option key={name} value={name}>
                  {w.encodings[name] ?? name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </div>
  );
}

function TextField({ is }: { is: Exclude<EncodeWhat, "file"> }) {
  const w = tools().encode;
  const id = useId();
  const put = (text: string) => {
    texts.value = { ...texts.peek(), [is]: text };
    tooLarge.value = text.length > maxInput;
  };
  const chips: readonly (readonly [string, string])[] =
    is === "text"
      ? [
          ...plain.map((x) => [x.replace(/\n/g, " ↵ "), x] as const),
          [w.longLine, longLine] as const,
          [w.blanks, blanks] as const,
        ]
      : (is === "field" ? subjects : names).map((x) => [x, x] as const);
  return (
    <div class="input">
      <label for={id}>{w.fields[is]}</label>
      {is === "text" ? (
        <textarea
          id={id}
          class="field"
          rows={5}
          spellcheck={false}
          value={texts.value[is]}
          onInput={(e) => put(e.currentTarget.value)}
        />
      ) : (
        <input
          id={id}
          type="text"
          class="field"
          spellcheck={false}
          value={texts.value[is]}
          onInput={(e) => put(e.currentTarget.value)}
        />
      )}
      <div class="samples">
        <span class="k">{w.examples}</span>
        {chips.map(([label, text]) => (
          <button type="button" class="chip" key={label} onClick={() => put(text)}>
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}

function FileField() {
  const w = tools().encode;
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const take = async (f: File | undefined) => {
    if (!f) return;
    tooLarge.value = f.size > maxInput;
    if (!tooLarge.peek()) dropped.value = { name: f.name, octets: new Uint8Array(await f.arrayBuffer()) };
  };
  const is = dropped.value;
  return (
    <div class="input">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button within does the same. */}
      <div
        class={`drop-zone ${over ? "over" : ""}`}
        onDragOver={(e) => {
          e.preventDefault();
          e.stopPropagation();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(e) => {
          e.preventDefault();
          e.stopPropagation();
          setOver(false);
          void take(e.dataTransfer?.files[0]);
        }}
      >
        <p>
          {is ? (
            <>
              <b>{is.name}</b> <span class="k">{tools().octetsOf(figure(is.octets.length))}</span>
            </>
          ) : (
            w.dropHere
          )}
        </p>
        <button type="button" class="btn" onClick={() => picker.current?.click()}>
          {w.chooseFile}
        </button>
        <input
          ref={picker}
          type="file"
          hidden
          onChange={(e) => {
            void take(e.currentTarget.files?.[0]);
            e.currentTarget.value = "";
          }}
        />
      </div>
      <div class="samples">
        <span class="k">{w.examples}</span>
        <button
          type="button"
          class="chip"
          onClick={() => {
            tooLarge.value = false;
            dropped.value = { name: "dot.png", octets: tinyPicture() };
          }}
        >
          {w.tinyPicture}
        </button>
      </div>
    </div>
  );
}

/** What is to be encoded now; null where there is nothing. */
function question(): { key: string; octets: Uint8Array<ArrayBuffer>; name: string } | null {
  const is = what.value;
  if (is === "file") {
    const d = dropped.value;
    return d && { key: d.name, octets: d.octets, name: d.name };
  }
  const text = texts.value[is];
  return { key: text, octets: new TextEncoder().encode(text), name: is === "field" ? "Subject" : "" };
}

interface Made {
  encoded: Encoded;
  all: Station[];
  what: EncodeWhat;
  charset: string;
}

/** Asks after a pause in typing; until the answer is there the one before stays. */
function useEncoded(): { made: Made | null; failed: string } {
  const [made, setMade] = useState<Made | null>(null);
  const [failed, setFailed] = useState("");
  const is = what.value;
  const q = tooLarge.value ? null : question();
  const cs = is === "file" || is === "filename" ? "utf-8" : charset.value; // Names are in UTF-8 (RFC 2231 as all write it).
  const wish = encoding.value;
  useEffect(() => {
    if (!q) {
      setMade(null);
      return;
    }
    let current = true;
    const done = ({ ok, bytes }: Answer<Encoded>) => {
      if (!current) return;
      setFailed("");
      setMade({ encoded: ok, all: stations(ok, bytes ?? new Uint8Array()), what: is, charset: cs });
    };
    const fail = (reason: unknown) => {
      if (!(reason instanceof CodecError)) throw reason;
      if (current) setFailed(reason.message);
    };
    const timer = setTimeout(
      () => ask({ op: "encode", what: is, charset: cs, encoding: wish, name: q.name }, q.octets).then(done, fail),
      made ? pause : 0,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [is, q?.key, q?.octets.length, cs, wish]);
  return { made: made?.what === is ? made : null, failed };
}

function Way() {
  const w = tools().encode;
  const { made, failed } = useEncoded();
  if (tooLarge.value) return <p class="verdict bad">{w.tooLarge}</p>;
  return (
    <>
      {failed && (
        <p class="refusal" role="alert">
          {tools().failed} <span lang="en">{failed}</span>
        </p>
      )}
      {made ? (
        <Stations made={made} />
      ) : (
        !failed && <p class="k">{what.value === "file" && !dropped.value ? w.noFile : w.working}</p>
      )}
    </>
  );
}

function Stations({ made }: { made: Made }) {
  const w = tools().encode;
  const { encoded, all } = made;
  const list = levels(all);
  const content = all.find((s) => s.name === "charset") ?? all[0];
  const base = content?.octets.length ?? 0;
  const most = Math.max(...all.map((s) => s.octets.length), 1);
  const wire = all.find((s) => s.name === "wire");
  return (
    <>
      <div class={`verdict ${encoded.same ? "ok" : "bad"}`} aria-live="polite">
        {encoded.same ? "✓ " : "✕ "}
        {sentences(
          encoded.same ? w.same : w.notSame,
          lostWords(made),
          w.taken(encoded.encoding, w.reasons[encoded.reason] ?? ""),
          wire !== undefined &&
            base > 0 &&
            w.grown(figure(base), figure(wire.octets.length), percent(base, wire.octets.length)),
        )}
      </div>
      <div class="stations">
        <p class="direction down">↓ {w.down}</p>
        <p class="direction up">↑ {w.up}</p>
        {all.map((station) => {
          const row = list.findIndex((l) => l.down === station || l.up === station);
          const beside = list[row]?.up === station ? (list[row]?.down ?? null) : null;
          return (
            <StationCard
              key={station.name}
              of={station}
              row={row + 2}
              beside={beside}
              base={base}
              most={most}
              made={made}
            />
          );
        })}
      </div>
    </>
  );
}

/** Which characters the charset does not have. */
function lostWords({ encoded, all, charset: name }: Made): string {
  if (encoded.lost === 0) return "";
  const decoder = new TextDecoder();
  const before = decoder.decode(all.find((s) => s.name === "input")?.octets);
  const after = decoder.decode(all.find((s) => s.name === "text")?.octets);
  const chars = lostCharacters(before, after, 8);
  return tools().encode.lost(
    name,
    encoded.lost,
    chars.map((c) => `${c} (${codePoint(c)})`),
  );
}

/** One stage. `beside` is the stage on the way there that this one, on the way back, should be equal to. */
function StationCard(props: {
  of: Station;
  row: number;
  beside: Station | null;
  base: number;
  most: number;
  made: Made;
}) {
  const w = tools().encode;
  const { of: s, made, beside } = props;
  const header = made.what === "field" || made.what === "filename";
  const [as, setAs] = useState<"text" | "hex">(
    s.text && s.name !== "charset" && (header || s.name !== "decoded") ? "text" : "hex",
  );
  const size = s.octets.length;
  const { lines, longest } = lineFigures(s.octets);
  const shown = s.octets.subarray(0, maxDrawn);
  const isUtf8 = s.name === "input" || s.name === "text";
  const back = s.name === "unwired" || s.name === "decoded" || s.name === "text";
  const same = beside && (s.name === "text" ? made.encoded.same : equal(beside.octets, s.octets));
  const coded = !isUtf8 && s.name !== "charset" && s.name !== "decoded";
  const id = useId();
  return (
    <section
      class={`station ${s.name === "wire" ? "wire" : back ? "right" : "left"} ${same === false ? "other" : ""}`}
      style={{ "--row": props.row }}
      aria-labelledby={id}
    >
      <header>
        <h3 id={id}>{w.stages[s.name](made.encoded.encoding, made.charset, made.what)}</h3>
        {same !== null && (
          <span class={`tick ${same ? "good" : "bad"}`}>{same ? `✓ ${w.tick[s.name]}` : `✕ ${w.noTick[s.name]}`}</span>
        )}
      </header>
      <p class="figures">
        <b>{tools().octetsOf(figure(size))}</b>
        {coded && props.base > 0 && <span>{w.percent(percent(props.base, size))}</span>}
        {coded && size > 0 && <span class={longest > 998 ? "bad" : ""}>{w.lines(lines, longest)}</span>}
        <Switch
          label={w.showAs}
          options={[
            ["text", w.asText],
            ["hex", w.asHex],
          ]}
          value={as}
          onChange={setAs}
        />
      </p>
      <span class="gauge" aria-hidden="true">
        <i style={{ width: `${(size * 100) / props.most}%` }} />
      </span>
      {s.note && <p class="remark">{sentences(...s.note.split(" ").map((n) => w.notes[n] ?? ""))}</p>}
      {/* biome-ignore lint/a11y/useSemanticElements: a group with a name, and no form. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <div class="shown" role="group" tabIndex={0} aria-labelledby={id}>
        <pre>
          {size === 0 ? (
            <span class="k">{w.empty}</span>
          ) : as === "hex" ? (
            <HexRows octets={shown} />
          ) : (
            <StageText octets={shown} charset={isUtf8 ? "utf-8" : made.charset} wire={s.name === "wire"} />
          )}
          {size > shown.length && <span class="k">{`\n${w.more(figure(size - shown.length))}`}</span>}
        </pre>
      </div>
    </section>
  );
}

/** A stage as text. On the wire the dots that SMTP has added are marked. */
function StageText({ octets, charset: name, wire }: { octets: Uint8Array; charset: string; wire: boolean }) {
  const w = tools().encode;
  const text = (part: Uint8Array) =>
    characters(part, name)
      .map((c) => c.text)
      .join("");
  const dots = wire ? stuffedDots(octets) : [];
  const cuts = [0, ...dots.flatMap((at) => [at, at + 1]), octets.length];
  return (
    <>
      {cuts.slice(1).map((end, i) => {
        const start = cuts[i] ?? 0;
        if (start === end) return null;
        return i % 2 === 1 ? (
          <mark key={start} title={w.addedDot}>
            .<span class="hush"> {w.addedDot} </span>
          </mark>
        ) : (
          <Visible key={start} text={text(octets.subarray(start, end))} ends />
        );
      })}
    </>
  );
}

/** Rows of eight octets with what prints of them. */
function HexRows({ octets }: { octets: Uint8Array }) {
  const rows: string[] = [];
  for (let i = 0; i < octets.length; i += 8) {
    const row = [...octets.subarray(i, i + 8)];
    rows.push(`${row.map(hex).join(" ").padEnd(24)} ${row.map((c) => printable(c) || "·").join("")}`);
  }
  return <>{rows.join("\n")}</>;
}
