package host

import (
	"strconv"

	"ehloworld/engine/address"
	"ehloworld/engine/delivery"
	"ehloworld/engine/edition"
	"ehloworld/engine/message"
	"ehloworld/engine/message/encoding"
	"ehloworld/engine/policy"
	"ehloworld/engine/smtp"
	"ehloworld/engine/store"
)

// newRouter is the rules by which a mail server sorts recipients.
func (h *Host) newRouter() delivery.Router {
	domains := append(append([]string(nil), h.Spec.Domains...), h.Spec.ID, "["+h.Spec.IP+"]")
	r := delivery.Router{
		Host: h.Spec.ID, Domains: domains, Accounts: residents{h}, Postmaster: h.router.Postmaster,
		Separator: h.policy.Text(policy.Separator),
		OpenRelay: h.policy.Text(policy.Relay) == "open", AcceptAll: h.policy.Text(policy.UnknownUser) == "accept",
	}
	if edition.Full {
		r.Secret = strconv.FormatUint(h.world.Seed, 36) + " " + h.Spec.ID
		r.Rules, _ = delivery.ParseRules(h.policy.Rules()) // Its texts were read when they were set.
	}
	return r
}

// settlePostmaster makes somebody read what is written to the postmaster (RFC 5321 section 4.5.1): the first account
// does, when nobody has that name.
func (h *Host) settlePostmaster() {
	if h.router.Postmaster == "" && len(h.Store.Accounts()) > 0 {
		h.router.Postmaster = h.Store.Accounts()[0].Address()
	}
}

// residents tells the router who lives here.
type residents struct{ host *Host }

// Mailbox implements delivery.Accounts.
func (r residents) Mailbox(addr address.Address) (string, bool) {
	if a := r.host.Store.Account(addr.String()); a != nil {
		return a.Address(), true
	}
	return "", false
}

// Keep implements delivery.Mailboxes.
func (r residents) Keep(l delivery.Letter, data []byte) *smtp.Reply {
	if r.host.wrong.disk {
		return &replyDiskFull
	}
	box := r.host.Store.Account(l.Account).Inbox()
	_, err := box.Append(r.host.world.Rec.Now, store.Message{Msg: l.Msg, Data: data, EnvelopeFrom: l.From, EnvelopeTo: l.Rcpt})
	switch err {
	case nil:
		return nil
	case store.ErrOverQuota:
		return smtp.Refuse(452, "4.2.2", "<"+l.Rcpt+">: mailbox is full")
	}
	return smtp.Refuse(452, "4.3.1", "<"+l.Rcpt+">: "+err.Error())
}

// lined is a letter as mailboxes keep it: in lines that end with CR LF, as POP3 must have them (RFC 1939 section 3). Parts that came
// as they are by BINARYMIME are encoded, as RFC 3030 section 3 wants of who cannot keep them so; what else has a bare CR or LF,
// because a server has been told to pass them on, has it mended.
func lined(body smtp.Body, data []byte) []byte {
	if !edition.Full {
		return data // Its servers take nothing else.
	}
	if body == smtp.BodyBinaryMIME {
		if encoded, ok := message.Downgrade(data, encoding.EightBit); ok {
			data = encoded
		}
	}
	return mended(data)
}

// mended is a text whose every CR or LF that stands alone has become CR LF.
func mended(data []byte) []byte {
	bare := func(i int) bool {
		switch data[i] {
		case '\r':
			return i+1 == len(data) || data[i+1] != '\n'
		case '\n':
			return i == 0 || data[i-1] != '\r'
		}
		return false
	}
	from := 0
	var out []byte
	for i := range data {
		if bare(i) {
			out = append(append(out, data[from:i]...), "\r\n"...)
			from = i + 1
		}
	}
	if from == 0 {
		return data
	}
	return append(out, data[from:]...)
}
