package message

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// tnef builds a winmail.dat.
type tnef struct{ b []byte }

func newTNEF() *tnef {
	return &tnef{binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint32(nil, tnefSignature), 1)}
}

func (t *tnef) attribute(level byte, name uint32, data []byte) *tnef {
	t.b = binary.LittleEndian.AppendUint32(append(t.b, level), name)
	t.b = append(binary.LittleEndian.AppendUint32(t.b, uint32(len(data))), data...)
	t.b = append(t.b, 0, 0) // The checksum, which is not looked at.
	return t
}

func (t *tnef) file(name, content string) *tnef {
	return t.attribute(tnefAttachment, attAttachRendData, make([]byte, 14)).attribute(tnefAttachment, attAttachTitle, []byte(name+"\x00")).
		attribute(tnefAttachment, attAttachData, []byte(content))
}

// property builds one property, with the number of its values where that belongs there.
func property(kind, id uint16, value []byte) []byte {
	b := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, kind), id)
	if id >= propNamed {
		b = append(b, make([]byte, 24)...) // The set, the kind of name, and its number.
	}
	if fixedSize(kind) == 0 {
		b = binary.LittleEndian.AppendUint32(b, 1)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(value)))
	}
	return append(append(b, value...), make([]byte, -len(value)&3)...)
}

func properties(list ...[]byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(list)))
	for _, p := range list {
		b = append(b, p...)
	}
	return b
}

func utf16LE(s string) (b []byte) {
	for _, u := range append(utf16.Encode([]rune(s)), 0) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func listed(content []byte, list []Enclosed) string {
	var s []string
	for _, e := range list {
		s = append(s, fmt.Sprintf("%s %s=%s", e.Kind, e.Name, content[e.Start:e.End]))
	}
	return strings.Join(s, ", ")
}

func TestTNEF(t *testing.T) {
	body := newTNEF().attribute(1, 0x0002800c, []byte("not a file"))
	long := newTNEF().file("LONGNA~1.TXT", "one").attribute(tnefAttachment, attAttachment, properties(
		property(3, 0x0e21, make([]byte, 4)), property(typeBinary, 0x8001, []byte("abcde")), property(0x48, 0x1234, make([]byte, 16)),
		property(typeUnicode, propLongName, utf16LE("a long name 午饭.txt")))).file("two.txt", "two")
	object := newTNEF().attribute(tnefAttachment, attAttachRendData, nil).attribute(tnefAttachment, attAttachment, properties(
		property(typeObject, propData, append(make([]byte, 16), "inside"...)), property(typeString, propLongName, []byte("object.doc\x00"))))
	for _, c := range []struct {
		name, want string
		content    []byte
	}{
		{"nothing", "", nil},
		{"another file", "", []byte("hello, world")},
		{"no files", "", body.b},
		{"two files", "tnef a.txt=one, tnef b.txt=", newTNEF().file("a.txt", "one").file("b.txt", "").b},
		{"a long name", "tnef a long name 午饭.txt=one, tnef two.txt=two", long.b},
		{"a file among the properties", "tnef object.doc=inside", object.b},
		{"UTF-8 by its number", "tnef 午饭=x", newTNEF().attribute(1, attOemCodepage, []byte{0xe9, 0xfd, 0, 0, 0, 0, 0, 0}).file("午饭", "x").b},
		{"cut off in the second file", "tnef a long name 午饭.txt=one, tnef two.txt=", long.b[:len(long.b)-3]},
	} {
		if got := listed(c.content, (&Part{Type: "application/ms-tnef"}).Enclosed(c.content)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	// What says that it is nothing in particular is looked at, too.
	if len((&Part{Type: "application/octet-stream"}).Enclosed(long.b)) != 2 {
		t.Error("a winmail.dat under another type")
	}
	many := newTNEF()
	for range MaxEnclosed + 10 {
		many.file("x", "y")
	}
	if n := len(listTNEF(many.b)); n != MaxEnclosed {
		t.Errorf("%d files", n)
	}
}

func FuzzTNEF(f *testing.F) {
	f.Add(newTNEF().file("a.txt", "one").b)
	f.Add(newTNEF().file("a", "b").attribute(tnefAttachment, attAttachment, properties(property(typeObject, propData, make([]byte, 20)), property(typeUnicode, propLongName, utf16LE("x")))).b)
	f.Fuzz(func(t *testing.T, data []byte) {
		if !isTNEF(data) {
			return
		}
		for _, e := range listTNEF(data) {
			if e.Start < 0 || e.End < e.Start || e.End > len(data) {
				t.Fatalf("%+v of %d", e, len(data))
			}
		}
	})
}
