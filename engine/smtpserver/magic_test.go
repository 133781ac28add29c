package smtpserver

import (
	"testing"

	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

func TestParseMagic(t *testing.T) {
	for _, c := range []struct {
		local, phase string // Phase "": it is an ordinary address.
		reply        string
		wait         vtime.Duration
		drop, late   bool
	}{
		{local: "reply-450-4.2.1", phase: smtp.RCPT, reply: "450 4.2.1"},
		{local: "RCPT-550", phase: smtp.RCPT, reply: "550 5.0.0"},
		{local: "mail-421", phase: smtp.MAIL, reply: "421 4.0.0"},
		{local: "data-354", phase: smtp.DATA, reply: "354"},
		{local: "dot-250-2.6.0", phase: smtp.EOD, reply: "250 2.6.0"},
		{local: "auth-235", phase: smtp.AUTH, reply: "235 2.0.0"},
		{local: "drop-data", phase: smtp.DATA, drop: true},
		{local: "drop-late", phase: smtp.EOD, drop: true, late: true},
		{local: "slow-dot-30", phase: smtp.EOD, wait: 30 * vtime.Second},
		{local: "slow-dot-3600", phase: smtp.EOD, wait: vtime.Hour},
		{local: "slow-dot-3601"}, {local: "slow-dot-0"}, {local: "slow-dot"}, {local: "slow-dot-99999999999999999999"}, {local: "slow-30"},
		{local: "drop"}, {local: "drop-"}, {local: "drop-quit"},
		{local: "reply"}, {local: "reply-"}, {local: "reply-450-"}, {local: "reply-450-5.1.1"}, {local: "reply-450-4.1.9"}, {local: "reply-299"},
		{local: "reply-354"}, {local: "data-250"}, {local: "auth-334"}, {local: "dot-354"}, {local: "replies-450"}, {local: "450"}, {local: ""},
	} {
		m, ok := parseMagic(c.local)
		if ok != (c.phase != "") {
			t.Errorf("%q is magic: %v", c.local, ok)
			continue
		}
		got := ""
		if m.reply.Code > 0 {
			m.reply.Lines = nil
			got = m.reply.Error()
		}
		if ok && (m.phase != c.phase || got != c.reply || m.wait != c.wait || m.drop != c.drop || m.late != c.late) {
			t.Errorf("%q: %+v", c.local, m)
		}
	}
}
