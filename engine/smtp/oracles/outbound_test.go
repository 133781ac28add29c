package oracles

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// outside is the simulated world with ways to servers of the real one.
type outside struct {
	*served
	postfix          *postfix
	everything, bare *goServer // Of go.example and plain.example.
}

func serveOutside(t *testing.T) *outside {
	t.Helper()
	o := &outside{postfix: startPostfix(t), everything: startGoSMTP(t, endless), bare: startGoSMTP(t, nil)}
	args := []string{"--route", "go.example=" + o.everything.addr, "--route", "plain.example=" + o.bare.addr}
	for _, domain := range []string{full, sevenBit, heloOnly} {
		args = append(args, "--route", domain+"="+o.postfix.addr(domain))
	}
	o.served = serve(t, allOffered, args...)
	return o
}

// endless is everything, without a limit for lines: go-smtp would hold it against chunks that come in one packet with their
// command, and a binary one need not have lines.
func endless(s *smtp.Server) {
	everything(s)
	s.MaxLineLength = 0
}

// submit hands a letter of Alice's to her server with emersion/go-smtp's client, with what is to be said about it.
func submit(t *testing.T, port string, octets []byte, mail *smtp.MailOptions, to ...addressee) {
	t.Helper()
	c := dial(t, "127.0.0.1:"+port)
	logIn(t, c)
	if err := c.Mail(alice, mail); err != nil {
		t.Fatal(err)
	}
	for _, a := range to {
		if err := c.Rcpt(a.addr, a.options); err != nil {
			t.Fatal(err)
		}
	}
	w, err := c.Data()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(octets); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

type addressee struct {
	addr    string
	options *smtp.RcptOptions
}

// TestOutbound sends one letter to all servers at once. Who takes 8-bit text gets the octets that were sent; for the others
// the text is encoded, and reads the same.
func TestOutbound(t *testing.T) {
	o := serveOutside(t)
	sent := awkward("outbound")
	submit(t, o.port(t, aliceServer, "submission"), sent, &smtp.MailOptions{Body: smtp.Body8BitMIME}, addressee{"zoe@" + full, nil}, addressee{"zoe@" + sevenBit, nil},
		addressee{"zoe@" + heloOnly, nil}, addressee{"zoe@go.example", nil}, addressee{"yan@go.example", nil}, addressee{"zoe@plain.example", nil})

	o.postfix.mailbox(t, full, 1)[0].onTop(t, sent)
	for _, domain := range []string{sevenBit, heloOnly} {
		l := o.postfix.mailbox(t, domain, 1)[0]
		for i, b := range l.raw {
			if b > 127 {
				t.Errorf("%s: an octet above 127 at %d", domain, i)
				break
			}
		}
		_, body, _ := bytes.Cut(sent, []byte("\r\n\r\n"))
		if text := l.text(t); !bytes.Equal(text, body) {
			t.Errorf("%s: the text is\n%q, want\n%q", domain, text, body)
		}
	}
	for name, g := range map[string]*goServer{"go.example": o.everything, "plain.example": o.bare} {
		got := g.wait(t, 1)
		l := got[0]
		parse(t, l.data).onTop(t, sent)
		if l.from != alice || l.hello != aliceServer || l.mail.Body != smtp.Body8BitMIME || l.mail.Size < int64(len(sent)) || l.mail.UTF8 {
			t.Errorf("%s heard %+v", name, l)
		}
		if name == "go.example" && fmt.Sprint(l.to) != "[zoe@go.example yan@go.example]" {
			t.Errorf("%s: recipients %v", name, l.to)
		}
		if len(got) != 1 {
			t.Errorf("%s got %d letters", name, len(got))
		}
	}
}

// TestOutboundRefusal: one recipient of two is refused by the next server. The other gets the letter, and Alice is told.
func TestOutboundRefusal(t *testing.T) {
	o := serveOutside(t)
	sent := awkward("refusal")
	submit(t, o.port(t, aliceServer, "submission"), sent, &smtp.MailOptions{Body: smtp.Body8BitMIME}, addressee{"nobody@go.example", nil}, addressee{"zoe@go.example", nil})
	l := o.everything.wait(t, 1)[0]
	if fmt.Sprint(l.to) != "[zoe@go.example]" {
		t.Errorf("recipients: %v", l.to)
	}
	parse(t, l.data).onTop(t, sent)
	n := fetch(t, o.port(t, aliceServer, "pop3"), map[string]int{alice: 1})[alice][0].notice(t)
	if r := n.recipients[0]; len(n.recipients) != 1 || r.Get("Action") != "failed" || r.Get("Status") != "5.1.1" || !strings.Contains(r.Get("Final-Recipient"), "nobody@go.example") ||
		!strings.Contains(r.Get("Diagnostic-Code"), "550 5.1.1 no such user") || !strings.Contains(r.Get("Remote-Mta"), "mx.go.example") {
		t.Errorf("Alice hears %v", n.recipients)
	}
}

// TestOutboundLater: the real server is not there yet when the letter comes. It waits in the queue until the server is
// there and somebody who may do so asks for its mail with ETRN (RFC 1985).
func TestOutboundLater(t *testing.T) {
	addr := fmt.Sprint("127.0.0.1:", freePort(t))
	s := serve(t, allOffered, "--route", "go.example="+addr)
	sent := awkward("later")
	submit(t, s.port(t, aliceServer, "submission"), sent, &smtp.MailOptions{Body: smtp.Body8BitMIME}, addressee{"zoe@go.example", nil})
	etrn := func() answer {
		c := loggedIn(t, "127.0.0.1:"+s.port(t, aliceServer, "submission"))
		defer c.end()
		c.say("ETRN go.example\r\n")
		return c.read()
	}
	// While the first try is under way nothing waits.
	waiting := etrn()
	for deadline := time.Now().Add(20 * time.Second); waiting.code == 251 && time.Now().Before(deadline); waiting = etrn() {
		time.Sleep(50 * time.Millisecond)
	}
	if waiting.code != 252 && waiting.code != 253 {
		t.Fatalf("with a letter waiting ETRN is answered %s", waiting)
	}
	g := listenGoSMTP(t, addr, everything)
	for deadline := time.Now().Add(20 * time.Second); len(g.taken()) == 0 && time.Now().Before(deadline); etrn() {
		time.Sleep(50 * time.Millisecond)
	}
	parse(t, g.wait(t, 1)[0].data).onTop(t, sent)
	if a := etrn(); a.code != 251 {
		t.Errorf("with nothing waiting ETRN is answered %s", a)
	}
}
