package charset

import "strings"

// maxLabel bounds the labels that are looked at; no registered one is longer.
const maxLabel = 64

// registry holds every character set, in an order for choosing from.
var registry = [...]Charset{
	{"utf-8", " unicode11utf8 unicode20utf8 u8 utf ", kindUTF8},
	{"us-ascii", " ascii ansix341968 ansix341986 iso646us iso646irv1991 646 us ibm367 cp367 isoir6 ", kindASCII},
	{"iso-8859-1", " iso885911987 latin1 l1 isolatin1 cp819 ibm819 isoir100 88591 8859 latin ", kindLatin1},
}

// All returns the character sets in a sensible order for choosing from.
func All() []*Charset {
	list := make([]*Charset, len(registry))
	for i := range registry {
		list[i] = &registry[i]
	}
	return list
}

// Lookup returns the character set that a label names, nil when there is none. Case, blanks and quotes around the label
// and punctuation within do not matter (Unicode Technical Standard 22 section 1.4), nor do a leading "x-" or "cs".
func Lookup(label string) *Charset {
	switch label {
	case "utf-8", "UTF-8":
		return &registry[0]
	}
	var buffer [maxLabel + 2]byte
	key := normalise(buffer[:0], label)
	if len(key) <= 2 {
		return nil
	}
	for i := range registry {
		c := &registry[i]
		if sameName(c.name, key[1:len(key)-1]) || strings.Contains(c.labels, string(key)) {
			return c
		}
	}
	return nil
}

// normalise appends the letters and digits of a label in lower case, with a blank on both sides. It appends nothing for
// a label that is too long.
func normalise(dst []byte, label string) []byte {
	start := len(dst)
	dst = append(dst, ' ')
	for i := 0; i < len(label); i++ {
		c := label[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c == '-' && len(dst)-start == 2 && dst[start+1] == 'x':
			dst = dst[:start+1] // "x-gbk"
			continue
		case !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9'):
			continue
		}
		if len(dst)-start > maxLabel {
			return dst[:start]
		}
		dst = append(dst, c)
	}
	if name := dst[start+1:]; len(name) > 4 && name[0] == 'c' && name[1] == 's' {
		dst = append(dst[:start+1], name[2:]...) // "csISO2022JP", as the registry of IANA has them.
	}
	return append(dst, ' ')
}

// sameName says whether name without its punctuation is key.
func sameName(name string, key []byte) bool {
	k := 0
	for i := 0; i < len(name); i++ {
		if c := name[i]; c != '-' && c != '_' {
			if k == len(key) || key[k] != c {
				return false
			}
			k++
		}
	}
	return k == len(key)
}
