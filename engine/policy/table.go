package policy

import (
	"ehloworld/engine/delivery"
	"ehloworld/engine/vtime"
)

// ID is the place of a setting in the table.
type ID uint8

// The settings in the order of the table: first those of both editions.
const (
	Relay ID = iota
	UnknownUser
	MaxSize
	MaxRecipients
	MaxPerConn
	Separator

	firstFull // From here on only the full edition has them.
)

const (
	Service = firstFull + iota
	RelayFrom
	XClientFrom
	VRFY
	EXPN

	MaxDomains
	MaxErrors
	MaxUnknown
	MaxHops
	MaxHold
	MinBy
	Idle
	MaxConns
	MaxConnsPerClient
	ConnRate
	MailRate
	RcptRate

	LineEnds
	LineEndsOut
	StrictPipelining
	GreetDelay
	Greylist
	GreylistWindow
	GreylistKeep
	SenderDomain
	SenderLogin
	HeloCheck

	Accent
	Banner
	Magic

	Aliases
	CatchAll
	Subdomains
	Forwards
	SRS
	Lists
	Vacation
	SmartHost
	LMTP
	BackupFor

	Retry
	Reuse
	SevenBit
	ChunkingOut

	firstExtension // From here on settings are found by their keys.
)

// Beginnings of keys.
const (
	extensionPrefix = "ehlo."
	verbPrefix      = "verb."
)

const day = int64(24 * vtime.Hour)

// first is the part of the table that both editions have.
var first = []Setting{
	{Key: "relay", Group: "access", Kind: Choice, Choices: []string{"local-only", "open"}, Default: "local-only"},
	{Key: "unknownUser", Old: "unknown_user", Group: "access", Kind: Choice, Choices: []string{"reject", "accept"}, Default: "reject"},
	{Key: "maxSize", Old: "max_size", Group: "limits", Kind: Number, Min: 1, Max: 64 << 20, Default: "1000000"},
	{Key: "maxRecipients", Old: "max_recipients", Group: "limits", Kind: Number, Min: 1, Max: 1000, Default: "100"},
	{Key: "maxPerConn", Old: "max_per_connection", Group: "limits", Kind: Number, Max: 1000, Default: "0"},
	{Key: "separator", Group: "delivery", Kind: Text, Max: 1, check: separator},
}

// extension is one that EHLO may offer.
type extension struct {
	name   string
	params func(string) string // Checks its parameters; nil: it has none.
}

// extensions are all that EHLO may offer. A function, like more.
func extensions() []extension {
	return []extension{
		{"SIZE", size}, {"8BITMIME", nil}, {"PIPELINING", nil}, {"ENHANCEDSTATUSCODES", nil}, {"DSN", nil}, {"SMTPUTF8", nil},
		{"CHUNKING", nil}, {"BINARYMIME", nil}, {"AUTH", among("PLAIN", "LOGIN")}, {"LIMITS", limits}, {"FUTURERELEASE", interval},
		{"DELIVERBY", least}, {"MT-PRIORITY", among("MIXER", "STANAG4406", "NSEP")}, {"ETRN", nil}, {"HELP", nil}, {"VRFY", nil},
		{"NO-SOLICITING", classes}, {"RRVS", nil},
		{"XCLIENT", among("NAME", "ADDR", "PORT", "PROTO", "HELO", "LOGIN", "DESTADDR", "DESTPORT")},
		{"XFORWARD", among("NAME", "ADDR", "PORT", "PROTO", "HELO", "IDENT", "SOURCE")},
	}
}

// verbs are the commands that can be switched off.
var verbs = []string{
	"EHLO", "HELO", "LHLO", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "NOOP", "VRFY", "EXPN", "HELP", "ETRN", "XCLIENT", "XFORWARD",
	"QUIT",
}

