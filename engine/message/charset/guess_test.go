package charset

import (
	"slices"
	"testing"
)

// snippets are texts as people write them, in the character sets that their letters come in.
var snippets = []struct{ charset, text string }{
	// German, French, Spanish, Portuguese, Italian, Dutch.
	{"iso-8859-1", "Sehr geehrte Damen und Herren, für die Lieferung der Geräte danken wir. Mit freundlichen Grüßen"},
	{"windows-1252", "Die Prüfung „Größe“ kostet 30 € – das ist zu viel."},
	{"windows-1252", "Grüße"},
	{"iso-8859-1", "Müller"},
	{"iso-8859-1", "Ça va très bien, merci. Je suis désolé pour le délai, à bientôt"},
	{"iso-8859-15", "Le prix est de 45 € et le cœur est là"},
	{"iso-8859-1", "¿Cuándo vendrá el señor Muñoz? Mañana será otro día"},
	{"windows-1252", "Não há informações sobre a situação; até amanhã"},
	{"iso-8859-1", "Perché è così? La città è più bella"},
	// The north.
	{"iso-8859-1", "Vi möts på lördag klockan åtta, hälsningar Åsa"},
	{"iso-8859-1", "Rødgrød med fløde på én gang"},
	{"iso-8859-1", "Hyvää päivää, tämä on ensimmäinen sähköposti"},
	{"iso-8859-1", "Það er gott að sjá þig í kvöld, kær kveðja"},
	// The middle and the east of Europe.
	{"iso-8859-2", "Zażółć gęślą jaźń, proszę o szybką odpowiedź"},
	{"windows-1250", "Dziękuję bardzo za wiadomość, proszę o szybką odpowiedź i życzę miłego dnia"},
	{"iso-8859-2", "Příliš žluťoučký kůň úpěl ďábelské ódy"},
	{"windows-1250", "Dobrý den, děkuji za zprávu. Těším se na šťastné setkání"},
	{"iso-8859-2", "Árvíztűrő tükörfúrógép, köszönöm szépen a gyors választ"},
	{"windows-1254", "Türkçe karakterler: şeker, ağaç, ılık, İstanbul'da güneşli bir gün"},
	{"iso-8859-9", "Değerli müşterimiz, siparişiniz için teşekkür ederiz"},
	{"windows-1257", "Ačiū už laišką, šiandien labai graži diena, džiaugiuosi"},
	{"windows-1257", "Labdien, paldies par vēstuli, ļoti gaidīšu atbildi"},
	// Cyrillic.
	{"windows-1251", "Здравствуйте! Спасибо за письмо, ответ будет завтра."},
	{"koi8-r", "Здравствуйте! Спасибо за письмо, ответ будет завтра."},
	{"iso-8859-5", "Здравствуйте! Спасибо за письмо, ответ будет завтра."},
	{"ibm866", "Здравствуйте! Спасибо за письмо, ответ будет завтра."},
	{"x-mac-cyrillic", "Здравствуйте! Спасибо за письмо, ответ будет завтра."},
	{"koi8-r", "Привет"},
	{"windows-1251", "Привет"},
	{"windows-1251", "ВНИМАНИЕ! Новые цены с 1 января"},
	{"koi8-u", "Щиро дякую за листа, відповідь їду шукати в Києві"},
	{"windows-1251", "Щиро дякую за листа, відповідь їду шукати в Києві"},
	{"windows-1251", "Благодаря за писмото, ще отговоря утре"},
	// Greek, Hebrew, Arabic, Thai.
	{"iso-8859-7", "Καλημέρα σας, ευχαριστώ πολύ για το μήνυμα"},
	{"windows-1253", "Άγιος Νικόλαος, ευχαριστώ πολύ για το μήνυμα"},
	{"windows-1255", "שלום לכולם, תודה על המכתב"},
	{"iso-8859-8", "שלום לכולם, תודה על המכתב"},
	{"windows-1256", "السلام عليكم ورحمة الله وبركاته، شكرا على رسالتك"},
	{"iso-8859-6", "السلام عليكم ورحمة الله وبركاته، شكرا على رسالتك"},
	{"windows-874", "สวัสดีครับ ขอบคุณสำหรับจดหมาย"},
	// Chinese.
	{"gb2312", "您好，附件是本周的会议记录，请查收。谢谢！"},
	{"gbk", "關於貴公司的訂單，請儘快回覆。"},
	{"gb2312", "电子邮件的工作原理"},
	{"gb18030", "你好"},
	{"big5", "您好，附件是本週的會議記錄，請查收。謝謝！"},
	{"big5", "電子郵件的工作原理"},
	{"hz-gb-2312", "电子邮件的工作原理"},
	// Japanese.
	{"iso-2022-jp", "お世話になっております。会議の資料をお送りします。"},
	{"shift_jis", "お世話になっております。会議の資料をお送りします。"},
	{"euc-jp", "お世話になっております。会議の資料をお送りします。"},
	{"shift_jis", "日本語のメール"},
	{"euc-jp", "日本語のメール"},
	{"shift_jis", "テスト"},
	{"iso-2022-jp", "件名：テスト"},
	// Korean.
	{"euc-kr", "안녕하세요, 회의 자료를 보내 드립니다. 감사합니다."},
	{"euc-kr", "전자 우편"},
	{"iso-2022-kr", "안녕하세요, 회의 자료를 보내 드립니다."},
	// Unicode.
	{"utf-8", "Größe"},
	{"utf-8", "Привет"},
	{"utf-8", "你好，世界"},
	{"utf-8", "naïve café 😀"},
	{"utf-8", "お世話になっております"},
	{"utf-16", "Hello, wörld"},
	{"utf-16le", "Hello, wörld and more"},
	{"utf-16be", "Привет, мир и мы"},
	{"utf-32le", "Привет"},
	{"utf-7", "Grüße aus München"},
	{"utf-7", "日本語 mail"},
	{"us-ascii", "Plain text"},
	{"us-ascii", "user+tag@example.org, a+b-c, C++-Code, ~{x}, $(BAR)"},
	// DOS and old Macs.
	{"ibm850", "Sehr geehrte Damen und Herren, für die Lieferung der Geräte danken wir. Grüße"},
	{"ibm852", "Dziękuję bardzo za wiadomość, proszę o szybką odpowiedź i życzę miłego dnia"},
	{"macintosh", "Sehr geehrte Damen und Herren, für die Lieferung der Geräte danken wir. Grüße"},
}

