package host

import (
	"ehloworld/engine/edition"
	"ehloworld/engine/policy"
	"ehloworld/engine/simnet"
	"ehloworld/engine/smtpserver"
)

// acceptSMTP serves one connection to an SMTP or submission port.
func (h *Host) acceptSMTP(proto string, conn *simnet.Conn) {
	b := &smtpBackend{host: h, conn: conn, proto: proto}
	p := h.policy
	cfg := smtpserver.Config{
		Hostname:      h.Spec.ID,
		Host:          h.Spec.ID,
		Proto:         proto,
		Conn:          conn.ID(),
		ClientIP:      conn.RemoteIP(),
		Keywords:      h.Spec.EHLO,
		MaxSize:       h.maxSize(),
		MaxRecipients: p.Int(policy.MaxRecipients),
		MaxMessages:   p.Int(policy.MaxPerConn),
		AuthRequired:  proto == smtpserver.ProtoSubmission,
	}
	if edition.Full {
		h.configure(&cfg)
	}
	h.serve(conn, proto, smtpserver.New(cfg, b))
}

// maxSize is the bound on letters that was set; 0: the keyword SIZE may say it.
func (h *Host) maxSize() int64 {
	if h.policy.IsSet(policy.MaxSize) {
		return int64(h.policy.Int(policy.MaxSize))
	}
	return 0
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
