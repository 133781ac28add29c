package pop3server

import (
	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/trace"
)

// body is what follows the status line of a multi-line response (RFC 1939 section 3).
type body struct {
	stuffer *framing.Stuffer
	listing []byte      // The text again, when it is a listing: the note of the reply shows it.
	msg     trace.MsgID // The letter, when it is a whole one.
	begun   bool
}

// sendLetter hangs a letter's text behind the status line. A whole letter carries its hidden identity along.
func (s *Server) sendLetter(data []byte, msg trace.MsgID) {
	// A letter that a scenario has put there may have a bare LF: a dot behind it would end the response for many clients.
	s.body = &body{stuffer: framing.NewStuffer(framing.CRLF(data)), msg: msg}
}

// sendListing hangs lines, each with its CR LF, behind the status line.
func (s *Server) sendListing(lines []byte) {
	s.body = &body{stuffer: framing.NewStuffer(lines), listing: lines}
}

// send sends as much as there is room for, and says whether that was all.
func (b *body) send(out *machine.Effects) bool {
	if !b.begun && b.msg != 0 {
		out.Letter(b.msg)
	}
	b.begun = true
	for !b.stuffer.Done() && out.Room > 0 {
		room := min(out.Room, maxChunk)
		out.Send(b.stuffer.Append(make([]byte, 0, room+5), room))
	}
	return b.stuffer.Done()
}
