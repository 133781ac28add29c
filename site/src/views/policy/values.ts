// Values of settings as they are written on an input line and as a person edits them. Pure.
import type { Setting } from "../../bridge/protocol";

/** The items of a list: separated by ";", a ";" or "\" of their own has a "\" before it. */
export function splitList(text: string): string[] {
  const out: string[] = [];
  let item = "";
  const end = () => {
    if (item.trim()) out.push(item.trim());
    item = "";
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === "\\" && /[;\\]/.test(text[i + 1] ?? "")) item += text[++i];
    else if (c === ";") end();
    else item += c;
  }
  end();
  return out;
}

/** The reverse of splitList. */
export function joinList(items: readonly string[]): string {
  return items
    .map((x) => x.trim().replace(/[;\\]/g, "\\$&"))
    .filter(Boolean)
    .join("; ");
}

/** What is wrong with a wish, without the input line that it became: that stands before it in the engine's sentence. */
export function reason(why: string): string {
  return why.replace(/^input "(?:[^"\\]|\\.)*": /, "");
}

/** Settings whose change is seen by connections that are opened later; all others hold for the next letter. */
const atConnect =
  /^(ehlo\.|verb\.|service|banner|accent|lineEnds$|max(Size|Recipients|PerConn|Domains|Errors|Unknown|Hold|Conns|ConnsPerClient)$|minBy|connRate|idle|strictPipelining|greetDelay|xclientFrom|magic)/;

export function forNewConnections(key: string): boolean {
  return atConnect.test(key);
}

export function changed(x: Setting): boolean {
  return x.value !== x.default;
}

/** The unit of a number, by its key: a name of words.units. */
export function unit(key: string): string {
  if (key === "maxSize") return "octets";
  if (/Rate$/.test(key)) return "perMinute";
  return (
    {
      maxPerConn: "letters",
      reuse: "letters",
      maxErrors: "mistakes",
      maxUnknown: "commands",
      maxDomains: "domains",
      maxHops: "hops",
      maxRecipients: "recipients",
      maxConns: "connections",
      maxConnsPerClient: "connections",
    }[key] ?? ""
  );
}

/** Whether every word of a filter stands in the key, the words or the value of a setting. */
export function matches(x: Setting, words: readonly string[], filter: string): boolean {
  const text = [x.key, x.value, ...words].join("\n").toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((part) => text.includes(part));
}
