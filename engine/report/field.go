package report

import (
	"strconv"
	"strings"

	"ehloworld/engine/message"
)

// Recipient is how an address stands in a field such as Final-Recipient, as tokens: "rfc822;" and the address, or "utf-8;"
// and the address with what is not ASCII escaped, unless the fields may be UTF-8 (RFC 6533 section 3).
func Recipient(address string, utf8 bool) []string {
	switch {
	case message.ASCII([]byte(address)):
		return []string{"rfc822;", address}
	case utf8:
		return []string{"utf-8;", address}
	}
	return []string{"utf-8;", escape(address, true)}
}

// Retyped is how an address stands in a field under the type that somebody else has given it (RFC 3461 section 4.2).
func Retyped(kind, address string, utf8 bool) []string {
	if !utf8 && strings.EqualFold(kind, "utf-8") && !message.ASCII([]byte(address)) {
		address = escape(address, true)
	}
	return []string{kind + ";", address}
}

// ReadRecipient reads what Recipient writes.
func ReadRecipient(s string) string {
	kind, _, _ := strings.Cut(s, ";")
	if strings.EqualFold(strings.TrimSpace(kind), "utf-8") {
		return unescape(Typed(s))
	}
	return Typed(s)
}

// Typed takes the type off a value: "dns; mail.hai.example" is mail.hai.example.
func Typed(s string) string {
	if _, rest, ok := strings.Cut(s, ";"); ok {
		return strings.TrimSpace(rest)
	}
	return s
}

// ASCII writes what is not ASCII as \x{HEX}, so that a field stays ASCII and reaches everybody.
func ASCII(s string) string { return escape(s, false) }

// escape writes what is not ASCII in the form utf-8-addr-xtext of RFC 6533 section 3. An address in that form has some ASCII
// characters escaped as well.
func escape(s string, address bool) string {
	if message.ASCII([]byte(s)) && !address {
		return s
	}
	var b strings.Builder
	for _, c := range s {
		if c < 0x80 && !(address && (c <= ' ' || c == 0x7f || strings.ContainsRune(`+=\`, c))) {
			b.WriteRune(c)
			continue
		}
		b.WriteString(`\x{`)
		b.WriteString(strings.ToUpper(strconv.FormatInt(int64(c), 16)))
		b.WriteByte('}')
	}
	return b.String()
}

// unescape undoes \x{HEX}.
func unescape(s string) string {
	var b strings.Builder
	for {
		at := strings.Index(s, `\x{`)
		if at < 0 {
			break
		}
		end := at + 3
		for end < len(s) && end < at+9 && s[end] != '}' {
			end++
		}
		n, err := strconv.ParseUint(s[at+3:end], 16, 21)
		if err != nil || end == len(s) || s[end] != '}' {
			b.WriteString(s[:at+3])
			s = s[at+3:]
			continue
		}
		b.WriteString(s[:at])
		b.WriteRune(rune(n))
		s = s[end+1:]
	}
	return b.String() + s
}

// maxWord bounds a run without a blank in a text, so that nobody can make our lines too long.
const maxWord = 256

// Words are the tokens of a text in a field.
func Words(s string) []string {
	var out []string
	for _, w := range strings.Fields(s) {
		for len(w) > maxWord {
			out, w = append(out, strings.ToValidUTF8(w[:maxWord], "?")), w[maxWord:]
		}
		out = append(out, strings.ToValidUTF8(w, "?"))
	}
	return out
}

// AppendField appends a field of a part for programs. Without utf8, tokens that are not ASCII are written in ASCII.
func AppendField(dst []byte, utf8 bool, name string, tokens ...string) []byte {
	if !utf8 {
		for i := range tokens {
			tokens[i] = ASCII(tokens[i])
		}
	}
	return message.AppendTokens(dst, name, tokens...)
}
