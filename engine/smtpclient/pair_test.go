package smtpclient

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// accepted is a letter that the backend has taken.
type accepted struct {
	env  smtp.Envelope
	data []byte
	user string
}

// backend knows everybody but nobody, and is out of room for full.
type backend struct {
	smtpserver.Plain
	letters []accepted
}

func (b *backend) Authenticate(_, user, pass string) (string, bool) {
	return user + "@shan.example", user == "alice" && pass == "pw"
}
func (b *backend) Sender(_ smtpserver.Session, env *smtp.Envelope, _ any) (v smtpserver.Verdict) {
	if strings.HasPrefix(env.From, "spammer@") {
		v.Refuse = smtp.Refuse(550, "5.7.1", "not you")
	}
	return v
}
func (b *backend) Recipient(_ smtpserver.Session, _ *smtp.Envelope, rcpt smtp.Rcpt, _ any) (v smtpserver.Verdict) {
	switch {
	case strings.HasPrefix(rcpt.Addr, "nobody@"):
		v.Refuse = smtp.Refuse(550, "5.1.1", "<"+rcpt.Addr+">: no such user")
	case strings.HasPrefix(rcpt.Addr, "full@"):
		v.Refuse = smtp.Refuse(452, "4.2.2", "<"+rcpt.Addr+">: mailbox full")
	}
	return v
}
func (b *backend) Accept(s smtpserver.Session, env smtp.Envelope, data []byte) (string, *smtp.Reply) {
	if bytes.Contains(data, []byte("Subject: spam")) {
		return "", smtp.Refuse(554, "5.7.1", "spam")
	}
	b.letters = append(b.letters, accepted{env, bytes.Clone(data), s.User})
	return fmt.Sprintf("H%04d", len(b.letters)), nil
}

// end is one machine of a pair, with the bytes that are on the way to it.
type end struct {
	m          machine.Machine
	in         []byte
	ended      bool // The other side has closed.
	told       bool
	more       bool
	states     []string
	results    []Outcome
	sentLetter int
}

// converse runs a client and a server against each other, with orders after each result, until both have closed. Bytes
// travel in random pieces and each side's stream takes random amounts.
func converse(t *testing.T, rnd *rand.Rand, client, server machine.Machine, orders []Job) (c, s *end) {
	c, s = &end{m: client}, &end{m: server}
	var fx machine.Effects
	now := vtime.Time(0)
	step := func(me, peer *end, in machine.Input) {
		fx.Reset(1 + rnd.IntN(3000))
		me.m.Step(now, in, &fx)
		for _, e := range fx.List {
			switch e.Kind {
			case machine.Send:
				peer.in = append(peer.in, e.Data...)
			case machine.Close, machine.Abort:
				peer.ended = true
			case machine.More:
				me.more = true
			case machine.Letter:
				me.sentLetter++
			case machine.Result:
				if o, ok := e.Ask.(Outcome); ok {
					me.results = append(me.results, o)
				}
			case machine.Note:
				if st, ok := e.Note.(*trace.State); ok {
					me.states = append(me.states, st.From+">"+st.To)
				}
			}
		}
	}
	step(s, c, machine.Input{Kind: machine.Open})
	step(c, s, machine.Input{Kind: machine.Open})
	for n := 0; ; n++ {
		if n > 200_000 {
			t.Fatal("the two never come to an end")
		}
		me, peer := c, s
		if rnd.IntN(2) == 0 {
			me, peer = s, c
		}
		switch {
		case len(me.in) > 0:
			k := 1 + rnd.IntN(min(len(me.in), 2000))
			piece := bytes.Clone(me.in[:k])
			me.in = me.in[k:]
			step(me, peer, machine.Input{Kind: machine.Bytes, Data: piece})
		case me.ended && !me.told:
			me.told = true
			step(me, peer, machine.Input{Kind: machine.End})
		case me.more:
			me.more = false
			step(me, peer, machine.Input{Kind: machine.Drained})
		case me == c && len(orders) > 0 && client.(*Client).Idle():
			job := orders[0]
			orders = orders[1:]
			step(c, s, machine.Input{Kind: machine.Order, Answer: job})
		case me == c && client.(*Client).Idle():
			now = now.Add(vtime.Hour)
			step(c, s, machine.Input{Kind: machine.Deadline})
		case c.told && s.told:
			return c, s
		}
	}
}

