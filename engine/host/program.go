package host

import (
	"encoding/base64"
	"strconv"
	"strings"

	"ehloworld/engine/jsontext"
	"ehloworld/engine/machine"
	"ehloworld/engine/message"
	"ehloworld/engine/pop3client"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Bounds on a mail program.
const (
	MaxLetters     = 10_000 // Kept in one box.
	MaxOutgoing    = 100    // Letters that wait to be sent.
	MaxAttachments = 20
	MaxKnown       = 2 * MaxLetters // Unique ids remembered, so that nothing is fetched twice.
)

// The boxes of a mail program.
const (
	BoxInbox  = "inbox"
	BoxSent   = "sent"
	BoxDrafts = "drafts"
)

// Ports that a mail program connects to.
const (
	submissionPort = 587
	pop3Port       = 110
)

// Letter is a letter in a mail program's own box.
type Letter struct {
	ID   int
	Msg  trace.MsgID
	Data []byte
	At   vtime.Time // When it came into the box.
	From string     // Sent letters: the envelope.
	To   []string
	UIDL string // Fetched letters: the server's unique id.
	Read bool

	Event int // Number of the event that put it here.
}

// Program is the mail program of a user-agent host. It composes, submits (RFC 6409) and fetches by POP3, each through
// the protocol machines and the network like everybody else.
type Program struct {
	host *Host
	Spec ProgramSpec
	Mode string // "keep" or "delete": what a fetch leaves on the server.
	Last string // How the last job ended, in words.

	boxes    map[string][]*Letter
	nextID   int
	known    []string // Unique ids fetched before, in order.
	outgoing []outgoing
	sending  bool
	fetching bool
}

// outgoing is one letter on its way to the submission server.
type outgoing struct {
	letter *Letter
	rcpts  []string
	cause  int
}

// ProgramError says why a mail program cannot do what was asked.
type ProgramError struct{ Problem string }

func (e *ProgramError) Error() string { return e.Problem }

func newProgram(h *Host, spec ProgramSpec) *Program {
	return &Program{host: h, Spec: spec, Mode: spec.Mode, boxes: map[string][]*Letter{}}
}

// Box lists the letters of a box in the order in which they came. The slice is the program's own.
func (p *Program) Box(name string) []*Letter { return p.boxes[name] }

// Boxes names the boxes in the order in which a mail program shows them.
func (p *Program) Boxes() []string { return []string{BoxInbox, BoxSent, BoxDrafts} }

// Letter finds a letter; nil when there is none.
func (p *Program) Letter(box string, id int) *Letter {
	for _, l := range p.boxes[box] {
		if l.ID == id {
			return l
		}
	}
	return nil
}

// Busy is "sending", "fetching" or "".
func (p *Program) Busy() string {
	switch {
	case p.sending:
		return "sending"
	case p.fetching:
		return "fetching"
	}
	return ""
}

// Prepare checks what a person asks of the mail program and returns what does it:
//
//	send {"to":"bob@hai.example","subject":"…","body":"…","html":"…","cc":"…","bcc":"…",
//	      "reply":"BOX ID" or "inReplyTo":"<…>","references":"<…> <…>",
//	      "attachments":[{"name":"…","type":"…","data":"base64","id":"…"},{"letter":"BOX ID"},{"letter":"BOX ID","part":"2"}]}
//	                      a page (html) shows an attachment with an id as cid:ID; a letter goes along as it is, or one
//	                      part of it as a file; reply ties the letter to the one that it answers
//	send draft N          the Nth prepared letter of the scenario, counted from 1
//	fetch                 gets new mail
//	mode keep|delete      what a fetch leaves on the server
//	read BOX ID           marks a letter as read
//	delete BOX ID         removes a letter from the program's own box
func (p *Program) Prepare(verb, arg string) (func(), error) {
	switch verb {
	case "send":
		d, err := p.draft(arg)
		if err != nil {
			return nil, err
		}
		// Here, and only here, the envelope is taken from the header.
		rcpts := d.Recipients()
		if len(rcpts) == 0 {
			return nil, &ProgramError{"the letter has no recipient whose address can be read"}
		}
		if len(p.outgoing) >= MaxOutgoing {
			return nil, &ProgramError{"too many letters wait to be sent"}
		}
		return func() { p.send(d, rcpts) }, nil
	case "fetch":
		if p.fetching {
			return nil, &ProgramError{"it is getting mail already"}
		}
		return p.fetch, nil
	case "mode":
		if arg != "keep" && arg != "delete" {
			return nil, &ProgramError{"the mode is keep or delete"}
		}
		return func() { p.Mode = arg }, nil
	case "read", "delete":
		box, l, err := p.find(arg)
		if err != nil {
			return nil, err
		}
		if verb == "read" {
			return func() { p.markRead(box, l) }, nil
		}
		return func() { p.remove(box, l) }, nil
	}
	return nil, &ProgramError{"a mail program can send, fetch, mode, read and delete"}
}

// find finds the letter that "BOX ID" names.
func (p *Program) find(name string) (box string, l *Letter, err error) {
	box, number, _ := strings.Cut(name, " ")
	if id, err := strconv.Atoi(number); err == nil {
		l = p.Letter(box, id)
	}
	if l == nil {
		return box, nil, &ProgramError{"there is no such letter; write BOX ID, such as inbox 1"}
	}
	return box, l, nil
}

// draft reads what is to be sent.
func (p *Program) draft(arg string) (message.Draft, error) {
	from := message.Draft{From: p.Spec.User, FromName: p.Spec.Name}
	if rest, ok := strings.CutPrefix(arg, "draft "); ok {
		n, err := strconv.Atoi(rest)
		if err != nil || n < 1 || n > len(p.Spec.Drafts) {
			return from, &ProgramError{"there is no prepared letter " + rest}
		}
		d := p.Spec.Drafts[n-1]
		from.To, from.Subject, from.Body = d.To, d.Subject, d.Body
		return from, nil
	}
	v, err := jsontext.Parse([]byte(arg))
	if err != nil || v.Kind != jsontext.Object {
		return from, &ProgramError{`the letter must follow, as in {"to":"bob@hai.example","subject":"Hi","body":"…"}`}
	}
	for _, m := range v.Members {
		if m.Name == "attachments" {
			if from.Attachments, err = p.attachments(&m.Value); err != nil {
				return from, err
			}
			continue
		}
		if m.Value.Kind != jsontext.String {
			return from, &ProgramError{strconv.Quote(m.Name) + " must be a text"}
		}
		switch m.Name {
		case "to":
			from.To = m.Value.Str
		case "cc":
			from.Cc = m.Value.Str
		case "bcc":
			from.Bcc = m.Value.Str
		case "subject":
			from.Subject = m.Value.Str
		case "body":
			from.Body = m.Value.Str
		case "html":
			from.HTML = m.Value.Str
		case "reply":
			_, l, err := p.find(m.Value.Str)
			if err != nil {
				return from, err
			}
			from.Answers(l.Data)
		case "inReplyTo":
			from.InReplyTo = m.Value.Str
		case "references":
			from.References = strings.Fields(m.Value.Str)
		default:
			return from, &ProgramError{"a letter has no " + strconv.Quote(m.Name)}
		}
	}
	if from.HTML != "" && from.Body == "" {
		return from, &ProgramError{"a letter with \"html\" needs the same as text in \"body\": not everybody sees pages"}
	}
	return from, nil
}

// attachments reads a list of files: {"name":…,"type":…,"data":base64,"id":…}, a letter: {"letter":"BOX ID"}, or a part of
// one: {"letter":"BOX ID","part":PATH}.
func (p *Program) attachments(v *jsontext.Value) ([]message.Attachment, error) {
	if v.Kind != jsontext.Array || len(v.Items) > MaxAttachments {
		return nil, &ProgramError{"the attachments are a list of at most " + strconv.Itoa(MaxAttachments)}
	}
	var list []message.Attachment
	for i := range v.Items {
		if v.Items[i].Kind != jsontext.Object {
			return nil, &ProgramError{"an attachment is an object with name, type and data"}
		}
		var a message.Attachment
		letter, part := "", ""
		for _, m := range v.Items[i].Members {
			if m.Value.Kind != jsontext.String {
				return nil, &ProgramError{"the " + strconv.Quote(m.Name) + " of an attachment must be a text"}
			}
			switch m.Name {
			case "name":
				a.Name = m.Value.Str
			case "type":
				a.Type = m.Value.Str
			case "id":
				a.ID = m.Value.Str
			case "letter":
				letter = m.Value.Str
			case "part":
				part = m.Value.Str
			case "data":
				data, err := base64.StdEncoding.DecodeString(m.Value.Str)
				if err != nil {
					return nil, &ProgramError{"the data of an attachment is not base64"}
				}
				a.Data = data
			default:
				return nil, &ProgramError{"an attachment has no " + strconv.Quote(m.Name)}
			}
		}
		if letter != "" {
			if err := p.takeAlong(&a, letter, part); err != nil {
				return nil, err
			}
		}
		list = append(list, a)
	}
	return list, nil
}

// takeAlong makes an attachment of a letter that lies here, or of a part of it. A name that was given stays.
func (p *Program) takeAlong(a *message.Attachment, letter, part string) error {
	_, l, err := p.find(letter)
	if err != nil {
		return err
	}
	found := message.Attachment{Name: "letter.eml", Type: "message/rfc822", Data: l.Data}
	if part != "" {
		whole := message.Tree(l.Data).Walk(func(sub *message.Part) bool {
			if sub.Path != part || !sub.Leaf() && sub.Message == nil {
				return true
			}
			found = sub.Attachment(l.Data)
			return false
		})
		if whole {
			return &ProgramError{"the letter has no part " + strconv.Quote(part)}
		}
	}
	if a.Name != "" {
		found.Name = a.Name
	}
	*a = found
	return nil
}

// send composes the letter, puts it among the sent ones and hands it to the submission server.
func (p *Program) send(d message.Draft, rcpts []string) {
	world := p.host.world
	now, msg := world.Rec.Now, world.NewMsg()
	p.nextID++
	stamp := strconv.FormatInt(int64(now), 36) + "." + strconv.Itoa(p.nextID)
	data := message.Compose(d, message.Options{Date: now, Zone: world.Zone, MessageID: stamp + "@" + p.host.Spec.ID, Boundary: stamp})
	l := &Letter{ID: p.nextID, Msg: msg, Data: data, At: now, From: p.Spec.User, To: rcpts, Read: true}
	p.put(BoxSent, l, "sent")
	cause := world.Rec.EmitAs(trace.Agent, msg, &trace.Mail{Act: "composed", Host: p.host.Spec.ID, From: p.Spec.User,
		Rcpt: strings.Join(rcpts, ", "), Size: len(data)})
	p.outgoing = append(p.outgoing, outgoing{l, rcpts, cause})
	p.sendNext()
}

// sendNext submits the first letter that waits, unless one is on its way.
func (p *Program) sendNext() {
	if p.sending || len(p.outgoing) == 0 {
		return
	}
	p.sending = true
	world, job := p.host.world, p.outgoing[0]
	outer := world.Rec.Cause
	world.Rec.Cause = job.cause
	p.report("start", "send", "")
	told := false
	p.host.reach(p.Spec.Out, submissionPort, "submission", func(conn trace.ConnID, peer string, s *session) machine.Machine {
		s.result = func(outcome any) {
			if o, whole := outcome.(smtpclient.Outcome); whole {
				told = true
				p.sent(o)
			}
		}
		s.gone = func(reason string) {
			if !told {
				p.sendEnded("failed", reason)
			}
		}
		return smtpclient.New(smtpclient.Config{
			Hostname: p.host.Spec.ID, Peer: peer, Conn: conn, Host: p.host.Spec.ID, Proto: "submission",
		}, smtpclient.Job{
			Msg: job.letter.Msg, Envelope: smtp.Envelope{From: p.Spec.User, Rcpts: smtp.Rcpts(job.rcpts...)}, Data: job.letter.Data, User: p.Spec.User, Pass: p.Spec.Pass,
		})
	}, func(reason string) { p.sendEnded("failed", reason) })
	world.Rec.Cause = outer
}

// sent takes the outcome of a submission.
func (p *Program) sent(o smtpclient.Outcome) {
	var refused []string
	for _, r := range o.Rcpts {
		if !r.Delivered {
			refused = append(refused, r.Reply.Error())
		}
	}
	if len(refused) > 0 {
		p.sendEnded("failed", strings.Join(refused, "; "))
		return
	}
	text := "accepted"
	if o.QueuedAs != "" {
		text += " as " + o.QueuedAs
	}
	p.sendEnded("done", text)
}

// sendEnded closes one submission and begins the next.
func (p *Program) sendEnded(act, text string) {
	p.outgoing = p.outgoing[1:]
	p.sending = false
	p.Last = text
	p.report(act, "send", text)
	p.sendNext()
}

// fetch gets new mail by POP3.
func (p *Program) fetch() {
	p.fetching = true
	p.report("start", "fetch", "")
	told := false
	p.host.reach(p.Spec.Inbox, pop3Port, "pop3", func(conn trace.ConnID, _ string, s *session) machine.Machine {
		s.result = func(outcome any) {
			told = true
			p.fetched(s, outcome.(pop3client.Outcome))
		}
		s.gone = func(reason string) {
			if !told {
				p.fetchEnded("failed", reason)
			}
		}
		mode := pop3client.Keep
		if p.Mode == "delete" {
			mode = pop3client.Delete
		}
		return pop3client.New(pop3client.Config{Conn: conn, Host: p.host.Spec.ID}, pop3client.Job{
			User: p.Spec.User, Pass: p.Spec.Pass, Mode: mode, Known: p.known,
		})
	}, func(reason string) { p.fetchEnded("failed", reason) })
}

// fetched takes the outcome of a fetch: what came goes into the inbox, even when the session broke afterwards.
func (p *Program) fetched(s *session, o pop3client.Outcome) {
	for _, f := range o.Fetched {
		msg, _ := s.conn.PopLetter()
		p.nextID++
		p.put(BoxInbox, &Letter{ID: p.nextID, Msg: msg, Data: f.Data, At: p.host.world.Rec.Now, UIDL: f.UID}, "append")
		if f.UID != "" {
			p.known = append(p.known, f.UID)
			p.known = p.known[max(0, len(p.known)-MaxKnown):]
		}
	}
	if o.Err != "" {
		p.fetchEnded("failed", o.Err)
		return
	}
	p.fetchEnded("done", strconv.Itoa(len(o.Fetched))+" new, "+strconv.Itoa(o.Total)+" on the server")
}

func (p *Program) fetchEnded(act, text string) {
	p.fetching = false
	p.Last = text
	p.report(act, "fetch", text)
}

// put adds a letter to a box, dropping the oldest when the box is full.
func (p *Program) put(box string, l *Letter, act string) {
	list := append(p.boxes[box], l)
	if len(list) > MaxLetters {
		list = list[1:]
	}
	p.boxes[box] = list
	l.Event = p.emit(l.Msg, &trace.Client{Act: act, Box: box, ID: l.ID, Size: len(list)})
}

func (p *Program) markRead(box string, l *Letter) {
	if !l.Read {
		l.Read = true
		p.emit(l.Msg, &trace.Client{Act: "read", Box: box, ID: l.ID, Size: len(p.boxes[box])})
	}
}

func (p *Program) remove(box string, l *Letter) {
	list := p.boxes[box]
	for i, other := range list {
		if other == l {
			p.boxes[box] = append(list[:i:i], list[i+1:]...)
		}
	}
	p.emit(l.Msg, &trace.Client{Act: "delete", Box: box, ID: l.ID, Size: len(p.boxes[box])})
}

// report tells how a job stands.
func (p *Program) report(act, what, text string) {
	p.emit(0, &trace.Client{Act: act, What: what, Text: text})
}

// emit writes an event of the program into the trace and returns its number.
func (p *Program) emit(msg trace.MsgID, body *trace.Client) int {
	body.Host = p.host.Spec.ID
	return p.host.world.Rec.EmitAs(trace.Agent, msg, body)
}
