package smtp

import (
	"slices"
	"strconv"
	"strings"
)

// Reply is a server's answer to one command (RFC 5321 section 4.2). It is a Go error too: what went wrong and how that
// looks on the wire are one thing.
type Reply struct {
	Code     int
	Enhanced string   // x.y.z of RFC 3463; empty: none.
	Lines    []string // Texts, without codes. An empty list counts as one empty text.
}

// NewReply returns a reply with one line of text; of more lines a Reply is written out. Neither it nor Refuse is inlined:
// there are hundreds of calls, and each would bring the making of a slice along.
//
//go:noinline
func NewReply(code int, enhanced, text string) Reply {
	return Reply{Code: code, Enhanced: enhanced, Lines: []string{text}}
}

// Refuse is NewReply for the places that want a pointer, where nil means that all is well.
//
//go:noinline
func Refuse(code int, enhanced, text string) *Reply {
	return &Reply{Code: code, Enhanced: enhanced, Lines: []string{text}}
}

// Error writes the reply on one line, as on the wire.
func (r Reply) Error() string {
	s := strconv.Itoa(r.Code)
	if r.Enhanced != "" {
		s += " " + r.Enhanced
	}
	if text := strings.Join(r.Lines, " "); text != "" {
		s += " " + text
	}
	return s
}

// Text is all lines, joined by LF.
func (r Reply) Text() string {
	if len(r.Lines) == 1 {
		return r.Lines[0]
	}
	return strings.Join(r.Lines, "\n")
}

// Positive says whether the command did what it is for: 2xx, or 3xx that asks for the rest of it.
func (r Reply) Positive() bool { return r.Code < 400 }

// Temporary says whether the same command may succeed later (4xx).
func (r Reply) Temporary() bool { return r.Code/100 == 4 }

// Permanent says whether the same command will fail again (5xx).
func (r Reply) Permanent() bool { return r.Code/100 == 5 }

// Bytes writes the reply as it goes over the wire, each line with code, enhanced code and CR LF.
func (r Reply) Bytes() []byte { return r.Append(nil) }

// Append appends what Bytes returns to dst. Control characters in texts, which would break the framing, become "?".
func (r Reply) Append(dst []byte) []byte {
	if len(r.Lines) == 0 {
		return r.appendLine(dst, "", true)
	}
	size := 0
	for _, text := range r.Lines {
		size += len("250 ") + len(r.Enhanced) + len(" ") + len(text) + len("\r\n")
	}
	dst = slices.Grow(dst, size)
	for i, text := range r.Lines {
		dst = r.appendLine(dst, text, i == len(r.Lines)-1)
	}
	return dst
}

func (r Reply) appendLine(dst []byte, text string, last bool) []byte {
	dst = append(dst, byte('0'+r.Code/100%10), byte('0'+r.Code/10%10), byte('0'+r.Code%10))
	if last {
		dst = append(dst, ' ')
	} else {
		dst = append(dst, '-')
	}
	if r.Enhanced != "" {
		dst = append(dst, r.Enhanced...)
		dst = append(dst, ' ')
	}
	start := len(dst)
	dst = append(dst, text...)
	for i := start; i < len(dst); i++ {
		if c := dst[i]; c < ' ' && c != '\t' || c == 0x7f {
			dst[i] = '?'
		}
	}
	return append(dst, '\r', '\n')
}

// MaxReplyLines bounds how many lines of one reply a ReplyReader takes. EHLO of a rich server has about 30.
const MaxReplyLines = 200

// SyntaxError says that a peer's reply is no reply.
type SyntaxError struct{ Text string }

func (e *SyntaxError) Error() string { return e.Text }

// ReplyReader puts the lines of replies together.
type ReplyReader struct{ reply Reply }

// Add takes the next line, without its end. When it is the last of its reply, done is true and reply is whole. After an
// error, which is a *SyntaxError, the conversation is out of step and must be given up.
func (p *ReplyReader) Add(line []byte) (reply Reply, done bool, err error) {
	if len(line) < 3 || !isCode(line) {
		return Reply{}, false, &SyntaxError{"a reply begins with three digits, and this line does not: " + strconv.Quote(clip(line))}
	}
	code := int(line[0]-'0')*100 + int(line[1]-'0')*10 + int(line[2]-'0')
	if len(p.reply.Lines) > 0 && code != p.reply.Code {
		return Reply{}, false, &SyntaxError{"the code changed within one reply, from " + strconv.Itoa(p.reply.Code) + " to " + strconv.Itoa(code)}
	}
	if len(p.reply.Lines) == MaxReplyLines {
		return Reply{}, false, &SyntaxError{"a reply with more than " + strconv.Itoa(MaxReplyLines) + " lines"}
	}
	last, text := true, ""
	if len(line) > 3 {
		if line[3] != ' ' && line[3] != '-' {
			return Reply{}, false, &SyntaxError{"a space or a hyphen follows the code, and this line has neither: " + strconv.Quote(clip(line))}
		}
		last, text = line[3] == ' ', string(line[4:])
	}
	enhanced, rest := cutEnhanced(code, text)
	if enhanced != "" && (p.reply.Enhanced == enhanced || len(p.reply.Lines) == 0) {
		p.reply.Enhanced, text = enhanced, rest
	}
	p.reply.Code = code
	p.reply.Lines = append(p.reply.Lines, text)
	if !last {
		return Reply{}, false, nil
	}
	reply, p.reply = p.reply, Reply{}
	return reply, true, nil
}

// isCode checks the grammar of RFC 5321 section 4.2: Reply-code = %x32-35 %x30-35 %x30-39. A first digit of 1 never
// occurs, and other second digits are taken, as peers do use them.
func isCode(line []byte) bool {
	return '2' <= line[0] && line[0] <= '5' && isDigit(line[1]) && isDigit(line[2])
}

// cutEnhanced separates an enhanced status code (RFC 2034 section 4) from the text behind it. Its class must be that of
// the reply, so that a text which begins with a version number is left alone.
func cutEnhanced(code int, text string) (enhanced, rest string) {
	first, rest, _ := strings.Cut(text, " ")
	if len(first) < 5 || int(first[0]-'0') != code/100 {
		return "", text
	}
	class, detail, ok := strings.Cut(first[1:], ".")
	subject, detail, ok2 := strings.Cut(detail, ".")
	if !ok || !ok2 || class != "" || !isNumber(subject) || !isNumber(detail) {
		return "", text
	}
	return first, rest
}

func isNumber(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return 0 < len(s) && len(s) <= 3
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func clip(line []byte) string { return string(line[:min(len(line), 60)]) }
