// How one line is drawn: as protocol text with its verb or code strong, or octet by octet with everything invisible shown.
// These are functions and no components: a line changes in place when the server has read it, which a component handed
// the same line again would not notice.
import type { ComponentChildren } from "preact";
import { t } from "../../i18n";
import { controlName } from "../../state/controls";
import { type Line, lineEnd, lineText } from "../../state/fold";

const maxShown = 4000; // Octets of one line that are drawn; longer ones say how many more there are.

/** Whether a reply line's code says that the server refused. */
export function refused(code: string): boolean {
  return /^[45]|^-ERR|^NO$|^BAD$/.test(code);
}

function tone(code: string): string {
  if (code[0] === "4") return "later";
  if (refused(code)) return "bad";
  return code[0] === "3" ? "go" : "ok";
}

/** A line as text. */
export function lineBody(line: Line): ComponentChildren {
  if (line.raw.length > maxShown) {
    const head = { ...line, raw: line.raw.subarray(0, maxShown) };
    return (
      <>
        {lineText(head)}
        <u> {t().sessions.more(line.raw.length - maxShown)}</u>
      </>
    );
  }
  const text = lineText(line);
  const odd = oddEnd(line);
  return (
    <>
      {words(line, text)}
      {odd && <mark title={t().sessions.bareLF}>{odd}</mark>}
      {line.secret && (
        <mark class="clear" title={t().sessions.clearTitle}>
          {t().sessions.clear}
        </mark>
      )}
    </>
  );
}

function words(line: Line, text: string): ComponentChildren {
  if (line.part === "reply" || (line.part === "more" && line.who === "s")) {
    const code = /^(\d{3}|\+OK|-ERR)(?=$|[ -])/.exec(text)?.[1];
    if (!code) return text;
    return (
      <>
        <em class={tone(code)}>{code}</em>
        {text.slice(code.length)}
      </>
    );
  }
  if (line.part === "cmd") {
    const verb = /^(?:(?:MAIL FROM|RCPT TO):|\S+)/i.exec(text)?.[0] ?? "";
    return (
      <>
        <b>{verb}</b>
        {text.slice(verb.length)}
      </>
    );
  }
  if (line.part === "header") {
    const colon = text.indexOf(":");
    if (colon > 0)
      return (
        <>
          <i>{text.slice(0, colon + 1)}</i>
          {text.slice(colon + 1)}
        </>
      );
  }
  if (line.part === "dot") return <b>{text}</b>;
  return text;
}

/** What is wrong with the end of a line: a line feed without its carriage return. */
function oddEnd(line: Line): string {
  const n = line.raw.length;
  return n > 0 && line.raw[n - 1] === 10 && line.raw[n - 2] !== 13 ? t().sessions.bareLF : "";
}

/** A line octet by octet: line ends and control characters as signs, everything outside ASCII marked. */
export function lineBytes(line: Line): ComponentChildren {
  if (line.raw.length === 0) return line.text;
  const out: ComponentChildren[] = [];
  const raw = line.raw.subarray(0, maxShown);
  const end = Math.min(lineEnd(line), raw.length);
  let run = "";
  const flush = () => {
    if (run) out.push(run);
    run = "";
  };
  for (let i = 0; i < raw.length; ) {
    const c = raw[i] as number;
    const stuffed = i === 0 && c === 46 && raw[1] === 46 && (line.part === "body" || line.part === "header");
    if (c >= 32 && c < 127 && !stuffed) {
      run += String.fromCharCode(c);
      i++;
      continue;
    }
    flush();
    if (stuffed) {
      out.push(<mark title={t().sessions.stuffed}>.</mark>);
      i++;
    } else if (c < 32 || c === 127) {
      const lone = (c === 10 && i >= end && raw[i - 1] !== 13) || (c === 13 && i < end) || c === 0;
      out.push(
        <s class={lone ? "odd" : ""} title={c === 10 && lone ? t().sessions.bareLF : `0x${hex(c)}`}>
          {controlName(c)}
        </s>,
      );
      i++;
    } else {
      const length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
      const piece = raw.subarray(i, i + length);
      const char = utf8(piece);
      out.push(
        <s class="high" title={[...(char ? piece : piece.subarray(0, 1))].map((x) => `0x${hex(x)}`).join(" ")}>
          {char || `\\x${hex(c)}`}
        </s>,
      );
      i += char ? length : 1;
    }
  }
  flush();
  if (line.raw.length > maxShown) out.push(<u> {t().sessions.more(line.raw.length - maxShown)}</u>);
  return out;
}

const strict = new TextDecoder("utf-8", { fatal: true });

function utf8(piece: Uint8Array): string {
  try {
    return strict.decode(piece);
  } catch {
    return "";
  }
}

function hex(n: number): string {
  return n.toString(16).toUpperCase().padStart(2, "0");
}

/** The octets of a line in rows of sixteen, for the explanation card. */
export function HexDump({ line }: { line: Line }) {
  const raw = line.raw.subarray(0, 256);
  const rows: string[] = [];
  for (let i = 0; i < raw.length; i += 16) {
    const row = [...raw.subarray(i, i + 16)];
    const signs = row.map((c) => (c >= 32 && c < 127 ? String.fromCharCode(c) : "·")).join("");
    rows.push(`${hex(i >> 8)}${hex(i & 255)}  ${row.map(hex).join(" ").padEnd(47)}  ${signs}`);
  }
  return (
    <pre class="hex">
      {rows.join("\n")}
      {line.raw.length > raw.length && `\n${t().sessions.more(line.raw.length - raw.length)}`}
    </pre>
  );
}
