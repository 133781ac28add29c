package message

// Enclosed is a file that lies in the content of a part in another way than as a part: in a text, as was done before
// MIME, or in a winmail.dat. It is no part and has no section number.
type Enclosed struct {
	Kind       string // EnclosedTNEF.
	Name       string // As it stands there; may be empty.
	Start, End int    // Where it stands in the part's content.
}

// EnclosedTNEF is the kind of files in a winmail.dat.
const EnclosedTNEF = "tnef"

// MaxEnclosed bounds how many files in one part are listed.
const MaxEnclosed = 1000

// Enclosed lists the files in the part's content, which is what Content returned.
func (part *Part) Enclosed(content []byte) []Enclosed {
	if part.Type == "application/ms-tnef" || part.Type == "application/vnd.ms-tnef" || isTNEF(content) {
		return listTNEF(content)
	}
	return nil
}
