package host

import (
	"strconv"
	"strings"

	"ehloworld/engine/dns"
	"ehloworld/engine/simnet"
	"ehloworld/engine/smtp"
	"ehloworld/engine/store"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Faults lists the kinds of faults that a person can switch, and what each one wants as its target and argument.
const Faults = "down HOST, stopped HOST, cut A--B, loss A--B PERMILLE, slow A--B DELAY, full ADDRESS, dns NAME SERVFAIL|TIMEOUT, reply HOST CODE COMMAND [N], drop HOST [COMMAND [N]], disk HOST"

// FaultError says why a fault cannot be switched.
type FaultError struct{ Problem string }

func (e *FaultError) Error() string { return e.Problem }

// maxLoss is the largest loss that a fault sets, in packets per thousand: a line that loses everything is cut.
const maxLoss = 999

// maxSlow is the longest delay that a fault sets.
const maxSlow = vtime.Minute

// Fault checks a fault and returns what switches it on or off.
//
// A host that is "down" answers nothing, so that whoever connects waits in vain; one that is "stopped" is up but its
// services are not, so that it refuses connections at once.
func (w *World) Fault(kind, target, arg string, on bool) (func(), error) {
	event := trace.Fault{Target: target, What: kind, On: on, Arg: arg}
	do, err := w.fault(kind, target, arg, on)
	if err != nil {
		return nil, err
	}
	return func() {
		outer := w.Rec.Cause
		if n := w.Rec.Emit(event); n != 0 {
			w.Rec.Cause = n
		}
		do()
		w.Rec.Cause = outer
	}, nil
}

func (w *World) fault(kind, target, arg string, on bool) (func(), error) {
	switch kind {
	case "down", "stopped":
		h := w.Host(target)
		if h == nil {
			return nil, &FaultError{"there is no host " + strconv.Quote(target)}
		}
		return func() {
			if !on && w.Net.State(target) != states[kind] {
				return // There is nothing of the kind to mend.
			}
			state := simnet.HostUp
			if on {
				state = states[kind]
			}
			if state == simnet.HostDown {
				h.interrupt()
			}
			w.Net.SetState(target, state)
			h.wake()
		}, nil
	case "full":
		var accounts []*store.Account // One, and those of servers in front of it that hand over by LMTP.
		for _, h := range w.hosts {
			if h.Store == nil {
				continue
			}
			if a := h.Store.Account(target); a != nil {
				accounts = append(accounts, a)
			}
		}
		if len(accounts) == 0 {
			return nil, &FaultError{"there is no account " + strconv.Quote(target)}
		}
		return func() {
			for _, a := range accounts {
				a.SetFull(on)
			}
		}, nil
	case "dns":
		fault := strings.ToUpper(arg)
		if on && fault != dns.ServFail && fault != dns.Timeout {
			return nil, &FaultError{"the fault of a name is SERVFAIL or TIMEOUT"}
		}
		if !on {
			fault = ""
		}
		return func() {
			for _, h := range w.hosts {
				if h.Zones != nil {
					h.Zones.SetFault(target, fault)
				}
			}
		}, nil
	case "reply", "drop", "disk":
		return w.misdeed(kind, target, arg, on)
	case "cut", "loss", "slow":
		return w.lineFault(kind, target, arg, on)
	}
	return nil, &FaultError{"there is no fault " + strconv.Quote(kind) + "; there are " + Faults}
}

// states is what the faults of a host make of it.
var states = map[string]simnet.HostState{"down": simnet.HostDown, "stopped": simnet.HostStopped}

// misdeed is a fault that shows in the dialogues of a mail server: "reply" has it answer CODE to the Nth COMMAND of each
// connection and to all after it, "drop" has it drop the connection instead of answering, after it has taken the letter
// where the command is its end (EOD, the default), and "disk" leaves it no room for letters.
func (w *World) misdeed(kind, target, arg string, on bool) (func(), error) {
	h := w.Host(target)
	if h == nil || h.Store == nil {
		return nil, &FaultError{"there is no mail server " + strconv.Quote(target)}
	}
	if kind == "disk" {
		return func() { h.wrong.disk = on }, nil
	}
	which := &h.wrong.reply
	if kind == "drop" {
		which = &h.wrong.drop
	}
	if !on {
		return func() { *which = nil }, nil
	}
	f, err := smtp.ParseFault(arg, kind == "reply")
	if err != nil {
		return nil, err
	}
	return func() { *which = &f }, nil
}

// lineFault is a fault of the line between two hosts, written "a--b"; "a--*" means all lines of a.
func (w *World) lineFault(kind, target, arg string, on bool) (func(), error) {
	a, b, ok := strings.Cut(target, "--")
	if !ok || w.Host(a) == nil || b != simnet.Anybody && w.Host(b) == nil || a == b {
		return nil, &FaultError{"a line is named by its two hosts, as in alice-pc--mail.shan.example"}
	}
	switch kind {
	case "cut":
		return func() { w.Net.SetCut(a, b, on) }, nil
	case "loss":
		permille := -1
		if on {
			n, err := strconv.Atoi(arg)
			if err != nil || n < 1 || n > maxLoss {
				return nil, &FaultError{"how many packets in a thousand are lost must follow: 1 to " + strconv.Itoa(maxLoss)}
			}
			permille = n
		}
		return func() { w.Net.SetLoss(a, b, permille) }, nil
	}
	delay := vtime.Duration(-1)
	if on {
		d, err := vtime.ParseDuration(arg)
		if err != nil || d <= 0 || d > maxSlow {
			return nil, &FaultError{"the delay must follow, such as 2s; a minute at most"}
		}
		delay = d
	}
	return func() { w.Net.SetDelay(a, b, delay) }, nil
}
