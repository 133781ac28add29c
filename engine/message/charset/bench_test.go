package charset

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// BenchmarkDecode reads a megabyte in several character sets, and has x/text read the same.
func BenchmarkDecode(b *testing.B) {
	const (
		chinese     = "电子邮件是一种通过电子通信系统传送信息的方式。Email 出现于 1971 年，\r\n"
		traditional = "電子郵件是一種透過電子通訊系統傳送資訊的方式。Email 出現於 1971 年，\r\n"
		kana        = "電子メールとは、コンピュータネットワークを使う Email のことである。\r\n"
		hangul      = "전자 우편은 컴퓨터 통신망을 이용하여 주고받는 Email 편지를 말한다.\r\n"
		european    = "Die Größe der Datei überschreitet das Limit: café, naïve, señor, 100 % zurück.\r\n"
		english     = "Plain text of an ordinary letter, without anything beyond ASCII in its seventy columns.\r\n"
	)
	for _, c := range []struct {
		name, label, line string
		xtext             encoding.Encoding
	}{
		{"ascii", "utf-8", english, nil},
		{"utf-8-european", "utf-8", european, nil},
		{"utf-8-chinese", "utf-8", chinese, nil},
		{"us-ascii", "us-ascii", english, nil},
		{"iso-8859-1", "iso-8859-1", european, charmap.ISO8859_1},
		{"windows-1252", "windows-1252", european, charmap.Windows1252},
		{"windows-1252-ascii", "windows-1252", english, charmap.Windows1252},
		{"gb18030", "gb18030", chinese, simplifiedchinese.GB18030},
		{"big5", "big5", traditional, traditionalchinese.Big5},
		{"shift_jis", "shift_jis", kana, japanese.ShiftJIS},
		{"euc-jp", "euc-jp", kana, japanese.EUCJP},
		{"iso-2022-jp", "iso-2022-jp", kana, japanese.ISO2022JP},
		{"euc-kr", "euc-kr", hangul, korean.EUCKR},
		{"utf-7", "utf-7", chinese, nil},
	} {
		cs := Lookup(c.label)
		data, lost := cs.Encode(strings.Repeat(c.line, 1<<20/len(c.line)))
		if lost > 0 {
			b.Fatalf("%s: %d lost", c.name, lost)
		}
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for range b.N {
				cs.Decode(data)
			}
		})
		b.Run(c.name+"/peer", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for range b.N {
				if c.xtext == nil {
					utf8.Valid(data)
					continue
				}
				if _, err := c.xtext.NewDecoder().Bytes(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
