package queue

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/message"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
)

// MaxEdited is how large a letter may be after an edit, in octets.
const MaxEdited = 10 << 20

// Edits lists what Edit understands.
const Edits = "from ADDRESS, to ADDRESS, …, add ADDRESS, drop ADDRESS, header NAME: VALUE, body TEXT, data TEXT"

// Edit checks a change to a letter that waits and returns what makes it:
//
//	from ADDRESS            another envelope sender; <> is the null sender
//	to ADDRESS, …           who is to get it, of those who have not yet; nobody is told
//	add ADDRESS             one more recipient
//	drop ADDRESS            one recipient less; nobody is told
//	header NAME: VALUE      replaces the first field of that name, or adds one; without a value it goes
//	body TEXT               replaces the text of a letter that has one part only; \n begins a new line, \\ is a backslash
//	data TEXT               replaces the whole letter, with its header
//
// A letter that is being tried cannot be edited. Fields that servers write and those that say how the body is encoded
// are not for editing.
func (q *Queue) Edit(it *Item, change string) (func(), error) {
	if err := it.idle("edited"); err != nil {
		return nil, err
	}
	what, arg, _ := strings.Cut(change, " ")
	note := change
	var do func()
	var err error
	switch what {
	case "from":
		note = "from " + brackets(it.From) + " to " + brackets(strings.Trim(arg, "<>"))
		if arg == "<>" {
			do = func() { it.From = "" }
		} else if arg, err = mailbox(arg); err == nil {
			do = func() { it.From = arg; it.SMTPUTF8 = it.SMTPUTF8 || !message.ASCII([]byte(arg)) }
		}
	case "to":
		do, err = it.readdressing(arg)
	case "add":
		if arg, err = mailbox(arg); err == nil {
			do, err = it.adding(arg)
		}
	case "drop":
		do, err = it.dropping(arg)
	case "header":
		do, err = it.heading(arg)
	case "body":
		note = "body"
		do, err = it.embodying(arg)
	case "data":
		note = "data"
		do, err = it.writing(append([]byte(unescape(arg)), "\r\n"...))
	default:
		err = &AdminError{"a letter has no " + strconv.Quote(what) + " to edit; there are " + Edits}
	}
	if err != nil {
		return nil, err
	}
	return func() {
		if it.State == Waiting {
			q.heap.remove(it)
		}
		do()
		q.emit(it, trace.Mail{Act: "edited", Rcpt: it.soleRcpt(), Text: note, Size: len(it.Data)})
		if it.State == Waiting {
			q.wait(it) // Another sender may have to be warned, or none.
		}
	}, nil
}

func brackets(addr string) string { return "<" + addr + ">" }

// mailbox reads an address as a person types it.
func mailbox(s string) (string, error) {
	a, err := address.Parse(strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">"))
	if err != nil {
		return "", &AdminError{strconv.Quote(s) + " is no address: " + err.Error()}
	}
	return a.String(), nil
}

// readdressing makes list the recipients that are still to be delivered to.
func (it *Item) readdressing(list string) (func(), error) {
	var addrs []string
	for _, s := range strings.Split(list, ",") {
		addr, err := mailbox(strings.TrimSpace(s))
		if err != nil {
			return nil, err
		}
		if !slices.Contains(addrs, addr) {
			addrs = append(addrs, addr)
		}
	}
	if len(addrs)+len(it.Rcpts) > MaxRecipients {
		return nil, tooMany
	}
	return func() {
		it.Rcpts = slices.DeleteFunc(it.Rcpts, func(r Recipient) bool {
			return r.Status == Pending && !slices.Contains(addrs, r.Addr)
		})
		for _, addr := range addrs {
			if do, err := it.adding(addr); err == nil {
				do() // Who is there already stays, with all that is known of the tries.
			}
		}
	}, nil
}

var tooMany = &AdminError{"a letter has at most " + strconv.Itoa(MaxRecipients) + " recipients"}

