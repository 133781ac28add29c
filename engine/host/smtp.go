package host

import (
	"strconv"
	"strings"

	"ehloworld/engine/delivery"
	"ehloworld/engine/edition"
	"ehloworld/engine/framing"
	"ehloworld/engine/message"
	"ehloworld/engine/policy"
	"ehloworld/engine/queue"
	"ehloworld/engine/simnet"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
)

// acceptSMTP serves one connection to an SMTP or submission port.
func (h *Host) acceptSMTP(proto string, conn *simnet.Conn) {
	b := &smtpBackend{host: h, conn: conn, proto: proto}
	p := h.policy
	ends, _ := framing.ParseLineEnds(p.Text(policy.LineEnds))
	cfg := smtpserver.Config{
		Hostname:      h.Spec.ID,
		Host:          h.Spec.ID,
		Proto:         proto,
		Conn:          conn.ID(),
		ClientIP:      conn.RemoteIP(),
		Keywords:      h.keywords(proto),
		Disabled:      p.Disabled(),
		MaxSize:       int64(p.Int(policy.MaxSize)),
		MaxRecipients: p.Int(policy.MaxRecipients),
		MaxDomains:    p.Int(policy.MaxDomains),
		MaxMessages:   p.Int(policy.MaxPerConn),
		MaxErrors:     orNone(p.Int(policy.MaxErrors)),
		MaxUnknown:    p.Int(policy.MaxUnknown),
		MaxHold:       p.Span(policy.MaxHold),
		MinBy:         p.Span(policy.MinBy),
		IdleTimeout:   p.Span(policy.Idle),
		LineEnds:      ends,
		AuthRequired:  proto == smtpserver.ProtoSubmission,
		Trusted:       p.Covers(policy.XClientFrom, conn.RemoteIP()),
		Banner:        h.banner(),
		GreetDelay:    p.Span(policy.GreetDelay),

		StrictPipelining: p.On(policy.StrictPipelining),
	}
	if edition.Full {
		cfg.Accent, _ = smtpserver.ParseAccent(p.Text(policy.Accent))
		cfg.Magic = p.On(policy.Magic)
	}
	h.serve(conn, proto, smtpserver.New(cfg, b))
}

// banner is the text of the greeting, which begins with the name of the host (RFC 5321 section 4.2); empty: the usual one.
func (h *Host) banner() string {
	if text := h.policy.Text(policy.Banner); text != "" {
		return h.Spec.ID + " " + text
	}
	return ""
}

// orNone is a bound of package policy, where 0 is none, as a machine wants it.
func orNone(most int) int {
	if most == 0 {
		return -1
	}
	return most
}

// smtpBackend answers what the SMTP server asks of the host's memory.
type smtpBackend struct {
	smtpserver.Plain
	host  *Host
	conn  *simnet.Conn
	proto string
	seen  misconduct
}

// Authenticate implements smtpserver.Backend.
func (b *smtpBackend) Authenticate(_, user, pass string) (string, bool) {
	if !b.host.Store.Check(user, pass) {
		return "", false
	}
	return b.host.Store.Account(user).Address(), true
}

// Recipient implements smtpserver.Backend. Any sender is taken: that MAIL FROM proves nothing is one of the first lessons.
func (b *smtpBackend) Recipient(s smtpserver.Session, _ *smtp.Envelope, to smtp.Rcpt, _ any) smtpserver.Verdict {
	return smtpserver.Refused(b.recipient(s, to.Addr))
}

func (b *smtpBackend) recipient(s smtpserver.Session, rcpt string) *smtp.Reply {
	h := b.host
	h.settlePostmaster()
	if refuse := h.router.Recipient(rcpt, s.User != ""); refuse != nil {
		if route := h.router.Route(rcpt); route.Kind == delivery.Remote {
			h.note(0, &trace.Verdict{Host: h.Spec.ID, What: "relay", Result: "refused", Domain: route.Domain, Conn: s.Conn})
		}
		return refuse
	}
	if route := h.router.Route(rcpt); route.Kind == delivery.Local && h.Store.Account(route.Account).Full() {
		return smtp.Refuse(452, "4.2.2", "<"+rcpt+">: mailbox is full; try again later")
	}
	return nil
}

