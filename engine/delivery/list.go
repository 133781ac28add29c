package delivery

import (
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/message"
	"ehloworld/engine/smtp"
)

// list gives a letter to a mailing list: the members get a letter of the list's own, with the list as its envelope sender
// (RFC 5321 section 3.9.2).
func (x *expander) list(p *post, rcpt smtp.Rcpt, f found) {
	l := f.list
	addr := f.as.String()
	if x.beenHere(p, rcpt, addr) {
		return // By way of another list, which has put its own List-Id in the place of ours.
	}
	if refuse := x.mayPost(p, l, f); refuse != nil {
		x.look.note(ruleList, false, "post="+l.Post.String(), refuse.Text())
		x.settle(p, rcpt, smtp.NewReply(refuse.Code, refuse.Enhanced, "<"+rcpt.Addr+">: "+refuse.Text()))
		return
	}
	x.look.note(ruleList, true, "post="+l.Post.String(), "the letter goes to all members")
	env := smtp.Envelope{
		From: f.listName(roleBounces), Body: p.env.Body, SMTPUTF8: p.env.SMTPUTF8, ReleaseAt: p.env.ReleaseAt, Priority: p.env.Priority,
		Solicit: p.env.Solicit,
	}
	posted := newPost(&env, listPost{x.r, l, f, p, x.seed()}.data())
	posted.list = true
	for _, member := range x.r.whole(l.Members) {
		x.follow(posted, smtp.Rcpt{Addr: member})
	}
	x.derive(posted, ruleList)
	// RFC 3461 section 5.2.7.1: this is where the writer's letter is delivered. His wishes end here.
	x.settle(p, rcpt, smtp.NewReply(250, "2.1.5", "delivered to the list "+addr+", "+count(len(l.Members), "member")))
}

// seed is something that no other letter's boundaries are made of.
func (x *expander) seed() string {
	return x.in.QueueID + "." + strconv.FormatInt(int64(x.in.Now), 36) + "." + strconv.Itoa(len(x.out.Letters))
}

// listName is one of the other names of the list that f found.
func (f found) listName(role string) string {
	return address.Address{Local: f.as.Local + "-" + role, Domain: f.as.Domain}.String()
}

// listID is the identifier of the list that f found (RFC 2919 section 2).
func (f found) listID() string { return strings.ToLower(f.as.Local + "." + f.as.Domain) }

// mayPost says why a letter is not for a list; nil when it is.
func (x *expander) mayPost(p *post, l *List, f found) *smtp.Reply {
	said := message.ReadList(&p.header)
	switch {
	case said.ID == f.listID():
		return smtp.Refuse(554, "5.4.6", "this letter has come from the list already: its List-Id says so")
	case p.list:
		return nil // From another list of this server, whose owner put this one on it.
	case p.env.From == "":
		return smtp.Refuse(550, "5.7.2", "notices and other letters without a sender do not go to a list")
	case said.AutoSubmitted == "auto-replied":
		return smtp.Refuse(550, "5.7.2", "automatic answers do not go to a list (Auto-Submitted: auto-replied)")
	case said.Precedence == "bulk" || said.Precedence == "junk" || said.Precedence == "list" && said.ID == "":
		return smtp.Refuse(550, "5.7.2", "mass mail does not go to a list (Precedence: "+said.Precedence+")")
	}
	if l.Post == PostAnybody || x.oneOf(p, x.r.owners(l, f.as.Domain)) || l.Post == PostMembers && x.oneOf(p, x.r.whole(l.Members)) {
		return nil
	}
	if l.Post == PostOwner {
		return smtp.Refuse(550, "5.7.2", "only its owner may write to this list")
	}
	return smtp.Refuse(550, "5.7.2", "only its members may write to this list; write to "+f.listName(roleRequest)+" to become one")
}

// oneOf says whether a letter is from one of some people: by its envelope, or by its From, as people know them. Both can be
// forged; that is for other checks.
func (x *expander) oneOf(p *post, people []string) bool {
	authors := append(message.Addresses(p.header.Mailboxes("From")), p.env.From)
	for _, who := range people {
		for _, author := range authors {
			if author != "" && strings.EqualFold(who, author) {
				return true
			}
		}
	}
	return false
}

// listPost is a letter on its way to the members of a list.
type listPost struct {
	r    *Router
	list *List
	f    found
	from *post
	seed string
}

