package delivery

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"ehloworld/engine/address"
	"ehloworld/engine/message"
	"ehloworld/engine/smtp"
)

// TestWishes: what the sender wishes to be told follows the recipients (RFC 3461 section 5.2.7).
func TestWishes(t *testing.T) {
	const (
		n = smtp.NotifyNever
		s = smtp.NotifySuccess
		f = smtp.NotifyFailure
		d = smtp.NotifyDelay
	)
	texts := Texts{
		Aliases:  []string{"one: bob", "two: bob, zhou@gone.example", "deep: one, two", "self: dave"},
		Forwards: []string{"carol -> c@lin.example", "dave -> d@lin.example keep"},
		Lists:    []string{"team: bob; post=anybody"},
	}
	tests := []struct {
		rcpt smtp.Rcpt
		want string
	}{
		{smtp.Rcpt{Addr: "bob@hai.example", Notify: s | f, ORcpt: "rfc822;b@x.example"}, "to bob@hai.example/SF(rfc822;b@x.example)\n"},
		{smtp.Rcpt{Addr: "one@hai.example", Notify: s | f, ORcpt: "rfc822;b@x.example"}, "to bob@hai.example/SF(rfc822;b@x.example)\n"},
		{smtp.Rcpt{Addr: "one@hai.example", Notify: n}, "to bob@hai.example/N(rfc822;one@hai.example)\n"},
		{smtp.Rcpt{Addr: "two@hai.example", Notify: s | f | d, ORcpt: "rfc822;b@x.example"},
			"to bob@hai.example/FD(rfc822;b@x.example) zhou@gone.example/FD(rfc822;b@x.example)\nexpanded two@hai.example/SFD(rfc822;b@x.example)\n"},
		{smtp.Rcpt{Addr: "two@hai.example", Notify: s}, "to bob@hai.example/N(rfc822;two@hai.example) zhou@gone.example/N(rfc822;two@hai.example)\nexpanded two@hai.example/S\n"},
		{smtp.Rcpt{Addr: "two@hai.example", Notify: f}, "to bob@hai.example/F(rfc822;two@hai.example) zhou@gone.example/F(rfc822;two@hai.example)\n"},
		{smtp.Rcpt{Addr: "two@hai.example", Notify: n}, "to bob@hai.example/N(rfc822;two@hai.example) zhou@gone.example/N(rfc822;two@hai.example)\n"},
		{smtp.Rcpt{Addr: "deep@hai.example", Notify: s | f}, "to bob@hai.example/F(rfc822;deep@hai.example) zhou@gone.example/F(rfc822;deep@hai.example)\nexpanded deep@hai.example/SF\n"},
		{smtp.Rcpt{Addr: "carol@hai.example", Notify: s}, "settled carol@hai.example/N: 250 2.1.5 forwarded to c@lin.example\nforward for carol@hai.example: <alice@shan.example> to c@lin.example/S(rfc822;carol@hai.example)\n"},
		{smtp.Rcpt{Addr: "self@hai.example", Notify: s}, "to dave@hai.example/S(rfc822;self@hai.example)\nforward for self@hai.example: <alice@shan.example> to d@lin.example/N(rfc822;self@hai.example)\n"},
		{smtp.Rcpt{Addr: "team@hai.example", Notify: s | f, ORcpt: "rfc822;b@x.example"},
			"settled team@hai.example/SF(rfc822;b@x.example): 250 2.1.5 delivered to the list team@hai.example, 1 member\nlist for team@hai.example: <team-bounces@hai.example> to bob@hai.example\n"},
		{smtp.Rcpt{Addr: "山@old.example"}, "to 山@old.example\n"},
	}
	for _, tt := range tests {
		env := envelope()
		env.Rcpts, env.EnvID, env.Ret, env.Priority, env.SMTPUTF8 = []smtp.Rcpt{tt.rcpt}, "e", smtp.RetHeaders, 3, true
		e := rules(t, texts).Expand(env, []byte(plain), arrival())
		if got := outcome(e); got != tt.want {
			t.Errorf("%+v\n%swant\n%s", tt.rcpt, got, tt.want)
		}
		for _, l := range e.Letters {
			if l.Size != int64(len(l.Data)) || l.Priority != 3 || !l.SMTPUTF8 || (l.Rule == ruleList) != (l.EnvID == "" && l.Ret == smtp.RetUnsaid) {
				t.Errorf("%s: %+v", l.Rule, l.Envelope)
			}
		}
	}
	// The same person twice: all wishes hold.
	for _, tt := range [][3]smtp.Notify{{s, f, s | f}, {n, f, f}, {f, n, f}, {n, n, n}} {
		env := envelope("bob@hai.example", "one@hai.example")
		env.Rcpts[0].Notify, env.Rcpts[1].Notify = tt[0], tt[1]
		if e := rules(t, texts).Expand(env, []byte(plain), arrival()); len(e.Rcpts) != 1 || e.Rcpts[0].Notify != tt[2] {
			t.Errorf("%v: %s", tt, outcome(e))
		}
	}
	if r := renamed(smtp.Rcpt{Addr: "山@old.example", Since: 1}, "x@y.example"); r.ORcpt != "utf-8;山@old.example" || r.Since != 0 {
		t.Error(r)
	}
	if r := renamed(smtp.Rcpt{Addr: "x@y.example", Since: 1}, "x@y.example"); r.ORcpt != "" || r.Since != 1 {
		t.Error(r)
	}
}

