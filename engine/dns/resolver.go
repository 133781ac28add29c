package dns

import (
	"math/rand/v2"

	"ehloworld/engine/vtime"
)

// How the stub resolver waits and what it keeps.
const (
	RetryAfter  = 2 * vtime.Second // Between two tries of one question.
	Tries       = 3                // Packets sent for one question before it ends as TIMEOUT.
	MaxPending  = 256              // Different questions under way at one time.
	MaxWaiting  = 1024             // Callers waiting for them.
	MaxCache    = 512              // Answers kept.
	MaxCacheTTL = 24 * vtime.Hour  // The longest that an answer is kept.
	MaxNegative = 3 * vtime.Hour   // The longest that a "no" is kept (RFC 2308 section 5).
)

// Resolver is the stub resolver of one host. It is pure: packets to send come back as bytes, packets that arrived and
// the passing of time are told to it. Its cache obeys times to live and remembers "no" (RFC 2308).
type Resolver struct {
	rand    *rand.Rand
	lastID  int
	pending []*question // In the order of asking, which is also the order of deadlines for equal tries.
	waiting int
	cache   map[key]cached
	order   []key // Keys of cache, oldest first.
}

type key struct{ name, typ string }

type cached struct {
	answer  Answer
	since   vtime.Time
	expires vtime.Time
}

// question is one question under way, and everybody who waits for its answer.
type question struct {
	key
	wireID   uint16
	ids      []int
	packet   []byte
	sent     int
	deadline vtime.Time
}

// NewResolver returns a resolver with an empty cache. It draws the identifiers of its packets from random: a guessable
// identifier would let anybody answer in the server's place (RFC 5452).
func NewResolver(random *rand.Rand) *Resolver {
	return &Resolver{rand: random, cache: map[key]cached{}}
}

// Ask asks one question and returns its number. When the answer is known at once it is returned, and nothing is to be
// sent. Otherwise send is the packet for the name server, or nil when the same question is already under way and its
// answer will serve both. The answer comes from Receive or Tick with Answer.ID equal to id.
func (r *Resolver) Ask(now vtime.Time, name, typ string) (id int, known *Answer, send []byte) {
	r.lastID++
	id = r.lastID
	end := func(rcode string) (int, *Answer, []byte) {
		return id, &Answer{ID: id, Name: name, Type: typ, Rcode: rcode}, nil
	}
	n, err := asked(name)
	if err != nil {
		return end(NXDomain) // No server can know a name that no packet can hold.
	}
	name = n
	k := key{name, typ}
	if a, ok := r.remembered(now, k); ok {
		a.ID, a.Name, a.Type = id, name, typ
		return id, &a, nil
	}
	if r.waiting >= MaxWaiting {
		return end(ServFail)
	}
	for _, q := range r.pending {
		if q.key == k {
			q.ids = append(q.ids, id)
			r.waiting++
			return id, nil, nil
		}
	}
	if len(r.pending) >= MaxPending {
		return end(ServFail)
	}
	q := &question{key: k, wireID: r.wireID(), ids: []int{id}, sent: 1, deadline: now.Add(RetryAfter)}
	if q.packet, err = Query(q.wireID, name, typ); err != nil {
		return end(NotImp)
	}
	r.pending = append(r.pending, q)
	r.waiting++
	return id, nil, q.packet
}

// wireID draws an identifier that no question under way has. It ends because there are far fewer than 65,536 of those.
func (r *Resolver) wireID() uint16 {
draw:
	for {
		id := uint16(r.rand.Uint32())
		for _, q := range r.pending {
			if q.wireID == id {
				continue draw
			}
		}
		return id
	}
}

// Receive takes a packet that arrived and returns the answers that it brought, one for each Ask that waited for it.
// Packets that answer nothing we asked are ignored, as RFC 5452 wants.
func (r *Resolver) Receive(now vtime.Time, data []byte) []Answer {
	p, err := ParsePacket(data)
	if !p.Response || p.Questions != 1 || !p.IN {
		return nil
	}
	for i, q := range r.pending {
		if q.wireID != p.ID || q.name != p.Name || q.typ != p.Type {
			continue
		}
		a := p.answered()
		if err != nil {
			a = Answer{Name: p.Name, Type: p.Type, Rcode: ServFail}
		}
		r.remember(now, q.key, a)
		return r.finish(i, a)
	}
	return nil
}

// Tick tells that time has come to now. It returns the questions that have timed out and the packets to be sent again.
func (r *Resolver) Tick(now vtime.Time) (finished []Answer, send [][]byte) {
	for i := 0; i < len(r.pending); {
		q := r.pending[i]
		if q.deadline > now {
			i++
			continue
		}
		if q.sent == Tries {
			finished = append(finished, r.finish(i, Answer{Name: q.name, Type: q.typ, Rcode: Timeout})...)
			continue
		}
		q.sent++
		q.deadline = now.Add(RetryAfter)
		send = append(send, q.packet)
		i++
	}
	return finished, send
}

