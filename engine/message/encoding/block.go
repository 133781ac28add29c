package encoding

import "bytes"

// Block is a file that stands encoded in the text of a letter, as before MIME and in news groups.
type Block struct {
	Kind       string // BlockUU or BlockYEnc.
	Name       string // The file's name.
	Start, End int    // Where it stands in the text, with the lines around it.
	Closed     bool   // Its last line is there.
}

// Kinds of blocks.
const (
	BlockUU   = "uuencode"
	BlockYEnc = "yenc"
)

// MaxBlocks bounds how many blocks FindBlocks looks for in one text.
const MaxBlocks = 1000

// FindBlocks lists the files in a text. What only looks like a beginning, such as a sentence that begins with "begin", is
// none: the line after it must look right, too. A uuencoded block whose "end" is missing ends where lines look like
// uuencode no more.
func FindBlocks(text []byte) []Block {
	var blocks []Block
	for start := 0; start < len(text) && len(blocks) < MaxBlocks; {
		end := nextLine(text, start)
		switch line := text[start:end]; line[0] {
		case 'b':
			if _, name, ok := uuBegin(line); ok {
				if b := (Block{Kind: BlockUU, Name: name, Start: start, End: end}); b.extendUU(text) {
					blocks = append(blocks, b)
					end = b.End
				}
			}
		case '=':
			if fields, ok := bytes.CutPrefix(line, []byte("=ybegin ")); ok && yencField(fields, "size") != nil {
				var about YEnc
				about.read(fields)
				b := Block{Kind: BlockYEnc, Name: about.Name, Start: start, End: end}
				b.extendYEnc(text)
				blocks = append(blocks, b)
				end = b.End
			}
		}
		start = end
	}
	return blocks
}

// extendUU moves the end from after the first line to where it belongs, and says whether this is a block at all.
func (b *Block) extendUU(text []byte) bool {
	lines := 0
	for b.End < len(text) {
		end := nextLine(text, b.End)
		line := text[b.End:end]
		if uuEnd(line) {
			b.End, b.Closed = end, true
			return true
		}
		if !uuPlausible(line) {
			break
		}
		b.End = end
		lines++
	}
	return lines > 0
}

// extendYEnc does so for yEnc, whose lines may hold anything. Another beginning ends it, too.
func (b *Block) extendYEnc(text []byte) {
	for b.End < len(text) {
		end := nextLine(text, b.End)
		line := text[b.End:end]
		if bytes.HasPrefix(line, []byte("=ybegin ")) {
			return
		}
		b.End = end
		if bytes.HasPrefix(line, []byte("=yend ")) {
			b.Closed = true
			return
		}
	}
}

// Decode decodes the block. Text is what it was found in.
func (b Block) Decode(text []byte) ([]byte, Flaw) {
	var content []byte
	var flaw Flaw
	if b.Kind == BlockYEnc {
		content, _, flaw = DecodeYEnc(text[b.Start:b.End])
	} else {
		content, flaw = DecodeUU(text[b.Start:b.End])
	}
	if !flaw.Clean() {
		flaw.At += b.Start
	}
	return content, flaw
}
