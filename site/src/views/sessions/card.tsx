// The explanation of one line: what it is, what it means for the letter, and where the standard says so.
import { useEffect, useState } from "preact/hooks";
import type { Explanation } from "../../bridge/protocol";
import { t } from "../../i18n";
import { explain, select } from "../../state/actions";
import { bytesView, eventAt, lang, model } from "../../state/app";
import { visible } from "../../state/events";
import { type Line, lineText } from "../../state/fold";
import { HexDump, refused } from "./bytes";

interface About {
  key: number | string | null; // What the engine is asked to explain.
  title: string; // What stands there where the engine has nothing to say.
  text: string;
}

/** What there is to say about a line. */
function about(line: Line): About | null {
  const w = t().sessions;
  if (line.who === "sh" || line.who === "out") return null;
  if (line.who === "note") return { key: line.about, title: w.notes[line.text] ?? "", text: "" };
  if (line.cut) return { key: null, title: lineText(line), text: w.partial };
  const text = lineText(line);
  switch (line.part) {
    case "header": {
      const name = /^([!-9;-~]+):/.exec(text)?.[1];
      if (!name) return { key: null, title: w.noHeader, text: w.noHeaderText };
      return { key: `header.${name}`, title: w.header(name), text: w.headerText };
    }
    case "fold":
      return { key: null, title: w.fold, text: w.foldText };
    case "blank":
      return { key: null, title: w.blank, text: w.blankText };
    case "body":
      return text.startsWith("..")
        ? { key: null, title: w.stuffed, text: w.stuffedText }
        : { key: null, title: w.body, text: w.bodyText };
    case "dot":
      return { key: line.about || null, title: w.dot, text: w.dotText };
  }
  if (line.about) return { key: line.about, title: "", text: "" };
  const c = model.peek().conns.get(line.conn);
  return { key: null, title: text, text: c?.live ? w.pending : w.unread };
}

export function Card({ line, pinned, again }: { line: Line; pinned: boolean; again: ((text: string) => void) | null }) {
  const what = about(line);
  const [found, setFound] = useState<Explanation | null>(null);
  const key = what?.key ?? null;
  const l = lang.value;
  useEffect(() => {
    let current = true;
    setFound(null);
    if (key !== null) void explain(key).then((x) => current && setFound(x));
    return () => {
      current = false;
    };
  }, [key, l]);
  if (!what) return null;
  const w = t().sessions;
  const e = line.about ? eventAt(line.about) : undefined;
  const cause = e?.cause ? causeOf(e.cause) : 0;
  const title = found?.title || what.title;
  const code = e?.ev === "reply" ? `${e.code ?? ""} ${e.enh ?? ""}`.trim() : e?.ev === "cmd" ? (e.verb ?? "") : "";
  if (!found && !what.title && !what.text && key !== null && !code) return null;
  return (
    <>
      <h4>
        {code && !title.startsWith(code) && (
          <code class={e?.ev === "cmd" ? "verb" : refused(code) ? "bad" : "ok"}>{code}</code>
        )}
        {title}
      </h4>
      {(found?.text || what.text) && <p>{found?.text || what.text}</p>}
      {line.secret && !found?.text && <p class="note">{w.secretNote}</p>}
      {bytesView.value && line.raw.length > 0 && <HexDump line={line} />}
      {((found?.rfc.length ?? 0) > 0 || cause > 0 || (pinned && again && line.who === "c")) && (
        <footer>
          {found?.rfc.join(" · ")}
          {cause > 0 && (
            <button type="button" class="link" onClick={() => select({ event: cause })}>
              {w.causedBy} {name(cause)} ▸
            </button>
          )}
          {again && line.who === "c" && (
            <button type="button" class="link" onClick={() => again(lineText(line))}>
              {t().sessions.again} ⤵
            </button>
          )}
        </footer>
      )}
    </>
  );
}

/** The nearest cause that a person has seen happen: packets in between are stepped over. */
function causeOf(n: number): number {
  for (let i = 0; n && i < 64; i++) {
    const e = eventAt(n);
    if (!e) return 0;
    if (visible(e) && e.ev !== "tool") return n;
    n = e.cause;
  }
  return 0;
}

function name(n: number): string {
  const e = eventAt(n);
  return e?.verb ?? e?.code ?? `${e?.ev ?? ""} ${e?.act ?? ""}`.trim();
}
