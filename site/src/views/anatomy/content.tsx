// The content of the selected part, its transfer encoding undone: as text, as a picture, as a harmless page, or as octets.
import { useEffect, useMemo, useState } from "preact/hooks";
import { ask } from "../../anatomy/client";
import type { Flaw, Part, PartText } from "../../anatomy/protocol";
import { codecLosses, letter } from "../../anatomy/state";
import { chunk } from "../../chunk";
import { toBase64 } from "../../state/link";
import { fields } from "../inspector/report";
import { revive } from "./bring";
import { cidOf, type Harmless, harmless } from "./html";
import { drawable, maxPicture, type Picture, pictureOf } from "./image";
import { mode } from "./look";
import { unturned } from "./octet";
import { manyLines, ShowMore, useSome } from "./parts";
import { Octets } from "./rawpane";
import { count, sizeOf, w } from "./words";

/** Answers of the codec about one part; error is its sentence, and `again` asks once more. */
type Got<T> = { is: T } | { error: string; again: () => void } | null;

function useAsked<T>(key: string, work: () => Promise<T>): Got<T> {
  const a = letter.value?.anatomy;
  const [got, setGot] = useState<{ key: string; a: typeof a; got: Got<T> }>({ key: "", a, got: null });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let current = true;
    work().then(
      (is) => current && setGot({ key, a, got: { is } }),
      (reason: unknown) => {
        const error = reason instanceof Error ? reason.message : String(reason);
        const again = () => {
          setGot({ key: "", a, got: null });
          void revive()
            .catch(() => {}) // What is asked next says why.
            .then(() => setTries((n) => n + 1));
        };
        if (current) setGot({ key, a, got: { error, again } });
      },
    );
    return () => {
      current = false;
    };
  }, [key, a, tries]);
  return got.key === key && got.a === a ? got.got : null; // Never that of the letter before.
}

/** Why the codec did not answer, and once more. A dead one is replaced, and told the file that was open. */
function Refused({ of }: { of: { error: string; again: () => void } }) {
  return (
    <p class="note refused" role="alert">
      {w().failed(of.error, codecLosses.value > 0)}{" "}
      <button type="button" class="btn small" onClick={of.again}>
        {w().again}
      </button>
    </p>
  );
}

export interface Content {
  bytes: Uint8Array<ArrayBuffer>;
  flaw: Flaw | null;
}

export function useContent(of: Part): Got<Content> {
  return useAsked(`content ${of.id}`, async () => {
    const { ok, bytes } = await ask({ op: "content", part: of.id });
    return { bytes: bytes ?? new Uint8Array(), flaw: ok.flaw };
  });
}

export function useText(of: Part, charset = ""): Got<PartText> {
  return useAsked(`text ${of.id} ${charset}`, async () => (await ask({ op: "text", part: of.id, charset })).ok);
}

export type Kind = "text" | "html" | "picture" | "report" | "octets";

