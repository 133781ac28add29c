package host

import (
	"bytes"
	"strconv"

	"ehloworld/engine/dns"
	"ehloworld/engine/simnet"
	"ehloworld/engine/trace"
)

// Bounds on terminals.
const (
	MaxTerminals  = 64      // Opened in one run; closed ones count, since their transcripts stay.
	MaxTypedAhead = 1 << 20 // Octets typed before a connection stands, or that a server does not take.
	MaxShellLine  = 4096    // Octets of a shell line.
)

// Terminal is a person's window on a host: a shell prompt that runs tools, or, once telnet has connected, the raw bytes
// of a connection.
type Terminal struct {
	ID     int
	Host   *Host
	by     trace.Actor // Who sits at it: whoever typed last.
	line   []byte      // A shell line that has no Enter yet.
	conn   *simnet.Conn
	tool   string // The tool that is running; empty at the prompt.
	stop   func() // Ends the running tool.
	ahead  []byte // Typed while the connection was being made.
	unread int    // Octets typed since the connection last had room.
	eof    bool   // Ctrl+D was typed while the connection was being made.
	closed bool
}

// TerminalError says why a terminal cannot do what was asked.
type TerminalError struct{ Problem string }

func (e *TerminalError) Error() string { return e.Problem }

// OpenTerminal opens a terminal at h's shell prompt.
func (h *Host) OpenTerminal() (*Terminal, error) {
	w := h.world
	if err := w.CanOpenTerminal(); err != nil {
		return nil, err
	}
	t := &Terminal{ID: len(w.terminals) + 1, Host: h, by: person(w.Rec.By)}
	w.terminals = append(w.terminals, t)
	t.emit("open", "")
	return t, nil
}

// CanOpenTerminal says why no terminal can be opened any more; nil when one can.
func (w *World) CanOpenTerminal() error {
	if len(w.terminals) >= MaxTerminals {
		return &TerminalError{"a run has at most " + strconv.Itoa(MaxTerminals) + " terminals; reuse one that is open"}
	}
	return nil
}

// person is who acts when somebody works a terminal: the scenario's script, or else the person at the keyboard.
func person(by trace.Actor) trace.Actor {
	if by == trace.Script {
		return trace.Script
	}
	return trace.User
}

// Terminal finds a terminal by its number; nil when there is none or it was closed.
func (w *World) Terminal(id int) *Terminal {
	if id < 1 || id > len(w.terminals) || w.terminals[id-1].closed {
		return nil
	}
	return w.terminals[id-1]
}

// Connected is the connection that the terminal talks to; nil at the shell prompt.
func (t *Terminal) Connected() *simnet.Conn { return t.conn }

// Busy says that a tool is running, so that the shell takes no line.
func (t *Terminal) Busy() bool { return t.tool != "" }

// Type sends what was typed: octets to the connection, or lines to the shell. A line that starts a tool gives the rest to
// the tool, as a pasted text would be.
func (t *Terminal) Type(data []byte) error {
	t.by = person(t.Host.world.Rec.By)
	for len(data) > 0 {
		if t.tool != "" {
			return t.typeToTool(data)
		}
		line, rest, entered := bytes.Cut(data, []byte("\r\n"))
		t.line = append(t.line, line...)
		if len(t.line) > MaxShellLine {
			t.line = nil
			return &TerminalError{"shell: the line is too long; it may have " + strconv.Itoa(MaxShellLine) + " octets"}
		}
		if !entered {
			return nil
		}
		whole := string(t.line)
		t.line = nil
		t.run(whole)
		data = rest
	}
	return nil
}

// typeToTool gives typed octets to the tool that runs: to telnet's connection, or to nobody.
func (t *Terminal) typeToTool(data []byte) error {
	switch {
	case t.tool != "telnet":
		return &TerminalError{t.tool + " is still running"}
	case t.eof || t.conn != nil && t.conn.State() > simnet.SynSent && !t.canSend():
		return &TerminalError{"your side of the connection is closed (eof); the server can still answer"}
	case t.conn != nil && t.canSend():
		if t.conn.Room() == 0 && t.unread+len(data) > MaxTypedAhead {
			return &TerminalError{"the server does not take more now; wait, or hang up"}
		}
		if t.conn.Room() > 0 {
			t.unread = 0
		}
		t.unread += len(data)
		t.conn.Write(data)
		return nil
	case len(t.ahead)+len(data) > MaxTypedAhead:
		return &TerminalError{"too much was typed before the connection stood"}
	}
	t.ahead = append(t.ahead, data...)
	return nil
}