// TestGuesses wants the first guess to say what was written, without being told the character set.
func TestGuesses(t *testing.T) {
	for _, s := range snippets {
		data, lost := Lookup(s.charset).Encode(s.text)
		if lost > 0 {
			t.Errorf("%s cannot write %q", s.charset, s.text)
			continue
		}
		list := Guesses(data, "")
		if len(list) == 0 || list[0].Text != s.text {
			right := Guess{}
			for _, g := range list {
				if g.Charset.name == s.charset {
					right = g
				}
			}
			t.Errorf("%s: %s (%d, %s) %q\n\tinstead of (%d, %s) %q", s.charset, list[0].Charset.name, list[0].Score, list[0].Reason, list[0].Text, right.Score, right.Reason, s.text)
		}
	}
}

// TestGuessesDeclared weighs what the letter says against what its octets say.
func TestGuessesDeclared(t *testing.T) {
	for _, c := range []struct{ data, declared, charset, reason string }{
		{"", "utf-8", "utf-8", ReasonASCII},
		{"plain", "", "utf-8", ReasonASCII},
		{"plain", "iso-8859-1", "iso-8859-1", ReasonASCII},
		{"caf\xe9", "iso-8859-1", "iso-8859-1", ReasonDeclared},
		{"caf\xe9", "windows-1252", "windows-1252", ReasonDeclared},
		{"caf\xe9", "utf-8", "iso-8859-1", ReasonWriting},
		{"caf\xe9", "", "iso-8859-1", ReasonWriting},
		{"\x93caf\xe9\x94 costs 3 \x80", "iso-8859-1", "windows-1252", ReasonWindows},
		{"\xfeim \x93de\xf0i\xfeiklik\x94", "iso-8859-9", "windows-1254", ReasonWindows},
		{"caf\xc3\xa9 cr\xc3\xa8me", "iso-8859-1", "utf-8", ReasonValid},
		{"caf\xc3\xa9 cr\xc3\xa8me", "us-ascii", "utf-8", ReasonValid},
		{"caf\xc3\xa9 cr\xc3", "utf-8", "utf-8", ReasonValid}, // Broken off by whoever took the sample.
		{"\xc4\xa3", "gb2312", "gb2312", ReasonDeclared},      // 模, which is also valid UTF-8.
		{"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0", "koi8-r", "windows-1251", ReasonWriting},
		{"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0", "windows-1251", "windows-1251", ReasonDeclared},
		{"\xff\xfea\x00", "", "utf-16", ReasonMark},
		{"a\x00b\x00c\x00", "utf-8", "utf-16le", ReasonZeros},
		{"\x1b$B%F%9%H\x1b(B", "utf-8", "iso-2022-jp", ReasonShifts},
		{"=?x?", "x-unknown", "utf-8", ReasonASCII},
	} {
		list := Guesses([]byte(c.data), c.declared)
		if list[0].Charset.name != c.charset || list[0].Reason != c.reason {
			t.Errorf("%q declared as %s: %s (%s, %d) %q", c.data, c.declared, list[0].Charset.name, list[0].Reason, list[0].Score, list[0].Text)
		}
		if said := Lookup(c.declared); said != nil && !slices.ContainsFunc(list, func(g Guess) bool { return g.Charset == said }) {
			t.Errorf("%q: what was declared, %s, is not in the list", c.data, c.declared)
		}
	}
}

