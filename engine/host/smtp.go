package host

import (
	"ehloworld/engine/edition"
	"ehloworld/engine/framing"
	"ehloworld/engine/policy"
	"ehloworld/engine/simnet"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
)

// acceptSMTP serves one connection to an SMTP or submission port.
func (h *Host) acceptSMTP(proto string, conn *simnet.Conn) {
	b := &smtpBackend{host: h, conn: conn, proto: proto}
	p := h.policy
	ends, _ := framing.ParseLineEnds(p.Text(policy.LineEnds)) // "pass" is strict about what ends a line.
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
		PassBare:      p.Text(policy.LineEnds) == "pass",
		AuthRequired:  proto == smtpserver.ProtoSubmission,
		Trusted:       p.Covers(policy.XClientFrom, conn.RemoteIP()),
		Banner:        h.banner(),
		GreetDelay:    p.Span(policy.GreetDelay),

		StrictPipelining: p.On(policy.StrictPipelining),
	}
	if edition.Full {
		cfg.Accent, _ = smtpserver.ParseAccent(p.Text(policy.Accent))
		if p.On(policy.Magic) {
			cfg.Magic = h.Spec.Domains
		}
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

// shown shortens what a person typed, to be repeated in a reply.
func shown(s string) string {
	if len(s) > smtp.MaxShown {
		return s[:smtp.MaxShown] + "..."
	}
	return s
}
