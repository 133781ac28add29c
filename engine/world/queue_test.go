package world

import (
	"encoding/base64"
	"net/mail"
	"strings"
	"testing"

	"ehloworld/engine/dsn"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// mailEvents lists what happened to letters on a host, as "act" words.
func mailEvents(w *World, host, act string) []*trace.Mail {
	var list []*trace.Mail
	for _, e := range w.Log.Since(0) {
		if b, ok := e.Body.(*trace.Mail); ok && b.Host == host && b.Act == act {
			list = append(list, b)
		}
	}
	return list
}

// TestFiveDaysDown stops mail.hai before Alice writes to Bob. The queue must try on the timetable of RFC 5321 section
// 4.5.4.1 as this server keeps it, warn after four hours, and after five days give Alice a multipart/report from the
// null sender.
func TestFiveDaysDown(t *testing.T) {
	sc := readScenario(t, "hand-smtp")
	w, err := New(sc, 1)
	if err != nil {
		t.Fatal(err)
	}
	err = w.Play([]string{
		"fault stopped mail.hai.example",
		`mail alice-pc send {"to":"bob@hai.example","subject":"Are you there?","body":"Hello Bob."}`,
		"jump 5d",
		"jump 1h",
	})
	if err != nil {
		t.Fatal(err)
	}
	const shan = "mail.shan.example"
	sent := w.Start()
	var tries []vtime.Duration
	for _, e := range w.Log.Since(0) {
		if b, ok := e.Body.(*trace.Mail); ok && b.Host == shan && b.Act == "attempt" && b.Rcpt == "bob@hai.example" {
			after := e.T.Sub(sent)
			tries = append(tries, after-after%vtime.Minute)
		}
	}
	if len(tries) < 60 || tries[1] != 30*vtime.Minute || tries[2] != 2*vtime.Hour+30*vtime.Minute || tries[3] != 4*vtime.Hour+30*vtime.Minute {
		t.Errorf("%d tries, the first ones after %v", len(tries), tries[:min(5, len(tries))])
	}
	if n := len(mailEvents(w, shan, "expired")); n != 1 {
		t.Errorf("%d letters expired, want 1", n)
	}
	var reports []dsn.Report
	for _, st := range w.Host(shan).Store.Account("alice@shan.example").Inbox().Messages() {
		if st.EnvelopeFrom != "" {
			t.Errorf("a notice came from <%s>, want the null sender", st.EnvelopeFrom)
		}
		m, err := mail.ReadMessage(strings.NewReader(string(st.Data)))
		if err != nil {
			t.Fatal(err)
		}
		if ct := m.Header.Get("Content-Type"); !strings.HasPrefix(ct, "multipart/report") {
			t.Errorf("a notice is %s", ct)
		}
		r, err := dsn.Parse(st.Data)
		if err != nil {
			t.Fatal(err)
		}
		reports = append(reports, r)
	}
	if len(reports) != 2 {
		t.Fatalf("Alice has %d notices, want a delayed and a failed one", len(reports))
	}
	for i, want := range []string{dsn.Delayed, dsn.Failed} {
		r := reports[i].Recipients
		if len(r) != 1 || r[0].Action != want || r[0].Status != "4.4.1" || r[0].Address != "bob@hai.example" {
			t.Errorf("notice %d says %+v, want %s 4.4.1 for bob", i+1, r, want)
		}
	}
	if w.Host(shan).Queue.Len() != 0 {
		t.Error("the queue is not empty")
	}
}

// TestComesBack mends the server after a while: the letter goes through at the next try of the timetable, not before.
func TestComesBack(t *testing.T) {
	sc := readScenario(t, "hand-smtp")
	w, err := New(sc, 1)
	if err != nil {
		t.Fatal(err)
	}
	err = w.Play([]string{
		"fault stopped mail.hai.example",
		`mail alice-pc send {"to":"bob@hai.example","subject":"Later","body":"Hello Bob."}`,
		"jump 10m",
		"heal stopped mail.hai.example",
	})
	if err != nil {
		t.Fatal(err)
	}
	box := w.Host("mail.hai.example").Store.Account("bob@hai.example").Inbox()
	before := box.Len()
	if n := len(mailEvents(w, "mail.shan.example", "deferred")); n == 0 {
		t.Error("the letter was never deferred")
	}
	if err := w.Play([]string{"jump 30m"}); err != nil {
		t.Fatal(err)
	}
	if box.Len() != before+1 {
		t.Errorf("Bob has %d letters, want %d", box.Len(), before+1)
	}
}

// TestDownInMidSession switches the server off while it has a letter half read. Nothing of it may be stored, the client
// finds out by itself and the queue brings the letter later, once.
func TestDownInMidSession(t *testing.T) {
	sc := readScenario(t, "hand-smtp")
	for _, wait := range []vtime.Duration{100, 150, 200, 250, 300, 350, 400, 500, 600, 700} {
		w, err := New(sc, 1)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.Apply(`mail alice-pc send {"to":"bob@hai.example","subject":"Cut","body":"Hello Bob."}`); err != nil {
			t.Fatal(err)
		}
		w.Run(w.Start().Add(500*vtime.Millisecond + wait*vtime.Millisecond))
		box := w.Host("mail.hai.example").Store.Account("bob@hai.example").Inbox()
		before := 1
		if err := w.Play([]string{"fault down mail.hai.example", "jump 20m", "heal down mail.hai.example", "jump 3h"}); err != nil {
			t.Fatal(err)
		}
		if got := box.Len() - before; got < 1 || got > 2 {
			t.Errorf("down after %v: Bob has the letter %d times", wait*vtime.Millisecond, got)
		}
		if w.Host("mail.shan.example").Queue.Len() != 0 {
			t.Errorf("down after %v: the letter is still in the queue", wait*vtime.Millisecond)
		}
	}
}

// TestNoticesOnDemand asks for a notice of success, by hand. Bob's server knows DSN and puts the letter into his mailbox:
// "delivered". Alice's server knows it too and Bob's does not any more: "relayed" (RFC 3461 section 5.2).
func TestNoticesOnDemand(t *testing.T) {
	sc := readScenario(t, "hand-smtp")
	w, err := New(sc, 1)
	if err != nil {
		t.Fatal(err)
	}
	plain := base64.StdEncoding.EncodeToString([]byte("\x00alice@shan.example\x00alice-pw"))
	const wishes = ` NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Bob+40hai.example`
	letter := `\nDATA\nSubject: Are you there?\nMessage-ID: <7@shan.example>\n\nHello Bob.\n.\nQUIT`
	var want []string
	for _, step := range []struct{ setup, login, action, status string }{
		{"policy mail.hai.example ehlo.DSN on", "", dsn.Delivered, "2.1.5"},
		{"policy mail.hai.example ehlo.DSN off", `\nAUTH PLAIN ` + plain, dsn.Relayed, "2.0.0"},
	} {
		server, port := "mail.hai.example", "25"
		if step.login != "" {
			server, port = "mail.shan.example", "587"
		}
		err := w.Play([]string{
			"policy mail.shan.example ehlo.DSN on", step.setup, "term alice-pc telnet " + server + " " + port, "jump 5s",
			"> EHLO alice-pc" + step.login + `\nMAIL FROM:<alice@shan.example> RET=HDRS ENVID=QQ+2B7\nRCPT TO:<bob@hai.example>` + wishes + letter, "jump 1m",
		})
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, step.action+" "+step.status+" rfc822;Bob@hai.example QQ+7")
	}
	var got []string
	for _, st := range w.Host("mail.shan.example").Store.Account("alice@shan.example").Inbox().Messages() {
		if r, err := dsn.Parse(st.Data); err == nil {
			for _, rcpt := range r.Recipients {
				got = append(got, rcpt.Action+" "+rcpt.Status+" "+rcpt.Original+" "+r.EnvelopeID)
			}
		}
	}
	if strings.Join(got, "; ") != strings.Join(want, "; ") {
		t.Errorf("notices say\n%s\nwant\n%s", strings.Join(got, "; "), strings.Join(want, "; "))
	}
	if n := len(mailEvents(w, "mail.hai.example", "notified")); n != 1 {
		t.Errorf("%d notices of success from Bob's server", n)
	}
}
