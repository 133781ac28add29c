// Package report is what all notices about a letter have in common (RFC 6522, multipart/report): addresses with their types,
// texts in fields that must stay ASCII, and the third part, which is the letter or its header. Package dsn writes and reads
// notices of servers, package mdn those of readers.
package report

import (
	"strings"
	"unicode/utf8"

	"ehloworld/engine/message"
	"ehloworld/engine/message/encoding"
)

// MaxReturned is how many octets of the letter go back with a notice. Of a larger letter only the header does, and of a
// larger header only the first fields.
const MaxReturned = 50_000

// Returning says how a letter goes back.
type Returning struct {
	Description string // Of the part: "Undelivered message".
	Full        bool   // All of it, if it is not too large for that and its way carries it, and not only its header.
	Transport   encoding.Transport
	UTF8        bool
}

// Returned is the third part of a notice: the letter, or its header.
func Returned(letter []byte, how Returning) *message.Entity {
	if how.Full && len(letter) <= MaxReturned {
		if need := message.Measure(letter); need <= how.Transport && need != encoding.Binary {
			return &message.Entity{Description: how.Description, Type: message.LetterType(letter), Content: letter}
		}
	}
	header, _ := message.Split(letter)
	if len(header) > MaxReturned {
		h := message.ParseHeader(header)
		end := 0
		for i := range h.Fields {
			if h.Fields[i].End() > MaxReturned {
				break
			}
			end = h.Fields[i].End()
		}
		header = header[:end]
	}
	e := &message.Entity{Description: how.Description + " header", Type: "text/rfc822-headers", Content: header}
	switch {
	case message.ASCII(header):
	case how.UTF8 && utf8.Valid(header):
		e.Type = "message/global-headers" // RFC 6533 section 6
	default:
		e.Params = []message.Param{{Name: "charset", Value: "utf-8"}}
	}
	return e
}

// Original finds the third part of a notice, which data is. Full says whether it is a whole letter.
func Original(root *message.Part, data []byte) (letter []byte, full bool) {
	for _, p := range root.Parts {
		switch p.Type {
		case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers":
			letter, _ = p.Content(data)
			full = strings.HasPrefix(p.Type, "message/") && p.Type != "message/global-headers"
		}
	}
	return letter, full
}

// Find finds the second part of a notice, which programs read: of the type message/KIND, or message/global-KIND where its
// fields are UTF-8. It is nil when there is none.
func Find(root *message.Part, kind string) *message.Part {
	if part := root.Find("message/" + kind); part != nil {
		return part
	}
	return root.Find("message/global-" + kind)
}

// Human finds the first part of a notice, which people read, as text.
func Human(root *message.Part, data []byte) string {
	if len(root.Parts) == 0 || !strings.HasPrefix(root.Parts[0].Type, "text/") {
		return ""
	}
	return root.Parts[0].Text(data)
}
