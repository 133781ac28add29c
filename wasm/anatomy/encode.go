package anatomy

import (
	"bytes"
	"strings"

	"ehloworld/engine/framing"
	"ehloworld/engine/jsontext"
	"ehloworld/engine/message"
	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/encoding"
)

// stage is a thing at one point of its way to the wire and back.
type stage struct {
	name string
	data []byte
	text bool
	note string
}

// encoded is the whole way.
type encoded struct {
	stages           []stage
	encoding, reason string
	name             string // Of the file, for uuencode, which writes it down.
	lost             int
	same             bool
}

// maxHeaderText bounds what is encoded as a header field or a file's name, in octets.
const maxHeaderText = 16 << 10

// encode shows a thing on its way to the wire and back.
func encode(a jsontext.Args, data []byte, w *jsontext.Writer) ([]byte, error) {
	if len(data) > maxEncode {
		return nil, &Error{"that is more than 1 MiB"}
	}
	cs := charset.Lookup(a.Str("charset"))
	if cs == nil {
		return nil, &Error{"there is no charset " + a.Str("charset")}
	}
	e := encoded{encoding: a.Str("encoding"), name: a.Str("name")}
	e.add("input", data, a.Str("what") != "file", "")
	var err error
	switch what := a.Str("what"); what {
	case "text":
		err = e.body(cs, data)
	case "file":
		err = e.transfer(data, false)
	case "field", "filename":
		if len(data) > maxHeaderText {
			return nil, &Error{"that is more than 16 KiB, too much for a header field"}
		}
		err = e.header(what, cs, string(data))
	default:
		err = &Error{"there is nothing to encode called " + what}
	}
	if err != nil {
		return nil, err
	}
	return e.write(w), nil
}

func (e *encoded) add(name string, data []byte, text bool, note string) {
	e.stages = append(e.stages, stage{name, data, text, note})
}

func (e *encoded) last() []byte { return e.stages[len(e.stages)-1].data }

// body encodes a text as the body of a part. Its canonical form has CRLF at the end of every line (RFC 2046 section 4.1.1).
func (e *encoded) body(cs *charset.Charset, input []byte) error {
	canonical := framing.CRLF(input)
	if len(canonical) > 0 && !bytes.HasSuffix(canonical, []byte("\r\n")) {
		canonical = append(canonical, "\r\n"...)
	}
	note := ""
	if !bytes.Equal(canonical, input) {
		note = noteLines
	}
	octets, lost := cs.Encode(string(canonical))
	e.lost = lost
	e.add("charset", octets, isUTF8(cs), note)
	if err := e.transfer(octets, true); err != nil {
		return err
	}
	text, _ := cs.Decode(e.last())
	e.add("text", lineFeeds(text), true, "")
	e.same = bytes.Equal(e.last(), lineFeeds(canonical))
	return nil
}

func lineFeeds(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) }

// Reasons why a transfer encoding was taken.
const (
	reasonPlain    = "plain"    // Nothing in it needs encoding.
	reasonReadable = "readable" // Quoted-printable is shorter, and people can still read most of it.
	reasonDense    = "dense"    // Base64 is shorter.
)

var reasons = map[string]string{"7bit": reasonPlain, "quoted-printable": reasonReadable, "base64": reasonDense}

// transfer carries octets through a transfer encoding and over the wire.
func (e *encoded) transfer(octets []byte, text bool) error {
	if e.encoding == "auto" {
		e.encoding = encoding.Best(octets, text, encoding.SevenBit).Encoding
		e.reason = reasons[e.encoding]
	}
	var coded []byte
	switch e.encoding {
	case "7bit", "8bit", "quoted-printable", "base64":
		coded = encoding.Encode(e.encoding, octets, text)
	case "uuencode":
		coded = encoding.UU(uuName(e.name), "644", octets)
	default:
		return &Error{"there is no transfer encoding " + e.encoding}
	}
	e.add("encoding", coded, true, "")
	e.wire(coded)
	back, _ := encoding.Decode(e.encoding, e.last())
	e.add("decoded", back, text, "")
	e.same = bytes.Equal(back, octets)
	return nil
}

// uuName is a file's name as the "begin" line of uuencode can carry it: one word of ASCII.
func uuName(name string) string {
	out := []byte(name)
	for i, c := range out {
		if c <= ' ' || c >= 0x7f {
			out[i] = '_'
		}
	}
	if len(out) == 0 {
		return "text"
	}
	return string(out[:min(len(out), 64)])
}