// Deadline is when Tick wants to be called next; vtime.Never when nothing is under way.
func (r *Resolver) Deadline() vtime.Time {
	at := vtime.Never
	for _, q := range r.pending {
		at = min(at, q.deadline)
	}
	return at
}

// Flush empties the cache. Questions under way are not touched.
func (r *Resolver) Flush() {
	clear(r.cache)
	r.order = r.order[:0]
}

// finish ends question i and returns its answer once for everybody who waited.
func (r *Resolver) finish(i int, a Answer) []Answer {
	q := r.pending[i]
	r.pending = append(r.pending[:i], r.pending[i+1:]...)
	r.waiting -= len(q.ids)
	out := make([]Answer, len(q.ids))
	for n, id := range q.ids {
		out[n] = a
		out[n].ID = id
	}
	return out
}

// answered picks out of a response what answers its question: the chain of aliases that starts at the name, and the
// records at its end. Records of other names could be lies and are dropped.
func (p *Packet) answered() Answer {
	a := Answer{Name: p.Name, Type: p.Type, Rcode: p.Rcode}
	if p.Truncated {
		a.Rcode, a.Truncated = ServFail, true
	}
	if a.Rcode != NoError && a.Rcode != NXDomain {
		return a
	}
	owner := p.Name
	for hops := 0; ; hops++ {
		alias, found := "", false
		for _, r := range p.Answers {
			switch {
			case r.Name != owner:
			case r.Type == p.Type || p.Type == Any:
				a.Records = append(a.Records, r)
				found = true
			case r.Type == CNAME && alias == "" && r.Host != "":
				a.Records = append(a.Records, r)
				alias = r.Host
			}
		}
		if found || alias == "" {
			break
		}
		if hops == MaxCNAME {
			return Answer{Name: p.Name, Type: p.Type, Rcode: ServFail}
		}
		owner = alias
	}
	for i := range p.Authority {
		if s := &p.Authority[i]; s.Type == SOA && within(owner, s.Name) {
			a.Authority = s
			break
		}
	}
	return a
}

// within says whether name is domain or stands below it.
func within(name, domain string) bool {
	n := len(name) - len(domain)
	return n >= 0 && name[n:] == domain && (n == 0 || domain == "" || name[n-1] == '.')
}

// remember keeps a for as long as it allows. Failures are not kept: the next question may find the server well.
func (r *Resolver) remember(now vtime.Time, k key, a Answer) {
	if a.Rcode != NoError && a.Rcode != NXDomain {
		return
	}
	ttl := MaxCacheTTL
	for _, rec := range a.Records {
		ttl = min(ttl, vtime.Duration(rec.TTL)*vtime.Second)
	}
	if a.Rcode == NXDomain || a.NoData() {
		if a.Authority == nil || a.Authority.Start == nil {
			return // A "no" without an SOA may not be kept (RFC 2308 section 5).
		}
		ttl = min(ttl, MaxNegative, vtime.Duration(min(a.Authority.TTL, a.Authority.Start.Minimum))*vtime.Second)
		if a.Rcode == NXDomain && len(a.Records) == 0 {
			k.typ = "" // The name does not exist, whatever the type (RFC 2308 section 5).
		}
	}
	if ttl <= 0 {
		return
	}
	if _, ok := r.cache[k]; ok {
		r.forget(k)
	}
	if len(r.order) == MaxCache {
		r.forget(r.oldest(now))
	}
	r.cache[k] = cached{a, now, now.Add(ttl)}
	r.order = append(r.order, k)
}

// oldest is the entry to give up for a new one: the first that has expired, or else the first.
func (r *Resolver) oldest(now vtime.Time) key {
	for _, k := range r.order {
		if r.cache[k].expires <= now {
			return k
		}
	}
	return r.order[0]
}

func (r *Resolver) forget(k key) {
	delete(r.cache, k)
	for i := range r.order {
		if r.order[i] == k {
			r.order = append(r.order[:i], r.order[i+1:]...)
			return
		}
	}
}

// remembered returns what the cache holds for k, with the times to live that are left.
func (r *Resolver) remembered(now vtime.Time, k key) (Answer, bool) {
	for _, k := range [...]key{k, {k.name, ""}} {
		c, ok := r.cache[k]
		if !ok {
			continue
		}
		if c.expires <= now {
			r.forget(k)
			continue
		}
		a := c.answer
		gone := uint32(now.Sub(c.since) / vtime.Second)
		a.Records = append([]Record(nil), a.Records...)
		for i := range a.Records {
			a.Records[i].TTL -= min(gone, a.Records[i].TTL)
		}
		return a, true
	}
	return Answer{}, false
}
