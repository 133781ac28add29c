package host

import (
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/dns"
	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// tool is a command of the simulated shell.
type tool struct {
	name  string
	usage string
	what  string                     // One line for "help".
	role  string                     // The kind of host that has it; empty: all.
	check func(args []string) string // Says what is wrong with the arguments; nil: there is nothing to check.
	run   func(t *Terminal, args []string)
}

// tools lists the commands in the order in which "help" shows them. The function breaks the cycle through help itself.
//
// The table is the same in both editions, since "help" shows it. What the full one alone can do is filled in behind it.
func tools() []tool {
	list := []tool{
		{"telnet", "telnet HOST [PORT]", "open a TCP connection and talk to what listens there", "", checkTelnet, runTelnet},
		{"dig", "dig [TYPE] NAME", "ask the domain name system (A AAAA MX TXT CNAME PTR NS SOA)", "", checkDig, runDig},
		{"ping", "ping HOST", "send four ICMP echo requests", "", checkOneHost, runPing},
		{"mailq", "mailq [-v]", "list the letters that wait in the queue", "mta", checkMailq, runMailq},
		{"flush", "flush", "try every waiting letter now", "mta", checkFlush, runFlush},
		{"postqueue", "postqueue -p|-f|-j|-i ID|-s SITE", "list the queue, or try letters now", "mta", nil, nil},
		{"postsuper", "postsuper -d|-h|-H|-r ID|ALL|from:PATTERN|to:PATTERN|site:DOMAIN", "delete, hold, release or requeue letters", "mta", nil, nil},
		{"postcat", "postcat -q ID", "show a letter in the queue", "mta", nil, nil},
		{"qshape", "qshape [-s] [active|deferred|hold]...", "count the letters by destination and age", "mta", nil, nil},
		{"sendmail", "sendmail -bp|-q", "the same as mailq and flush", "mta", nil, nil},
		{"help", "help", "list these commands", "", nil, runHelp},
	}
	if edition.Full {
		for i := range list {
			if list[i].run == nil {
				list[i].check, list[i].run = queueTool(list[i].name)
			}
		}
	}
	return list
}

// LacksTool says whether this edition knows a shell command by its name only.
func LacksTool(name string) bool {
	for _, t := range tools() {
		if strings.EqualFold(t.name, name) {
			return t.run == nil
		}
	}
	return false
}

// Tools lists the names of the shell commands that h has.
func (h *Host) Tools() []string {
	var names []string
	for _, t := range tools() {
		if h.has(t) {
			names = append(names, t.name)
		}
	}
	return names
}

func (h *Host) has(t tool) bool {
	if t.role != "" && t.role != h.Spec.Kind {
		return false
	}
	return len(h.Spec.Tools) == 0 || t.name == "help" || slices.Contains(h.Spec.Tools, t.name)
}

// run runs one shell line.
func (t *Terminal) run(line string) {
	t.print(t.Host.Prompt() + line)
	words := strings.Fields(line)
	if len(words) == 0 {
		return
	}
	name, args := strings.ToLower(words[0]), words[1:]
	event := &trace.Tool{Host: t.Host.Spec.ID, Term: t.ID, Name: name, Args: strings.Join(args, " ")}
	chosen, problem := t.Host.choose(name, words[0], args)
	event.OK = problem == ""
	rec := t.Host.world.Rec
	outer := rec.Cause
	if n := rec.EmitAs(t.by, 0, event); n != 0 {
		rec.Cause = n
	}
	if problem != "" {
		t.print(problem)
	} else {
		chosen.run(t, args)
	}
	rec.Cause = outer
}

// choose finds the tool that a shell line names, or says why the line cannot be run.
func (h *Host) choose(name, typed string, args []string) (chosen tool, problem string) {
	for _, tool := range tools() {
		switch {
		case tool.name != name:
			continue
		case !h.has(tool):
			return tool, name + ": not on this host; type help for what is"
		case tool.run == nil:
			return tool, name + ": needs the full edition of the engine" // world.Lacks asks before it comes so far.
		case tool.check != nil:
			if problem := tool.check(args); problem != "" {
				return tool, name + ": " + problem + "; usage: " + tool.usage
			}
		}
		return tool, ""
	}
	return chosen, "shell: " + smtp.Shown(typed) + ": no such command. " + hintFor(typed)
}

// Prompt is what stands before a shell line on this host.
func (h *Host) Prompt() string { return h.Spec.ID + "$ " }

// hintFor helps a person who types a protocol command at the shell.
func hintFor(word string) string {
	switch strings.ToUpper(word) {
	case "HELO", "EHLO", "MAIL", "RCPT", "DATA", "USER", "PASS", "RETR", "LIST", "STAT", "QUIT":
		return "That is a word for a mail server: connect first, for example with telnet mail.hai.example 25."
	}
	return "Type help for the commands that there are."
}

func runHelp(t *Terminal, _ []string) {
	var b strings.Builder
	for _, tool := range tools() {
		if t.Host.has(tool) {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(tool.usage + strings.Repeat(" ", max(1, 22-len(tool.usage))) + tool.what)
		}
	}
	t.print(b.String())
}

func checkTelnet(args []string) string {
	if len(args) < 1 || len(args) > 2 {
		return "a host and a port are wanted"
	}
	if len(args) == 2 {
		if _, ok := portNumber(args[1]); !ok {
			return strconv.Quote(args[1]) + " is no port"
		}
	}
	if !dns.IPv4(args[0]) {
		if _, err := dns.Name(args[0]); err != nil {
			return err.Error()
		}
	}
	return ""
}

func runTelnet(t *Terminal, args []string) {
	port := 23
	if len(args) == 2 {
		port, _ = portNumber(args[1])
	}
	t.connect(strings.ToLower(args[0]), port)
}

// wellKnown names the ports that mail engineers meet, as telnet accepts them by name.
var wellKnown = []struct {
	name, proto string
	port        int
}{
	{"smtp", "smtp", 25}, {"dns", "dns", 53}, {"http", "http", 80}, {"pop3", "pop3", 110}, {"imap", "imap", 143},
	{"submissions", "submissions", 465}, {"submission", "submission", 587}, {"imaps", "imaps", 993}, {"pop3s", "pop3s", 995},
}

func portNumber(s string) (int, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, n > 0 && n < 65536
	}
	for _, w := range wellKnown {
		if w.name == strings.ToLower(s) {
			return w.port, true
		}
	}
	return 0, false
}

