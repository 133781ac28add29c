package fields

import (
	"slices"
	"strings"

	"ehloworld/engine/message"
)

// A reason says why we disagree with somebody about a value, and are right to. It is listed for one of the others, and holds
// for some disagreements; one that holds for none is out of date.
type reason struct {
	oracle string
	why    string
	holds  func(d difference) bool
}

// difference is one disagreement.
type difference struct {
	value string
	flaws []message.Flaw // What we find wrong with the value.

	ours, theirs Boxes // Of address lists.

	oursAt, theirsAt *instant // Of dates; nil: refused.
}

// instant is a date in seconds since 1970 and zone in seconds east of UTC.
type instant struct {
	at, zone int64
	known    bool
}

func (d difference) has(flaws ...string) bool {
	return slices.ContainsFunc(d.flaws, func(f message.Flaw) bool { return slices.Contains(flaws, f.Name) })
}

func (d difference) refused() bool { return d.theirs == nil }

// addresses is the addresses of a list, without the names.
func (b Boxes) addresses() string {
	var out []string
	for _, box := range b {
		out = append(out, box.Address)
	}
	return strings.Join(out, " ")
}

// goRefuses are the reasons of net/mail, which go-message reads address lists with.
func goRefuses(oracle string) []reason {
	return []reason{
		{oracle, "it refuses a whole list for one flaw, or for obsolete syntax that RFC 5322 section 4 wants read; we read on and name the flaw",
			func(d difference) bool { return d.refused() && len(d.flaws) > 0 }},
		{oracle, "it refuses a list without entries; we find nothing in it",
			func(d difference) bool { return d.refused() && len(d.ours) == 0 }},
		{oracle, "it refuses comments in most places where RFC 5322 section 3.4 allows them",
			func(d difference) bool { return d.refused() && strings.Contains(d.value, "(") }},
		{oracle, "it takes [IPv6:…] for no address literal (RFC 5321 section 4.1.3)",
			func(d difference) bool { return d.refused() && strings.Contains(d.value, "[IPv6:") }},
		{oracle, "it refuses an empty quoted local part, which is legal",
			func(d difference) bool { return d.refused() && strings.Contains(d.value, `""@`) }},
		{oracle, "it refuses a list for an encoded word of an unknown character set, or with a comma in it; we read the word as text",
			func(d difference) bool { return d.refused() && strings.Contains(d.value, "=?") }},
		{oracle, "it leaves encoded words in quotation marks as they are; like other mail programs, we decode them and name the flaw",
			func(d difference) bool { return d.has("word-in-quotes") && d.ours.addresses() == d.theirs.addresses() }},
		{oracle, "it does not join encoded words that were cut within a base64 quantum",
			func(d difference) bool {
				return strings.Contains(d.value, "?B?5b?=") && d.ours.addresses() == d.theirs.addresses()
			}},
	}
}

