package dns

import "strconv"

// MaxRecords is how many records Zones takes.
const MaxRecords = 8192

// Zones is the data of all domains of a world. The simulated name server answers for the whole world at once, as a
// recursive resolver that knows everything: a name that nobody wrote down does not exist.
type Zones struct {
	names  map[string]*node
	count  int
	faults map[string]string
}

// node is one name. A name that has no records but stands above one that has exists all the same (RFC 8020).
type node struct{ records []Record }

// The SOA of a domain for which nobody wrote one. Its minimum says how long a "no" may be remembered (RFC 2308).
const (
	defaultServer  = "ns.example"
	defaultMailbox = "hostmaster"
)

// NewZones returns empty zone data.
func NewZones() *Zones {
	return &Zones{names: map[string]*node{}, faults: map[string]string{}}
}

// ConflictError says that a record cannot stand beside those that are there.
type ConflictError struct{ Record, Reason string }

func (e *ConflictError) Error() string { return "cannot add " + quote(e.Record) + ": " + e.Reason }

// Add adds one record. Adding a record again changes its time to live only. An alias (CNAME) stands alone (RFC 1034
// section 3.6.2), and a name has one SOA.
func (z *Zones) Add(r Record) error {
	if z.count >= MaxRecords {
		return &ConflictError{r.Line(), "there are " + strconv.Itoa(MaxRecords) + " records already"}
	}
	n := z.names[r.Name]
	if n != nil {
		for i := range n.records {
			o := &n.records[i]
			if o.Type == r.Type && o.Data() == r.Data() {
				o.TTL = r.TTL
				return nil
			}
			if o.Type == CNAME || r.Type == CNAME {
				return &ConflictError{r.Line(), "an alias (CNAME) must be the only record of its name"}
			}
			if o.Type == SOA && r.Type == SOA {
				return &ConflictError{r.Line(), "the name has an SOA record already"}
			}
		}
	}
	z.make(r.Name).records = append(z.make(r.Name).records, r)
	z.count++
	return nil
}

// Remove takes away the records of name with that type; with Data not empty, only the one that reads so.
func (z *Zones) Remove(name, typ, data string) {
	n := z.names[name]
	if n == nil {
		return
	}
	kept := n.records[:0]
	for _, r := range n.records {
		if r.Type == typ && (data == "" || r.Data() == data) {
			z.count--
			continue
		}
		kept = append(kept, r)
	}
	n.records = kept
	z.prune(name)
}

// Records returns the records of one name in the order in which they were added.
func (z *Zones) Records(name string) []Record {
	if n := z.names[lower(name)]; n != nil {
		return append([]Record(nil), n.records...)
	}
	return nil
}

// make returns the node of name, making it and every name above it.
func (z *Zones) make(name string) *node {
	n := z.names[name]
	if n == nil {
		n = &node{}
		z.names[name] = n
		if name != "" {
			z.make(parent(name))
		}
	}
	return n
}

// prune forgets name, and names above it, that hold nothing and stand above nothing.
func (z *Zones) prune(name string) {
	for ; name != ""; name = parent(name) {
		if n := z.names[name]; n == nil || len(n.records) > 0 {
			return
		}
		for other := range z.names { //det:ok whether there is one does not depend on which is found
			if parent(other) == name && other != "" {
				return
			}
		}
		delete(z.names, name)
	}
}

func parent(name string) string {
	for i := 0; i < len(name); i++ {
		if name[i] == '.' {
			return name[i+1:]
		}
	}
	return ""
}

// SetFault breaks the answers for name and everything below it: SERVFAIL answers so, TIMEOUT answers nothing, "" heals.
// The root "" stands for every name.
func (z *Zones) SetFault(name, fault string) {
	name = lower(name)
	if fault == "" {
		delete(z.faults, name)
		return
	}
	z.faults[name] = fault
}

// fault is what is broken about name: the fault of the nearest name at or above it.
func (z *Zones) fault(name string) string {
	if len(z.faults) == 0 {
		return ""
	}
	for {
		if f, ok := z.faults[name]; ok {
			return f
		}
		if name == "" {
			return ""
		}
		name = parent(name)
	}
}

// Answer looks a question up in the zone data, following aliases (RFC 1034 section 4.3.2). A name that does not exist
// gives NXDOMAIN; one that exists without such a record gives NOERROR and no record; both come with an SOA.
func (z *Zones) Answer(name, typ string) Answer {
	name = lower(name)
	a := Answer{Name: name, Type: typ, Rcode: NoError}
	for hops := 0; ; hops++ {
		if f := z.fault(name); f != "" {
			return Answer{Name: a.Name, Type: typ, Rcode: f}
		}
		n := z.names[name]
		if n == nil {
			// After an alias the code speaks of the last name of the chain (RFC 6604).
			a.Rcode = NXDomain
			a.Authority = z.start(name)
			return a
		}
		alias := ""
		found := false
		for _, r := range n.records {
			if r.Type == typ || typ == Any {
				a.Records = append(a.Records, r)
				found = true
			} else if r.Type == CNAME {
				a.Records = append(a.Records, r)
				alias = r.Host
			}
		}
		if found || alias == "" {
			if !found {
				a.Authority = z.start(name)
			}
			return a
		}
		if hops == MaxCNAME {
			return Answer{Name: a.Name, Type: typ, Rcode: ServFail}
		}
		name = alias
	}
}

// start is the SOA that belongs in a negative answer about name: that of the nearest name at or above it that has one,
// or else one made up for the domain. Where a domain is cut off from its parent nobody wrote down, so the shortest
// known name of at least two labels counts as the domain, and a single label where there is none.
func (z *Zones) start(name string) *Record {
	domain := ""
	for n := name; ; n = parent(n) {
		if node := z.names[n]; node != nil {
			for i := range node.records {
				if node.records[i].Type == SOA {
					r := node.records[i]
					return &r
				}
			}
		}
		if n == "" {
			break
		}
		single := parent(n) == ""
		if single && domain == "" || !single && z.names[n] != nil {
			domain = n
		}
	}
	mailbox := defaultMailbox
	if domain != "" && len(domain)+len(mailbox) < MaxName {
		mailbox += "." + domain
	}
	return &Record{Name: domain, TTL: DefaultTTL, Type: SOA, Start: &Start{
		NS: defaultServer, Mailbox: mailbox,
		Serial: 1, Refresh: 3600, Retry: 600, Expire: 604800, Minimum: DefaultTTL,
	}}
}
