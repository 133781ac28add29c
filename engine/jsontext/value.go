// Package jsontext reads and writes JSON (RFC 8259) for files that people write by hand and that strangers send. The
// reader is strict and knows the line and column of every value, so that whoever checks the meaning of a file can point
// at the place. It stands in for encoding/json, which would weigh more in the browser than the whole mail system.
package jsontext

import "strconv"

// Bounds of the reader.
const (
	MaxBytes  = 8 << 20 // Octets of one text.
	MaxDepth  = 100     // Arrays and objects inside each other.
	MaxValues = 1 << 18 // Values in one text: small ones cost far more memory than octets.
)

// Kind says what a value is.
type Kind uint8

// The kinds of values, RFC 8259 section 3.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

var kindNames = [...]string{"null", "true or false", "a number", "a text", "a list", "an object"}

// String names the kind in plain words, such as "a list".
func (k Kind) String() string { return kindNames[k] }

// Value is one value and where it stands. Which of the other fields means something depends on Kind.
type Value struct {
	Kind Kind
	Line int // From 1.
	Col  int // From 1, in characters.

	Bool    bool     // Bool.
	IsInt   bool     // Number: it has no fraction and no exponent, and fits Int.
	Int     int64    // Number, when IsInt.
	Str     string   // String: the text. Number: the literal as written.
	Items   []Value  // Array.
	Members []Member // Object, in the order of the text. Names are unique.
}

// Member is one name of an object and its value.
type Member struct {
	Name      string
	Line, Col int // Where the name stands.
	Value     Value
}

// Get returns the member called name, or nil when v is no object or has none.
func (v *Value) Get(name string) *Value {
	if v == nil || v.Kind != Object {
		return nil
	}
	for i := range v.Members {
		if v.Members[i].Name == name {
			return &v.Members[i].Value
		}
	}
	return nil
}

// Error says what is wrong with a text and where.
type Error struct {
	Line, Col int
	Text      string
}

func (e *Error) Error() string {
	return "line " + strconv.Itoa(e.Line) + " column " + strconv.Itoa(e.Col) + ": " + e.Text
}
