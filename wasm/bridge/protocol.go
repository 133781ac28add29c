package bridge

import (
	"ehloworld/engine/jsontext"
	"ehloworld/engine/trace"
)

// This file is the typed list of messages between the page and the engine; its twin is site/src/bridge/protocol.ts. The
// samples that TestSamples writes into site/src/bridge/samples.ts keep the two equal: the type checker of the page reads
// them as its own types, so a field that only one side knows is an error there.
//
// Times on this boundary are nanoseconds since the world's start.

// bilingual is a text in both languages of the page.
type bilingual struct{ en, zh string }

func (t bilingual) write(w *jsontext.Writer) {
	w.Object()
	str(w, "en", t.en)
	str(w, "zh", t.zh)
	w.EndObject()
}

// status tells where the run stands.
type status struct {
	now      int64
	events   int
	next     *nextEvent
	active   int64 // -1: only people and patient timers are waited for.
	end      int64
	future   int
	inputs   int
	busy     bool
	stopped  string
	steps    []stepState
	hints    []hintState
	complete bool
}

type nextEvent struct {
	at      int64
	why     string
	patient bool
}

type stepState struct {
	id   string
	done bool
}

type hintState struct{ step, key string }

func (s status) write(w *jsontext.Writer) {
	w.Object()
	num(w, "now", s.now)
	num(w, "events", int64(s.events))
	w.Name("next")
	if s.next == nil {
		w.Null()
	} else {
		w.Object()
		num(w, "at", s.next.at)
		str(w, "why", s.next.why)
		flag(w, "patient", s.next.patient)
		w.EndObject()
	}
	w.Name("nextActive")
	if s.active < 0 {
		w.Null()
	} else {
		w.Int(s.active)
	}
	num(w, "end", s.end)
	num(w, "future", int64(s.future))
	num(w, "inputs", int64(s.inputs))
	flag(w, "busy", s.busy)
	str(w, "stopped", s.stopped)
	w.Name("lesson")
	w.Object()
	list(w, "steps", s.steps, func(st stepState) {
		w.Object()
		str(w, "id", st.id)
		flag(w, "done", st.done)
		w.EndObject()
	})
	list(w, "hints", s.hints, func(h hintState) {
		w.Object()
		str(w, "step", h.step)
		str(w, "key", h.key)
		w.EndObject()
	})
	flag(w, "complete", s.complete)
	w.EndObject()
	w.EndObject()
}

// completion is one thing that a person may type next.
type completion struct {
	text, label string
	legal       bool
	help        bilingual
}

func (c completion) write(w *jsontext.Writer) {
	w.Object()
	str(w, "text", c.text)
	str(w, "label", c.label)
	flag(w, "legal", c.legal)
	w.Name("help")
	c.help.write(w)
	w.EndObject()
}

// explanation is what an event or a word means.
type explanation struct {
	title, text string
	rfc         []string
}

func (e *explanation) write(w *jsontext.Writer) {
	if e == nil {
		w.Null()
		return
	}
	w.Object()
	str(w, "title", e.title)
	str(w, "text", e.text)
	strs(w, "rfc", e.rfc)
	w.EndObject()
}

// table is a protocol's legality table.
type table struct {
	proto       string
	states      []tableState
	transitions []tableRow
}

type tableState struct {
	name string
	help bilingual
}

type tableRow struct{ verb, after, from, on, to string }

func (t table) write(w *jsontext.Writer) {
	w.Object()
	str(w, "proto", t.proto)
	list(w, "states", t.states, func(s tableState) {
		w.Object()
		str(w, "name", s.name)
		w.Name("help")
		s.help.write(w)
		w.EndObject()
	})
	list(w, "transitions", t.transitions, func(r tableRow) {
		w.Object()
		str(w, "verb", r.verb)
		str(w, "after", r.after)
		str(w, "from", r.from)
		str(w, "on", r.on)
		str(w, "to", r.to)
		w.EndObject()
	})
	w.EndObject()
}

// retry is a retry profile by name and in words.
type retry struct {
	name string
	help bilingual
}

func (r retry) write(w *jsontext.Writer) {
	w.Object()
	str(w, "name", r.name)
	w.Name("help")
	r.help.write(w)
	w.EndObject()
}

// hostView is what the inspector shows of a host.
type hostView struct {
	id          string
	up, stopped bool
	services    []serviceView
	domains     []string
	keywords    []string
	relay       string
	unknownUser string
	retry       retry
	accounts    []accountView
	queue       int
	conns       []connView
}

