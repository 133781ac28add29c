package message

import (
	"strings"

	"ehloworld/engine/message/encoding"
)

// List is what a header says about the mailing list that a letter came through, and whether a program wrote it.
type List struct {
	ID   string // The list's identifier (RFC 2919), as "lunch.hai.example".
	Name string // Its name for people.

	// Commands, with where they can be given (RFC 2369), the preferred way first.
	Help, Subscribe, Unsubscribe, Post, Owner, Archive []ListURI
	NoPost                                             bool // "NO": nobody may write to the list.
	OneClick                                           bool // One POST unsubscribes, with no questions asked (RFC 8058).

	AutoSubmitted string // The word of Auto-Submitted (RFC 3834) in lower case: "auto-replied"; "" when it is not there or "no".
	Precedence    string // The word of Precedence in lower case: "bulk", "list", "junk".
	Flaws         []Flaw // Offsets in the letter.
}

// ListURI is one way to give a list a command.
type ListURI struct {
	URI        string
	Comment    string // What is said about it.
	Start, End int    // Its place in the letter.
}

// scheme is the URI's scheme in lower case.
func (u *ListURI) scheme() string {
	scheme, _, _ := strings.Cut(u.URI, ":")
	return lowerASCII(scheme)
}

// ReadList reads the fields of mailing lists and of programs that write letters.
func ReadList(h *Header) List {
	var l List
	for i := range h.Fields {
		f := &h.Fields[i]
		switch {
		case f.Is("List-Id"):
			l.identity(f)
		case f.Is("List-Help"):
			l.uris(f, &l.Help)
		case f.Is("List-Subscribe"):
			l.uris(f, &l.Subscribe)
		case f.Is("List-Unsubscribe"):
			l.uris(f, &l.Unsubscribe)
		case f.Is("List-Post"):
			l.uris(f, &l.Post)
		case f.Is("List-Owner"):
			l.uris(f, &l.Owner)
		case f.Is("List-Archive"):
			l.uris(f, &l.Archive)
		case f.Is("List-Unsubscribe-Post"):
			if l.OneClick = equalFold(f.Value(), oneClick); !l.OneClick {
				l.flaw(flawListOneClick, f.Start, f.End())
			}
		case f.Is("Auto-Submitted"):
			if word := firstWord(f.Value()); word != "no" {
				l.AutoSubmitted = word
			}
		case f.Is("Precedence"):
			l.Precedence = firstWord(f.Value())
		}
	}
	if l.OneClick && secureURI(l.Unsubscribe) == nil {
		f := h.Find("List-Unsubscribe-Post")
		l.OneClick = false
		l.flaw(flawListNoHTTPS, f.Start, f.End())
	}
	return l
}

// oneClick is all that List-Unsubscribe-Post may say, and what is sent to the list's page (RFC 8058 section 3.1).
const oneClick = "List-Unsubscribe=One-Click"

// Exists says whether the letter came through a list.
func (l *List) Exists() bool {
	return l.ID != "" || len(l.Post) > 0 || l.NoPost || len(l.Unsubscribe) > 0 || len(l.Help) > 0 || len(l.Subscribe) > 0 || len(l.Owner) > 0 || len(l.Archive) > 0
}

// Automatic says whether other programs should not answer: a program wrote the letter or sent it to many (RFC 3834 section 2).
func (l *List) Automatic() bool {
	switch l.Precedence {
	case "bulk", "list", "junk":
		return true
	}
	return l.AutoSubmitted != "" || l.Exists()
}

func (l *List) flaw(name string, start, end int) {
	if len(l.Flaws) < maxFlaws {
		l.Flaws = append(l.Flaws, Flaw{name, start, end})
	}
}

// firstWord is the word that a value begins with, in lower case, without parameters and comments.
func firstWord(value string) string {
	lx := lexer{s: value}
	return lowerASCII(lx.skipComments().text)
}

// identity reads "Lunch friends <lunch.hai.example>".
func (l *List) identity(f *Field) {
	value := f.Value()
	name, id, ok := strings.Cut(value, "<")
	if ok {
		id, _, ok = strings.Cut(id, ">")
	}
	if !ok {
		l.flaw(flawListID, f.Start, f.End())
		name, id = "", value
	}
	l.ID = lowerASCII(strings.Trim(id, " \t"))
	p := listParser{brief: true}
	p.parse(name)
	if len(p.boxes) > 0 {
		l.Name = p.boxes[0].String()
	}
}

