package smtp

import (
	"strings"

	"ehloworld/engine/address"
)

// Bounds of the parameters of RFC 3461, in octets.
const (
	MaxEnvID = 100 // Section 4.4, as it is sent.
	MaxORcpt = 500 // Section 4.2, as it is sent.
)

// ParseRet reads the value of RET= (RFC 3461 section 4.3).
func ParseRet(s string) (Ret, bool) {
	switch {
	case strings.EqualFold(s, "FULL"):
		return RetFull, true
	case strings.EqualFold(s, "HDRS"):
		return RetHeaders, true
	}
	return RetUnsaid, false
}

var notifyWords = [...]string{"NEVER", "SUCCESS", "FAILURE", "DELAY"} // By bit.

// String writes the value of NOTIFY=.
func (n Notify) String() string {
	text := ""
	for i, word := range notifyWords {
		if n&(1<<i) != 0 {
			text += "," + word
		}
	}
	return strings.TrimPrefix(text, ",")
}

// ParseNotify reads the value of NOTIFY= (RFC 3461 section 4.1): NEVER alone, or a list of the others, in
// which nothing forbids a word to stand twice.
func ParseNotify(s string) (n Notify, ok bool) {
	for word := range strings.SplitSeq(s, ",") {
		bit := Notify(0)
		for i, name := range notifyWords {
			if strings.EqualFold(word, name) {
				bit = 1 << i
			}
		}
		if bit == 0 {
			return 0, false
		}
		n |= bit
	}
	return n, n == NotifyNever || n&NotifyNever == 0
}

// ParseORcpt reads the value of ORCPT= (RFC 3461 section 4.2): a type of address and an address of it, which is decoded. The
// type utf-8 is RFC 6533's; its address may hold characters beyond ASCII only where extended is set.
func ParseORcpt(s string, extended bool) (string, bool) {
	kind, addr, has := strings.Cut(s, ";")
	if !has || !isKeyword(kind) || addr == "" || len(s) > MaxORcpt {
		return "", false
	}
	decode := DecodeXtext
	if strings.EqualFold(kind, "utf-8") {
		decode = decodeUTF8
		if !extended && !address.IsASCII(addr) {
			return "", false
		}
	}
	text, ok := decode(addr)
	return kind + ";" + text, ok && printable(text)
}

// FormatORcpt writes a value of ORCPT= that ParseORcpt reads as s. An address of the type utf-8 becomes ASCII, which servers
// take with SMTPUTF8 and without; that may be longer than MaxORcpt. An empty s is none.
func FormatORcpt(s string) string {
	kind, addr, typed := strings.Cut(s, ";")
	switch {
	case !typed:
		return ""
	case strings.EqualFold(kind, "utf-8"):
		return kind + ";" + encodeUTF8(addr)
	}
	return kind + ";" + EncodeXtext(addr)
}

// ParseEnvID reads the value of ENVID= (RFC 3461 section 4.4).
func ParseEnvID(s string) (string, bool) {
	text, ok := DecodeXtext(s)
	return text, ok && len(s) <= MaxEnvID && printable(text) && address.IsASCII(text)
}

func printable(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] == 0x7f {
			return false
		}
	}
	return true
}
