package world

import (
	"strings"
	"testing"

	"ehloworld/engine/trace"
)

// TestPolicyWhileRunning changes settings in the middle of a run: they hold from the next connection or decision on, the
// trace tells, and a replay of the inputs is the same run.
func TestPolicyWhileRunning(t *testing.T) {
	lines := []string{
		"term alice-pc telnet mail.hai.example 25",
		"EHLO alice-pc",
		"policy mail.hai.example ehlo.DSN on",
		"policy mail.hai.example ehlo.8BITMIME off",
		"policy mail.hai.example ehlo.SIZE 4000",
		"policy mail.hai.example maxSize 4000",
		"policy mail.hai.example verb.VRFY off",
		"policy mail.hai.example unknownUser accept",
		"MAIL FROM:<alice@shan.example>",
		"RCPT TO:<nobody@hai.example>",
		"VRFY bob",
		"QUIT",
		"term alice-pc telnet mail.hai.example 25",
		"EHLO alice-pc",
		"VRFY bob",
		"policy mail.hai.example unknownUser",
		"MAIL FROM:<alice@shan.example> SIZE=5000",
		"MAIL FROM:<alice@shan.example>",
		"RCPT TO:<nobody@hai.example>",
		"QUIT",
	}
	play := func(lines []string) *World {
		w, err := New(readScenario(t, "hand-smtp"), 1)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Play(lines); err != nil {
			t.Fatal(err)
		}
		return w
	}
	w := play(lines)
	var replies, changes []string
	for _, e := range w.Log.Since(0) {
		switch b := e.Body.(type) {
		case *trace.Reply:
			replies = append(replies, b.Verb+" "+b.Code+" "+strings.ReplaceAll(b.Text, "\n", "|"))
		case *trace.Policy:
			changes = append(changes, b.What+": "+b.From+" → "+b.To)
			if e.By != trace.User || w.Log.At(e.Cause).Body.Kind() != trace.KindInput {
				t.Errorf("%s was done by %s, caused by %v", b.What, e.By, w.Log.At(e.Cause).Body)
			}
		}
	}
	said := func(n int, beginning string, has, hasNot string) {
		t.Helper()
		if !strings.HasPrefix(replies[n], beginning) || !strings.Contains(replies[n], has) || hasNot != "" && strings.Contains(replies[n], hasNot) {
			t.Errorf("reply %d is %q, want %s… with %q and without %q", n, replies[n], beginning, has, hasNot)
		}
	}
	said(1, "EHLO 250", "SIZE 1000000", "DSN")
	said(3, "RCPT 250", "", "") // Decided after the change.
	said(4, "VRFY 252", "", "") // This connection began before it.
	said(7, "EHLO 250", "SIZE 4000", "8BITMIME")
	said(7, "EHLO 250", "DSN", "SIZE 1000000")
	said(8, "VRFY 502", "", "")
	said(9, "MAIL 552", "", "")
	said(11, "RCPT 550", "", "")
	want := "ehlo.DSN: off → on|ehlo.8BITMIME: on → off|ehlo.SIZE: on → 4000|maxSize: 1000000 → 4000|verb.VRFY: on → off|" +
		"unknownUser: reject → accept|unknownUser: accept → reject"
	if got := strings.Join(changes, "|"); got != want {
		t.Errorf("the trace has %s, want %s", got, want)
	}

	var again []string
	for _, l := range w.Inputs() {
		again = append(again, l.String())
	}
	second := play(again)
	second.Run(w.Now())
	if second.Log.Digest() != w.Log.Digest() {
		t.Error("the record of the run plays another run")
	}
}

func TestPolicyRefusals(t *testing.T) {
	w, err := New(readScenario(t, "hand-smtp"), 1)
	if err != nil {
		t.Fatal(err)
	}
	before := w.Log.Digest()
	for _, row := range []struct{ line, want string }{
		{"policy", `"policy" needs 2 word(s) after it`},
		{"policy mail.hai.example", `"policy" needs 2 word(s) after it`},
		{"policy mail.nowhere.example relay open", `there is no host "mail.nowhere.example"`},
		{"policy alice-pc relay open", "alice-pc: only a mail server has settings"},
		{"policy mail.hai.example colour red", "colour: is not a setting"},
		{"policy mail.hai.example max_size 5", "max_size: is not a setting; maxSize is one"},
		{"policy mail.hai.example maxSize big", "maxSize: big is not a whole number from 1 to 67108864"},
		{"policy mail.hai.example retry sometimes", `retry: there is no retry profile "sometimes"`},
	} {
		if _, _, err := w.Apply(row.line); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s says %v, want %s", row.line, err, row.want)
		}
	}
	if w.Log.Digest() != before || len(w.Inputs()) > 0 {
		t.Error("a line that was refused has changed something")
	}
}

// TestPolicyAsState: a lesson's conditions see every setting as it holds, by either of its names; lists item by item.
func TestPolicyAsState(t *testing.T) {
	tn := newTown(t, "policy mail.gu.example maxSize 5000", "policy mail.gu.example ehlo.DSN off", "policy mail.gu.example backupFor lin.example; wu.example")
	values := func(field string) string {
		for item := range (*state)(tn.w).Policy(guMX) {
			return strings.Join(item.Values(field), "|")
		}
		return "no item"
	}
	for field, want := range map[string]string{
		"maxSize": "5000", "max_size": "5000", "unknown_user": "accept", "ehlo.DSN": "off", "verb.EHLO": "off", "backupFor": "lin.example|wu.example",
		"greylist": "0s", "banner": "Sendmail 5.61 ready", "retry": "rfc", "aliases": "",
	} {
		if got := values(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	for range (*state)(tn.w).Policy("nowhere.example") {
		t.Error("a host that is not there has settings")
	}
}
