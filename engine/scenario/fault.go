package scenario

import (
	"strconv"
	"strings"

	"ehloworld/engine/dns"
	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// FaultKinds are the things that can be broken; see Fault.
var FaultKinds = []string{"down", "stopped", "full", "cut", "slow", "loss", "dns", "reply", "drop", "disk"}

var shapeFault = &shape{name: "fault", is: "a fault", required: []string{"kind", "target"}, optional: []string{"arg"}}

func readFault(n *node, w *World) Fault {
	var f Fault
	n.object(shapeFault, func(field string, m *node) {
		switch field {
		case "kind":
			f.What = m.oneOf(FaultKinds...)
		case "target":
			f.Target = m.line()
		case "arg":
			f.Arg = m.line()
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
	n.after(func() { checkFault(n, w, f, true) })
	return f
}

// checkFault fails unless the fault's target exists and its argument fits; to heal something needs no argument.
func checkFault(n *node, w *World, f Fault, on bool) {
	switch f.What {
	case "down", "stopped":
		if w.Host(f.Target) == nil {
			n.fail("there is no host " + strconv.Quote(f.Target))
		}
	case "reply", "drop", "disk":
		if h := w.Host(f.Target); h == nil || h.Kind != "mta" {
			n.fail("there is no mail server " + strconv.Quote(f.Target))
		}
		if !edition.Full {
			n.lacks("the fault " + f.What)
		}
	case "full":
		if w.Account(f.Target) == nil {
			n.fail("there is no account " + strconv.Quote(f.Target))
		}
	case "dns":
		if _, err := dns.Name(f.Target); err != nil {
			n.fail(strconv.Quote(f.Target) + " is not a name: " + err.Error())
		}
	default:
		a, b, ok := strings.Cut(f.Target, "--")
		if !ok || w.Host(a) == nil || w.Host(b) == nil && b != "*" || a == b {
			n.fail(strconv.Quote(f.Target) + " does not name two hosts (write alice-pc--mail.shan.example)")
		}
	}
	kind := f.What
	if !on {
		kind = ""
	}
	switch kind {
	case "slow":
		if d, err := vtime.ParseDuration(f.Arg); err != nil || d <= 0 || d > vtime.Minute {
			n.fail("\"arg\" is not the added delay (write 500ms; a minute at most)")
		}
	case "loss":
		if lost, err := strconv.Atoi(f.Arg); err != nil || lost < 1 || lost > 999 {
			n.fail("\"arg\" is not the number of packets lost per thousand (1 to 999)")
		}
	case "dns":
		if f.Arg != dns.ServFail && f.Arg != dns.Timeout {
			n.fail("\"arg\" is neither " + dns.ServFail + " nor " + dns.Timeout)
		}
	case "reply", "drop":
		if _, err := smtp.ParseFault(f.Arg, kind == "reply"); err != nil {
			n.fail("\"arg\": " + err.Error())
		}
	default:
		if f.Arg != "" {
			n.fail("takes no \"arg\"")
		}
	}
}
