package oracles

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
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
