package message

import (
	"strings"
	"unicode"

	"ehloworld/engine/punycode"
)

// Forms returns the entry's domain in both of its forms (RFC 5890 section 2.3.2.1): in ASCII, as it goes through DNS and
// through servers without SMTPUTF8, and in the letters that people read. They are the same for most domains, and for
// address literals. Ok is false when there is no ASCII form; ascii is then "".
func (e *AddressEntry) Forms() (ascii, unicode string, ok bool) {
	if e.Domain == "" || e.Domain[0] == '[' {
		return e.Domain, e.Domain, true
	}
	ascii, err := punycode.ToASCII(e.Domain)
	if err != nil && (!isASCII(e.Domain) || hasCodedLabel(e.Domain)) {
		return "", e.Domain, false
	}
	if err != nil { // Odd, but as ASCII as can be: "a_b.example".
		ascii = e.Domain
	}
	return ascii, punycode.ToUnicode(ascii), true
}

// hasCodedLabel says whether a domain in small letters has a label in Punycode.
func hasCodedLabel(domain string) bool {
	return strings.HasPrefix(domain, punycode.Prefix) || strings.Contains(domain, "."+punycode.Prefix)
}

// alphabets are those whose letters look alike.
var alphabets = [...]*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Cherokee}

// mixesAlphabets says whether a label of the domain has letters of several alphabets that look alike. Chinese, Japanese and
// Korean names mix scripts as a matter of course; those are not among them.
func mixesAlphabets(domain string) bool {
	for label := range strings.SplitSeq(domain, ".") {
		if isASCII(label) {
			continue
		}
		seen := 0
		for _, a := range alphabets {
			if strings.ContainsFunc(label, func(r rune) bool { return unicode.Is(a, r) }) {
				seen++
			}
		}
		if seen > 1 {
			return true
		}
	}
	return false
}