// TestDeliveredTo: a letter that comes round again is refused, whoever sends it round.
func TestDeliveredTo(t *testing.T) {
	r := rules(t, Texts{Forwards: []string{"bob -> bob@lin.example", "carol -> x@lin.example keep"}, Aliases: []string{"sales: dave"}})
	first := r.Expand(envelope("bob@hai.example"), []byte(plain), arrival())
	if got := string(first.Letters[0].Data); got != "Delivered-To: bob@hai.example\r\n"+plain {
		t.Errorf("%q", got)
	}
	for _, tt := range []struct{ rcpt, mark, want string }{
		{"bob@hai.example", "bob@hai.example", "554 5.4.6"},
		{"bob@hai.example", "BOB@hai.example", "554 5.4.6"},
		{"carol@hai.example", "carol@hai.example", "554 5.4.6"},
		{"sales@hai.example", "dave@hai.example", "554 5.4.6"},
		{"dave+x@hai.example", "dave+x@hai.example", "554 5.4.6"},
		{"dave+x@hai.example", "dave@hai.example", ""},
		{"dave@hai.example", "sales@hai.example", ""},
		{"zhou@gone.example", "zhou@gone.example", ""}, // Not ours to judge.
	} {
		e := r.Expand(envelope(tt.rcpt), []byte("Received: x\r\nDelivered-To: y@z.example\r\nDelivered-To: "+tt.mark+"\r\n"+plain), arrival())
		got := ""
		if refuse := e.Refusal(); refuse != nil {
			got, _, _ = strings.Cut(refuse.Error(), " <")
		}
		if got != tt.want {
			t.Errorf("%+v: %s\n%s", tt, got, looked(e.Rules))
		}
	}
}

