package delivery

import (
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/edition"
	"ehloworld/engine/message"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Theory of operation. A letter that has been accepted is expanded once: every recipient is followed through the rules
// until it is an address to deliver to, somewhere else or in a mailbox here. Most rules only put other addresses in its
// place. Where a rule changes the letter too, or its sender, it makes a letter of its own (Derived), and the addresses
// it goes to are followed in the same way.
//
// What surprises:
//   - Aliases keep the letter and its sender; lists replace both; forwards put a Delivered-To on top, by which the server
//     knows the letter when it comes round again (RFC 9228), and replace the sender if they are told to.
//   - An alias may name itself: "bob: bob, carol" gives bob his letter and carol a copy. Every longer way back is a loop.
//   - What a sender wishes to be told (RFC 3461) follows a recipient as long as one address stands for one other. When it
//     becomes several, nobody can say any more that "it" was delivered: the sender hears that it was expanded, and of the
//     copies only what goes wrong. A list is where a letter is delivered; what the list does then is another letter.
//   - Whatever goes wrong, no recipient is forgotten: each is among Rcpts or Settled. And when rules make too much of a
//     letter nobody gets it: a list of which a part gets each letter is worse than one that says what is wrong with it.

// Arrival is what is known about an accepted letter besides its envelope and its text.
type Arrival struct {
	Now      vtime.Time
	Zone     int       // Seconds east of UTC.
	QueueID  string    // The letter's number here.
	Answered *Answered // Who has had a vacation answer; nil: there is no memory, and no answers. See Answered.Remember.
}

// Expansion is what becomes of a letter.
type Expansion struct {
	Rcpts    []smtp.Rcpt // This very letter goes to these: Router.Final knows the way of each.
	Settled  []Settled   // Recipients whose fate is known already.
	Expanded []smtp.Rcpt // Recipients that have become several (RFC 3461 section 5.2.7.3), if the sender asked for success.
	// Merged are recipients of the envelope that became one of Rcpts together, under its address and each with its own ORcpt
	// and Notify: the letter goes there once, and the sender is told of each. Those that nobody shares an address with are not in it.
	Merged  []smtp.Rcpt
	Letters []Derived     // Letters that rules have made of it.
	Rules   []*trace.Rule // What was looked at, in order.
}

// Settled is a recipient whose fate rules have decided: a list took the letter, or it goes in circles.
type Settled struct {
	Rcpt    smtp.Rcpt
	Outcome smtpclient.RcptOutcome
}

// Derived is a letter that a rule has made of another.
type Derived struct {
	Rule    string // "list", "forward" or "vacation".
	For     string // The recipient of the envelope that it was made for.
	Account string // Of a vacation answer: whose it is, for Answered.Remember.
	smtp.Envelope
	Data []byte
}

// Refusal is what to say to the client when nobody gets anything of the letter, and rules rather than accounts are why:
// then the client can tell its user, and no notice need be sent to a sender who may be forged. It is nil when somebody
// does.
func (e *Expansion) Refusal() *smtp.Reply {
	if len(e.Rcpts) > 0 || len(e.Letters) > 0 || len(e.Settled) == 0 {
		return nil
	}
	for i := range e.Settled {
		if e.Settled[i].Outcome.Delivered {
			return nil
		}
	}
	return &e.Settled[0].Outcome.Reply
}

// expander is an Expand under way.
type expander struct {
	look   looker
	r      *Router
	in     Arrival
	out    Expansion
	origin smtp.Rcpt // The recipient of the envelope that is being followed.
	path   []string  // The addresses that led to the one at hand, in lower case.
	done   bool      // Something has come of origin.
	over   string    // Not empty: rules make too much of the letter, and of what.
	looks  int
}

// post is one letter: the accepted one, or one that is being made of it.
type post struct {
	env    *smtp.Envelope
	data   []byte
	header message.Header
	first  bool            // The accepted one.
	list   bool            // It is a list's: what goes wrong is not the writer's business any more.
	at     map[string]int  // Places in rcpts, by address in lower case.
	seen   map[string]bool // Addresses that were followed for the recipient at hand.
	rcpts  []smtp.Rcpt
}

func newPost(env *smtp.Envelope, data []byte) *post {
	return &post{env: env, data: data, header: message.ParseHeader(data), at: map[string]int{}, seen: map[string]bool{}}
}

// Expand says what becomes of a letter that was accepted.
func (r *Router) Expand(env smtp.Envelope, data []byte, in Arrival) Expansion {
	x := &expander{r: r, in: in, look: looker{r: r, now: in.Now, loud: true}}
	p := newPost(&env, data)
	p.first = true
	for _, rcpt := range env.Rcpts {
		x.origin, x.done, x.look.rcpt = rcpt, false, rcpt.Addr
		clear(p.seen)
		x.follow(p, rcpt)
		if edition.Full && !x.done {
			x.fail(p, rcpt, 554, "5.4.6", "the rules of this server lead in a circle")
		}
	}
	if edition.Full && len(p.rcpts)+len(x.out.Settled) > MaxExpansion {
		x.over = strconv.Itoa(MaxExpansion) + " recipients"
	}
	if edition.Full && x.over != "" {
		x.refuse(p)
	}
	x.out.Rcpts = p.rcpts
	// Somebody whom one rule had to leave out may have got the letter by another.
	settled := x.out.Settled[:0]
	for _, s := range x.out.Settled {
		if _, twice := p.at[strings.ToLower(s.Rcpt.Addr)]; !twice {
			settled = append(settled, s)
		}
	}
	x.out.Settled, x.out.Rules = settled, x.look.notes
	for _, note := range x.out.Rules {
		note.QueueID = in.QueueID
	}
	return x.out
}

// follow finds out where one recipient of a letter leads.
func (x *expander) follow(p *post, rcpt smtp.Rcpt) {
	key := strings.ToLower(rcpt.Addr)
	for i, before := range x.path {
		if edition.Full && before == key {
			x.look.addr = rcpt.Addr
			x.look.note(ruleLoop, true, strings.Join(x.path[i:], " → ")+" → "+key, "left out: that is where it came from")
			return
		}
	}
	if p.seen[key] {
		return // What comes of it is there already.
	}
	p.seen[key] = true
	if edition.Full {
		if x.looks++; x.looks > MaxLooks {
			x.over = strconv.Itoa(MaxLooks) + " look-ups"
		}
		if x.over != "" {
			return
		}
		if len(x.path) > MaxNesting {
			x.fail(p, rcpt, 554, "5.2.4", "the rules of this server lead through more than "+strconv.Itoa(MaxNesting)+" names")
			return
		}
	}
	f := x.look.look(rcpt.Addr)
	if edition.Full && f.written != rcpt.Addr { // Its domain was an alias.
		rcpt = renamed(rcpt, f.written)
	}
	x.path = append(x.path, key)
	switch f.kind {
	case nobody:
		if f.refuse != nil {
			x.settle(p, rcpt, *f.refuse)
		} else {
			x.add(p, rcpt) // Whoever delivers says so, at once or to the sender.
		}
	case elsewhere:
		x.add(p, rcpt)
	case mailbox:
		x.account(p, rcpt, f)
	case several:
		if edition.Full {
			x.several(p, rcpt, f)
		}
	case aList:
		if edition.Full {
			x.list(p, rcpt, f)
		}
	}
	x.path = x.path[:len(x.path)-1]
}

// add makes an address a recipient of a letter. Who is it already is so once, with all that the sender wishes to know: so the
// next server is asked for it, and what it is not asked for is among Merged.
func (x *expander) add(p *post, rcpt smtp.Rcpt) {
	key := strings.ToLower(rcpt.Addr)
	if i, twice := p.at[key]; twice {
		x.done = true
		old := &p.rcpts[i]
		if edition.Full && p.first {
			x.merge(*old, rcpt)
		}
		old.Notify = both(old.Notify, rcpt.Notify)
		return
	}
	if len(p.rcpts) == MaxExpansion {
		x.over = strconv.Itoa(MaxExpansion) + " recipients"
		return
	}
	x.done = true
	p.at[key] = len(p.rcpts)
	p.rcpts = append(p.rcpts, rcpt)
}

// merge keeps what the sender called a recipient that has become the same as another, and wishes to be told of it.
func (x *expander) merge(old, rcpt smtp.Rcpt) {
	rcpt.Addr = old.Addr
	known := false
	for i := range x.out.Merged {
		m := &x.out.Merged[i]
		if m.Addr != old.Addr {
			continue
		}
		if m.ORcpt == rcpt.ORcpt {
			m.Notify = both(m.Notify, rcpt.Notify)
			return
		}
		known = true
	}
	if !known {
		if old.ORcpt == rcpt.ORcpt {
			return // It was named twice.
		}
		x.out.Merged = append(x.out.Merged, old)
	}
	x.out.Merged = append(x.out.Merged, rcpt)
}

// both is what a sender wishes to be told of a recipient who was named with a and with b. Who says nothing wishes to hear
// of failure and delay (RFC 3461 section 4.1).
func both(a, b smtp.Notify) smtp.Notify {
	switch {
	case a == b || b == smtp.NotifyNever:
		return a
	case a == smtp.NotifyNever:
		return b
	case a == 0:
		a = smtp.NotifyFailure | smtp.NotifyDelay
	case b == 0:
		b = smtp.NotifyFailure | smtp.NotifyDelay
	}
	return a | b
}

// several puts other addresses in the place of one.
func (x *expander) several(p *post, rcpt smtp.Rcpt, f found) {
	child := rcpt
	if len(f.to) > 1 {
		child = x.expanded(p, rcpt)
	}
	for _, to := range f.to {
		if names(f, to) {
			x.itself(p, renamed(child, rcpt.Addr))
			continue
		}
		x.follow(p, renamed(child, to))
	}
}

// itself is an alias that names itself: whose name it is has a mailbox, or it leads nowhere.
func (x *expander) itself(p *post, rcpt smtp.Rcpt) {
	loud := x.look.loud
	x.look.final = true
	f := x.look.look(rcpt.Addr)
	x.look.final, x.look.loud = false, loud
	if f.kind != mailbox {
		x.look.note(ruleLoop, true, rcpt.Addr+" → "+rcpt.Addr, "left out: no account has this name")
		return
	}
	x.account(p, rcpt, f)
}

// names says whether an address is the one that f was found by.
func names(f found, addr string) bool {
	return strings.EqualFold(addr, f.written) || strings.EqualFold(addr, f.addr.String()) || strings.EqualFold(addr, f.as.String())
}

// expanded is what of a recipient's wishes each of several addresses in its place carries on: everything but success,
// since RFC 3461 section 5.2.7.3 lets no more than one carry that. Who wished nothing else wishes nothing.
func (x *expander) expanded(p *post, rcpt smtp.Rcpt) smtp.Rcpt {
	if rcpt.Notify&smtp.NotifySuccess == 0 {
		return rcpt
	}
	if p.first {
		x.out.Expanded = append(x.out.Expanded, rcpt)
	}
	if rcpt.Notify &^= smtp.NotifySuccess; rcpt.Notify == 0 {
		rcpt.Notify = smtp.NotifyNever
	}
	return rcpt
}

// renamed is a recipient under another address. What the sender called it goes on with it; if nobody has written that
// down yet this server does (RFC 3461 section 5.2.1). Since when the old name has been somebody's says nothing about the new
// one (RFC 7293).
func renamed(rcpt smtp.Rcpt, addr string) smtp.Rcpt {
	if rcpt.Addr == addr {
		return rcpt
	}
	rcpt.Since = 0
	if rcpt.ORcpt == "" {
		rcpt.ORcpt = "rfc822;" + rcpt.Addr
		if a, err := address.Parse(rcpt.Addr); err == nil && !a.ASCII() {
			rcpt.ORcpt = "utf-8;" + rcpt.Addr // RFC 6533 section 3.
		}
	}
	rcpt.Addr = addr
	return rcpt
}

// account is a letter for somebody with a mailbox here.
func (x *expander) account(p *post, rcpt smtp.Rcpt, f found) {
	if x.beenHere(p, rcpt, rcpt.Addr) {
		return
	}
	if !edition.Full || x.r.Rules.Empty() {
		x.add(p, rcpt)
		return
	}
	fw := x.r.forward(f.addr, f.account)
	switch {
	case fw != nil:
		how := strings.Join(x.r.whole(fw.To), ", ")
		if fw.Keep {
			how += ", and the mailbox"
		}
		x.look.note(ruleForward, true, fw.Account, how)
	case len(x.r.Rules.Forwards) > 0:
		x.look.note(ruleForward, false, count(len(x.r.Rules.Forwards), "forward"), "")
	}
	if fw == nil {
		x.keep(p, rcpt, f)
		x.vacation(p, rcpt, f)
		return
	}
	x.vacation(p, rcpt, f)
	x.sendOn(p, rcpt, f, fw)
}

// keep puts a letter into a mailbox, or into the hands of the LMTP server that has it.
func (x *expander) keep(p *post, rcpt smtp.Rcpt, f found) {
	if x.r.Rules.LMTP.Host != "" && f.account != "" {
		x.look.note(ruleLMTP, true, f.account, "over to "+x.r.Rules.LMTP.String())
	}
	x.add(p, rcpt)
}

// settle decides the fate of a recipient.
func (x *expander) settle(p *post, rcpt smtp.Rcpt, reply smtp.Reply) {
	x.done = true
	if p.list {
		return // The rule trace has it. A notice to the list would not help the member.
	}
	for _, s := range x.out.Settled {
		if strings.EqualFold(s.Rcpt.Addr, rcpt.Addr) {
			return
		}
	}
	if len(x.out.Settled) == MaxExpansion {
		x.over = strconv.Itoa(MaxExpansion) + " recipients"
		return
	}
	x.out.Settled = append(x.out.Settled, Settled{rcpt, smtpclient.RcptOutcome{
		Rcpt: rcpt.Addr, Reply: reply, Delivered: reply.Positive(), Temporary: reply.Temporary(), Local: true,
	}})
}

// fail settles a recipient that rules could not bring anywhere.
func (x *expander) fail(p *post, rcpt smtp.Rcpt, code int, enhanced, why string) {
	x.settle(p, rcpt, smtp.NewReply(code, enhanced, "<"+rcpt.Addr+">: "+why))
}

// derive makes a letter of its own.
func (x *expander) derive(p *post, rule string) {
	if len(p.rcpts) == 0 || x.over != "" {
		return
	}
	if len(x.out.Letters) == MaxLetters {
		x.over = strconv.Itoa(MaxLetters) + " letters"
		return
	}
	env := *p.env
	env.Rcpts, env.Size = p.rcpts, int64(len(p.data))
	x.out.Letters = append(x.out.Letters, Derived{Rule: rule, For: x.origin.Addr, Envelope: env, Data: p.data})
}

// refuse takes back all that has come of a letter: nobody gets it.
func (x *expander) refuse(p *post) {
	why := "the rules of this server make more than " + x.over + " of this letter"
	x.out.Settled, x.out.Expanded, x.out.Merged, x.out.Letters, p.rcpts = nil, nil, nil, nil, nil
	clear(p.at)
	for _, rcpt := range p.env.Rcpts[:min(len(p.env.Rcpts), MaxExpansion)] {
		x.fail(p, rcpt, 554, "5.2.4", why)
	}
}
