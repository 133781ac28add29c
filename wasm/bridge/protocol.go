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
	w.Str("en", t.en)
	w.Str("zh", t.zh)
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
	w.Num("now", s.now)
	w.Num("events", int64(s.events))
	w.Name("next")
	if s.next == nil {
		w.Null()
	} else {
		w.Object()
		w.Num("at", s.next.at)
		w.Str("why", s.next.why)
		w.Flag("patient", s.next.patient)
		w.EndObject()
	}
	w.Name("nextActive")
	if s.active < 0 {
		w.Null()
	} else {
		w.Int(s.active)
	}
	w.Num("end", s.end)
	w.Num("future", int64(s.future))
	w.Num("inputs", int64(s.inputs))
	w.Flag("busy", s.busy)
	w.Str("stopped", s.stopped)
	w.Name("lesson")
	w.Object()
	jsontext.List(w, "steps", s.steps, func(st stepState) {
		w.Object()
		w.Str("id", st.id)
		w.Flag("done", st.done)
		w.EndObject()
	})
	jsontext.List(w, "hints", s.hints, func(h hintState) {
		w.Object()
		w.Str("step", h.step)
		w.Str("key", h.key)
		w.EndObject()
	})
	w.Flag("complete", s.complete)
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
	w.Str("text", c.text)
	w.Str("label", c.label)
	w.Flag("legal", c.legal)
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
	w.Str("title", e.title)
	w.Str("text", e.text)
	w.Strs("rfc", e.rfc)
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
	w.Str("proto", t.proto)
	jsontext.List(w, "states", t.states, func(s tableState) {
		w.Object()
		w.Str("name", s.name)
		w.Name("help")
		s.help.write(w)
		w.EndObject()
	})
	jsontext.List(w, "transitions", t.transitions, func(r tableRow) {
		w.Object()
		w.Str("verb", r.verb)
		w.Str("after", r.after)
		w.Str("from", r.from)
		w.Str("on", r.on)
		w.Str("to", r.to)
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
	w.Str("name", r.name)
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
	w.Str("id", h.id)
	w.Flag("up", h.up)
	w.Flag("stopped", h.stopped)
	jsontext.List(w, "services", h.services, func(s serviceView) {
		w.Object()
		w.Str("proto", s.proto)
		w.Num("port", int64(s.port))
		w.Num("sessions", int64(s.sessions))
		w.EndObject()
	})
	w.Strs("domains", h.domains)
	w.Strs("keywords", h.keywords)
	w.Str("relay", h.relay)
	w.Str("unknownUser", h.unknownUser)
	w.Name("retry")
	h.retry.write(w)
	jsontext.List(w, "accounts", h.accounts, func(a accountView) {
		w.Object()
		w.Str("addr", a.addr)
		w.Str("name", a.name)
		jsontext.List(w, "boxes", a.boxes, func(b boxCount) {
			w.Object()
			w.Str("name", b.name)
			w.Num("count", int64(b.count))
			w.Num("marked", int64(b.marked))
			w.EndObject()
		})
		w.EndObject()
	})
	w.Num("queue", int64(h.queue))
	jsontext.List(w, "conns", h.conns, func(c connView) {
		w.Object()
		w.Num("id", int64(c.id))
		w.Str("peer", c.peer)
		w.Num("port", int64(c.port))
		w.Str("proto", c.proto)
		w.Str("state", c.state)
		w.EndObject()
	})
	w.EndObject()
}

// queueView is a server's queue. What was said in each try is in the trace, and the page reads it there.
type queueView struct {
	host           string
	retry          retry
	tries          []int64 // The timetable: when a letter is tried, after its arrival; at most maxTimetable.
	notice, expire int64   // When its sender is warned (0: never) and when it is returned.
	items          []queueItem
}

type queueItem struct {
	id                     string
	msg                    trace.MsgID
	from                   string
	size                   int
	arrived, next, expires int64
	state                  string
	tries                  int
	warned                 bool
	asked                  string // Parameters of MAIL.
	rcpts                  []queueRcpt
}

type queueRcpt struct{ addr, status, text, asked string }

func (q queueView) write(w *jsontext.Writer) {
	w.Object()
	w.Str("host", q.host)
	w.Name("retry")
	q.retry.write(w)
	jsontext.List(w, "tries", q.tries, w.Int)
	w.Num("notice", q.notice)
	w.Num("expire", q.expire)
	jsontext.List(w, "items", q.items, func(it queueItem) {
		w.Object()
		w.Str("id", it.id)
		w.Num("msg", int64(it.msg))
		w.Str("from", it.from)
		w.Num("size", int64(it.size))
		w.Num("arrived", it.arrived)
		w.Num("next", it.next)
		w.Num("expires", it.expires)
		w.Str("state", it.state)
		w.Num("tries", int64(it.tries))
		w.Flag("warned", it.warned)
		w.Str("asked", it.asked)
		jsontext.List(w, "rcpts", it.rcpts, func(r queueRcpt) {
			w.Object()
			w.Str("addr", r.addr)
			w.Str("status", r.status)
			w.Str("text", r.text)
			w.Str("asked", r.asked)
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
	w.Num("uid", int64(m.uid))
	w.Num("msg", int64(m.msg))
	w.Num("size", int64(m.size))
	w.Strs("flags", m.flags)
	w.Str("from", m.from)
	w.Str("to", m.to)
	w.Str("subject", m.subject)
	w.Str("date", m.date)
	w.Str("envFrom", m.envFrom)
	w.Str("preview", m.preview)
	w.Flag("marked", m.marked)
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
	w.Str("host", m.host)
	w.Str("user", m.user)
	w.Str("box", m.box)
	w.Num("uidvalidity", int64(m.uidvalidity))
	w.Flag("locked", m.locked)
	jsontext.List(w, "messages", m.messages, func(l messageLine) { l.write(w) })
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
	w.Str("host", c.host)
	w.Str("user", c.user)
	w.Str("name", c.name)
	w.Str("mode", c.mode)
	w.Str("busy", c.busy)
	w.Str("last", c.last)
	jsontext.List(w, "boxes", c.boxes, func(b clientBox) {
		w.Object()
		w.Str("name", b.name)
		jsontext.List(w, "messages", b.messages, func(l messageLine) { l.write(w) })
		w.EndObject()
	})
	jsontext.List(w, "drafts", c.drafts, func(d draftView) {
		w.Object()
		w.Str("to", d.to)
		w.Str("subject", d.subject)
		w.Str("body", d.body)
		w.EndObject()
	})
	w.EndObject()
}

// messageView is one message, taken apart.
type messageView struct {
	ref    messageRef
	msg    trace.MsgID
	size   int
	from   string
	rcpts  []string
	header []headerLine
	body   string
	raw    string
	parts  []partLine
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

func (r messageRef) write(w *jsontext.Writer) {
	w.Object()
	w.Str("at", r.at)
	w.Str("host", r.host)
	switch r.at {
	case "box":
		w.Str("user", r.user)
		w.Str("box", r.box)
		w.Num("uid", int64(r.uid))
	case "queue":
		w.Str("id", r.queueID)
	case "client":
		w.Str("box", r.box)
		w.Num("id", int64(r.uid))
	}
	w.EndObject()
}

func (m messageView) write(w *jsontext.Writer) {
	w.Object()
	w.Name("ref")
	m.ref.write(w)
	w.Num("msg", int64(m.msg))
	w.Num("size", int64(m.size))
	w.Name("envelope")
	w.Object()
	w.Str("from", m.from)
	w.Strs("rcpts", m.rcpts)
	w.EndObject()
	jsontext.List(w, "header", m.header, func(h headerLine) {
		w.Object()
		w.Str("name", h.name)
		w.Str("value", h.value)
		w.Str("raw", h.raw)
		w.Str("by", h.by)
		w.EndObject()
	})
	w.Str("body", m.body)
	w.Str("raw", m.raw)
	jsontext.List(w, "parts", m.parts, func(p partLine) {
		w.Object()
		w.Str("path", p.path)
		w.Num("depth", int64(p.depth))
		w.Str("type", p.typ)
		w.Str("encoding", p.encoding)
		w.Str("name", p.name)
		w.Num("size", int64(p.size))
		w.EndObject()
	})
	w.EndObject()
}
