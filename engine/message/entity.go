package message

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/message/encoding"
	"ehloworld/engine/vtime"
)

// Entity is a part to be written: what Part is for reading. It holds Parts when its Type is a multipart, and Content when
// it is anything else.
//
// Content is octets, and comes back octet for octet: a text part whose lines do not end with CRLF is never sent as it is.
type Entity struct {
	Fields      []byte  // The header fields that stand first, whole and folded, as the Append functions make them.
	Description string  // Content-Description: what it is, for people.
	Type        string  // Such as "text/plain", in lower case. What is no type is sent as application/octet-stream.
	Params      []Param // The parameters of the type. The boundary is the writer's own.
	Disposition string  // "inline", "attachment" or "".
	Filename    string
	ID          string // Content-ID, with or without its angle brackets.
	Preamble    string // A multipart: one line for readers that know no MIME.
	Content     []byte
	Text        string // Instead of Content: text whose lines end as they like, to be sent in UTF-8. TextEntity makes such a part.
	Parts       []*Entity
}

// Bounds of what is written. What is longer is cut.
const (
	MaxSeed     = 48     // Octets of the caller's share of a boundary; RFC 2046 section 5.1.1 allows 70 for the whole.
	MaxFilename = 1_000  // Octets of a file name.
	MaxText     = 10_000 // Octets of a field's text, such as a subject.
)

// Options is what a letter is written with, besides what it says.
type Options struct {
	Date      vtime.Time
	Zone      int                // Seconds east of UTC.
	MessageID string             // With or without its angle brackets.
	Boundary  string             // What this letter's boundaries are made of: something that no other letter has.
	Transport encoding.Transport // What the letter's way carries, as far as that is known.
	UTF8      bool               // Header fields are UTF-8, for SMTPUTF8 (RFC 6532). That includes 8BITMIME (RFC 6531 section 3.1).
}

// Append appends the entity: header, empty line, body. Each part gets the transfer encoding that makes it shortest among
// those that o.Transport allows. A message/rfc822 that the way cannot carry as it is goes as a file, application/octet-stream,
// since it must not be encoded (RFC 2046 section 5.2.1) and must not be changed.
func (e *Entity) Append(dst []byte, o Options) []byte { return e.append(dst, o, nil) }

// append is Append for an entity that goes into multiparts with these boundary lines.
func (e *Entity) append(dst []byte, o Options, outer []string) []byte {
	w := newEntityWriter(&o, outer)
	w.prepare(e, o.Boundary)
	w.grow(dst, 0)
	w.write(e)
	return w.buf
}

func newEntityWriter(o *Options, outer []string) entityWriter {
	w := entityWriter{allowed: o.Transport, outer: outer, fieldWriter: fieldWriter{utf8: o.UTF8}}
	if o.UTF8 {
		w.allowed = max(w.allowed, encoding.EightBit)
	}
	return w
}

// prepare makes the plans, and with them the boundaries.
func (w *entityWriter) prepare(e *Entity, seed string) {
	w.root = e
	w.plan(e)
	for i := range w.plans {
		w.size += w.plans[i].size
	}
	if isMultipart(e.Type) {
		w.seed = w.uniqueSeed(seed, w.size)
	}
}

// grow begins to write after dst, with room for all parts and some more.
func (w *entityWriter) grow(dst []byte, more int) {
	if w.buf = dst; cap(dst)-len(dst) < w.size+more {
		w.buf = append(make([]byte, 0, len(dst)+w.size+more), dst...)
	}
}

// entityWriter first makes a plan for every entity, from the top down, and then writes them in the same order.
type entityWriter struct {
	fieldWriter
	allowed encoding.Transport
	outer   []string // Lines that what is written must not begin with: boundaries around it.
	plans   []plan
	next    int // The plan of the entity that is written next.
	multis  int // Multiparts written so far.
	seed    string
	size    int     // At most what all parts take.
	root    *Entity // The outermost one.
}

// plan is how one entity is written.
type plan struct {
	encoding string
	needs    encoding.Transport // Of the way, once it is encoded.
	file     bool               // It is called application/octet-stream instead of what it is.
	size     int                // At most this many octets, header and boundary line included.
	body     []byte             // The content as it is written, when it is known already,
	content  []byte             // or what is still to be encoded,
	text     string             // or a text that needs nothing but the right line ends,
	ended    bool               // or not even those.
}

// append appends the body.
func (p *plan) append(dst []byte) []byte {
	switch {
	case p.encoding == ctBase64:
		return encoding.AppendBase64(dst, p.content)
	case p.encoding == ctQuoted && p.body == nil:
		return encoding.AppendQuotedPrintable(dst, p.content)
	case p.ended:
		return append(dst, p.text...)
	case p.text != "":
		return appendLines(dst, p.text)
	}
	return append(dst, p.body...)
}

const (
	ctQuoted    = "quoted-printable"
	ctBase64    = "base64"
	octetStream = "application/octet-stream"
)