type serviceView struct {
	proto    string
	port     int
	sessions int
}

type accountView struct {
	addr, name string
	boxes      []boxCount
}

type boxCount struct {
	name          string
	count, marked int
}

type connView struct {
	id    trace.ConnID
	peer  string
	port  int
	proto string
	state string
}

func (h hostView) write(w *jsontext.Writer) {
	w.Object()
	str(w, "id", h.id)
	flag(w, "up", h.up)
	flag(w, "stopped", h.stopped)
	list(w, "services", h.services, func(s serviceView) {
		w.Object()
		str(w, "proto", s.proto)
		num(w, "port", int64(s.port))
		num(w, "sessions", int64(s.sessions))
		w.EndObject()
	})
	strs(w, "domains", h.domains)
	strs(w, "keywords", h.keywords)
	str(w, "relay", h.relay)
	str(w, "unknownUser", h.unknownUser)
	w.Name("retry")
	h.retry.write(w)
	list(w, "accounts", h.accounts, func(a accountView) {
		w.Object()
		str(w, "addr", a.addr)
		str(w, "name", a.name)
		list(w, "boxes", a.boxes, func(b boxCount) {
			w.Object()
			str(w, "name", b.name)
			num(w, "count", int64(b.count))
			num(w, "marked", int64(b.marked))
			w.EndObject()
		})
		w.EndObject()
	})
	num(w, "queue", int64(h.queue))
	list(w, "conns", h.conns, func(c connView) {
		w.Object()
		num(w, "id", int64(c.id))
		str(w, "peer", c.peer)
		num(w, "port", int64(c.port))
		str(w, "proto", c.proto)
		str(w, "state", c.state)
		w.EndObject()
	})
	w.EndObject()
}

// queueView is a server's queue.
type queueView struct {
	host  string
	retry retry
	items []queueItem
}

type queueItem struct {
	id                     string
	msg                    trace.MsgID
	from                   string
	size                   int
	arrived, next, expires int64
	held, active           bool
	rcpts                  []queueRcpt
	attempts               []queueAttempt
}

type queueRcpt struct{ addr, status, text string }

type queueAttempt struct {
	n          int
	start, end int64
	mx         string
	conn       trace.ConnID
	text       string
	transcript []string
}

func (q queueView) write(w *jsontext.Writer) {
	w.Object()
	str(w, "host", q.host)
	w.Name("retry")
	q.retry.write(w)
	list(w, "items", q.items, func(it queueItem) {
		w.Object()
		str(w, "id", it.id)
		num(w, "msg", int64(it.msg))
		str(w, "from", it.from)
		num(w, "size", int64(it.size))
		num(w, "arrived", it.arrived)
		num(w, "next", it.next)
		num(w, "expires", it.expires)
		flag(w, "held", it.held)
		flag(w, "active", it.active)
		list(w, "rcpts", it.rcpts, func(r queueRcpt) {
			w.Object()
			str(w, "addr", r.addr)
			str(w, "status", r.status)
			str(w, "text", r.text)
			w.EndObject()
		})
		list(w, "attempts", it.attempts, func(a queueAttempt) {
			w.Object()
			num(w, "n", int64(a.n))
			num(w, "start", a.start)
			num(w, "end", a.end)
			str(w, "mx", a.mx)
			num(w, "conn", int64(a.conn))
			str(w, "text", a.text)
			strs(w, "transcript", a.transcript)
			w.EndObject()
		})
		w.EndObject()
	})
	w.EndObject()
}

// messageLine is one line of a list of messages.
type messageLine struct {
	uid      int
	msg      trace.MsgID
	size     int
	flags    []string
	from, to string
	subject  string
	date     string
	envFrom  string
	preview  string
	marked   bool
}

func (m messageLine) write(w *jsontext.Writer) {
	w.Object()
	num(w, "uid", int64(m.uid))
	num(w, "msg", int64(m.msg))
	num(w, "size", int64(m.size))
	strs(w, "flags", m.flags)
	str(w, "from", m.from)
	str(w, "to", m.to)
	str(w, "subject", m.subject)
	str(w, "date", m.date)
	str(w, "envFrom", m.envFrom)
	str(w, "preview", m.preview)
	flag(w, "marked", m.marked)
	w.EndObject()
}

// mailboxView is one folder of a server's account.
type mailboxView struct {
	host, user, box string
	uidvalidity     uint32
	locked          bool
	messages        []messageLine
}

