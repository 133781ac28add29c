package encoding

import (
	"bytes"
	"hash/crc32"
	"strconv"
)

// Flaws of yEnc, gravest first. The text that has one is read as the sentence beside it says.
const (
	YEncBegin     = "yenc-begin"     // There is no "=ybegin" line, so nothing was decoded.
	YEncTruncated = "yenc-truncated" // The text ends before its "=yend" line, or within an escaped character.
	YEncSize      = "yenc-size"      // It says that it has another number of octets.
	YEncSum       = "yenc-sum"       // Its CRC-32 is another: octets are wrong.
)

// The kinds, in the order of the constants.
const (
	flawNoYBegin = iota
	flawNoYEnd
	flawSize
	flawSum
)

// YEnc is what the lines around a yEnc text say. Numbers that they do not say are 0.
type YEnc struct {
	Name        string
	Size        int // Octets of the whole file.
	Line        int // Length of the lines.
	Part, Total int // When the file was cut into parts,
	Begin, End  int // the octets of the file that are in this one, counted from 1.
}

// MaxYEncLine is the longest line that EncodeYEnc writes; an escaped character may make it one longer.
const MaxYEncLine = 128

// EncodeYEnc writes a file as one yEnc part, with CRLF line ends. It needs a way that takes octets above 127 and keeps all
// but NUL, CR and LF as they are.
func EncodeYEnc(name string, data []byte) []byte {
	out := make([]byte, 0, len(name)+len(data)+len(data)/32+128)
	out = append(out, "=ybegin line="...)
	out = strconv.AppendInt(out, MaxYEncLine, 10)
	out = append(out, " size="...)
	out = strconv.AppendInt(out, int64(len(data)), 10)
	out = append(append(append(out, " name="...), name...), "\r\n"...)
	line := len(out)
	for i, c := range data {
		c += 42
		first, last := len(out) == line, len(out)-line >= MaxYEncLine-1 || i == len(data)-1
		switch {
		case c == 0 || c == '\r' || c == '\n' || c == '=', (c == ' ' || c == '\t') && (first || last), c == '.' && first:
			out = append(out, '=', c+64)
		default:
			out = append(out, c)
		}
		if len(out)-line >= MaxYEncLine {
			out = append(out, '\r', '\n')
			line = len(out)
		}
	}
	if len(out) > line {
		out = append(out, '\r', '\n')
	}
	out = append(out, "=yend size="...)
	out = strconv.AppendInt(out, int64(len(data)), 10)
	out = append(out, " crc32="...)
	sum := strconv.AppendUint(nil, uint64(crc32.ChecksumIEEE(data)), 16)
	out = append(append(out, "00000000"[len(sum):]...), sum...)
	return append(out, '\r', '\n')
}

// DecodeYEnc decodes the first yEnc part in a text, and says what the lines around it say. A text without one comes back
// as it is.
func DecodeYEnc(text []byte) (content []byte, about YEnc, flaw Flaw) {
	for start := 0; start < len(text); {
		end := nextLine(text, start)
		if fields, ok := bytes.CutPrefix(text[start:end], []byte("=ybegin ")); ok {
			return decodeYEnc(text, fields, end, len(text))
		}
		start = end
	}
	return text, about, Flaw{Name: YEncBegin, Count: 1}
}

// decodeYEnc decodes the lines from start on, up to "=yend" or to stop.
func decodeYEnc(text, begin []byte, start, stop int) (out []byte, about YEnc, flaw Flaw) {
	about.read(begin)
	var flaws tally
	out = make([]byte, 0, stop-start)
	escaped := false
	for start < stop {
		end := min(nextLine(text, start), stop)
		line := text[start:end]
		if fields, ok := bytes.CutPrefix(line, []byte("=ypart ")); ok {
			about.Begin, about.End = yencNumber(fields, "begin"), yencNumber(fields, "end")
			start = end
			continue
		}
		if fields, ok := bytes.CutPrefix(line, []byte("=yend ")); ok {
			if escaped {
				flaws.lose(flawNoYEnd, YEncTruncated, start)
			}
			checkYEnc(out, about, fields, start, &flaws)
			return out, about, flaws.gravest()
		}
		for _, c := range line {
			switch {
			case c == '\r' || c == '\n':
			case escaped:
				out = append(out, c-64-42)
				escaped = false
			case c == '=':
				escaped = true
			default:
				out = append(out, c-42)
			}
		}
		start = end
	}
	flaws.lose(flawNoYEnd, YEncTruncated, stop)
	return out, about, flaws.gravest()
}

// read takes the fields of a =ybegin line. The name is the last, and may hold blanks.
func (y *YEnc) read(fields []byte) {
	if i := bytes.Index(fields, []byte("name=")); i >= 0 {
		y.Name = string(bytes.Trim(fields[i+len("name="):], " \t\r\n\""))
		fields = fields[:i]
	}
	y.Size, y.Line = yencNumber(fields, "size"), yencNumber(fields, "line")
	y.Part, y.Total = yencNumber(fields, "part"), yencNumber(fields, "total")
}

// checkYEnc compares what was decoded with what the =yend line at the given place says.
func checkYEnc(out []byte, about YEnc, fields []byte, at int, flaws *tally) {
	size, sum := about.Size, yencField(fields, "crc32")
	if about.Part > 0 || about.End > 0 {
		size, sum = about.End-about.Begin+1, yencField(fields, "pcrc32") // The other sum is that of the whole file.
		if about.End == 0 {
			size = yencNumber(fields, "size")
		}
	}
	if stated := yencField(fields, "size"); len(out) < size {
		flaws.lose(flawSize, YEncSize, at)
	} else if len(out) > size || len(stated) > 0 && yencNumber(fields, "size") != len(out) {
		flaws.add(flawSize, YEncSize, at)
	}
	if want, err := strconv.ParseUint(string(sum), 16, 32); err == nil && uint32(want) != crc32.ChecksumIEEE(out) {
		flaws.lose(flawSum, YEncSum, at)
	}
}

// yencField is the value of one "name=value" among fields.
func yencField(fields []byte, name string) []byte {
	for _, field := range bytes.Fields(fields) {
		if value, ok := bytes.CutPrefix(field, []byte(name+"=")); ok {
			return value
		}
	}
	return nil
}

func yencNumber(fields []byte, name string) int {
	n, err := strconv.Atoi(string(yencField(fields, name)))
	if err != nil || n < 0 {
		return 0
	}
	return n
}
