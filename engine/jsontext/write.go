package jsontext

import (
	"strconv"
	"unicode/utf8"
)

// AppendString appends s as a JSON string. What is not UTF-8 becomes U+FFFD, for JSON has no way to write it. U+2028 and
// U+2029 are escaped, so that the text may stand inside a script.
func AppendString(dst []byte, s string) []byte {
	const digits = "0123456789abcdef"
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			dst = append(dst, s[start:i]...)
			switch c {
			case '"', '\\':
				dst = append(dst, '\\', c)
			case '\n':
				dst = append(dst, '\\', 'n')
			case '\r':
				dst = append(dst, '\\', 'r')
			case '\t':
				dst = append(dst, '\\', 't')
			default:
				dst = append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
			}
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			dst = append(dst, s[start:i]...)
			dst = append(dst, "\uFFFD"...)
			start = i + size
		case r == '\u2028' || r == '\u2029':
			dst = append(dst, s[start:i]...)
			dst = append(dst, '\\', 'u', '2', '0', '2', digits[r&15])
			start = i + size
		}
		i += size
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

// Append appends v without any white space. Numbers are written as their literal, or as Int when there is none.
func Append(dst []byte, v *Value) []byte {
	switch v.Kind {
	case Bool:
		return strconv.AppendBool(dst, v.Bool)
	case Number:
		if v.Str != "" {
			return append(dst, v.Str...)
		}
		return strconv.AppendInt(dst, v.Int, 10)
	case String:
		return AppendString(dst, v.Str)
	case Array:
		dst = append(dst, '[')
		for i := range v.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = Append(dst, &v.Items[i])
		}
		return append(dst, ']')
	case Object:
		dst = append(dst, '{')
		for i := range v.Members {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = AppendString(dst, v.Members[i].Name)
			dst = append(dst, ':')
			dst = Append(dst, &v.Members[i].Value)
		}
		return append(dst, '}')
	}
	return append(dst, "null"...)
}

// Writer writes JSON value by value and puts the commas. The zero Writer is ready. It does not check that the calls make
// one whole value: that is the caller's shape, fixed in code and tested there.
type Writer struct {
	Buf   []byte
	comma bool // Whether the next value or name needs a comma before it.
}

func (w *Writer) next() {
	if w.comma {
		w.Buf = append(w.Buf, ',')
	}
	w.comma = true
}

// Object opens an object.
func (w *Writer) Object() { w.open('{') }

// EndObject closes an object.
func (w *Writer) EndObject() { w.close('}') }

// Array opens a list.
func (w *Writer) Array() { w.open('[') }

// EndArray closes a list.
func (w *Writer) EndArray() { w.close(']') }

func (w *Writer) open(c byte) {
	w.next()
	w.Buf, w.comma = append(w.Buf, c), false
}

func (w *Writer) close(c byte) {
	w.Buf, w.comma = append(w.Buf, c), true
}

// Name writes the name of the next member and its colon.
func (w *Writer) Name(name string) {
	w.next()
	w.Buf = append(AppendString(w.Buf, name), ':')
	w.comma = false
}

// String writes a text.
func (w *Writer) String(s string) {
	w.next()
	w.Buf = AppendString(w.Buf, s)
}

// Int writes a whole number.
func (w *Writer) Int(n int64) {
	w.next()
	w.Buf = strconv.AppendInt(w.Buf, n, 10)
}

// Bool writes true or false.
func (w *Writer) Bool(b bool) {
	w.next()
	w.Buf = strconv.AppendBool(w.Buf, b)
}

// Null writes null.
func (w *Writer) Null() { w.Raw("null") }

// Raw writes a value that is JSON already.
func (w *Writer) Raw(json string) {
	w.next()
	w.Buf = append(w.Buf, json...)
}

// Value writes a value tree.
func (w *Writer) Value(v *Value) {
	w.next()
	w.Buf = Append(w.Buf, v)
}
