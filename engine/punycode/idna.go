package punycode

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of domain names in octets (RFC 1035 section 2.3.4, RFC 5890 section 2.3.2.1).
const (
	MaxLabel  = 63
	MaxDomain = 253
)

// Prefix begins a label that is written in Punycode (RFC 5890 section 2.3.2.5).
const Prefix = "xn--"

// Normalize puts text into Unicode's Normalization Form C. Natively that is golang.org/x/text/unicode/norm; the browser's
// main sets it to what the browser has. Where it is nil, in tests under Node, text is taken for normalized.
var Normalize func(text string) string

// Error says what is wrong with a domain name.
type Error struct {
	Name string // Stable: "label-long".
	Text string // In plain words.
}

func (e *Error) Error() string { return e.Text }

var (
	errUTF8     = &Error{"not-utf8", "the octets above 127 are not UTF-8"}
	errEmpty    = &Error{"label-empty", "there is nothing between two dots"}
	errLong     = &Error{"label-long", "a part of a domain between dots has at most 63 octets in ASCII"}
	errTooLong  = &Error{"domain-long", "a domain has at most 253 octets in ASCII"}
	errHyphen   = &Error{"label-hyphen", "a part of a domain must not begin or end with a hyphen, nor have two as its third and fourth character"}
	errChar     = &Error{"label-character", "a domain consists of letters, digits, hyphens and dots"}
	errPunycode = &Error{"bad-punycode", "a part that begins with xn-- is not what the same name is written as in Punycode"}
)

// ToASCII writes a domain in ASCII, each part that needs it in Punycode: what goes into DNS and into envelopes without
// SMTPUTF8. Capitals become small, the full stops and the wide letters of East Asian keyboards become the plain ones.
// Errors are *Error; the domain is then returned as it is.
//
// What it leaves undone for want of tables: compatibility forms other than the wide ones, whether a character is allowed in
// domains or assigned at all, and the rule on directions (RFC 5893). A registry refuses such names.
func ToASCII(domain string) (string, error) {
	if !utf8.ValidString(domain) {
		return domain, errUTF8
	}
	mapped := domain
	if !isASCII(domain) {
		mapped = strings.Map(simplify, domain)
		if Normalize != nil && !isASCII(mapped) {
			mapped = Normalize(mapped)
		}
	}
	labels := strings.Split(lower(mapped), ".")
	for i, label := range labels {
		label, err := labelToASCII(label)
		if err == errEmpty && i == len(labels)-1 && i > 0 {
			err = nil // The dot that ends a name in DNS.
		}
		if err != nil {
			return domain, err
		}
		labels[i] = label
	}
	ascii := strings.Join(labels, ".")
	if len(strings.TrimSuffix(ascii, ".")) > MaxDomain {
		return domain, errTooLong
	}
	return ascii, nil
}

// labelToASCII does so for one label, which simplify has gone over.
func labelToASCII(label string) (string, error) {
	if label == "" {
		return label, errEmpty
	}
	if rest, coded := strings.CutPrefix(label, Prefix); coded {
		if len(label) > MaxLabel {
			return label, errLong
		}
		text, ok := Decode(rest)
		if !ok || isASCII(text) || strings.Map(simplify, text) != text {
			return label, errPunycode
		}
		if again, _ := Encode(text); again != rest {
			return label, errPunycode
		}
		return label, checkLabel(text)
	}
	if err := checkLabel(label); err != nil {
		return label, err
	}
	if !isASCII(label) {
		text, ok := Encode(label)
		if !ok {
			return label, errLong
		}
		label = Prefix + text
	}
	if len(label) > MaxLabel {
		return label, errLong
	}
	return label, nil
}

// checkLabel looks at the hyphens and the ASCII in a label (RFC 5891 section 4.2.3.1).
func checkLabel(label string) error {
	if label[0] == '-' || label[len(label)-1] == '-' || len(label) >= 4 && label[2:4] == "--" && isASCII(label[:2]) {
		return errHyphen
	}
	for i := 0; i < len(label); i++ {
		if c := label[i]; c < utf8.RuneSelf && c != '-' && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') {
			return errChar
		}
	}
	return nil
}

// ToUnicode writes a domain as people read it: each part that is in Punycode is decoded. A part that cannot be, or that
// would be written differently when it is encoded again, stays as it is, so that nobody sees a name that it is not.
func ToUnicode(domain string) string {
	if !strings.Contains(lower(domain), Prefix) {
		return domain
	}
	labels := strings.Split(domain, ".")
	for i, label := range labels {
		if small := lower(label); strings.HasPrefix(small, Prefix) {
			if _, err := labelToASCII(small); err == nil {
				labels[i], _ = Decode(small[len(Prefix):])
			}
		}
	}
	return strings.Join(labels, ".")
}

// simplify maps one character, or drops it (UTS 46 section 4, step 1, as far as that can be said without tables).
func simplify(r rune) rune {
	switch {
	case r == '\u3002' || r == '\uff0e' || r == '\uff61':
		return '.' // RFC 3490 section 3.1.
	case r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff':
		return -1 // Characters that nobody sees.
	case r >= '\uff01' && r <= '\uff5e':
		r -= '\uff01' - '!'
	case r == '\u1e9e':
		return '\u00df' // Capital sharp s.
	}
	return unicode.ToLower(r)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// lower is strings.ToLower for ASCII letters only.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
