package host

import (
	"math/rand/v2"

	"ehloworld/engine/clock"
	"ehloworld/engine/dns"
	"ehloworld/engine/edition"
	"ehloworld/engine/machine"
	"ehloworld/engine/policy"
	"ehloworld/engine/queue"
	"ehloworld/engine/simnet"
	"ehloworld/engine/store"
	"ehloworld/engine/trace"
)

// NewWorld returns a world without hosts.
func NewWorld(rec *trace.Recorder, q *clock.Queue, net *simnet.Network, zone int, seed uint64) *World {
	return &World{Rec: rec, Clock: q, Net: net, Zone: zone, Seed: seed, began: rec.Now}
}

// BuildError says why a host of a scenario cannot stand.
type BuildError struct{ Host, Problem string }

func (e *BuildError) Error() string { return e.Host + ": " + e.Problem }

// Add builds one host and plugs it into the network. Its services listen at once; what they need of other hosts they look
// for when they need it.
func (w *World) Add(spec Spec) (*Host, error) {
	h := &Host{Spec: spec, world: w, policy: spec.Policy}
	// Every host has its own source of chance, so that one host's draws change nothing elsewhere.
	h.chance = rand.New(rand.NewPCG(w.Seed, uint64(len(w.hosts)+1)))
	if !w.Net.AddHost(spec.ID, spec.IP) {
		return nil, &BuildError{spec.ID, "another host has this name or the address " + spec.IP}
	}
	h.resolver = &stub{
		host: h, resolver: dns.NewResolver(rand.New(rand.NewPCG(w.Seed, uint64(len(w.hosts)+1)<<32))),
		server: spec.Resolver, waiting: map[int]asked{},
	}
	if spec.Kind == "dns" {
		h.Zones = dns.NewZones()
		for _, line := range spec.Records {
			record, err := dns.ParseRecord(line)
			if err == nil {
				err = h.Zones.Add(record)
			}
			if err != nil {
				return nil, &BuildError{spec.ID, err.Error()}
			}
		}
	}
	if spec.Kind == "mta" {
		h.Store = store.New(spec.ID, h.note)
		profile, err := h.timetable()
		if err != nil {
			return nil, &BuildError{spec.ID, err.Error()}
		}
		h.router = h.newRouter()
		h.Queue = queue.New(queue.Options{Host: spec.ID, Letter: w.idLetter(spec.ID), Profile: profile, Emit: h.queueNote})
		if edition.Full {
			h.Queue.SetReuse(h.policy.Int(policy.Reuse))
		}
	}
	if spec.Program != nil {
		h.Program = newProgram(h, *spec.Program)
	}
	for _, s := range spec.Services {
		if err := h.listen(s); err != nil {
			return nil, err
		}
	}
	w.hosts = append(w.hosts, h)
	return h, nil
}

// idLetter is what the queue ids of a new host begin with. Ids of two servers are told apart by it: of those whose domains
// begin alike the second has HB, the third HC.
func (w *World) idLetter(id string) string {
	letter, same := queue.IDLetter(id), 0
	for _, h := range w.hosts {
		if h.Queue != nil && queue.IDLetter(h.Spec.ID) == letter {
			same++
		}
	}
	if same > 0 {
		letter += string(rune('A' + same%26))
	}
	return letter
}

// listen opens one service port.
func (h *Host) listen(s Service) error {
	var accept func(*simnet.Conn)
	switch s.Proto {
	case "smtp", "submission", "lmtp":
		accept = func(c *simnet.Conn) { h.acceptSMTP(s.Proto, c) }
	case "pop3":
		accept = h.acceptPOP3
	case "dns":
		if h.Zones == nil {
			return &BuildError{h.Spec.ID, "only a host of kind dns can offer dns"}
		}
		h.serveDNS(s.Port)
		return nil
	default:
		return &BuildError{h.Spec.ID, "there is no service " + s.Proto}
	}
	if h.Store == nil {
		return &BuildError{h.Spec.ID, "only a host of kind mta can offer " + s.Proto}
	}
	if !h.world.Net.Listen(h.Spec.ID, s.Port, s.Proto, accept) {
		return &BuildError{h.Spec.ID, "two services want the same port"}
	}
	return nil
}

// serve drives a server machine over a connection that has just been accepted.
func (h *Host) serve(conn *simnet.Conn, proto string, m machine.Machine) *session {
	s := h.newSession(conn, proto, m)
	conn.SetApp(s)
	return s
}
