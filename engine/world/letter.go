package world

import (
	"strconv"
	"strings"

	"ehloworld/engine/lesson"
	"ehloworld/engine/message"
	"ehloworld/engine/sha256"
	"ehloworld/engine/trace"
)

// letter is a letter somewhere in the world, taken apart only as far as a condition asks.
type letter struct {
	data   []byte
	msg    trace.MsgID
	from   string
	rcpts  []string
	flags  []string
	born   int
	more   map[string][]string // What the place where it lies adds.
	header *message.Header
	tree   *message.Part
}

var _ lesson.Item = (*letter)(nil)

// Born implements lesson.Item.
func (l *letter) Born() int { return l.born }

// Values implements lesson.Item.
func (l *letter) Values(field string) []string {
	if v, ok := l.more[field]; ok {
		return v
	}
	name, arg, _ := strings.Cut(field, ":")
	switch name {
	case "env.from":
		return []string{l.from}
	case "env.rcpt":
		return l.rcpts
	case "subject":
		return []string{l.head().Text("Subject")}
	case "body":
		return []string{message.Text(l.data)}
	case "part":
		return l.parts(func(p *message.Part) (string, bool) { return p.Text(l.data), p.Type == arg })
	case "sha":
		return l.parts(func(p *message.Part) (string, bool) {
			content, _ := p.Content(l.data)
			return sha256.Hex(sha256.Sum(content)), p.Path == arg && leaf(p)
		})
	case "parts":
		leaves := l.parts(func(p *message.Part) (string, bool) { return "", leaf(p) })
		return []string{strconv.Itoa(len(leaves))}
	case "received":
		return []string{strconv.Itoa(len(l.head().All("Received")))}
	case "bytes":
		return []string{strconv.Itoa(len(l.data))}
	case "bytes.max":
		return []string{strconv.Itoa(largest(l.data))}
	case "lint":
		return message.Faults(l.data)
	case "flags":
		return l.flags
	case "msg":
		return []string{strconv.Itoa(int(l.msg))}
	}
	if header, ok := strings.CutPrefix(field, "header."); ok {
		var values []string
		for i := range l.head().Fields {
			if f := &l.header.Fields[i]; f.Is(header) {
				values = append(values, f.Text())
			}
		}
		return values
	}
	return nil
}

func (l *letter) head() *message.Header {
	if l.header == nil {
		h := message.ParseHeader(l.data)
		l.header = &h
	}
	return l.header
}

// parts collects what pick returns for the parts that it says yes to.
func (l *letter) parts(pick func(*message.Part) (string, bool)) []string {
	if l.tree == nil {
		l.tree = message.Tree(l.data)
	}
	var found []string
	l.tree.Walk(func(p *message.Part) bool {
		if v, ok := pick(p); ok {
			found = append(found, v)
		}
		return true
	})
	return found
}

func leaf(p *message.Part) bool { return len(p.Parts) == 0 && p.Message == nil }

func largest(data []byte) int {
	top := byte(0)
	for _, c := range data {
		top = max(top, c)
	}
	return int(top)
}

// senderOf is the envelope sender that a letter which lies in a mailbox from the start must have had: what its
// Return-Path says, or else its From.
func senderOf(data []byte) string {
	h := message.ParseHeader(data)
	for _, name := range []string{"Return-Path", "From"} {
		if h.Has(name) {
			for _, m := range h.Mailboxes(name) {
				return m.Address
			}
			return ""
		}
	}
	return ""
}
