// The typed list of messages between the page and the message codec; its twin is wasm/anatomy/protocol.go. The answers in
// samples.ts, which a Go test writes and the type checker reads, keep the two equal.
//
// The codec is a WebAssembly module of its own, loaded when somebody opens a letter: it knows no world, only octets.
// All offsets count octets of the letter that is open, from 0.

/** What the page asks of the codec. Octets that go with a command or an answer travel beside the JSON. */
export type Command =
  // Octets: the file, exactly. It is one letter, or an mbox with many.
  | { op: "load"; name: string }
  // Opens letter n of the file. Octets of the answer: the letter, exactly.
  | { op: "letter"; n: number }
  // Octets: letters, end to end. Octets of the answer: an mbox with all of them; nothing is opened.
  | { op: "gather"; sizes: number[] }
  // Octets: a letter. What is wrong with it; nothing is opened.
  | { op: "lint" }
  // Octets of the answer: the part's content, its transfer encoding undone.
  | { op: "content"; part: number }
  // The files that lie in the part's content in another way than as parts.
  | { op: "enclosed"; part: number }
  // Octets of the answer: file n of these.
  | { op: "extract"; part: number; n: number }
  // The part's content as text. An empty charset means the one that the letter names.
  | { op: "text"; part: number; charset: string }
  // How the part reads in each charset that it could be in, the likeliest first.
  | { op: "charsets"; part: number }
  // How letters of the encoded text and octets of the content belong together, for a window of the letter's octets.
  | { op: "bits"; part: number; start: number; end: number }
  // Octets of the answer: the part's body after a channel that carries seven bits.
  | { op: "garble"; part: number }
  // Octets: what is to be encoded (a text's octets are UTF-8). Octets of the answer: those of all stages, end to end.
  | { op: "encode"; what: EncodeWhat; charset: string; encoding: string; name: string }
  // Octets of the answer: a file with these letters of what is loaded; an empty list means all.
  | { op: "export"; format: "eml" | "mbox" | "maildir"; letters: number[] };

/** What the encode playground makes: the body of a part, a header field, or a file's name as a parameter. */
export type EncodeWhat = "text" | "file" | "field" | "filename";

/** Which answer belongs to which command. */
export interface Replies {
  load: Loaded;
  letter: Anatomy;
  gather: { letters: number };
  lint: { problems: Problem[] };
  content: { size: number; flaw: Flaw | null };
  enclosed: Enclosed[];
  extract: { size: number; flaw: Flaw | null };
  text: PartText;
  charsets: Decoding[];
  bits: Bits;
  garble: Garbled;
  encode: Encoded;
  export: { name: string; type: string };
}

/** Every answer is one of these; `error` is one sentence for a person. `panic` means that this instance is dead. */
export type Reply<T> = { ok: T } | { error: string; panic?: boolean };

/** A run of octets of the letter: from start up to, not including, end. */
export interface Span {
  start: number;
  end: number;
}

/** What lies in the file. */
export interface Loaded {
  kind: "letter" | "mbox";
  letters: LetterLine[];
  more: number; // Letters beyond the bound on that list.
  charsets: string[]; // What the charset chooser can offer.
}

/** One line of the list of an mbox. */
export interface LetterLine {
  n: number;
  size: number;
  from: string;
  subject: string;
  date: string; // As the field says it.
}

/** A letter taken apart. */
export interface Anatomy {
  n: number;
  size: number;
  date: { at: number | null; zone: number } | null; // Of the Date field: seconds since 1970, zone in seconds east of UTC.
  body: number; // Where the letter's body begins: before it the header, and the empty line that belongs to neither.
  parts: Part[]; // From top to bottom; parts[0] is the letter itself. A part's id is its place in this list.
  problems: Problem[];
  envelope: Envelope; // What can be told of the envelope from the letter alone.
  hops: Hop[]; // From the first server to the last.
  list: ListInfo | null; // What the letter says about a mailing list.
  threads: { messageId: string; inReplyTo: string[]; references: string[] };
  regions: Region[]; // Every octet of the letter lies in exactly one, in order.
}

/** What the octets of a region are. */
export type RegionKind =
  | "prelude" // Before the first field: a byte order mark, a line of an mbox.
  | "header"
  | "unread" // What a bound kept from being taken apart.
  | "blank" // The empty line after a header.
  | "body"
  | "preamble"
  | "boundary"
  | "epilogue";

export interface Region extends Span {
  kind: RegionKind;
  part: number; // The part that it belongs to; for boundary, preamble and epilogue the multipart.
}

export interface Part {
  id: number;
  parent: number; // -1 for the letter itself.
  depth: number;
  path: string; // IMAP section number; "" for a multipart letter.
  type: string;
  params: { name: string; value: string }[];
  charset: string; // The preferred name of the charset of a text part; "" when it is not known.
  disposition: string;
  filename: string;
  encoding: string;
  cid: string;
  fields: Field[];
  header: Span;
  body: Span; // Before decoding.
  size: number; // Octets of the content after decoding; -1 for what has parts.
  leaf: boolean;
  opens: boolean; // Its content is a letter that can be opened by itself.
  fetch: FetchItem[]; // The IMAP FETCH items that get this node, the best first.
  problems: number[]; // Places in Anatomy.problems.
}

