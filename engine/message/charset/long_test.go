//go:build !js

package charset

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// What takes too long under Node, where the digests say that it is the same.

// TestRoundTrip writes every character by itself: where nothing is lost, it comes back.
func TestRoundTrip(t *testing.T) {
	for _, c := range All() {
		wrong := 0
		for r := rune(0); r <= utf8.MaxRune; r++ {
			if r >= 0x10000 && r%61 != 0 || !utf8.ValidRune(r) || r == '\uFEFF' {
				continue
			}
			data, lost := c.Encode(string(r))
			if lost > 0 {
				continue
			}
			text, gone := c.Decode(data)
			if string(text) != string(r) || gone > 0 && r != utf8.RuneError {
				if wrong++; wrong < 5 {
					t.Errorf("%s: %+q is written %q and read %+q, %d lost", c.name, r, data, text, gone)
				}
			}
		}
	}
}

// TestEncodeAsXText compares with x/text's encoders, character by character, where both have one. Characters that have two
// codes may differ: we follow WHATWG, which takes the first as a rule.
func TestEncodeAsXText(t *testing.T) {
	for _, x := range []struct {
		name     string
		encoding encoding.Encoding
		compared int
	}{
		{"windows-1252", charmap.Windows1252, 123}, {"koi8-r", charmap.KOI8R, 128}, {"iso-8859-7", charmap.ISO8859_7, 93},
		{"ibm866", charmap.CodePage866, 128}, {"ibm437", charmap.CodePage437, 128}, {"ibm850", charmap.CodePage850, 128},
		{"ibm852", charmap.CodePage852, 128}, {"ibm855", charmap.CodePage855, 128}, {"ibm858", charmap.CodePage858, 128},
		{"ibm860", charmap.CodePage860, 128}, {"ibm862", charmap.CodePage862, 128}, {"ibm863", charmap.CodePage863, 128},
		{"ibm865", charmap.CodePage865, 128}, {"macintosh", charmap.Macintosh, 128},
		{"gbk", simplifiedchinese.GBK, 21_872}, {"gb18030", simplifiedchinese.GB18030, 194_413},
		{"big5", traditionalchinese.Big5, 14_653}, {"shift_jis", japanese.ShiftJIS, 7_389},
		{"euc-jp", japanese.EUCJP, 13_175}, {"euc-kr", korean.EUCKR, 17_048},
	} {
		c, compared := Lookup(x.name), 0
		encoder := x.encoding.NewEncoder()
		for r := rune(0x80); r < 0x30000; r++ {
			ours, lost := c.Encode(string(r))
			theirs, err := encoder.String(string(r))
			if lost > 0 || err != nil || !utf8.ValidRune(r) {
				continue
			}
			compared++
			if string(ours) == theirs {
				continue
			}
			moved := x.name == "gb18030" && (len(ours) == 2 || r == 0xe7c7) // In 2005 and 2022.
			if again, _ := c.Decode([]byte(theirs)); string(again) != string(r) && !moved {
				t.Errorf("%s: %+q is %x, x/text says %x", x.name, r, ours, theirs)
			}
		}
		if compared < x.compared {
			t.Errorf("%s: only %d characters compared", x.name, compared)
		}
	}
}

// TestValid tries all leads with what decides behind them, at all distances from the ends.
func TestValid(t *testing.T) {
	octets := []byte{0, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff}
	var buffer []byte
	for lead := range 256 {
		for _, second := range octets {
			for _, third := range octets {
				for _, fourth := range octets {
					for _, pad := range []string{"", "é", "abcdefgh", "中中"} {
						buffer = append(append(buffer[:0], pad...), byte(lead), second, third, fourth)
						checkValid(t, buffer)
						checkValid(t, append(buffer, pad...))
					}
				}
			}
		}
	}
}