// TestAgainstServer lets the real server machine judge the client, for every set of extensions.
func TestAgainstServer(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 9))
	big := bytes.Repeat([]byte(".dots and text\r\n..\r\n"), 3000)
	for _, offer := range []struct {
		name     string
		keywords []string
		disabled []string
	}{
		{"nothing", []string{}, nil},
		{"default", nil, nil},
		{"helo only", nil, []string{smtp.EHLO}},
		{"pipelining without codes", []string{"PIPELINING"}, nil},
		{"all", []string{"SIZE 1000000", "8BITMIME", "PIPELINING", "ENHANCEDSTATUSCODES", "SMTPUTF8", "AUTH PLAIN LOGIN"}, nil},
		{"login", []string{"AUTH LOGIN"}, nil},
	} {
		t.Run(offer.name, func(t *testing.T) {
			for range 30 {
				back := &backend{}
				server := smtpserver.New(smtpserver.Config{
					Hostname: "mail.hai.example", Proto: "smtp", Conn: 3, ClientIP: "192.0.2.10", Keywords: offer.keywords, Disabled: offer.disabled,
				}, back)
				job := func(from, subject string, rcpts ...string) Job {
					data := append([]byte("Subject: "+subject+"\r\n\r\n.\r\n"), big[:20*rnd.IntN(3000)]...)
					return Job{Msg: 7, Envelope: smtp.Envelope{From: from, Rcpts: smtp.Rcpts(rcpts...)}, Data: data}
				}
				first := job("alice@shan.example", "one", "bob@hai.example", "nobody@hai.example", "full@hai.example", `"odd name"@hai.example`)
				if strings.Contains(strings.Join(offer.keywords, " "), "AUTH") {
					first.User, first.Pass = "alice", "pw"
				}
				orders := []Job{
					job("alice@shan.example", "two", "nobody@hai.example"),
					job("spammer@shan.example", "three", "bob@hai.example"),
					job("", "four", "carol@hai.example"),
					job("alice@shan.example", "spam", "carol@hai.example", "bob@hai.example"),
					job("alice@shan.example", "six", "carol@hai.example"),
				}
				jobs := append([]Job{first}, orders...)
				client := New(Config{Hostname: "mail.shan.example", Conn: 3, Host: "mail.shan.example", Proto: "smtp", IdleAfter: vtime.Minute}, first)
				c, s := converse(t, rnd, client, server, orders)

				want := []string{
					"bob@hai.example true, nobody@hai.example false, full@hai.example again, \"odd name\"@hai.example true",
					"nobody@hai.example false", "bob@hai.example false", "carol@hai.example true",
					"carol@hai.example false, bob@hai.example false", "carol@hai.example true",
				}
				if len(c.results) != len(want) {
					t.Fatalf("%d results", len(c.results))
				}
				var stored []int
				for i, o := range c.results {
					var fates []string
					for _, r := range o.Rcpts {
						fate := fmt.Sprint(r.Delivered)
						if r.Temporary {
							fate = "again"
						}
						fates = append(fates, r.Rcpt+" "+fate)
						if r.Local {
							t.Errorf("a judgement of our own: %+v", r)
						}
					}
					if got := strings.Join(fates, ", "); got != want[i] {
						t.Errorf("letter %d: %s, want %s\n%s", i+1, got, want[i], strings.Join(o.Transcript, "\n"))
					}
					if o.QueuedAs != "" {
						stored = append(stored, i)
					}
				}
				if fmt.Sprint(stored) != "[0 3 5]" || len(back.letters) != 3 {
					t.Fatalf("stored %v, %d letters", stored, len(back.letters))
				}
				for n, i := range stored {
					l := back.letters[n]
					if !bytes.Equal(l.data, jobs[i].Data) || l.env.From != jobs[i].From {
						t.Errorf("letter %d arrived changed", i+1)
					}
				}
				if got := strings.Join(back.letters[0].env.Addrs(), " "); got != `bob@hai.example "odd name"@hai.example` {
					t.Errorf("recipients %s", got)
				}
				if (first.User != "") != (back.letters[0].user == "alice@shan.example") {
					t.Errorf("logged in as %q", back.letters[0].user)
				}
				// Both sides walk through the table alike. Only a transaction that ends with an empty letter to nobody differs, and
				// this server does not permit one.
				if got, want := strings.Join(c.states, " "), strings.Join(s.states, " "); got != want {
					t.Errorf("client %s\nserver %s", got, want)
				}
				if c.sentLetter != 4 {
					t.Errorf("%d letters sent", c.sentLetter)
				}
			}
		})
	}
}