// TestDiagnose wants to know what happened to texts, each written in one character set and read as another.
func TestDiagnose(t *testing.T) {
	for _, c := range []struct{ written, read, text string }{
		{"utf-8", "windows-1252", "café"},
		{"utf-8", "windows-1252", "Größe und Übergröße"},
		{"utf-8", "iso-8859-1", "Größe und Übergröße"},
		{"utf-8", "windows-1252", "Привет, мир"},
		{"utf-8", "windows-1252", "你好，世界"},
		{"utf-8", "windows-1252", "it’s “quoted” – really…"},
		{"utf-8", "windows-1251", "Привет, мир"},
		{"utf-8", "koi8-r", "Привет, мир"},
		{"utf-8", "gb18030", "你好"},
		{"utf-8", "macintosh", "電子郵件的工作"},
		{"utf-8", "macintosh", "Grüße aus München"},
		{"utf-8", "ibm437", "Grüße aus München"},
		{"utf-8", "windows-1250", "Příliš žluťoučký kůň"},
		{"gb18030", "iso-8859-1", "您好，附件是本周的会议记录，请查收"},
		{"gb18030", "windows-1252", "电子邮件的工作原理"},
		{"big5", "windows-1252", "電子郵件的工作原理"},
		{"shift_jis", "windows-1252", "お世話になっております。会議の資料"},
		{"shift_jis", "gb18030", "お世話になっております。会議の資料"},
		{"euc-jp", "iso-8859-1", "お世話になっております。会議の資料"},
		{"euc-kr", "iso-8859-1", "안녕하세요, 회의 자료를 보내 드립니다"},
		{"euc-kr", "gb18030", "안녕하세요, 회의 자료를 보내 드립니다"},
		{"gb18030", "big5", "您好，附件是本周的会议记录，请查收"},
		{"koi8-r", "windows-1251", "Здравствуйте! Спасибо за письмо"},
		{"windows-1251", "koi8-r", "Здравствуйте! Спасибо за письмо"},
		{"windows-1251", "iso-8859-1", "Здравствуйте! Спасибо за письмо"},
		{"koi8-r", "iso-8859-1", "Здравствуйте! Спасибо за письмо"},
		{"windows-1251", "ibm866", "Здравствуйте! Спасибо за письмо"},
		{"ibm866", "windows-1251", "Здравствуйте! Спасибо за письмо"},
		{"windows-1253", "iso-8859-1", "Καλημέρα σας, ευχαριστώ πολύ"},
		{"windows-1256", "windows-1252", "السلام عليكم ورحمة الله وبركاته"},
		{"windows-1255", "iso-8859-1", "שלום לכולם, תודה על המכתב"},
		{"windows-874", "iso-8859-1", "สวัสดีครับ ขอบคุณสำหรับจดหมาย"},
		{"iso-2022-jp", "us-ascii", "件名：テストです"},
		{"iso-2022-kr", "us-ascii", "안녕하세요, 회의 자료"},
		{"hz-gb-2312", "us-ascii", "电子邮件的工作原理"},
		{"utf-7", "us-ascii", "Grüße aus München"},
	} {
		data, lost := Lookup(c.written).Encode(c.text)
		garbled, gone := Lookup(c.read).Decode(data)
		if lost+gone > 0 && c.read != "us-ascii" {
			t.Errorf("%s as %s: %d and %d lost of %q", c.written, c.read, lost, gone, c.text)
			continue
		}
		m, ok := Diagnose(string(garbled))
		if !ok {
			t.Errorf("%s as %s: %q is not seen to be %q", c.written, c.read, garbled, c.text)
		} else if m.Text != c.text || m.Written.name != c.written || m.Times != 1 {
			t.Errorf("%s as %s: %q is taken for %s as %s, %d times: %q", c.written, c.read, garbled, m.Written.name, m.Read.name, m.Times, m.Text)
		}
	}
}

