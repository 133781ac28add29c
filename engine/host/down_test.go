package host

import (
	"strings"
	"testing"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// TestDownInEveryPhase switches one host off in every millisecond of a letter's way and on again later: no letter that a
// server has taken may be lost, the queue wakes by itself, and nothing stays busy. The mail program's own part may fail,
// and then says so.
func TestDownInEveryPhase(t *testing.T) {
	for _, victim := range []string{"mail.shan.example", "mail.hai.example", "ns.example", "alice-pc"} {
		for _, kind := range []string{"down", "stopped"} {
			if kind == "stopped" && victim == "alice-pc" {
				continue // It has no services.
			}
			phases, twice := 0, 0
			for at := vtime.Duration(0); at < 700*vtime.Millisecond; at += 7 * vtime.Millisecond {
				r := newRig(t)
				r.send(r.alice, "bob@hai.example")
				r.run(at)
				r.fault(kind, victim, "", true)
				r.run(20 * vtime.Minute)
				r.fault(kind, victim, "", false)
				r.run(10 * vtime.Hour)
				taken := len(filter(events[*trace.Mail](r), "accepted", "mail.shan.example")) > 0
				got := r.inbox(r.hai, "bob@hai.example")
				switch {
				case taken && got == 0:
					t.Errorf("%s %s after %v: the letter is lost", victim, kind, at)
				case got > 2 || !taken && got > 0:
					t.Errorf("%s %s after %v: bob has the letter %d times", victim, kind, at, got)
				case !taken && (r.alice.Program.Last == "" || strings.HasPrefix(r.alice.Program.Last, "accepted")):
					t.Errorf("%s %s after %v: the program says %q", victim, kind, at, r.alice.Program.Last)
				}
				if taken {
					phases++
				}
				if got == 2 {
					twice++
				}
				if r.alice.Program.Busy() != "" {
					t.Errorf("%s %s after %v: the mail program is still %s", victim, kind, at, r.alice.Program.Busy())
				}
				for _, h := range r.Hosts() {
					if h.Queue != nil && h.Queue.Len() > 0 {
						t.Errorf("%s %s after %v: %s still has %s", victim, kind, at, h.Spec.ID, h.Mailq(false))
					}
					if n := len(h.Sessions()); n > 0 {
						t.Errorf("%s %s after %v: %s still has %d sessions", victim, kind, at, h.Spec.ID, n)
					}
				}
			}
			// The letter comes twice only when the server goes between the dot and its 250 (RFC 1047), a few milliseconds.
			if phases == 0 || twice > 8 {
				t.Errorf("%s %s: taken in %d phases, came twice in %d", victim, kind, phases, twice)
			}
		}
	}
}

func filter(list []*trace.Mail, act, host string) []*trace.Mail {
	var out []*trace.Mail
	for _, m := range list {
		if m.Act == act && m.Host == host {
			out = append(out, m)
		}
	}
	return out
}

// TestLateAnswer interrupts a try while its name is being looked up and lets the server come back before the answer: the
// answer belongs to no try any more and must not send the letter, or it would come twice.
func TestLateAnswer(t *testing.T) {
	r := newRig(t)
	r.fault("dns", "hai.example", "TIMEOUT", true)
	r.send(r.alice, "bob@hai.example")
	r.run(vtime.Second) // The letter is on mail.shan, which asks for the MX in vain.
	if r.shan.Queue.Active() != 1 {
		t.Fatal("no try is under way")
	}
	r.fault("down", "mail.shan.example", "", true)
	if r.shan.Queue.Active() != 0 {
		t.Error("the try goes on although the server is down")
	}
	r.run(100 * vtime.Millisecond)
	r.fault("down", "mail.shan.example", "", false)
	r.fault("dns", "hai.example", "", false)
	r.run(3 * vtime.Hour) // It is due again as soon as the server is back.
	if n := len(filter(events[*trace.Mail](r), "attempt", "mail.shan.example")); n != 2 {
		t.Errorf("%d tries", n)
	}
	if n := r.inbox(r.hai, "bob@hai.example"); n != 1 {
		t.Errorf("bob has the letter %d times", n)
	}

	// A letter that is deleted during its look-up is not sent either.
	r = newRig(t)
	r.fault("dns", "hai.example", "TIMEOUT", true)
	r.send(r.alice, "bob@hai.example")
	r.run(vtime.Second)
	r.fault("dns", "hai.example", "", false)
	r.do(r.shan.QueueAct("delete", "S0001"))
	r.run(5 * 24 * vtime.Hour)
	if n := r.inbox(r.hai, "bob@hai.example"); n != 0 {
		t.Errorf("the deleted letter came %d times", n)
	}
}

// TestAsleepWhileDown lets the time of a try pass while the server is down: it does nothing then, and goes on at once when
// it is back.
func TestAsleepWhileDown(t *testing.T) {
	r := newRig(t)
	r.fault("stopped", "mail.hai.example", "", true)
	r.send(r.alice, "bob@hai.example")
	r.rest()
	r.fault("down", "mail.shan.example", "", true)
	r.fault("stopped", "mail.hai.example", "", false)
	before := r.Rec.Log.Len()
	r.run(24 * vtime.Hour)
	for _, e := range r.Rec.Log.Since(before) {
		if e.Body.Kind() == trace.KindMail {
			t.Errorf("a server that is down does %v", e.Body)
		}
	}
	// To mend what is not broken changes nothing.
	r.fault("stopped", "mail.shan.example", "", false)
	if up, _ := r.shan.Up(); up {
		t.Error("mending another fault switched the server on")
	}
	r.fault("down", "mail.shan.example", "", false)
	r.run(vtime.Second)
	if n := r.inbox(r.hai, "bob@hai.example"); n != 1 {
		t.Errorf("bob has %d letters", n)
	}
	// Six days off: the letter has expired meanwhile, and its sender is told.
	r.fault("stopped", "mail.hai.example", "", true)
	r.send(r.alice, "bob@hai.example")
	r.rest()
	r.fault("down", "mail.shan.example", "", true)
	r.run(6 * 24 * vtime.Hour)
	r.fault("down", "mail.shan.example", "", false)
	r.run(vtime.Minute)
	if n := len(filter(events[*trace.Mail](r), "bounced", "mail.shan.example")); n != 1 || r.inbox(r.shan, "alice@shan.example") != 1 || r.shan.Queue.Len() != 0 {
		t.Errorf("%d bounces, %d letters for alice, %d in the queue", n, r.inbox(r.shan, "alice@shan.example"), r.shan.Queue.Len())
	}
}

// TestCauses follows a letter that is tried twice back to its beginnings: every event has a cause before it, both tries
// are caused by what told of the letter's acceptance, DNS answers by packets, and replies by their commands.
func TestCauses(t *testing.T) {
	r := newRig(t)
	r.fault("stopped", "mail.hai.example", "", true)
	r.send(r.alice, "bob@hai.example")
	r.run(vtime.Minute)
	r.fault("stopped", "mail.hai.example", "", false)
	r.run(vtime.Hour)
	r.fault("stopped", "mail.hai.example", "", true)
	r.send(r.alice, "bob@hai.example")
	r.run(6 * 24 * vtime.Hour) // This one expires, by the clock alone.
	kind := func(n int) trace.Kind { return r.Rec.Log.At(n).Body.Kind() }
	accepted, tries := map[string]int{}, 0
	for _, e := range r.Rec.Log.Since(0) {
		if e.Cause >= e.N {
			t.Fatalf("event %d has cause %d", e.N, e.Cause)
		}
		if e.Cause == 0 && e.By == trace.Agent && kind(e.N) != trace.KindClient && kind(e.N) != trace.KindMail {
			t.Errorf("event %d %s %+v has no cause", e.N, e.Body.Kind(), e.Body)
		}
		if m, ok := e.Body.(*trace.Mail); ok && e.Cause == 0 && m.Act != "composed" {
			t.Errorf("event %d: a letter is %s without a cause", e.N, m.Act)
		}
		var want []trace.Kind
		switch b := e.Body.(type) {
		case *trace.Mail:
			switch b.Act {
			case "accepted":
				want = []trace.Kind{trace.KindMail} // "queued", which the dot has caused.
				accepted[b.QueueID] = e.N
			case "attempt":
				want = []trace.Kind{trace.KindMail}
				// A notice was never accepted from anybody; what told of it is its cause.
				if tries++; e.Cause != accepted[b.QueueID] && !strings.HasPrefix(r.Rec.Log.At(e.Cause).Body.(*trace.Mail).Text, "notice "+b.QueueID) {
					t.Errorf("try %d is caused by %d, want %d", tries, e.Cause, accepted[b.QueueID])
				}
			}
		case *trace.DNS:
			if b.Act == "answer" {
				want = []trace.Kind{trace.KindPacket}
			} else if b.Host == "mail.shan.example" && b.Type == "MX" {
				want = []trace.Kind{trace.KindMail}
			}
		case *trace.Cmd:
			want = []trace.Kind{trace.KindData}
		case *trace.Reply:
			want = []trace.Kind{trace.KindCmd, trace.KindMail, trace.KindAuth, trace.KindPacket}
		case *trace.Data:
			if want = []trace.Kind{trace.KindReply, trace.KindState, trace.KindData, trace.KindPacket}; b.Act == "received" {
				want = []trace.Kind{trace.KindPacket}
			}
		}
		if want == nil {
			continue
		}
		ok := false
		for _, k := range want {
			ok = ok || e.Cause > 0 && kind(e.Cause) == k
		}
		if !ok {
			from := "nothing"
			if e.Cause > 0 {
				from = kind(e.Cause).String()
			}
			t.Errorf("event %d %s %+v is caused by %s, want one of %v", e.N, e.Body.Kind(), e.Body, from, want)
		}
	}
	if tries < 60 || r.shan.Queue.Len() != 0 {
		t.Errorf("%d tries, %d letters in the queue", tries, r.shan.Queue.Len())
	}
}