// Deliver keeps a letter for everybody whose mailbox is not locked.
func (b *backend) Deliver(_ smtpserver.Session, env smtp.Envelope, data []byte) (replies []smtp.Reply) {
	for _, rcpt := range env.Rcpts {
		if strings.HasPrefix(rcpt.Addr, "locked@") {
			replies = append(replies, smtp.NewReply(450, "4.2.1", "locked"))
			continue
		}
		b.letters = append(b.letters, accepted{smtp.Envelope{Rcpts: []smtp.Rcpt{rcpt}}, bytes.Clone(data), ""})
		replies = append(replies, smtp.NewReply(250, "2.1.5", "delivered"))
	}
	return replies
}

// TestLMTPPair: every recipient has a fate of its own after the letter, by DATA and by BDAT.
func TestLMTPPair(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 5))
	for _, chunking := range []Chunking{WhenBinary, Prefer} {
		for _, offer := range [][]string{{}, {"PIPELINING", "CHUNKING", "8BITMIME"}, {"CHUNKING"}} {
			back := &backend{}
			server := smtpserver.New(smtpserver.Config{Hostname: "mail.hai.example", Proto: "lmtp", Conn: 3, Keywords: offer}, back)
			job := Job{Msg: 7, Data: []byte("Subject: x\r\n\r\n..\r\n"), Envelope: smtp.Envelope{
				From: "a@shan.example", Rcpts: smtp.Rcpts("bob@hai.example", "nobody@hai.example", "locked@hai.example", "full@hai.example", "carol@hai.example"),
			}}
			none := job
			none.Rcpts = smtp.Rcpts("nobody@hai.example")
			client := New(Config{Hostname: "h", Conn: 3, Host: "mail.shan.example", Proto: ProtoLMTP, IdleAfter: vtime.Minute, Chunking: chunking}, job)
			c, s := converse(t, rnd, client, server, []Job{none, job})
			if len(c.results) != 3 || len(back.letters) != 4 || !bytes.Equal(back.letters[3].data, job.Data) {
				t.Fatalf("%v: %d results, %d letters", offer, len(c.results), len(back.letters))
			}
			for _, o := range []Outcome{c.results[0], c.results[2]} {
				var got []string
				for _, r := range o.Rcpts {
					got = append(got, fmt.Sprint(r.Reply.Code, r.Final))
				}
				if strings.Join(got, " ") != "250 true 550 false 450 false 452 false 250 true" {
					t.Errorf("%v: %v", offer, got)
				}
			}
			if got, want := strings.Join(c.states, " "), strings.Join(s.states, " "); got != want {
				t.Errorf("%v:\nclient %s\nserver %s", offer, got, want)
			}
		}
	}
}

// TestManyRecipients: a server takes three recipients a letter, and says so beforehand, or when there is one too many.
func TestManyRecipients(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 6))
	for _, offer := range [][]string{{}, {"PIPELINING"}, {"PIPELINING", "ENHANCEDSTATUSCODES"}, {"PIPELINING", "LIMITS RCPTMAX=3"}} {
		back := &backend{}
		server := smtpserver.New(smtpserver.Config{Hostname: "mail.hai.example", Proto: "smtp", Conn: 3, Keywords: offer, MaxRecipients: 3}, back)
		job := Job{Msg: 7, Data: []byte("x\r\n")}
		job.From = "a@shan.example"
		for i := range 10 {
			job.Rcpts = append(job.Rcpts, smtp.Rcpts(fmt.Sprintf("u%d@hai.example", i))...)
		}
		client := New(Config{Hostname: "h", Conn: 3, Host: "mail.shan.example", Proto: "smtp"}, job)
		c, _ := converse(t, rnd, client, server, nil)
		var got []string
		for _, l := range back.letters {
			got = append(got, l.env.Addrs()...)
		}
		if len(back.letters) != 4 || strings.Join(got, " ") != strings.Join(job.Addrs(), " ") || len(c.results) != 1 {
			t.Errorf("%v: %d letters for %v", offer, len(back.letters), got)
		}
		for _, r := range c.results[0].Rcpts {
			if !r.Delivered {
				t.Errorf("%v: %+v", offer, r)
			}
		}
	}
}