// spokenAt is what is spoken at a port of an address: what the service there is, or else what such a port is usually for;
// "tcp" when nothing is known.
func (w *World) spokenAt(ip string, port int) string {
	for _, h := range w.hosts {
		for _, s := range h.Spec.Services {
			if h.Spec.IP == ip && s.Port == port {
				return s.Proto
			}
		}
	}
	for _, w := range wellKnown {
		if w.port == port {
			return w.proto
		}
	}
	return "tcp"
}

// digArgs finds the type and the name among the words, in either order; a leading @server is not taken, since every host
// has one resolver.
func digArgs(args []string) (typ, name, problem string) {
	typ = dns.A
	for _, a := range args {
		if a == "-x" {
			continue // An address is looked up in reverse anyway.
		}
		switch up := strings.ToUpper(a); up {
		case dns.A, dns.AAAA, dns.MX, dns.TXT, dns.CNAME, dns.PTR, dns.NS, dns.SOA, dns.Any:
			typ = up
		default:
			if name != "" {
				return "", "", strconv.Quote(a) + " is neither a record type nor the name"
			}
			name = a
		}
	}
	if name == "" {
		return "", "", "a name is wanted"
	}
	if dns.IPv4(name) {
		return dns.PTR, dns.ReverseName(name), ""
	}
	if _, err := dns.Name(name); err != nil {
		return "", "", err.Error()
	}
	return typ, name, ""
}

