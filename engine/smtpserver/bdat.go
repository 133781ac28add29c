package smtpserver

import (
	"strconv"
	"strings"

	"ehloworld/engine/framing"
	"ehloworld/engine/smtp"
)

// chunk is the piece of a letter that BDAT announced and that is being read.
type chunk struct {
	left   int64
	verb   string      // smtp.BDAT or smtp.Last; empty: none is being read.
	refuse *smtp.Reply // The answer to come; the octets are read and dropped. Nil: they are kept.
}

// bdat begins a chunk (RFC 3030 section 2). Its octets follow the line whatever is thought of it, and the answer comes
// after them: a server that answered at once and took them for commands could be made to obey a letter. A refusal may be
// there before the command was looked at.
func (s *Server) bdat(arg string, refuse *smtp.Reply) {
	size, last, ok := parseChunk(arg)
	c := &s.chunk
	*c = chunk{left: size, verb: smtp.BDAT}
	s.took = size
	if last {
		c.verb = smtp.Last
	}
	switch {
	case !ok:
		*c = chunk{}
		s.outOfStep()
		return
	case refuse != nil:
		c.refuse = s.spoil(refuse)
	case !smtp.Allows(s.state, smtp.BDAT):
		no := s.refusal(smtp.BDAT)
		c.refuse = &no
	default:
		if s.state == smtp.StateRcpt {
			hint := s.env.Size
			if last && size <= s.cfg.MaxSize {
				hint = size
			}
			s.letter.Init(framing.DotLimits{
				Ends: s.cfg.LineEnds, Size: s.cfg.MaxSize, Line: framing.MaxLine,
				Counted: true, Binary: s.env.Body == smtp.BodyBinaryMIME,
			}, int(min(hint, maxHint)))
			if s.magicChunk(); s.state == smtp.StateQuit {
				*c = chunk{}
				return
			}
		}
		if s.spoiled == nil && size > s.cfg.MaxSize-s.letter.Size() {
			s.spoil(s.tooBig())
		}
		c.refuse = s.spoiled
	}
	if c.left == 0 {
		s.endChunk()
	}
}

// spoil remembers what is wrong with a letter that comes in chunks: no later chunk makes it good again.
func (s *Server) spoil(refuse *smtp.Reply) *smtp.Reply {
	if smtp.Allows(s.state, smtp.BDAT) {
		s.spoiled = refuse
	}
	return refuse
}

// brokenBDAT says whether a line is a BDAT that cannot be read: with something wrong in it, or with another octet than a
// space behind the verb.
func (s *Server) brokenBDAT(verb string, problem bool) bool {
	rest, is := strings.CutPrefix(verb, smtp.BDAT)
	return is && (rest == "" && problem || rest != "" && rest[0] <= ' ') && s.missing(smtp.BDAT) == nil
}

// outOfStep closes when it cannot be known how many octets follow. To take them for commands would be to obey a letter.
func (s *Server) outOfStep() {
	s.answer(smtp.BDAT, smtp.NewReply(521, "5.5.4", "Syntax: "+smtp.Usage(smtp.BDAT)+". How many follow now nobody can know, closing connection"))
}

// parseChunk reads the argument of BDAT, with as many spaces as there are. A number that no machine can count to is none.
func parseChunk(arg string) (size int64, last, ok bool) {
	number, word, _ := strings.Cut(arg, " ")
	size, ok = smtp.ParseSize(number)
	word = strings.TrimLeft(word, " ")
	last = strings.EqualFold(word, "LAST")
	return size, last, ok && (last || word == "") && size < 1<<63-1
}

// readChunk reads on in the chunk and says how many bytes of data belonged to it.
func (s *Server) readChunk(data []byte) int {
	n := int(min(int64(len(data)), s.chunk.left))
	if s.chunk.refuse == nil {
		s.letter.Feed(data[:n])
	}
	if s.chunk.left -= int64(n); s.chunk.left == 0 {
		s.endChunk()
	}
	return n
}

// endChunk answers a chunk whose octets have all come.
func (s *Server) endChunk() {
	c := s.chunk
	s.chunk = chunk{}
	switch {
	case c.verb == smtp.Last && smtp.Allows(s.state, smtp.Last):
		if c.refuse == nil {
			s.letter.End()
		}
		s.endOfData(smtp.Last, c.refuse)
	case c.refuse != nil:
		s.answer(smtp.BDAT, *c.refuse)
	default:
		s.answer(smtp.BDAT, smtp.NewReply(250, "2.0.0", "Ok: "+strconv.FormatInt(s.letter.Size(), 10)+" octets so far"))
	}
}
