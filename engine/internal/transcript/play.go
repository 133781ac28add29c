package transcript

import (
	"strings"

	"ehloworld/engine/machine"
	"ehloworld/engine/vtime"
)

// Player is a machine with whatever drives it, as Play sees it.
type Player struct {
	Step func(in machine.Input)
	Wait func(d vtime.Duration) // Lets time pass, with the deadlines on the way.
	Log  func() []string        // All that the machine has done so far, as lines "S: …" (or "C: …") and "* …".
}

// Directives are the lines "@ …" of a conversation, without the sign: how the machine is set up.
func Directives(text string) []string {
	var list []string
	for line := range strings.SplitSeq(text, "\n") {
		if d, ok := strings.CutPrefix(line, "@ "); ok {
			list = append(list, d)
		}
	}
	return list
}

// Play runs a conversation in the notation that the POP3 machines share, and returns it with what the machine does. Peer
// is who speaks to the machine, "C" or "S":
//
//	# comment     kept as it is, as is every other line that means nothing
//	@ directive   kept; see Directives
//	C: line       what the peer sends, with CR LF; lines in a row arrive together; \ begins a Go escape
//	C+ part       the same without CR LF
//	! wait 10m    time passes; also: end, broken
//	S: line       what the machine sends
//	* event       what else it does
//
// The connection opens before the first input. The last two kinds of lines are left out and written anew. Play panics
// when it does not understand a line.
func Play(text, peer string, cut Cutter, p Player) string {
	own := "S:"
	if peer == "S" {
		own = "C:"
	}
	var out []string
	var pending []byte
	shown, opened := 0, false
	show := func() {
		if len(pending) > 0 {
			for _, piece := range cut(pending) {
				p.Step(machine.Input{Kind: machine.Bytes, Data: piece})
			}
			pending = nil
		}
		log := p.Log()
		out = append(out, log[shown:]...)
		shown = len(log)
	}
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		kind, arg, _ := strings.Cut(line, " ")
		if !opened && (kind == peer+":" || kind == peer+"+" || kind == "!") {
			opened = true
			p.Step(machine.Input{Kind: machine.Open})
			show()
		}
		switch kind {
		case own, "*":
			show()
		case peer + ":":
			pending = append(append(pending, Unescape(arg)...), "\r\n"...)
			out = append(out, line)
		case peer + "+":
			pending = append(pending, Unescape(arg)...)
			out = append(out, line)
		case "!":
			show()
			out = append(out, line)
			p.happen(arg)
			show()
		default:
			show()
			out = append(out, line)
		}
	}
	show()
	return strings.Join(out, "\n") + "\n"
}

// happen does what a "!" line says.
func (p Player) happen(what string) {
	word, arg, _ := strings.Cut(what, " ")
	switch word {
	case "wait":
		d, err := vtime.ParseDuration(arg)
		if err != nil {
			panic(err)
		}
		p.Wait(d)
	case "end":
		p.Step(machine.Input{Kind: machine.End})
	case "broken":
		p.Step(machine.Input{Kind: machine.Broken, Reason: "reset by peer"})
	default:
		panic("nothing is called " + what)
	}
}