// What the header and the boundary line of a part take, and what a letter's own fields do besides addresses and subject.
const (
	partOverhead   = 400
	headerOverhead = 600
)

func (w *entityWriter) plan(e *Entity) encoding.Transport {
	at := len(w.plans)
	w.plans = append(w.plans, plan{})
	var p plan
	if isMultipart(e.Type) {
		// RFC 2045 section 6.4: what is made of parts is called after the part that needs most.
		for _, sub := range e.Parts {
			p.needs = max(p.needs, w.plan(sub))
		}
		p.encoding = identity[p.needs]
	} else {
		p = w.planLeaf(e)
	}
	p.size += partOverhead + len(e.Fields)
	w.plans[at] = p
	return p.needs
}

func isMultipart(typ string) bool { return strings.HasPrefix(typ, "multipart/") }

// quotedColumns is how many columns of a line quoted-printable fills at least before it breaks it: a character may take 12,
// and stays whole. Besides, a blank before a line end takes two octets more, and so does what mbox and SMTP would change
// at the beginning of a line.
const quotedColumns = encoding.MaxLine - 12

// quotedExcess says by which part of its length quoted-printable may be longer than base64 would be: a half. Up to there a
// text is mostly ASCII, and whoever sees the letter as it travels can read it (RFC 2045 section 6.7). A text in German,
// French or Vietnamese stays below; one in Russian or Chinese, of which nothing could be read anyhow, does not.
const quotedExcess = 2

// planLeaf chooses the transfer encoding of an entity without parts.
func (w *entityWriter) planLeaf(e *Entity) plan {
	content := e.Content
	var s shape
	if e.Text != "" {
		s = measure(e.Text)
		// Most letters are one text in ASCII, which is written line by line; there are no boundaries to mind.
		if needs := s.needs(true); needs == encoding.SevenBit && !s.controls && w.root == e && w.outer == nil {
			return plan{encoding: identity[needs], needs: needs, size: len(e.Text) + s.bareLF + 2, text: e.Text, ended: s.ended(e.Text)}
		}
		content = canonical(e.Text, &s)
	}
	kind, _, _ := strings.Cut(e.Type, "/")
	file := !isType(e.Type)
	if !file && (kind == "text" || kind == "message") {
		if e.Text == "" {
			s = measure(content)
		}
		needs := s.needs(false)
		if needs <= w.allowed && (kind == "text" && !s.controls || kind == "message" && asItIs(e)) && !crossed(w.outer, content) {
			return plan{encoding: identity[needs], needs: needs, size: len(content), body: content}
		}
		// RFC 6533 sections 4 and 6 allow base64 too, but those are lines of ASCII for the most part.
		if global := strings.HasPrefix(e.Type, "message/global-"); global || kind == "text" {
			size, least := encoding.Base64Size(len(content)), len(content)+2*s.escapes
			most := least + 3*(least/quotedColumns+1) + 4*(s.lines+1)
			bearable := size + size/quotedExcess
			if most <= bearable && w.outer == nil {
				return plan{encoding: ctQuoted, size: most, content: content}
			}
			if global || least <= bearable {
				if body := encoding.QuotedPrintable(content); (global || len(body) <= bearable) && !crossed(w.outer, body) {
					return plan{encoding: ctQuoted, size: len(body), body: body}
				}
			}
			return plan{encoding: ctBase64, size: size, content: content}
		}
		file = true
	}
	if w.allowed == encoding.Binary && !crossed(w.outer, content) {
		return plan{encoding: identity[encoding.Binary], needs: encoding.Binary, file: file, size: len(content), body: content}
	}
	// The line ends of what is no text are data, and base64 is what no gateway touches.
	return plan{encoding: ctBase64, file: file, size: encoding.Base64Size(len(content)), content: content}
}

// crossed says whether a line of body would be taken for one of these boundary lines. Base64 has no hyphens.
func crossed(lines []string, body []byte) bool {
	for _, line := range lines {
		if bytes.HasPrefix(body, []byte(line)) || bytes.Contains(body, []byte("\n"+line)) {
			return true
		}
	}
	return false
}

// asItIs says whether a reader will find the same octets in a message of any kind. A letter without the empty line after
// its header would get that from the boundary line.
func asItIs(e *Entity) bool {
	if e.Type != "message/rfc822" && e.Type != "message/global" {
		return true
	}
	h := ParseHeader(e.Content)
	return h.Blank()
}

func (w *entityWriter) write(e *Entity) {
	p := &w.plans[w.next]
	w.next++
	boundary := ""
	if isMultipart(e.Type) {
		boundary = w.boundary(w.multis)
		w.multis++
	}
	w.header(e, p, boundary)
	if boundary == "" {
		w.end()
		w.buf = p.append(w.buf)
		return
	}
	if e.Preamble != "" {
		w.end()
		w.put(oneLine(e.Preamble))
		w.end()
	}
	boundary = "\r\n--" + boundary
	for _, sub := range e.Parts {
		w.put(boundary)
		w.end()
		w.write(sub)
	}
	w.put(boundary)
	w.put("--\r\n")
}

