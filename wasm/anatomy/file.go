package anatomy

import (
	"ehloworld/engine/jsontext"
	"ehloworld/engine/message"
	"ehloworld/engine/message/charset"
)

// file is what a page has loaded.
type file struct {
	name    string
	mbox    bool
	letters [][]byte // Each as it was before it was put into an mbox.
}

// load opens a file: one letter, or an mbox.
func (c *Codec) load(data []byte, w *jsontext.Writer) {
	c.file, c.letter = file{letters: [][]byte{data}}, nil
	v := loaded{kind: "letter"}
	for i, letter := range c.file.letters {
		if i == maxLetters {
			v.more = len(c.file.letters) - i
			break
		}
		h := message.ParseHeader(letter)
		v.letters = append(v.letters, letterLine{i, len(letter), h.Text("From"), h.Text("Subject"), h.Get("Date")})
	}
	for _, cs := range charset.All() {
		v.charsets = append(v.charsets, cs.Name())
	}
	v.write(w)
}

// open takes letter n of the file apart.
func (c *Codec) open(n int, w *jsontext.Writer) ([]byte, error) {
	switch {
	case c.file.letters == nil:
		return nil, errNoFile
	case n < 0 || n >= len(c.file.letters):
		return nil, errNoLetter
	}
	c.letter = newLetter(c.file.letters[n])
	v := c.letter.describe()
	v.n = n
	v.write(w)
	return c.letter.data, nil
}
