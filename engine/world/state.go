package world

import (
	"iter"
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/dns"
	"ehloworld/engine/host"
	"ehloworld/engine/lesson"
	"ehloworld/engine/policy"
	"ehloworld/engine/queue"
	"ehloworld/engine/trace"
)

// state is the world as a lesson's conditions look at it: the stores of scenario.StateStores. Hosts, accounts and
// letters come in the scenario's order and in the order of their coming.
type state World

// Queue implements lesson.State.
func (s *state) Queue(id string) iter.Seq[lesson.Item] {
	return func(yield func(lesson.Item) bool) {
		h := s.machine.Host(id)
		if h == nil || h.Queue == nil {
			return
		}
		for _, it := range h.Queue.List() {
			if !yield(queued(it)) {
				return
			}
		}
	}
}

func queued(it *queue.Item) *letter {
	l := &letter{data: it.Data, msg: it.Msg, from: it.From, born: it.Cause, more: map[string][]string{
		"id": {it.ID}, "attempts": {strconv.Itoa(it.Tries)}, "held": {strconv.FormatBool(it.State == queue.Held)},
	}}
	for i := range it.Rcpts {
		l.rcpts = append(l.rcpts, it.Rcpts[i].Addr)
		l.more["status"] = append(l.more["status"], it.Rcpts[i].Status.String())
	}
	return l
}

// Box implements lesson.State.
func (s *state) Box(user, folder string) iter.Seq[lesson.Item] {
	return func(yield func(lesson.Item) bool) {
		h := s.machine.HostOfDomain(address.DomainOf(user))
		if h == nil || h.Store == nil || h.Store.Account(user) == nil {
			return
		}
		m := h.Store.Account(user).Mailbox(folder)
		if m == nil {
			return
		}
		for _, st := range m.Messages() {
			l := &letter{data: st.Data, msg: st.Msg, from: st.EnvelopeFrom, rcpts: []string{st.EnvelopeTo}, flags: st.Flags,
				born: s.born(user, m.Name(), st.UID), more: map[string][]string{
					"uid": {strconv.Itoa(st.UID)}, "marked": {strconv.FormatBool(st.Marked())},
				}}
			if !yield(l) {
				return
			}
		}
	}
}

// born finds the event that put a message into a mailbox. Births are noted as the trace grows, so that nothing is ever
// searched for twice.
func (s *state) born(user, box string, uid int) int {
	for _, e := range s.Log.Since(s.births.seen) {
		s.births.seen = e.N
		if b, ok := e.Body.(*trace.Store); ok && b.Act == "append" {
			s.births.at[birthKey{b.User, b.Box, b.UID}] = e.N
		}
	}
	return s.births.at[birthKey{user, box, uid}]
}

// births remembers which event put which message where.
type births struct {
	seen int
	at   map[birthKey]int
}

type birthKey struct {
	user, box string
	uid       int
}

// Client implements lesson.State.
func (s *state) Client(id string) iter.Seq[lesson.Item] {
	return func(yield func(lesson.Item) bool) {
		h := s.machine.Host(id)
		if h == nil || h.Program == nil {
			return
		}
		for _, box := range h.Program.Boxes() {
			for _, l := range h.Program.Box(box) {
				if !yield(inProgram(box, l)) {
					return
				}
			}
		}
	}
}

func inProgram(box string, l *host.Letter) *letter {
	out := &letter{data: l.Data, msg: l.Msg, from: l.From, rcpts: l.To, born: l.Event, more: map[string][]string{"box": {box}}}
	if l.Read {
		out.flags = []string{`\Seen`}
	}
	return out
}

// Msg implements lesson.State: every letter once, wherever it lies.
func (s *state) Msg() iter.Seq[lesson.Item] {
	return func(yield func(lesson.Item) bool) {
		var order []trace.MsgID
		found := map[trace.MsgID]*letter{}
		add := func(l *letter, hostID, user string) {
			known := found[l.msg]
			if known == nil {
				known = l
				known.more = map[string][]string{}
				found[l.msg] = known
				order = append(order, l.msg)
			}
			known.more["host"] = append(known.more["host"], hostID)
			if user != "" {
				known.more["box"] = append(known.more["box"], user)
			}
			known.born = min(known.born, l.born)
		}
		for _, h := range s.machine.Hosts() {
			if h.Store != nil {
				for _, a := range h.Store.Accounts() {
					for _, m := range a.Mailboxes() {
						for item := range s.Box(a.Address(), m.Name()) {
							add(item.(*letter), h.Spec.ID, a.Address())
						}
					}
				}
			}
			for item := range s.Queue(h.Spec.ID) {
				add(item.(*letter), h.Spec.ID, "")
			}
			for item := range s.Client(h.Spec.ID) {
				add(item.(*letter), h.Spec.ID, "")
			}
		}
		for _, msg := range order {
			if !yield(found[msg]) {
				return
			}
		}
	}
}

// Session implements lesson.State.
func (s *state) Session(id string) iter.Seq[lesson.Item] {
	return func(yield func(lesson.Item) bool) {
		for _, h := range s.machine.Hosts() {
			for _, c := range h.Sessions() {
				// A connection between two machines is in both hosts' lists; the server's end stands for it.
				if !c.Server || id != "" && id != c.From && id != c.To {
					continue
				}
				if !yield(facts{
					"conn": {strconv.Itoa(int(c.Conn))}, "proto": {c.Proto}, "host": {c.To}, "from": {c.From}, "to": {c.To},
					"port": {strconv.Itoa(c.Port)}, "state": {c.State}, "user": one(c.User), "by": {c.By.String()},
				}) {
					return
				}
			}
		}
	}
}

// Zone implements lesson.State.
func (s *state) Zone(domain string) iter.Seq[lesson.Item] {
	return func(yield func(lesson.Item) bool) {
		for _, line := range s.Scenario.World.Records {
			r, err := dns.ParseRecord(line)
			if err != nil || domain != "" && r.Name != domain && !strings.HasSuffix(r.Name, "."+domain) {
				continue
			}
			if !yield(facts{"name": {r.Name}, "type": {r.Type}, "record": {r.String()}}) {
				return
			}
		}
	}
}

// Policy implements lesson.State.
func (s *state) Policy(id string) iter.Seq[lesson.Item] {
	return func(yield func(lesson.Item) bool) {
		h := s.machine.Host(id)
		if h == nil {
			return
		}
		f := facts{}
		for _, s := range h.Settings() {
			f[s.Key] = one(s.Value)
			if s.Kind == policy.List {
				p := h.Policy()
				f[s.Key] = p.Items(s.Key)
			}
			if s.Old != "" {
				f[s.Old] = f[s.Key]
			}
		}
		yield(f)
	}
}

// facts is an item that is no letter.
type facts map[string][]string

// Values implements lesson.Item.
func (f facts) Values(field string) []string { return f[field] }

// Born implements lesson.Item.
func (facts) Born() int { return 0 }

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
