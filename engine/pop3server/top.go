package pop3server

import (
	"bytes"
	"strconv"
	"strings"

	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// top is TOP (RFC 1939 section 7): the header, the blank line, and the first lines of the body.
func (s *Server) top(arg string, _ *machine.Effects) pop3.Reply {
	number, count, _ := strings.Cut(strings.TrimSpace(arg), " ")
	i, refusal, ok := s.message(pop3.TOP, number)
	if !ok {
		return refusal
	}
	lines, ok := pop3.Number(strings.TrimSpace(count))
	if !ok {
		return pop3.Bad("TOP needs a message number and how many lines of its body, such as TOP 1 10")
	}
	// A part of a letter does not carry the letter's hidden identity: whoever reads it has not got the letter.
	s.sendLetter(head(s.drop.Data(i), lines), 0)
	return pop3.Good("top of message " + strconv.Itoa(i))
}

// head is the part of a message up to the blank line and lines more lines. A message without a blank line is all header.
func head(data []byte, lines int) []byte {
	end := 0
	for end < len(data) {
		n := lineLen(data[end:])
		end += n
		if n == 2 { // Nothing but the CR LF, or two octets without any at the very end.
			break
		}
	}
	for ; lines > 0 && end < len(data); lines-- {
		end += lineLen(data[end:])
	}
	return data[:end]
}

// lineLen is the length of the first line with its CR LF.
func lineLen(data []byte) int {
	if i := bytes.Index(data, []byte("\r\n")); i >= 0 {
		return i + 2
	}
	return len(data)
}