// TestTooMuch: every bound has its answer, and none is an endless loop.
func TestTooMuch(t *testing.T) {
	var aliases, lists []string
	wide := func(name, of string) string {
		s := name + ": "
		for i := range MaxTargets {
			s += fmt.Sprintf("%s%d@x.example,", of, i)
		}
		return s + "dave"
	}
	for i := range 12 {
		aliases = append(aliases, strings.TrimSuffix(wide(fmt.Sprint("w", i), fmt.Sprint("r", i, "x")), ",dave"))
	}
	aliases = append(aliases, "all: w0,w1,w2,w3,w4,w5,w6,w7,w8,w9,w10,w11")
	e := rules(t, Texts{Aliases: aliases}).Expand(envelope("all@hai.example"), []byte(plain), arrival())
	refused := func(e Expansion, of string) {
		t.Helper()
		if refuse := e.Refusal(); refuse == nil || !strings.HasSuffix(refuse.Text(), "the rules of this server make more than "+of+" of this letter") || len(e.Rcpts)+len(e.Letters)+len(e.Expanded) > 0 {
			t.Errorf("want more than %s: %.400s", of, outcome(e))
		}
	}
	refused(e, "1000 recipients")
	// Lists on lists on lists: 8 to the power of 9.
	for i := range 9 {
		s := fmt.Sprintf("l%d: dave", i)
		for k := range 8 {
			s += fmt.Sprintf(", l%d+%d", i+1, k)
		}
		lists = append(lists, s+"; post=anybody")
	}
	e = rules(t, Texts{Lists: append(lists, "l9: bob")}).Expand(envelope("l0@hai.example"), []byte(plain), arrival())
	refused(e, "500 letters")
	if len(e.Rules) > 10*MaxLooks {
		t.Errorf("%d looks", len(e.Rules))
	}
	// A thousand recipients are not too many, nor a thousand of whom some are settled; one more is.
	var rcpts []string
	for i := range MaxExpansion - 1 {
		rcpts = append(rcpts, fmt.Sprint("x", i, "@gone.example"))
	}
	some := Texts{Aliases: []string{"two: bob, carol"}, Forwards: []string{"dave -> d@lin.example"}}
	if e = rules(t, some).Expand(envelope(append(rcpts, "dave@hai.example")...), []byte(plain), arrival()); len(e.Rcpts) != 999 || len(e.Settled) != 1 || len(e.Letters) != 1 {
		t.Errorf("%.400s", outcome(e))
	}
	refused(rules(t, some).Expand(envelope(append(rcpts, "two@hai.example")...), []byte(plain), arrival()), "1000 recipients")
	refused(rules(t, some).Expand(envelope(append(rcpts, "bob@hai.example", "dave@hai.example")...), []byte(plain), arrival()), "1000 recipients")
	var wider []string
	for i := range 250 {
		wider = append(wider, strings.TrimSuffix(wide(fmt.Sprint("v", i), "bob+"), ",dave"))
	}
	var all []string
	for i := range 250 {
		all = append(all, fmt.Sprint("v", i, "@hai.example"))
	}
	refused(rules(t, Texts{Aliases: wider}).Expand(envelope(all...), []byte(plain), arrival()), "20000 look-ups")
}

// TestRandomRules: whatever the rules, they come to an end, nobody is lost, and nobody gets the same letter twice.
func TestRandomRules(t *testing.T) {
	for seed := range uint64(3000) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		names := []string{"bob", "carol", "dave", "a", "b", "c", "d", "e", "bob+x", "a+y", "nobody", "x@gone.example", "y@q.example", "z@old.example", "bob@s.hai.example"}
		pick := func() string { return names[rnd.IntN(len(names))] }
		some := func() string {
			list := pick()
			for range rnd.IntN(4) {
				list += ", " + pick()
			}
			return list
		}
		var texts Texts
		for _, name := range []string{"a", "b", "c", "bob", "dave", "x"} {
			switch rnd.IntN(5) {
			case 0, 1:
				texts.Aliases = append(texts.Aliases, name+": "+some())
			case 2:
				texts.Lists = append(texts.Lists, name+": "+some()+[]string{"; post=anybody", "; post=owner", "; munge; footer; post=anybody"}[rnd.IntN(3)])
			}
		}
		for _, name := range []string{"bob", "carol", "dave"} {
			if rnd.IntN(3) == 0 {
				texts.Forwards = append(texts.Forwards, name+" -> "+some()+[]string{"", ", keep", ", srs"}[rnd.IntN(3)])
			}
			if rnd.IntN(4) == 0 {
				texts.Vacation = append(texts.Vacation, name+": Away")
			}
		}
		if rnd.IntN(3) == 0 {
			texts.CatchAll = some()
		}
		if rnd.IntN(2) == 0 {
			texts.Aliases = append(texts.Aliases, "@old.example: @hai.example")
			texts.Subdomains = []string{"on"}
			texts.BackupFor = []string{"q.example: bob"}
		}
		r := rules(t, texts)
		var rcpts []string
		for range 1 + rnd.IntN(4) {
			who := pick()
			if bare(who) {
				who += "@hai.example"
			}
			rcpts = append(rcpts, who)
		}
		env := envelope(rcpts...)
		if rnd.IntN(4) == 0 {
			env.From = "carol@hai.example"
		}
		in := arrival()
		e := r.Expand(env, []byte(plain), in)
		fail := func(why string) {
			t.Fatalf("seed %d: %s\n%+v\nto %v\n%s%s", seed, why, texts, rcpts, outcome(e), looked(e.Rules))
		}
		all := append([]smtp.Rcpt(nil), e.Rcpts...)
		for _, s := range e.Settled {
			all = append(all, s.Rcpt)
		}
		twice := map[string]bool{}
		for _, rcpt := range all {
			key := strings.ToLower(rcpt.Addr)
			if twice[key] {
				fail(key + " is there twice")
			}
			twice[key] = true
		}
		for _, rcpt := range rcpts {
			alone := env
			alone.Rcpts = smtp.Rcpts(rcpt)
			one := rules(t, texts).Expand(alone, []byte(plain), arrival())
			somebody := append([]smtp.Rcpt(nil), one.Rcpts...)
			for _, s := range one.Settled {
				somebody = append(somebody, s.Rcpt)
			}
			for _, l := range one.Letters {
				if l.Rule != ruleVacation {
					somebody = append(somebody, l.Rcpts...)
				}
			}
			if len(somebody) == 0 {
				fail(rcpt + " is lost")
			}
			// What is there for this recipient alone is there among the others, too.
			for _, who := range one.Rcpts {
				if !twice[strings.ToLower(who.Addr)] {
					fail(who.Addr + ", whom " + rcpt + " stands for, is lost among the others")
				}
			}
		}
		if len(all) == 0 {
			fail("nobody is left, not even settled")
		}
		for _, l := range e.Letters {
			seen := map[string]bool{}
			for _, rcpt := range l.Rcpts {
				if seen[strings.ToLower(rcpt.Addr)] {
					fail(rcpt.Addr + " is twice in a letter")
				}
				seen[strings.ToLower(rcpt.Addr)] = true
			}
			if l.For == "" || len(l.Rcpts) == 0 {
				fail("a letter for nobody")
			}
		}
		for _, n := range e.Rules {
			if n.Arg == "" || n.Match && n.Result == "" || n.Rcpt == "" || n.Addr == "" || n.QueueID != "H0001" || n.Host == "" {
				fail(fmt.Sprintf("%+v", n))
			}
		}
		again := rules(t, texts).Expand(env, []byte(plain), arrival())
		if outcome(again) != outcome(e) || looked(again.Rules) != looked(e.Rules) {
			fail("a second time it is different")
		}
	}
}

