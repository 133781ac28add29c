package simnet

import (
	"math/rand/v2"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Anybody stands for every host as an end of a line.
const Anybody = "*"

// Props are the properties of a line, equal in both directions.
type Props struct {
	Delay     vtime.Duration // One way.
	Bandwidth int64          // Bits per second; 0 means unlimited.
	Loss      int            // Packets lost per thousand.
}

// line is what was said about a pair of hosts. What a line is like (props) and what is wrong with it (the rest) are kept
// apart, so that a healed fault leaves the line as it was.
type line struct {
	props  *Props
	cut    bool
	cuts   int // How often it was cut: packets under way at that moment are gone.
	loss   int // Per thousand; negative: as the line itself.
	delay  vtime.Duration
	filter Filter
}

// Filter is a middlebox on a line.
type Filter interface {
	// Pass is shown every packet from host from to host to before it goes on its way, and decides about it. It may put
	// other octets of the same number into p.Data (never change them in place: the sender still needs them); the trace
	// then holds the packet as it travels on.
	Pass(from, to string, p *trace.Packet) Verdict
}

// Verdict is what a Filter does with a packet.
type Verdict struct {
	Drop  bool
	Delay vtime.Duration // Added to the way; later packets may overtake.
}

// SetLink gives the line between two hosts its properties. One end may be Anybody. A pair that is named itself follows
// only that; otherwise the lines of both hosts to Anybody are strung together: delays add up, the smaller bandwidth
// counts, and either may lose a packet.
func (n *Network) SetLink(a, b string, p Props) { n.line(a, b).props = &p }

// SetCut cuts or mends the line between two hosts; with Anybody, all lines of a host. Packets under way are lost.
func (n *Network) SetCut(a, b string, cut bool) {
	l := n.line(a, b)
	if cut && !l.cut {
		l.cuts++
	}
	l.cut = cut
}

// SetLoss makes a line lose permille packets per thousand; a negative number gives the line's own loss back.
func (n *Network) SetLoss(a, b string, permille int) { n.line(a, b).loss = permille }

// SetDelay gives a line another one-way delay; a negative one gives the line's own delay back.
func (n *Network) SetDelay(a, b string, d vtime.Duration) { n.line(a, b).delay = d }

// SetFilter puts a middlebox on a line, or with nil takes it off. The most specific filter of a pair acts.
func (n *Network) SetFilter(a, b string, f Filter) { n.line(a, b).filter = f }

// Link returns the properties that the line between two hosts has now, and whether it is cut.
func (n *Network) Link(a, b string) (Props, bool) {
	p := n.look(a, b)
	return p.props, p.cut
}

// line returns what is known about a pair, to be changed.
func (n *Network) line(a, b string) *line {
	n.change++
	key := pair(a, b)
	l := n.lines[key]
	if l == nil {
		l = &line{loss: -1, delay: -1}
		n.lines[key] = l
	}
	return l
}

// view is what the lines say about a pair, all taken together.
type view struct {
	props  Props
	cut    bool
	cuts   int
	filter Filter
}

func (n *Network) look(a, b string) view {
	if a == b {
		return view{} // A host always reaches itself, at once.
	}
	// From the most to the least specific.
	keys := [4][2]string{pair(a, b), pair(a, Anybody), pair(b, Anybody), {Anybody, Anybody}}
	var found [4]*line
	for i, k := range keys {
		found[i] = n.lines[k]
	}
	v := view{props: Props{Delay: n.delay}}
	switch {
	case has(found[0]):
		v.props = *found[0].props
	case has(found[1]) && has(found[2]):
		p, q := found[1].props, found[2].props
		v.props.Delay = p.Delay + q.Delay
		v.props.Bandwidth = p.Bandwidth
		if p.Bandwidth == 0 || q.Bandwidth != 0 && q.Bandwidth < p.Bandwidth {
			v.props.Bandwidth = q.Bandwidth
		}
		v.props.Loss = p.Loss + q.Loss - p.Loss*q.Loss/1000
	case has(found[1]):
		v.props = *found[1].props
	case has(found[2]):
		v.props = *found[2].props
	case has(found[3]):
		v.props = *found[3].props
	}
	loss, delay := false, false
	for _, l := range found {
		if l == nil {
			continue
		}
		v.cut = v.cut || l.cut
		v.cuts += l.cuts
		if l.loss >= 0 && !loss {
			v.props.Loss, loss = l.loss, true
		}
		if l.delay >= 0 && !delay {
			v.props.Delay, delay = l.delay, true
		}
		if v.filter == nil {
			v.filter = l.filter
		}
	}
	return v
}

func has(l *line) bool { return l != nil && l.props != nil }

// pair is the key of a line: the same for both directions.
func pair(a, b string) [2]string {
	if a > b {
		a, b = b, a
	}
	return [2]string{a, b}
}

// path is one direction between two hosts.
type path struct {
	view
	from, to *node
	change   int
	rand     *rand.Rand // Decides about loss; made when it is first needed.
	busy     vtime.Time // When the line will have sent what was given to it.
}

func (n *Network) path(from, to *node) *path {
	key := uint64(from.index)<<32 | uint64(to.index)
	p := n.paths[key]
	if p == nil {
		p = &path{from: from, to: to, change: -1}
		n.paths[key] = p
	}
	if p.change != n.change {
		p.view = n.look(from.id, to.id)
		p.change = n.change
	}
	return p
}
