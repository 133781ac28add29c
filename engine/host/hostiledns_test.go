package host

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"ehloworld/engine/queue"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// evil answers DNS questions as a test wants it: what it returns is sent, packet by packet, nothing for nil.
type evil func(q dnsmessage.Question, id uint16) [][]byte

// packet builds a response to q.
func packet(q dnsmessage.Question, id uint16, change func(*dnsmessage.Message)) [][]byte {
	m := dnsmessage.Message{Header: dnsmessage.Header{ID: id, Response: true, RecursionAvailable: true}, Questions: []dnsmessage.Question{q}}
	change(&m)
	data, err := m.Pack()
	if err != nil {
		panic(err)
	}
	return [][]byte{data}
}

func rr(name string, body dnsmessage.ResourceBody) dnsmessage.Resource {
	r := dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: dnsmessage.MustNewName(name), Class: dnsmessage.ClassINET, TTL: 60}, Body: body}
	switch body.(type) {
	case *dnsmessage.MXResource:
		r.Header.Type = dnsmessage.TypeMX
	case *dnsmessage.AResource:
		r.Header.Type = dnsmessage.TypeA
	case *dnsmessage.CNAMEResource:
		r.Header.Type = dnsmessage.TypeCNAME
	case *dnsmessage.TXTResource:
		r.Header.Type = dnsmessage.TypeTXT
	}
	return r
}

func mx(host string, pref uint16) dnsmessage.Resource {
	return rr("evil.example.", &dnsmessage.MXResource{Pref: pref, MX: dnsmessage.MustNewName(host)})
}

// forMX answers the question for MX with some records, and every other with NXDOMAIN.
func forMX(records ...dnsmessage.Resource) evil {
	return func(q dnsmessage.Question, id uint16) [][]byte {
		return packet(q, id, func(m *dnsmessage.Message) {
			if m.Answers = records; q.Type != dnsmessage.TypeMX {
				m.Answers, m.RCode = nil, dnsmessage.RCodeNameError
			}
		})
	}
}