export interface Field extends Span {
  name: string; // As written; "" for a line that is no field.
  value: string; // As people read it: unfolded and decoded.
  colon: number; // Where the colon stands in the letter; -1 when there is none.
  mailboxes: Mailbox[]; // Of address fields.
  by: string; // The server that probably added it on the way; "" for the writer's own, and in parts.
}

export interface Mailbox {
  name: string;
  address: string; // As written for routing; "" where there is none.
  unicode: string; // With its domain in Unicode, where that differs from address; else "".
  group: string;
}

/** One IMAP data item (RFC 9051 section 6.4.5) and the octets that it brings. */
export interface FetchItem extends Span {
  item: string; // "BODY.PEEK[1.2]"
}

export interface Problem extends Span {
  name: string; // Stable; the page has words for it in both languages.
  severity: "error" | "warning" | "note";
  section: string; // "RFC 5322 §3.6".
  text: string; // In English, with the particulars.
  lost: boolean; // Something of the letter cannot be read because of it.
  part: number;
}

export interface Envelope {
  from: string; // Return-Path, written at final delivery; "" when there is none.
  nullSender: boolean; // Return-Path: <>
  rcpts: string[]; // Delivered-To and the for clauses of Received.
}

/** One server on the letter's way, as its Received field tells. Instants are seconds since 1970; zones seconds east. */
export interface Hop extends Span {
  from: string; // What the client called itself.
  fromName: string; // Its name by reverse look-up.
  fromIP: string;
  forged: boolean; // The server noted that the name does not lead back to the address.
  private: boolean; // The address is one of a private network.
  vouched: boolean; // Written within the domain of the last server; whoever delivered the letter can have made up the rest.
  by: string;
  program: string; // What runs there, in its own words.
  with: string; // "ESMTPS" …
  tls: string; // What the server noted of the encryption, or "".
  id: string;
  for: string;
  at: number | null;
  zone: number;
  delay: number | null; // Seconds since the hop before.
  skew: boolean; // The delay is negative: one of the two clocks is wrong.
  gap: boolean; // Its from is not the by of the hop before: something between left no trace, or one of them lies.
  date: string;
}

export interface ListInfo {
  id: string;
  post: string[];
  unsubscribe: string[];
  oneClick: boolean; // RFC 8058.
  help: string[];
  archive: string[];
}

export interface Flaw {
  name: string; // Stable, such as "base64-truncated".
  at: number; // Offset of the first place in the letter.
  count: number;
  lost: boolean;
}

/** A file in a text, as was done before MIME, or in a winmail.dat. */
export interface Enclosed {
  kind: "uuencode" | "yenc" | "tnef";
  name: string; // As it stands there; may be empty.
  size: number; // Octets of the file.
  lost: boolean; // Some of it cannot be read.
}

export interface PartText {
  text: string;
  charset: string; // The one that it was decoded with.
  known: boolean; // false: the letter names a charset that nobody knows; it was read as UTF-8.
  lost: number; // Places that could not be decoded; each is U+FFFD.
  cut: boolean; // The text goes on beyond the bound.
  mojibake: Mojibake | null;
}

/** What a text looks like that was read with the wrong charset. */
export interface Mojibake {
  is: string; // The charset that the octets are in.
  readAs: string; // The one that somebody took them for.
  text: string; // What it should say.
  reason: string; // Stable word; the page has a sentence for it.
}

/** The part read in one charset. */
export interface Decoding {
  charset: string;
  text: string; // The beginning.
  lost: number;
  score: number; // Larger is likelier.
  reason: string; // Stable word, or "".
  declared: boolean;
}

/** Base64: groups of letters and octets. Quoted-printable: tokens. At most as many as fit a window. */
export interface Bits {
  encoding: "base64" | "quoted-printable" | "";
  units: BitUnit[];
  start: number; // The window that was covered.
  end: number;
  size: number; // The part's whole body.
}

export interface BitUnit extends Span {
  kind: BitKind;
  source: string; // The encoded letters, ASCII; what is no ASCII as "?".
  octets: number[]; // What they stand for.
  at: number; // Offset of the first octet in the content.
}

export type BitKind =
  | "group" // Base64: up to four letters for up to three octets.
  | "space" // White space or a line end that carries nothing.
  | "foreign" // A character that does not belong there.
  | "literal" // Quoted-printable: octets that stand for themselves.
  | "escape" // =XX
  | "soft" // "=" at the end of a line: the line goes on.
  | "break" // A line end that is content.
  | "dropped"; // Blanks at a line's end, which are no content.

export interface Garbled {
  changed: number; // Octets that lost their high bit.
  first: number[]; // Offsets, in the letter, of the first of them.
  survives: boolean; // Nothing was changed.
}

/** A thing on its way to the wire and back. */
export interface Encoded {
  stages: Stage[];
  encoding: string; // The transfer encoding that was taken; "" for header fields, which have none.
  reason: "" | "plain" | "readable" | "dense"; // Why that one; "" when it was asked for.
  lost: number; // Characters that the charset does not have.
  same: boolean; // What came back is what went in.
}

export interface Stage extends Span {
  // Offsets in the answer's octets.
  name: "input" | "charset" | "encoding" | "field" | "wire" | "unwired" | "decoded" | "text";
  text: boolean; // To be shown as text rather than as hex.
  // What happened, words with blanks between: "lines" (line ends became CRLF), "stuffed" (dots were added before lines that
  // begin with one), "ended" (a last line end was added), "garbled" (high bits were lost), "folded" (the field takes several lines).
  note: string;
}