var addressReasons = slices.Concat(goRefuses("net/mail"), goRefuses("go-message"), []reason{
	{"getaddresses", "it makes one name of all words and comments; we take a comment for the name only where there is no other, and the last of several",
		func(d difference) bool {
			return strings.Contains(d.value, "(") && d.ours.addresses() == d.theirs.addresses()
		}},
	{"getaddresses", "it knows no encoded words, and takes a comma in one for the end of the entry",
		func(d difference) bool { return strings.Contains(d.value, "?Q?Li,_Bob?=") }},
	{"getaddresses", "it has no idea of words without brackets or with too many, and glues them together or drops them; we repair the entry and name the flaw",
		func(d difference) bool {
			return d.has("address-no-brackets", "address-name-after", "address-comma-missing", "name-specials", "quote-unclosed", "comment-unclosed", "address-brackets",
				"address-unclosed", "address-several-at", "address-mailto", "address-quoted-whole")
		}},
	{"getaddresses", "it does not undo the quotes of a local part of several words",
		func(d difference) bool { return d.has("address-quoted-pieces") }},
	{"getaddresses", "it takes anything after the @ for a domain; we check its form",
		func(d difference) bool { return d.has("address-domain", "address-local-part") }},
	{"registry", "it takes no comment for a name, though that was the way to give one before brackets",
		func(d difference) bool {
			return strings.Contains(d.value, "(") && d.ours.addresses() == d.theirs.addresses()
		}},
	{"registry", "it gives up, with an exception, over what is not in order",
		func(d difference) bool { return d.refused() && (len(d.flaws) > 0 || len(d.ours) == 0) }},
	{"registry", "it takes an empty quoted local part for a missing one",
		func(d difference) bool { return strings.Contains(d.value, `""@`) }},
	{"registry", "it reads words of unknown character sets as US-ASCII",
		func(d difference) bool { return strings.Contains(d.value, "=?x-none?") }},
	{"registry", "it puts a blank between adjacent encoded words, which RFC 2047 section 6.2 forbids, and does not join those that were cut",
		func(d difference) bool { return strings.Contains(d.value, "?= =?") }},
	{"registry", "it decodes encoded words in addresses, where RFC 2047 section 5 forbids them",
		func(d difference) bool { return d.has("address-encoded-word") }},
	{"registry", "after a flaw it drops the rest of the entry, or of the list; we repair the entry and read on",
		func(d difference) bool {
			return d.has("address-no-brackets", "address-name-after", "address-comma-missing", "name-specials", "quote-unclosed", "comment-unclosed", "address-brackets",
				"address-semicolon", "address-unclosed", "address-several-at", "address-mailto", "address-quoted-whole", "address-domain", "address-local-part", "address-blanks", "group-nested", "address-empty-entry")
		}},
})

var dateReasons = []reason{
	{"net/mail", "it refuses what is not in order, or obsolete; we read it and name the flaw",
		func(d difference) bool { return d.theirsAt == nil && len(d.flaws) > 0 }},
	{"net/mail", "it refuses comments and blanks where RFC 5322 section 4.3 allows them, and leap seconds",
		func(d difference) bool {
			return d.theirsAt == nil && (strings.Contains(d.value, "(") || strings.Contains(d.value, " : ") || strings.Contains(d.value, ":60 ") || strings.Contains(d.value, "Mon,2") || strings.Contains(d.value, "\n"))
		}},
	{"net/mail", "it takes every name of a zone for UTC; RFC 5322 section 4.3 says what the American ones are",
		func(d difference) bool { return d.has("date-zone-name") }},
	{"net/mail", "it takes two-digit years up to 68 for 20xx; RFC 5322 section 4.3 draws the line at 50",
		func(d difference) bool { return d.has("date-short-year") }},
	{"net/mail", "it does not say whether a zone is known",
		func(d difference) bool {
			return d.theirsAt != nil && d.oursAt != nil && d.theirsAt.at == d.oursAt.at && !d.oursAt.known
		}},
	{"net/mail", "it takes +08 and GMT+8 for names of zones",
		func(d difference) bool { return d.has("date-zone-form") }},
	{"net/mail", "our time ends in 2261",
		func(d difference) bool { return d.oursAt == nil && strings.Contains(d.value, "9999") }},

	{"python", "it refuses dates in other orders, languages and forms; we read them and name the flaw",
		func(d difference) bool { return d.theirsAt == nil && len(d.flaws) > 0 }},
	{"python", "it has no leap seconds",
		func(d difference) bool { return d.theirsAt == nil && strings.Contains(d.value, ":60 ") }},
	{"python", "it does not look past comments before the time, nor blanks around colons",
		func(d difference) bool {
			return d.theirsAt == nil && (strings.Contains(d.value, "(x)") || strings.Contains(d.value, " : "))
		}},
	{"python", "it takes two-digit years up to 68 for 20xx, where RFC 5322 section 4.3 draws the line at 50, and three-digit ones as they are",
		func(d difference) bool { return d.has("date-short-year") }},
	{"python", "it does not see AM and PM",
		func(d difference) bool { return d.has("date-am-pm") }},
	{"python", "it knows no zones but four digits, and takes +8 for eight minutes",
		func(d difference) bool { return d.has("date-zone-form") }},
	{"python", "it takes a date in quotation marks without its zone",
		func(d difference) bool { return strings.HasPrefix(d.value, `"`) }},
	{"python", "our time ends in 2261",
		func(d difference) bool { return d.oursAt == nil && strings.Contains(d.value, "9999") }},
}
