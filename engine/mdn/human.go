package mdn

import (
	"strings"

	"ehloworld/engine/message"
	"ehloworld/engine/report"
)

// subject is what the notice is called.
func (n *Notice) subject() string {
	header := message.ParseHeader(n.Letter)
	about := report.Clip(header.Text("Subject"))
	if about == "" {
		about = "your letter"
	}
	return "Disposition notification (" + n.Disposition.Type + "): " + about
}

// meanings say what the types of disposition mean for who wrote the letter.
var meanings = [...]struct{ kind, what string }{
	{Displayed, "has been displayed. That does not say that anybody has read or understood it."},
	{Deleted, "has been deleted. Whether anybody had looked at it before is not known."},
	{Dispatched, "has been sent on to somebody else, without being displayed here."},
	{Processed, "has been handled by a program, without being displayed."},
}

// human writes the part for people.
func (n *Notice) human() string {
	var b strings.Builder
	para := func(s string) {
		report.Wrap(&b, "", s)
		b.WriteByte('\n')
	}
	header := message.ParseHeader(n.Letter)
	letter := "Your letter"
	if s := report.Clip(header.Text("Subject")); s != "" {
		letter += " \"" + s + "\""
	}
	if s := report.Clip(header.Text("Date")); s != "" {
		letter += " of " + s
	}
	what := "has been handled; the word for how is \"" + n.Disposition.Type + "\"."
	for _, m := range meanings {
		if m.kind == n.Disposition.Type {
			what = m.what
		}
	}
	para(letter + " to <" + report.Clip(n.Recipient) + "> " + what)
	if n.Disposition.Automatic {
		para("No person decided that; a rule of the mail program did.")
	}
	for _, e := range n.Errors {
		para("Something went wrong: " + report.Clip(e))
	}
	para("You get this notice because your letter asked for it. It has three parts. This one is for you. The second says the same in " +
		"fields that programs can read; its Disposition is what counts. The third is your letter, or its header.")
	return strings.TrimRight(b.String(), "\n") + "\n"
}
