package message

import (
	"bytes"
	"unicode/utf8"
)

// fieldRule says what RFC 5322 section 3.6 and RFC 2045 section 3 say about how often a field may be there.
type fieldRule struct {
	name    string
	missing string // The problem when it is missing, "" when it may be.
	empty   bool   // It may be empty.
}

var fieldRules = [...]fieldRule{
	{"Date", missingDate, false}, {"From", missingFrom, false}, {"Message-ID", missingMessageID, false}, {"Sender", "", false}, {"Reply-To", "", false},
	{"To", "", false}, {"Cc", "", false}, {"Bcc", "", true}, {"In-Reply-To", "", false}, {"References", "", false}, {"Subject", "", true},
	{"MIME-Version", "", false}, {"Content-Type", "", false}, {"Content-Transfer-Encoding", "", false}, {"Content-ID", "", false},
	{"Content-Disposition", "", false}, {"List-Id", "", false}, {"List-Unsubscribe-Post", "", false}, {"Auto-Submitted", "", false},
}

// fieldCounts looks for fields that are missing, repeated or empty.
func (l *linter) fieldCounts() {
	for _, r := range fieldRules {
		n := 0
		for i := range l.header.Fields {
			f := &l.header.Fields[i]
			if !f.Is(r.name) {
				continue
			}
			if n++; n == 2 && !structuralKind("duplicate-"+lowerASCII(r.name)) {
				l.tellOf(f, repeatedField, f.Start, f.End())
			}
			if !r.empty && f.Value() == "" {
				l.tellOf(f, emptyField, f.Start, f.End())
			}
		}
		if n == 0 && r.missing != "" {
			l.tell(r.missing, l.header.End, l.header.End)
		}
	}
}

// fieldForms looks at how each line of the header is written, those of the parts included.
func (l *linter) fieldForms() {
	l.root.Walk(func(p *Part) bool {
		for i := range p.Header.Fields {
			l.fieldForm(&p.Header.Fields[i])
		}
		return true
	})
}

func (l *linter) fieldForm(f *Field) {
	if f.Stray() {
		l.tell(notAField, f.Start, f.End())
		return
	}
	if isBlank(f.Raw[f.Colon-1]) {
		l.tellOf(f, spaceBeforeColon, f.Start, f.Start+f.Colon)
	}
	if at := highOctet(f.Raw); at >= 0 {
		if utf8.Valid(f.Raw) {
			l.tellOf(f, header8Bit, f.Start+at, f.End())
		} else {
			l.tellOf(f, headerNotUTF8, f.Start+at, f.End())
		}
	}
	for i, c := range f.Raw {
		if c < ' ' && c != '\t' && c != '\r' && c != '\n' && c != 0 || c == 0x7f {
			l.tellOf(f, headerControl, f.Start+i, f.Start+i+1)
			break
		}
	}
	// The first line of a field may be empty after its name (RFC 5322 section 3.2.2 counts that as folding).
	for at := lineEnd(f.Raw, 0, len(f.Raw)); at < len(f.Raw); {
		next := lineEnd(f.Raw, at, len(f.Raw))
		if blankOnly(f.Raw[at:next]) {
			l.tellOf(f, blankFold, f.Start+at, f.Start+next)
			break
		}
		at = next
	}
}

// fieldOrder looks at what stands where, and at what belongs together.
func (l *linter) fieldOrder() {
	written := false // A field of the writer's own stands above.
	var resent *Field
	resentFrom, resentDate := false, false
	for i := range l.header.Fields {
		f := &l.header.Fields[i]
		switch {
		case f.isOneOf("From", "Date", "To", "Subject", "Message-ID"):
			written = true
		case f.Is("Received") && written:
			l.tell(traceBelow, f.Start, f.End())
			written = false // Once is enough.
		case hasPrefixFold(f.Name, "Resent-"):
			if resent == nil {
				resent = f
			}
			resentFrom = resentFrom || f.Is("Resent-From")
			resentDate = resentDate || f.Is("Resent-Date")
		}
	}
	if resent != nil && !(resentFrom && resentDate) {
		l.tell(resentHalf, resent.Start, resent.End())
	}
}

// octets looks at line ends, line lengths and NUL over the whole letter. Each is told once, at its first place: they come in
// thousands.
func (l *linter) octets() {
	told := map[string]bool{}
	once := func(wrong bool, name string, start, end int) {
		if wrong && !told[name] {
			told[name] = true
			l.tell(name, start, end)
		}
	}
	for at := 0; at < len(l.data); {
		end := lineEnd(l.data, at, len(l.data))
		line := l.data[at:end]
		text, ended := bytes.CutSuffix(line, []byte("\n"))
		if ended {
			text = bytes.TrimSuffix(text, []byte("\r"))
		}
		once(len(text) > MaxLineHard, lineTooLong, at, at+len(text))
		once(len(text) > MaxLineSoft && len(text) <= MaxLineHard && at < l.header.End && utf8.RuneCount(text) > MaxLineSoft, longLine, at, at+len(text))
		once(ended && len(text) == len(line)-1, bareLF, end-1, end)
		if i := bytes.IndexByte(text, '\r'); i >= 0 {
			once(true, bareCR, at+i, at+i+1)
		}
		if i := bytes.IndexByte(text, 0); i >= 0 {
			once(true, nul, at+i, at+i+1)
		}
		at = end
	}
}
