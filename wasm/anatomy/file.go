package anatomy

import (
	"ehloworld/engine/jsontext"
	"ehloworld/engine/message"
	"ehloworld/engine/message/archive"
	"ehloworld/engine/message/charset"
)

// file is what a page has loaded.
type file struct {
	name    string
	letters []archive.Entry // Each as it was before it was put into an mbox.
}

// load opens a file: an mbox with several letters, or one letter, with the line of an mbox above it if that is there.
func (c *Codec) load(name string, data []byte, w *jsontext.Writer) {
	c.file, c.letter = file{name, archive.SplitMbox(data, archive.Any)}, nil
	v := loaded{kind: "mbox"}
	if len(c.file.letters) == 1 {
		c.file.letters[0].Data = data
		v.kind = "letter"
	}
	for i, e := range c.file.letters {
		if i == maxLetters {
			v.more = len(c.file.letters) - i
			break
		}
		h := message.ParseHeader(e.Data)
		v.letters = append(v.letters, letterLine{
			i, len(e.Data), clip(h.Text("From"), maxLine), clip(h.Text("Subject"), maxLine), clip(h.Get("Date"), maxLine),
		})
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
	c.letter = newLetter(c.file.letters[n].Data)
	v := c.letter.describe()
	v.n = n
	v.write(w)
	return c.letter.data, nil
}
