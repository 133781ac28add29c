package message

import (
	"bytes"
	"strings"

	"ehloworld/engine/jsontext"
	"ehloworld/engine/message/charset"
	"ehloworld/engine/sha256"
)

// structureVersion is the version of the format that AppendStructure writes.
const structureVersion = 1

// AppendStructure appends the structure of a letter as one line of JSON, without a line end. The same letter always gives
// the same line. This is the format, spread out:
//
//	{"v":1, "size":N, "sha256":hex,             the letter's octets as they were read
//	 "headers":[[name, value], …],              its fields in their order, without strays: value unfolded, encoded words
//	                                            decoded, white space in it one blank
//	 "root": PART}
//
//	PART = {
//	 "path":"1.2",                              IMAP section number; "" for a multipart root, "1" for another
//	 "type":"text/plain", "params":{name: value, …},
//	 "disposition":word or null, "filename":string or null, "encoding":"7bit", "cid":string or null,
//	 and one of
//	 "parts":[PART, …]                          in a multipart
//	 "message":{"headers":…, "root":PART}       in a message/rfc822 or message/global, also where that is encoded
//	 "body_len":N, "body_sha256":hex,           in a leaf: after undoing the transfer encoding, in text/* with LF for CRLF and CR
//	 "text_sha256":hex or null                  the same body as UTF-8; null when it is no text/* or its charset is unknown
//	 and, where there are any,
//	 "defects":[name, …]}                       the names of what is wrong, for people; no program should depend on them
//
// A multipart without parts is a leaf: its body is what stands before its closing boundary.
func AppendStructure(dst, data []byte) []byte {
	s := structureWriter{data: data, w: jsontext.Writer{Buf: dst}}
	root := Tree(data)
	s.w.Object()
	s.w.Name("v")
	s.w.Int(structureVersion)
	s.w.Name("size")
	s.w.Int(int64(len(data)))
	s.w.Name("sha256")
	s.hash(data)
	s.letter(root)
	s.w.EndObject()
	return s.w.Buf
}

type structureWriter struct {
	data []byte
	w    jsontext.Writer
}

// letter writes the members "headers" and "root" of a letter, the whole one or one within a part.
func (s *structureWriter) letter(root *Part) {
	s.w.Name("headers")
	s.w.Array()
	for i := range root.Header.Fields {
		f := &root.Header.Fields[i]
		if f.Stray() {
			continue
		}
		s.w.Array()
		s.w.String(f.Name)
		s.w.String(oneSpaced(f.Text()))
		s.w.EndArray()
	}
	s.w.EndArray()
	s.w.Name("root")
	s.part(root)
}

func (s *structureWriter) part(p *Part) {
	s.w.Object()
	s.member("path", p.Path)
	s.member("type", p.Type)
	s.w.Name("params")
	s.w.Object()
	for _, param := range p.Params {
		s.member(param.Name, param.Value)
	}
	s.w.EndObject()
	s.optional("disposition", p.Disposition)
	s.optional("filename", p.Filename)
	s.member("encoding", p.Encoding)
	s.optional("cid", p.ID)
	flaw := ""
	switch {
	case p.Message != nil:
		s.w.Name("message")
		s.w.Object()
		s.letter(p.Message)
		s.w.EndObject()
	case p.Decoded != nil:
		s.w.Name("message")
		s.w.Object()
		inner := structureWriter{p.Decoded.Data, s.w}
		inner.letter(p.Decoded.Root)
		s.w = inner.w
		s.w.EndObject()
	case len(p.Parts) > 0:
		s.w.Name("parts")
		s.w.Array()
		for _, sub := range p.Parts {
			s.part(sub)
		}
		s.w.EndArray()
	default:
		flaw = s.leaf(p)
	}
	if len(p.Problems) > 0 || flaw != "" {
		s.w.Name("defects")
		s.w.Array()
		for _, problem := range p.Problems {
			s.w.String(problem.Name)
		}
		if flaw != "" {
			s.w.String(flaw)
		}
		s.w.EndArray()
	}
	s.w.EndObject()
}

// leaf writes what a body holds, and returns what was wrong with its encoding unless the tree has said so already.
func (s *structureWriter) leaf(p *Part) (flaw string) {
	body, found := p.Content(s.data)
	if found.Name != EncodingUnknown {
		flaw = found.Name
	}
	text := strings.HasPrefix(p.Type, "text/")
	if text {
		body = lineFeeds(body)
	}
	s.w.Name("body_len")
	s.w.Int(int64(len(body)))
	s.w.Name("body_sha256")
	s.hash(body)
	s.w.Name("text_sha256")
	if text {
		if c := charset.Lookup(p.Charset()); c != nil {
			decoded, _ := c.Decode(body)
			s.hash(decoded)
			return flaw
		}
	}
	s.w.Null()
	return flaw
}

func (s *structureWriter) member(name, value string) {
	s.w.Name(name)
	s.w.String(value)
}

// optional writes null instead of nothing.
func (s *structureWriter) optional(name, value string) {
	s.w.Name(name)
	if value == "" {
		s.w.Null()
		return
	}
	s.w.String(value)
}

func (s *structureWriter) hash(data []byte) { s.w.String(sha256.Hex(sha256.Sum(data))) }

// oneSpaced turns runs of white space into one blank and drops it at both ends.
func oneSpaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// lineFeeds turns CR LF and bare CR into LF. Without a CR the result is data itself.
func lineFeeds(data []byte) []byte {
	at := bytes.IndexByte(data, '\r')
	if at < 0 {
		return data
	}
	out := make([]byte, 0, len(data))
	for ; at >= 0; at = bytes.IndexByte(data, '\r') {
		out = append(append(out, data[:at]...), '\n')
		data = data[at+1:]
		if len(data) > 0 && data[0] == '\n' {
			data = data[1:]
		}
	}
	return append(out, data...)
}
