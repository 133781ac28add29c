package main

import (
	"fmt"
	"io"
	"strings"

	"ehloworld/engine/trace"
	"ehloworld/engine/world"
)

// printTranscript tells a run as a conversation: what was said on every connection, and what became of the letters.
func printTranscript(out io.Writer, w *world.World) {
	zone := w.Scenario.World.Zone
	conns := map[trace.ConnID]trace.Conn{}
	day := ""
	for i := range w.Log.Len() {
		e := w.Log.At(i + 1)
		text := tell(e, conns)
		if text == "" {
			continue
		}
		if d := e.T.RFC3339(zone)[:10]; d != day {
			day = d
			fmt.Fprintln(out, "--- "+day)
		}
		for line := range strings.SplitSeq(text, "\n") {
			fmt.Fprintln(out, e.T.Clock(zone)+"  "+line)
		}
	}
	for _, s := range w.Scenario.Steps {
		mark := " "
		if w.Lesson.IsDone(s.ID) {
			mark = "x"
		}
		fmt.Fprintln(out, "["+mark+"] "+s.ID)
	}
}

// tell puts one event into words; "" leaves it out.
func tell(e *trace.Event, conns map[trace.ConnID]trace.Conn) string {
	switch b := e.Body.(type) {
	case trace.Input:
		return "» " + b.Text
	case trace.Conn:
		conns[b.ID] = b
		line := lineName(b) + "  " + b.Act
		switch b.Act {
		case "attempt", "close":
			return ""
		case "open":
			return line + " by " + e.By.String()
		}
		return line
	case *trace.Cmd:
		if b.Verb == "EOD" {
			return fmt.Sprintf("%s  C: . (%d octets)", lineName(conns[b.Conn]), b.Size)
		}
		return lineName(conns[b.Conn]) + "  C: " + string(b.Raw)
	case *trace.Reply:
		head := lineName(conns[b.Conn]) + "  S: "
		text := b.Text
		if b.Enhanced != "" {
			text = b.Enhanced + " " + text
		}
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			mark := " "
			if i < len(lines)-1 && b.Code[0] <= '9' {
				mark = "-" // As SMTP writes it (RFC 5321 section 4.2.1); a POP3 answer has one line.
			}
			lines[i] = head + b.Code + mark + line
		}
		return strings.Join(lines, "\n")
	case *trace.DNS:
		if b.Act == "query" {
			return ""
		}
		return b.Host + "  dns " + b.Type + " " + b.Name + ": " + strings.TrimSpace(b.Rcode+" "+strings.Join(b.Answers, ", "))
	case *trace.Rule:
		if b.Match && b.What != "account" && b.What != "relay" { // Those two are how every letter goes.
			return b.Host + "  rule for " + b.Addr + ": " + b.What + " " + b.Arg + ", " + b.Result
		}
	case *trace.Mail:
		return strings.TrimRight(fmt.Sprintf("%s  %s %s %s -> %s %s %s", b.Host, b.QueueID, b.Act, "<"+b.From+">", b.Rcpt, b.Code, b.Text), " ")
	case *trace.Store:
		return fmt.Sprintf("%s  %s %s %s, %d there now", b.Host, b.Act, b.User, b.Box, b.Size)
	case *trace.Client:
		return strings.TrimRight(fmt.Sprintf("%s  mail program: %s %s %s", b.Host, b.Act, b.What+b.Box, b.Text), " ")
	case *trace.Term:
		if b.Act == "output" {
			return b.Host + "  | " + strings.ReplaceAll(b.Text, "\n", "\n"+b.Host+"  | ")
		}
	case trace.Fault:
		return fmt.Sprintf("fault %s %s: %t", b.What, b.Target, b.On)
	case trace.Step:
		return "step " + b.Step + " " + b.Act
	case trace.Answer:
		return fmt.Sprintf("answer %s: %t", b.Question, b.OK)
	case trace.Limit:
		return "limit " + b.Name + ": " + b.Text
	}
	return ""
}

func lineName(c trace.Conn) string {
	return fmt.Sprintf("#%d %s>%s:%d", c.ID, c.From, c.To, c.Port)
}
