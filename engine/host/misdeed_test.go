package host

import (
	"strings"
	"testing"

	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// TestDrop: a server that drops the connection after it has taken a letter gets it again, for nobody can know (RFC 1047).
func TestDrop(t *testing.T) {
	r := newRig(t)
	r.fault("drop", "mail.hai.example", "", true)
	r.send(r.alice, "bob@hai.example")
	r.run(10 * vtime.Minute)
	if n := r.inbox(r.hai, "bob@hai.example"); n != 1 || r.shan.Queue.Len() != 1 {
		t.Fatalf("%d letters have come, %d wait", n, r.shan.Queue.Len())
	}
	if last := r.shan.Queue.List()[0].LastError(); !strings.Contains(last, "may have the letter nevertheless") {
		t.Errorf("the queue says %q", last)
	}
	for _, reply := range events[*trace.Reply](r) {
		if reply.Host == "mail.hai.example" && reply.Verb == "EOD" {
			t.Errorf("the trace has a reply that nobody got: %+v", reply)
		}
	}
	r.fault("drop", "mail.hai.example", "", false)
	r.run(vtime.Hour)
	if n := r.inbox(r.hai, "bob@hai.example"); n != 2 || r.shan.Queue.Len() != 0 {
		t.Errorf("%d letters have come, %d wait; want the famous duplicate", n, r.shan.Queue.Len())
	}
}

// TestDropBefore: dropped at an earlier command nothing is taken.
func TestDropBefore(t *testing.T) {
	for _, verb := range []string{"EHLO", "MAIL", "RCPT", "DATA"} {
		r := newRig(t)
		r.fault("drop", "mail.hai.example", verb, true)
		r.send(r.alice, "bob@hai.example")
		r.run(10 * vtime.Minute)
		r.fault("drop", "mail.hai.example", "", false)
		r.run(vtime.Hour)
		if n := r.inbox(r.hai, "bob@hai.example"); n != 1 || r.shan.Queue.Len() != 0 {
			t.Errorf("%s: %d letters have come, %d wait", verb, n, r.shan.Queue.Len())
		}
	}
}

// TestOldServer: a server that hangs up on EHLO gets the letter with HELO, over a second connection and at once (RFC 5321
// section 3.2). What HELO cannot do waits.
func TestOldServer(t *testing.T) {
	r := newRig(t)
	r.fault("drop", "mail.hai.example", "EHLO", true)
	r.put(fromAlice("bob@hai.example"))
	long := fromAlice("carol@hai.example")
	long.By = smtp.DeliverBy{At: r.Rec.Now.Add(vtime.Hour), Mode: smtp.ByReturn}
	r.put(long)
	r.run(vtime.Minute)
	if bob, carol := r.inbox(r.hai, "bob@hai.example"), r.inbox(r.hai, "carol@hai.example"); bob != 1 || carol != 0 || r.shan.Queue.Len() != 1 {
		t.Errorf("bob has %d letters, carol %d, %d wait", bob, carol, r.shan.Queue.Len())
	}
}

// TestReply: the second RCPT of each connection and all after it are refused, the first is not.
func TestReply(t *testing.T) {
	r := newRig(t)
	r.fault("reply", "mail.hai.example", "450 RCPT 2", true)
	for range 2 {
		r.send(r.alice, "bob@hai.example, carol@hai.example")
		r.run(10 * vtime.Minute)
	}
	if bob, carol := r.inbox(r.hai, "bob@hai.example"), r.inbox(r.hai, "carol@hai.example"); bob != 2 || carol != 0 {
		t.Errorf("bob has %d letters, carol %d", bob, carol)
	}
	r.fault("reply", "mail.hai.example", "", false)
	r.run(vtime.Hour)
	if n := r.inbox(r.hai, "carol@hai.example"); n != 2 {
		t.Errorf("carol has %d letters in the end", n)
	}
	// EHLO refused for good: HELO does it, too.
	r.fault("reply", "mail.hai.example", "502 EHLO", true)
	r.send(r.alice, "bob@hai.example")
	r.rest()
	if n := r.inbox(r.hai, "bob@hai.example"); n != 3 {
		t.Errorf("bob has %d letters after HELO", n)
	}
}

// TestDisk: a full disk takes nothing, from others or for its own mailboxes, and all comes when there is room.
func TestDisk(t *testing.T) {
	r := newRig(t)
	r.fault("disk", "mail.hai.example", "", true)
	r.send(r.alice, "bob@hai.example")
	r.run(10 * vtime.Minute)
	if last := r.shan.Queue.List()[0].LastError(); !strings.Contains(last, "452 4.3.1") || r.inbox(r.hai, "bob@hai.example") > 0 {
		t.Errorf("the queue says %q", last)
	}
	r.fault("disk", "mail.hai.example", "", false)
	r.run(vtime.Hour)
	if n := r.inbox(r.hai, "bob@hai.example"); n != 1 {
		t.Errorf("bob has %d letters", n)
	}
}
