package world

import (
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/host"
	"ehloworld/engine/scenario"
)

// fullLines are the input lines that only the full edition can do, by their verb and one of their words; "" stands for any.
var fullLines = []struct {
	verb string
	at   int // Which word after the verb, from 0.
	word string
	what string // The subject of what a person is told.
}{
	{"policy", 0, "", "changing a server's policy while it runs"},
	{"fault", 0, "reply", "a server that refuses what it need not"},
	{"fault", 0, "drop", "a server that drops connections"},
	{"fault", 0, "disk", "a server whose disk is full"},
	{"queue", 1, "edit", "editing a letter in the queue"},
	{"queue", 1, "requeue", "putting a letter through the server once more"},
	{"raw", 0, "", "typing without Enter"}, // So that no command of a shell comes in pieces.
}

// Lacks returns edition.Needed's error when this edition cannot do a line, else nil. It looks at nothing but the line, so a
// record can be asked about before it is played: then a line that is typed at a server counts as one for the shell, and
// the full edition is asked for too often rather than too late.
func Lacks(l Line) error {
	if edition.Full {
		return nil
	}
	for _, f := range fullLines {
		if l.Verb == f.verb && f.at < len(l.Words) && (f.word == "" || l.Words[f.at] == f.word) {
			return edition.Needed(f.what)
		}
	}
	if l.Verb == "queue" && (l.Text == "ALL" || strings.Contains(l.Text, ":")) {
		return edition.Needed("naming letters of the queue other than by their ids")
	}
	if l.Verb != ">" && l.Verb != "term" {
		return nil
	}
	for typed := range strings.SplitSeq(string(unescape(l.Text)), "\r\n") {
		if words := strings.Fields(typed); len(words) > 0 && host.LacksTool(words[0]) {
			return edition.Needed("the command " + words[0])
		}
	}
	return nil
}

// lacksScript is Lacks for the lines of a scenario's script. A line that cannot be read is not its business.
func lacksScript(script []scenario.ScriptEntry) error {
	for i := range script {
		if line, err := ParseLine(script[i].Input); err == nil {
			if err := Lacks(line); err != nil {
				return err
			}
		}
	}
	return nil
}
