package delivery

import (
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/message"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// MaxAnswered is how many answers a server remembers. The oldest is forgotten for the next.
const MaxAnswered = 1000

// Answered is who has had a vacation answer, and when. The zero value is nobody.
type Answered struct{ list []answer }

type answer struct {
	account, sender string // In lower case.
	at              vtime.Time
}

// recent says whether sender has had an answer from account in the last days.
func (m *Answered) recent(account, sender string, now vtime.Time, days int) bool {
	i := m.find(account, sender)
	return i >= 0 && now.Sub(m.list[i].at) < vtime.Duration(days)*24*vtime.Hour
}

func (m *Answered) find(account, sender string) int {
	account, sender = strings.ToLower(account), strings.ToLower(sender)
	return slices.IndexFunc(m.list, func(a answer) bool { return a.account == account && a.sender == sender })
}

// Remember notes the vacation answers among letters that are going out, which rules have made of a letter by sender.
func (m *Answered) Remember(sender string, letters []Derived, now vtime.Time) {
	for i := range letters {
		account := letters[i].Account
		if account == "" {
			continue
		}
		if at := m.find(account, sender); at >= 0 {
			m.list = slices.Delete(m.list, at, at+1)
		} else if len(m.list) == MaxAnswered {
			m.list = slices.Delete(m.list, 0, 1)
		}
		m.list = append(m.list, answer{strings.ToLower(account), strings.ToLower(sender), now})
	}
}

// vacation answers a letter in the name of somebody who is away.
func (x *expander) vacation(p *post, rcpt smtp.Rcpt, f found) {
	if len(x.r.Rules.Vacations) == 0 {
		return
	}
	v := x.r.vacation(f.addr, f.account)
	if v == nil {
		x.look.note(ruleVacation, false, count(len(x.r.Rules.Vacations), "vacation"), "")
		return
	}
	days := v.Days
	if days == 0 {
		days = DefaultDays
	}
	account := f.as.String()
	why := x.noAnswer(p, rcpt, f, v)
	if why == "" && x.in.Answered.recent(account, p.env.From, x.in.Now, days) {
		why = p.env.From + " has had an answer in the last " + count(days, "day")
	}
	for i := range x.out.Letters {
		if strings.EqualFold(x.out.Letters[i].Account, account) {
			why = "this letter has been answered"
		}
	}
	if why != "" {
		x.look.note(ruleVacation, false, v.Account, why)
		return
	}
	// The null sender and NOTIFY=NEVER: nothing comes back to an answer (RFC 3834 section 3.3, RFC 5230 section 5.1).
	env := smtp.Envelope{SMTPUTF8: p.env.SMTPUTF8, ReleaseAt: p.env.ReleaseAt}
	reply := newPost(&env, x.answerTo(p, f, v))
	reply.list = true // What goes wrong with it is nobody's business.
	loud, path, done := x.look.loud, x.path, x.done
	x.look.loud, x.path = false, nil
	first := len(x.out.Letters)
	x.follow(reply, smtp.Rcpt{Addr: p.env.From, Notify: smtp.NotifyNever})
	x.look.loud, x.path, x.done = loud, path, done
	x.look.addr = rcpt.Addr
	x.derive(reply, ruleVacation)
	answers := x.out.Letters[first:] // More than one if the sender is here and forwards his letters.
	if len(answers) == 0 {
		x.look.note(ruleVacation, false, v.Account, "no way leads to "+p.env.From)
		return
	}
	for i := range answers {
		answers[i].Account = account
	}
	x.look.note(ruleVacation, true, v.Account, "an answer to "+p.env.From)
}

// noAnswer says why a letter gets no answer; "" when it may get one. The reasons are those of RFC 3834 section 2 and
// RFC 5230 sections 4.5 and 4.6.
func (x *expander) noAnswer(p *post, rcpt smtp.Rcpt, f found, v *Vacation) string {
	said := message.ReadList(&p.header)
	sender, err := address.Parse(p.env.From)
	suppress := strings.ToLower(p.header.Get("X-Auto-Response-Suppress")) // Of Exchange; MS-OXCMAIL section 2.2.3.2.14.
	switch {
	case x.in.Answered == nil:
		return "this server does not remember whom it has answered"
	case p.env.From == "":
		return "it has no sender: it is a notice"
	case err != nil:
		return "its sender is no address"
	case said.AutoSubmitted != "":
		return "a program wrote it (Auto-Submitted: " + said.AutoSubmitted + ")"
	case said.Exists():
		return "it came through a mailing list"
	case said.Automatic():
		return "it was sent to many (Precedence: " + said.Precedence + ")"
	case strings.Contains(suppress, "oof") || strings.Contains(suppress, "autoreply") || strings.Contains(suppress, "all"):
		return "its sender wants no answer of this kind (X-Auto-Response-Suppress)"
	case robot(sender.Local):
		return "its sender " + p.env.From + " is the address of a program"
	case x.me(p.env.From, rcpt, f, v):
		return "it is the account's own"
	}
	for _, name := range [...]string{"To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc"} {
		for _, to := range message.Addresses(p.header.Mailboxes(name)) {
			if x.me(to, rcpt, f, v) {
				return ""
			}
		}
	}
	return "neither To nor Cc names the account, so it was not written to this person"
}

// robot says whether a name is one that programs write under (RFC 5230 section 4.6).
func robot(local string) bool {
	local = strings.ToLower(local)
	for _, name := range [...]string{"mailer-daemon", "listserv", "majordomo", "postmaster", "noreply", "no-reply"} {
		if local == name {
			return true
		}
	}
	if strings.HasPrefix(local, "owner-") {
		return true
	}
	for _, role := range [...]string{roleRequest, roleOwner, roleBounces} {
		if strings.HasSuffix(local, "-"+role) {
			return true
		}
	}
	return false
}

// me says whether an address is the account's: its own, the one that the letter was sent to, or one that the rule names.
func (x *expander) me(addr string, rcpt smtp.Rcpt, f found, v *Vacation) bool {
	if names(f, addr) || strings.EqualFold(addr, f.account) || strings.EqualFold(addr, rcpt.Addr) {
		return true
	}
	for _, also := range x.r.whole(v.Also) {
		if strings.EqualFold(addr, also) {
			return true
		}
	}
	return false
}

// answerTo writes the answer (RFC 3834 section 3).
func (x *expander) answerTo(p *post, f found, v *Vacation) []byte {
	from := f.account
	if from == "" {
		from = f.as.String() // Only the LMTP server knows the account.
	}
	d := message.Draft{
		From: from, To: p.env.From, Subject: v.Subject, Body: v.Text + "\n",
		Fields: message.AppendField(nil, "Auto-Submitted", "auto-replied", false),
	}
	if d.Subject == "" {
		d.Subject = "Auto: " + p.header.Text("Subject") // RFC 5230 section 4.2.
	}
	d.Answers(p.data)
	return message.Compose(d, message.Options{
		Date: x.in.Now, Zone: x.in.Zone, UTF8: p.env.SMTPUTF8, Boundary: x.seed(),
		MessageID: x.in.QueueID + "." + strconv.FormatInt(int64(x.in.Now), 36) + "." + strconv.Itoa(len(x.out.Letters)) + "@" + x.r.Host,
	})
}