// data is the letter as the members get it: with the fields of RFC 2369 and RFC 2919, which replace those of a list that
// this one is a member of (RFC 2369 section 4), and with what the list wants to be changed. Signatures of the writer's
// domain stay and no longer fit.
func (lp listPost) data() []byte {
	l, addr := lp.list, lp.f.as.String()
	letter := lp.from.data
	if text := lp.footer(); text != "" {
		letter = message.AddFooter(letter, text, footerPage(text), lp.seed)
	}
	e := message.NewEdit(letter, lp.seed)
	root := e.Root()
	set := func(name, value string) {
		var field []byte
		if value != "" {
			field = message.AppendField(nil, name, value, lp.from.env.SMTPUTF8)
		}
		e.SetField(root, name, field)
	}
	lp.author(e)
	if l.Prefix != "" {
		if subject := root.Header.Text("Subject"); !strings.Contains(subject, l.Prefix) {
			e.SetField(root, "Subject", message.AppendText(nil, "Subject", strings.TrimSpace(l.Prefix+" "+subject), lp.from.env.SMTPUTF8))
		}
	}
	set("List-Id", strings.TrimSpace(l.Title+" <"+lp.f.listID()+">"))
	post := mailto(addr, "")
	if l.Post == PostOwner {
		post = "NO"
	}
	set("List-Post", post)
	request := lp.f.listName(roleRequest)
	set("List-Help", mailto(request, "help"))
	set("List-Subscribe", mailto(request, "subscribe"))
	set("List-Unsubscribe", mailto(request, "unsubscribe"))
	set("List-Unsubscribe-Post", "")
	set("List-Owner", mailto(lp.f.listName(roleOwner), ""))
	set("List-Archive", "")
	set("Precedence", "list")
	return append([]byte(message.DeliveredTo(addr)), e.Bytes()...)
}

// author changes From and Reply-To as the list wants them.
func (lp listPost) author(e *message.Edit) {
	l, addr, root := lp.list, lp.f.as.String(), e.Root()
	utf8 := lp.from.env.SMTPUTF8
	authors := root.Header.Mailboxes("From")
	answers := root.Header.Mailboxes("Reply-To")
	list := message.Mailbox{Name: l.Title, Address: addr}
	if l.Munge {
		if len(answers) == 0 {
			answers = authors
		}
		via := l.Title
		if via == "" {
			via = lp.f.as.Local
		}
		from := list
		from.Name = via
		if len(authors) > 0 {
			name := authors[0].Name
			if name == "" {
				name, _, _ = strings.Cut(authors[0].Address, "@")
			}
			from.Name = name + " via " + via
			e.SetField(root, "X-Original-From", message.AppendMailboxes(nil, "X-Original-From", authors, utf8))
		}
		e.SetField(root, "From", message.AppendMailboxes(nil, "From", []message.Mailbox{from}, utf8))
	}
	if l.ToList {
		if !l.Munge {
			answers = nil
		}
		answers = append([]message.Mailbox{list}, answers...)
	}
	if (l.Munge || l.ToList) && len(message.Addresses(answers)) > 0 {
		e.SetField(root, "Reply-To", message.AppendMailboxes(nil, "Reply-To", answers, utf8))
	}
}

// footer is the text under the letters of a list; empty: none.
func (lp listPost) footer() string {
	if lp.list.OurFoot {
		return "_______________\nYou are on the list " + lp.f.as.String() + ".\nTo leave it, write to " + lp.f.listName(roleRequest) + "."
	}
	return lp.list.Footer
}

// footerPage is a footer for a page.
func footerPage(text string) string {
	return "<hr><p>" + strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\n", "<br>\r\n").Replace(text) + "</p>"
}

// mailto is how a list's field says where to write (RFC 2369 section 3). Characters that mean something in a URI are
// escaped (RFC 6068 section 2).
func mailto(addr, subject string) string {
	const digits = "0123456789ABCDEF"
	b := []byte("<mailto:")
	for i := 0; i < len(addr); i++ {
		if c := addr[i]; c <= ' ' || strings.IndexByte("%?&=#/\"<>[]\\^`{|}", c) >= 0 {
			b = append(b, '%', digits[c>>4], digits[c&15])
		} else {
			b = append(b, c)
		}
	}
	if subject != "" {
		b = append(append(b, "?subject="...), subject...)
	}
	return string(append(b, '>'))
}

// Expn answers EXPN (RFC 5321 section 3.5.1): the members of a list, or what an alias stands for.
func (r *Router) Expn(arg string) smtp.Reply {
	name := strings.TrimSpace(strings.Trim(strings.TrimSpace(arg), "<>"))
	full := name
	if name != "" && bare(name) {
		full = r.whole([]string{name})[0]
	}
	l := looker{r: r}
	f := l.look(full)
	var members []string
	switch {
	case name == "":
		return smtp.NewReply(501, "5.5.4", "Syntax: EXPN list name")
	case f.kind == aList && f.list.Private:
		return smtp.NewReply(550, "5.7.2", "who is on this list is for its owner to know")
	case f.kind == aList:
		members = r.whole(f.list.Members)
	case f.kind == several && !isSRS(f.addr.Local):
		members = f.to
	case f.kind == mailbox:
		return smtp.NewReply(550, "5.1.3", "<"+full+"> is one mailbox and no list; VRFY asks about mailboxes")
	default:
		return smtp.NewReply(550, "5.1.1", "no list or alias has this name here")
	}
	if len(members) == 0 {
		return smtp.NewReply(250, "2.1.5", "nobody is on this list")
	}
	lines := make([]string, len(members))
	for i, member := range members {
		lines[i] = "<" + member + ">"
	}
	return smtp.Reply{Code: 250, Enhanced: "2.1.5", Lines: lines}
}
