package host

import (
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/jsontext"
	"ehloworld/engine/message"
	"ehloworld/engine/queue"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/sorting"
	"ehloworld/engine/vtime"
)

// maxShown is how many octets of a letter postcat shows.
const maxShown = 64 << 10

// queueTool finds the commands of the full edition, which are Postfix's, by their name.
func queueTool(name string) (check func(args []string) string, run func(*Terminal, []string)) {
	switch name {
	case "postqueue":
		return checkPostqueue, runPostqueue
	case "postsuper":
		return checkPostsuper, runPostsuper
	case "postcat":
		return checkPostcat, runPostcat
	case "sendmail":
		return checkSendmail, runSendmail
	}
	return checkQshape, runQshape
}

// attemptLines tell of the tries that are on record: when, for how long, with which server, what was said, and to what end.
func (h *Host) attemptLines(it *queue.Item) []string {
	out := []string{"*** ATTEMPTS ***"}
	for _, a := range it.Attempts {
		line := "attempt " + strconv.Itoa(a.N) + ": " + a.Start.RFC3339(h.world.Zone)
		switch {
		case it.State == queue.Active && a.N == it.Tries:
			line += ", under way"
		default:
			line += ", " + vtime.Span(a.End.Sub(a.Start))
		}
		if a.Flushed {
			line += ", asked for"
		}
		out = append(out, line)
		for _, c := range a.Conversations {
			out = append(out, "  with "+c.MX+"["+c.IP+"]"+timings(&c.Timings))
			for _, said := range c.Transcript {
				out = append(out, "    "+said)
			}
		}
		for _, r := range a.Results {
			out = append(out, "  "+r.Rcpt+": "+queue.Diagnostic(r))
		}
	}
	return out
}

// timings tells how long each stage of a conversation took, those that took no time left out.
func timings(t *smtpclient.Timings) string {
	out := ""
	for _, stage := range [...]struct {
		name string
		took vtime.Duration
	}{
		{"connect", t.Connect}, {"greeting", t.Greeting}, {"hello", t.Hello}, {"auth", t.Auth},
		{"mail", t.Mail}, {"rcpt", t.Rcpt}, {"data", t.Data}, {"dot", t.Dot},
	} {
		if stage.took > 0 {
			out += ", " + stage.name + " " + vtime.Span(stage.took)
		}
	}
	return out
}

func checkPostqueue(args []string) string {
	switch {
	case len(args) == 1 && slices.Contains([]string{"-p", "-f", "-j"}, args[0]):
		return ""
	case len(args) == 2 && (args[0] == "-i" || args[0] == "-s"):
		return ""
	}
	return "-p, -f or -j is wanted, or -i with an id, or -s with a domain"
}

func runPostqueue(t *Terminal, args []string) {
	h := t.Host
	switch args[0] {
	case "-p":
		runMailq(t, nil)
	case "-f":
		h.Queue.Flush(h.world.Rec.Now)
		h.wake()
	case "-i":
		t.act("postqueue", "flush", args[1])
	case "-s":
		t.act("postqueue", "flush", "site:"+args[1])
	default:
		var lines []string
		for _, it := range h.Queue.List() {
			lines = append(lines, h.queueJSON(it))
		}
		t.print(strings.Join(lines, "\n"))
	}
}

// queueJSON is one line of "postqueue -j", with Postfix's names.
func (h *Host) queueJSON(it *queue.Item) string {
	var w jsontext.Writer
	w.Object()
	w.Str("queue_name", queueName(it))
	w.Str("queue_id", it.ID)
	w.Num("arrival_time", int64(it.Arrived)/int64(vtime.Second))
	w.Num("message_size", int64(len(it.Data)))
	w.Str("sender", it.From)
	var pending []*queue.Recipient
	for i := range it.Rcpts {
		if it.Rcpts[i].Status == queue.Pending {
			pending = append(pending, &it.Rcpts[i])
		}
	}
	jsontext.List(&w, "recipients", pending, func(r *queue.Recipient) {
		w.Object()
		w.Str("address", r.Addr)
		if r.Tries > 0 {
			w.Str("delay_reason", queue.Diagnostic(r.Last))
		}
		w.EndObject()
	})
	w.EndObject()
	return string(w.Buf)
}

// queueName is which of Postfix's queues a letter would be in.
func queueName(it *queue.Item) string {
	switch {
	case it.State == queue.Held:
		return "hold"
	case it.State == queue.Active || it.Tries == 0:
		return "active"
	}
	return "deferred"
}

// superActs are the flags of postsuper: what the queue is asked to do and how the command calls that afterwards.
var superActs = [...]struct{ flag, verb, done string }{
	{"-d", "delete", "Deleted"}, {"-h", "hold", "Placed on hold"}, {"-H", "release", "Released from hold"}, {"-r", "requeue", "Requeued"},
}

func checkPostsuper(args []string) string {
	if len(args) == 2 {
		for _, act := range superActs {
			if act.flag == args[0] {
				return ""
			}
		}
	}
	return "-d, -h, -H or -r is wanted, and which letters: an id, ALL, from:PATTERN, to:PATTERN or site:DOMAIN"
}

func runPostsuper(t *Terminal, args []string) {
	for _, act := range superActs {
		if act.flag == args[0] {
			if n := t.act("postsuper", act.verb, args[1]); n > 0 {
				t.print("postsuper: " + act.done + ": " + strconv.Itoa(n) + " message(s)")
			}
		}
	}
}

