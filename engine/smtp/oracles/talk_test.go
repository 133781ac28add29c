package oracles

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// step is one thing that a client says, to which every server owes one reply: a command, or a command with its chunk. A
// DATA has the letter with it, which is sent only to a server that asks for it.
type step struct {
	kind   string // The command word, or "junk".
	octets string // With the line end, however odd.
	letter string // Of DATA: with its dot.
	wrong  bool   // Its path is none by RFC 5321 section 4.1.2.
	more   bool   // The next step is sent with this one, before any reply is read.
}

// String is the step on one line.
func (s step) String() string {
	out := clip(s.octets)
	if s.letter != "" {
		out += " with " + clip(s.letter)
	}
	if s.more {
		out += " and at once"
	}
	return out
}

func clip(s string) string {
	if len(s) > 300 {
		return fmt.Sprintf("%.200q… (%d octets)", s, len(s))
	}
	return fmt.Sprintf("%q", s)
}

// Codes of answers that are none.
const (
	closed = -1 // The server has closed the connection.
	silent = -2 // It says nothing.
)

// answer is a server's reply to one step, or to the letter of a DATA.
type answer struct {
	code int
	text string // All lines.
}

func (a answer) class() int {
	if a.code < 0 {
		return a.code
	}
	return a.code / 100
}

func (a answer) String() string {
	switch a.code {
	case closed:
		return "closed"
	case silent:
		return "silence"
	}
	return a.text
}

// patience is how long a server may think. Only one that waits for more of us takes so long.
const patience = 10 * time.Second

// talk is a conversation with one server.
type talk struct {
	conn   net.Conn
	in     *bufio.Reader
	words  string // What is said next.
	inData bool   // It waits for a letter.
	over   bool   // It has closed, or says nothing any more.
}

// begin connects and reads the greeting.
func begin(addr string) (*talk, error) {
	conn, err := net.DialTimeout("tcp", addr, patience)
	if err != nil {
		return nil, err
	}
	t := &talk{conn: conn, in: bufio.NewReader(conn)}
	if a := t.read(); a.code != 220 {
		conn.Close()
		return nil, fmt.Errorf("%s greets with %s", addr, a)
	}
	return t, nil
}

// read reads one reply.
func (t *talk) read() answer {
	if t.over {
		return answer{code: closed}
	}
	t.conn.SetReadDeadline(time.Now().Add(patience))
	var text strings.Builder
	for {
		line, err := t.in.ReadString('\n')
		if err != nil {
			t.over = true
			if e, ok := err.(net.Error); ok && e.Timeout() {
				return answer{code: silent}
			}
			return answer{code: closed}
		}
		text.WriteString(line)
		code := 0
		if _, err := fmt.Sscanf(line, "%3d", &code); err != nil || len(line) < 4 {
			return answer{code: 999, text: text.String()}
		}
		if line[3] != '-' {
			return answer{code, strings.TrimSpace(text.String())}
		}
	}
}

// say sends octets. An error shows in the reply that does not come.
func (t *talk) say(octets string) {
	t.conn.SetWriteDeadline(time.Now().Add(patience))
	io.WriteString(t.conn, octets)
}

// flush says what has been collected.
func (t *talk) flush() {
	t.say(t.words)
	t.words = ""
}

// skip reads one reply that does not matter.
func (t *talk) skip() { t.inData = t.read().code == 354 }

// end says farewell without words and returns replies that nobody has asked for.
func (t *talk) end() []answer {
	var extra []answer
	if tcp := t.conn.(*net.TCPConn); !t.over && tcp.CloseWrite() == nil {
		for a := t.read(); a.code >= 0; a = t.read() {
			extra = append(extra, a)
		}
	}
	t.conn.Close()
	return extra
}

// begun is how a resynchronised session begins.
const begun = "EHLO resync.example\r\n"

// resync brings a server to the beginning of a session, wherever it stands. It says whether that worked.
func (t *talk) resync() bool {
	if t.inData {
		t.say(".\r\n")
		t.read()
		t.inData = false
	}
	t.say(begun)
	return t.read().code == 250
}

// burst sends everything at once, closes, and returns all replies.
func burst(addr string, steps []step) ([]answer, error) {
	t, err := begin(addr)
	if err != nil {
		return nil, err
	}
	var all bytes.Buffer
	for _, s := range steps {
		all.WriteString(s.octets + s.letter)
	}
	t.say(all.String())
	return t.end(), nil
}
