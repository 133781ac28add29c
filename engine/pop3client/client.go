// Package pop3client is the client's end of one POP3 connection, as a pure machine (see package machine): one fetch of a
// mail program.
//
// A job goes through the commands in this order: CAPA, USER, PASS, then STAT, UIDL and LIST, then RETR for each letter
// that is new, then, if the program does not keep mail on the server, DELE for each letter that it has by now, and QUIT.
// Nothing is deleted on the server before everything was received, and even then only QUIT deletes: whatever goes wrong
// on the way, no letter is lost.
//
// With PIPELINING (RFC 2449 section 6.6) up to MaxOutstanding commands are under way at once; otherwise each waits for
// the answer to the one before. A server without UIDL cannot say what was fetched before, so everything is fetched.
//
// Each command has a file of its own with the handler of its answer. Client.queue holds the commands that are still to
// be sent, Client.sent those whose answers are awaited, oldest first; when both are empty, Client.next decides how the
// job goes on.
package pop3client

import (
	"strconv"

	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Bounds of one job. They are what a client grants a server that it does not trust.
const (
	// DefaultPatience is how long the client waits for octets that it was promised.
	DefaultPatience = 2 * vtime.Minute
	// DefaultMaxMessages is how many letters one job fetches at most; the next job goes on.
	DefaultMaxMessages = 1000
	// MaxOutstanding is how many commands are under way at once.
	MaxOutstanding = 16
	// MaxLetter is the largest letter, in octets, that is fetched. A letter that the server lists as larger is left alone;
	// a server that sends more than this all the same is cut off.
	MaxLetter = 64 << 20
	// MaxFetched is how many octets of letters one job takes; the next job goes on.
	MaxFetched = 256 << 20
	// MaxListing bounds the answer to CAPA, LIST and UIDL.
	MaxListing = 4 << 20
	// maxHint bounds the memory that is set aside because a server announced a size.
	maxHint = 1 << 20
	// maxTranscript bounds the lines of Outcome.Transcript; the last one then says that there was more.
	maxTranscript = 4096
)

// Config is about the connection.
type Config struct {
	Conn     trace.ConnID
	Host     string         // The client's own host.
	Patience vtime.Duration // 0: DefaultPatience.
}

// Mode says what becomes of letters on the server.
type Mode uint8

const (
	// Keep leaves them there; unique ids tell next time what is new.
	Keep Mode = iota
	// Delete deletes all letters that the program has, fetched now or earlier.
	Delete
)

// Job is one fetch.
type Job struct {
	User, Pass  string
	Mode        Mode
	Known       []string // Unique ids of the letters that the program has.
	MaxMessages int      // 0: DefaultMaxMessages.
}

// Outcome is what became of a job. It comes as a Result effect, once.
type Outcome struct {
	Fetched    []Fetched // In the order of arrival: the n-th is the n-th letter that the server marked (machine.Letter).
	UIDs       []string  // All unique ids that the server has, deleted ones included; nil: it did not say.
	Deleted    int       // Letters that the server has deleted; 0 unless its answer to QUIT was good.
	Total      int       // Letters that were on the server.
	Err        string    // The first thing that went wrong, in plain words; empty: nothing did.
	Code       string    // Response code of Err: AUTH, IN-USE, SYS/TEMP …; usually empty.
	Transcript []string  // "C: …" and "S: …"; passwords as they are, letters as "(120 octets)".
}

// Fetched is one letter.
type Fetched struct {
	Number int    // In this session.
	UID    string // Unique id; empty when the server has none.
	Data   []byte // With CR LF line ends, dots undone.
}

// message is one letter on the server.
type message struct {
	number, size int
	uid          string
	have         bool // Fetched now or known from earlier.
}

// command is one command and what its answer will look like.
type command struct {
	verb, arg string
	multi     bool // A good answer goes on after its status line.
	message   *message
}

func (c command) String() string {
	if c.arg == "" {
		return c.verb
	}
	return c.verb + " " + c.arg
}

// Client is a machine.Machine.
type Client struct {
	cfg      Config
	job      Job
	state    pop3.State
	lines    framing.LineReader
	dots     framing.DotReader
	reply    pop3.Reply // While reading: the status line of the answer whose rest is being read.
	reading  bool       // Inside a multi-line answer.
	greeted  bool
	queue    []command
	sent     []command
	stage    stage
	caps     []string // nil: the server has no CAPA.
	messages []*message
	uidl     bool // The server answered UIDL.
	octets   int  // Of the letters fetched.
	marked   int  // DELE answered +OK.
	outcome  Outcome
}

// stage is how far a job has come.
type stage uint8

const (
	login stage = iota
	listing
	fetching
	deleting
	quitting
)

// New returns the client's end of a new connection.
func New(cfg Config, job Job) *Client {
	if cfg.Patience <= 0 {
		cfg.Patience = DefaultPatience
	}
	if job.MaxMessages <= 0 {
		job.MaxMessages = DefaultMaxMessages
	}
	c := &Client{cfg: cfg, job: job, state: pop3.Authorization}
	c.lines.Init(pop3.MaxReplyLine, framing.Strict)
	return c
}

// State is the session's state as the client sees it.
func (c *Client) State() pop3.State { return c.state }

// Step implements machine.Machine.
func (c *Client) Step(now vtime.Time, in machine.Input, out *machine.Effects) {
	if c.state == pop3.Closed {
		return
	}
	switch in.Kind {
	case machine.Open:
		out.SetDeadline(now.Add(c.cfg.Patience))
	case machine.Bytes:
		out.SetDeadline(now.Add(c.cfg.Patience))
		c.lines.Feed(in.Data)
		c.read(out)
	case machine.Drained:
		c.pump(out)
	case machine.End:
		c.fail("the server closed the connection while the client waited for "+c.awaited(), pop3.Lost, out)
		out.Close()
	case machine.Broken:
		c.fail("connection lost while waiting for "+c.awaited()+": "+in.Reason, pop3.Lost, out)
	case machine.Deadline:
		c.fail("timed out after "+vtime.Span(c.cfg.Patience)+" while waiting for "+c.awaited(), pop3.Timeout, out)
		out.Abort()
	}
}

// read takes what has arrived: lines, and the rest of multi-line answers.
func (c *Client) read(out *machine.Effects) {
	for c.state != pop3.Closed {
		if c.reading {
			n, done := c.dots.Feed(c.lines.Rest())
			c.lines.Skip(n)
			if !done {
				return
			}
			c.reading = false
			c.log("S: (" + strconv.FormatInt(c.dots.Size(), 10) + " octets)")
			c.answered(c.reply, &c.dots, out)
			continue
		}
		line, ok := c.lines.Next()
		if !ok {
			return
		}
		c.line(line, out)
	}
}

// line takes a status line.
func (c *Client) line(line framing.Line, out *machine.Effects) {
	text := string(line.Data)
	c.log("S: " + text)
	reply, ok := pop3.ParseReply(text)
	if !ok || line.Problem != framing.OK {
		// To guess where the next answer begins could take a letter's text for an answer.
		c.fail("the server's answer is neither +OK nor -ERR", pop3.GivenUp, out)
		out.Abort()
		return
	}
	if !c.greeted {
		c.greeting(reply, out)
		return
	}
	if reply.OK && c.sent[0].multi {
		c.reply, c.reading = reply, true
		limits, hint := framing.DotLimits{Size: MaxListing}, 0
		if m := c.sent[0].message; m != nil {
			limits.Size, hint = MaxLetter, min(m.size, maxHint)
		}
		c.dots.Init(limits, hint)
		return
	}
	c.answered(reply, nil, out)
}

// greeting begins the job.
func (c *Client) greeting(reply pop3.Reply, out *machine.Effects) {
	c.greeted = true
	c.note("", out)
	if !reply.OK {
		c.trouble("the server greets with an error: "+reply.Text, reply.Code)
		c.quit(out)
		return
	}
	c.send(out, command{verb: pop3.CAPA, multi: true})
}

// handlers has one entry for each command that the client sends.
var handlers = map[string]func(c *Client, cmd command, reply pop3.Reply, body *framing.DotReader, out *machine.Effects){
	pop3.CAPA: (*Client).capaAnswered,
	pop3.USER: (*Client).userAnswered,
	pop3.PASS: (*Client).passAnswered,
	pop3.STAT: (*Client).statAnswered,
	pop3.UIDL: (*Client).uidlAnswered,
	pop3.LIST: (*Client).listAnswered,
	pop3.RETR: (*Client).retrAnswered,
	pop3.DELE: (*Client).deleAnswered,
	pop3.QUIT: (*Client).quitAnswered,
}

// answered hands a whole answer to its command's handler and goes on. body is nil when the answer was one line.
func (c *Client) answered(reply pop3.Reply, body *framing.DotReader, out *machine.Effects) {
	cmd := c.sent[0]
	c.sent = c.sent[1:]
	event := pop3.Err
	if reply.OK {
		event = pop3.OK
	}
	c.move(cmd.verb, event, out)
	handlers[cmd.verb](c, cmd, reply, body, out)
	if c.state == pop3.Closed {
		return
	}
	if len(c.queue) == 0 && len(c.sent) == 0 {
		c.next()
	}
	c.pump(out)
}

// next decides how the job goes on when all that was to be done is done.
func (c *Client) next() {
	for len(c.queue) == 0 {
		c.stage++
		switch c.stage {
		case fetching:
			c.queueRetr()
		case deleting:
			if c.job.Mode == Delete {
				c.queueDele()
			}
		case quitting:
			c.queue = append(c.queue, command{verb: pop3.QUIT})
		}
	}
}

// send queues commands and sends what may be sent.
func (c *Client) send(out *machine.Effects, commands ...command) {
	c.queue = append(c.queue, commands...)
	c.pump(out)
}

// pump sends as many of the queued commands as may be under way.
func (c *Client) pump(out *machine.Effects) {
	window := 1
	if pop3.HasCapability(c.caps, pop3.CapPipelining) {
		window = MaxOutstanding
	}
	for len(c.queue) > 0 && len(c.sent) < window {
		if out.Room <= 0 {
			out.More()
			return
		}
		cmd := c.queue[0]
		c.queue, c.sent = c.queue[1:], append(c.sent, cmd)
		if cmd.verb == pop3.QUIT && c.state == pop3.Transaction {
			c.move(pop3.QUIT, pop3.Taken, out)
		}
		c.log("C: " + cmd.String())
		out.SendString(cmd.String() + "\r\n")
	}
}

// quit gives the rest of the job up in good order.
func (c *Client) quit(out *machine.Effects) {
	c.stage, c.queue = quitting, nil
	c.send(out, command{verb: pop3.QUIT})
}

// trouble remembers the first thing that went wrong.
func (c *Client) trouble(text, code string) {
	if c.outcome.Err == "" {
		c.outcome.Err, c.outcome.Code = text, code
	}
}

// fail ends the job at once.
func (c *Client) fail(text string, event pop3.Event, out *machine.Effects) {
	c.trouble(text, "")
	c.move("", event, out)
	c.finish(out)
}

// finish hands the outcome over.
func (c *Client) finish(out *machine.Effects) {
	out.SetDeadline(vtime.Never)
	out.Result(c.outcome)
}

// awaited names what the client waits for.
func (c *Client) awaited() string {
	switch {
	case !c.greeted:
		return "the greeting"
	case len(c.sent) == 0:
		return "room to send"
	case c.sent[0].verb == pop3.PASS:
		return "the answer to PASS" // Not with the password.
	case c.reading:
		return "the rest of the answer to " + c.sent[0].String()
	}
	return "the answer to " + c.sent[0].String()
}

// move goes along a row of pop3.Table.
func (c *Client) move(verb string, event pop3.Event, out *machine.Effects) {
	from := c.state
	c.state = pop3.Next(from, verb, event)
	if c.state != from {
		c.note(from, out)
	}
}

func (c *Client) note(from pop3.State, out *machine.Effects) {
	out.Note(&trace.State{
		Conn: c.cfg.Conn, Host: c.cfg.Host, Proto: "pop3", Side: "client", From: string(from), To: string(c.state),
	})
}

// log adds a line to the transcript.
func (c *Client) log(line string) {
	switch n := len(c.outcome.Transcript); {
	case n < maxTranscript-1:
		c.outcome.Transcript = append(c.outcome.Transcript, line)
	case n == maxTranscript-1:
		c.outcome.Transcript = append(c.outcome.Transcript, "(more, not kept)")
	}
}
