// Package smtpclient is the client end of one SMTP connection (RFC 5321): what a mail program says to its submission
// server, and one mail server to the next.
//
// Theory of operation. The client keeps two lines of commands: planned, not yet said, and sent, said and waiting for
// their replies in the same order. Without PIPELINING at most one command is in the second line; with it (RFC 2920) a
// whole transaction up to DATA may be. Every reply goes to the handler of the oldest command sent; handlers note fates
// of recipients and plan what follows. A job is over when both lines are empty and no letter is under way, so that the
// replies to commands that were said in vain are always read and the conversation stays in step.
//
// The first edition of the engine (package edition) has no LMTP, no BDAT and no parameters beyond those of SIZE, 8BITMIME and
// SMTPUTF8: no server of its worlds offers what would need them.
//
// What surprises:
//   - A pipelined DATA may be answered 354 although no recipient was accepted. The letter must not be sent then; a lone
//     dot ends the empty one (RFC 2920 section 3.1). BDAT brings its octets along, so the first one waits for the replies
//     to all RCPTs.
//   - One job may take several transactions: the server says how many recipients one may have (RFC 9422), or finds out
//     (452 4.5.3). The transactions after the first take who is left.
//   - What could not even be begun, since the connection was closing under a second letter, is no try: Untried.
//   - A connection that breaks after the final dot and before its reply leaves the fate of the letter open. The outcome
//     says "temporary", since a second copy is better than none (RFC 5321 section 4.5.4.1 and RFC 1047).
//   - The result is told before QUIT: what has been answered counts, however the farewell goes.
//   - Small methods that many places call are not inlined: the copies weighed 19 kB in the browser.
//   - The states are those of the table in package smtp, and they change when the reply comes, not when the command is
//     said.
package smtpclient