// more is the part of the table that only the full edition has. It is a function, so that the compiler can drop it.
func more() []Setting {
	rate := func(key string) Setting {
		return Setting{Key: key, Group: "limits", Kind: Number, Max: 10_000, Default: "0"}
	}
	list := func(key string, all func([]string) delivery.Texts) Setting {
		return Setting{Key: key, Group: "delivery", Kind: List, Max: maxItems, checkAll: func(items []string) string { return rules(all(items)) }}
	}
	rule := func(key string, all func(string) delivery.Texts) Setting {
		return Setting{Key: key, Group: "delivery", Kind: Text, Max: maxText, check: func(text string) string { return rules(all(text)) }}
	}
	all := []Setting{
		{Key: "service", Group: "access", Kind: Choice, Choices: []string{"normal", "no-mail", "maintenance"}, Default: "normal"},
		{Key: "relayFrom", Group: "access", Kind: List, Max: maxItems, check: network},
		{Key: "xclientFrom", Group: "access", Kind: List, Max: maxItems, check: network},
		{Key: "vrfy", Group: "access", Kind: Choice, Choices: []string{"252", "answer"}, Default: "252"},
		{Key: "expn", Group: "access", Kind: Choice, Choices: []string{"refuse", "answer"}, Default: "refuse"},

		{Key: "maxDomains", Group: "limits", Kind: Number, Max: 1000, Default: "0"},
		{Key: "maxErrors", Group: "limits", Kind: Number, Max: 1000, Default: "100"},
		{Key: "maxUnknown", Group: "limits", Kind: Number, Max: 1000, Default: "0"},
		{Key: "maxHops", Group: "limits", Kind: Number, Min: 1, Max: 1000, Default: "100"},
		{Key: "maxHold", Group: "limits", Kind: Span, Min: int64(vtime.Second), Max: 90 * day, Default: "30d"},
		{Key: "minBy", Group: "limits", Kind: Span, Max: day, Default: "0s"},
		{Key: "idle", Group: "limits", Kind: Span, Min: int64(vtime.Second), Max: int64(vtime.Hour), Default: "5m"},
		rate("maxConns"), rate("maxConnsPerClient"), rate("connRate"), rate("mailRate"), rate("rcptRate"),

		{Key: "lineEnds", Group: "checks", Kind: Choice, Choices: []string{"strict", "pass", "mend", "lenient-in", "lenient-cr"}, Default: "strict"},
		{Key: "lineEndsOut", Group: "checks", Kind: Choice, Choices: []string{"strict", "lenient"}, Default: "strict"},
		{Key: "strictPipelining", Group: "checks", Default: "off"},
		{Key: "greetDelay", Group: "checks", Kind: Span, Max: int64(vtime.Minute), Default: "0s"},
		{Key: "greylist", Group: "checks", Kind: Span, Max: day, Default: "0s"},
		{Key: "greylistWindow", Group: "checks", Kind: Span, Min: int64(vtime.Minute), Max: 7 * day, Default: "1d"},
		{Key: "greylistKeep", Group: "checks", Kind: Span, Min: int64(vtime.Hour), Max: 100 * day, Default: "36d"},
		{Key: "senderDomain", Group: "checks", Kind: Choice, Choices: []string{"off", "check"}, Default: "off"},
		{Key: "senderLogin", Group: "checks", Kind: Choice, Choices: []string{"any", "own"}, Default: "any"},
		{Key: "heloCheck", Group: "checks", Kind: Choice, Choices: []string{"off", "syntax", "fqdn", "exists"}, Default: "off"},

		{Key: "accent", Group: "wording", Kind: Choice, Choices: []string{"plain", "postfix", "exim", "exchange"}, Default: "plain"},
		{Key: "banner", Group: "wording", Kind: Text, Max: 300},
		{Key: "magic", Group: "wording", Default: "off"},

		list("aliases", func(l []string) delivery.Texts { return delivery.Texts{Aliases: l} }),
		rule("catchAll", func(s string) delivery.Texts { return delivery.Texts{CatchAll: s} }),
		list("subdomains", func(l []string) delivery.Texts { return delivery.Texts{Subdomains: l} }),
		list("forwards", func(l []string) delivery.Texts { return delivery.Texts{Forwards: l} }),
		rule("srs", func(s string) delivery.Texts { return delivery.Texts{SRS: s} }),
		list("lists", func(l []string) delivery.Texts { return delivery.Texts{Lists: l} }),
		list("vacation", func(l []string) delivery.Texts { return delivery.Texts{Vacation: l} }),
		rule("smartHost", func(s string) delivery.Texts { return delivery.Texts{SmartHost: s} }),
		rule("lmtp", func(s string) delivery.Texts { return delivery.Texts{LMTP: s} }),
		list("backupFor", func(l []string) delivery.Texts { return delivery.Texts{BackupFor: l} }),

		{Key: "retry", Group: "queue", Kind: Text, Max: 300, Choices: retries(), check: timetable},
		{Key: "reuse", Group: "queue", Kind: Number, Min: 1, Max: 1000, Default: "100"},
		{Key: "sevenBit", Group: "queue", Kind: Choice, Choices: []string{"convert", "bounce"}, Default: "convert"},
		{Key: "chunkingOut", Group: "queue", Kind: Choice, Choices: []string{"when-binary", "prefer"}, Default: "when-binary"},
	}
	for _, e := range extensions() {
		all = append(all, Setting{Key: extensionPrefix + e.name, Group: "extensions", Params: e.params != nil, check: e.params})
	}
	for _, verb := range verbs {
		all = append(all, Setting{Key: verbPrefix + verb, Group: "verbs", Default: "on"})
	}
	return all
}