func checkDig(args []string) string {
	_, _, problem := digArgs(args)
	return problem
}

func runDig(t *Terminal, args []string) {
	typ, name, _ := digArgs(args)
	live := true
	t.tool, t.stop = "dig", func() { live = false }
	t.Host.lookUp(t.by, name, typ, func(a dns.Answer) {
		if !live {
			return
		}
		lines := []string{";; " + a.Rcode + ", " + strconv.Itoa(len(a.Records)) + " record(s) for " + name + " " + typ}
		for _, r := range a.Records {
			lines = append(lines, r.Line())
		}
		if len(a.Records) == 0 && a.Authority != nil {
			lines = append(lines, ";; authority: "+a.Authority.Line())
		}
		t.print(strings.Join(lines, "\n"))
		t.done()
	})
}

// How ping behaves.
const (
	pingCount = 4
	pingEvery = vtime.Second
	pingSize  = 56
)

func checkOneHost(args []string) string {
	if len(args) != 1 {
		return "one host is wanted"
	}
	if !dns.IPv4(args[0]) {
		if _, err := dns.Name(args[0]); err != nil {
			return err.Error()
		}
	}
	return ""
}

func runPing(t *Terminal, args []string) {
	live := true
	t.tool, t.stop = "ping", func() { live = false }
	if dns.IPv4(args[0]) {
		t.ping(args[0], args[0], &live)
		return
	}
	t.Host.lookUp(t.by, args[0], dns.A, func(a dns.Answer) {
		if !live {
			return
		}
		found := a.Of(dns.A)
		if len(found) == 0 {
			t.print("ping: could not resolve " + args[0] + ": " + rcodeWords(a))
			t.done()
			return
		}
		t.ping(args[0], found[0].IP, &live)
	})
}

func (t *Terminal) ping(name, ip string, live *bool) {
	world := t.Host.world
	net, rec, host := world.Net, world.Rec, t.Host.Spec.ID
	t.print("PING " + name + " (" + ip + ") " + strconv.Itoa(pingSize) + " bytes of data.")
	var id, received int
	sent := make([]int64, pingCount+1)
	id = net.OpenEcho(host, func(src string, seq, size int) {
		if !*live || seq < 1 || seq > pingCount {
			return
		}
		received++
		ms := (int64(rec.Now) - sent[seq]) / int64(vtime.Millisecond)
		t.print(strconv.Itoa(size) + " bytes from " + src + ": icmp_seq=" + strconv.Itoa(seq) + " time=" + strconv.FormatInt(ms, 10) + " ms")
	})
	var round func(seq int)
	round = func(seq int) {
		if !*live {
			net.CloseEcho(host, id)
			return
		}
		if seq > pingCount {
			net.CloseEcho(host, id)
			t.print("--- " + name + ": " + strconv.Itoa(pingCount) + " packets sent, " + strconv.Itoa(received) + " received")
			t.done()
			return
		}
		sent[seq] = int64(rec.Now)
		net.SendEcho(host, id, ip, seq, pingSize)
		world.Clock.Add(rec.Now.Add(pingEvery), false, rec.Cause, "ping", func() { round(seq + 1) })
	}
	round(1)
}

func checkMailq(args []string) string {
	if len(args) > 1 || len(args) == 1 && args[0] != "-v" {
		return "nothing but -v may follow"
	}
	return ""
}

func runMailq(t *Terminal, args []string) {
	t.print(t.Host.Mailq(len(args) > 0))
}

func checkFlush(args []string) string {
	if len(args) > 0 {
		return "it tries all letters and takes no names; postqueue -i ID tries one"
	}
	return ""
}

func runFlush(t *Terminal, _ []string) {
	n := t.Host.Queue.Flush(t.Host.world.Rec.Now)
	t.print("flush: " + strconv.Itoa(n) + " letter(s) will be tried now")
	t.Host.wake()
}
