package message

import "ehloworld/engine/message/encoding"

// Part is one MIME entity of a letter, as a place in it: its header lies at Header.Start up to Header.End, its body at
// Body up to End. The root is the letter itself.
type Part struct {
	Path        string // IMAP section number (RFC 9051 section 6.4.5.1); "" for a multipart root, "1" for another root.
	Type        string // Lower case; text/plain where the header says nothing (RFC 2045 section 5.2).
	Params      []Param
	Disposition string // "attachment", "inline", another word in lower case, or "".
	Filename    string // Of the disposition, or else the name parameter of the type.
	Encoding    string // Content-Transfer-Encoding in lower case; "7bit" where the header says nothing.
	ID          string // Content-ID without its angle brackets.
	Header      Header
	Body, End   int       // Offsets of the body in the letter, before decoding. The line end before a boundary is not part of it.
	Parts       []*Part   // The parts of a multipart.
	Message     *Part     // The letter within a message/rfc822 or message/global.
	Decoded     *Letter   // The same, where that is in base64 or quoted-printable. Walk does not go there: its offsets are others.
	Problems    []Problem // What is wrong with the structure here.

	Open     int // Where the boundary line before the part begins; it ends at Header.Start. A letter has none: the same as Header.Start.
	Close    int // Where the closing boundary line of a multipart begins,
	Epilogue int // and where the text after it does. Without that line both are End.
}

// Letter is a letter that lies in another one in encoded form: offsets within Root are places in Data.
type Letter struct {
	Data []byte
	Root *Part
}

// Leaf says whether the part is neither a multipart with parts nor holds a letter.
func (part *Part) Leaf() bool {
	return len(part.Parts) == 0 && part.Message == nil && part.Decoded == nil
}

// Param returns a parameter of the part's Content-Type, named in lower case, or "".
func (part *Part) Param(name string) string { return param(part.Params, name) }

// Walk calls f for the part and everything within it, from top to bottom, letters within letters included. It stops when
// f returns false, and says whether it went to the end.
func (part *Part) Walk(f func(*Part) bool) bool {
	if !f(part) {
		return false
	}
	for _, sub := range part.Parts {
		if !sub.Walk(f) {
			return false
		}
	}
	return part.Message == nil || part.Message.Walk(f)
}

// Find returns the first part of a type, given in lower case, or nil.
func (part *Part) Find(typ string) *Part {
	var found *Part
	part.Walk(func(p *Part) bool {
		if p.Type == typ {
			found = p
		}
		return found == nil
	})
	return found
}

// Content returns the body with its transfer encoding undone, and what was wrong with it. Data is the letter that the
// tree was read from. Unless there was something to undo, the result is the letter's own memory.
func (part *Part) Content(data []byte) (content []byte, flaw encoding.Flaw) {
	body := data[part.Body:part.Close]
	switch part.Encoding {
	case "base64":
		return encoding.DecodeBase64(body)
	case "quoted-printable":
		return encoding.DecodeQuotedPrintable(body)
	case "7bit", "8bit", "binary":
		return body, encoding.Flaw{}
	}
	if isUU(part.Encoding) {
		return encoding.DecodeUU(body)
	}
	return body, encoding.Flaw{Name: encoding.UnknownEncoding, Count: 1, Lost: true}
}
