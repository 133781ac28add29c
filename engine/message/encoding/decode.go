package encoding

import "strings"

// Decode undoes a transfer encoding, named as in Content-Transfer-Encoding. It knows 7bit, 8bit and binary, whose result is
// data itself; base64 and quoted-printable; and, under the names that programs of old gave them, uuencode and yEnc.
func Decode(name string, data []byte) ([]byte, Flaw) {
	switch strings.ToLower(strings.Trim(name, " \t")) {
	case "", "7bit", "8bit", "binary":
		return data, Flaw{}
	case "base64":
		return DecodeBase64(data)
	case "quoted-printable":
		return DecodeQuotedPrintable(data)
	case "x-uuencode", "uuencode", "x-uue", "uue":
		return DecodeUU(data)
	case "x-yencode", "x-yenc", "yenc":
		content, _, flaw := DecodeYEnc(data)
		return content, flaw
	}
	return data, Flaw{Name: UnknownEncoding, Count: 1}
}
