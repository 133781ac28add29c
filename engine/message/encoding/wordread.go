package encoding

import "strings"

// maxCharset is the longest name of a character set that an encoded word is read with.
const maxCharset = 64

// Charset turns octets of the named character set (lower case) into text. It returns false when it does not know it.
type Charset func(name string, data []byte) (string, bool)

// DecodeWords replaces the encoded words in an unfolded header value by what they say (RFC 2047, and RFC 2231 section 5
// for the language after the name of the character set). What cannot be decoded stays as it is.
//
// It reads more than the RFC allows, as mail programs do: words that touch each other or other text, that hold blanks,
// question marks or octets above 127, that stand in quotation marks, of any length. White space between two encoded words
// goes away. Adjacent words of one character set are joined before they are read, since some programs cut a character
// in two, or a base64 text wherever the line is full. A word without its "?=" is no word.
func DecodeWords(value string, charset Charset) string {
	if opening(value) < 0 {
		return value
	}
	memory := append(make([]byte, 0, len(value)+decodedRoom(len(value))), value...)
	r := wordReader{value: value, data: memory, content: memory[len(value):], charset: charset}
	at, done := 0, 0 // Where to look on, and up to where the value has been dealt with.
	for {
		i := opening(value[at:])
		if i < 0 {
			break
		}
		start := at + i
		w, ok := r.wordAt(start)
		if r.end == noEnd {
			break
		}
		if !ok {
			at = start + 2
			continue
		}
		joins := r.words && strings.Trim(value[done:start], " \t\r\n") == ""
		if !joins || !sameLabel(w.charset, r.name) {
			text, decoded := r.flush()
			r.out.WriteString(text)
			r.begin(w.charset, done, start, decoded && joins)
		}
		r.add(w)
		at, done = w.next, w.next
	}
	text, _ := r.flush()
	if r.out.Len() == 0 && done == len(value) {
		return text
	}
	r.out.WriteString(text)
	r.out.WriteString(value[done:])
	return r.out.String()
}

// wordReader holds a run of adjacent encoded words of one character set until it is over.
type wordReader struct {
	value   string
	data    []byte // The same.
	charset Charset
	out     strings.Builder
	end     int // Where the first "?=" stands that has not been passed.

	words      bool   // There is a run.
	name       string // Its character set.
	gap        int    // Where what stands between it and the word before begins,
	start      int    // where the run begins,
	next       int    // and where what follows does.
	follows    bool   // Only white space separates it from a run that was decoded: that goes, if this can be decoded, too.
	content    []byte // What the words say, in the character set.
	open       []byte // The letters of a last quantum that is not full and has no padding,
	openAt     int    // and where in content their octets begin.
	mustJoin   bool   // By themselves they cannot be right.
	unreadable bool   // A word has letters but says nothing.
	empty      bool   // No word has a text.
}

// noEnd says that no "?=" follows any more.
const noEnd = -1

// opening finds the first "=?". In WebAssembly a search for two octets costs much more than one for the rarer of them.
func opening(s string) int {
	for at := 0; ; at++ {
		i := strings.IndexByte(s[at:], '?')
		if i < 0 {
			return -1
		}
		if at += i; at > 0 && s[at-1] == '=' {
			return at - 1
		}
	}
}

// encodedWord is one word, taken apart.
type encodedWord struct {
	charset string // Lower case, without its language.
	base64  bool
	text    []byte
	next    int // Where the word ends.
}

// wordAt reads the encoded word that begins with the "=?" at start: "=?charset?B?text?=". The text goes up to the first
// "?=". When another word begins before that, this one was never finished, and is none.
func (r *wordReader) wordAt(start int) (w encodedWord, ok bool) {
	text, ok := r.textAt(start)
	if !ok {
		return w, false
	}
	if r.end < text {
		i := strings.Index(r.value[text:], "?=")
		if i < 0 {
			r.end = noEnd
			return w, false
		}
		r.end = text + i
	}
	for at := text; ; at += 2 {
		i := opening(r.value[at:r.end])
		if i < 0 {
			break
		}
		at += i
		if other, begins := r.textAt(at); begins && other <= r.end {
			return w, false
		}
	}
	name, _, _ := strings.Cut(r.value[start+2:text-3], "*")
	w.charset = strings.ToLower(name)
	w.base64 = r.value[text-2]|' ' == 'b'
	w.text = r.data[text:r.end]
	w.next = r.end + 2
	return w, true
}