func (it *Item) adding(addr string) (func(), error) {
	for i := range it.Rcpts {
		if it.Rcpts[i].Addr == addr && it.Rcpts[i].Status == Pending {
			return nil, &AdminError{brackets(addr) + " is a recipient already"}
		}
	}
	if len(it.Rcpts) >= MaxRecipients {
		return nil, tooMany
	}
	return func() {
		it.Rcpts = append(it.Rcpts, Recipient{Rcpt: smtp.Rcpt{Addr: addr}})
		it.SMTPUTF8 = it.SMTPUTF8 || !message.ASCII([]byte(addr))
	}, nil
}

func (it *Item) dropping(addr string) (func(), error) {
	for i := range it.Rcpts {
		if it.Rcpts[i].Status != Pending || !strings.EqualFold(it.Rcpts[i].Addr, strings.Trim(addr, "<>")) {
			continue
		}
		if len(it.PendingRcpts()) == 1 {
			return nil, &AdminError{"nobody else waits for " + it.ID + "; delete the letter instead"}
		}
		return func() { it.Rcpts = append(it.Rcpts[:i:i], it.Rcpts[i+1:]...) }, nil
	}
	return nil, &AdminError{it.ID + " does not wait for a recipient " + strconv.Quote(addr)}
}

// heading replaces a field.
func (it *Item) heading(arg string) (func(), error) {
	name, value, ok := strings.Cut(arg, ":")
	value = strings.TrimSpace(value)
	switch low := strings.ToLower(name); {
	case !ok || name == "" || strings.ContainsFunc(name, func(c rune) bool { return c <= ' ' || c > '~' }):
		return nil, &AdminError{"a field is written NAME: VALUE, such as Subject: Hello"}
	case strings.ContainsFunc(value, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }):
		return nil, &AdminError{"the value of a field is one line of text"}
	case low == "received" || low == "return-path" || low == "delivered-to":
		return nil, &AdminError{"servers write " + name + "; it says how the letter has come"}
	case low == "mime-version" || strings.HasPrefix(low, "content-"):
		return nil, &AdminError{name + " says how the body is written; edit the body"}
	}
	var field []byte
	if value != "" {
		field = message.AppendText(nil, name, value, it.SMTPUTF8)
	}
	header := message.ParseHeader(it.Data)
	start, end := header.End, header.End
	if f := header.Find(name); f != nil {
		start, end = f.Start, f.End()
	} else if value == "" {
		return nil, &AdminError{"the letter has no field " + name}
	}
	return it.writing(bytes.Join([][]byte{it.Data[:start], field, it.Data[end:]}, nil))
}

// embodying replaces the text.
func (it *Item) embodying(arg string) (func(), error) {
	header := message.ParseHeader(it.Data)
	if kind := strings.ToLower(header.Get("Content-Type")); kind != "" && !strings.HasPrefix(kind, "text/") {
		return nil, &AdminError{"the body is no text but " + header.Get("Content-Type") + "; only a letter of one text part gets a new one"}
	}
	var data []byte
	for i := range header.Fields {
		if f := &header.Fields[i]; !f.Is("Content-Type") && !f.Is("Content-Transfer-Encoding") && !f.Is("MIME-Version") {
			data = append(data, f.Raw...)
		}
	}
	if !message.ASCII([]byte(arg)) {
		data = append(data, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"...)
	}
	return it.writing(append(append(append(data, "\r\n"...), unescape(arg)...), "\r\n"...))
}

// unescape reads a text of several lines that was written as one. Its last line needs no end.
func unescape(s string) string {
	return strings.TrimSuffix(strings.NewReplacer(`\\`, `\`, `\n`, "\r\n").Replace(s), "\r\n")
}

func (it *Item) writing(data []byte) (func(), error) {
	if len(data) > MaxEdited {
		return nil, &AdminError{"the letter would have more than " + strconv.Itoa(MaxEdited) + " octets"}
	}
	return func() {
		it.Data, it.Size = data, 0
		if !message.ASCII(data) {
			it.Body = max(it.Body, smtp.Body8BitMIME)
		}
	}, nil
}
