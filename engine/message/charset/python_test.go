//go:build !js

package charset

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"os/exec"
	"strings"
	"testing"
)

// disagreement is a place where Python's codecs and the WHATWG Encoding Standard, which we follow, have other characters.
type disagreement struct {
	codecs string // Python's names.
	here   func(octets []byte, ours, python string) bool
	why    string
}

var disagreements = []disagreement{
	{"shift_jis euc_jp iso2022_jp", func(_ []byte, ours, python string) bool {
		return strings.Contains("～〜 ∥‖ －− ￠¢ ￡£ ￢¬", ours+python)
	}, "JIS X 0208 as Windows reads it, and as the standard says: the same six signs, six other characters"},
	{"euc_jp iso2022_jp_1", func(_ []byte, ours, python string) bool { return ours == "～" && python == "~" },
		"JIS X 0212's tilde, likewise"},
	{"iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_ext", func(octets []byte, ours, _ string) bool {
		return ours == "" && (octets[0] == shiftOut || octets[0] == shiftIn)
	}, "SO and SI shift to half-width katakana and back, as CP50222 has them; Python lets them stand"},
	{"cp932", func(octets []byte, ours, _ string) bool {
		return strings.Contains(ours, replacement) && bytes.ContainsAny(octets, "\xa0\xfd\xfe\xff")
	}, "Windows reads octets that Shift_JIS does not have as private-use characters"},
	{"gb2312 hz iso2022_jp_2", func(_ []byte, ours, python string) bool { return strings.Contains("·・ —―", ours+python) },
		"GB 2312's dot and dash, as GBK reads them"},
	{"gb18030", func(octets []byte, ours, _ string) bool {
		return len(octets) == 2 && octets[0] >= 0xa3 || ours == "\ue7c7"
	}, "the editions of 2005 and 2022 have moved characters out of the private use area; A3 A0 is a space"},
	{"koi8_u", func(octets []byte, _, _ string) bool { return octets[0] == 0xae || octets[0] == 0xbe },
		"Belarusian letters, as browsers have them, in the place of drawing"},
	{"big5 big5hkscs", func(octets []byte, _, _ string) bool { return octets[0] == 0xa1 || octets[0] == 0xa2 },
		"signs that Windows' code page 950 reads in another way than the maker of Big5 says"},
	{"big5 cp950", func(octets []byte, _, _ string) bool { return octets[0] >= 0xc6 },
		"the characters of the makers of ETEN, in the places that Hong Kong gives them; Python has part of them elsewhere"},
	{"utf_7", func(octets []byte, _, _ string) bool { return string(octets) == "+" }, "a shift that the end of the text breaks off"},
}

// TestPython compares with Python's codecs over every sequence that they read; what they cannot read is left out, since
// many of our character sets are larger. Differences need a reason in the table above, and reasons a difference.
func TestPython(t *testing.T) {
	path, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no Python here")
	}
	const codecs = `ascii utf_8 latin_1 iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9 iso8859_10
		iso8859_11 iso8859_13 iso8859_14 iso8859_15 iso8859_16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258
		cp874 koi8_r koi8_u mac_roman mac_cyrillic tis_620 cp437 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862
		cp863 cp865 cp866 cp869 gb2312 gbk gb18030 hz big5 big5hkscs cp950 shift_jis cp932 euc_jp iso2022_jp iso2022_jp_1
		iso2022_jp_2 iso2022_jp_ext euc_kr cp949 iso2022_kr utf_16_le utf_16_be utf_32_le utf_32_be utf_7`
	out, err := exec.Command(path, append([]string{"testdata/codecs.py"}, strings.Fields(codecs)...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	used := make([]bool, len(disagreements))
	name, compared, wrong := "", 0, 0
	var c *Charset
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		codec, rest, _ := strings.Cut(s.Text(), " ")
		before, after, _ := strings.Cut(rest, " ")
		octets, _ := hex.DecodeString(before)
		python, _ := hex.DecodeString(after)
		if codec != name {
			if name, c = codec, Lookup(codec); c == nil {
				t.Fatalf("%s is not known", codec)
			}
		}
		compared++
		ours, lost := c.Decode(octets)
		if bytes.Equal(ours, python) && lost == strings.Count(string(python), replacement) {
			continue
		}
		known := false
		for i, d := range disagreements {
			if strings.Contains(" "+d.codecs+" ", " "+codec+" ") && d.here(octets, string(ours), string(python)) {
				known, used[i] = true, true
				break
			}
		}
		if wrong++; !known && wrong < 50 {
			t.Errorf("%s %x: %+q, Python says %+q", codec, octets, ours, python)
		}
	}
	if compared < 300_000 {
		t.Errorf("only %d sequences", compared)
	}
	for i, d := range disagreements {
		if !used[i] {
			t.Errorf("Python agrees now: %s", d.why)
		}
	}
}
