package message

import (
	"encoding/binary"
	"unicode/utf16"

	"ehloworld/engine/message/charset"
)

// A winmail.dat (application/ms-tnef) is Microsoft's own way to pack attachments into one: a row of attributes, each with
// a level (the letter's, or an attachment's), a name, a length and a checksum ([MS-OXTNEF]). Nothing of the letter's text
// is taken from it here, only the files, so that nobody is left with a winmail.dat.
const (
	tnefSignature  = 0x223e9f78
	tnefHead       = 6 // Signature and key.
	tnefAttribute  = 9 // Level, name, length.
	tnefChecksum   = 2
	tnefAttachment = 2 // The level of attachments.

	attOemCodepage    = 0x00069007
	attAttachRendData = 0x00069002 // Begins an attachment.
	attAttachTitle    = 0x00018010 // Its short name.
	attAttachData     = 0x0006800f
	attAttachment     = 0x00069005 // Its properties.

	propData     = 0x3701 // PR_ATTACH_DATA
	propLongName = 0x3707 // PR_ATTACH_LONG_FILENAME
	propNamed    = 0x8000 // Identifiers from here on have names.
)

// isTNEF says whether content begins as a winmail.dat does.
func isTNEF(content []byte) bool {
	return len(content) >= tnefHead && binary.LittleEndian.Uint32(content) == tnefSignature
}

// listTNEF lists the files in a winmail.dat, as far as it can be read. It takes one pass.
func listTNEF(content []byte) []Enclosed {
	var list []Enclosed
	var long bool // Whether the name of the last file is the long one.
	codepage := charset.Lookup("windows-1252")
	for at := tnefHead; len(content)-at >= tnefAttribute && len(list) < MaxEnclosed; {
		level, name := content[at], binary.LittleEndian.Uint32(content[at+1:])
		size := int(binary.LittleEndian.Uint32(content[at+5:]))
		at += tnefAttribute
		if size < 0 || size > len(content)-at {
			break
		}
		data := content[at : at+size]
		switch {
		case name == attOemCodepage && size >= 4:
			if c := windowsCodepage(binary.LittleEndian.Uint32(data)); c != nil {
				codepage = c
			}
		case level == tnefAttachment && name == attAttachRendData:
			list = append(list, Enclosed{Kind: EnclosedTNEF, Start: at, End: at})
			long = false
		case level != tnefAttachment || len(list) == 0:
		case name == attAttachTitle && !long:
			list[len(list)-1].Name = narrow(data, codepage)
		case name == attAttachData:
			list[len(list)-1].Start, list[len(list)-1].End = at, at+size
		case name == attAttachment:
			e := &list[len(list)-1]
			r := tnefReader{content[:at+size], at}
			if r.properties(e, codepage) {
				long = true
			}
		}
		at += size + tnefChecksum
	}
	return list
}

// windowsCodepage returns the character set of a code page's number.
func windowsCodepage(n uint32) *charset.Charset {
	for _, c := range [...]struct {
		number uint32
		label  string
	}{{874, "windows-874"}, {932, "shift_jis"}, {936, "gbk"}, {949, "euc-kr"}, {950, "big5"}, {1250, "windows-1250"}, {1251, "windows-1251"},
		{1252, "windows-1252"}, {1253, "windows-1253"}, {1254, "windows-1254"}, {1255, "windows-1255"}, {1256, "windows-1256"},
		{1257, "windows-1257"}, {1258, "windows-1258"}, {65001, "utf-8"}} {
		if c.number == n {
			return charset.Lookup(c.label)
		}
	}
	return nil
}

// properties reads the properties of an attachment: its long name, and the file where that is not an attribute. Named
// says whether there was a name.
func (r *tnefReader) properties(e *Enclosed, codepage *charset.Charset) (named bool) {
	for n := r.uint32(); n > 0 && r.more(); n-- {
		kind, id := r.uint16(), r.uint16()
		if id >= propNamed {
			r.bytes(16) // The set that the name belongs to.
			if r.uint32() == 0 {
				r.uint32()
			} else {
				r.bytes(int(r.uint32()))
			}
		}
		const several = 0x1000
		values := uint32(1)
		size := fixedSize(kind &^ several)
		if size == 0 || kind&several != 0 {
			values = r.uint32()
		}
		for ; values > 0 && r.more(); values-- {
			n := size
			if n == 0 {
				n = int(r.uint32())
			}
			start := r.at
			value := r.bytes(n)
			switch {
			case id == propLongName && kind == typeUnicode:
				e.Name, named = wide(value), true
			case id == propLongName && kind == typeString:
				e.Name, named = narrow(value, codepage), true
			case id == propData && e.Start == e.End && kind == typeBinary:
				e.Start, e.End = start, start+len(value)
			case id == propData && e.Start == e.End && kind == typeObject && len(value) > 16: // After the interface's identifier.
				e.Start, e.End = start+16, start+len(value)
			}
		}
	}
	return named
}

// The types of properties whose values have a length of their own.
const (
	typeObject  = 0x0d
	typeString  = 0x1e
	typeUnicode = 0x1f
	typeBinary  = 0x102
)

// fixedSize is how many octets a value of a type has, 0 when that stands before it.
func fixedSize(kind uint16) int {
	switch kind {
	case typeObject, typeString, typeUnicode, typeBinary:
		return 0
	case 0x05, 0x06, 0x07, 0x14, 0x40: // Floating point, money, times, 64 bits.
		return 8
	case 0x48: // A class identifier.
		return 16
	}
	return 4
}

// tnefReader cuts values off data, from at on. Where nothing is left they are zero.
type tnefReader struct {
	data []byte
	at   int
}

func (r *tnefReader) more() bool { return r.at < len(r.data) }

// bytes returns n octets, and passes over what fills them up to a multiple of four.
func (r *tnefReader) bytes(n int) []byte {
	n = max(0, min(n, len(r.data)-r.at))
	b := r.data[r.at : r.at+n]
	r.at = min(r.at+(n+3)&^3, len(r.data))
	return b
}

func (r *tnefReader) uint32() uint32 {
	b := r.bytes(4)
	if len(b) < 4 {
		return 0
	}
	return binary.LittleEndian.Uint32(b)
}

func (r *tnefReader) uint16() uint16 {
	if len(r.data)-r.at < 2 {
		r.at = len(r.data)
		return 0
	}
	r.at += 2
	return binary.LittleEndian.Uint16(r.data[r.at-2:])
}

// narrow reads a string that ends at its first NUL, in a code page; wide one in UTF-16.
func narrow(data []byte, codepage *charset.Charset) string {
	for i, c := range data {
		if c == 0 {
			data = data[:i]
			break
		}
	}
	if codepage == nil {
		return validText(string(data))
	}
	text, _ := codepage.Decode(data)
	return string(text)
}

func wide(data []byte) string {
	var units []uint16
	for ; len(data) >= 2; data = data[2:] {
		u := binary.LittleEndian.Uint16(data)
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}
