package bridge

import (
	"encoding/base64"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/host"
	"ehloworld/engine/jsontext"
	"ehloworld/engine/message"
	"ehloworld/engine/policy"
	"ehloworld/engine/queue"
	"ehloworld/engine/store"
	"ehloworld/engine/vtime"
)

// Bounds on what one view carries to the page.
const (
	maxListed  = 500       // Messages of a mailbox, letters of a queue: the newest.
	maxPreview = 120       // Characters of a message's text in a list.
	maxShown   = 256 << 10 // Octets of a message's raw form or text.

	maxTimetable = 400 // Tries of a retry profile: more than can be drawn side by side.
)

func (e *Engine) host(id string) (*host.Host, error) {
	if h := e.world.Host(id); h != nil {
		return h, nil
	}
	return nil, &Error{"there is no host " + id}
}

// hostView shows one host.
func (e *Engine) hostView(id string, w *jsontext.Writer) error {
	h, err := e.host(id)
	if err != nil {
		return err
	}
	p := h.Policy()
	v := hostView{id: id, domains: h.Spec.Domains, relay: p.Text(policy.Relay), unknownUser: p.Text(policy.UnknownUser)}
	v.up, v.stopped = h.Up()
	sessions := h.Sessions()
	for _, s := range h.Spec.Services {
		open := 0
		for _, c := range sessions {
			if c.Server && c.Port == s.Port {
				open++
			}
		}
		v.services = append(v.services, serviceView{s.Proto, s.Port, open})
	}
	for _, c := range sessions {
		peer := c.To
		if c.Server {
			peer = c.From
		}
		v.conns = append(v.conns, connView{c.Conn, peer, c.Port, c.Proto, c.State})
	}
	if h.Store != nil {
		v.keywords = h.Keywords()
		v.queue, v.retry = h.Queue.Len(), retryOf(h)
		for _, a := range h.Store.Accounts() {
			account := accountView{addr: a.Address(), name: a.Name()}
			for _, m := range a.Mailboxes() {
				account.boxes = append(account.boxes, boxCount{m.Name(), m.Len(), m.Marked()})
			}
			v.accounts = append(v.accounts, account)
		}
	}
	v.write(w)
	return nil
}

func retryOf(h *host.Host) retry {
	p := h.Queue.Profile()
	return retry{p.Name, bilingual{p.EN, p.ZH}}
}

// queueView shows a server's queue.
func (e *Engine) queueView(id string, w *jsontext.Writer) error {
	h, err := e.host(id)
	if err != nil {
		return err
	}
	if h.Queue == nil {
		return &Error{id + " has no queue"}
	}
	v := queueView{host: id, retry: retryOf(h)}
	p := h.Queue.Profile()
	v.notice, v.expire = int64(p.DelayNotice), int64(p.Expire)
	for at := vtime.Time(0); at <= vtime.Time(p.Expire) && len(v.tries) < maxTimetable; at = p.Next(len(v.tries), 0, at) {
		v.tries = append(v.tries, int64(at))
	}
	items := h.Queue.List()
	for _, it := range items[max(0, len(items)-maxListed):] {
		v.items = append(v.items, e.queueItem(h, it))
	}
	v.write(w)
	return nil
}

func (e *Engine) queueItem(h *host.Host, it *queue.Item) queueItem {
	out := queueItem{
		id: it.ID, msg: it.Msg, from: it.From, size: len(it.Data), arrived: e.offset(it.Arrived), next: e.offset(it.Next),
		expires: e.offset(max(it.Arrived, it.ReleaseAt).Add(h.Queue.Profile().Expire)), state: it.State.String(), tries: it.Tries,
		warned: it.Delayed, asked: e.asked(it),
	}
	if edition.Full && it.Kept(e.world.Now()) {
		out.state = "kept"
	}
	for i := range it.Rcpts {
		r := &it.Rcpts[i]
		text := ""
		if r.Tries > 0 {
			text = queue.Diagnostic(r.Last)
		}
		out.rcpts = append(out.rcpts, queueRcpt{r.Addr, r.Status.String(), text, askedFor(r)})
	}
	return out
}

// mailboxView shows one folder of an account.
func (e *Engine) mailboxView(id, user, box string, w *jsontext.Writer) error {
	m, err := e.mailbox(id, user, box)
	if err != nil {
		return err
	}
	v := mailboxView{host: id, user: user, box: m.Name(), uidvalidity: m.UIDValidity(), locked: m.Locked()}
	list := m.Messages()
	for _, st := range list[max(0, len(list)-maxListed):] {
		line := summary(st.Data)
		line.uid, line.msg, line.flags, line.envFrom, line.marked = st.UID, st.Msg, st.Flags, st.EnvelopeFrom, st.Marked()
		v.messages = append(v.messages, line)
	}
	v.write(w)
	return nil
}

func (e *Engine) mailbox(id, user, box string) (*store.Mailbox, error) {
	h, err := e.host(id)
	if err != nil {
		return nil, err
	}
	if h.Store != nil {
		if a := h.Store.Account(user); a != nil {
			if m := a.Mailbox(box); m != nil {
				return m, nil
			}
		}
	}
	return nil, &Error{"there is no mailbox " + user + " " + box + " on " + id}
}