// CloseInput closes our side of the connection (Ctrl+D): the server sees the end of the stream and may still answer.
func (t *Terminal) CloseInput() error {
	if t.tool != "telnet" {
		return &TerminalError{"this terminal is not connected"}
	}
	if t.conn != nil && t.canSend() {
		t.conn.CloseWrite()
	}
	t.eof = true
	return nil
}

// HangUp drops the connection, or stops the tool that runs (Ctrl+C).
func (t *Terminal) HangUp() error {
	if t.tool == "" {
		return &TerminalError{"nothing is running in this terminal"}
	}
	if t.conn != nil {
		t.conn.Abort()
		t.print("Connection dropped.")
		t.detach()
		return nil
	}
	t.stop()
	t.print("^C")
	t.done()
	return nil
}

// Close ends the terminal and whatever runs in it.
func (t *Terminal) Close() {
	if t.tool != "" {
		if t.conn != nil {
			t.conn.Abort()
			t.detach()
		} else {
			t.stop()
			t.done()
		}
	}
	t.closed, t.line = true, nil
	t.emit("close", "")
}

// connect is telnet: it looks the name up, opens a connection as the person, and joins the two.
func (t *Terminal) connect(target string, port int) {
	t.tool, t.ahead, t.unread, t.eof = "telnet", nil, 0, false
	live := true
	t.stop = func() { live = false }
	dial := func(ip string) {
		t.print("Trying " + ip + "...")
		app := &rawApp{t: t, target: target, ip: ip}
		t.conn = t.Host.world.Net.Dial(t.Host.Spec.ID, ip, port, t.Host.world.spokenAt(ip, port), t.by, app)
		app.conn = t.conn
		t.attach()
	}
	if dns.IPv4(target) {
		dial(target)
		return
	}
	t.Host.lookUp(t.by, target, dns.A, func(a dns.Answer) {
		if !live {
			return
		}
		found := a.Of(dns.A)
		if len(found) == 0 {
			t.print("telnet: could not resolve " + target + ": " + rcodeWords(a))
			t.done()
			return
		}
		dial(found[0].IP)
	})
}

// rcodeWords says in plain words why a look-up gave nothing.
func rcodeWords(a dns.Answer) string {
	switch {
	case a.Rcode == dns.NXDomain:
		return "no such name (NXDOMAIN)"
	case a.NoData():
		return "the name has no " + a.Type + " record"
	case a.Rcode == dns.Timeout:
		return "the name server did not answer"
	}
	return "the name server answered " + a.Rcode
}

// rawApp joins a terminal to its connection. What crosses is in the trace as Data events; nothing is kept here.
type rawApp struct {
	t          *Terminal
	conn       *simnet.Conn
	target, ip string
}

// Opened implements simnet.App.
func (a *rawApp) Opened() {
	t := a.t
	if t.conn != a.conn {
		return
	}
	t.print("Connected to " + a.target + ".")
	if len(t.ahead) > 0 {
		t.conn.Write(t.ahead)
		t.ahead = nil
	}
	if t.eof {
		t.conn.CloseWrite()
	}
}

// Received implements simnet.App.
func (a *rawApp) Received([]byte) {}

// Ended implements simnet.App.
func (a *rawApp) Ended() {
	a.conn.CloseWrite()
	if a.t.conn == a.conn {
		a.t.print("Connection closed by foreign host.")
		a.t.detach()
	}
}

// Broken implements simnet.App.
func (a *rawApp) Broken(reason string) {
	if a.t.conn != a.conn {
		return
	}
	a.t.print("telnet: " + a.ip + ": " + reason)
	a.t.detach()
}

// Writable implements simnet.App.
func (a *rawApp) Writable() {}

// canSend says whether the connection stands and our side is open.
func (t *Terminal) canSend() bool {
	s := t.conn.State()
	return s == simnet.Established || s == simnet.CloseWait
}

func (t *Terminal) attach() { t.emit("attach", "") }

// detach goes back to the shell prompt after a connection.
func (t *Terminal) detach() {
	t.emit("detach", "")
	t.conn = nil
	t.done()
}

// done goes back to the shell prompt.
func (t *Terminal) done() { t.tool, t.stop, t.ahead, t.eof = "", nil, nil, false }

// print shows lines that a tool or the shell says.
func (t *Terminal) print(text string) { t.emit("output", text) }

func (t *Terminal) emit(act, text string) {
	w := t.Host.world
	body := &trace.Term{Act: act, Term: t.ID, Host: t.Host.Spec.ID, Text: text}
	if t.conn != nil {
		body.Conn = t.conn.ID()
	}
	w.Rec.EmitAs(t.by, 0, body)
}

// Say prints a line that the terminal itself has to say.
func (t *Terminal) Say(text string) { t.print(text) }