// FuzzExpand: whatever a letter and its sender are, rules make letters of it that can be read.
func FuzzExpand(f *testing.F) {
	f.Add("alice@shan.example", []byte(plain))
	f.Add("", []byte(multipart))
	f.Add("SRS0=a=b=c.example=d@f.example", []byte("no header at all"))
	f.Add("bob@hai.example", []byte("Delivered-To: bob@hai.example\n\nx"))
	f.Add("not an address", []byte("List-Id: <team.hai.example\r\nFrom: a, b, c\r\nSubject: =?x?\r\n\r\n"))
	r := rules(f, Texts{
		Lists:    []string{"team: bob, zhou@gone.example; munge; footer; prefix=[t]; post=anybody; reply=list"},
		Forwards: []string{"bob -> b@lin.example, keep, srs", "carol: carol@x.example"},
		Vacation: []string{"bob: Away", "dave: Away, too"},
	})
	f.Fuzz(func(t *testing.T, from string, data []byte) {
		env := envelope("team@hai.example", "bob@hai.example", "carol@hai.example", "dave@hai.example")
		env.From = from
		// Whoever accepts a letter puts a Received on top, so its first line has a good end whatever the others have.
		e := r.Expand(env, append([]byte("Received: by mail.hai.example; Mon, 2 Mar 2026 08:00:00 +0800\r\n"), data...), arrival())
		for _, l := range e.Letters {
			h := message.ParseHeader(l.Data)
			switch l.Rule {
			case ruleList:
				if list := message.ReadList(&h); list.ID != "team.hai.example" || list.Precedence != "list" || len(list.Post) != 1 {
					t.Errorf("%+v in\n%s", list, l.Data)
				}
			case ruleVacation:
				if list := message.ReadList(&h); list.AutoSubmitted != "auto-replied" || l.From != "" {
					t.Errorf("%+v in\n%s", list, l.Data)
				}
			}
			if l.Rule != ruleVacation && !h.Fields[0].Is("Delivered-To") {
				t.Errorf("no Delivered-To on top of\n%s", l.Data)
			}
			if _, err := address.Parse(l.From); err != nil && l.From != from && l.From != "" {
				t.Errorf("sender %q: %v", l.From, err)
			}
		}
	})
}
