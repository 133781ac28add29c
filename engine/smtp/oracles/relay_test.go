package oracles

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

// TestPostfixRelays lets Postfix take a letter and hand it on to Bob's simulated server, by SMTP, and for Carol by LMTP.
func TestPostfixRelays(t *testing.T) {
	p := startPostfix(t)
	s := serve(t, allOffered, "--host", bobServer, "--port", fmt.Sprint("smtp=", p.relay), "--port", fmt.Sprint("lmtp=", p.lmtp))
	sent := awkward("postfix-relays")
	if err := dial(t, p.addr(full)).SendMail("zoe@"+full, everybody, bytes.NewReader(sent)); err != nil {
		t.Fatal(err)
	}
	for who, box := range fetch(t, s.port(t, bobServer, "pop3"), map[string]int{bob: 1, carol: 1, csse: 1}) {
		l := find(t, box, "你好 awkward Grüße postfix-relays")
		l.onTop(t, sent)
		if got := l.header.Get("Delivered-To"); got != who {
			t.Errorf("Delivered-To: %s, want %s", got, who)
		}
		how := "with ESMTP "
		if who == carol {
			how = "with LMTP "
		}
		if r := l.header["Received"]; len(r) != 2 || !strings.Contains(r[0], how) {
			t.Errorf("Received: %q, want two, the first %q", r, how)
		}
	}
}

// TestPostfixReceives lets the simulated world deliver to Postfix: Alice's server finds it by DNS and MX.
func TestPostfixReceives(t *testing.T) {
	p := startPostfix(t)
	s := serve(t, firstLetter, "--route", full+"="+p.addr(full))
	sent := awkward("postfix-receives")
	c := dial(t, "127.0.0.1:"+s.port(t, aliceServer, "submission"))
	logIn(t, c)
	if err := c.SendMail(alice, []string{"zoe@" + full}, bytes.NewReader(sent)); err != nil {
		t.Fatal(err)
	}
	l := p.mailbox(t, full, 1)[0]
	l.onTop(t, sent)
	if got := l.header.Get("Return-Path"); got != "<"+alice+">" {
		t.Errorf("Return-Path: %s", got)
	}
	if len(l.header["Received"]) != 2 {
		t.Errorf("Received: %q", l.header["Received"])
	}
}

// TestPostfixAsks lets a letter and the notices about it go round: zoe's Postfix hands it to Bob's server with her wishes,
// and Bob's server finds Postfix by MX to tell her that one recipient has it.
func TestPostfixAsks(t *testing.T) {
	p := startPostfix(t)
	serve(t, allOffered, "--host", bobServer, "--port", fmt.Sprint("smtp=", p.relay), "--route", full+"="+p.addr(full))
	c := dial(t, p.addr(full))
	if err := c.Mail("zoe@"+full, &smtp.MailOptions{EnvelopeID: "round 1", Return: smtp.DSNReturnHeaders, Body: smtp.Body8BitMIME}); err != nil {
		t.Fatal(err)
	}
	wish := &smtp.RcptOptions{Notify: []smtp.DSNNotify{smtp.DSNNotifySuccess}, OriginalRecipientType: smtp.DSNAddressTypeRFC822, OriginalRecipient: "robert@hai.example"}
	if err := c.Rcpt(bob, wish); err != nil {
		t.Fatal(err)
	}
	w, err := c.Data()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(awkward("asks")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	l := p.mailbox(t, full, 1)[0]
	n := l.notice(t)
	r := n.recipients[0]
	if n.message.Get("Original-Envelope-Id") != "round 1" || !strings.Contains(n.message.Get("Reporting-Mta"), bobServer) || r.Get("Action") != "delivered" ||
		!strings.HasSuffix(r.Get("Original-Recipient"), "robert@hai.example") || !strings.Contains(r.Get("Final-Recipient"), bob) {
		t.Errorf("the notice says %v, %v", n.message, r)
	}
	if got := l.header.Get("Return-Path"); got != "<>" {
		t.Errorf("the notice has a sender: %s", got)
	}
}
