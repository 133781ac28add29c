package host

import (
	"testing"

	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/vtime"
)

// TestSameOwner: RRVS asks for a mailbox that has belonged to one person since then.
func TestSameOwner(t *testing.T) {
	r := newRig(t)
	b := &smtpBackend{host: r.hai}
	now := r.hai.world.began
	for _, c := range []struct {
		addr  string
		since vtime.Time
		want  string
	}{
		{"bob@hai.example", 0, ""},
		{"bob@hai.example", now, ""},
		{"bob@hai.example", now.Add(-vtime.Second), "5.7.17"},
		{"alice@shan.example", now, "5.7.19"},
		{"alice@shan.example", 0, ""},
	} {
		v := b.Recipient(smtpserver.Session{User: "bob@hai.example"}, &smtp.Envelope{}, smtp.Rcpt{Addr: c.addr, Since: c.since}, nil)
		got := ""
		if v.Refuse != nil {
			got = v.Refuse.Enhanced
		}
		if got != c.want {
			t.Errorf("%s since %d: %q, want %q", c.addr, c.since, got, c.want)
		}
	}
}