// TestDiagnoseHalves has texts of which something is lost or good, or that were misread more than once.
func TestDiagnoseHalves(t *testing.T) {
	for _, c := range []struct {
		text, written, read, want string
		times, lost               int
	}{
		{"caf\u00c3\u0083\u00c2\u00a9 cr\u00c3\u0083\u00c2\u00a8me", "utf-8", "iso-8859-1", "café crème", 2, 0},
		{"GrÃƒÂ¼ÃƒÅ¸e aus KÃƒÂ¶ln", "utf-8", "windows-1252", "Grüße aus Köln", 2, 0},
		{"GrÃƒÆ’Ã‚Â¼ÃƒÆ’Ã…Â¸e", "utf-8", "windows-1252", "Grüße", 3, 0},
		{"Ã¼ und ü, 中文 too", "utf-8", "windows-1252", "ü und ü, 中文 too", 1, 0}, // Put together from two letters.
		{"eins\nzwei fÃ¼r\ndrei für\n", "utf-8", "windows-1252", "eins\nzwei für\ndrei für\n", 1, 0},
		{"caf\ufffd cr\ufffdme", "windows-1252", "utf-8", "caf\ufffd cr\ufffdme", 1, 2},
		{"$B7oL>!'%F%9%H$G$9(B", "iso-2022-jp", "us-ascii", "件名：テストです", 1, 0}, // The escape characters are lost.
		{"Re: \x1b$B%F%9%H\x1b(B ok", "iso-2022-jp", "us-ascii", "Re: テスト ok", 1, 0},
	} {
		m, ok := Diagnose(c.text)
		if !ok || m.Text != c.want || m.Written.name != c.written || m.Read.name != c.read || m.Times != c.times || m.Lost != c.lost {
			t.Errorf("%q: %v %+v %v %v", c.text, ok, m, m.Written, m.Read)
		}
	}
}

// good are texts that nothing is wrong with, though they have what is rare, or looks like what misreading leaves.
var good = []string{
	"3 m² à 20 °C ±5 %, 1½ µm, §3, £5, ¥100, © ® ™ ª º", "«Où?» — “there”", "5 × 3 ÷ 2 ≠ 7 → ∞ ☺ ♥ ★", "┌──┐│ab│└──┘", "① ② Ⅳ ㈱ ℃",
	"ÄÖÜ ÜBERGRÖSSE", "ÇA VA ÊTRE BIEN", "SÃO PAULO, NÃO É AÇÃO", "À É Ñ Ü", "Ã", "ï", "É", "Â", "Tiếng Việt rất đẹp, xin chào", "Łódź", "Öl",
	"ΩΜΕΓΑ", "Ω", "π ≈ 3,14", "ПРИВЕТ", "Я", "съешь ещё", "ЄС і ЇЖА", "Ђорђе и Љубица", "שָׁלוֹם", "سلام، حال شما چطور است؟",
	"नमस्ते दुनिया", "გამარჯობა", "Բարեւ", "ສະບາຍດີ", "ጤና ይስጥልኝ", "你好", "东京大学", "張三 李四 王五", "模", "模式", "一", "日本", "人口問題", "明朝体", "東京",
	"ｶﾀｶﾅ ﾃｽﾄ", "ＡＢＣ１２３", "韓國 한국", "뷁", "👍🏽 😀", "x\u00a0y", "naïve façade", "Dvořák", "Þór", "ĉu ŝi ĝojas?", "fi ﬁ", "",
	"user+tag@example.org", "a+b-c +foo- C++-Code +1-555", "~{x} ~~", "$(BAR) $BAZ(B", "plain", "\x1b[31mred\x1b[0m", "1 + 1 = 2",
}

// TestDiagnoseNothing wants good texts left alone, in whatever language.
func TestDiagnoseNothing(t *testing.T) {
	all := good
	for _, s := range snippets {
		all = append(all, s.text)
	}
	for _, text := range all {
		if m, ok := Diagnose(text); ok {
			t.Errorf("%q is taken for %s read as %s: %q", text, m.Written.name, m.Read.name, m.Text)
		}
	}
}
