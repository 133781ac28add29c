package host

import (
	"strconv"
	"strings"

	"ehloworld/engine/message"
	"ehloworld/engine/policy"
	"ehloworld/engine/queue"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
)

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
