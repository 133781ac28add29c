package oracles

import (
	"io"
	"log"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// taken is a letter that emersion/go-smtp's server has taken, with all that the client said about it.
type taken struct {
	hello string
	conn  int // The number of the connection.
	from  string
	mail  smtp.MailOptions
	to    []string
	rcpt  []smtp.RcptOptions
	data  []byte
}

// goServer is emersion/go-smtp's server with a backend that knows the people of the simulated world and keeps everything.
type goServer struct {
	addr string

	mu      sync.Mutex
	conns   int
	letters []taken
}

// startGoSMTP starts one, for this test, with what configure makes of it.
func startGoSMTP(t testing.TB, configure func(*smtp.Server)) *goServer {
	t.Helper()
	return listenGoSMTP(t, "127.0.0.1:0", configure)
}

// listenGoSMTP is startGoSMTP with an address of its own.
func listenGoSMTP(t testing.TB, addr string, configure func(*smtp.Server)) *goServer {
	t.Helper()
	g := &goServer{}
	s := smtp.NewServer(g)
	s.Domain = "go-smtp.example"
	s.ErrorLog = log.New(io.Discard, "", 0)
	s.MaxMessageBytes = 1_000_000
	if configure != nil {
		configure(s)
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	g.addr = l.Addr().String()
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return g
}

// everything is all that the library has without TLS.
func everything(s *smtp.Server) {
	s.EnableSMTPUTF8, s.EnableBINARYMIME, s.EnableDSN = true, true, true
}

// NewSession implements smtp.Backend.
func (g *goServer) NewSession(c *smtp.Conn) (smtp.Session, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.conns++
	return &goSession{server: g, letter: taken{hello: c.Hostname(), conn: g.conns}}, nil
}

// taken lists the letters that have come.
func (g *goServer) taken() []taken {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]taken(nil), g.letters...)
}

// wait waits until so many letters have come, for 20 s at most, and returns them.
func (g *goServer) wait(t testing.TB, want int) []taken {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		got := g.taken()
		if len(got) >= want {
			return got
		}
		if time.Now().After(deadline) {
			t.Fatalf("go-smtp has %d letters after 20 s, want %d", len(got), want)
		}
	}
}

type goSession struct {
	server *goServer
	letter taken
}

// Reset implements smtp.Session.
func (s *goSession) Reset() { s.letter = taken{hello: s.letter.hello, conn: s.letter.conn} }

// Logout implements smtp.Session.
func (s *goSession) Logout() error { return nil }

// Mail implements smtp.Session.
func (s *goSession) Mail(from string, opts *smtp.MailOptions) error {
	s.letter.from, s.letter.mail = from, *opts
	return nil
}

// Rcpt implements smtp.Session. At Bob's domain there are those who have mailboxes there; the outside domains have
// everybody but nobody, and other domains are not ours.
func (s *goSession) Rcpt(to string, opts *smtp.RcptOptions) error {
	local, domain, _ := strings.Cut(strings.ToLower(to), "@")
	switch {
	case local == "nobody":
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
	case domain == "go.example" || domain == "plain.example" || domain == "gate.example":
	case domain != "hai.example":
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "no relaying"}
	case passwords[local+"@"+domain] == "" && local != "postmaster":
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
	}
	s.letter.to = append(s.letter.to, to)
	s.letter.rcpt = append(s.letter.rcpt, *opts)
	return nil
}

// Data implements smtp.Session.
func (s *goSession) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	l := s.letter
	l.data = data
	s.server.letters = append(s.server.letters, l)
	return nil
}

// LMTPData implements smtp.LMTPSession: the mailboxes of those who are called full have no room.
func (s *goSession) LMTPData(r io.Reader, status smtp.StatusCollector) error {
	if err := s.Data(r); err != nil {
		return err
	}
	for _, to := range s.letter.to {
		if strings.HasPrefix(to, "full@") {
			status.SetStatus(to, &smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 2, 2}, Message: "no room for " + to})
		} else {
			status.SetStatus(to, nil)
		}
	}
	return nil
}
