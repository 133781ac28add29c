package message

import (
	"strings"

	"ehloworld/engine/message/encoding"
)

// Enclosed is a file that lies in the content of a part in another way than as a part: in a text, as was done before
// MIME, or in a winmail.dat. It is no part and has no section number.
type Enclosed struct {
	Kind       string // encoding.BlockUU, encoding.BlockYEnc or EnclosedTNEF.
	Name       string // As it stands there; may be empty.
	Start, End int    // Where it stands in the part's content.
}

// EnclosedTNEF is the kind of files in a winmail.dat.
const EnclosedTNEF = "tnef"

// MaxEnclosed bounds how many files in one part are listed.
const MaxEnclosed = encoding.MaxBlocks

// Enclosed lists the files in the part's content, which is what Content returned.
func (part *Part) Enclosed(content []byte) []Enclosed {
	if isTNEF(content) {
		return listTNEF(content)
	}
	if !strings.HasPrefix(part.Type, "text/") {
		return nil
	}
	var list []Enclosed
	for _, b := range encoding.FindBlocks(content) {
		list = append(list, Enclosed{b.Kind, validText(b.Name), b.Start, b.End})
	}
	return list
}

// Open returns the file, and what was wrong with it. Content is the part's content that the file lies in.
func (e Enclosed) Open(content []byte) ([]byte, encoding.Flaw) {
	if e.Kind == EnclosedTNEF {
		return content[e.Start:e.End], encoding.Flaw{}
	}
	return encoding.Block{Kind: e.Kind, Name: e.Name, Start: e.Start, End: e.End}.Decode(content)
}
