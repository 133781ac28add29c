package anatomy

import (
	"strings"

	"ehloworld/engine/jsontext"
	"ehloworld/engine/message"
	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/encoding"
	"ehloworld/engine/vtime"
)

// letter is the letter that is open, with its parts from top to bottom.
type letter struct {
	data  []byte
	parts []node
	view  *bitView // Of the part that was last looked at bit by bit.

	texts, addresses int // How much of the bounds on a whole letter's fields is used.
}

// node is a part and where it hangs in the tree.
type node struct {
	*message.Part
	parent, depth int
}

func newLetter(data []byte) *letter {
	l := &letter{data: data}
	l.add(message.Tree(data), -1, 0)
	return l
}

func (l *letter) add(p *message.Part, parent, depth int) {
	id := len(l.parts)
	l.parts = append(l.parts, node{p, parent, depth})
	for _, sub := range p.Parts {
		l.add(sub, id, depth+1)
	}
	if p.Message != nil {
		l.add(p.Message, id, depth+1)
	}
}

// describe describes the whole letter.
func (l *letter) describe() anatomy {
	root := l.parts[0]
	v := anatomy{size: len(l.data), body: root.Header.Body}
	if f := root.Header.Find("Date"); f != nil {
		at, ok := f.Date()
		v.date = &date{seconds(at.At), at.Zone, ok}
	}
	v.list = listOf(&root.Header)
	v.threads = threads{
		messageID: strings.Join(message.MessageIDs(root.Header.Get("Message-ID")), " "),
		inReplyTo: message.MessageIDs(root.Header.Get("In-Reply-To")), references: message.MessageIDs(root.Header.Get("References")),
	}
	v.regions = l.regions()
	v.envelope = envelopeOf(&root.Header)
	hops := message.Hops(&root.Header)
	trusted := message.TrustedFrom(hops, "")
	for i, h := range hops {
		value := root.Header.Fields[h.Field].Value()
		v.hops = append(v.hops, hop{h, strings.TrimSpace(value[strings.LastIndexByte(value, ';')+1:]), i >= trusted})
	}
	for id, n := range l.parts {
		v.parts = append(v.parts, l.part(id, n))
	}
	for i, by := range message.Writers(&root.Header, hops) {
		if by >= 0 {
			v.parts[0].fields[i].by = hops[by].By
		}
	}
	v.problems = l.problems(v.regions)
	for i, p := range v.problems {
		part := &v.parts[p.part]
		part.problems = append(part.problems, i)
	}
	return v
}

// listOf is what a header says of a mailing list, or nil.
func listOf(h *message.Header) *listInfo {
	l := message.ReadList(h)
	uris := func(list []message.ListURI) []string {
		var out []string
		for _, u := range list {
			out = append(out, u.URI)
		}
		return out
	}
	info := listInfo{
		id: l.ID, post: uris(l.Post), unsubscribe: uris(l.Unsubscribe), help: uris(l.Help), archive: uris(l.Archive), oneClick: l.OneClick,
	}
	if l.ID == "" && len(info.post)+len(info.unsubscribe)+len(info.help)+len(info.archive) == 0 {
		return nil
	}
	return &info
}

// problems lists what is wrong with the letter, each at the part in whose region it begins.
func (l *letter) problems(regions []region) []problem {
	var list []problem
	for _, p := range message.Lint(l.data) {
		list = append(list, problem{p, partAt(regions, p.Start)})
	}
	return list
}

func (l *letter) part(id int, n node) part {
	p := part{
		id: id, parent: n.parent, depth: n.depth, path: n.Path, typ: n.Type, params: n.Params, disposition: n.Disposition,
		filename: n.Filename, encoding: n.Encoding, cid: n.ID, header: span{n.Header.Start, n.Header.End}, body: span{n.Body, n.Close},
		leaf: len(n.Parts) == 0 && n.Message == nil, size: -1, opens: n.Message != nil || n.Decoded != nil,
	}
	if p.leaf {
		content, _ := n.Content(l.data)
		p.size = len(content)
	}
	if strings.HasPrefix(n.Type, "text/") {
		if c := charsetOf(n.Part); c != nil {
			p.charset = c.Name()
		}
	}
	for i := range n.Header.Fields {
		p.fields = append(p.fields, l.field(&n.Header.Fields[i]))
	}
	p.fetch = fetchItems(id == 0, n.Part)
	return p
}

func charsetOf(p *message.Part) *charset.Charset {
	name := p.Param("charset")
	if name == "" {
		name = "us-ascii" // RFC 2045 section 5.2
	}
	return charset.Lookup(name)
}

// addressFields are those whose value is a list of addresses.
var addressFields = [...]string{
	"From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc", "Resent-Bcc",
	"Disposition-Notification-To", "Mail-Followup-To", "Return-Receipt-To", "Errors-To",
}