/** How a part is shown. SVG can run scripts: it is text here, never a picture. */
export function kindOf(of: Part): Kind {
  if (isReport.test(of.type)) return "report";
  if (of.type === "text/html" || of.type === "application/xhtml+xml") return "html";
  if (of.type === "image/svg+xml" || /^(text|multipart|message)\//.test(of.type) || isText.has(of.type)) return "text";
  return of.type.startsWith("image/") ? "picture" : "octets";
}

/** Reports of mail systems, which consist of fields (RFC 3464, RFC 8098, RFC 5965). */
const isReport = /^(?:message\/(?:global-)?(?:delivery-status|disposition-notification)|message\/feedback-report)$/;

const isText = new Set([
  "application/json",
  "application/xml",
  "application/pgp-signature",
  "application/pgp-encrypted",
]);

// ── In the middle pane ─────────────────────────────────────────────────────────────────────────────────────────────

/** Everything of one part. What holds parts has no content of its own: its first leaf stands for it. */
export function ContentPane({ of }: { of: Part }) {
  const kind = kindOf(of);
  const [as, setAs] = useState<"shown" | "source" | "octets">("shown");
  const views =
    kind === "html" || kind === "report" ? (["shown", "source", "octets"] as const) : (["shown", "octets"] as const);
  if (!of.leaf) return <p class="empty">{w().holdsParts}</p>;
  return (
    <div class="content">
      {kind !== "octets" && (
        <fieldset class="choose">
          <legend class="hush">{w().shownAs}</legend>
          {views.map((v) => (
            <button key={v} type="button" class="btn small" aria-pressed={as === v} onClick={() => setAs(v)}>
              {v === "shown" ? w().as[kind] : v === "source" ? w().as.source : w().as.octets}
            </button>
          ))}
        </fieldset>
      )}
      {as === "octets" || kind === "octets" ? (
        <ContentOctets of={of} />
      ) : as === "source" ? (
        <TextView of={of} />
      ) : kind === "html" ? (
        <HtmlView of={of} />
      ) : kind === "report" ? (
        <ReportView of={of} />
      ) : kind === "picture" ? (
        <PictureView of={of} />
      ) : (
        <TextView of={of} />
      )}
    </div>
  );
}

/** The decoded octets in hex. Their places are places in the content, not in the letter. */
function ContentOctets({ of }: { of: Part }) {
  const got = useContent(of);
  const [at, setAt] = useState(0);
  const [lit, setLit] = useState<{ start: number; end: number } | null>(null);
  if (!got) return <p class="empty">…</p>;
  if ("error" in got) return <Refused of={got} />;
  return (
    <>
      <FlawLine of={got.is.flaw} />
      <Octets
        of={{
          bytes: got.is.bytes,
          label: w().contentOctets,
          hex: true,
          caret: at,
          lit,
          own: null,
          hovered: null,
          call: 0,
          regions: [],
          problems: [],
          nameOf: () => "",
          nameEnd: () => 0,
          move: setAt,
          pick: (to) => {
            setAt(to);
            setLit(null);
          },
          draw: setLit,
          hover: () => {},
        }}
      />
    </>
  );
}

/** What the decoder stumbled over. */
export function FlawLine({ of }: { of: Flaw | null }) {
  if (!of) return null;
  return (
    <p class="note warned" role="status">
      <b>⚠ {w().problemName(of.name)}</b> {w().flaw(count(of.at), of.count)}{" "}
      {of.lost && <span class="lost">{w().lost}</span>}
    </p>
  );
}

// ── Text ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The text of a part. `short`: characters after which it is cut, with the way to the rest. */
export function TextView({ of, short = 0 }: { of: Part; short?: number }) {
  const got = useText(of);
  if (!got) return <p class="empty">…</p>;
  if ("error" in got) return <Refused of={got} />;
  const t = got.is;
  const shown = short > 0 ? beginning(t.text, short) : t.text;
  const cut = shown.length < t.text.length;
  return (
    <>
      <TextNotes of={t} />
      <pre class="said" dir="auto" lang="" tabIndex={short ? undefined : 0}>
        {shown || <span class="k">{w().emptyText}</span>}
        {cut && "…"}
      </pre>
      {(cut || t.cut) && (
        <p class="k">
          {cut ? (
            <button
              type="button"
              class="btn quiet small"
              onClick={() => {
                mode.value = "content";
              }}
            >
              {w().showAll}
            </button>
          ) : (
            w().textCut
          )}
        </p>
      )}
    </>
  );
}

const fewLines = 28;

/** The first lines of a text, at most so many characters. */
function beginning(text: string, characters: number): string {
  let end = -1;
  for (let i = 0; i < fewLines && (end < 0 || end < characters); i++) {
    const next = text.indexOf("\n", end + 1);
    if (next < 0) return text.slice(0, characters);
    end = next;
  }
  return text.slice(0, Math.min(end, characters));
}

function TextNotes({ of }: { of: PartText }) {
  const toCharsets = (
    <button
      type="button"
      class="link"
      onClick={() => {
        mode.value = "charsets";
      }}
    >
      {w().toCharsets}
    </button>
  );
  return (
    <>
      {!of.known && (
        <p class="note warned">
          ⚠ {w().unknownCharset} {toCharsets}
        </p>
      )}
      {of.lost > 0 && (
        <p class="note warned">
          ⚠ {w().lostCharacters(of.lost, of.charset)} {toCharsets}
        </p>
      )}
      {of.mojibake && (
        <p class="note warned">
          ⚠ {w().mojibake(of.mojibake.is, of.mojibake.readAs)} {toCharsets}
        </p>
      )}
    </>
  );
}

// ── Reports ────────────────────────────────────────────────────────────────────────────────────────────────────────

const maxGroups = 200; // Of a report about so many recipients the rest is in its source.

/** The fields of a report: the first group is about the letter, each other one about a recipient. */
export function ReportView({ of }: { of: Part }) {
  const got = useText(of);
  if (!got) return <p class="empty">…</p>;
  if ("error" in got) return <Refused of={got} />;
  return <Groups of={of} text={got.is.text} />;
}

function Groups({ of, text }: { of: Part; text: string }) {
  const all = useMemo(
    () =>
      text
        .split(/\r?\n[ \t]*\r?\n/)
        .slice(0, maxGroups)
        .flatMap((group, i) => fields(group).map((f) => ({ ...f, group: i }))),
    [text],
  );
  const { some, left, more } = useSome(all, manyLines);
  if (all.length === 0) return <TextView of={of} />;
  const groups = new Map<number, typeof all>();
  for (const f of some) {
    const group = groups.get(f.group);
    if (group) group.push(f);
    else groups.set(f.group, [f]);
  }
  return (
    <div class="report">
      {[...groups].map(([i, g]) => (
        <dl key={i} class="facts">
          {g.map((f, k) => (
            <div key={k}>
              <dt>{f.name}</dt>
              <dd data-action={/^action$/i.test(f.name) ? f.value.toLowerCase() : undefined}>{f.value}</dd>
            </div>
          ))}
        </dl>
      ))}
      <ShowMore left={left} more={more} />
    </div>
  );
}

// ── Pictures ───────────────────────────────────────────────────────────────────────────────────────────────────────

export function PictureView({ of }: { of: Part }) {
  const got = useContent(of);
  const bytes = got && "is" in got ? got.is.bytes : null;
  const picture = useMemo(() => (bytes ? pictureOf(bytes) : null), [bytes]);
  const [url, setUrl] = useState("");
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    setBroken(false);
    if (!bytes || !drawable(picture, bytes.length)) return setUrl("");
    const made = URL.createObjectURL(new Blob([bytes], { type: picture.type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  if (!got) return <p class="empty">…</p>;
  if ("error" in got) return <Refused of={got} />;
  const why = !picture
    ? w().noPicture
    : !drawable(picture, got.is.bytes.length)
      ? w().hugePicture(sizeOf(maxPicture))
      : "";
  return (
    <>
      <FlawLine of={got.is.flaw} />
      {why || broken ? (
        <p class="note">{why || w().brokenPicture}</p>
      ) : (
        <figure class="drawn">
          {url && <img src={url} alt={of.filename || w().picture} onError={() => setBroken(true)} />}
          <figcaption class="k">{caption(of, picture as Picture)}</figcaption>
        </figure>
      )}
    </>
  );
}

function caption(of: Part, p: Picture): string {
  const said = [`${p.width} × ${p.height}`, p.type];
  if (p.type !== of.type && !(of.type === "image/jpg" && p.type === "image/jpeg")) said.push(w().otherType(of.type));
  return said.join(" · ");
}

// ── HTML ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Pictures of the same letter that its HTML may show, by Content-ID. Only those that the HTML names are decoded. */
async function picturesOf(parts: readonly Part[], source: string): Promise<Map<string, string>> {
  const out = new Map<string, string>();
  const named = new Set([...source.matchAll(/cid:([^"'\s)>]+)/gi)].map(([, id]) => cidOf(id ?? "")));
  let left = maxPicture;
  for (const p of parts) {
    if (!p.cid || !p.leaf || !named.has(p.cid) || out.has(p.cid) || p.size > left) continue;
    const { bytes } = await ask({ op: "content", part: p.id });
    const picture = bytes && pictureOf(bytes);
    if (!bytes || !picture || !drawable(picture, bytes.length)) continue;
    left -= bytes.length;
    out.set(p.cid, `data:${picture.type};base64,${toBase64(bytes)}`);
  }
  return out;
}

export function HtmlView({ of, low = false }: { of: Part; low?: boolean }) {
  const parts = letter.value?.anatomy.parts ?? [];
  const got = useAsked<Harmless & { text: PartText }>(`html ${of.id}`, async () => {
    const { ok: text } = await ask({ op: "text", part: of.id, charset: "" });
    const { DOMPurify } = await chunk<typeof import("../../chunks/markdown")>("markdown");
    return { ...harmless(DOMPurify, text.text, await picturesOf(parts, text.text)), text };
  });
  if (!got) return <p class="empty">…</p>;
  if ("error" in got) return <Refused of={got} />;
  const h = got.is;
  return (
    <>
      <TextNotes of={h.text} />
      <Blocked of={h} low={low} />
      <iframe
        class={low ? "letter-page low" : "letter-page"}
        sandbox=""
        srcdoc={h.page}
        title={w().htmlFrame}
        referrerpolicy="no-referrer"
      />
      {h.text.cut && <p class="k">{w().textCut}</p>}
      <Links of={h} />
    </>
  );
}

function Blocked({ of, low }: { of: Harmless; low: boolean }) {
  if (of.fetches === 0 && of.active === 0) return low ? null : <p class="note">{w().htmlClean}</p>;
  const hosts = low ? of.hosts.slice(0, 3) : of.hosts;
  const more = of.hosts.length - hosts.length + of.moreHosts;
  return (
    <p class="note blocked">
      {of.fetches > 0 && (
        <>
          <b>{w().blocked(of.fetches, of.hosts.length + of.moreHosts)}</b>{" "}
          {hosts.map((h) => (
            <code key={h}>{h}</code>
          ))}
          {more > 0 && <span class="k">{w().andMore(more)}</span>}
        </>
      )}
      {of.active > 0 && <span> {w().active(of.active)}</span>}
    </p>
  );
}

/** Links are written out: they lead nowhere from here, and one sees where they would. */
function Links({ of }: { of: Harmless }) {
  if (of.links.length === 0) return null;
  const odd = of.links.filter((l) => l.odd).length;
  return (
    <details class="links">
      <summary>
        {w().links(of.links.length)} {odd > 0 && <span class="sign error">⚠ {w().oddLinks(odd)}</span>}
      </summary>
      <ul>
        {of.links.map((l, i) => (
          <li key={i}>
            {l.odd && (
              <span class="sign error" title={w().oddLink}>
                ⚠
              </span>
            )}{" "}
            {unturned(l.text) || <span class="k">{w().noLinkText}</span>} → <code>{unturned(l.url)}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
