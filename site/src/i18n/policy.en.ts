// The English words of a mail server's rules: a name and a sentence for every setting; they travel with the chunk.

/** name, what it does and which replies a client sees, the section that it comes from. */
export type SettingWords = readonly [name: string, text: string, rfc?: string];

const s = (n: number) => (n === 1 ? "" : "s");

export const policy = {
  title: "Rules",
  intro:
    "What this server offers, demands and refuses. A change holds for new connections and for the next decision about a letter; what has been decided stays decided.",
  filter: "Find a setting",
  filterLabel: "Find a setting by its name, key or what it does",
  groupsLabel: "Groups of settings",
  none: "No setting has that in it.",
  noServer: (host: string) => `${host} is no mail server: it has no rules.`,
  changed: "changed",
  changedCount: (n: number) => (n === 0 ? "Everything is as usual" : `${n} changed`),
  onlyChanged: "Only what was changed",
  standard: (value: string) => `usually ${value}`,
  standardNone: "usually empty",
  reset: "Reset",
  resetOf: (name: string) => `Reset “${name}” to the usual`,
  resetAll: "Reset all",
  on: "on",
  off: "off",
  empty: "empty",
  params: "with",
  paramsLabel: (name: string) => `Parameters of ${name}`,
  apply: "Apply",
  perLine: "One rule on each line.",
  range: (min: string, max: string) => `${min} to ${max}`,
  zeroOff: "0: no limit",
  newConnections: "new connections",
  newConnectionsTitle: "Sessions that are open now go on as they began; the next one sees the change.",
  nextLetter: "next letter",
  nextLetterTitle: "It holds for the next decision about a letter.",
  openNow: (n: number) =>
    `${n} open session${s(n)} on this server: ${n === 1 ? "it goes" : "they go"} on as ${n === 1 ? "it" : "they"} began.`,
  units: {
    octets: "octets",
    perMinute: "a minute",
    letters: "letters",
    connections: "connections",
    recipients: "recipients",
    mistakes: "mistakes",
    commands: "commands",
    domains: "domains",
    hops: "lines",
  } as Record<string, string>,

  groups: {
    access: ["Who may send", "For whom this server passes mail on, and what it tells about its users."],
    limits: ["Limits and rates", "How much one client, one connection and one letter may ask for."],
    checks: ["Line ends and checks", "What is looked at before a letter is taken: line ends, names, patience."],
    wording: ["Voice", "How the server speaks. Codes stay what they are; words differ from one product to the next."],
    delivery: ["Addresses and delivery", "What becomes of an address that this server has taken a letter for."],
    queue: ["Queue", "When a letter that could not be delivered is tried again."],
    extensions: [
      "Extensions",
      "The keywords that EHLO lists. A client must not use what is not listed, and falls back.",
    ],
    verbs: [
      "Commands",
      "A command that is switched off is answered with 502 5.5.1, as if the program had never known it.",
    ],
  } as Record<string, readonly [string, string]>,

  choices: {
    "local-only": "for those who log in",
    open: "for everybody",
    reject: "refuse at RCPT",
    accept: "take, return later",
    normal: "as usual",
    "no-mail": "takes no mail at all",
    maintenance: "closed for maintenance",
    "252": "says neither yes nor no",
    answer: "tells the truth",
    refuse: "refuses",
    allow: "lets them",
    strict: "strict",
    convert: "re-encode",
    bounce: "return it",
    "when-binary": "only where needed",
    prefer: "whenever offered",
    mend: "mend them",
    pass: "pass them on",
    "lenient-in": "LF ends a line",
    "lenient-cr": "LF or CR ends a line",
    lenient: "lenient",
    off: "off",
    any: "any",
    own: "their own only",
    check: "looks it up",
    syntax: "must be well formed",
    fqdn: "must be a full name",
    exists: "must exist in DNS",
    plain: "plain",
    postfix: "like Postfix",
    exim: "like Exim",
    exchange: "like Exchange",
  } as Record<string, string>,

  settings: {
    service: [
      "Service",
      "A host that takes no mail greets with 521; one in maintenance greets with 421: come back later.",
      "RFC 7504 §3, RFC 5321 §4.2.2",
    ],
    relay: [
      "Relays for",
      "To whom it passes on mail for other domains. Everybody else gets 550 5.7.1 “relaying denied” at RCPT. An open relay is a spammer's friend.",
      "RFC 5321 §7.9",
    ],
    relayFrom: [
      "Relays for these networks",
      "Clients at these addresses may send anywhere without logging in, such as 192.0.2.0/24.",
      "RFC 5321 §7.9",
    ],
    xclientFrom: [
      "Believes these proxies",
      "Clients at these addresses may say by XCLIENT for whom they speak; from all others the command gets 550 5.7.0.",
    ],
    unknownUser: [
      "Unknown users",
      "Refusing gives 550 5.1.1 at RCPT and the sender's server writes the bounce. Taking first makes this server send the notice itself, often to somebody whose address was forged: backscatter.",
      "RFC 5321 §3.3, §6.2",
    ],
    vrfy: [
      "VRFY",
      "252 2.1.5 tells nothing and still takes the letter; the truth is 250 for a user and 550 5.1.1 for nobody, which those who collect addresses love.",
      "RFC 5321 §3.5, §7.3",
    ],
    expn: [
      "EXPN",
      "Lists the members of an alias or mailing list with 250, or says 550 5.7.2 for a list and 550 5.1.1 for what is none.",
      "RFC 5321 §3.5.2",
    ],

    maxSize: [
      "Largest letter",
      "Told after SIZE in the reply to EHLO. MAIL with a larger SIZE= gets 552 5.3.4 at once, a letter that turns out larger gets it after the dot.",
      "RFC 1870 §6",
    ],
    maxRecipients: [
      "Recipients of a letter",
      "The next RCPT gets 452 4.5.3; the client sends the letter to those accepted and comes back for the rest. At least 100 are asked for.",
      "RFC 5321 §4.5.3.1.8",
    ],
    maxPerConn: [
      "Letters per connection",
      "After that many the connection is closed with 421 and the client has to call again.",
      "RFC 9422 §3.2",
    ],
    maxDomains: [
      "Domains among the recipients",
      "A recipient of one more domain gets 452 4.5.3 and is sent to with another letter.",
      "RFC 9422 §3.3",
    ],
    maxErrors: [
      "Mistakes per connection",
      "After that many refusals (5xx) the server says 421 4.7.0 and hangs up.",
      "RFC 5321 §3.8",
    ],
    maxUnknown: [
      "Unknown commands per connection",
      "After that many commands which nobody knows it is 421, whatever the mistakes are: a browser sent here by a trick gets no further.",
    ],
    maxHops: [
      "Longest way",
      "A letter that already has so many Received lines is going in circles: 554 5.4.6.",
      "RFC 5321 §6.3",
    ],
    maxHold: [
      "Longest hold",
      "The longest HOLDFOR or HOLDUNTIL that is taken, where FUTURERELEASE is offered.",
      "RFC 4865",
    ],
    minBy: [
      "Shortest time to deliver",
      "Where DELIVERBY is offered, a shorter BY= that asks for the letter to be returned gets 501 5.5.4. 0: any.",
      "RFC 2852",
    ],
    idle: [
      "Patience",
      "A client that says nothing for so long hears 421 4.4.2 and is cut off. Five minutes are the least that is asked for.",
      "RFC 5321 §4.5.3.2.7",
    ],
    maxConns: ["Connections at once", "One more caller is greeted with 421 4.3.2 and cut off.", "RFC 5321 §3.8"],
    maxConnsPerClient: ["Connections at once per client", "The same, counted for each IP address: 421 4.7.0."],
    connRate: [
      "Calls a minute per client",
      "Who calls more often hears 421 4.7.0 and how long to wait, instead of 220.",
    ],
    mailRate: ["Letters a minute per client", "The next MAIL gets 450 4.7.1; a good client waits and tries again."],
    rcptRate: ["Recipients a minute per client", "The next RCPT gets 450 4.7.1."],

    lineEnds: [
      "Line ends of what comes in",
      "Strict: only CR LF ends a line, and a letter with a bare LF or CR is refused with 554 5.6.0. Passing keeps it as it is. Mending makes CR LF of it. The lenient ones let LF (or CR, too) end a line, so that LF . LF ends a letter: one half of SMTP smuggling.",
      "RFC 5321 §2.3.8",
    ],
    lineEndsOut: [
      "Line ends of what goes out",
      "Strict repairs bare CR and LF before it passes a letter on; lenient sends the octets as they came: the other half of a smuggling pair.",
      "RFC 5321 §2.3.8",
    ],
    greylist: [
      "Greylisting",
      "The first time that a client, sender and recipient meet, RCPT gets 450 4.7.1; after this pause the same three are welcome. Programs that never try again are kept out. 0 is off.",
      "RFC 6647",
    ],
    greylistWindow: [
      "… the second try must come within",
      "Later than that the three count as strangers again.",
      "RFC 6647 §5",
    ],
    greylistKeep: ["… and is remembered for", "So long the three pass without a wait.", "RFC 6647 §5"],
    senderDomain: [
      "Sender’s domain",
      "Asks DNS after MAIL FROM whether an answer could be sent there: a domain that does not exist gets 550 5.1.8, one that takes no mail 550 5.7.27, no answer from DNS 450 4.1.8.",
      "RFC 7505 §4.2",
    ],
    senderLogin: [
      "Senders of logged-in users",
      "Any sender, or only the user’s own address: another gets 553 5.7.1 at MAIL.",
      "RFC 6409 §6.1",
    ],
    heloCheck: [
      "Name after HELO",
      "What a client must call itself: 501 5.5.2 for what is no name, 504 5.5.2 for one without a dot, 550 5.7.1 for our own or one that DNS does not know, 450 4.7.1 while DNS does not answer. A name that merely does not fit the address must not be refused.",
      "RFC 5321 §4.1.4",
    ],
    greetDelay: [
      "Pause before the greeting",
      "So long the server waits with its 220. Who cannot wait and speaks first gets 554.",
      "RFC 5321 §4.3.1",
    ],
    strictPipelining: [
      "Commands before their turn",
      "On: commands that come together although PIPELINING was not offered are refused with 503.",
      "RFC 2920",
    ],

    accent: [
      "Accent",
      "Replies in the manner of a well-known product, where that differs with its codes: relaying is 550 5.7.1 here, 554 5.7.1 as Postfix says it, 550 5.7.54 as Exchange does.",
      "RFC 5321 §4.2",
    ],
    banner: [
      "Greeting",
      "What follows the host's name in the 220 line. It need not tell which program runs here.",
      "RFC 5321 §4.2",
    ],
    magic: [
      "Magic recipients",
      "RCPT to an address such as reply-451@ or reply-550-5.1.1@ one of this server’s domains is answered with just that; data-451@ and dot-552@ wait for DATA and for the dot. HELP MAGIC lists all: every reply on demand.",
    ],

    catchAll: ["Catch-all", "The mailbox that gets what is for nobody here; then 550 5.1.1 is never said."],
    separator: [
      "Separator of a detail",
      "With + letters for bob+shop@… lie in bob's mailbox. Empty: the whole name counts.",
      "RFC 5233",
    ],
    subdomains: [
      "Sub-domains",
      "Takes mail for bob@anything.our.example as if it were for bob@our.example: “on” for every domain of ours, or the domains for which that holds.",
    ],
    aliases: [
      "Aliases",
      "“sales: alice, bob” hands a letter to others; the envelope's sender stays, so notices go to who wrote it.",
      "RFC 5321 §3.9.1",
    ],
    forwards: [
      "Forwarding",
      "“bob: bob@elsewhere.example” passes a user's letters on. Without SRS the next server sees a sender that this host may not send for, and SPF fails there.",
      "RFC 5321 §3.9",
    ],
    srs: [
      "Sender rewriting (SRS)",
      "Forwarded letters get a sender of this host, SRS0=…@…, so that SPF holds and notices find their way back.",
    ],
    lists: [
      "Mailing lists",
      "“team: alice, bob” sends each post to all members with the list as envelope sender; a footer and a rewritten From are possible.",
      "RFC 5321 §3.9.2, RFC 2369",
    ],
    vacation: [
      "Vacation replies",
      "“bob: I am away until Monday” answers each sender once in seven days, never a list and never a notice.",
      "RFC 3834, RFC 5230",
    ],
    smartHost: [
      "Smart host",
      "All mail for elsewhere goes to this one server, such as relay.hai.example:587, instead of to each domain’s MX.",
      "RFC 5321 §5",
    ],
    lmtp: [
      "Hands over by LMTP",
      "Letters for users here go to this host and port by LMTP, which answers once per recipient after the dot.",
      "RFC 2033",
    ],
    backupFor: [
      "Backup MX for",
      "Takes mail for these domains and holds it until their better MX is back.",
      "RFC 5321 §5.1",
    ],

    retry: [
      "Timetable of tries",
      "A profile’s name (rfc, textbook, postfix, notes3, mox, sendmail, exim) or pauses of one’s own: “5m 15m 1h; warn 4h; expire 5d”. 30 minutes between tries and 4 to 5 days in all are advised.",
      "RFC 5321 §4.5.4.1",
    ],
    reuse: [
      "Letters per outgoing connection",
      "How many letters for one destination go through one connection, the next MAIL or RSET between them. 1: a connection for each.",
      "RFC 5321 §4.5.4.1",
    ],
    sevenBit: [
      "Letters for a 7-bit server",
      "What becomes of a letter with octets above 127 where the other server does not offer 8BITMIME: re-encoded as base64 or quoted-printable, or returned with 5.6.3.",
      "RFC 6152 §3",
    ],
    chunkingOut: [
      "BDAT instead of DATA",
      "Only for what DATA cannot carry, or whenever the other server offers CHUNKING.",
      "RFC 3030",
    ],

    "ehlo.SIZE": [
      "SIZE",
      "Tells the largest letter; clients announce theirs as MAIL … SIZE=. Off: who sends too much learns it only after the dot.",
      "RFC 1870",
    ],
    "ehlo.8BITMIME": [
      "8BITMIME",
      "Letters may have octets above 127 (MAIL … BODY=8BITMIME). Off: clients re-encode as base64 or quoted-printable, or bounce with 5.6.3.",
      "RFC 6152",
    ],
    "ehlo.PIPELINING": [
      "PIPELINING",
      "MAIL, RCPT and DATA may come in one segment. Off: clients wait for each reply, and every letter takes more round trips.",
      "RFC 2920",
    ],
    "ehlo.ENHANCEDSTATUSCODES": [
      "ENHANCEDSTATUSCODES",
      "Replies carry x.y.z behind the code, as in 550 5.1.1. Off: only the three digits are sent.",
      "RFC 2034, RFC 3463",
    ],
    "ehlo.DSN": [
      "DSN",
      "Senders choose which notices they want: NOTIFY=, ORCPT=, RET=, ENVID=. Off: the sending server tells of success itself, as “relayed”.",
      "RFC 3461",
    ],
    "ehlo.SMTPUTF8": [
      "SMTPUTF8",
      "Addresses may have any script, such as 用户@例子.example. Off: such a letter is returned with 5.6.7.",
      "RFC 6531",
    ],
    "ehlo.CHUNKING": [
      "CHUNKING",
      "Letters may come as BDAT n, counted octets without dot-stuffing. Off: BDAT gets 502 5.5.1, clients use DATA.",
      "RFC 3030",
    ],
    "ehlo.BINARYMIME": [
      "BINARYMIME",
      "Letters may have any octets and lines without end (needs CHUNKING). Off: BODY=BINARYMIME gets 501 5.5.4, clients re-encode.",
      "RFC 3030 §3",
    ],
    "ehlo.AUTH": [
      "AUTH",
      "Which mechanisms a client may log in with. Off: AUTH gets 502 5.5.1 and nobody can send to other domains.",
      "RFC 4954",
    ],
    "ehlo.LIMITS": [
      "LIMITS",
      "Tells the limits beforehand: RCPTMAX, MAILMAX, RCPTDOMAINMAX. Off: clients find out by 452 and 421.",
      "RFC 9422",
    ],
    "ehlo.FUTURERELEASE": [
      "FUTURERELEASE",
      "HOLDFOR= and HOLDUNTIL=: the server keeps a letter and sends it later. Only submission (port 587) offers it; elsewhere the parameter gets 555 5.5.4.",
      "RFC 4865 §3",
    ],
    "ehlo.DELIVERBY": [
      "DELIVERBY",
      "BY=: a letter that is worth nothing later is returned (R) or told of (N). Off: the parameter gets 555 5.5.4.",
      "RFC 2852",
    ],
    "ehlo.MT-PRIORITY": ["MT-PRIORITY", "MT-PRIORITY=-9 … 9: which letters go first when many wait.", "RFC 6710"],
    "ehlo.ETRN": [
      "ETRN",
      "A client asks that the queue for its domain be tried now: 250, 251 (nothing waits), 253 (n letters), 458, 459.",
      "RFC 1985",
    ],
    "ehlo.HELP": ["HELP", "Says that HELP is answered."],
    "ehlo.VRFY": ["VRFY", "Says that VRFY is understood, which need not mean that it tells anything."],
    "ehlo.NO-SOLICITING": [
      "NO-SOLICITING",
      "Mail that its sender marks as advertising of these classes is refused with 550 5.7.1.",
      "RFC 3865",
    ],
    "ehlo.RRVS": ["RRVS", "A letter is only for whoever has had the address since a given day.", "RFC 7293"],
    "ehlo.XFORWARD": ["XFORWARD", "A filter that is believed tells where a letter came from, for the log: 250."],
    "ehlo.XCLIENT": [
      "XCLIENT",
      "A proxy that is believed tells for which address, name and login it speaks: 220 starts anew.",
    ],
  } as Record<string, SettingWords>,

  verbs: {
    EHLO: "greets and asks for the extensions; without it a client falls back to HELO",
    HELO: "the greeting of 1982, no extensions",
    AUTH: "logs in",
    MAIL: "begins a letter: its envelope sender",
    RCPT: "one recipient of the envelope",
    DATA: "the letter itself, up to a lone dot",
    BDAT: "the letter in counted pieces",
    RSET: "forgets the envelope",
    NOOP: "does nothing, answers 250",
    VRFY: "is there such a user?",
    EXPN: "who is behind a list?",
    HELP: "tells the commands",
    ETRN: "please send what waits for us",
    XCLIENT: "a proxy tells for whom it speaks",
    XFORWARD: "a filter tells where a letter came from",
    LHLO: "the greeting of LMTP",
    QUIT: "says goodbye; the server hangs up after 221",
  } as Record<string, string>,
  verb: (verb: string, what: string): SettingWords => [
    verb,
    `${what ? `${what[0]?.toUpperCase()}${what.slice(1)}. ` : ""}Off: 502 5.5.1.`,
    "RFC 5321 §4.2.4",
  ],
};