// sameLabel says whether two names in lower case are of one character set, as "utf8" and "utf-8" are.
func sameLabel(a, b string) bool {
	if a == b {
		return true
	}
	for {
		for a != "" && (a[0] == '-' || a[0] == '_') {
			a = a[1:]
		}
		for b != "" && (b[0] == '-' || b[0] == '_') {
			b = b[1:]
		}
		if a == "" || b == "" || a[0] != b[0] {
			return a == b
		}
		a, b = a[1:], b[1:]
	}
}

// textAt says where the text of the encoded word begins whose "=?" stands at start, if one does.
func (r *wordReader) textAt(start int) (text int, ok bool) {
	s, i := r.value, start+2
	for i < len(s) && s[i] > ' ' && s[i] < 0x7f && s[i] != '?' && i <= start+2+maxCharset {
		i++
	}
	if i == start+2 || i+2 >= len(s) || s[i] != '?' || s[i+2] != '?' {
		return 0, false
	}
	switch s[i+1] {
	case 'B', 'b', 'Q', 'q':
		return i + 3, true
	}
	return 0, false
}

func (r *wordReader) begin(charset string, gap, start int, follows bool) {
	r.words, r.name, r.gap, r.start, r.follows = true, charset, gap, start, follows
	r.content, r.open, r.unreadable, r.empty = r.content[:0], nil, false, true
}

func (r *wordReader) add(w encodedWord) {
	r.next = w.next
	r.empty = r.empty && len(w.text) == 0
	if !w.base64 {
		r.open = nil
		r.content = appendQ(r.content, w.text)
		return
	}
	text, at := w.text, len(r.content)
	if len(r.open) == 0 {
		var flaws tally
		if r.content, flaws = appendDecoded(r.content, text); flaws.kinds == nil {
			return
		}
		r.content = r.content[:at]
	}
	letters, pads := countLetters(text)
	// An open quantum goes on here when only with it this text comes out even; or when it cannot be whole by itself, and
	// this text is not plainly one.
	n, even := len(r.open), (letters+pads)%4 == 0
	if n > 0 && (!even && (n+letters+pads)%4 == 0 || r.mustJoin && !(even && pads > 0)) {
		at = r.openAt
		r.content = r.content[:at]
		text = append(r.open, text...)
		letters += n
	}
	r.content, _ = appendDecoded(r.content, text)
	r.unreadable = r.unreadable || letters > 0 && len(r.content) == at
	r.open = nil
	if n = letters % 4; n > 0 && pads == 0 {
		r.open = lastLetters(text, n)
		r.openAt = at + letters/4*3
		unused := [...]byte{1: 0x3f, 2: 0xf, 3: 0x3} // The bits of the last letter that belong to no octet, and should be 0.
		r.mustJoin = n == 1 || sextets[r.open[n-1]]&unused[n] != 0
	}
}

func countLetters(text []byte) (letters, pads int) {
	for _, c := range text {
		switch v := sextets[c]; {
		case v < 64:
			letters++
		case v == padding:
			pads++
		}
	}
	return letters, pads
}

// lastLetters is a copy of the last n letters of text, which has as many.
func lastLetters(text []byte, n int) []byte {
	last := make([]byte, n)
	for i := len(text) - 1; n > 0; i-- {
		if sextets[text[i]] < 64 {
			n--
			last[n] = text[i]
		}
	}
	return last
}

// appendQ decodes a Q text (RFC 2047 section 4.2). An "=" that begins no octet stays.
func appendQ(dst, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch c {
		case '_':
			c = ' '
		case '=':
			if len(text)-i >= 3 {
				if high, low := digits[text[i+1]], digits[text[i+2]]; (high|low)&noDigit == 0 {
					c = high<<4 | low&15
					i += 2
				}
			}
		}
		dst = append(dst, c)
	}
	return dst
}

// flush ends the run. It returns what is to be written for it, and says whether it could be decoded.
func (r *wordReader) flush() (text string, ok bool) {
	if !r.words {
		return "", false
	}
	r.words = false
	ok = true
	if !r.empty { // An empty text needs no character set.
		text, ok = r.charset(r.name, r.content)
		ok = ok && !(r.unreadable && len(r.content) == 0)
	}
	switch {
	case !ok:
		return r.value[r.gap:r.next], false
	case r.follows || r.gap == r.start:
		return text, true
	}
	return r.value[r.gap:r.start] + text, true
}