// summary takes from a letter what a list shows of it.
func summary(data []byte) messageLine {
	h := message.ParseHeader(data)
	preview := []rune(strings.Join(strings.Fields(message.Text(data)), " "))
	return messageLine{
		size: len(data), from: h.Text("From"), to: h.Text("To"), subject: h.Text("Subject"), date: h.Get("Date"),
		preview: string(preview[:min(len(preview), maxPreview)]),
	}
}

// clientView shows a mail program.
func (e *Engine) clientView(id string, w *jsontext.Writer) error {
	h, err := e.host(id)
	if err != nil {
		return err
	}
	p := h.Program
	if p == nil {
		return &Error{id + " has no mail program"}
	}
	v := clientView{host: id, user: p.Spec.User, name: p.Spec.Name, mode: p.Mode, busy: p.Busy(), last: p.Last}
	for _, d := range p.Spec.Drafts {
		v.drafts = append(v.drafts, draftView{d.To, d.Subject, d.Body})
	}
	for _, name := range p.Boxes() {
		box := clientBox{name: name}
		list := p.Box(name)
		for _, l := range list[max(0, len(list)-maxListed):] {
			line := summary(l.Data)
			line.uid, line.msg, line.envFrom = l.ID, l.Msg, l.From
			if l.Read {
				line.flags = []string{store.Seen}
			}
			box.messages = append(box.messages, line)
		}
		v.boxes = append(v.boxes, box)
	}
	v.write(w)
	return nil
}

// messageView shows one message.
func (e *Engine) messageView(ref messageRef, w *jsontext.Writer) error {
	v, data, err := e.letter(ref)
	if err != nil {
		return err
	}
	dissect(&v, data)
	v.write(w)
	return nil
}

// source hands out a message's octets, exactly, for whoever takes it apart elsewhere; in base64, because JSON carries text.
func (e *Engine) source(ref messageRef, w *jsontext.Writer) error {
	_, data, err := e.letter(ref)
	if err != nil {
		return err
	}
	w.Object()
	w.Str("data", base64.StdEncoding.EncodeToString(data))
	w.EndObject()
	return nil
}

// letter finds a message where it lies: its octets, its hidden identity and its envelope.
func (e *Engine) letter(ref messageRef) (messageView, []byte, error) {
	v := messageView{ref: ref}
	switch ref.at {
	case "box":
		m, err := e.mailbox(ref.host, ref.user, ref.box)
		if err != nil {
			return v, nil, err
		}
		if st := m.ByUID(ref.uid); st != nil {
			v.msg, v.from, v.rcpts = st.Msg, st.EnvelopeFrom, []string{st.EnvelopeTo}
			return v, st.Data, nil
		}
	case "queue":
		h, err := e.host(ref.host)
		if err != nil {
			return v, nil, err
		}
		if h.Queue != nil && h.Queue.Item(ref.queueID) != nil {
			it := h.Queue.Item(ref.queueID)
			v.msg, v.from = it.Msg, it.From
			for i := range it.Rcpts {
				v.rcpts = append(v.rcpts, it.Rcpts[i].Addr)
			}
			return v, it.Data, nil
		}
	case "client":
		h, err := e.host(ref.host)
		if err != nil {
			return v, nil, err
		}
		if h.Program != nil && h.Program.Letter(ref.box, ref.uid) != nil {
			l := h.Program.Letter(ref.box, ref.uid)
			v.msg, v.from, v.rcpts = l.Msg, l.From, l.To
			return v, l.Data, nil
		}
	}
	return v, nil, errNoMessage
}

var errNoMessage = &Error{"there is no such message (any more)"}

// dissect takes a letter apart for the inspector.
func dissect(v *messageView, data []byte) {
	v.size = len(data)
	header := message.ParseHeader(data)
	by := ""
	for i := range header.Fields {
		f := &header.Fields[i]
		switch {
		case f.Is("Return-Path"), f.Is("Delivered-To"):
			by = writer(&header, i)
		case f.Is("Received"):
			by = byClause(f.Value())
		default:
			by = ""
		}
		v.header = append(v.header, headerLine{f.Name, clip(f.Text()), clip(string(f.Raw)), by})
	}
	v.body, v.raw = clip(message.Text(data)), clip(string(data))
	root := message.Tree(data)
	v.parts = parts(nil, root, 0)
}

// writer is the host that put field i on top of a letter at its final delivery: the one whose Received field comes next.
func writer(h *message.Header, i int) string {
	for ; i < len(h.Fields); i++ {
		if h.Fields[i].Is("Received") {
			return byClause(h.Fields[i].Value())
		}
	}
	return ""
}

// byClause finds who wrote a Received field: the word after "by" (RFC 5321 section 4.4).
func byClause(received string) string {
	words := strings.Fields(received)
	for i, word := range words[:max(0, len(words)-1)] {
		if strings.EqualFold(word, "by") {
			return words[i+1]
		}
	}
	return ""
}

// parts lists the tree of parts from top to bottom.
func parts(list []partLine, p *message.Part, depth int) []partLine {
	list = append(list, partLine{p.Path, depth, p.Type, p.Encoding, p.Filename, p.End - p.Body})
	for _, sub := range p.Parts {
		list = parts(list, sub, depth+1)
	}
	if p.Message != nil {
		list = parts(list, p.Message, depth+1)
	}
	return list
}

func clip(s string) string {
	if len(s) <= maxShown {
		return s
	}
	return s[:maxShown] + "\n… (the page shows the first 256 KiB)"
}
