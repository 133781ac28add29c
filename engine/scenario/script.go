package scenario

import (
	"strconv"
	"strings"

	"ehloworld/engine/jsontext"
	"ehloworld/engine/policy"
	"ehloworld/engine/vtime"
)

// Entries of a script: when, and one of these acts.
var (
	entryWhen     = []string{"after", "at"}
	shapeDoFault  = &shape{name: "do-fault", is: "a script entry that breaks something", required: []string{"do", "kind", "target"}, optional: append([]string{"arg"}, entryWhen...)}
	shapeDoHeal   = &shape{name: "do-heal", is: "a script entry that heals something", required: []string{"do", "kind", "target"}, optional: entryWhen}
	shapeDoSend   = &shape{name: "do-send", is: "a script entry that sends a letter", required: []string{"do", "host"}, optional: append([]string{"draft", "to", "subject", "body"}, entryWhen...)}
	shapeDoFetch  = &shape{name: "do-fetch", is: "a script entry that fetches mail", required: []string{"do", "host"}, optional: entryWhen}
	shapeDoDial   = &shape{name: "do-connect", is: "a script entry that opens a connection", required: []string{"do", "host", "to", "port"}, optional: entryWhen}
	shapeDoJump   = &shape{name: "do-advance", is: "a script entry that advances the clock", required: []string{"do", "by"}, optional: entryWhen}
	shapeDoNote   = &shape{name: "do-note", is: "a script entry that shows a note", required: []string{"do", "key"}, optional: entryWhen}
	shapeDoPolicy = &shape{name: "do-policy", is: "a script entry that changes a setting", required: []string{"do", "host", "key"}, optional: append([]string{"value"}, entryWhen...)}
	shapeDoInput  = &shape{name: "do-input", is: "a script entry that is an input line", required: []string{"do", "line"}, optional: entryWhen}
	scriptEntries = []struct {
		do    string
		shape *shape
	}{
		{"fault", shapeDoFault}, {"heal", shapeDoHeal}, {"send", shapeDoSend}, {"fetch", shapeDoFetch},
		{"connect", shapeDoDial}, {"advance", shapeDoJump}, {"note", shapeDoNote}, {"policy", shapeDoPolicy}, {"input", shapeDoInput},
	}
)

func (s *Scenario) readScript(n *node) {
	n.list(MaxScript, func(_ int, m *node) {
		if !m.want(jsontext.Object) {
			return
		}
		do := m.v.Get("do")
		if do == nil {
			m.fail(`the field "do" is missing`)
			return
		}
		var names []string
		for _, e := range scriptEntries {
			names = append(names, e.do)
			if do.Kind == jsontext.String && do.Str == e.do {
				s.Script = append(s.Script, s.scriptEntry(m, e.do, e.shape))
				return
			}
		}
		(&node{m.r, do, m.path + ".do"}).oneOf(names...)
	})
}

// scriptEntry reads one entry and writes what it does as an input line.
func (s *Scenario) scriptEntry(n *node, do string, sh *shape) ScriptEntry {
	e := ScriptEntry{Line: n.v.Line}
	var f Fault
	var host, to, line string
	var number int64
	var letter jsontext.Writer // What a mail program is given to send.
	letter.Object()
	n.object(sh, func(field string, m *node) {
		switch field {
		case "do":
		case "at":
			e.At = m.span(0, MaxDays*24*vtime.Hour)
		case "after":
			e.After = m.line()
			after := e.After
			m.after(func() {
				if s.Step(after) == nil {
					m.fail("there is no step " + strconv.Quote(after))
				}
			})
		case "kind":
			f.What = m.oneOf(FaultKinds...)
		case "target":
			f.Target = m.line()
		case "arg":
			f.Arg = m.line()
		case "host":
			host = m.line()
			h := host
			m.after(func() {
				switch s.wantHost(m, h); {
				case m.broken() || do == "connect":
				case do == "policy":
					if s.World.Host(h).Kind != "mta" {
						m.fail("the host " + h + " is no mail server and has no settings")
					}
				case s.World.Host(h).UA == nil:
					m.fail("the host " + h + " has no mail program")
				}
			})
		case "to", "subject", "body":
			if to = m.text(); do == "connect" {
				break
			}
			letter.Name(field)
			letter.String(to)
		case "draft", "port":
			number = m.number(1, 65535)
		case "by":
			line = m.text()
			m.span(vtime.Second, MaxDays*24*vtime.Hour)
		case "key":
			if do == "policy" {
				line = m.line()
				break
			}
			line = m.slug()
		case "value":
			to = m.text()
		case "line":
			line = m.line()
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
	if n.broken() {
		return e
	}
	switch do {
	case "fault", "heal":
		n.after(func() { checkFault(n, &s.World, f, do == "fault") })
		e.Input = do + " " + f.What + " " + f.Target
		if f.Arg != "" {
			e.Input += " " + f.Arg
		}
	case "send":
		s.checkSend(n, host, number)
		letter.EndObject()
		e.Input = "mail " + host + " send " + string(letter.Buf)
		if number > 0 {
			e.Input = "mail " + host + " send draft " + strconv.FormatInt(number, 10)
		}
	case "fetch":
		e.Input = "mail " + host + " fetch"
	case "connect":
		e.Input = "term " + host + " telnet " + to + " " + strconv.FormatInt(number, 10)
	case "advance":
		e.Input = "jump " + line
	case "note":
		e.Input = "note " + line
	case "policy":
		// Package policy says what the setting takes, or that this edition lacks it.
		n.because(new(policy.Policy).Set(line, to))
		e.Input = strings.TrimSpace("policy " + host + " " + line + " " + to)
	case "input":
		e.Input = line
	}
	return e
}

// checkSend fails unless an entry says either which draft is sent or to whom a letter of its own goes.
func (s *Scenario) checkSend(n *node, host string, draft int64) {
	written := false
	for _, field := range []string{"to", "subject", "body"} {
		written = written || n.v.Get(field) != nil
	}
	switch {
	case draft > 0 && written:
		n.fail("has both a \"draft\" and a letter of its own")
	case draft == 0 && n.v.Get("to") == nil:
		n.fail("says neither which \"draft\" is sent nor \"to\" whom a letter goes")
	case draft > 0:
		n.after(func() {
			if h := s.World.Host(host); h.UA != nil && draft > int64(len(h.UA.Drafts)) {
				n.fail("the host " + host + " has no draft " + strconv.FormatInt(draft, 10))
			}
		})
	}
}
