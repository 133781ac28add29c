package corpus

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// sample is a text that a character set can write.
type sample struct {
	name string
	text string
	enc  encoding.Encoding
}

const (
	westText     = "Ein Gruß, café, naïve – «oui»"
	cyrillicText = "Привет из деревни, до встречи"
	hanText      = "山里的信，海边的风。你好！"
	hanTradText  = "山裡的信，海邊的風。你好！"
	kanaText     = "山の手紙、海のカゼ。日本語"
	koreanText   = "산에서 온 편지, 바다의 바람"
)

// samples has every character set that mail uses and the peers know, each with a text of its own languages.
var samples = []sample{
	{"utf-8", "山 и море, café 😀 산", encoding.Nop},
	{"us-ascii", "plain letters only", encoding.Nop},
	{"iso-8859-1", "Ein Gruß, café, naïve «oui»", charmap.ISO8859_1},
	{"iso-8859-2", "Zażółć gęślą jaźń, příliš žluťoučký", charmap.ISO8859_2},
	{"iso-8859-3", "Eĥoŝanĝo ĉiuĵaŭde, Malti ħaġa", charmap.ISO8859_3},
	{"iso-8859-4", "Ģirts ķēms, ūdeņi", charmap.ISO8859_4},
	{"iso-8859-5", cyrillicText, charmap.ISO8859_5},
	{"iso-8859-6", "رسالة من الجبل", charmap.ISO8859_6},
	{"iso-8859-7", "Γράμμα από το βουνό", charmap.ISO8859_7},
	{"iso-8859-8", "מכתב מן ההר", charmap.ISO8859_8},
	{"iso-8859-9", "Dağdan mektup, İstanbul şiir ığ", charmap.ISO8859_9},
	{"iso-8859-10", "Þórður ēķ sámi ŋ", charmap.ISO8859_10},
	{"iso-8859-13", "Ūdens žąsis łódź", charmap.ISO8859_13},
	{"iso-8859-14", "Ŵyneb ŷd ḃeag", charmap.ISO8859_14},
	{"iso-8859-15", "5 € cœur Šimon", charmap.ISO8859_15},
	{"iso-8859-16", "Scrisoare șț „da”", charmap.ISO8859_16},
	{"windows-1250", "Zażółć gęślą – „jaźń”", charmap.Windows1250},
	{"windows-1251", cyrillicText + " № 5", charmap.Windows1251},
	{"windows-1252", westText + " €", charmap.Windows1252},
	{"windows-1253", "Γράμμα – από €", charmap.Windows1253},
	{"windows-1254", "İstanbul’dan ğüşıöç €", charmap.Windows1254},
	{"windows-1255", "מכתב – מן ההר ₪", charmap.Windows1255},
	{"windows-1256", "رسالة من الجبل – پ", charmap.Windows1256},
	{"windows-1257", "Ūdens – žąsis", charmap.Windows1257},
	{"windows-1258", "Thư tư\u0300 núi", charmap.Windows1258},
	{"windows-874", "จดหมายจากภูเขา", charmap.Windows874},
	{"koi8-r", cyrillicText, charmap.KOI8R},
	{"koi8-u", "Лист із гір, ґанок", charmap.KOI8U},
	{"ibm866", cyrillicText, charmap.CodePage866},
	{"macintosh", "Ein Gruß, café – “oui”", charmap.Macintosh},
	{"gb2312", hanText, simplifiedchinese.GBK},
	{"gbk", hanText + "镕", simplifiedchinese.GBK},
	{"gb18030", hanText + "㐀😀", simplifiedchinese.GB18030},
	{"hz-gb-2312", hanText, simplifiedchinese.HZGB2312},
	{"big5", hanTradText, traditionalchinese.Big5},
	{"shift_jis", kanaText + "ｱｲ", japanese.ShiftJIS},
	{"euc-jp", kanaText, japanese.EUCJP},
	{"iso-2022-jp", kanaText, japanese.ISO2022JP},
	{"euc-kr", koreanText, korean.EUCKR},
	{"utf-16le", "山 и море 😀", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"utf-16be", "山 и море 😀", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
}

// encoded returns the sample's octets. That they exist is a property of the table above.
func (s *sample) encoded(text string) []byte {
	b, err := s.enc.NewEncoder().Bytes([]byte(text))
	if err != nil {
		panic(fmt.Sprintf("corpus: %s cannot write %q: %v", s.name, text, err))
	}
	return b
}

// Built returns the letters that a program has to write: one for each character set, and those of great size or depth.
func Built() []Letter {
	var out []Letter
	add := func(name, what string, data []byte) { out = append(out, Letter{"built/" + name, what, data}) }
	for i := range samples {
		s := &samples[i]
		add("charset-"+s.name, "text, subject, attachment's name and HTML in "+s.name, charsetLetter(s))
	}
	add("deep-50", "fifty multiparts within each other", deep(50))
	add("deep-rfc822-20", "twenty letters within each other", deepLetters(20))
	add("deep-unclosed-30", "thirty multiparts within each other, none closed", deepUnclosed(30))
	add("parts-300", "three hundred small parts", manyParts(300))
	add("parts-empty-300", "three hundred boundaries in a row", []byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n"+strings.Repeat("--b\r\n", 300)+"--b--\r\n"))
	add("base64-60k", "an attachment of 60,000 octets", large(60_000))
	add("lines-2000", "two thousand lines of text", []byte("From: alice@shan.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"+strings.Repeat("山 line\r\n", 2000)))
	add("comment-deep", "a hundred comments within each other", []byte("From: alice@shan.example "+strings.Repeat("(", 100)+"x"+strings.Repeat(")", 100)+"\r\nContent-Type: text/html "+strings.Repeat("(", 50)+strings.Repeat(")", 50)+"; charset=utf-8\r\n\r\n<p>x</p>\r\n"))
	add("near-boundaries", "a thousand lines that are nearly boundaries", []byte("Content-Type: multipart/mixed; boundary="+strings.Repeat("a", 69)+"\r\n\r\n--"+strings.Repeat("a", 69)+"\r\n\r\n"+strings.Repeat("--"+strings.Repeat("a", 68)+"b\r\n", 1000)+"--"+strings.Repeat("a", 69)+"--\r\n"))
	return out
}

func word(s *sample, text string) string {
	return "=?" + s.name + "?B?" + base64.StdEncoding.EncodeToString(s.encoded(text)) + "?="
}

// charsetLetter writes a text in one character set in all the ways it can travel.
func charsetLetter(s *sample) []byte {
	var b bytes.Buffer
	b.WriteString("From: " + word(s, s.text) + " <alice@shan.example>\r\nSubject: " + word(s, s.text) + "\r\n")
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n")
	body := s.encoded(s.text + "\r\n" + s.text + "\r\n")
	if !strings.HasPrefix(s.name, "utf-16") {
		b.WriteString("--b1\r\nContent-Type: text/plain; charset=" + s.name + "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
		b.Write(body)
	}
	b.WriteString("--b1\r\nContent-Type: text/html; charset=\"" + strings.ToUpper(s.name) + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	b.WriteString(base64Lines(body))
	b.WriteString("--b1\r\nContent-Type: application/octet-stream;\r\n name*=" + s.name + "''" + percent(s.encoded(s.text)) + "\r\n\r\nx\r\n")
	b.WriteString("--b1--\r\n")
	return b.Bytes()
}

func percent(data []byte) string {
	var b strings.Builder
	for _, c := range data {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

func base64Lines(data []byte) string {
	s := base64.StdEncoding.EncodeToString(data)
	var b strings.Builder
	for len(s) > 76 {
		b.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	return b.String() + s + "\r\n"
}

func deep(n int) []byte {
	var b bytes.Buffer
	b.WriteString("From: alice@shan.example\r\n")
	for i := range n {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=level%d-\r\n\r\n--level%d-\r\n", i, i)
	}
	b.WriteString("\r\nbottom\r\n")
	for i := n - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "--level%d---\r\n", i)
	}
	return b.Bytes()
}

func deepUnclosed(n int) []byte {
	full := deep(n)
	return full[:bytes.Index(full, []byte("bottom"))+6]
}

func deepLetters(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "Subject: level %d\r\nContent-Type: message/rfc822\r\n\r\n", i)
	}
	b.WriteString("Subject: bottom\r\n\r\nbottom\r\n")
	return b.Bytes()
}

func manyParts(n int) []byte {
	var b bytes.Buffer
	b.WriteString("From: alice@shan.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n")
	for i := range n {
		fmt.Fprintf(&b, "--b\r\nContent-Type: text/plain; name=%d.txt\r\n\r\n%d\r\n", i, i)
	}
	b.WriteString("--b--\r\n")
	return b.Bytes()
}

func large(n int) []byte {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(i * i >> 3)
	}
	return []byte("From: alice@shan.example\r\nContent-Type: application/octet-stream; name=large.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64Lines(data))
}