// wire sends octets through SMTP's DATA and takes them off again: dots are stuffed (RFC 5321 section 4.5.2), and unless the
// encoding says that eight bits are wanted, the high bits are lost on the way (RFC 5321 section 2.4).
func (e *encoded) wire(coded []byte) {
	stuffed := framing.Stuff(coded)
	sent := stuffed[:len(stuffed)-len(endOfData)]
	var notes []string
	if bytes.HasPrefix(coded, []byte(".")) || bytes.Contains(coded, []byte("\r\n.")) {
		notes = append(notes, noteStuffed)
	}
	if len(coded) > 0 && !bytes.HasSuffix(coded, []byte("\r\n")) {
		notes = append(notes, noteEnded)
	}
	if e.encoding != "8bit" && !message.ASCII(sent) {
		sent, _ = encoding.Garble(sent, encoding.Channel{SevenBit: true})
		notes = append(notes, noteGarbled)
	}
	e.add("wire", sent, true, strings.Join(notes, " "))
	r := framing.NewDotReader(framing.DotLimits{})
	r.Feed(sent)
	r.Feed([]byte(endOfData))
	e.add("unwired", r.Data(), true, "")
}

const endOfData = ".\r\n"

// What happened at a stage, for the page to say.
const (
	noteLines   = "lines"   // Line ends became CRLF.
	noteStuffed = "stuffed" // Dots were added before lines that begin with one.
	noteEnded   = "ended"   // A last line end was added: SMTP carries whole lines only.
	noteGarbled = "garbled" // High bits were lost.
	noteFolded  = "folded"  // The field takes more than one line.
)

// header encodes a text as a header field, or as the name of a file in one.
func (e *encoded) header(what string, cs *charset.Charset, input string) error {
	octets, lost := cs.Encode(input)
	e.lost = lost
	e.add("charset", octets, isUTF8(cs), "")
	name, coded := "Subject", ""
	var lines string
	if what == "filename" {
		name = "Content-Disposition"
		lines = message.FormatMedia(name, message.Media{Type: "attachment", Params: []message.Param{{Name: "filename", Value: input}}})
	} else {
		lines = e.words(cs, input)
	}
	f := message.ParseHeader([]byte(lines)).Fields[0]
	coded = f.Value()
	e.add("encoding", []byte(coded), true, "")
	note := ""
	if strings.Count(lines, "\n") > 1 {
		note = noteFolded
	}
	e.add("field", []byte(lines), true, note)
	e.encoding, e.reason = "8bit", "" // Header fields have no transfer encoding of their own.
	e.wire([]byte(lines))
	e.encoding = ""
	back := message.ParseHeader(e.last()).Fields[0]
	e.add("decoded", []byte(back.Value()), true, "")
	text := back.Text()
	if what == "filename" {
		m := message.ParseMedia(back.Value())
		text = m.Get("filename")
	}
	e.add("text", []byte(text), true, "")
	e.same = text == input
	return nil
}

// words writes a Subject field in a charset. UTF-8 is the composer's own way.
func (e *encoded) words(cs *charset.Charset, input string) string {
	if isUTF8(cs) {
		return message.FormatText("Subject", input)
	}
	const name = "Subject:"
	words := encoding.WordsIn(cs.Name(), func(text string) []byte {
		data, _ := cs.Encode(text)
		return data
	}, input, encoding.MaxWord-len(name))
	return name + " " + strings.Join(words, "\r\n ") + "\r\n"
}

func isUTF8(cs *charset.Charset) bool { return cs.Name() == "utf-8" || cs.Name() == "us-ascii" }

// write writes the answer and returns the octets of all stages, end to end.
func (e *encoded) write(w *jsontext.Writer) []byte {
	out := []byte{}
	w.Object()
	jsontext.List(w, "stages", e.stages, func(s stage) {
		at := len(out)
		out = append(out, s.data...)
		w.Object()
		w.Str("name", s.name)
		w.Flag("text", s.text)
		w.Str("note", s.note)
		span{at, len(out)}.members(w)
		w.EndObject()
	})
	w.Str("encoding", e.encoding)
	w.Str("reason", e.reason)
	w.Num("lost", int64(e.lost))
	w.Flag("same", e.same)
	w.EndObject()
	return out
}
