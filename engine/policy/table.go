package policy

import (
	"ehloworld/engine/delivery"
	"ehloworld/engine/vtime"
)

// ID is the place of a setting in the table.
type ID uint8

// The settings of both editions, in the order of the table.
const (
	Service ID = iota
	Relay
	XClientFrom
	UnknownUser

	MaxSize
	MaxRecipients
	MaxPerConn
	MaxDomains
	MaxErrors
	MaxUnknown
	MaxHops
	MaxHold
	MinBy
	Idle

	LineEnds
	LineEndsOut
	StrictPipelining
	GreetDelay

	Banner

	Separator

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
	{Key: "service", Group: "access", Kind: Choice, Choices: []string{"normal", "no-mail", "maintenance"}, Default: "normal"},
	{Key: "relay", Group: "access", Kind: Choice, Choices: []string{"local-only", "open"}, Default: "local-only"},
	{Key: "xclientFrom", Group: "access", Kind: List, Max: maxItems, check: network},
	{Key: "unknownUser", Old: "unknown_user", Group: "access", Kind: Choice, Choices: []string{"reject", "accept"}, Default: "reject"},

	{Key: "maxSize", Old: "max_size", Group: "limits", Kind: Number, Min: 1, Max: 64 << 20, Default: "1000000"},
	{Key: "maxRecipients", Old: "max_recipients", Group: "limits", Kind: Number, Min: 1, Max: 1000, Default: "100"},
	{Key: "maxPerConn", Old: "max_per_connection", Group: "limits", Kind: Number, Max: 1000, Default: "0"},
	{Key: "maxDomains", Group: "limits", Kind: Number, Max: 1000, Default: "0"},
	{Key: "maxErrors", Group: "limits", Kind: Number, Max: 1000, Default: "100"},
	{Key: "maxUnknown", Group: "limits", Kind: Number, Max: 1000, Default: "0"},
	{Key: "maxHops", Group: "limits", Kind: Number, Min: 1, Max: 1000, Default: "100"},
	{Key: "maxHold", Group: "limits", Kind: Span, Min: int64(vtime.Second), Max: 90 * day, Default: "30d"},
	{Key: "minBy", Group: "limits", Kind: Span, Max: day, Default: "0s"},
	{Key: "idle", Group: "limits", Kind: Span, Min: int64(vtime.Second), Max: int64(vtime.Hour), Default: "5m"},

	{Key: "lineEnds", Group: "checks", Kind: Choice, Choices: []string{"strict", "pass", "mend", "lenient-in", "lenient-cr"}, Default: "strict"},
	{Key: "lineEndsOut", Group: "checks", Kind: Choice, Choices: []string{"strict", "lenient"}, Default: "strict"},
	{Key: "strictPipelining", Group: "checks", Default: "off"},
	{Key: "greetDelay", Group: "checks", Kind: Span, Max: int64(vtime.Minute), Default: "0s"},

	{Key: "banner", Group: "wording", Kind: Text, Max: 300},

	{Key: "separator", Group: "delivery", Kind: Text, Max: 1, check: separator},

	{Key: "retry", Group: "queue", Kind: Text, Max: 300, Choices: retries(), check: timetable},
	{Key: "reuse", Group: "queue", Kind: Number, Min: 1, Max: 1000, Default: "100"},
	{Key: "sevenBit", Group: "queue", Kind: Choice, Choices: []string{"convert", "bounce"}, Default: "convert"},
	{Key: "chunkingOut", Group: "queue", Kind: Choice, Choices: []string{"when-binary", "prefer"}, Default: "when-binary"},

	{Key: "ehlo.SIZE", Group: "extensions", Params: true},
	{Key: "ehlo.8BITMIME", Group: "extensions"},
	{Key: "ehlo.PIPELINING", Group: "extensions"},
	{Key: "ehlo.ENHANCEDSTATUSCODES", Group: "extensions"},
	{Key: "ehlo.DSN", Group: "extensions"},
	{Key: "ehlo.SMTPUTF8", Group: "extensions"},
	{Key: "ehlo.CHUNKING", Group: "extensions"},
	{Key: "ehlo.BINARYMIME", Group: "extensions"},
	{Key: "ehlo.AUTH", Group: "extensions", Params: true},
	{Key: "ehlo.LIMITS", Group: "extensions", Params: true},
	{Key: "ehlo.FUTURERELEASE", Group: "extensions", Params: true},
	{Key: "ehlo.DELIVERBY", Group: "extensions", Params: true},
	{Key: "ehlo.MT-PRIORITY", Group: "extensions", Params: true},
	{Key: "ehlo.ETRN", Group: "extensions"},
	{Key: "ehlo.XCLIENT", Group: "extensions", Params: true},

	{Key: "verb.EHLO", Group: "verbs", Default: "on"},
	{Key: "verb.HELO", Group: "verbs", Default: "on"},
	{Key: "verb.AUTH", Group: "verbs", Default: "on"},
	{Key: "verb.MAIL", Group: "verbs", Default: "on"},
	{Key: "verb.RCPT", Group: "verbs", Default: "on"},
	{Key: "verb.DATA", Group: "verbs", Default: "on"},
	{Key: "verb.BDAT", Group: "verbs", Default: "on"},
	{Key: "verb.RSET", Group: "verbs", Default: "on"},
	{Key: "verb.NOOP", Group: "verbs", Default: "on"},
	{Key: "verb.VRFY", Group: "verbs", Default: "on"},
	{Key: "verb.EXPN", Group: "verbs", Default: "on"},
	{Key: "verb.HELP", Group: "verbs", Default: "on"},
	{Key: "verb.ETRN", Group: "verbs", Default: "on"},
	{Key: "verb.XCLIENT", Group: "verbs", Default: "on"},
	{Key: "verb.LHLO", Group: "verbs", Default: "on"},
	{Key: "verb.QUIT", Group: "verbs", Default: "on"},
}

