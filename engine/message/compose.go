package message

import (
	"strings"
	"unicode/utf8"

	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/encoding"
)

// Draft is a letter as a person wrote it. From, Sender, ReplyTo, To, Cc and Bcc are address lists as typed; To, Cc and Bcc
// may hold groups.
type Draft struct {
	From        string // Usually one address. With several authors and no Sender, the first one is it (RFC 5322 section 3.6.2).
	FromName    string // Display name of the first address in From, if that has none.
	Sender      string // Who sends it for the authors.
	ReplyTo     string
	To, Cc, Bcc string // Bcc gets the letter but is not written into it …
	ShowBcc     bool   // … except into the copy that the sender keeps.
	Subject     string
	Body        string // Lines end with LF or CRLF.
	HTML        string // The same as a page, or "". Both are sent, so that everybody can read one; see WithText.
	Flowed      bool   // Body is in format=flowed (RFC 3676); see WithFlow.
	InReplyTo   string // Message-IDs of what this letter answers, or "".
	References  []string
	Fields      []byte // Other fields, as AppendField writes them.
	Attachments []Attachment
	Root        *Entity // What the letter consists of, when that is not Body, HTML and Attachments: a report, say.
}

// Attachment is a file that goes with a letter.
type Attachment struct {
	Name string
	Type string // Such as "image/png"; application/octet-stream when empty. A message/rfc822 is a letter, sent as it is.
	ID   string // "picture@shan.example" for an image that the page shows as "cid:picture@shan.example"; else "".
	Data []byte
}

// Recipients is the envelope that belongs to the draft: every address of To, Cc and Bcc once, in that order, with domains in
// ASCII as DNS has them.
func (d *Draft) Recipients() []string {
	list := append(append(mailboxes(d.To), mailboxes(d.Cc)...), mailboxes(d.Bcc)...)
	for i := range list {
		list[i].Address = asciiDomain(list[i].Address)
	}
	return Addresses(list)
}

// WithText returns the draft with a Body made from its HTML, if it has none.
func (d Draft) WithText() Draft {
	if d.Body == "" && d.HTML != "" {
		d.Body = PlainText(d.HTML)
	}
	return d
}

// WithFlow returns the draft with its Body's paragraphs, each of which is one line, cut into lines that a reader puts
// together again and wraps as wide as the window is (RFC 3676).
func (d Draft) WithFlow() Draft {
	d.Body, d.Flowed = encoding.WriteFlowed(encoding.ReadFixed(d.Body), flowWidth, false), true
	return d
}

// flowWidth leaves room for answers that quote the text.
const flowWidth = 72

// Compose writes a letter: CRLF line ends, header lines folded at 78, no line over 998 octets. Whatever the draft holds,
// the letter is in order. Unless o allows more, it is ASCII, except for addresses whose local part is not: those need
// SMTPUTF8 by themselves.
func Compose(d Draft, o Options) []byte { return d.Append(nil, o) }

// Append is Compose for those who have a buffer.
func (d *Draft) Append(dst []byte, o Options) []byte {
	root := d.Root
	if root == nil {
		root = d.content()
	}
	w := newEntityWriter(&o, nil)
	w.prepare(root, o.Boundary)
	w.grow(dst, len(d.To)+len(d.Cc)+len(d.Subject)+80*len(d.References)+headerOverhead)
	d.header(&w.fieldWriter, &o)
	w.write(root)
	return w.buf
}

// header writes the fields up to MIME-Version.
func (d *Draft) header(w *fieldWriter, o *Options) {
	w.tokens("Date", []string{o.Date.Date(o.Zone)})
	from, sender := routable(d.From), routable(d.Sender)
	if len(from) > 0 && from[0].Name == "" {
		from[0].Name = d.FromName
	}
	if len(from) > 1 && len(sender) == 0 {
		sender = from
	}
	w.people("From", from)
	if len(sender) > 0 && (len(from) > 1 || len(from) == 1 && sender[0].Address != from[0].Address) {
		w.people("Sender", sender[:1])
	}
	w.people("Reply-To", routable(d.ReplyTo))
	w.people("To", mailboxes(d.To))
	w.people("Cc", mailboxes(d.Cc))
	if d.ShowBcc {
		w.people("Bcc", mailboxes(d.Bcc))
	}
	if s := clip(oneLine(d.Subject), MaxText); s != "" {
		w.text("Subject", s)
	}
	w.ids("Message-ID", o.MessageID)
	w.ids("In-Reply-To", strings.Fields(d.InReplyTo)...)
	w.ids("References", d.References...)
	w.buf = append(w.buf, d.Fields...)
	w.put("MIME-Version: 1.0\r\n")
}

