package charset

import "strings"

// maxLabel bounds the labels that are looked at; no registered one is longer.
const maxLabel = 64

// registry holds every character set, in an order for choosing from. Labels are IANA's, WHATWG's, Python's and those that
// mail programs have made up; numbers are code pages of IBM and Microsoft.
var registry = [...]Charset{
	{name: "utf-8", labels: " utf8 utf unicode11utf8 unicode20utf8 xunicode20utf8 utf8mb4 utf8ucs2 utf8ucs4 u8 65001 "},
	{name: "us-ascii", kind: kindASCII, labels: " usascii ascii ansix341968 ansix341986 iso646us iso646irv isoir6 us 7bit 646 367 20127 "},
	{name: "iso-8859-1", kind: kindLatin1, labels: " iso88591 88591 iso8859 latin latin1 isolatin1 l1 isoir100 iso88591windows31latin1 819 8859 28591 "},
	{name: "windows-1252", kind: kindPlatform, labels: " 1252 msansi ansi winlatin1 "},
	{name: "iso-8859-15", kind: kindPlatform, labels: " iso885915 885915 latin9 latin0 isolatin9 l9 isoir203 28605 "},

	{name: "gb18030", kind: kindPlatform, labels: " gb18030 gb180302000 gb180302005 gb180302022 54936 "},
	{name: "gbk", kind: kindPlatform, labels: " gbk 936 "},
	{name: "gb2312", kind: kindPlatform, labels: " gb2312 gb231280 gb23121980 isoir58gb231280 euccn eucgb2312cn chinese iso58gb231280 isoir58 macsimpchinese 20936 51936 "},
	{name: "hz-gb-2312", kind: kindHZ, labels: " hzgb2312 hz hzgb 52936 "},
	{name: "big5", kind: kindPlatform, labels: " big5 big5hkscs big5tw big5eten big5uao hkscs cnbig5 mactradchinese 950 951 "},
	{name: "iso-2022-jp", kind: kindISO2022JP, labels: " iso2022jp iso2022jp1 iso2022jp2 iso2022jp3 iso2022jp2004 iso2022jpext iso2022jpesc iso2022jpms jis jisencoding 50220 50221 50222 "},
	{name: "shift_jis", kind: kindPlatform, labels: " shiftjis sjis mskanji shiftjisms windows31j macjapanese 932 943 942 "},
	{name: "euc-jp", kind: kindPlatform, labels: " eucjp eucjpms eucjpwin eucpkdfmtjapanese extendedunixcodepackedformatforjapanese ujis 51932 20932 "},
	{name: "euc-kr", kind: kindPlatform, labels: " euckr ksc ksc5601 ksc56011987 ksc56011989 ksx1001 korean uhc mackorean isoir149 949 51949 "},
	{name: "iso-2022-kr", kind: kindISO2022KR, labels: " iso2022kr 50225 "},

	{name: "koi8-r", kind: kindPlatform, labels: " koi8r koi koi8 20866 "},
	{name: "koi8-u", kind: kindPlatform, labels: " koi8u koi8ru 21866 "},
	{name: "windows-1251", kind: kindPlatform, labels: " 1251 mscyrl "},
	{name: "iso-8859-5", kind: kindPlatform, labels: " iso88595 88595 cyrillic isolatincyrillic isoir144 28595 "},
	{name: "ibm866", kind: kindPlatform, labels: " 866 "},
	{name: "ibm855", kind: kindPlatform, labels: " 855 "},
	{name: "x-mac-cyrillic", kind: kindPlatform, labels: " maccyrillic macukrainian 10007 10017 "},

	{name: "windows-1250", kind: kindPlatform, labels: " 1250 msee "},
	{name: "iso-8859-2", kind: kindPlatform, labels: " iso88592 88592 latin2 isolatin2 l2 isoir101 28592 "},
	{name: "windows-1253", kind: kindPlatform, labels: " 1253 msgreek "},
	{name: "iso-8859-7", kind: kindPlatform, labels: " iso88597 88597 greek greek8 isolatingreek isoir126 elot928 ecma118 suneugreek 28597 "},
	{name: "windows-1254", kind: kindPlatform, labels: " 1254 msturk "},
	{name: "iso-8859-9", kind: kindTurkish, labels: " iso88599 88599 latin5 isolatin5 l5 isoir148 28599 "},
	{name: "iso-8859-3", kind: kindPlatform, labels: " iso88593 88593 latin3 isolatin3 l3 isoir109 28593 "},
	{name: "windows-1257", kind: kindPlatform, labels: " 1257 winbaltrim msbaltic "},
	{name: "iso-8859-4", kind: kindPlatform, labels: " iso88594 88594 latin4 isolatin4 l4 isoir110 28594 "},
	{name: "iso-8859-13", kind: kindPlatform, labels: " iso885913 885913 latin7 l7 isoir179 28603 "},
	{name: "iso-8859-10", kind: kindPlatform, labels: " iso885910 885910 latin6 isolatin6 l6 isoir157 28600 "},
	{name: "iso-8859-14", kind: kindPlatform, labels: " iso885914 885914 latin8 isolatin8 l8 isoir199 isoceltic 28604 "},
	{name: "iso-8859-16", kind: kindPlatform, labels: " iso885916 885916 latin10 l10 isoir226 28606 "},
	{name: "windows-1255", kind: kindPlatform, labels: " 1255 mshebr "},
	{name: "iso-8859-8", kind: kindPlatform, labels: " iso88598 88598 hebrew visual logical isolatinhebrew isoir138 iso88598i iso88598e 28598 38598 "},
	{name: "windows-1256", kind: kindPlatform, labels: " 1256 msarab "},
	{name: "iso-8859-6", kind: kindPlatform, labels: " iso88596 88596 arabic isolatinarabic isoir127 iso88596i iso88596e asmo708 ecma114 708 28596 "},
	{name: "windows-1258", kind: kindPlatform, labels: " 1258 "},
	{name: "windows-874", kind: kindPlatform, labels: " 874 "},
	{name: "iso-8859-11", kind: kindThai, labels: " iso885911 885911 thai 28601 "},
	{name: "tis-620", kind: kindThai, labels: " tis620 isoir166 tis6200 tis62025291 tis62025330 "},
	{name: "macintosh", kind: kindPlatform, labels: " macintosh mac macroman 10000 "},

	{name: "ibm437", kind: kindPlatform, labels: " 437 pc8codepage437 "},
	{name: "ibm850", kind: kindPlatform, labels: " 850 pc850multilingual "},
	{name: "ibm852", kind: kindPlatform, labels: " 852 pcp852 "},
	{name: "ibm858", kind: kindPlatform, labels: " 858 ccsid858 pcmultilingual850euro 00858 "},
	{name: "ibm737", kind: kindPlatform, labels: " 737 "},
	{name: "ibm775", kind: kindPlatform, labels: " 775 pc775baltic "},
	{name: "ibm857", kind: kindPlatform, labels: " 857 "},
	{name: "ibm860", kind: kindPlatform, labels: " 860 "},
	{name: "ibm861", kind: kindPlatform, labels: " 861 cpis "},
	{name: "ibm862", kind: kindPlatform, labels: " 862 pc862latinhebrew "},
	{name: "ibm863", kind: kindPlatform, labels: " 863 "},
	{name: "ibm865", kind: kindPlatform, labels: " 865 "},
	{name: "ibm869", kind: kindPlatform, labels: " 869 cpgr "},

	{name: "utf-7", kind: kindUTF7, labels: " utf7 unicode11utf7 unicode20utf7 xunicode20utf7 u7 65000 "},
	{name: "utf-16", kind: kindUTF16, labels: " utf16 unicode ucs2 iso10646ucs2 u16 "},
	{name: "utf-16le", kind: kindUTF16LE, labels: " utf16le unicodefeff unicodelittleunmarked ucs2le 1200 "},
	{name: "utf-16be", kind: kindUTF16BE, labels: " utf16be unicodefffe unicodebigunmarked ucs2be 1201 "},
	{name: "utf-32", kind: kindUTF32, labels: " utf32 ucs4 iso10646ucs4 u32 "},
	{name: "utf-32le", kind: kindUTF32LE, labels: " utf32le ucs4le 12000 "},
	{name: "utf-32be", kind: kindUTF32BE, labels: " utf32be ucs4be 12001 "},
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
// and punctuation within do not matter (Unicode Technical Standard 22 section 1.4), nor do a leading "x-" or "cs", what
// follows a colon (the year of a standard) or a semicolon, and the maker before a code page's number.
func Lookup(label string) *Charset {
	switch label { // What nearly every letter says.
	case "utf-8", "UTF-8":
		return &registry[0]
	case "us-ascii", "US-ASCII":
		return &registry[1]
	case "iso-8859-1", "ISO-8859-1":
		return &registry[2]
	}
	key := normalise(label)
	for i := range registry {
		if c := &registry[i]; key != "" && strings.Contains(c.labels, key) {
			return c
		}
	}
	return nil
}

// normalise returns what matters of a label, letters and digits in lower case, with a blank on both sides. Of a code page
// it is the number. It is empty for a label that is empty or too long.
func normalise(label string) string {
	var key [maxLabel + 2]byte
	n, digits := 1, 1 // digits is where the digits at the end begin.
	for i := 0; i < len(label) && label[i] != ':' && label[i] != ';'; i++ {
		c := label[i] | 0x20 // Letters become small, digits and the minus sign stay.
		letter := c >= 'a' && c <= 'z'
		switch {
		case n > maxLabel:
			return ""
		case letter || isDigit(label[i]):
			key[n] = c
			if n++; letter {
				digits = n
			}
		case c == '-' && n == 2 && key[1] == 'x':
			n, digits = 1, 1
		}
	}
	start := 0
	if n > 5 && key[1] == 'c' && key[2] == 's' { // "csISO2022JP": IANA has them beside the others.
		start = 2
	}
	switch string(key[start+1 : digits]) {
	case "cp", "windows", "win", "ms", "ibm", "dos", "windowscp":
		start = digits - 1
	}
	if n == start+1 {
		return ""
	}
	key[start], key[n] = ' ', ' '
	return string(key[start : n+1])
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