// firstFull is the ID of the first setting that only the full edition has.
const firstFull = firstExtension + 15 + 16

// The settings that only the full edition has.
const (
	RelayFrom = firstFull + iota
	VRFY
	EXPN

	MaxConns
	MaxConnsPerClient
	ConnRate
	MailRate
	RcptRate

	Greylist
	GreylistWindow
	GreylistKeep
	SenderDomain
	HeloCheck

	Accent
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
)

// more is the part of the table that only the full edition has. It is a function, so that the compiler can drop it.
func more() []Setting {
	rate := func(key string) Setting {
		return Setting{Key: key, Group: "limits", Kind: Number, Max: 10_000, Default: "0", Full: true}
	}
	list := func(key string, all func([]string) delivery.Texts) Setting {
		return Setting{Key: key, Group: "delivery", Kind: List, Max: maxItems, Full: true, checkAll: func(items []string) string { return rules(all(items)) }}
	}
	rule := func(key string, all func(string) delivery.Texts) Setting {
		return Setting{Key: key, Group: "delivery", Kind: Text, Max: maxText, Full: true, check: func(text string) string { return rules(all(text)) }}
	}
	return []Setting{
		{Key: "relayFrom", Group: "access", Kind: List, Max: maxItems, Full: true, check: network},
		{Key: "vrfy", Group: "access", Kind: Choice, Choices: []string{"252", "answer"}, Default: "252", Full: true},
		{Key: "expn", Group: "access", Kind: Choice, Choices: []string{"refuse", "answer"}, Default: "refuse", Full: true},

		rate("maxConns"), rate("maxConnsPerClient"), rate("connRate"), rate("mailRate"), rate("rcptRate"),

		{Key: "greylist", Group: "checks", Kind: Span, Max: day, Default: "0s", Full: true},
		{Key: "greylistWindow", Group: "checks", Kind: Span, Min: int64(vtime.Minute), Max: 7 * day, Default: "1d", Full: true},
		{Key: "greylistKeep", Group: "checks", Kind: Span, Min: int64(vtime.Hour), Max: 100 * day, Default: "36d", Full: true},
		{Key: "senderDomain", Group: "checks", Kind: Choice, Choices: []string{"off", "check"}, Default: "off", Full: true},
		{Key: "heloCheck", Group: "checks", Kind: Choice, Choices: []string{"off", "syntax", "fqdn", "exists"}, Default: "off", Full: true},

		{Key: "accent", Group: "wording", Kind: Choice, Choices: []string{"plain", "postfix", "exim", "exchange"}, Default: "plain", Full: true},
		{Key: "magic", Group: "wording", Default: "off", Full: true},

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
	}
}