// people writes an address field if there is somebody to name in it.
func (w *fieldWriter) people(name string, list []Mailbox) {
	for _, m := range list {
		if writable(m) {
			w.mailboxes(name, list)
			return
		}
	}
}

// ids writes a field of identifiers if there is one that can be written. What is none is left out: programs would complain,
// or worse, take it apart.
func (w *fieldWriter) ids(name string, ids ...string) {
	begun := false
	for _, id := range ids {
		if id = strings.Trim(id, "<> "); !isID(id) {
			continue
		}
		if !begun {
			w.begin(name)
			begun = true
		}
		w.room(len(id) + len(" <>"))
		w.put(" <")
		w.put(id)
		w.put(">")
	}
	if begun {
		w.end()
	}
}

// routable parses a list of mailboxes that is not one of groups, and keeps those with an address.
func routable(typed string) []Mailbox {
	if typed == "" {
		return nil
	}
	list := mailboxes(typed)
	usable := list[:0]
	for _, m := range list {
		if m.Group = ""; writable(m) {
			usable = append(usable, m)
		}
	}
	return usable
}

// mailboxes is ParseMailboxes, with a short way for lists of nothing but "bob@hai.example" and "Bob Li <bob@hai.example>".
func mailboxes(typed string) []Mailbox {
	list := make([]Mailbox, 0, 4)
	for rest, more := typed, typed != ""; more; {
		var entry string
		entry, rest, more = strings.Cut(rest, ",")
		m := Mailbox{Address: strings.Trim(entry, " ")}
		if n := len(m.Address); n > 0 && m.Address[n-1] == '>' {
			at := strings.IndexByte(m.Address, '<')
			m.Name, m.Address = strings.Trim(m.Address[:max(at, 0)], " "), m.Address[at+1:n-1]
			if n := len(m.Name); n > 1 && m.Name[0] == '"' && m.Name[n-1] == '"' {
				m.Name = m.Name[1 : n-1]
			}
		}
		if !isPlainAddress(m.Address) || !isPlainName(m.Name) {
			return ParseMailboxes(typed)
		}
		list = append(list, m)
	}
	return list
}

// isPlainAddress says whether s is an address in its simplest form: words of small letters and digits with single dots
// between, an "@", and more such words.
func isPlainAddress(s string) bool {
	at, word := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z' || isDigit(c):
			word++
			continue
		case c == '@' && at == 0 && word > 0:
			at = i
		case c != '.' || word == 0:
			return false
		}
		word = 0
	}
	return at > 0 && word > 0
}

// isPlainName says whether s is words with single blanks between, in any script, with nothing that needs quotation marks.
func isPlainName(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < utf8.RuneSelf && !isAlphanumeric(c) && (c != ' ' || i == 0 || s[i-1] == ' ') {
			return false
		}
	}
	return utf8.ValidString(s) && !strings.HasSuffix(s, " ")
}

// isID says whether s can stand between the angle brackets of an identifier (RFC 5322 section 3.6.4): ASCII, with
// something before and after an "@".
func isID(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("()<>,;\"\\", c) >= 0 {
			return false
		}
	}
	at := strings.IndexByte(s, '@')
	return at > 0 && at < len(s)-1 && len(s) <= maxToken
}

