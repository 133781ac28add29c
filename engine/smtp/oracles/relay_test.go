package oracles

import (
	"bytes"
	"fmt"
	"testing"
)

// TestPostfixRelays lets Postfix take a letter and hand it on to Bob's simulated server.
func TestPostfixRelays(t *testing.T) {
	p := startPostfix(t)
	s := serve(t, firstLetter, "--host", bobServer, "--port", fmt.Sprint("smtp=", p.relay))
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
		if len(l.header["Received"]) != 2 {
			t.Errorf("Received: %q", l.header["Received"])
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
