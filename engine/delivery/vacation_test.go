package delivery

import (
	"fmt"
	"strings"
	"testing"

	"ehloworld/engine/message"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

const away = "bob: \"I am away until Monday.\\nWrite to carol@hai.example.\"; also=bob.li@old.example"

// header puts fields before those of plain.
func header(fields string) []byte { return []byte(fields + plain) }

func TestWhoGetsAVacationAnswer(t *testing.T) {
	to := func(field string) []byte {
		return []byte(strings.Replace(plain, "To: bob@hai.example", field, 1))
	}
	tests := []struct {
		what   string
		from   string
		rcpt   string
		letter []byte
		why    string // Why there is no answer; empty: there is one.
	}{
		{"a person", "alice@shan.example", "bob@hai.example", []byte(plain), ""},
		{"with a detail", "alice@shan.example", "bob+x@hai.example", to("To: BOB+x@hai.example"), ""},
		{"in Cc", "alice@shan.example", "bob@hai.example", to("To: x@y.example\r\nCc: Bob <bob@hai.example>"), ""},
		{"sent again", "alice@shan.example", "bob@hai.example", to("To: x@y.example\r\nResent-To: bob@hai.example"), ""},
		{"by another address of his", "alice@shan.example", "bob@hai.example", to("To: Bob.Li@old.example"), ""},
		{"Auto-Submitted: no", "alice@shan.example", "bob@hai.example", header("Auto-Submitted: no\r\n"), ""},
		{"a notice", "", "bob@hai.example", []byte(plain), "it has no sender: it is a notice"},
		{"a program", "alice@shan.example", "bob@hai.example", header("Auto-Submitted: auto-generated\r\n"), "a program wrote it (Auto-Submitted: auto-generated)"},
		{"another vacation", "alice@shan.example", "bob@hai.example", header("auto-submitted: Auto-Replied (vacation)\r\n"), "a program wrote it (Auto-Submitted: auto-replied)"},
		{"a list", "alice@shan.example", "bob@hai.example", header("List-Id: <x.y.example>\r\n"), "it came through a mailing list"},
		{"a list by another field", "alice@shan.example", "bob@hai.example", header("List-Unsubscribe: <mailto:x@y.example>\r\n"), "it came through a mailing list"},
		{"bulk", "alice@shan.example", "bob@hai.example", header("Precedence: bulk\r\n"), "it was sent to many (Precedence: bulk)"},
		{"junk", "alice@shan.example", "bob@hai.example", header("Precedence: junk\r\n"), "it was sent to many (Precedence: junk)"},
		{"first class", "alice@shan.example", "bob@hai.example", header("Precedence: first-class\r\n"), ""},
		{"no OOF", "alice@shan.example", "bob@hai.example", header("X-Auto-Response-Suppress: DR, OOF\r\n"), "its sender wants no answer of this kind (X-Auto-Response-Suppress)"},
		{"no receipts", "alice@shan.example", "bob@hai.example", header("X-Auto-Response-Suppress: DR, RN\r\n"), ""},
		{"a list's owner", "owner-x@y.example", "bob@hai.example", []byte(plain), "its sender owner-x@y.example is the address of a program"},
		{"a list's sender", "x-bounces@y.example", "bob@hai.example", []byte(plain), "its sender x-bounces@y.example is the address of a program"},
		{"the daemon", "MAILER-DAEMON@y.example", "bob@hai.example", []byte(plain), "its sender MAILER-DAEMON@y.example is the address of a program"},
		{"nobody to answer", "no-reply@y.example", "bob@hai.example", []byte(plain), "its sender no-reply@y.example is the address of a program"},
		{"himself", "bob@hai.example", "bob@hai.example", []byte(plain), "it is the account's own"},
		{"himself elsewhere", "bob.li@old.example", "bob@hai.example", []byte(plain), "it is the account's own"},
		{"Bcc", "alice@shan.example", "bob@hai.example", to("To: x@y.example"), "neither To nor Cc names the account, so it was not written to this person"},
		{"by an alias", "alice@shan.example", "sales@hai.example", to("To: sales@hai.example"), "neither To nor Cc names the account, so it was not written to this person"},
		{"no header", "alice@shan.example", "bob@hai.example", []byte("Hello"), "neither To nor Cc names the account, so it was not written to this person"},
	}
	for _, tt := range tests {
		r := rules(t, Texts{Vacation: []string{away}, Aliases: []string{"sales: bob"}})
		env := envelope(tt.rcpt)
		env.From = tt.from
		e := r.Expand(env, tt.letter, arrival())
		why := "no look"
		for _, n := range e.Rules {
			if n.What == ruleVacation {
				why = n.Result
				if n.Match {
					why = ""
				}
			}
		}
		if why != tt.why || (len(e.Letters) == 1) != (why == "") || len(e.Rcpts) != 1 {
			t.Errorf("%s: %q, %d letters, want %q", tt.what, why, len(e.Letters), tt.why)
		}
	}
	// Without memory there are no answers.
	in := arrival()
	in.Answered = nil
	if e := rules(t, Texts{Vacation: []string{away}}).Expand(envelope("bob@hai.example"), []byte(plain), in); len(e.Letters) != 0 {
		t.Error("an answer that nobody remembers")
	}
}

// TestOneAnswerInSevenDays: and each sender of each account has his own days.
func TestOneAnswerInSevenDays(t *testing.T) {
	r := rules(t, Texts{Vacation: []string{away, "carol: Away; days=1"}})
	in := arrival()
	var got []string
	for _, step := range []string{
		"0 alice@shan.example bob", "0 ALICE@shan.example bob", "1 alice@shan.example carol", "1 zhou@gone.example bob", "6 alice@shan.example bob",
		"2 alice@shan.example carol", "7 alice@shan.example bob", "13 alice@shan.example bob", "14 alice@shan.example bob",
	} {
		var days int
		var from, who string
		fmt.Sscan(step, &days, &from, &who)
		in.Now = now.Add(day * vtime.Duration(days))
		env := envelope(who + "@hai.example")
		env.From = from
		letter := []byte("To: bob@hai.example, carol@hai.example\r\n\r\nx\r\n")
		e := r.Expand(env, letter, in)
		in.Answered.Remember(from, e.Letters, in.Now)
		got = append(got, fmt.Sprint(len(e.Letters)))
	}
	if s := strings.Join(got, ""); s != "101101101" {
		t.Errorf("answers %s", s)
	}
	var m Answered
	for i := range 3 * MaxAnswered {
		m.Remember(fmt.Sprint(i), []Derived{{Rule: ruleList}, {Rule: ruleVacation, Account: "Bob"}}, now)
	}
	if len(m.list) != MaxAnswered || !m.recent("bob", fmt.Sprint(3*MaxAnswered-1), now, 7) || m.recent("bob", "0", now, 7) {
		t.Errorf("%d remembered", len(m.list))
	}
	// By two names at once there is one answer all the same.
	if e := r.Expand(envelope("bob@hai.example", "bob+x@hai.example"), []byte(plain), arrival()); len(e.Letters) != 1 {
		t.Errorf("%s", outcome(e))
	}
}

// TestTwoVacationsEndSoon: two people who are away and write to each other hear once of each other.
func TestTwoVacationsEndSoon(t *testing.T) {
	r := rules(t, Texts{Vacation: []string{"bob: Away", "carol: Away, too"}})
	in := arrival()
	env := envelope("bob@hai.example")
	env.From = "carol@hai.example"
	letters := []Derived{{Envelope: env, Data: []byte(strings.ReplaceAll(plain, "alice@shan.example", "carol@hai.example"))}}
	sent := 0
	for len(letters) > 0 {
		e := r.Expand(letters[0].Envelope, letters[0].Data, in)
		in.Answered.Remember(letters[0].From, e.Letters, now)
		letters = append(letters[1:], e.Letters...)
		if sent++; sent > 10 {
			t.Fatal("they write to each other for ever")
		}
	}
	if sent != 2 {
		t.Errorf("%d letters, want the letter and one answer", sent)
	}
}

// TestAnswerToAForwarder: an answer goes by the rules, as any letter, and is remembered whatever becomes of it.
func TestAnswerToAForwarder(t *testing.T) {
	for rule, want := range map[string]string{
		"carol -> c@lin.example":      "forward for bob@hai.example: <> to c@lin.example/N(rfc822;carol@hai.example)\n",
		"carol: carol, c@lin.example": "forward for bob@hai.example: <> to c@lin.example/N(rfc822;carol@hai.example)\nvacation for bob@hai.example: <> to carol@hai.example/N\n",
		"carol: dave":                 "forward for bob@hai.example: <> to dave@hai.example/N(rfc822;carol@hai.example)\n",
	} {
		r := rules(t, Texts{Forwards: []string{rule}, Vacation: []string{"bob: Away"}})
		env, in := envelope("bob@hai.example"), arrival()
		env.From = "carol@hai.example"
		e := r.Expand(env, []byte(plain), in)
		if got := outcome(e); got != "to bob@hai.example\n"+want {
			t.Errorf("%s:\n%s", rule, got)
		}
		in.Answered.Remember(env.From, e.Letters, now)
		if e = r.Expand(env, []byte(plain), in); len(e.Letters) != 0 {
			t.Errorf("%s: a second answer", rule)
		}
	}
	r := rules(t, Texts{Aliases: []string{"carol: c2", "c2: carol"}, Vacation: []string{"bob: Away"}})
	env := envelope("bob@hai.example")
	env.From = "carol@hai.example"
	if e := r.Expand(env, []byte(plain), arrival()); len(e.Letters) != 0 || e.Rules[len(e.Rules)-1].Result != "no way leads to carol@hai.example" {
		t.Errorf("%s%s", outcome(e), looked(e.Rules))
	}
}

func TestVacationLetter(t *testing.T) {
	var out strings.Builder
	for _, rule := range []string{away, `bob: 我不在。; subject="不在 / away"`} {
		r := rules(t, Texts{Vacation: []string{rule}})
		e := r.Expand(envelope("bob@hai.example"), header("References: <0@shan.example>\r\n"), arrival())
		l := e.Letters[0]
		if l.From != "" || l.Rcpts[0].Notify != smtp.NotifyNever {
			t.Errorf("%+v", l.Envelope)
		}
		if problems := message.Faults(l.Data); len(problems) > 0 {
			t.Errorf("%v in\n%s", problems, l.Data)
		}
		out.Write(l.Data)
		out.WriteString("=====\n")
	}
	golden(t, "vacation.txt", strings.ReplaceAll(out.String(), "\r\n", "\n"))
}
