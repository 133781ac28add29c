package anatomy

import (
	"strings"

	"ehloworld/engine/jsontext"
	"ehloworld/engine/message"
	"ehloworld/engine/message/charset"
	"ehloworld/engine/punycode"
	"ehloworld/engine/vtime"
)

// This file is the typed list of answers that the page gets; its twin is site/src/anatomy/protocol.ts. The samples that
// TestSamples writes into site/src/anatomy/samples.ts keep the two equal: the type checker of the page reads them as its own
// types, so a field that only one side knows is an error there.
//
// Offsets count octets of the letter that is open.

// span is a run of octets.
type span struct{ start, end int }

// members writes the span into the object that is open.
func (s span) members(w *jsontext.Writer) {
	w.Num("start", int64(s.start))
	w.Num("end", int64(s.end))
}

func (s span) write(name string, w *jsontext.Writer) {
	w.Name(name)
	w.Object()
	s.members(w)
	w.EndObject()
}

// loaded is what lies in a file.
type loaded struct {
	kind     string
	letters  []letterLine
	more     int
	charsets []string
}

type letterLine struct {
	n, size             int
	from, subject, date string
}

func (v loaded) write(w *jsontext.Writer) {
	w.Object()
	w.Str("kind", v.kind)
	jsontext.List(w, "letters", v.letters, func(l letterLine) {
		w.Object()
		w.Num("n", int64(l.n))
		w.Num("size", int64(l.size))
		w.Str("from", l.from)
		w.Str("subject", l.subject)
		w.Str("date", l.date)
		w.EndObject()
	})
	w.Num("more", int64(v.more))
	w.Strs("charsets", v.charsets)
	w.EndObject()
}

// anatomy is a letter taken apart.
type anatomy struct {
	n, size, body int
	date          *date
	parts         []part
	problems      []problem
	envelope      envelope
	hops          []hop
	list          *listInfo
	threads       threads
	regions       []region
}

type part struct {
	id, parent, depth int
	path, typ         string
	params            []message.Param
	charset           string
	disposition       string
	filename          string
	encoding          string
	cid               string
	fields            []field
	header, body      span
	size              int
	leaf, opens       bool
	fetch             []fetchItem
	problems          []int
}

type field struct {
	name, value string
	at          span
	colon       int
	mailboxes   []message.AddressEntry
	by          string
}

type fetchItem struct {
	item string
	at   span
}

type problem struct {
	message.Problem
	part int
}

func (p problem) write(w *jsontext.Writer) {
	w.Object()
	w.Str("name", p.Name)
	w.Str("severity", p.Severity)
	w.Str("section", p.Section)
	w.Str("text", p.Text)
	span{p.Start, p.End}.members(w)
	w.Flag("lost", p.Lost)
	w.Num("part", int64(p.part))
	w.EndObject()
}

type envelope struct {
	from       string
	nullSender bool
	rcpts      []string
}

type hop struct {
	message.Hop
	date    string // As the field says it.
	vouched bool
}

// date is an instant in seconds since 1970 and the writer's zone in seconds east of UTC.
type date struct {
	at       int64
	zone     int
	readable bool
}

type listInfo struct {
	id                               string
	post, unsubscribe, help, archive []string
	oneClick                         bool
}

type threads struct {
	messageID             string
	inReplyTo, references []string
}

type region struct {
	kind string
	part int
	at   span
}

func (v anatomy) write(w *jsontext.Writer) {
	w.Object()
	w.Num("n", int64(v.n))
	w.Num("size", int64(v.size))
	w.Name("date")
	if v.date == nil {
		w.Null()
	} else {
		w.Object()
		optional(w, "at", v.date.at, v.date.readable)
		w.Num("zone", int64(v.date.zone))
		w.EndObject()
	}
	w.Num("body", int64(v.body))
	jsontext.List(w, "parts", v.parts, func(p part) { p.write(w) })
	jsontext.List(w, "problems", v.problems, func(p problem) { p.write(w) })
	w.Name("envelope")
	w.Object()
	w.Str("from", v.envelope.from)
	w.Flag("nullSender", v.envelope.nullSender)
	w.Strs("rcpts", v.envelope.rcpts)
	w.EndObject()
	jsontext.List(w, "hops", v.hops, func(h hop) { h.write(w) })
	w.Name("list")
	if l := v.list; l == nil {
		w.Null()
	} else {
		w.Object()
		w.Str("id", l.id)
		w.Strs("post", l.post)
		w.Strs("unsubscribe", l.unsubscribe)
		w.Flag("oneClick", l.oneClick)
		w.Strs("help", l.help)
		w.Strs("archive", l.archive)
		w.EndObject()
	}
	w.Name("threads")
	w.Object()
	w.Str("messageId", v.threads.messageID)
	w.Strs("inReplyTo", v.threads.inReplyTo)
	w.Strs("references", v.threads.references)
	w.EndObject()
	jsontext.List(w, "regions", v.regions, func(r region) {
		w.Object()
		w.Str("kind", r.kind)
		w.Num("part", int64(r.part))
		r.at.members(w)
		w.EndObject()
	})
	w.EndObject()
}

