package dns

import (
	"errors"

	"golang.org/x/net/dns/dnsmessage"

	"ehloworld/engine/ip"
)

// MaxSection is how many records of one section of a packet are read; the rest of a longer section is not looked at.
const MaxSection = 256

// Packet is one DNS message taken apart.
type Packet struct {
	ID            uint16
	Response      bool
	OpCode        int
	Authoritative bool // AA
	Truncated     bool // TC
	Recurse       bool // RD
	Recursive     bool // RA
	Rcode         string
	Questions     int    // How many questions it holds; Name, Type and Class are those of the first.
	Name          string // Lower case.
	Type          string // Empty: a type that this package does not know.
	IN            bool   // The question is of class IN (or any class).
	EDNS          int    // The UDP size that the sender offers (RFC 6891), 0 without EDNS.
	EDNSVersion   int
	Answers       []Record
	Authority     []Record
	Additional    []Record

	question dnsmessage.Question // As on the wire, with its letters' case.
}

var errPacket = errors.New("not a DNS message")

// ParsePacket reads a DNS message. Records of types or classes that this package does not know are left out. A message
// that breaks off or lies about its lengths gives an error together with what was read before that place; when not even
// the 12 octets of the header are there the packet is zero.
func ParsePacket(data []byte) (Packet, error) {
	var in dnsmessage.Parser
	h, err := in.Start(data)
	if err != nil {
		return Packet{}, errPacket
	}
	p := Packet{
		ID: h.ID, Response: h.Response, OpCode: int(h.OpCode), Authoritative: h.Authoritative, Truncated: h.Truncated,
		Recurse: h.RecursionDesired, Recursive: h.RecursionAvailable, Rcode: rcodeName(h.RCode),
	}
	for {
		q, err := in.Question()
		if err == dnsmessage.ErrSectionDone {
			break
		}
		if err != nil {
			return p, errPacket
		}
		if p.Questions++; p.Questions == 1 {
			p.question = q
			p.Name, p.Type = name(q.Name), typeName(q.Type)
			p.IN = q.Class == dnsmessage.ClassINET || q.Class == dnsmessage.ClassANY
		}
		if p.Questions > MaxSection {
			return p, errPacket
		}
	}
	if p.Answers, err = p.section(in.Answer); err != nil {
		return p, errPacket
	}
	if err = in.SkipAllAnswers(); err != nil {
		return p, errPacket
	}
	if p.Authority, err = p.section(in.Authority); err != nil {
		return p, errPacket
	}
	if err = in.SkipAllAuthorities(); err != nil {
		return p, errPacket
	}
	if p.Additional, err = p.section(in.Additional); err != nil {
		return p, errPacket
	}
	return p, nil
}

func (p *Packet) section(next func() (dnsmessage.Resource, error)) ([]Record, error) {
	var out []Record
	for i := 0; i < MaxSection; i++ {
		res, err := next()
		if err == dnsmessage.ErrSectionDone {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		if res.Header.Type == dnsmessage.TypeOPT {
			p.EDNS = max(int(res.Header.Class), MaxUDP)
			p.EDNSVersion = int(res.Header.TTL >> 16 & 0xff)
			continue
		}
		if r, ok := fromWire(res); ok {
			out = append(out, r)
		}
	}
	return out, nil
}

// Query builds the packet that asks one question, with recursion desired and EDNS.
func Query(id uint16, host, typ string) ([]byte, error) {
	t, ok := typeNumber(typ)
	if !ok {
		return nil, &NameError{typ, "not a record type"}
	}
	host, err := asked(host)
	if err != nil {
		return nil, err
	}
	n, err := dnsmessage.NewName(host + ".")
	if err != nil {
		return nil, &NameError{host, "too long"}
	}
	b := dnsmessage.NewBuilder(make([]byte, 0, 64), dnsmessage.Header{ID: id, RecursionDesired: true})
	if err := b.StartQuestions(); err != nil {
		return nil, err
	}
	if err := b.Question(dnsmessage.Question{Name: n, Type: t, Class: dnsmessage.ClassINET}); err != nil {
		return nil, err
	}
	if err := b.StartAdditionals(); err != nil {
		return nil, err
	}
	if err := addEDNS(&b, dnsmessage.RCodeSuccess); err != nil {
		return nil, err
	}
	return b.Finish()
}

func addEDNS(b *dnsmessage.Builder, rcode dnsmessage.RCode) error {
	var h dnsmessage.ResourceHeader
	if err := h.SetEDNS0(MaxEDNS, rcode, false); err != nil {
		return err
	}
	return b.OPTResource(h, dnsmessage.OPTResource{})
}

// name is a name from the wire as this package has it. Labels may hold any octets there; those that no text should have
// are written \DDD (RFC 1035 section 5.1), so that the name of a stranger's host can be repeated wherever names are shown.
// No such name passes Name.
func name(n dnsmessage.Name) string {
	s := lower(n.String())
	if len(s) > 0 && s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c >= 0x7f || c == '\\' {
			return escaped(s)
		}
	}
	return s
}