import (
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Bounds of one connection.
const (
	// MaxReplyLine is how much of one reply line is kept. RFC 5321 section 4.5.3.1.5 has 512, but real servers write more.
	MaxReplyLine = 2048
	// MaxPipelined is how many commands may wait for their replies. RFC 2920 section 3.1 makes the client responsible that
	// both sides never wait for each other with full buffers; this many commands always fit.
	MaxPipelined = 100
	// MaxTranscript is how many lines of a job's conversation are kept.
	MaxTranscript = 400
)

// phase is what the client is doing, beyond the state of the protocol.
type phase uint8

const (
	opening phase = iota // Up to the end of the hello and the login.
	working              // In a transaction.
	idle                 // Waiting for an order.
	leaving              // QUIT was said.
	gone
)

// command is one command line and the wait for its reply.
type command struct {
	verb string
	line string // Without its end; empty when the words are sent in another way.
	rcpt int    // RCPT, and in LMTP the replies after the letter: index of the recipient; everyone: all who were accepted.
	last bool   // The letter is there with it: EOD, BDAT LAST.
	wait vtime.Duration
}

// everyone, as the recipient of a reply, stands for all who were accepted.
const everyone = -1

// place is how far a recipient has come.
type place uint8

const (
	open    place = iota // Not named in this transaction yet.
	named                // RCPT was said.
	taken                // And accepted: the letter decides.
	tooMany              // And refused as one too many: the next transaction may take it.
	decided
)

// Client is one connection's client machine.
type Client struct {
	cfg     Config
	phase   phase
	state   smtp.State
	lines   framing.LineReader
	replies smtp.ReplyReader

	offers   smtp.Keywords // What EHLO listed.
	limits   limits
	login    login
	loggedIn bool

	planned []command
	sent    []command
	body    body // The letter under way, nil outside of it.

	job        *Job
	reused     bool // It is not the connection's first.
	heard      bool // A reply to one of its commands has come.
	form       form // What is sent of it here.
	fates      []RcptOutcome
	places     []place
	accepted   int  // Recipients that RCPT accepted in this transaction.
	mails      int  // Transactions on this connection.
	dirty      bool // The last transaction ended in a way that leaves it open.
	stray      bool // The server has accepted a recipient although it refused the sender.
	since      vtime.Time
	timings    Timings
	stage      Stage
	reason     string
	queuedAs   string
	hungUp     bool
	transcript []string

	until vtime.Time // When patience ends.
	armed vtime.Time // What the driver was last told.
}

// New returns a client that does job as soon as the connection stands.
//
// Its Result effects carry an Outcome, one for the job and one for each Order input that carries a Job; before it, one
// Progress for each transaction that did not end the job. An order is
// given after a result, while the client is idle; one that finds the connection closing gets an outcome that says so.
func New(cfg Config, job Job) *Client {
	if cfg.Timeouts == (Timeouts{}) {
		cfg.Timeouts = DefaultTimeouts
	}
	if cfg.Peer == "" {
		cfg.Peer = "the server"
	}
	c := &Client{cfg: cfg, until: vtime.Never, armed: vtime.Never}
	c.lines.Init(MaxReplyLine, framing.Lenient)
	c.take(job)
	return c
}

// Idle says whether the client waits for an order.
func (c *Client) Idle() bool { return c.phase == idle }

// Step implements machine.Machine.
func (c *Client) Step(now vtime.Time, in machine.Input, out *machine.Effects) {
	switch in.Kind {
	case machine.Open:
		c.since = now
		if c.cfg.Dialed > 0 {
			c.timings.Connect = now.Sub(c.cfg.Dialed)
		}
		c.await(now, command{verb: smtp.Connect, wait: c.cfg.Timeouts.Greeting})
	case machine.Bytes:
		c.lines.Feed(in.Data)
		c.read(now, out)
	case machine.End:
		c.hungUp = c.mayDoWithHELO()
		c.lost(now, out, c.cfg.Peer+" closed the connection")
		if c.phase != gone {
			out.Close()
			c.leave(out)
		}
	case machine.Broken:
		c.hungUp = strings.HasSuffix(in.Reason, resetByPeer) && c.mayDoWithHELO()
		c.lost(now, out, "connection with "+c.cfg.Peer+" broken ("+in.Reason+")")
		c.leave(out)
	case machine.Deadline:
		c.armed = vtime.Never
		if now >= c.until {
			c.timeout(now, out)
		}
	case machine.Drained:
		if c.body != nil {
			c.body.send(c, now, out)
		}
	case machine.Order:
		if _, leave := in.Answer.(Leave); !leave {
			c.order(now, in.Answer.(Job), out)
		} else if c.phase == idle {
			c.quit(now, out)
		}
	}
	if c.until != c.armed {
		c.armed = c.until
		out.SetDeadline(c.until)
	}
}

// take makes job the one at hand.
func (c *Client) take(job Job) {
	c.job = &job
	c.form, c.heard, c.timings = form{}, false, Timings{}
	c.fates = make([]RcptOutcome, len(job.Rcpts))
	for i, rcpt := range job.Rcpts {
		c.fates[i].Rcpt = rcpt.Addr
	}
	c.places = make([]place, len(job.Rcpts))
	c.accepted, c.stage, c.reason, c.queuedAs, c.transcript = 0, "", "", "", nil
}

// order begins the next job of the connection, or declines it when the connection is not there for it any more.
func (c *Client) order(now vtime.Time, job Job, out *machine.Effects) {
	if c.phase != idle && c.job != nil {
		panic("smtpclient: an order while a job is under way")
	}
	c.take(job)
	c.reused, c.since = true, now
	if c.phase != idle {
		c.untried(StageConnect, "the connection with "+c.cfg.Peer+" is closing already")
		c.tell(out)
		return
	}
	c.until = vtime.Never
	c.transact(now, out)
}

// transact plans a mail transaction of the job, for as many of its open recipients as one may have.
func (c *Client) transact(now vtime.Time, out *machine.Effects) {
	c.phase = working
	c.accepted, c.stray = 0, false
	if c.dirty || c.state == smtp.StateMail || c.state == smtp.StateRcpt || c.state == smtp.StateBdat {
		c.planRset()
	}
	if c.planMail(now) && c.planRcpts() {
		c.mails++
		c.planData()
	} else {
		c.planned = nil // Nothing can be said about this letter here.
	}
	c.proceed(now, out)
}

// proceed says what may be said now, and ends the transaction when nothing is left of it.
func (c *Client) proceed(now vtime.Time, out *machine.Effects) {
	var words []byte
	flush := func() {
		if len(words) > 0 {
			out.Send(words)
			words = nil
		}
	}
	for len(c.planned) > 0 {
		next := c.planned[0]
		if n := len(c.sent); n > 0 && (!c.pipelining() || n >= MaxPipelined || next.verb == smtp.BDAT || c.sent[n-1].verb == smtp.RSET) {
			break // What follows RSET must not be obeyed by a server that refuses it.
		}
		c.planned = c.planned[1:]
		if len(c.sent) == 0 && c.accepted == 0 && (next.verb == smtp.DATA || next.verb == smtp.BDAT) {
			continue // All recipients were refused: there is nobody to send a letter to.
		}
		if edition.Full && next.verb == smtp.BDAT {
			flush()
			c.stage = StageData
			out.Letter(c.job.Msg)
			c.body = &chunks{rest: c.form.data}
			c.body.send(c, now, out)
			return
		}
		c.say(next.line)
		words = append(append(words, next.line...), '\r', '\n')
		c.await(now, next)
	}
	flush()
	if c.phase == working && len(c.sent) == 0 && len(c.planned) == 0 && c.body == nil {
		c.settled(now, out)
	}
}

// settled goes on after a transaction: with the next one for recipients who are still open, or to the end of the job.
func (c *Client) settled(now vtime.Time, out *machine.Effects) {
	again := false
	for i, p := range c.places {
		switch {
		case p == open || p == tooMany && c.accepted > 0:
			c.places[i], again = open, true
		case p != decided: // One too many although nobody was taken: its refusal stands.
			c.places[i] = decided
		}
	}
	switch {
	case !again:
		c.finish(now, out)
	case c.Takes() == 0:
		c.untried(c.stage, c.cfg.Peer+" takes no more letters on one connection")
		c.finish(now, out)
	default:
		c.tellProgress(out)
		c.transact(now, out)
	}
}

// pipelining says whether commands may be sent in groups: only those of a transaction, and only if offered. EHLO, AUTH
// and QUIT are each sent alone, as RFC 2920 section 3.1 has it.
func (c *Client) pipelining() bool { return c.phase == working && c.offers.Has("PIPELINING") }

// plan adds a command to what is to be said.
func (c *Client) plan(cmd command) { c.planned = append(c.planned, cmd) }

// await adds a command to those that wait for their reply.
//
//go:noinline
func (c *Client) await(now vtime.Time, cmd command) {
	c.sent = append(c.sent, cmd)
	if len(c.sent) == 1 {
		c.until = now.Add(cmd.wait)
	}
}

// read takes all replies that have come in.
func (c *Client) read(now vtime.Time, out *machine.Effects) {
	for c.phase != gone {
		line, ok := c.lines.Next()
		if !ok {
			return
		}
		c.transcribe("S: " + string(line.Data))
		reply, done, err := c.replies.Add(line.Data)
		if err != nil {
			c.giveUp(now, out, c.cfg.Peer+" does not speak SMTP: "+err.Error())
			return
		}
		if done {
			c.reply(now, reply, out)
		}
	}
}

// reply gives a reply to the command that it answers.
func (c *Client) reply(now vtime.Time, r smtp.Reply, out *machine.Effects) {
	if len(c.sent) == 0 || r.Code == 421 {
		c.unasked(now, r, out)
		return
	}
	c.spend(now)
	c.heard = true
	cmd := c.sent[0]
	c.sent = c.sent[1:]
	c.until = vtime.Never
	if len(c.sent) > 0 {
		c.until = now.Add(c.sent[0].wait)
	}
	verb := cmd.verb
	if cmd.last && cmd.verb == smtp.BDAT {
		verb = smtp.Last
	} else if cmd.last {
		verb = smtp.EOD
	}
	if to, ok := smtp.Next(c.state, verb, r.Code); ok {
		c.enter(to, out)
	}
	switch cmd.verb {
	case smtp.Connect:
		c.greeted(now, r, out)
	case smtp.EHLO, smtp.LHLO:
		c.ehloReply(now, r, out)
	case smtp.HELO:
		c.heloReply(now, r, out)
	case smtp.AUTH, smtp.Response, smtp.Cancel:
		c.authReply(now, r, out)
	case smtp.RSET:
		c.rsetReply(r)
	case smtp.MAIL:
		c.mailReply(r)
	case smtp.RCPT:
		c.rcptReply(cmd.rcpt, r)
	case smtp.DATA:
		c.dataReply(now, r, out)
	case smtp.BDAT:
		if edition.Full {
			c.bdatReply(now, cmd, r, out)
		}
	case smtp.EOD:
		c.dotReply(cmd.rcpt, r)
	case smtp.QUIT:
		out.Close()
		c.leave(out)
		return
	}
	if c.phase == working {
		c.proceed(now, out)
	}
}

// unasked deals with a reply that answers nothing, and with 421, which a server may say at any time before it closes
// (RFC 5321 section 3.8). In the middle of a letter no other reply makes sense either, and there is no way back into
// step except a new connection.
func (c *Client) unasked(now vtime.Time, r smtp.Reply, out *machine.Effects) {
	if r.Code < 400 {
		c.giveUp(now, out, c.cfg.Peer+" answered what was not asked: "+r.Error())
		return
	}
	if c.job != nil {
		c.spend(now)
		c.stage = c.at()
		if c.unbegun() {
			c.untried(StageConnect, c.cfg.Peer+" closed the connection: "+r.Error())
		} else {
			c.judgeRest(r)
		}
		c.tell(out)
	}
	if c.body != nil {
		out.Abort()
	} else {
		out.Close()
	}
	c.leave(out)
}

// enter notes a change of state.
//
//go:noinline
func (c *Client) enter(to smtp.State, out *machine.Effects) {
	if to == c.state {
		return
	}
	out.Note(&trace.State{
		Conn: c.cfg.Conn, Host: c.cfg.Host, Proto: c.cfg.Proto, Side: "client", From: c.state.String(), To: to.String(),
	})
	c.state = to
}

// leave ends the machine's life.
//
//go:noinline
func (c *Client) leave(out *machine.Effects) {
	c.enter(smtp.StateQuit, out)
	c.phase, c.planned, c.sent, c.body, c.until = gone, nil, nil, nil, vtime.Never
}

// giveUp drops a connection that is of no use any more.
func (c *Client) giveUp(now vtime.Time, out *machine.Effects, reason string) {
	if c.job != nil {
		c.spend(now)
		c.fail(c.at(), reason)
		c.tell(out)
	}
	out.Abort()
	c.leave(out)
}

// lost fails the job because the other side went away.
func (c *Client) lost(now vtime.Time, out *machine.Effects, what string) {
	if c.job == nil {
		return
	}
	c.spend(now)
	if c.unbegun() {
		c.untried(StageConnect, what)
	} else {
		c.fail(c.at(), what+c.while())
	}
	c.tell(out)
}

// unbegun says that the server has said nothing yet to this job, which is not the first of the connection: it may have
// closed before it read a word of it, as it may do with an idle connection.
func (c *Client) unbegun() bool { return c.reused && !c.heard }

// spend adds the time that has passed to the stage at hand.
//
//go:noinline
func (c *Client) spend(now vtime.Time) {
	*c.timings.of(c.at()) += now.Sub(c.since)
	c.since = now
}

// timeout ends the wait for a reply, for room, or for an order.
func (c *Client) timeout(now vtime.Time, out *machine.Effects) {
	if c.phase == idle {
		c.quit(now, out)
		return
	}
	wait := c.cfg.Timeouts.Block
	if len(c.sent) > 0 {
		wait = c.sent[0].wait
	}
	c.giveUp(now, out, "conversation with "+c.cfg.Peer+" timed out after "+vtime.Span(wait)+c.while())
}

// at is the stage of the job.
func (c *Client) at() Stage {
	if c.body != nil {
		return StageData
	}
	if len(c.sent) == 0 {
		return StageConnect
	}
	if c.letterOut() {
		return StageDot
	}
	switch c.sent[0].verb {
	case smtp.Connect:
		return StageGreeting
	case smtp.EHLO, smtp.HELO, smtp.LHLO:
		return StageHello
	case smtp.AUTH, smtp.Response, smtp.Cancel:
		return StageAuth
	case smtp.RCPT:
		return StageRcpt
	case smtp.DATA, smtp.BDAT:
		return StageData
	}
	return StageMail
}

// letterOut says that the server has the whole letter and has not answered yet.
func (c *Client) letterOut() bool { n := len(c.sent); return n > 0 && c.sent[n-1].last }

// while says what the client was waiting for, for texts.
func (c *Client) while() string {
	if c.body != nil {
		return " while sending the letter"
	}
	if len(c.sent) == 0 {
		return ""
	}
	if c.letterOut() {
		word := "the final dot"
		if c.sent[len(c.sent)-1].verb == smtp.BDAT {
			word = "BDAT LAST"
		}
		return " while waiting for the reply to " + word + ": it may have the letter nevertheless"
	}
	switch verb := c.sent[0].verb; verb {
	case smtp.Connect:
		return " while waiting for the greeting"
	case smtp.Response, smtp.Cancel:
		return " while waiting for the reply to AUTH"
	default:
		return " while waiting for the reply to " + verb
	}
}

// say keeps a line of ours in the transcript.
func (c *Client) say(line string) { c.transcribe("C: " + line) }

func (c *Client) transcribe(line string) {
	if c.job != nil && len(c.transcript) < MaxTranscript {
		c.transcript = append(c.transcript, line)
	}
}