func (m mailboxView) write(w *jsontext.Writer) {
	w.Object()
	str(w, "host", m.host)
	str(w, "user", m.user)
	str(w, "box", m.box)
	num(w, "uidvalidity", int64(m.uidvalidity))
	flag(w, "locked", m.locked)
	list(w, "messages", m.messages, func(l messageLine) { l.write(w) })
	w.EndObject()
}

// clientView is a mail program.
type clientView struct {
	host, user, name, mode string
	busy, last             string
	boxes                  []clientBox
	drafts                 []draftView
}

type clientBox struct {
	name     string
	messages []messageLine
}

type draftView struct{ to, subject, body string }

func (c clientView) write(w *jsontext.Writer) {
	w.Object()
	str(w, "host", c.host)
	str(w, "user", c.user)
	str(w, "name", c.name)
	str(w, "mode", c.mode)
	str(w, "busy", c.busy)
	str(w, "last", c.last)
	list(w, "boxes", c.boxes, func(b clientBox) {
		w.Object()
		str(w, "name", b.name)
		list(w, "messages", b.messages, func(l messageLine) { l.write(w) })
		w.EndObject()
	})
	list(w, "drafts", c.drafts, func(d draftView) {
		w.Object()
		str(w, "to", d.to)
		str(w, "subject", d.subject)
		str(w, "body", d.body)
		w.EndObject()
	})
	w.EndObject()
}

// messageView is one message, taken apart.
type messageView struct {
	ref      messageRef
	msg      trace.MsgID
	size     int
	from     string
	rcpts    []string
	header   []headerLine
	body     string
	raw      string
	parts    []partLine
	problems []problemLine
}

// messageRef says where a message lies: at "box" (host, user, box, uid), "queue" (host, id) or "client" (host, box, id).
type messageRef struct {
	at, host, user, box string
	uid                 int
	queueID             string
}

type headerLine struct{ name, value, raw, by string }

type partLine struct {
	path          string
	depth         int
	typ, encoding string
	name          string
	size          int
}

type problemLine struct{ name, text, section string }

func (r messageRef) write(w *jsontext.Writer) {
	w.Object()
	str(w, "at", r.at)
	str(w, "host", r.host)
	switch r.at {
	case "box":
		str(w, "user", r.user)
		str(w, "box", r.box)
		num(w, "uid", int64(r.uid))
	case "queue":
		str(w, "id", r.queueID)
	case "client":
		str(w, "box", r.box)
		num(w, "id", int64(r.uid))
	}
	w.EndObject()
}

func (m messageView) write(w *jsontext.Writer) {
	w.Object()
	w.Name("ref")
	m.ref.write(w)
	num(w, "msg", int64(m.msg))
	num(w, "size", int64(m.size))
	w.Name("envelope")
	w.Object()
	str(w, "from", m.from)
	strs(w, "rcpts", m.rcpts)
	w.EndObject()
	list(w, "header", m.header, func(h headerLine) {
		w.Object()
		str(w, "name", h.name)
		str(w, "value", h.value)
		str(w, "raw", h.raw)
		str(w, "by", h.by)
		w.EndObject()
	})
	str(w, "body", m.body)
	str(w, "raw", m.raw)
	list(w, "parts", m.parts, func(p partLine) {
		w.Object()
		str(w, "path", p.path)
		num(w, "depth", int64(p.depth))
		str(w, "type", p.typ)
		str(w, "encoding", p.encoding)
		str(w, "name", p.name)
		num(w, "size", int64(p.size))
		w.EndObject()
	})
	list(w, "problems", m.problems, func(p problemLine) {
		w.Object()
		str(w, "name", p.name)
		str(w, "text", p.text)
		str(w, "section", p.section)
		w.EndObject()
	})
	w.EndObject()
}

// The writers of single members.

func str(w *jsontext.Writer, name, v string) {
	w.Name(name)
	w.String(v)
}

func num(w *jsontext.Writer, name string, v int64) {
	w.Name(name)
	w.Int(v)
}

func flag(w *jsontext.Writer, name string, v bool) {
	w.Name(name)
	w.Bool(v)
}

func strs(w *jsontext.Writer, name string, v []string) {
	list(w, name, v, w.String)
}

func list[T any](w *jsontext.Writer, name string, items []T, each func(T)) {
	w.Name(name)
	w.Array()
	for _, it := range items {
		each(it)
	}
	w.EndArray()
}
