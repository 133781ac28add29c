package message

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/encoding"
)

// Bounds of encoded words (RFC 2047 section 2). maxEncodedLine is fold.go's.
const maxEncodedWord = 75

// words looks at the encoded words of all headers.
func (l *linter) words() {
	l.root.Walk(func(p *Part) bool {
		for i := range p.Header.Fields {
			if f := &p.Header.Fields[i]; !f.Stray() && strings.Contains(f.written(), "=?") {
				l.fieldWords(f)
			}
		}
		return true
	})
}

// lintWord is an encoded word as a place in a value.
type lintWord struct {
	start, end int
	charset    *charset.Charset // nil: not known.
	base64     bool
	text       string
	content    []byte
}

// fieldWords looks at the encoded words of one field.
func (l *linter) fieldWords(f *Field) {
	value := f.written()
	by := f.Start + f.Colon + 1
	words := findWords(value)
	if len(words) == 0 {
		return
	}
	for at := 0; at < len(f.Raw); {
		next := lineEnd(f.Raw, at, len(f.Raw))
		line := strings.TrimRight(string(f.Raw[at:next]), "\r\n")
		if utf8.RuneCountInString(line) > maxEncodedLine && len(line) <= MaxLineHard && strings.Contains(line, "=?") && strings.Contains(line, "?=") {
			l.tellOf(f, wordLineLong, f.Start+at, f.Start+at+len(line))
			break
		}
		at = next
	}
	switch {
	case f.isOneOf("Content-Type", "Content-Disposition"):
		l.tellOf(f, wordInParameter, by+words[0].start, by+words[0].end)
		return
	case f.holdsIDs() || f.isOneOf("Date", "Resent-Date", "Received", "Return-Path", "MIME-Version", "Content-Transfer-Encoding"):
		l.tellOf(f, wordMisplaced, by+words[0].start, by+words[0].end)
		return
	}
	for i := range words {
		w := &words[i]
		for _, name := range w.flaws(value, f.holdsAddresses()) {
			l.tellOf(f, name, by+w.start, by+w.end)
		}
		if w.charset == nil || w.content == nil {
			continue
		}
		if _, lost := w.charset.Decode(w.content); lost > 0 {
			name := wordUnreadable
			if w.cutWith(value, words, i-1) || w.cutWith(value, words, i+1) {
				name = wordCut
			}
			l.tellOf(f, name, by+w.start, by+w.end)
		}
	}
}

// flaws names what is wrong with a word that stands in a value.
func (w *lintWord) flaws(value string, phrase bool) (names []string) {
	flaw := func(wrong bool, name string) {
		if wrong {
			names = append(names, name)
		}
	}
	flaw(w.end-w.start > maxEncodedWord, wordTooLong)
	before, after := byte(' '), byte(' ')
	if w.start > 0 {
		before = value[w.start-1]
	}
	if w.end < len(value) {
		after = value[w.end]
	}
	// In quotation marks or in an address it is no word at all, which the address list tells.
	flaw(!isBlank(before) && before != '(' && before != '"' || !isBlank(after) && after != ')' && after != '"' && after != '@', wordGlued)
	flaw(strings.ContainsAny(w.text, " \t"), wordBlank)
	flaw(!isASCII(w.text), word8Bit)
	flaw(w.charset == nil, wordCharset)
	if w.base64 {
		content, wrong := encoding.DecodeBase64([]byte(w.text))
		w.content = content
		flaw(wrong.Lost, wordUnreadable)
		flaw(!wrong.Lost && wrong.Name == encoding.Base64Padding, wordPadding)
		if wrong.Lost {
			w.content = nil // That was told.
		}
		return names
	}
	broken, odd := false, false
	w.content = make([]byte, 0, len(w.text))
	for i := 0; i < len(w.text); i++ {
		c := w.text[i]
		switch {
		case c == '=' && i+2 < len(w.text) && isHex(w.text[i+1]) && isHex(w.text[i+2]):
			octet, _ := strconv.ParseUint(w.text[i+1:i+3], 16, 8)
			c = byte(octet)
			i += 2
		case c == '=':
			broken = true
		case c == '_':
			c = ' '
		default:
			odd = odd || !isAlphanumeric(c) && strings.IndexByte("!*+-/", c) < 0 && c > ' ' && c < 0x7f
		}
		w.content = append(w.content, c)
	}
	flaw(broken, wordUnreadable)
	flaw(odd && phrase, wordPhrase)
	if broken {
		w.content = nil
	}
	return names
}

// cutWith says whether the word makes sense together with its neighbour: a character was cut in two.
func (w *lintWord) cutWith(value string, words []lintWord, i int) bool {
	if i < 0 || i >= len(words) || words[i].charset != w.charset || words[i].base64 != w.base64 {
		return false
	}
	first, second := &words[i], w
	if first.start > second.start {
		first, second = second, first
	}
	return strings.Trim(value[first.end:second.start], " \t\r\n") == ""
}

// maxCharsetName is the longest name of a character set that a word is looked for with.
const maxCharsetName = 64

// findWords finds what is meant for encoded words, in linear time.
func findWords(value string) (words []lintWord) {
	end := -1 // Where the last "?=" was found.
	for at := 0; ; {
		i := strings.Index(value[at:], "=?")
		if i < 0 {
			return words
		}
		start := at + i
		at = start + 2
		name := at
		for at < len(value) && at-name <= maxCharsetName && value[at] > ' ' && value[at] != '?' {
			at++
		}
		if at == name || at+2 >= len(value) || value[at] != '?' || value[at+2] != '?' || strings.IndexByte("BbQq", value[at+1]) < 0 {
			at = start + 2
			continue
		}
		text := at + 3
		if end < text {
			if i = strings.Index(value[text:], "?="); i < 0 {
				return words
			}
			end = text + i
		}
		if strings.Contains(value[text:end], "=?") {
			continue // It was never finished.
		}
		label, _, _ := strings.Cut(value[name:at], "*") // RFC 2231 section 5: a language.
		words = append(words, lintWord{start: start, end: end + 2, charset: charset.Lookup(label), base64: value[at+1]|' ' == 'b', text: value[text:end]})
		at = end + 2
	}
}
