// Package tables does what a browser's TextDecoder does, where there is none: it decodes the character sets of the WHATWG
// Encoding Standard that take a table, and UTF-16. It has the standard's names and its ways with errors, and the tables of
// golang.org/x/text, made equal to the standard's. Tests compare it with Chromium over all sequences.
//
// Natively package charset uses it. No main for the browser may import it: its tables weigh some 400 kB there. Tests that
// run under Node may set charset.Platform to Decode.
package tables

import "ehloworld/engine/message/charset/dos"

// Decode decodes data in the character set with the WHATWG name in lower case. What is no character becomes U+FFFD. It
// returns false for names that it does not know.
func Decode(name string, data []byte) (text []byte, ok bool) {
	switch name {
	case "gb18030", "gbk", "gb2312":
		return decodePairs(&gb18030, data), true
	case "big5":
		return decodePairs(&big5, data), true
	case "euc-kr":
		return decodePairs(&eucKR, data), true
	case "shift_jis":
		return decodePairs(&shiftJIS, data), true
	case "euc-jp":
		return decodePairs(&eucJP, data), true
	case "utf-16le":
		return decodeUTF16(data, 1), true
	case "utf-16be":
		return decodeUTF16(data, 0), true
	}
	for i := range singles {
		if t := &singles[i]; t.name == name {
			return t.decode(data), true
		}
	}
	return dos.Decode(name, data)
}
