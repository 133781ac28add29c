// The English words of the anatomy's instruments; they travel with its chunk.

const s = (n: number) => (n === 1 ? "" : "s");

const numbers = ["no", "one", "two", "three", "four", "five", "six"];
const word = (n: number) => numbers[n] ?? String(n);

/** What the steps of a walk may mention. */
export interface WalkFacts {
  octets: string; // "4D 61 6E".
  n: number; // How many.
  bits: number;
  chars: string; // What they are as text; "" where they are none.
  source: string; // "TWFu".
  numbers: number[]; // Of the letters.
  letters: string[];
  content: string; // Sizes of the whole part.
  wire: string;
  lettersAlone: string; // Without line ends.
  percent: string;
  type: string;
}

export const tools = {
  noLetter: "Open a letter first. This shows the part of it that is selected.",
  between: " ", // Sentences.
  failed: "The codec could not do this. It says:",
  octetsOf: (n: string) => `${n} octets`,

  bits: {
    name: "Bits",
    container: "This part holds other parts and has no content of its own, so nothing in it is encoded.",
    plain: (encoding: string) =>
      `This part is not encoded (${encoding}): the octets in the letter are the content itself. Bits are worth a look where a part is in base64 or quoted-printable.`,
    nothing: "This part is empty: there is nothing to decode.",
    instead: "In this letter these parts are encoded:",
    leadBase64:
      "Base64 writes every three octets of the content as four letters. Below are the same bits twice: cut in eights they are octets, cut in sixes they are letters.",
    leadQuoted:
      "Quoted-printable leaves what is plain ASCII as it is. Every other octet becomes = and two hexadecimal digits, four bits each.",
    walk: "Walk me through it",
    octets: "Octets",
    bitsRow: "Bits",
    letters: "Letters",
    blank: "space",
    octetLabel: (hex: string, bits: string, letters: string) => `Octet ${hex}, bits ${bits}, in ${letters}`,
    letterLabel: (letter: string, n: number, bits: string) => `Letter ${letter}, number ${n}, bits ${bits}`,
    padLabel: "= carries no bits. It says that the content ended here.",
    missingLabel: "A letter is missing here.",
    octetIn: (hex: string, bits: string, letters: string[]) =>
      `Octet ${hex} is ${bits}. Its bits are in ${letters.join(" and ")}.`,
    letterIs: (letter: string, n: number, bits: string) =>
      `${bits} is number ${n}, and letter number ${n} of the alphabet is ${letter}.`,
    digitIs: (digit: string, n: number, bits: string) => `${bits} is ${n}, in hexadecimal ${digit}.`,
    literalIs: (char: string, n: number) => `${char} is octet ${n} in ASCII and stands for itself.`,
    group: (letters: string, octets: string, chars: string) =>
      octets
        ? `Letters ${letters} are ${octets.length > 2 ? "octets" : "octet"} ${octets}${chars ? `, “${chars}”` : ""}.`
        : `${letters} is not enough for an octet.`,
    literal: (text: string, n: number) =>
      n === 1 ? `“${text}” stands for itself.` : `“${text}”: ${n} octets that stand for themselves.`,
    escape: (source: string, octets: string, chars: string) =>
      `${source} is ${octets.length > 2 ? "octets" : "octet"} ${octets}${chars ? `, “${chars}”` : ""}.`,
    space: "A line end. In base64 it carries nothing and is skipped.",
    spaceBlank: "White space that carries nothing and is skipped.",
    foreign: (char: string) => `${char} does not belong here. A decoder skips it and goes on.`,
    soft: "A soft line break: = at the end of a line means that the line goes on. Neither belongs to the text.",
    hardBreak: "A line end that belongs to the text.",
    dropped: (n: number) =>
      `${n} blank${s(n)} at the end of a line. A server on the way may have put them there, so they do not count.`,
    padding: (octets: number, letters: number, fill: number, signs: number) =>
      `The content ends in the middle of a group: ${word(octets)} octet${s(octets)} and ${word(fill)} bits of zero to fill up make ${word(letters)} letters. ${
        signs === 0
          ? "The = signs that should stand here are missing; what is there can still be read."
          : signs === 1
            ? "One = takes the place of the fourth."
            : "Two = take the places of the others."
      }`,
    tooShort: "Six bits are less than an octet; they are lost.",
    fillOnes: "Those bits should be zero. A decoder throws them away.",
    utf8: (n: number, marker: string) =>
      `Not all bits are the character’s own. ${marker} at the beginning says that ${word(n)} octets belong together, and 10 marks each one that follows. What remains is the character’s number.`,
    utf8Table: "The octets of this character",
    utf8Octet: "Octet",
    utf8Marker: "marker",
    utf8Number: "number",
    above: "Above the letters:",
    aboveChars: "characters",
    aboveHex: "hex",
    place: (at: string, of: string) => `octet ${at} of ${of} in the content, `,
    placeInLetter: (at: string) => `${at} in the letter`,
    showTitle: "Shows this place among the letter’s octets",
    strip: "Groups of this part",
    stripQuoted: "The text of this part as it is encoded",
    before: "Before",
    after: "After",
    slider: "Place in this part",
    page: (n: number, of: number) => `${n} of ${of}`,
    cost: "What it costs",
    content: "content",
    wire: "on the wire",
    percent: (p: string) => (p ? `${p} %` : ""),
    costBase64: (letters: string, ends: string, endsPercent: string) =>
      `Four letters for three octets: ${letters} %. Line ends: ${ends} octets more, ${endsPercent} %.`,
    costQuoted: (size: string, p: string) => `Base64 would have made ${size} octets of it (${p} %).`,
    step: (n: number, of: number) => `${n} of ${of}`,
    stepBack: "Back",
    stepNext: "Next",
    stepDone: "Done",
    stepLeave: "Leave",
    alphabet: "The 64 letters and their numbers",
    letterNumber: (n: number) => `, number ${n}`,
    walkBase64: [
      (f: WalkFacts) =>
        f.chars
          ? `These are the first ${word(f.n)} octets of this part, ${f.octets}: “${f.chars}” and so on. Mail was made for lines of ASCII text. An octet above 7F, or a line that never ends, may not come through.`
          : `These are the first ${word(f.n)} octets of this ${f.type}: ${f.octets}. Mail was made for lines of ASCII text; octets such as these may not come through.`,
      (f) => `An octet is eight bits. ${f.n === 3 ? "Three" : "Together"} they are ${f.bits}, one after the other.`,
      () =>
        "Now forget where the octets began, and cut the same bits in sixes. Nothing is changed; only the cuts are elsewhere.",
      (f) => `Six bits are a number from 0 to 63. Here: ${f.numbers.join(", ")}.`,
      (f) =>
        `Each number picks a letter from this table: A to Z, a to z, 0 to 9, + and /. So ${f.octets} becomes ${f.source}. Every one of these 64 letters comes through every mail server.`,
      (f) =>
        `Three octets became four letters, so everything grows by a third. This part has ${f.content} octets of content; they are ${f.lettersAlone} letters, and with the ends of the lines ${f.wire} octets on the wire: ${f.percent} %.`,
    ] as ((f: WalkFacts) => string)[],
    walkQuoted: [
      (f) =>
        `${f.chars ? `“${f.chars}” is` : "Here are"} ${word(f.n)} octet${s(f.n)} in this part’s charset: ${f.octets}. ${f.n > 1 ? "They are" : "It is"} no ASCII and may not come through.`,
      (f) => `An octet is eight bits; ${f.n > 1 ? `${word(f.n)} are ${f.bits}` : "here they are"}.`,
      () => "Cut them in fours.",
      (f) => `Four bits are a number from 0 to 15. Here: ${f.numbers.join(", ")}.`,
      (f) =>
        `Each number is one hexadecimal digit, and = before two of them says that they are an octet: ${f.source}. One octet became three. Whatever is plain ASCII stays as it is, so this whole part grows only from ${f.content} to ${f.wire} octets (${f.percent} %).`,
    ] as ((f: WalkFacts) => string)[],
  },

  garble: {
    name: "7-bit channel",
    container: "This part holds other parts and has no content of its own.",
    nothing: "This part is empty: there is nothing to garble.",
    instead: "In this letter these parts have content:",
    lead: "The first mail programs promised to carry seven bits of every octet. ASCII needs no more. What becomes of the eighth bit was not said; here it is set to zero, as many of them did.",
    subject: "What is sent through the channel",
    sent: (encoding: string) => `as it is sent (${encoding})`,
    bare: "as if it were not encoded",
    changed: (n: string, of: string) => `${n} of ${of} octets arrive changed.`,
    same: (n: string) => `All ${n} octets arrive as they were.`,
    why: {
      base64:
        "That is what base64 is for: its 64 letters and = are all below 80 hexadecimal, so their eighth bit is zero already.",
      "quoted-printable":
        "That is what quoted-printable is for: every octet above 7F was written as = and two digits, which are all ASCII.",
    } as Record<string, string>,
    whyAscii: "There is no octet above 7F in it: plain ASCII needs no encoding.",
    png: "A PNG picture begins with octet 89 for this very reason: who reads 09 there knows at once what has happened.",
    octet: (at: string, before: string, after: string, char: string, control: string) =>
      `Octet ${at} was ${before} and arrives as ${after}: ${char === " " ? "a blank" : char ? `“${char}”` : `the control character ${control}`}.`,
    previous: "Previous change",
    next: "Next change",
    nth: (n: string, of: string) => `${n} of ${of}`,
    bits: "The bits of this octet",
    before: "sent",
    after: "arrives",
    asText: "As text, line by line",
    asHex: "As hexadecimal octets",
    offset: "Offset",
  },

  charsets: {
    name: "Charset",
    container: "This part holds other parts; only a part of text has a charset.",
    noText: (type: string) => `This part is ${type}, no text: a charset does not apply to it.`,
    nothing: "This part is empty.",
    instead: "In this letter these parts are text:",
    lead: "The octets are always the same. A charset says which characters they stand for, and the letter only claims which one that is.",
    diagnosis: "This text looks garbled.",
    wrongLabel: (is: string, readAs: string) =>
      `The letter says ${readAs}, but its octets are ${is}. Only the label is wrong: read as ${is} the text is whole.`,
    wrongBefore: (is: string, readAs: string, charset: string) =>
      `It is ${is} that somebody read as ${readAs} before the letter was written. The label ${charset} is true; the text itself was broken before.`,
    wrongTwice: (is: string, readAs: string) =>
      `It is ${is} that was read as ${readAs} and written anew, and that more than once in a row.`,
    wrongShifts: (is: string) =>
      `It is ${is}: its escape sequences stand there as they are, because nobody has read them.`,
    wrongLost: (is: string, readAs: string) =>
      `It was ${is} or the like that somebody read as ${readAs}. Where the odd letters stood nothing is left of them, so nobody can say what they were.`,
    says: "It says",
    should: "It should say",
    unknown: (name: string) =>
      `The letter names the charset “${name}”, which nobody knows. It is read as UTF-8 meanwhile.`,
    unnamed: (as: string) => `The letter names no charset for this part; it is read as ${as}.`,
    ascii: "There is nothing but ASCII in this part, so it reads the same in every charset here.",
    choose: "Read it in another charset:",
    search: "name, such as big5",
    none: "There is no charset of that name here.",
    aligned: "Some octets of this part, and the characters that they are",
    octets: "octets",
    yours: "your choice",
    likeliest: "likeliest",
    declared: "the letter says so",
    declaredAs: (name: string) => `the letter says ${name}`,
    lost: (n: number) => (n === 0 ? "every octet can be read" : `${n} place${s(n)} cannot be read`),
    also: (names: string[]) => `The same in ${names.join(", ")}.`,
    skipped: (n: number) => `${n} line${s(n)} the same in all`,
    others: (n: number) => `${n} more`,
    fewer: "Fewer",
    reasons: {
      ascii: "Nothing but ASCII.",
      mark: "The octets begin with its byte order mark.",
      valid: "All octets form valid UTF-8, which rarely happens by chance.",
      shifts: "Its escape sequences are there.",
      zeros: "Zeros stand where only this charset has them.",
      windows: "It has letters where the declared one has control characters.",
      declared: "It can be read so, and nothing speaks against it.",
      writing: "The text looks like what people write.",
      possible: "It can be read so, but nothing speaks for it.",
      lost: "Not everything can be read so.",
    } as Record<string, string>,
  },

  hops: {
    name: "Hops",
    none: "No server has written a Received field into this letter, so nothing is known of its way. It was never sent, or somebody took the fields out.",
    total: (n: number, time: string) => `${n} server${s(n)}, ${time} from the first clock to the last.`,
    totalUnknown: (n: number) => `${n} server${s(n)}. The fields do not tell how long it took.`,
    longest: (time: string, by: string) => `The longest stay was ${time}, before ${by}.`,
    skewed: (n: number) => (n === 1 ? "One clock is wrong." : `${n} clocks are wrong.`),
    gaps: (n: number) => (n === 1 ? "In one place the trace is broken." : `In ${n} places the trace is broken.`),
    zone: "Times in",
    zones: {
      sender: (zone: string) => `the sender’s zone (${zone})`,
      first: (zone: string) => `the first server’s zone (${zone})`,
      utc: "UTC",
      written: "as written",
    },
    dateShort: "Date",
    sender: "The sender’s own clock",
    senderNote: "What the Date field says: when the letter was finished, if that clock was right.",
    unnamed: "a server without a name",
    noTime: "no time",
    after: (time: string, skew: boolean) => (skew ? time : `after ${time}`),
    from: "from",
    private: "(a private network)",
    unvouched:
      "Nobody vouches for this stop and those after it, up to the receiver’s own servers: whoever handed the letter on could have made these fields up.",
    forged: "which its server could not confirm",
    realName: (name: string) => `whose address has the name ${name}`,
    id: (id: string) => `id ${id}`,
    for: (address: string) => `for ${address}`,
    tls: "TLS",
    noTls: "no encryption noted",
    skewWord: "Clock:",
    skew: (time: string) =>
      `${time} earlier than the server before it. A letter does not arrive before it was sent, so one of the two clocks is wrong, and no delay beside them is exact.`,
    gapWord: "Gap:",
    gap: (before: string, from: string) =>
      before
        ? `${before} had the letter last, but here it comes from ${from}. Something between the two left no trace, or one of them goes by two names.`
        : `The letter comes from ${from}, which left no trace.`,
    protocols: {
      SMTP: "plain SMTP, greeted with HELO",
      ESMTP: "SMTP with extensions, greeted with EHLO",
      LMTP: "LMTP, which hands letters to mailboxes",
      HTTP: "written on a web page",
      local: "handed over within the machine",
      other: "a word of this server’s own",
    } as Record<string, string>,
    utf8: "addresses may be in UTF-8",
    overTls: "S: over TLS",
    loggedIn: "A: the sender had logged in",
    comma: "; ",
    pressed: "Drawn in proportion; // marks a stay that is drawn shorter than it was.",
    table: "The same as a table",
    columns: { server: "Server", time: "Time", delay: "Delay", from: "From", with: "Protocol", tls: "Encryption" },
  },

  encode: {
    name: "Encode",
    lead: "Type something or drop a file, and see what becomes of it at every stage: down to what SMTP puts on the wire, and up again to what the other side reads.",
    what: "What is sent",
    whats: { text: "Text", file: "File", field: "Subject", filename: "File name" },
    fields: {
      text: "The text of a letter",
      field: "The subject of a letter",
      filename: "The name of an attached file",
    },
    examples: "Try:",
    longLine: "a very long line",
    blanks: "blanks at line ends",
    tinyPicture: "a picture of one point",
    dropHere: "Drop a file here, up to 1 MiB. It stays on your machine.",
    chooseFile: "Choose a file…",
    noFile: "There is no file yet.",
    working: "One moment…",
    tooLarge: "That is more than 1 MiB. The playground takes less, so that it stays quick.",
    charset: "Charset",
    encoding: "Transfer encoding",
    encodings: { auto: "whatever is shortest", uuencode: "uuencode, older than MIME" } as Record<string, string>,
    same: "What comes back is what went in.",
    notSame: "What comes back is not what went in.",
    lost: (charset: string, n: number, chars: string[]) =>
      `${charset} has no ${chars.length > 0 ? chars.join(", ") : `${n} of these characters`}${n > chars.length && chars.length > 0 ? ` (${n} in all)` : ""}; in their place stands “?”.`,
    taken: (encoding: string, reason: string) => (reason ? `${encoding} was taken: ${reason}.` : ""),
    reasons: {
      plain: "nothing in it needs more",
      readable: "most of it stays readable, and it is shorter than base64",
      dense: "so much would have to be escaped that base64 is shorter",
    } as Record<string, string>,
    grown: (from: string, to: string, p: string) => `${from} octets became ${to} on the wire (${p} %).`,
    down: "to the wire",
    up: "and back",
    tick: { unwired: "as it was sent", decoded: "the same octets", text: "the same text" } as Record<string, string>,
    noTick: { unwired: "not as it was sent", decoded: "other octets", text: "another text" } as Record<string, string>,
    stages: {
      input: (_e: string, _c: string, what: string): string => (what === "file" ? "The file" : "What was typed"),
      charset: (_e: string, charset: string, _w: string) => `Octets in ${charset}`,
      encoding: (encoding: string, _c: string, what: string): string =>
        what === "field" ? "Encoded words" : what === "filename" ? "Parameter" : `Transfer encoding ${encoding}`,
      field: (_e: string, _c: string, _w: string): string => "Header field",
      wire: (_e: string, _c: string, _w: string): string => "On the wire",
      unwired: (_e: string, _c: string, _w: string): string => "Taken off the wire",
      decoded: (_e: string, _c: string, what: string): string =>
        what === "field" || what === "filename" ? "Unfolded" : "Decoded",
      text: (_e: string, _c: string, _w: string): string => "What is read",
    },
    percent: (p: string) => `${p} %`,
    lines: (n: number, longest: number) => `${n} line${s(n)}, the longest ${longest}`,
    showAs: "Show as",
    asText: "text",
    asHex: "hex",
    empty: "nothing",
    more: (n: string) => `and ${n} more octets`,
    addedDot: "added by SMTP",
    notes: {
      lines: "Line ends became CRLF, as mail has them.",
      stuffed: "A line that begins with a dot was given another one: a lone dot would end the letter.",
      ended: "A last line end was added, because SMTP carries whole lines only.",
      garbled: "A way of seven bits has set every eighth bit to zero.",
      folded: "It is longer than a line ought to be, so it goes on in lines that begin with a blank.",
    } as Record<string, string>,
  },
};
