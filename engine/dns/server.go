package dns

import "golang.org/x/net/dns/dnsmessage"

// Types that ask for a zone transfer (RFC 1035 section 3.2.3, RFC 1995). We refuse them.
const (
	typeIXFR = 251
	typeAXFR = 252
)

// badVersion is the extended response code BADVERS (RFC 6891 section 6.1.3).
const badVersion = 16

// Respond answers one UDP question from the wire. It returns nil where a real server stays silent: for what is no
// question at all, and under the fault TIMEOUT. What it cannot make sense of it refuses with FORMERR, NOTIMP or REFUSED.
// An answer that is longer than 512 octets, or than the asker's EDNS size up to MaxEDNS, goes out empty with TC set.
func (z *Zones) Respond(query []byte) []byte {
	p, err := ParsePacket(query)
	if p.Response || err != nil && len(query) < 12 {
		return nil // Answering an answer would make two servers talk to each other for ever.
	}
	switch {
	case p.OpCode != 0:
		return p.refuse(dnsmessage.RCodeNotImplemented)
	case err != nil || p.Questions != 1:
		return p.refuse(dnsmessage.RCodeFormatError)
	case p.EDNS > 0 && p.EDNSVersion > 0:
		return p.refuse(badVersion)
	case !p.IN || p.question.Type == typeAXFR || p.question.Type == typeIXFR:
		return p.refuse(dnsmessage.RCodeRefused)
	}
	a := z.Answer(p.Name, p.Type)
	if a.Rcode == Timeout {
		return nil
	}
	limit := MaxUDP
	if p.EDNS > 0 {
		limit = min(p.EDNS, MaxEDNS)
	}
	out, err := p.answer(a, false)
	if err != nil {
		return p.refuse(dnsmessage.RCodeServerFailure)
	}
	if len(out) > limit {
		// No part of the set is sent: nobody may use it anyway (RFC 2181 section 9).
		if out, err = p.answer(Answer{Rcode: a.Rcode}, true); err != nil {
			return nil
		}
	}
	return out
}

// header is the header of a response to p.
func (p *Packet) header(rcode dnsmessage.RCode) dnsmessage.Header {
	return dnsmessage.Header{
		ID: p.ID, Response: true, OpCode: dnsmessage.OpCode(p.OpCode), RecursionDesired: p.Recurse,
		RecursionAvailable: true, RCode: rcode & 15,
	}
}

// refuse builds a response without records. The question is repeated where it could be read.
func (p *Packet) refuse(rcode dnsmessage.RCode) []byte {
	b := dnsmessage.NewBuilder(make([]byte, 0, 64), p.header(rcode))
	if p.Questions == 1 {
		if b.StartQuestions() != nil || b.Question(p.question) != nil {
			return nil
		}
	}
	if p.EDNS > 0 {
		if b.StartAdditionals() != nil || addEDNS(&b, rcode) != nil {
			return nil
		}
	}
	out, err := b.Finish()
	if err != nil {
		return nil
	}
	return out
}

func (p *Packet) answer(a Answer, truncated bool) ([]byte, error) {
	h := p.header(rcodeNumber(a.Rcode))
	h.Authoritative, h.Truncated = a.Rcode == NoError || a.Rcode == NXDomain, truncated
	b := dnsmessage.NewBuilder(make([]byte, 0, MaxUDP), h)
	b.EnableCompression()
	if err := b.StartQuestions(); err != nil {
		return nil, err
	}
	if err := b.Question(p.question); err != nil {
		return nil, err
	}
	if err := b.StartAnswers(); err != nil {
		return nil, err
	}
	for _, r := range a.Records {
		if err := addRecord(&b, r); err != nil {
			return nil, err
		}
	}
	if a.Authority != nil {
		if err := b.StartAuthorities(); err != nil {
			return nil, err
		}
		if err := addRecord(&b, *a.Authority); err != nil {
			return nil, err
		}
	}
	if p.EDNS > 0 {
		if err := b.StartAdditionals(); err != nil {
			return nil, err
		}
		if err := addEDNS(&b, h.RCode); err != nil {
			return nil, err
		}
	}
	return b.Finish()
}
