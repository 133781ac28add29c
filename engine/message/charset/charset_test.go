package charset

import "testing"

// TestDecode reads one word or more in every character set.
func TestDecode(t *testing.T) {
	for _, c := range []struct {
		label, data, want string
		lost              int
	}{
		{"utf-8", "caf\xc3\xa9", "café", 0},
		{"utf-8", "\xef\xbb\xbfx", "\ufeffx", 0},                // What is valid stays as it is.
		{"utf-8", "a\xe2\x82z\xff\xf0\x9f\x98", "a�z��", 3},     // One for each beginning of a character.
		{"utf-8", "\xed\xa0\x80\xc0\xaf\xf4\x90", "�������", 7}, // Surrogates, overlong forms, beyond U+10FFFF begin nothing.
		{"us-ascii", "a\xe9\xff", "a��", 2},
		{"iso-8859-1", "a\x80\xe9", "a\u0080é", 0}, // Not a euro sign.
		{"iso-8859-9", "\x80\xd0\xddI\xde\xf0\xfd\xfe\xff", "\u0080Ğİ" + "IŞğışÿ", 0},
		{"iso-8859-11", "\xa1\xa2\xdf\x91\xdb", "กข฿\u0091�", 1},
		{"tis-620", "\xa1\xfb\xfc", "ก๛�", 1},
		{"windows-1252", "\x80\x81\x93x\x94", "€\u0081“x”", 0},
		{"iso-8859-15", "\xa4\x85", "€\u0085", 0},
		{"iso-8859-2", "P\xf8\xedli\xb9", "Příliš", 0},
		{"koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4", "Привет", 0},
		{"windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2", "Привет", 0},
		{"ibm866", "\x8f\xe0\xa8\xa2\xa5\xe2", "Привет", 0},
		{"ibm437", "\x81ber\xf8", "über°", 0},
		{"ibm869", "\x80\x86", "�Ά", 1},
		{"gb2312", "\xc4\xe3\xba\xc3\x80\x81\x30\x81\x30", "你好€\u0080", 0}, // What its supersets have.
		{"gbk", "\x81\x40\xfe\xfe\xff\xa1", "丂\ue4c5��", 2},
		{"gb18030", "\x90\x30\x81\x30\x84\x31\xa4\x37x\xe3\x32\x9a\x35", "𐀀�x\U0010ffff", 1},
		{"gb18030", "\x81\x30\x81A\x81\n\x81\x30", "�0丄�\n�", 3},
		{"hz-gb-2312", "a~~~{VPND~}b~\nc~{VP\nd~x", "a~中文bc中\nd�x", 1},
		{"big5", "\xa4\xa4\xa4\xe5\x88\x62\xa1\x80x\xa1\n", "中文Ê̄�x�\n", 2},
		{"big5-hkscs", "\x87\x40", "䏰", 0},
		{"shift_jis", "\x93\xfa\x96{\xb6\\\xf0\x40\xa0\x81", "日本ｶ\\\ue000��", 2},
		{"euc-jp", "\xc6\xfc\x8e\xb6\x8f\xb0\xa1\x8f\xa1\n", "日ｶ丂�\n", 1},
		{"iso-2022-jp", "\x1b$BF|K\\\x1b(B!\x1b$B\x1b(B\x1b(J\\~\x1b(I6\x1b$@F|\nx", "日本!¥‾ｶ日\nx", 0},
		{"iso-2022-jp", "\x1b$(D0!\x1b$ADc\x1b$(C0!\x1b(B\x1b$X\xff\x0e6\x0f6", "丂你가�$X�ｶ6", 2},
		{"iso-2022-jp", "\x1b$BF\x1b(BF\x1b$BF|F", "�F日�", 2},
		{"euc-kr", "\xb0\xa1\x81A\xc9\xa1\xff", "가갂��", 2},
		{"iso-2022-kr", "\x1b$)C\x0e0!\x0fa\x0e0!\nb", "가a가\nb", 0},
		{"utf-7", "+ZeVnLIqe-! 1 +- 1 +2D3eAA-+AGE.b+AGE", "日本語! 1 + 1 😀a.ba", 0},
		{"utf-7", "a+!\xff+2D0-+A-", "a�!���", 4},
		{"utf-16", "\xfe\xffe\xe5", "日", 0},
		{"utf-16", "\xff\xfe\xe5e\x3d\xd8", "日�", 1},
		{"utf-16", "\xe5e=\xd8\x00\xde", "日😀", 0}, // Without a mark, as on most machines.
		{"utf-16be", "\xfe\xffe\xe5\xdc\x00\x00", "\ufeff日��", 2},
		{"utf-16le", "a", "�", 1},
		{"utf-32", "\x00\x00e\xe5\x00\x01\xf6\x00", "日😀", 0},
		{"utf-32", "\xff\xfe\x00\x00\xe5e\x00\x00", "日", 0},
		{"utf-32be", "\x00\x00\xd8\x00\x00\x11\x00\x00a", "���", 3},
	} {
		cs := Lookup(c.label)
		if cs == nil {
			t.Errorf("%s is not known", c.label)
			continue
		}
		if got, lost := cs.Decode([]byte(c.data)); string(got) != c.want || lost != c.lost {
			t.Errorf("%s %q: got %+q and %d lost, want %+q and %d", c.label, c.data, got, lost, c.want, c.lost)
		}
	}
}

func TestLookup(t *testing.T) {
	for label, want := range map[string]string{
		"UTF8": "utf-8", " \"Utf-8\" ": "utf-8", "unicode-1-1-utf-8": "utf-8", "cp65001": "utf-8",
		"ANSI_X3.4-1968": "us-ascii", "ISO646-US": "us-ascii", "8859_1": "iso-8859-1", "ISO_8859-1:1987": "iso-8859-1",
		"latin1": "iso-8859-1", "csISOLatin2": "iso-8859-2", "win-1252": "windows-1252", "cp1252": "windows-1252",
		"x-cp1251": "windows-1251", "x-sjis": "shift_jis", "x-x-big5": "big5", "cp936": "gbk", "x-gbk": "gbk",
		"GB2312_CHARSET": "", "gb_2312-80": "gb2312", "ks_c_5601-1987": "euc-kr", "iso-8859-8-i": "iso-8859-8",
		"unicode-1-1-utf-7": "utf-7", "IBM00858": "ibm858", "csIBM866": "ibm866", "cp1": "", "cp": "", "": "", "-": "",
		"x-unknown": "", "unknown-8bit": "", "x-user-defined": "", "utf-9": "", "iso-8859-12": "", "1": "",
		"_iso-2022-jp$ESC": "iso-2022-jp", "windows-31j": "shift_jis", "dos-862": "ibm862", "us-ascii; x": "us-ascii",
		"iso-8859-1iso-8859-1iso-8859-1iso-8859-1iso-8859-1iso-8859-1iso-8859-1iso-8859-1iso-8859-1": "",
	} {
		got := ""
		if c := Lookup(label); c != nil {
			got = c.Name()
		}
		if got != want {
			t.Errorf("Lookup(%q) = %q, want %q", label, got, want)
		}
	}
	for _, c := range All() {
		if Lookup(c.Name()) != c {
			t.Errorf("%s does not find itself but %v", c.Name(), Lookup(c.Name()))
		}
	}
}