func escaped(s string) string {
	var b []byte
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c >= 0x7f || c == '\\' {
			b = append(b, '\\', '0'+c/100, '0'+c/10%10, '0'+c%10)
		} else {
			b = append(b, c)
		}
	}
	return string(b)
}

func typeName(t dnsmessage.Type) string {
	for _, e := range types {
		if e.wire == t {
			return e.name
		}
	}
	return ""
}

func rcodeName(c dnsmessage.RCode) string {
	if int(c) < len(rcodes) {
		return rcodes[c]
	}
	return ServFail
}

// fromWire turns a resource of class IN and a type that we know into a record.
func fromWire(res dnsmessage.Resource) (Record, bool) {
	if res.Header.Class != dnsmessage.ClassINET {
		return Record{}, false
	}
	// A time to live with its top bit set counts as zero (RFC 2181 section 8).
	r := Record{Name: name(res.Header.Name), TTL: res.Header.TTL, Type: typeName(res.Header.Type)}
	if r.TTL > MaxTTL {
		r.TTL = 0
	}
	switch body := res.Body.(type) {
	case *dnsmessage.AResource:
		r.IP = ip.Format4(body.A)
	case *dnsmessage.AAAAResource:
		r.IP = ip.Format6(body.AAAA)
	case *dnsmessage.MXResource:
		r.Pref, r.Host = int(body.Pref), name(body.MX)
	case *dnsmessage.CNAMEResource:
		r.Host = name(body.CNAME)
	case *dnsmessage.PTRResource:
		r.Host = name(body.PTR)
	case *dnsmessage.NSResource:
		r.Host = name(body.NS)
	case *dnsmessage.TXTResource:
		r.Text = body.TXT
	case *dnsmessage.SOAResource:
		r.Start = &Start{
			NS: name(body.NS), Mailbox: name(body.MBox), Serial: body.Serial, Refresh: body.Refresh,
			Retry: body.Retry, Expire: body.Expire, Minimum: body.MinTTL,
		}
	default:
		return Record{}, false
	}
	return r, true
}

// addRecord appends r to the section that b is in.
func addRecord(b *dnsmessage.Builder, r Record) error {
	owner, err := dnsmessage.NewName(r.Name + ".")
	if err != nil {
		return err
	}
	h := dnsmessage.ResourceHeader{Name: owner, Class: dnsmessage.ClassINET, TTL: r.TTL}
	if r.Type == SOA {
		return addStart(b, h, r.Start)
	}
	host, err := dnsmessage.NewName(r.Host + ".")
	if err != nil {
		return err
	}
	switch r.Type {
	case A:
		v4, _ := ip.Parse4(r.IP)
		return b.AResource(h, dnsmessage.AResource{A: v4})
	case AAAA:
		v6, _ := ip.Parse6(r.IP)
		return b.AAAAResource(h, dnsmessage.AAAAResource{AAAA: v6})
	case MX:
		return b.MXResource(h, dnsmessage.MXResource{Pref: uint16(r.Pref), MX: host})
	case CNAME:
		return b.CNAMEResource(h, dnsmessage.CNAMEResource{CNAME: host})
	case PTR:
		return b.PTRResource(h, dnsmessage.PTRResource{PTR: host})
	case NS:
		return b.NSResource(h, dnsmessage.NSResource{NS: host})
	}
	return b.TXTResource(h, dnsmessage.TXTResource{TXT: r.Text})
}

func addStart(b *dnsmessage.Builder, h dnsmessage.ResourceHeader, s *Start) error {
	if s == nil {
		return errPacket
	}
	ns, err := dnsmessage.NewName(s.NS + ".")
	if err != nil {
		return err
	}
	mbox, err := dnsmessage.NewName(s.Mailbox + ".")
	if err != nil {
		return err
	}
	return b.SOAResource(h, dnsmessage.SOAResource{
		NS: ns, MBox: mbox, Serial: s.Serial, Refresh: s.Refresh, Retry: s.Retry, Expire: s.Expire, MinTTL: s.Minimum,
	})
}