// uris reads "<mailto:lunch@hai.example> (a comment), <https://…>".
func (l *List) uris(f *Field, to *[]ListURI) {
	s := f.written()
	by := f.Start + f.Colon + 1
	lx := lexer{s: s}
	for i := 0; i < len(s) && len(*to) < maxListURIs; {
		start := i
		switch c := s[i]; {
		case isBlank(c), c == ',':
			i++
			continue
		case c == '(':
			lx.at = i
			if text, ok := lx.comment(); ok {
				if n := len(*to); n > 0 {
					(*to)[n-1].Comment = DecodeText(text)
				}
				i = lx.at
				continue
			}
			i++
			continue
		case c == '<':
			for i++; i < len(s) && s[i] != '>' && s[i] != '<'; i++ {
			}
			uri := removeBlanks(s[start+1 : i])
			if i < len(s) && s[i] == '>' {
				i++
			} else {
				l.flaw(flawListURI, by+start, by+i)
			}
			if uri != "" {
				*to = append(*to, ListURI{URI: uri, Start: by + start, End: by + i})
			}
			continue
		}
		for i < len(s) && !isBlank(s[i]) && s[i] != ',' && s[i] != '<' && s[i] != '(' {
			i++
		}
		switch word := s[start:i]; {
		case equalFold(word, "NO") && f.Is("List-Post"):
			l.NoPost = true
		case strings.IndexByte(word, ':') > 0:
			l.flaw(flawListURI, by+start, by+i)
			*to = append(*to, ListURI{URI: word, Start: by + start, End: by + i})
		default:
			l.flaw(flawListURI, by+start, by+i)
		}
	}
}

// maxListURIs is how many ways are read from one field.
const maxListURIs = 100

// removeBlanks takes out white space, which is no part of a URI but of the folding (RFC 2369 section 2).
func removeBlanks(s string) string {
	if !strings.ContainsAny(s, " \t\r\n") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if !isBlank(s[i]) {
			b = append(b, s[i])
		}
	}
	return string(b)
}

func secureURI(uris []ListURI) *ListURI {
	for i := range uris {
		if uris[i].scheme() == "https" {
			return &uris[i]
		}
	}
	return nil
}

// Unsubscribing is what a program would do to leave a list. Nothing here does it.
type Unsubscribing struct {
	Kind string // OneClick, ByMail or ByPage.
	URI  string // Where the request goes, or the page that a person opens.
	Body string // OneClick: what is posted.

	To            []string // ByMail: the letter to write.
	Subject, Text string
}

// The ways to leave a list.
const (
	OneClick = "one-click" // A POST to the URI (RFC 8058).
	ByMail   = "mail"      // A letter (RFC 2369 section 3.2).
	ByPage   = "page"      // A page with a button on it.
)

// Leave says how to leave the list: the ways that the letter offers, best first. There is none for what is no mailto, http
// or https.
func (l *List) Leave() []Unsubscribing {
	var ways []Unsubscribing
	if u := secureURI(l.Unsubscribe); u != nil && l.OneClick {
		ways = append(ways, Unsubscribing{Kind: OneClick, URI: u.URI, Body: oneClick})
	}
	for i := range l.Unsubscribe {
		switch u := &l.Unsubscribe[i]; u.scheme() {
		case "mailto":
			way := Unsubscribing{Kind: ByMail, URI: u.URI}
			way.To, way.Subject, way.Text = mailto(u.URI)
			ways = append(ways, way)
		case "https", "http":
			ways = append(ways, Unsubscribing{Kind: ByPage, URI: u.URI})
		}
	}
	return ways
}

// mailto takes "mailto:lunch@hai.example?subject=leave" apart (RFC 6068 section 2).
func mailto(uri string) (to []string, subject, text string) {
	_, rest, _ := strings.Cut(uri, ":")
	addresses, fields, _ := strings.Cut(rest, "?")
	var list []Mailbox
	for address := range strings.SplitSeq(addresses, ",") {
		list = append(list, ParseMailboxes(undoPercent(address))...)
	}
	for field := range strings.SplitSeq(fields, "&") {
		name, value, _ := strings.Cut(field, "=")
		switch value = undoPercent(value); lowerASCII(name) {
		case "to":
			list = append(list, ParseMailboxes(value)...)
		case "subject":
			subject = oneLine(value)
		case "body":
			text = strings.ReplaceAll(value, "\r\n", "\n")
		}
	}
	return Addresses(list), subject, text
}

func undoPercent(s string) string {
	return validText(string(encoding.AppendPercentDecoded(nil, s)))
}