func (l *letter) field(f *message.Field) field {
	v := field{name: clip(f.Name, maxLine), at: span{f.Start, f.End()}, colon: -1}
	if l.texts < maxTexts {
		v.value = clip(f.Text(), maxFieldText)
		l.texts += len(v.name) + len(v.value)
	}
	if f.Colon >= 0 {
		v.colon = f.Start + f.Colon
	}
	for _, name := range addressFields {
		if f.Is(name) && l.addresses < maxAddresses {
			v.mailboxes = f.Addresses().Entries
			v.mailboxes = v.mailboxes[:min(len(v.mailboxes), maxAddresses-l.addresses)]
			l.addresses += len(v.mailboxes)
		}
	}
	return v
}

// envelopeOf tells what a header lets one guess of the envelope: servers write it there at the end.
func envelopeOf(h *message.Header) envelope {
	var e envelope
	if f := h.Find("Return-Path"); f != nil {
		e.from = strings.Trim(f.Value(), "<> ")
		e.nullSender = e.from == ""
	}
	for _, v := range h.All("Delivered-To") {
		e.rcpts = append(e.rcpts, strings.Trim(v, "<> "))
	}
	return e
}

// fetchItems are the IMAP data items that get a part (RFC 9051 section 6.4.5), the one for its body first.
func fetchItems(root bool, p *message.Part) []fetchItem {
	header, body, whole := span{p.Header.Start, p.Header.Body}, span{p.Body, p.End}, span{p.Header.Start, p.End}
	section := func(s string) string { return "BODY.PEEK[" + s + "]" }
	switch {
	case root:
		items := []fetchItem{{section(""), whole}, {section("HEADER"), header}, {section("TEXT"), body}}
		if p.Path != "" { // A letter without parts is its own part 1.
			items = append([]fetchItem{{section(p.Path), body}}, items...)
		}
		return items
	case p.Path == "":
		return nil
	}
	items := []fetchItem{{section(p.Path), body}, {section(p.Path + ".MIME"), header}}
	if m := p.Message; m != nil {
		items = append(items, fetchItem{section(p.Path + ".HEADER"), span{m.Header.Start, m.Header.Body}},
			fetchItem{section(p.Path + ".TEXT"), span{m.Body, m.End}})
	}
	return items
}

// content is a part's content with its transfer encoding undone.
func (l *letter) content(p *message.Part, w *jsontext.Writer) []byte {
	content, flaw := p.Content(l.data)
	flaw.At += p.Body
	return handOver(content, flaw, w)
}

// handOver writes what is said of octets that go with an answer.
func handOver(content []byte, flaw encoding.Flaw, w *jsontext.Writer) []byte {
	w.Object()
	w.Num("size", int64(len(content)))
	w.Name("flaw")
	if flaw.Clean() {
		w.Null()
	} else {
		w.Object()
		w.Str("name", flaw.Name)
		w.Num("at", int64(flaw.At))
		w.Num("count", int64(flaw.Count))
		w.Flag("lost", flaw.Lost)
		w.EndObject()
	}
	w.EndObject()
	if content == nil {
		content = []byte{}
	}
	return content
}

// enclosed lists the files that lie in a part's content in another way than as parts.
func (l *letter) enclosed(p *message.Part, w *jsontext.Writer) {
	content, _ := p.Content(l.data)
	w.Array()
	for _, e := range p.Enclosed(content) {
		file, flaw := e.Open(content)
		w.Object()
		w.Str("kind", e.Kind)
		w.Str("name", e.Name)
		w.Num("size", int64(len(file)))
		w.Flag("lost", flaw.Lost)
		w.EndObject()
	}
	w.EndArray()
}

// extract hands out file n of these.
func (l *letter) extract(p *message.Part, n int, w *jsontext.Writer) ([]byte, error) {
	content, _ := p.Content(l.data)
	list := p.Enclosed(content)
	if n < 0 || n >= len(list) {
		return nil, &Error{"there is no such file in the part"}
	}
	file, flaw := list[n].Open(content)
	return handOver(file, flaw, w), nil
}

// text reads a part in a charset; name "" means the one that it names itself.
func (l *letter) text(p *message.Part, name string, w *jsontext.Writer) {
	content, _ := p.Content(l.data)
	v := partText{known: true}
	cs := charsetOf(p)
	if name != "" {
		cs = charset.Lookup(name)
	}
	if cs == nil {
		v.known = false
		cs = charset.Lookup("utf-8")
	}
	text, lost := cs.Decode(content)
	v.charset, v.lost, v.cut = cs.Name(), lost, len(text) > maxText
	v.text = string(clip(text, maxText))
	if m, ok := charset.Diagnose(v.text); ok {
		v.mojibake = &m
	}
	v.write(w)
}

// charsets reads the beginning of a part in every charset that it could be in.
func (l *letter) charsets(p *message.Part, w *jsontext.Writer) {
	content, _ := p.Content(l.data)
	declared := charsetOf(p)
	name := ""
	if declared != nil {
		name = declared.Name()
	}
	var list []decoding
	for _, g := range charset.Guesses(content[:min(len(content), maxSample)], name) {
		list = append(list, decoding{g, g.Charset == declared})
	}
	writeDecodings(list, w)
}

// clip shortens s to at most n octets, at the end of a character.
func clip[T string | []byte](s T, n int) T {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}

// seconds is an instant in seconds since 1970.
func seconds(at vtime.Time) int64 { return int64(at) / int64(vtime.Second) }
