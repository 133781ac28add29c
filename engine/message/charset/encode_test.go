package charset

import "testing"

func TestEncode(t *testing.T) {
	for _, c := range []struct {
		label, text, want string
		lost              int
	}{
		{"utf-8", "é\xff", "é\uFFFD", 1},
		{"us-ascii", "aé\u0080b", "a??b", 2},
		{"iso-8859-1", "é€\u0085", "\xe9?\x85", 1},
		{"iso-8859-9", "ışÿð", "\xfd\xfe\xff?", 1},
		{"windows-1252", "“€”\u0081", "\x93\x80\x94\x81", 0},
		{"tis-620", "ก\u0080", "\xa1\x80", 0},
		{"ibm437", "é", "\x82", 0},
		{"gb2312", "中€關", "\xd6\xd0\xa2\xe3?", 1}, // Only what GB 2312 has the places of.
		{"gbk", "关關€é😀", "\xb9\xd8\xea\x50\x80\xa8\xa6?", 1},
		{"gb18030", "€é😀ÿ\uFFFD", "\xa2\xe3\xa8\xa6\x94\x39\xfc\x36\x81\x30\x8b\x37\x84\x31\xa4\x37", 0},
		{"big5", "中═䏰", "\xa4\xa4\xf9\xf9?", 1}, // Hong Kong's characters are not written.
		{"shift_jis", "日ｶ纊¥\\", "\x93\xfa\xb6\xfa\x5c?\\", 1},
		{"euc-jp", "日ｶ丂", "\xc6\xfc\x8e\xb6\x8f\xb0\xa1", 0},
		{"iso-2022-jp", "a日本\r\n¥b‾\nｶ丂\x1b", "a\x1b$BF|K\\\x1b(B\r\n\x1b(J\\\x1b(Bb\x1b(J~\x1b(B\n???", 3},
		{"iso-2022-jp", "日", "\x1b$BF|\x1b(B", 0},
		{"iso-2022-kr", "a가\n가b", "\x1b$)Ca\x0e0!\x0f\n\x0e0!\x0fb", 0},
		{"iso-2022-kr", "plain", "plain", 0},
		{"euc-kr", "가갂", "\xb0\xa1\x81\x41", 0},
		{"hz-gb-2312", "~中文~\nx", "~~~{VPND~}~~\nx", 0},
		{"utf-7", "A≢Α.", "A+ImIDkQ.", 0}, // RFC 2152's own example.
		{"utf-7", "Hi Mom -☺-!", "Hi Mom -+Jjo--+ACE-", 0},
		{"utf-7", "1 + 1 日本語+é", "1 +- 1 +ZeVnLIqeACsA6Q-", 0},
		{"utf-16", "a😀", "\xfe\xff\x00a\xd8\x3d\xde\x00", 0},
		{"utf-16le", "a😀\xff", "a\x00\x3d\xd8\x00\xde?\x00", 1},
		{"utf-32", "a", "\x00\x00\xfe\xff\x00\x00\x00a", 0},
		{"utf-32le", "😀", "\x00\xf6\x01\x00", 0},
	} {
		if got, lost := Lookup(c.label).Encode(c.text); string(got) != c.want || lost != c.lost {
			t.Errorf("%s %q: %+q, %d lost, want %+q, %d", c.label, c.text, got, lost, c.want, c.lost)
		}
	}
}