// act has the queue do something and returns to how many letters, or says why it does not.
func (t *Terminal) act(tool, verb, letters string) int {
	list, err := t.Host.queueActs(verb, letters, "")
	if err != nil {
		t.print(tool + ": " + err.Error())
		return 0
	}
	for _, do := range list {
		do()
	}
	t.Host.wake()
	return len(list)
}

func checkPostcat(args []string) string {
	if len(args) != 2 || args[0] != "-q" {
		return "-q and an id are wanted"
	}
	return ""
}

func runPostcat(t *Terminal, args []string) {
	h := t.Host
	it := h.Queue.Item(args[1])
	if it == nil {
		t.print("postcat: there is no letter " + strconv.Quote(args[1]) + " in the queue")
		return
	}
	out := []string{
		"*** ENVELOPE RECORDS " + it.ID + " ***",
		"message_size: " + strconv.Itoa(len(it.Data)),
		"message_arrival_time: " + it.Arrived.Date(h.world.Zone),
		"sender: " + it.From,
	}
	if it.EnvID != "" {
		out = append(out, "dsn_envelope_id: "+it.EnvID)
	}
	for i := range it.Rcpts {
		r := &it.Rcpts[i]
		out = append(out, "recipient: "+r.Addr+" ("+r.Status.String()+")")
		if r.ORcpt != "" {
			out = append(out, "original_recipient: "+r.ORcpt)
		}
	}
	data := it.Data[:min(len(it.Data), maxShown)]
	header, body := message.Split(data)
	text := func(b []byte) string {
		return strings.TrimSuffix(strings.ReplaceAll(strings.ToValidUTF8(string(b), "\uFFFD"), "\r\n", "\n"), "\n")
	}
	out = append(out, "*** MESSAGE CONTENTS ***", text(header), "", text(body))
	if len(data) < len(it.Data) {
		out = append(out, "("+strconv.Itoa(len(it.Data)-len(data))+" octets more)")
	}
	out = append(out, h.attemptLines(it)...)
	t.print(strings.Join(append(out, "*** MESSAGE FILE END ***"), "\n"))
}

// checkSendmail takes what sendmail does with the queue, here and in other servers. Letters are not handed in by it.
func checkSendmail(args []string) string {
	if len(args) == 1 && (args[0] == "-bp" || args[0] == "-q") {
		return ""
	}
	return "-bp (list the queue) or -q (try all of it) is wanted; a letter is sent from a mail program, or by hand with telnet"
}

func runSendmail(t *Terminal, args []string) {
	if args[0] == "-q" {
		runFlush(t, nil)
		return
	}
	runMailq(t, nil)
}

// ages are qshape's columns: letters that have waited for less than so many minutes, and at least for half of that.
var ages = [...]int{5, 10, 20, 40, 80, 160, 320, 640, 1280}

// shape is one row of qshape: how many recipients in all, and by age.
type shape struct {
	name  string
	total int
	byAge [len(ages) + 1]int
}

// shapeQueues are the queues of which qshape may be asked; with none named it counts all that waits. Postfix's maildrop and
// incoming do not exist here: what is accepted is tried at once.
var shapeQueues = []string{"active", "deferred", "hold"}

// bySender is qshape's flag to count by the domain of the sender instead of the recipient.
const bySender = "-s"

func checkQshape(args []string) string {
	for _, arg := range args {
		if arg != bySender && !slices.Contains(shapeQueues, arg) {
			return strconv.Quote(smtp.Shown(arg)) + " is neither -s (by sender) nor one of the queues " + strings.Join(shapeQueues, ", ")
		}
	}
	return ""
}

// runQshape counts the recipients that wait, by their domain and by how long they have waited. The fullest row stands first.
func runQshape(t *Terminal, args []string) {
	h := t.Host
	sender := slices.Contains(args, bySender)
	all := !slices.ContainsFunc(args, func(arg string) bool { return arg != bySender })
	total := shape{name: "TOTAL"}
	var rows []shape
	at := map[string]int{} // Look-up only.
	for _, it := range h.Queue.List() {
		if !all && !slices.Contains(args, queueName(it)) {
			continue
		}
		minutes := int(h.world.Rec.Now.Sub(it.Arrived) / vtime.Minute)
		column := 0
		for column < len(ages) && minutes >= ages[column] {
			column++
		}
		counted := it.PendingRcpts()
		if sender {
			counted = []string{it.From} // Once for each letter, as Postfix counts.
		}
		for _, addr := range counted {
			domain := strings.ToLower(address.DomainOf(addr))
			if domain == "" {
				domain = "MAILER-DAEMON" // Postfix's word for the null sender.
			}
			row, known := at[domain]
			if !known {
				row = len(rows)
				at[domain] = row
				rows = append(rows, shape{name: domain})
			}
			rows[row].total++
			rows[row].byAge[column]++
			total.total++
			total.byAge[column]++
		}
	}
	sorting.Stable(rows, func(a, b shape) int { return b.total - a.total })
	head := right("", 24) + right("T", 6)
	for _, age := range ages {
		head += right(strconv.Itoa(age), 5)
	}
	lines := []string{head + right(strconv.Itoa(ages[len(ages)-1])+"+", 6)}
	for _, row := range append([]shape{total}, rows...) {
		line := right(row.name, 24) + right(strconv.Itoa(row.total), 6)
		for i, n := range row.byAge {
			width := 5
			if i == len(ages) {
				width = 6
			}
			line += right(strconv.Itoa(n), width)
		}
		lines = append(lines, line)
	}
	t.print(strings.Join(lines, "\n"))
}

// right puts s at the right end of a column.
func right(s string, width int) string { return strings.Repeat(" ", max(0, width-len(s))) + s }