func (p part) write(w *jsontext.Writer) {
	w.Object()
	w.Num("id", int64(p.id))
	w.Num("parent", int64(p.parent))
	w.Num("depth", int64(p.depth))
	w.Str("path", p.path)
	w.Str("type", p.typ)
	jsontext.List(w, "params", p.params, func(m message.Param) {
		w.Object()
		w.Str("name", m.Name)
		w.Str("value", m.Value)
		w.EndObject()
	})
	w.Str("charset", p.charset)
	w.Str("disposition", p.disposition)
	w.Str("filename", p.filename)
	w.Str("encoding", p.encoding)
	w.Str("cid", p.cid)
	jsontext.List(w, "fields", p.fields, func(f field) { f.write(w) })
	p.header.write("header", w)
	p.body.write("body", w)
	w.Num("size", int64(p.size))
	w.Flag("leaf", p.leaf)
	w.Flag("opens", p.opens)
	jsontext.List(w, "fetch", p.fetch, func(f fetchItem) {
		w.Object()
		w.Str("item", f.item)
		f.at.members(w)
		w.EndObject()
	})
	jsontext.List(w, "problems", p.problems, func(i int) { w.Int(int64(i)) })
	w.EndObject()
}

func (f field) write(w *jsontext.Writer) {
	w.Object()
	w.Str("name", f.name)
	w.Str("value", f.value)
	f.at.members(w)
	w.Num("colon", int64(f.colon))
	w.Str("by", f.by)
	jsontext.List(w, "mailboxes", f.mailboxes, func(m message.AddressEntry) {
		w.Object()
		w.Str("name", m.Name)
		w.Str("address", m.Address)
		unicode := ""
		if domain := punycode.ToUnicode(m.Domain); m.Address != "" && domain != m.Domain {
			unicode = strings.TrimSuffix(m.Address, m.Domain) + domain
		}
		w.Str("unicode", unicode)
		w.Str("group", m.Group)
		w.EndObject()
	})
	w.EndObject()
}

func (h hop) write(w *jsontext.Writer) {
	w.Object()
	w.Str("from", h.From.Helo)
	w.Str("fromName", h.From.Name)
	w.Str("fromIP", h.From.IP)
	w.Flag("forged", h.From.Forged)
	w.Flag("private", h.Private)
	w.Flag("vouched", h.vouched)
	w.Str("by", h.By)
	w.Str("program", h.Program)
	w.Str("with", h.With)
	w.Str("tls", strings.TrimSpace(h.TLS.Version+" "+h.TLS.Cipher))
	w.Str("id", h.ID)
	w.Str("for", h.For)
	optional(w, "at", seconds(h.Date.At), h.Dated)
	w.Num("zone", int64(h.Date.Zone))
	optional(w, "delay", int64(h.Delay/vtime.Second), h.DelayKnown)
	w.Flag("skew", h.Skew())
	w.Flag("gap", h.Gap())
	w.Str("date", h.date)
	span{h.Start, h.End}.members(w)
	w.EndObject()
}

// optional writes a number that may be unknown.
func optional(w *jsontext.Writer, name string, n int64, known bool) {
	if known {
		w.Num(name, n)
		return
	}
	w.Name(name)
	w.Null()
}

// partText is a part as text.
type partText struct {
	text, charset string
	known         bool
	lost          int
	cut           bool
	mojibake      *charset.Mojibake
}

func (v partText) write(w *jsontext.Writer) {
	w.Object()
	w.Str("text", v.text)
	w.Str("charset", v.charset)
	w.Flag("known", v.known)
	w.Num("lost", int64(v.lost))
	w.Flag("cut", v.cut)
	w.Name("mojibake")
	if m := v.mojibake; m == nil {
		w.Null()
	} else {
		w.Object()
		w.Str("is", m.Written.Name())
		w.Str("readAs", m.Read.Name())
		w.Str("text", m.Text)
		w.Str("reason", m.Reason)
		w.EndObject()
	}
	w.EndObject()
}

// decoding is a text as it reads in one charset.
type decoding struct {
	charset.Guess
	declared bool
}

func writeDecodings(list []decoding, w *jsontext.Writer) {
	w.Array()
	for _, d := range list {
		w.Object()
		w.Str("charset", d.Charset.Name())
		w.Str("text", d.Text)
		w.Num("lost", int64(d.Lost))
		w.Num("score", int64(d.Score))
		w.Str("reason", d.Reason)
		w.Flag("declared", d.declared)
		w.EndObject()
	}
	w.EndArray()
}