// TestHostileDNS sends a letter to a domain whose name server is broken or lies. The verdict on the letter must be the
// right one, permanent or temporary; the look-up must come to an end; and what is kept and said of it must be bounded and
// clean, however the answer was made.
func TestHostileDNS(t *testing.T) {
	many := func(n int, one func(i int) dnsmessage.Resource) (list []dnsmessage.Resource) {
		for i := range n {
			list = append(list, one(i))
		}
		return list
	}
	rcode := func(c dnsmessage.RCode) evil {
		return func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(m *dnsmessage.Message) { m.RCode = c })
		}
	}
	for _, c := range []struct {
		what   string
		answer evil
		later  bool   // The verdict is temporary.
		want   string // Part of the diagnostic, or of the reply in the notice.
	}{
		{"no such domain", rcode(dnsmessage.RCodeNameError), false, "5.1.2"},
		{"SERVFAIL", rcode(dnsmessage.RCodeServerFailure), true, "SERVFAIL"},
		{"REFUSED", rcode(dnsmessage.RCodeRefused), true, "REFUSED"},
		{"a code that nobody knows", rcode(13), true, "looking up MX"},
		{"silence", func(dnsmessage.Question, uint16) [][]byte { return nil }, true, "TIMEOUT"},
		{"a name that has nothing at all", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(*dnsmessage.Message) {})
		}, false, "5.1.2"},
		{"an alias of itself", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(m *dnsmessage.Message) {
				m.Answers = []dnsmessage.Resource{rr("evil.example.", &dnsmessage.CNAMEResource{CNAME: q.Name})}
			})
		}, true, "SERVFAIL"},
		{"aliases in a circle", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(m *dnsmessage.Message) {
				m.Answers = []dnsmessage.Resource{
					rr("evil.example.", &dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName("b.example.")}),
					rr("b.example.", &dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName("evil.example.")}),
				}
			})
		}, true, "SERVFAIL"},
		{"a chain of thirty aliases", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(m *dnsmessage.Message) {
				m.Answers = many(30, func(i int) dnsmessage.Resource {
					name := func(i int) dnsmessage.Name {
						if i == 0 {
							return q.Name
						}
						return dnsmessage.MustNewName(strings.Repeat("x", i%60+1) + string(rune('a'+i/60)) + ".example.")
					}
					return rr(name(i).String(), &dnsmessage.CNAMEResource{CNAME: name(i + 1)})
				})
			})
		}, true, "SERVFAIL"},
		{"a mail host without an address (no glue, and no server that knows it)", forMX(mx("ghost.example.", 10)), false, "5.4.4"},
		{"a mail host whose address nobody can look up", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(m *dnsmessage.Message) {
				if m.Answers = []dnsmessage.Resource{mx("ghost.example.", 10)}; q.Type == dnsmessage.TypeA {
					m.Answers, m.RCode = nil, dnsmessage.RCodeServerFailure
				}
			})
		}, true, "SERVFAIL"},
		{"glue that was not asked for", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(m *dnsmessage.Message) {
				if q.Type == dnsmessage.TypeMX {
					m.Answers = []dnsmessage.Resource{mx("mail.hai.example.", 10), rr("mail.hai.example.", &dnsmessage.AResource{A: [4]byte{192, 0, 2, 66}})}
				} else {
					m.RCode = dnsmessage.RCodeNameError
				}
			})
		}, false, "5.4.4"},
		{"null MX", forMX(mx(".", 0)), false, "5.1.10"},
		{"a mail host that is a number", forMX(mx("203.0.113.10.", 10)), false, "5.4.4"},
		{"a mail host with octets that no host name has", forMX(mx("e\r\nRCPT TO:<x>\x00\xff.example.", 10)), false, "5.4.4"},
		{"the longest name there is", forMX(mx(strings.Repeat("x23456789.", 25)+"ab.", 10)), false, "5.4.4"},
		{"more mail hosts than are tried", forMX(many(22, func(i int) dnsmessage.Resource {
			return mx(strings.Repeat("x", i+1)+".example.", uint16(i))
		})...), false, "5.4.4"},
		{"ourselves as the mail host", forMX(mx("mail.shan.example.", 10)), false, "5.4.6"},
		{"ourselves by another name", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(m *dnsmessage.Message) {
				if m.Answers = []dnsmessage.Resource{mx("trap.example.", 10)}; q.Type == dnsmessage.TypeA {
					m.Answers = []dnsmessage.Resource{rr(q.Name.String(), &dnsmessage.AResource{A: [4]byte{192, 0, 2, 10}})}
				}
			})
		}, false, "5.4.6"},
		{"the loopback address", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(m *dnsmessage.Message) {
				if m.Answers = []dnsmessage.Resource{mx("trap.example.", 10)}; q.Type == dnsmessage.TypeA {
					m.Answers = []dnsmessage.Resource{rr(q.Name.String(), &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}})}
				}
			})
		}, false, "5.4.6"},
		{"an address of nowhere", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(m *dnsmessage.Message) {
				if m.Answers = []dnsmessage.Resource{mx("trap.example.", 10)}; q.Type == dnsmessage.TypeA {
					m.Answers = many(50, func(i int) dnsmessage.Resource {
						return rr(q.Name.String(), &dnsmessage.AResource{A: [4]byte{240, 0, 0, byte(i)}})
					})
				}
			})
		}, true, "4.4.1"},
		{"truncated", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(m *dnsmessage.Message) {
				m.Truncated, m.Answers = true, []dnsmessage.Resource{mx("mail.hai.example.", 1)}
			})
		}, true, "SERVFAIL"},
		{"broken off in the middle", func(q dnsmessage.Question, id uint16) [][]byte {
			whole := packet(q, id, func(m *dnsmessage.Message) { m.Answers = []dnsmessage.Resource{mx("mail.hai.example.", 1)} })[0]
			return [][]byte{whole[:len(whole)-5]}
		}, true, "SERVFAIL"},
		{"a megabyte of TXT", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(m *dnsmessage.Message) {
				m.Answers = many(256, func(int) dnsmessage.Resource {
					return rr("evil.example.", &dnsmessage.TXTResource{TXT: many16(strings.Repeat("spam", 63))})
				})
			})
		}, true, "TIMEOUT"}, // No datagram is that large.
		{"a datagram full of TXT, and no MX", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id, func(m *dnsmessage.Message) {
				m.Answers = many(4, func(int) dnsmessage.Resource {
					return rr("evil.example.", &dnsmessage.TXTResource{TXT: []string{strings.Repeat("spam", 63)}})
				})
			})
		}, false, "5.1.2"},
		{"an answer to another question", func(q dnsmessage.Question, id uint16) [][]byte {
			q.Name = dnsmessage.MustNewName("other.example.")
			return packet(q, id, func(m *dnsmessage.Message) { m.Answers = []dnsmessage.Resource{mx("mail.hai.example.", 1)} })
		}, true, "TIMEOUT"},
		{"an answer with another number", func(q dnsmessage.Question, id uint16) [][]byte {
			return packet(q, id+1, func(m *dnsmessage.Message) { m.Answers = []dnsmessage.Resource{mx("mail.hai.example.", 1)} })
		}, true, "TIMEOUT"},
		{"a thousand pieces of nonsense", func(q dnsmessage.Question, id uint16) (list [][]byte) {
			for i := range 1000 {
				list = append(list, bytes.Repeat([]byte{byte(i), 0xc0, 12}, i%40))
			}
			return list
		}, true, "TIMEOUT"},
		{"a name that points at itself", func(q dnsmessage.Question, id uint16) [][]byte {
			data := packet(q, id, func(*dnsmessage.Message) {})[0]
			data[7] = 1 // One answer, whose name is a pointer to that pointer.
			at := byte(len(data))
			return [][]byte{append(data, 0xc0, at, 0, 15, 0, 1, 0, 0, 0, 60, 0, 4, 0, 10, 0xc0, at)}
		}, true, "SERVFAIL"},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := newRig(t)
			asked := 0
			r.Net.CloseUDP("ns.example", dnsPort)
			r.Net.HandleUDP("ns.example", dnsPort, func(ip string, port int, data []byte) {
				var m dnsmessage.Message
				if err := m.Unpack(data); err != nil {
					t.Fatal(err)
				}
				if asked++; !strings.Contains(m.Questions[0].Name.String(), "shan.example") || m.Questions[0].Type == dnsmessage.TypeMX {
					for _, reply := range c.answer(m.Questions[0], m.ID) {
						r.Net.SendUDP("ns.example", dnsPort, ip, port, reply)
					}
					return
				}
				r.Net.SendUDP("ns.example", dnsPort, ip, port, r.ns.Zones.Respond(data))
			})
			r.send(r.alice, "x@evil.example")
			r.run(20 * vtime.Minute)
			got := ""
			for _, m := range events[*trace.Mail](r) {
				if m.Host == "mail.shan.example" && (m.Act == "deferred" || m.Act == "failed") && m.Rcpt == "x@evil.example" {
					got = m.Act + " " + m.Code + " " + m.Text
				}
			}
			verb := "failed "
			if c.later {
				verb = "deferred "
			}
			if !strings.HasPrefix(got, verb) || !strings.Contains(got, c.want) {
				t.Errorf("the verdict is %q, want %s%s", got, verb, c.want)
			}
			if strings.ContainsAny(got, "\r\n\x00\xff") || len(got) > 600 {
				t.Errorf("the verdict is not clean: %q", got)
			}
			if asked > 40 || len(r.shan.resolver.waiting) > 0 || r.Rec.Log.Len() > 5000 {
				t.Errorf("%d questions, %d still wait, %d events", asked, len(r.shan.resolver.waiting), r.Rec.Log.Len())
			}
			for _, it := range r.shan.Queue.List() {
				if it.State == queue.Active {
					t.Errorf("letter %s is still being tried", it.ID)
				}
			}
			if !c.later {
				if n := r.inbox(r.shan, "alice@shan.example"); n != 1 {
					t.Errorf("alice has %d notices", n)
				}
				for _, st := range r.shan.Store.Account("alice@shan.example").Inbox().Messages() {
					for _, b := range st.Data {
						if b >= 0x80 || b < ' ' && b != '\r' && b != '\n' && b != '\t' {
							t.Fatalf("the notice holds octet %#x", b)
						}
					}
				}
			}
		})
	}
}

// many16 is 16 strings, which is 4 kB of TXT.
func many16(s string) []string {
	list := make([]string, 16)
	for i := range list {
		list[i] = s
	}
	return list
}
