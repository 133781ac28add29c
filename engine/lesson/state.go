package lesson

import (
	"iter"

	"ehloworld/engine/scenario"
)

// Item is one thing of a live store. scenario.StateStores says which fields the items of each store have.
type Item interface {
	// Values returns the values of a field, such as "header.subject" or "env.rcpt": none when the item has no such
	// thing, one for most, several where there are several. Numbers are written in decimal, truth as "true" or "false".
	// A letter is taken apart only when this asks for a part of it.
	Values(field string) []string
	// Born is the number of the event with which the item came to where it is; 0 when there was none.
	Born() int
}

// State is what the world looks like now. A store changes only together with an event that shows it: an input, a fault,
// or for queue mail, for box store, for client client, for msg any of those three, for session conn, state, auth or tls,
// for zone and policy dns. Items come in an order that is the same in every run.
type State interface {
	Queue(host string) iter.Seq[Item]
	Box(user, folder string) iter.Seq[Item] // user is an account's address.
	Client(host string) iter.Seq[Item]
	Msg() iter.Seq[Item]
	Session(host string) iter.Seq[Item] // host may be empty: all. A connection belongs to both of its ends.
	Zone(domain string) iter.Seq[Item]  // domain may be empty: all.
	Policy(host string) iter.Seq[Item]
}

func itemsOf(s State, c *scenario.Cond) iter.Seq[Item] {
	switch c.State {
	case "queue":
		return s.Queue(c.Of)
	case "box":
		return s.Box(c.Of, c.Box)
	case "client":
		return s.Client(c.Of)
	case "msg":
		return s.Msg()
	case "session":
		return s.Session(c.Of)
	case "zone":
		return s.Zone(c.Of)
	case "policy":
		return s.Policy(c.Of)
	}
	panic("lesson: a store that nobody knows: " + c.State)
}