// header writes the entity's own fields and those that say what it is.
func (w *entityWriter) header(e *Entity, p *plan, boundary string) {
	w.buf = append(w.buf, e.Fields...)
	if e.Description != "" {
		w.text("Content-Description", clip(e.Description, MaxText))
	}
	media := Media{e.Type, e.Params}
	name := clip(oneLine(e.Filename), MaxFilename)
	switch {
	case boundary != "":
		media.Params = append(media.Params[:len(media.Params):len(media.Params)], Param{"boundary", boundary})
	case p.file:
		media = Media{Type: octetStream}
		if name == "" && strings.HasPrefix(e.Type, "message/") {
			name = "letter.eml"
		}
	}
	w.media("Content-Type", media)
	// 7bit is what goes without saying. For the texts that people write it is said all the same, for those who look at them.
	if p.encoding != "7bit" || e.Type == "text/plain" || e.Type == "text/html" {
		w.tokens("Content-Transfer-Encoding", []string{p.encoding})
	}
	media = Media{Type: e.Disposition}
	if name != "" {
		media.Params = append(media.Params, Param{"filename", name})
		if media.Type == "" {
			media.Type = "attachment"
		}
	}
	if media.Type != "" {
		w.media("Content-Disposition", media)
	}
	w.ids("Content-ID", e.ID)
}

// The boundaries of a letter are "=_SEED" for the outermost multipart and "=_.N.SEED" for the others. None begins another
// one. The "=_" occurs neither in quoted-printable nor in base64, so only what stands in clear is searched for it.
const boundaryMark = "=_"

func (w *entityWriter) boundary(n int) string {
	if n == 0 {
		return boundaryMark + w.seed
	}
	return boundaryMark + "." + strconv.Itoa(n) + "." + w.seed
}

// uniqueSeed makes a seed of what the caller gave, whose boundaries occur nowhere in what is written or around it. Size is
// at least as large as that. It takes time linear in it, whatever it holds.
func (w *entityWriter) uniqueSeed(given string, size int) string {
	seed := cleanSeed(given)
	var taken []bool // The numbers n for which a boundary of "SEED.n" occurs, or begins something that does.
	search := func(text []byte) {
		for {
			at := bytes.Index(text, []byte(boundaryMark))
			if at < 0 {
				return
			}
			text = text[at+len(boundaryMark):]
			if after, ok := bytes.CutPrefix(withoutNumber(text), []byte(seed)); ok {
				if taken == nil {
					taken = make([]bool, size) // There are fewer digits than octets.
				}
				markNumbers(taken, after)
			}
		}
	}
	for i := range w.plans {
		if w.plans[i].encoding != ctQuoted {
			search(w.plans[i].body)
		}
	}
	for _, line := range w.outer {
		search([]byte(line))
	}
	if taken == nil {
		return seed
	}
	n := 1
	for n < len(taken) && taken[n] {
		n++
	}
	return seed + "." + strconv.Itoa(n)
}

// withoutNumber takes the ".N." off text that begins with one.
func withoutNumber(text []byte) []byte {
	if len(text) == 0 || text[0] != '.' {
		return text
	}
	n := 1
	for n < len(text) && isDigit(text[n]) {
		n++
	}
	if n == 1 || n == len(text) || text[n] != '.' {
		return text
	}
	return text[n+1:]
}

// cleanSeed keeps what may stand in every boundary, and drops what the writer adds itself.
func cleanSeed(given string) string {
	given = strings.TrimLeft(given, "=_.")
	seed := make([]byte, 0, MaxSeed)
	for i := 0; i < len(given) && len(seed) < MaxSeed; i++ {
		c := given[i]
		if !isAlphanumeric(c) && c != '-' && c != '+' && c != '.' {
			c = '-'
		}
		seed = append(seed, c)
	}
	if len(seed) == 0 {
		return "b"
	}
	return string(seed)
}

// markNumbers marks the number after a dot that text begins with, and the numbers that this one begins with.
func markNumbers(taken []bool, text []byte) {
	if len(text) == 0 || text[0] != '.' {
		return
	}
	n := 0
	for _, c := range text[1:] {
		if n = n*10 + int(c-'0'); !isDigit(c) || n >= len(taken) {
			return
		}
		taken[n] = true
	}
}

// isType says whether s is a type and a subtype (RFC 6838 section 4.2 says of what).
func isType(s string) bool {
	kind, sub, ok := strings.Cut(s, "/")
	return ok && isRestrictedName(kind) && isRestrictedName(sub)
}

func isRestrictedName(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isAlphanumeric(c) && (i == 0 || strings.IndexByte("!#$&-^_.+", c) < 0) {
			return false
		}
	}
	return s != "" && len(s) <= 127
}

// clip cuts s after at most n octets, between characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
