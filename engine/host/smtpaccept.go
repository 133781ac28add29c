package host

import (
	"bytes"
	"strconv"

	"ehloworld/engine/edition"
	"ehloworld/engine/message"
	"ehloworld/engine/policy"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
)

// Accept implements smtpserver.Backend.
func (b *smtpBackend) Accept(s smtpserver.Session, env smtp.Envelope, data []byte) (string, *smtp.Reply) {
	h := b.host
	msg := b.identity()
	if h.wrong.disk {
		return "", &replyDiskFull
	}
	header := message.ParseHeader(data)
	if refuse := b.tooManyHops(s, &header); refuse != nil {
		return "", refuse
	}
	id := h.Queue.NextID()
	if refuse := h.take(taking{
		conn: s.Conn, id: id, msg: msg, env: env, data: h.stamp(s, env, id, &header, data), size: len(data),
	}); refuse != nil {
		return "", refuse
	}
	b.dropAfter()
	return id, nil
}

// identity is the hidden identity of the letter that has just come. It travels beside the octets, whether the letter is
// taken or not; those of letters that were refused for their octets, or in the middle, are still there before it.
func (b *smtpBackend) identity() trace.MsgID {
	msg, known := trace.MsgID(0), false
	for {
		next, ok := b.conn.PopLetter()
		if !ok {
			break
		}
		msg, known = next, true
	}
	if !known {
		msg = b.host.world.NewMsg()
	}
	return msg
}

// maxHops is how many Received fields a letter may have unless the settings say otherwise; RFC 5321 section 6.3 asks for 100 or
// more.
const maxHops = 100

// tooManyHops refuses a letter that goes in circles.
func (b *smtpBackend) tooManyHops(s smtpserver.Session, header *message.Header) *smtp.Reply {
	most := maxHops
	if edition.Full {
		most = b.host.policy.Int(policy.MaxHops)
	}
	if len(header.All("Received")) < most {
		return nil
	}
	b.host.note(0, &trace.Verdict{Host: b.host.Spec.ID, What: "loop", Result: "refused", Conn: s.Conn})
	return smtp.Refuse(554, "5.4.6", "too many hops: "+strconv.Itoa(most)+" servers have passed this letter on; it goes in circles")
}

// stamp puts the Received field on top of a letter (RFC 5321 section 4.4), and at submission the fields that a letter
// must have and its writer left out (RFC 6409 section 8).
func (h *Host) stamp(s smtpserver.Session, env smtp.Envelope, id string, header *message.Header, data []byte) []byte {
	world := h.world
	how := message.Transport{ESMTP: s.ESMTP, LMTP: s.Proto == smtpserver.ProtoLMTP, TLS: s.TLS, Auth: s.User != "", UTF8: env.SMTPUTF8}
	info := message.ReceivedInfo{
		From: s.Hello, FromName: s.ClientName, FromIP: s.ClientIP, By: h.Spec.ID, With: how.With(), ID: id,
		Date: world.Rec.Now, Zone: world.Zone,
	}
	if len(env.Rcpts) == 1 {
		// Naming one of several recipients would tell the others about it (RFC 5321 section 7.2).
		info.For = env.Rcpts[0].Addr
	}
	top := message.Received(info)
	if s.Proto == smtpserver.ProtoSubmission {
		// Who gets a copy in secret stays secret (RFC 5322 section 3.6.3), and what only final delivery may write is not
		// taken from a writer (RFC 5321 section 4.4).
		data = message.Without(data, header, "Bcc", "Resent-Bcc", "Return-Path")
		if !header.Has("Date") {
			top += message.FormatTokens("Date", world.Rec.Now.Date(world.Zone))
		}
		if !header.Has("Message-ID") {
			top += message.FormatTokens("Message-ID", "<"+id+"."+strconv.FormatInt(int64(world.Rec.Now), 36)+"@"+h.Spec.ID+">")
		}
	}
	return append([]byte(top), headed(header, data)...)
}

// headed is a letter whose header ends with an empty line, as everybody needs who reads it later: where a line that is no
// field comes first, the text begins there, as Postfix and Exim see it.
func headed(header *message.Header, data []byte) []byte {
	at := len(data)
	if !header.Blank() {
		at = header.End // The parser has seen it so already.
	}
	for i := range header.Fields {
		if f := &header.Fields[i]; f.Stray() && !bytes.HasPrefix(f.Raw, []byte("From ")) && !bytes.HasPrefix(f.Raw, []byte(">From ")) {
			at = min(at, f.Start)
			break
		}
	}
	if at == len(data) {
		return data
	}
	out := make([]byte, 0, len(data)+2)
	out = append(append(out, data[:at]...), "\r\n"...)
	return append(out, data[at:]...)
}
