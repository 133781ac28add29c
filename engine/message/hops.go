package message

import (
	"slices"
	"strings"

	"ehloworld/engine/ip"
	"ehloworld/engine/vtime"
)

// Hop is one stop of a letter's journey: a Received field, and how it goes with the one before it.
type Hop struct {
	TraceField
	Field      int // Which field of the header.
	Start, End int // Its place in the letter.

	// Delay is how long the letter took from the stop before, by the clocks of both; for the first stop, since the time in
	// its Date field. DelayKnown says whether both times are there.
	Delay      vtime.Duration
	DelayKnown bool
	Private    bool // The letter was handed over inside a network or machine: the client's address is a private one.
}

// Flaws of a journey, in the Flaws of the hop.
const (
	flawHopSkew = "hop-clock-skew" // The letter arrives before it was sent: a clock is wrong, or a field is forged.
	flawHopGap  = "hop-gap"        // The server got the letter from another one than the one that had it last.
)

// Skew says whether the letter came before it was sent, by the clocks of the two.
func (h *Hop) Skew() bool { return h.DelayKnown && h.Delay < 0 }

// Gap says whether the server got the letter from another one than the one that had it last.
func (h *Hop) Gap() bool {
	return slices.ContainsFunc(h.Flaws, func(f Flaw) bool { return f.Name == flawHopGap })
}

// Hops reads the Received fields, and returns them in the order of the journey: the lowest field first, which the first
// server wrote.
func Hops(h *Header) []Hop {
	var hops []Hop
	var last DateTime
	dated := false
	if f := h.Find("Date"); f != nil {
		last, dated = f.Date()
	}
	for i := len(h.Fields) - 1; i >= 0; i-- {
		f := &h.Fields[i]
		if !f.Is("Received") {
			continue
		}
		hop := Hop{TraceField: f.Trace(), Field: i, Start: f.Start, End: f.End()}
		hop.Private = ip.Private(hop.From.IP)
		if hop.Dated {
			if dated {
				hop.Delay, hop.DelayKnown = hop.Date.At.Sub(last.At), true
			}
			last, dated = hop.Date, true
		}
		if hop.Skew() {
			hop.Flaws = append(hop.Flaws, Flaw{flawHopSkew, f.Start, f.End()})
		}
		if n := len(hops); n > 0 && !follows(&hops[n-1], &hop) {
			hop.Flaws = append(hop.Flaws, Flaw{flawHopGap, f.Start, f.End()})
		}
		hops = append(hops, hop)
	}
	return hops
}

// follows says whether the server that wrote b can have got the letter from the one that wrote a. It takes names of one
// organisation for each other: large ones hand letters on among machines with many names.
func follows(a, b *Hop) bool {
	if a.By == "" || b.From.Helo == "" || loopback(b.From.IP) {
		return true // Nothing is told that could be compared, or it went within one machine.
	}
	if a.ByIP != "" && a.ByIP == b.From.IP {
		return true
	}
	domain := orgDomain(a.By)
	for _, name := range [...]string{b.From.Helo, b.From.Name} {
		if name != "" && (equalFold(name, a.By) || equalFold(orgDomain(name), domain)) {
			return true
		}
	}
	return false
}

func loopback(address string) bool { return strings.HasPrefix(address, "127.") || address == "::1" }

// orgDomain guesses the domain that an organisation has registered: two labels, or three below a country's co.uk or com.cn.
// The list of all domains that are shared so would be larger than everything else here.
func orgDomain(host string) string {
	host = strings.TrimSuffix(lowerASCII(host), ".")
	if traceIP(host) != "" {
		return host
	}
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 {
		return host
	}
	second := strings.LastIndexByte(host[:dot], '.')
	if second >= 0 && len(host)-dot == len(".uk") {
		switch host[second+1 : dot] {
		case "ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org":
			second = strings.LastIndexByte(host[:second], '.')
		}
	}
	return host[second+1:]
}

// TrustedFrom says where the part of the journey begins that the last server can vouch for: hops[i:] were written by
// machines of its own domain, or of the one given. What stands before could be made up by whoever delivered the letter.
func TrustedFrom(hops []Hop, domain string) int {
	i := len(hops)
	if i == 0 {
		return 0
	}
	if domain == "" {
		domain = orgDomain(hops[i-1].By)
	}
	for i > 0 && (i == len(hops) || inDomain(hops[i-1].By, domain)) {
		i--
	}
	return i
}

func inDomain(host, domain string) bool {
	host, domain = lowerASCII(host), lowerASCII(domain)
	return host == domain || strings.HasSuffix(host, "."+domain)
}

// Writers says for each field of the header which hop probably wrote it, as an index of hops; -1 is the writer of the
// letter. Servers put their fields on top, so a field belongs to the first Received below it.
func Writers(h *Header, hops []Hop) []int {
	writers := make([]int, len(h.Fields))
	by := -1
	for i := len(h.Fields) - 1; i >= 0; i-- {
		if by+1 < len(hops) && hops[by+1].Field == i {
			by++
		}
		writers[i] = by
	}
	return writers
}
