// Share links: a text archive as the fragment of an address. Everything here is pure and nothing throws.
//
//	#1.z.PAYLOAD   version 1, codec z: raw deflate of the archive, base64url without padding
//	#/s/SLUG       a built-in scenario
//	#/run/ID       a saved run of this browser
//	#/anatomy/ID   the anatomy of letters, with one of the sample letters; without ID, with none
//
// engine/cmd/ehlo/link.go reads and writes the same. An address that was once published keeps opening for ever:
// test/links holds old ones.

import { nanoseconds, seconds } from "../bridge/stamp";

const head = "1.z.";

/** An archive is at most this large, as in engine/scenario/spec.go; more is a bomb. */
const maxArchive = 8 << 20;

export type Fragment =
  | { kind: "none" }
  | { kind: "slug"; slug: string }
  | { kind: "run"; id: string }
  | { kind: "anatomy"; sample: string }
  | { kind: "archive"; archive: string }
  | { kind: "version" } // A link of a later version of the page.
  | { kind: "damaged" }
  | { kind: "unknown" }; // No address of ours.

/** The fragment without "#" and without what WordPress appends to the address of a frame ("#?secret=…"). */
export function bare(hash: string): string {
  return hash
    .replace(/^#/, "")
    .replace(/#.*$/s, "")
    .replace(/^\?.*$/s, "");
}

/** WordPress's secret for a frame; "" when there is none. */
export function wordpressSecret(hash: string): string {
  return /#?\?(?:.*&)?secret=([\w-]{1,64})/.exec(hash)?.[1] ?? "";
}

/** What an address asks for. */
export async function readFragment(hash: string): Promise<Fragment> {
  const text = decodeURIComponentOr(bare(hash)).trim();
  if (text === "" || text === "/") return { kind: "none" };
  const slug = /^\/s\/([a-z0-9-]{1,64})\/?$/.exec(text)?.[1];
  if (slug) return { kind: "slug", slug };
  const id = /^\/run\/([\w-]{1,40})$/.exec(text)?.[1];
  if (id) return { kind: "run", id };
  const letter = /^\/anatomy(?:\/([a-z0-9-]{1,64}))?\/?$/.exec(text);
  if (letter) return { kind: "anatomy", sample: letter[1] ?? "" };
  if (text.startsWith(head)) {
    const archive = await unpack(text.slice(head.length));
    return archive === null ? { kind: "damaged" } : { kind: "archive", archive };
  }
  // "2.b.…": the version and codec of a page that does not exist yet.
  return /^\d+\.\w+\./.test(text) ? { kind: "version" } : { kind: "unknown" };
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text); // Some programs escape what needs no escape.
  } catch {
    return text;
  }
}

/** Writes an archive as the fragment of a link, without "#". */
export async function writeFragment(archive: string): Promise<string> {
  return head + toBase64url(await pump(new TextEncoder().encode(archive), new CompressionStream("deflate-raw")));
}

async function unpack(payload: string): Promise<string | null> {
  try {
    const packed = fromBase64url(payload.replace(/[=\s]+$/, ""));
    const bytes = await pump(packed, new DecompressionStream("deflate-raw"), maxArchive);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.startsWith("@ehlo ") ? text : null;
  } catch {
    return null;
  }
}

/** Sends octets through a transformation; rejects when more than limit come out. */
async function pump(
  data: Uint8Array<ArrayBuffer>,
  through: GenericTransformStream,
  limit = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = through.writable.getWriter();
  // The reader sees the same failure; here it would only be reported a second time.
  writer.write(data).catch(() => {});
  writer.close().catch(() => {});
  const reader = (through.readable as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      void reader.cancel();
      throw new RangeError("too large");
    }
    parts.push(value);
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Octets as base64, in pieces that String.fromCharCode takes. */
export function toBase64(data: Uint8Array): string {
  let text = "";
  for (let i = 0; i < data.length; i += 0x8000) text += String.fromCharCode(...data.subarray(i, i + 0x8000));
  return btoa(text);
}

function toBase64url(data: Uint8Array): string {
  return toBase64(data).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text)) throw new Error("not base64url");
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
}

// ── The archive ────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the page itself looks up in an archive; the engine reads the rest, and strictly. */
export interface ArchiveHead {
  scenario: string; // Slug of a built-in scenario; "" when the files are in the archive.
  version: number;
  inputs: string[];
  at: number | null; // Nanoseconds; null: the end of the run.
  view: string;
}

/** Looks into an archive. It takes any text. */
export function readHead(archive: string): ArchiveHead {
  const out: ArchiveHead = { scenario: "", version: 0, inputs: [], at: null, view: "" };
  let section = "";
  for (const raw of archive.split("\n")) {
    const line = raw.replace(/\r$/, "");
    if (line.startsWith("|")) {
      if (section === "@inputs") out.inputs.push(line.slice(1));
      continue;
    }
    const [word = "", ...rest] = line.split(" ");
    section = word;
    if (word === "@scenario") {
      out.scenario = rest[0] ?? "";
      out.version = Number(rest[1]) || 0;
    } else if (word === "@at") {
      out.at = nanoseconds(rest[0] ?? "");
    } else if (word === "@view") {
      out.view = rest.join(" ");
    }
  }
  return out;
}

/** The same run at another place on the timeline, with another view. */
export function moveTo(archive: string, at: number, view: string): string {
  const lines = archive.split("\n").filter((l) => !/^@(at|view|end)( |\r?$)/.test(l));
  while (lines.at(-1) === "") lines.pop();
  lines.push(`@at ${seconds(at)}`);
  if (view) lines.push(`@view ${view}`);
  return `${lines.join("\n")}\n@end\n`;
}

/** The text files in an archive by name. Files in base64 are left out. */
export function filesOf(archive: string): Map<string, string> {
  const files = new Map<string, string>();
  let name = "";
  let lines: string[] = [];
  const close = () => {
    if (name) files.set(name, lines.join("\n"));
    name = "";
    lines = [];
  };
  for (const line of archive.split("\n")) {
    if (line.startsWith("|")) {
      if (name) lines.push(line.slice(1).replace(/\r$/, ""));
    } else if (line.trim()) {
      close();
      const file = /^@file (\S+)(?: (\S+))?\r?$/.exec(line);
      if (file && file[2] !== "base64") name = file[1] ?? "";
    }
  }
  close();
  return files;
}

/** The archive that only names a built-in scenario, given that scenario's own archive. */
export function naming(slug: string, own: string): string {
  let version = 1;
  try {
    version = (JSON.parse(filesOf(own).get("scenario.json") ?? "{}") as { version?: number }).version ?? 1;
  } catch {
    // The engine says what is wrong with it.
  }
  return `@ehlo 1\n@scenario ${slug} ${version}\n@end\n`;
}
