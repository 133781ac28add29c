package oracles

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

// TestLMTP lets emersion/go-smtp's client hand letters to the mailboxes (RFC 2033): each recipient has a reply of its own
// after the letter.
func TestLMTP(t *testing.T) {
	s := serve(t, allOffered)
	conn, err := net.Dial("tcp", "127.0.0.1:"+s.port(t, bobServer, "lmtp"))
	if err != nil {
		t.Fatal(err)
	}
	c := smtp.NewClientLMTP(conn)
	defer c.Close()
	if err := c.Hello("go-smtp.example"); err != nil {
		t.Fatal(err)
	}
	sent := awkward("lmtp")
	if err := c.Mail(alice, &smtp.MailOptions{Body: smtp.Body8BitMIME, Size: int64(len(sent))}); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{bob, "nobody@hai.example", carol, "zoe@elsewhere.example"} {
		err := c.Rcpt(to, nil)
		if good := passwords[to] != ""; (err == nil) != good {
			t.Errorf("%s: %v", to, err)
		}
	}
	w, err := c.Data()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(sent); err != nil {
		t.Fatal(err)
	}
	replies, err := w.CloseWithLMTPResponse()
	if err != nil || len(replies) != 2 || replies[bob] == nil || replies[carol] == nil {
		t.Errorf("the letter is answered %v, %v; want a reply for Bob and one for Carol", replies, err)
	}
	if err := c.Quit(); err != nil {
		t.Error(err)
	}
	for who, box := range fetch(t, s.port(t, bobServer, "pop3"), map[string]int{bob: 1, carol: 1}) {
		box[0].onTop(t, sent)
		box[0].travelled(t, alice, 1)
		if got := box[0].header.Get("Delivered-To"); got != who {
			t.Errorf("Delivered-To: %s, want %s", got, who)
		}
		if got := box[0].header.Get("Received"); !strings.Contains(got, "with LMTP ") {
			t.Errorf("Received: %s", got)
		}
	}
}

// lmtpClients are programs that speak LMTP besides. Each hands the octets of a letter to Bob and Carol.
var lmtpClients = map[string]func(t *testing.T, e errand){
	"swaks": func(t *testing.T, e errand) {
		tool(t, "", "swaks", "--protocol", "LMTP", "--server", "127.0.0.1:"+e.port, "--from", alice, "--to", bob+","+carol, "--data", "@"+e.file)
	},
	"msmtp": func(t *testing.T, e errand) {
		tool(t, strings.ReplaceAll(string(e.octets), "\r\n", "\n"), "msmtp", "--protocol=lmtp", "--host=127.0.0.1", "--port="+e.port, "--tls=off", "--from="+alice, bob, carol)
	},
	"smtplib": func(t *testing.T, e errand) {
		// It reads one reply after a letter, however many recipients that has, so that each gets a letter of its own.
		tool(t, "", "python3", "-c", `
import smtplib, sys
with smtplib.LMTP("127.0.0.1", int(sys.argv[1])) as s:
    for to in sys.argv[3:5]:
        s.sendmail(sys.argv[2], to, open(sys.argv[5], "rb").read())`, e.port, alice, bob, carol, e.file)
	},
}

// TestLMTPClients: what they hand over lies in both mailboxes, octet for octet.
func TestLMTPClients(t *testing.T) {
	s := serve(t, allOffered)
	for name, send := range lmtpClients {
		e := errand{port: s.port(t, bobServer, "lmtp"), octets: awkward(name)}
		e.file = filepath.Join(t.TempDir(), "letter.eml")
		if err := os.WriteFile(e.file, e.octets, 0o644); err != nil {
			t.Fatal(err)
		}
		send(t, e)
	}
	for _, box := range fetch(t, s.port(t, bobServer, "pop3"), map[string]int{bob: len(lmtpClients), carol: len(lmtpClients)}) {
		for name := range lmtpClients {
			sent := awkward(name)
			if name == "swaks" {
				sent = append(sent, "\r\n"...) // See clients.
			}
			find(t, box, "你好 awkward Grüße "+name).onTop(t, sent)
		}
	}
}

// TestHandOver lets a simulated gateway hand letters to go-smtp's LMTP server, which answers for each recipient: one has it,
// one has no room, one does not exist.
func TestHandOver(t *testing.T) {
	g := startGoSMTP(t, func(s *smtp.Server) { everything(s); s.LMTP, s.Network = true, "tcp" })
	s := serve(t, allOffered, "--route", "lmtp.example="+g.addr)
	sent := awkward("hand-over")
	submit(t, s.port(t, aliceServer, "submission"), sent, &smtp.MailOptions{Body: smtp.Body8BitMIME},
		addressee{"zoe@gate.example", nil}, addressee{"full@gate.example", nil}, addressee{"nobody@gate.example", nil})
	l := g.wait(t, 1)[0]
	parse(t, l.data).onTop(t, sent)
	if l.from != alice || l.hello != "gate.example" || len(l.to) != 2 {
		t.Errorf("the LMTP server heard %+v", l)
	}
	status, pop3 := map[string]string{}, s.port(t, aliceServer, "pop3")
	for want := 1; want <= 2 && len(status) < 2; want++ { // One notice may tell of both.
		for _, l := range fetch(t, pop3, map[string]int{alice: want})[alice] {
			for _, r := range l.notice(t).recipients {
				status[strings.TrimPrefix(strings.ReplaceAll(r.Get("Final-Recipient"), " ", ""), "rfc822;")] = r.Get("Action") + " " + r.Get("Status")
			}
		}
	}
	if len(status) != 2 || status["full@gate.example"] != "failed 5.2.2" || status["nobody@gate.example"] != "failed 5.1.1" {
		t.Errorf("Alice hears %v", status)
	}
}
