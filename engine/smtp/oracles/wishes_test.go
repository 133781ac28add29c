package oracles

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

// wishing are the clients that can ask for notices (RFC 3461). Each sends a letter to Bob, who is to be called robert, with
// notices of success and failure, and to somebody who does not exist and is to be called someone+else.
var wishing = map[string]func(t *testing.T, e errand){
	"smtplib": func(t *testing.T, e errand) {
		tool(t, "", "python3", "python/send.py", e.port, alice, alicePassword, e.file, e.tag, "notices")
	},
	"nodemailer": func(t *testing.T, e errand) {
		tool(t, "", "node", "node/send.mjs", e.port, alice, alicePassword, e.file, e.tag, "notices")
	},
	"go-smtp": func(t *testing.T, e errand) {
		submit(t, e.port, e.octets, &smtp.MailOptions{Return: smtp.DSNReturnHeaders, EnvelopeID: e.tag + "+1", Body: smtp.Body8BitMIME},
			addressee{bob, &smtp.RcptOptions{Notify: []smtp.DSNNotify{smtp.DSNNotifySuccess, smtp.DSNNotifyFailure},
				OriginalRecipientType: smtp.DSNAddressTypeRFC822, OriginalRecipient: "robert@hai.example"}},
			addressee{"nobody@hai.example", &smtp.RcptOptions{Notify: []smtp.DSNNotify{smtp.DSNNotifyFailure},
				OriginalRecipientType: smtp.DSNAddressTypeRFC822, OriginalRecipient: "someone+else@hai.example"}})
	},
}

// TestNotices lets clients ask for delivery status notifications, which must come back to Alice with all that she asked
// for: the envelope's id, the recipients as she knows them, and only the header of her letter.
func TestNotices(t *testing.T) {
	s := serve(t, allOffered)
	e := errand{port: s.port(t, aliceServer, "submission")}
	for name, send := range wishing {
		e.tag, e.octets = name, awkward(name)
		e.file = filepath.Join(t.TempDir(), "letter.eml")
		if err := os.WriteFile(e.file, e.octets, 0o644); err != nil {
			t.Fatal(err)
		}
		send(t, e)
	}
	box := fetch(t, s.port(t, aliceServer, "pop3"), map[string]int{alice: 2 * len(wishing)})[alice]
	for name := range wishing {
		t.Run(name, func(t *testing.T) {
			for _, want := range []map[string]string{
				{"Action": "delivered", "Original-Recipient": "rfc822;robert@hai.example", "Final-Recipient": "rfc822;bob@hai.example"},
				{"Action": "failed", "Original-Recipient": "rfc822;someone+else@hai.example", "Final-Recipient": "rfc822;nobody@hai.example", "Status": "5.1.1"},
			} {
				found := 0
				for _, l := range box {
					n := l.notice(t)
					if n.message.Get("Original-Envelope-Id") != name+"+1" || n.recipients[0].Get("Action") != want["Action"] {
						continue
					}
					found++
					for field, value := range want {
						if got := strings.ReplaceAll(n.recipients[0].Get(field), " ", ""); !strings.EqualFold(got, value) {
							t.Errorf("%s: %s, want %s", field, got, value)
						}
					}
					if !bytes.Contains(n.returned, []byte("awkward-"+name+"@shan.example")) || bytes.Contains(n.returned, []byte("on nothing is quoted")) {
						t.Errorf("what was returned is not the header: %q", n.returned)
					}
					if l.header.Get("Return-Path") != "<>" {
						t.Errorf("the notice has a sender: %s", l.header.Get("Return-Path"))
					}
				}
				if found != 1 {
					t.Errorf("%d notices say %q, want one; there are %s", found, want["Action"], subjects(box))
				}
			}
		})
	}
}

// TestOutboundWishes: what a client says about a letter reaches the next server; one that cannot keep it is made up for.
func TestOutboundWishes(t *testing.T) {
	o := serveOutside(t)
	sent := awkward("wishes")
	success := &smtp.RcptOptions{Notify: []smtp.DSNNotify{smtp.DSNNotifySuccess, smtp.DSNNotifyDelayed}, OriginalRecipientType: smtp.DSNAddressTypeRFC822, OriginalRecipient: "zoe+x@go.example"}
	never := &smtp.RcptOptions{Notify: []smtp.DSNNotify{smtp.DSNNotifyNever}}
	submit(t, o.port(t, aliceServer, "submission"), sent, &smtp.MailOptions{Return: smtp.DSNReturnFull, EnvelopeID: "wish 1", Body: smtp.Body8BitMIME},
		addressee{"zoe@go.example", success}, addressee{"yan@go.example", never}, addressee{"zoe@plain.example", success}, addressee{"yan@plain.example", never})

	l := o.everything.wait(t, 1)[0]
	if l.mail.EnvelopeID != "wish 1" || l.mail.Return != smtp.DSNReturnFull || len(l.rcpt) != 2 {
		t.Fatalf("go.example heard %+v", l)
	}
	for i, a := range l.rcpt {
		switch l.to[i] {
		case "zoe@go.example":
			if len(a.Notify) != 2 || a.OriginalRecipient != "zoe+x@go.example" || a.OriginalRecipientType != smtp.DSNAddressTypeRFC822 {
				t.Errorf("go.example heard %+v of zoe", a)
			}
		case "yan@go.example":
			if len(a.Notify) != 1 || a.Notify[0] != smtp.DSNNotifyNever {
				t.Errorf("go.example heard %+v of yan", a)
			}
		}
	}
	if l := o.bare.wait(t, 1)[0]; l.mail.EnvelopeID != "" || l.mail.Return != "" || len(l.rcpt) != 2 || l.rcpt[0].Notify != nil {
		t.Errorf("plain.example heard %+v, though it offers no DSN", l)
	}
	box := fetch(t, o.port(t, aliceServer, "pop3"), map[string]int{alice: 1})[alice]
	n := box[0].notice(t)
	// RET=FULL is for notices of failure; others return the header only (RFC 3461 section 4.3).
	if r := n.recipients[0]; len(n.recipients) != 1 || r.Get("Action") != "relayed" || !strings.Contains(r.Get("Final-Recipient"), "zoe@plain.example") || bytes.Contains(n.returned, []byte("on nothing is quoted")) {
		t.Errorf("the notice says %v and returns %q", n.recipients, n.returned)
	}
}