// Accept implements smtpserver.Backend.
func (b *smtpBackend) Accept(s smtpserver.Session, env smtp.Envelope, data []byte) (string, *smtp.Reply) {
	h := b.host
	// The letter's hidden identity travels beside its octets, whether the letter is taken or not.
	msg, known := b.conn.PopLetter()
	if !known {
		msg = h.world.NewMsg()
	}
	if h.wrong.disk {
		return "", &replyDiskFull
	}
	header := message.ParseHeader(data)
	// RFC 5321 section 6.3 asks for a bound of 100 or more.
	if most := h.policy.Int(policy.MaxHops); len(header.All("Received")) >= most {
		h.note(0, &trace.Verdict{Host: h.Spec.ID, What: "loop", Result: "refused", Conn: s.Conn})
		return "", smtp.Refuse(554, "5.4.6", "too many hops: "+strconv.Itoa(most)+" servers have passed this letter on; it goes in circles")
	}
	id := h.Queue.NextID()
	item, err := h.Queue.Add(h.world.Rec.Now, queue.Letter{
		ID: id, Msg: msg, Envelope: env, Data: h.stamp(s, env, id, &header, data),
	})
	if err != nil {
		return "", smtp.Refuse(452, "4.3.1", err.Error())
	}
	h.note(msg, &trace.Mail{Act: "accepted", Host: h.Spec.ID, QueueID: item.ID, From: env.From,
		Rcpt: strings.Join(env.Addrs(), ", "), Conn: s.Conn, Size: len(data)})
	b.dropAfter()
	return item.ID, nil
}

// Verify implements smtpserver.Backend. RFC 5321 section 3.5.3 lets a server say neither yes nor no, and section 7.3
// says why: a server that answers tells strangers who lives here.
func (b *smtpBackend) Verify(arg string) smtp.Reply {
	return smtp.NewReply(252, "2.1.5", "Cannot VRFY "+shown(arg)+", but will take a letter for it and try to deliver")
}

// Expand implements smtpserver.Backend: there are no lists here.
func (b *smtpBackend) Expand(arg string) smtp.Reply {
	return smtp.NewReply(550, "5.1.1", shown(arg)+": no mailing list of that name")
}

// shown shortens what a person typed, to be repeated in a reply.
func shown(s string) string {
	if len(s) > smtp.MaxShown {
		return s[:smtp.MaxShown] + "..."
	}
	return s
}

// stamp puts the Received field on top of a letter (RFC 5321 section 4.4), and at submission the fields that a letter
// must have and its writer left out (RFC 6409 section 8).
func (h *Host) stamp(s smtpserver.Session, env smtp.Envelope, id string, header *message.Header, data []byte) []byte {
	world := h.world
	how := message.Transport{ESMTP: s.ESMTP, Auth: s.User != "", UTF8: env.SMTPUTF8}
	info := message.ReceivedInfo{
		From: s.Hello, FromIP: s.ClientIP, By: h.Spec.ID, With: how.With(), ID: id,
		Date: world.Rec.Now, Zone: world.Zone,
	}
	if len(env.Rcpts) == 1 {
		// Naming one of several recipients would tell the others about it (RFC 5321 section 7.2).
		info.For = env.Rcpts[0].Addr
	}
	top := message.Received(info)
	if s.Proto == smtpserver.ProtoSubmission {
		if !header.Has("Date") {
			top += message.FormatTokens("Date", world.Rec.Now.Date(world.Zone))
		}
		if !header.Has("Message-ID") {
			top += message.FormatTokens("Message-ID", "<"+id+"."+strconv.FormatInt(int64(world.Rec.Now), 36)+"@"+h.Spec.ID+">")
		}
	}
	return append([]byte(top), data...)
}