// content makes the tree of parts: mixed > (related > (alternative > text, page), images), files. A level that would
// have one part only is left out.
func (d *Draft) content() *Entity {
	root := TextEntity("text/plain", d.Body)
	if d.Flowed {
		root.Params = append(root.Params, Param{"format", "flowed"})
	}
	if d.HTML != "" {
		root = inParts("alternative", []*Entity{root, TextEntity("text/html", d.HTML)})
	}
	images, files := []*Entity{root}, []*Entity(nil)
	for i := range d.Attachments {
		a := &d.Attachments[i]
		if d.HTML != "" && isID(strings.Trim(a.ID, "<> ")) {
			images = append(images, a.entity("inline"))
		} else {
			files = append(files, a.entity("attachment"))
		}
	}
	if len(images) > 1 {
		// RFC 2387 section 3.1: the type of the part that the others belong to.
		typ := Param{"type", root.Type}
		root = inParts("related", images)
		root.Params = append(root.Params, typ)
	}
	if len(files) > 0 {
		root = inParts("mixed", append([]*Entity{root}, files...))
	}
	if isMultipart(root.Type) {
		root.Preamble = "This is a letter in several parts (MIME)."
	}
	return root
}

func inParts(kind string, parts []*Entity) *Entity {
	return &Entity{Type: "multipart/" + kind, Parts: parts}
}

// TextEntity is a part of that type with text in UTF-8, whatever its line ends.
func TextEntity(typ, text string) *Entity {
	return &Entity{Type: typ, Params: []Param{{"charset", "utf-8"}}, Text: text}
}

// canonical turns text into MIME's canonical form: valid UTF-8, every line ended by CRLF (RFC 2046 section 4.1.1). S is the
// shape of the text, and then that of the result.
func canonical(text string, s *shape) []byte {
	var out []byte
	lost := 0
	switch {
	case s.loneCR > 0:
		// A CR by itself ends a line, too.
		out = appendLines(nil, strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
	case s.ended(text):
		out = []byte(text)
	default:
		out = appendLines(make([]byte, 0, len(text)+s.bareLF+2), text)
	}
	if s.unsure {
		out, lost = utf8Text.Decode(out)
	}
	if s.loneCR > 0 || lost > 0 {
		*s = measure(out)
	} else {
		s.escapes -= s.bareLF
		s.bareLF = 0
	}
	return out
}

var utf8Text = charset.Lookup("utf-8")

// appendLines appends text with CRLF at the end of every line, whether it ended with CRLF, or with LF, or not at all.
func appendLines(dst []byte, text string) []byte {
	for text != "" {
		end := strings.IndexByte(text, '\n')
		next := end + 1
		switch {
		case end < 0:
			end, next = len(text), len(text)
		case end > 0 && text[end-1] == '\r':
			dst = append(dst, text[:next]...)
			text = text[next:]
			continue
		}
		dst = append(append(dst, text[:end]...), '\r', '\n')
		text = text[next:]
	}
	return dst
}

// entity makes a part of a file. A text goes with the character set that it was found to have, or else as octets.
func (a *Attachment) entity(disposition string) *Entity {
	m := ParseMedia(oneLine(a.Type))
	e := &Entity{Type: m.Type, Disposition: disposition, Filename: a.Name, Content: a.Data}
	if disposition == "inline" {
		e.ID = a.ID
	}
	if e.Type == "message/rfc822" || e.Type == "message/global" {
		e.Type = LetterType(a.Data)
		return e
	}
	kind, _, _ := strings.Cut(e.Type, "/")
	charset := ""
	if kind == "text" && m.Get("charset") == "" {
		switch {
		case isASCII(a.Data):
			charset = "us-ascii"
		case utf8.Valid(a.Data):
			charset = "utf-8"
		default:
			kind = "" // RFC 2046 section 4.1.2: a text in no known character set is just octets to its reader.
		}
	}
	if kind == "" || kind == "message" || isMultipart(e.Type) || !isType(e.Type) {
		e.Type = octetStream
		return e
	}
	if charset != "" {
		e.Params = append(e.Params, Param{"charset", charset})
	}
	for _, p := range m.Params {
		if p.Name != "name" && isRestrictedName(p.Name) {
			p.Value = clip(p.Value, MaxFilename)
			e.Params = append(e.Params, p)
		}
	}
	return e
}

// LetterType is message/global for a letter with UTF-8 in its header (RFC 6532 section 3.7), else message/rfc822.
func LetterType(letter []byte) string {
	if header, _ := Split(letter); !isASCII(header) && utf8.Valid(header) {
		return "message/global"
	}
	return "message/rfc822"
}
