package message

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/message/encoding"
)

// Downgrade rewrites a letter for a way that carries less than it needs: 8BITMIME's "conversion to 7-bit" (RFC 6152 section
// 3). Parts whose octets or lines do not pass get a transfer encoding; the others, and everything that need not change, stay
// as they are. So does what is signed (RFC 1847 section 2.1): encoding it would break the signature. Text in no character
// set and without MIME is labelled as what it is.
//
// Ok says whether the result passes. It does not if the trouble is in a header, in something signed, or in something that
// may not be encoded. Then the letter must go back to its sender.
func Downgrade(letter []byte, transport encoding.Transport) (out []byte, ok bool) {
	d := downgrader{Edit: NewEdit(letter, ""), transport: transport}
	if d.needs(letter) > transport {
		d.part(d.root, d.root)
	}
	out = d.Bytes()
	return out, d.needs(out) <= transport
}

type downgrader struct {
	*Edit
	transport encoding.Transport
	mime      map[*Part]bool // Letters that got a MIME-Version.
}

// part changes a part of a letter and what is in it. It says whether it changed anything, and what the part needs now.
func (d *downgrader) part(p, letter *Part) (changed bool, needs encoding.Transport) {
	needs = d.needs(d.data[p.Body:p.End])
	switch {
	case needs <= d.transport || p.Type == "multipart/signed":
		return false, needs
	case p.Type == "message/global" && p.Message != nil && !isASCII(d.data[p.Body:p.Message.Header.End]):
		return d.leaf(p, letter, needs) // It may be encoded (RFC 6532 section 3.7), and nothing else helps.
	case len(p.Parts) > 0:
		changed = d.between(p.Body, p.Parts[0].Open)
		changed = d.between(p.Epilogue, p.End) || changed
		needs = encoding.SevenBit
		for _, sub := range p.Parts {
			c, n := d.part(sub, letter)
			changed, needs = changed || c, max(needs, n)
		}
	case p.Message != nil:
		changed, needs = d.part(p.Message, p.Message)
	default:
		return d.leaf(p, letter, needs)
	}
	if name := identity[needs]; changed && p.Encoding != name && p.Header.Has("Content-Transfer-Encoding") {
		d.SetField(p, "Content-Transfer-Encoding", AppendTokens(nil, "Content-Transfer-Encoding", name))
	}
	return changed, needs
}

// between makes text that nobody is meant to see, before and after the parts of a multipart, ASCII.
func (d *downgrader) between(start, end int) bool {
	text := d.data[start:end]
	if d.transport > encoding.SevenBit || isASCII(text) {
		return false
	}
	out := bytes.Clone(text)
	for i, c := range out {
		if c >= utf8.RuneSelf {
			out[i] = '?'
		}
	}
	d.changes = append(d.changes, change{start, end, out})
	return true
}

// leaf encodes a part that holds no others.
func (d *downgrader) leaf(p, letter *Part, needs encoding.Transport) (changed bool, still encoding.Transport) {
	kind, _, _ := strings.Cut(p.Type, "/")
	asItIs := p.Encoding == "7bit" || p.Encoding == "8bit" || p.Encoding == "binary"
	if !asItIs || kind == "multipart" || kind == "message" && !strings.HasPrefix(p.Type, "message/global") {
		return false, needs // RFC 2046 section 5.2 lets none of these be encoded.
	}
	content := d.data[p.Body:p.End]
	typ := p.Type
	if kind == "message" {
		typ = "message/global-headers" // As lines of text.
	} else if kind == "text" {
		var plain bool
		if content, plain = d.canonical(content); !plain {
			typ = octetStream // Line ends of several kinds survive in base64 only.
		}
	}
	if !p.Header.Has("Content-Type") {
		d.label(p, content)
	}
	if !letter.Header.Has("MIME-Version") && !d.mime[letter] {
		if d.mime == nil {
			d.mime = map[*Part]bool{}
		}
		d.mime[letter] = true
		d.InsertField(letter, len(letter.Header.Fields), []byte("MIME-Version: 1.0\r\n"))
	}
	w := entityWriter{outer: d.boundaries(p)}
	plan := w.planLeaf(&Entity{Type: typ, Content: content})
	d.setBody(p, plan.encoding, plan.append(nil))
	return true, encoding.SevenBit
}

// label says of text with octets above 127 that it is text, and in which character set if that can be seen.
func (d *downgrader) label(p *Part, content []byte) {
	charset := "unknown-8bit" // RFC 1428 section 3
	if utf8.Valid(content) {
		charset = "utf-8"
	}
	d.InsertField(p, len(p.Header.Fields), AppendMedia(nil, "Content-Type", Media{"text/plain", []Param{{"charset", charset}}}))
}
