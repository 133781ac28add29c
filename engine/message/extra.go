package message

import "strings"

// extraFields says how fields that are not unstructured text are written, and which ones a sender has no business with
// here: what Draft has members for, what the writer adds, and what others add on the way.
var extraFields = [...]struct {
	name string // In lower case; one that ends with "-" stands for all that begin so.
	how  extraKind
}{
	{"date", foreign}, {"from", foreign}, {"sender", foreign}, {"reply-to", foreign}, {"to", foreign}, {"cc", foreign}, {"bcc", foreign},
	{"subject", foreign}, {"message-id", foreign}, {"in-reply-to", foreign}, {"references", foreign}, {"mime-version", foreign},
	{"content-", foreign}, {"resent-", foreign}, {"received", foreign}, {"return-path", foreign}, {"delivered-to", foreign},
	{"received-spf", foreign}, {"authentication-results", foreign}, {"dkim-signature", foreign}, {"arc-", foreign},
	{"disposition-notification-to", people}, {"mail-followup-to", people}, {"mail-reply-to", people}, {"return-receipt-to", people},
	{"errors-to", people}, {"auto-submitted", structured}, {"precedence", structured}, {"importance", structured}, {"priority", structured},
	{"list-", structured}, {"archived-at", structured}, {"disposition-notification-options", structured}, {"autocrypt", structured},
}

type extraKind uint8

const (
	unstructured extraKind = iota
	structured             // Tokens with their own syntax.
	people                 // An address list.
	foreign                // Not to be added.
)

// MayAdd says whether a sender may add a field of this name: it is a field name (RFC 5322 section 2.2) of at most 76
// characters, and none that Draft has a member for or that servers write.
func MayAdd(name string) bool {
	for i := 0; i < len(name); i++ {
		if name[i] <= ' ' || name[i] >= 0x7f || name[i] == ':' {
			return false
		}
	}
	return name != "" && len(name) < MaxLineSoft-1 && kindOf(name) != foreign
}

func kindOf(name string) extraKind {
	name = lowerASCII(name)
	for _, f := range extraFields {
		if name == f.name || f.name[len(f.name)-1] == '-' && strings.HasPrefix(name, f.name) {
			return f.how
		}
	}
	return unstructured
}

// AppendField appends a field of the sender's own choice, such as List-Id, Auto-Submitted or X-Mood, in the way that its
// name asks for. One that MayAdd refuses, or without a value, is left out.
func AppendField(dst []byte, name, value string, smtputf8 bool) []byte {
	value = clip(oneLine(value), MaxText)
	if !MayAdd(name) || value == "" {
		return dst
	}
	w := fieldWriter{buf: dst, utf8: smtputf8}
	switch kindOf(name) {
	case people:
		w.people(name, routable(value))
	case structured:
		w.begin(name)
		// What stands before the first bracket may be a phrase, as in List-Id (RFC 2919); a URL has its own escapes.
		at := strings.IndexByte(value, '<')
		if phrase := strings.TrimSpace(value[:max(at, 0)]); w.mustEncode(phrase) {
			w.encoded(phrase)
			value = value[at:]
		}
		for _, token := range strings.Fields(value) {
			if !smtputf8 {
				token = percentEncode(token)
			}
			for len(token) > maxToken { // Nothing that makes sense is so long.
				head := clip(token, maxToken)
				w.token(head)
				token = token[len(head):]
			}
			w.token(token)
		}
		w.end()
	default:
		w.text(name, value)
	}
	return w.buf
}

const upperHex = "0123456789ABCDEF"

// percentEncode writes octets above 127 as a URL has them (RFC 3986 section 2.1).
func percentEncode(s string) string {
	if isASCII(s) {
		return s
	}
	var b []byte
	for i := 0; i < len(s); i++ {
		if s[i] < 0x80 {
			b = append(b, s[i])
		} else {
			b = append(b, '%', upperHex[s[i]>>4], upperHex[s[i]&15])
		}
	}
	return string(b)
}
