package trace

import "ehloworld/engine/vtime"

// Body is the typed content of an event.
type Body interface {
	Kind() Kind
	Fields(v Visitor)
}

// Kind says which type a body has.
type Kind uint8

// The kinds of events. New ones go at the end: the numbers are part of the encoding.
const (
	KindInput Kind = iota
	KindConn
	KindPacket
	KindDrop
	KindData
	KindCmd
	KindReply
	KindState
	KindAuth
	KindTLS
	KindDNS
	KindMail
	KindStore
	KindClient
	KindHTTP
	KindVerdict
	KindFault
	KindClock
	KindTool
	KindTerm
	KindUI
	KindAnswer
	KindStep
	KindLimit
	KindRule
	KindPolicy
)

var kindNames = [...]string{
	"input", "conn", "packet", "drop", "data", "cmd", "reply", "state", "auth", "tls", "dns", "mail", "store", "client",
	"http", "verdict", "fault", "clock", "tool", "term", "ui", "answer", "step", "limit",
	"rule", "policy",
}

func (k Kind) String() string { return kindNames[k] }

// KindNames lists the kinds by number.
func KindNames() []string { return kindNames[:] }

// Input is one recorded input of the run: the root of everything that it causes.
type Input struct{ Text string }

// Kind implements Body.
func (Input) Kind() Kind { return KindInput }

// Fields implements Body.
func (b Input) Fields(v Visitor) { v.Str(FieldText, b.Text) }

// Conn is a change in the life of a transport connection. Act is attempt, open, refused, timeout, reset, close (one side
// has sent FIN: Side says which), closed (both have) or down (the host at Side has lost power; the other end finds out for
// itself).
type Conn struct {
	Act          string
	ID           ConnID
	From, To     string // Hosts: who opened the connection, and whom it was opened to.
	FromIP, ToIP string
	Port         int    // The service port.
	Proto        string // What is spoken: smtp, submission, pop3, imap, http …
	Side         string // client or server, where one side acts.
}

// Kind implements Body.
func (Conn) Kind() Kind { return KindConn }

// Fields implements Body.
func (b Conn) Fields(v Visitor) {
	v.Str(FieldAct, b.Act)
	v.Int(FieldConn, int64(b.ID))
	v.Str(FieldFrom, b.From)
	v.Str(FieldTo, b.To)
	v.Str(FieldFromIP, b.FromIP)
	v.Str(FieldToIP, b.ToIP)
	v.Int(FieldPort, int64(b.Port))
	v.Str(FieldProto, b.Proto)
	v.Str(FieldSide, b.Side)
}

// Packet is one IP packet put on a link. From and To are hosts. Arrive is when it will be at its destination; Lost, when
// not empty, says why it never will (loss, cut, down, filter, queue, size, unreachable, port). With addresses, ports, numbers and payload it holds all
// that a capture file needs.
type Packet struct {
	Conn             ConnID
	From, To         string
	Transport        string // tcp, udp or icmp.
	SrcIP, DstIP     string
	SrcPort, DstPort int
	Flags            string // TCP: some of S A F R P, in that order.
	Seq, Ack         int64  // TCP: as on the wire, modulo 2^32.
	Window           int
	Data             []byte
	Arrive           vtime.Time
	Lost             string
}

// Kind implements Body.
func (*Packet) Kind() Kind { return KindPacket }

// Fields implements Body.
func (b *Packet) Fields(v Visitor) {
	v.Int(FieldConn, int64(b.Conn))
	v.Str(FieldFrom, b.From)
	v.Str(FieldTo, b.To)
	v.Str(FieldTransport, b.Transport)
	v.Str(FieldSrcIP, b.SrcIP)
	v.Str(FieldDstIP, b.DstIP)
	v.Int(FieldSrcPort, int64(b.SrcPort))
	v.Int(FieldDstPort, int64(b.DstPort))
	v.Str(FieldFlags, b.Flags)
	v.Int(FieldSeq, b.Seq)
	v.Int(FieldAck, b.Ack)
	v.Int(FieldWindow, int64(b.Window))
	v.Bytes(FieldData, b.Data)
	v.Int(FieldArrive, int64(b.Arrive))
	v.Str(FieldLost, b.Lost)
}

// Drop says that a packet which was under way did not arrive after all; its cause is the packet.
type Drop struct {
	From, To string
	Reason   string
}

// Kind implements Body.
func (Drop) Kind() Kind { return KindDrop }

// Fields implements Body.
func (b Drop) Fields(v Visitor) {
	v.Str(FieldFrom, b.From)
	v.Str(FieldTo, b.To)
	v.Str(FieldReason, b.Reason)
}

// Data is what an application wrote to its connection (Act sent) or read from it (Act received). Transcripts and byte
// views are made of it.
type Data struct {
	Act  string
	Conn ConnID
	Host string
	Side string // client or server.
	Data []byte
}

// Kind implements Body.
func (*Data) Kind() Kind { return KindData }

// Fields implements Body.
func (b *Data) Fields(v Visitor) {
	v.Str(FieldAct, b.Act)
	v.Int(FieldConn, int64(b.Conn))
	v.Str(FieldHost, b.Host)
	v.Str(FieldSide, b.Side)
	v.Bytes(FieldData, b.Data)
}

// Cmd is a command that a server has read and recognised as a line of its protocol. The end of a letter (the lone dot)
// is verb EOD with Size and EightBit. By is whoever opened the connection.
type Cmd struct {
	Conn     ConnID
	Host     string // The server.
	Proto    string
	Verb     string // Upper case; empty when the line had none.
	Arg      string // The rest of the line, secrets included: the wire carries them in clear.
	Tag      string // IMAP.
	Raw      []byte // The line without its end.
	Size     int    // EOD: octets of the letter.
	EightBit bool   // EOD: whether any octet was above 127.
}

// Kind implements Body.
func (*Cmd) Kind() Kind { return KindCmd }

// Fields implements Body.
func (b *Cmd) Fields(v Visitor) {
	v.Int(FieldConn, int64(b.Conn))
	v.Str(FieldHost, b.Host)
	v.Str(FieldProto, b.Proto)
	v.Str(FieldVerb, b.Verb)
	v.Str(FieldArg, b.Arg)
	v.Str(FieldTag, b.Tag)
	v.Bytes(FieldRaw, b.Raw)
	v.Int(FieldSize, int64(b.Size))
	v.Bool(FieldEightBit, b.EightBit)
}

// Reply is a server's answer. Code is "250", "+OK", "NO" …; Enhanced is x.y.z where there is one; Verb is the command
// that it answers (empty for a greeting).
type Reply struct {
	Conn     ConnID
	Host     string
	Proto    string
	Code     string
	Enhanced string
	Text     string // All lines, joined by \n.
	Verb     string
	Tag      string
}

// Kind implements Body.
func (*Reply) Kind() Kind { return KindReply }

// Fields implements Body.
func (b *Reply) Fields(v Visitor) {
	v.Int(FieldConn, int64(b.Conn))
	v.Str(FieldHost, b.Host)
	v.Str(FieldProto, b.Proto)
	v.Str(FieldCode, b.Code)
	v.Str(FieldEnhanced, b.Enhanced)
	v.Str(FieldText, b.Text)
	v.Str(FieldVerb, b.Verb)
	v.Str(FieldTag, b.Tag)
}

// State says that a machine went from one state of its protocol's table to another. Side is client or server.
type State struct {
	Conn     ConnID
	Host     string
	Proto    string
	Side     string
	From, To string
}

// Kind implements Body.
func (*State) Kind() Kind { return KindState }

// Fields implements Body.
func (b *State) Fields(v Visitor) {
	v.Int(FieldConn, int64(b.Conn))
	v.Str(FieldHost, b.Host)
	v.Str(FieldProto, b.Proto)
	v.Str(FieldSide, b.Side)
	v.Str(FieldFrom, b.From)
	v.Str(FieldTo, b.To)
}

// Auth is a login attempt. Clear says that the secret crossed the network unencrypted.
type Auth struct {
	Conn  ConnID
	Host  string
	Proto string
	User  string
	Mech  string // USER/PASS is "USER"; SASL mechanisms have their own names.
	OK    bool
	Clear bool
}

// Kind implements Body.
func (*Auth) Kind() Kind { return KindAuth }

// Fields implements Body.
func (b *Auth) Fields(v Visitor) {
	v.Int(FieldConn, int64(b.Conn))
	v.Str(FieldHost, b.Host)
	v.Str(FieldProto, b.Proto)
	v.Str(FieldUser, b.User)
	v.Str(FieldMech, b.Mech)
	v.Bool(FieldOK, b.OK)
	v.Bool(FieldClear, b.Clear)
}

// TLS is a step of securing a connection. Act is offered, started, stripped or required-fail.
type TLS struct {
	Act  string
	Conn ConnID
	Host string
}

// Kind implements Body.
func (TLS) Kind() Kind { return KindTLS }

// Fields implements Body.
func (b TLS) Fields(v Visitor) {
	v.Str(FieldAct, b.Act)
	v.Int(FieldConn, int64(b.Conn))
	v.Str(FieldHost, b.Host)
}

// DNS is the outcome of one look-up as host saw it. Act is query, answer or cached. Rcode is NOERROR, NXDOMAIN,
// SERVFAIL, REFUSED or TIMEOUT; Answers are in zone-file form without name and class ("MX 10 mail.hai.example.").
type DNS struct {
	Act     string
	Host    string
	Name    string
	Type    string
	Rcode   string
	Answers []string
}

// Kind implements Body.
func (*DNS) Kind() Kind { return KindDNS }

// Fields implements Body.
func (b *DNS) Fields(v Visitor) {
	v.Str(FieldAct, b.Act)
	v.Str(FieldHost, b.Host)
	v.Str(FieldName, b.Name)
	v.Str(FieldType, b.Type)
	v.Str(FieldRcode, b.Rcode)
	v.Strs(FieldAnswers, b.Answers)
}

// Mail is a change in the fate of a letter. Act is composed, accepted, queued, attempt, deferred, delivered, failed,
// expired, bounced, delayed, notified (three notices: of failure, delay and success), removed, held, released, requeued,
// edited or dropped. At, when not zero, is the next attempt.
type Mail struct {
	Act     string
	Host    string
	QueueID string
	From    string // Envelope sender, without brackets; empty is the null sender.
	Rcpt    string
	MX      string
	Code    string
	Text    string
	Attempt int
	At      vtime.Time
	Conn    ConnID
	Size    int
}

// Kind implements Body.
func (*Mail) Kind() Kind { return KindMail }

// Fields implements Body.
func (b *Mail) Fields(v Visitor) {
	v.Str(FieldAct, b.Act)
	v.Str(FieldHost, b.Host)
	v.Str(FieldQueueID, b.QueueID)
	v.Str(FieldFrom, b.From)
	v.Str(FieldRcpt, b.Rcpt)
	v.Str(FieldMX, b.MX)
	v.Str(FieldCode, b.Code)
	v.Str(FieldText, b.Text)
	v.Int(FieldAttempt, int64(b.Attempt))
	v.Int(FieldAt, int64(b.At))
	v.Int(FieldConn, int64(b.Conn))
	v.Int(FieldSize, int64(b.Size))
}

// Store is a change in a server's mailboxes. Act is append, flags, copy, move, expunge, create, rename, delete, rebuild,
// account, mark or unmark (POP3 delete marks), lock or unlock. Count is how many letters the act touched, for append and
// expunge; the mailbox's new total is Size.
type Store struct {
	Act   string
	Host  string
	User  string // Address of the account.
	Box   string
	UID   int
	Flags []string
	Count int
	Size  int
}

// Kind implements Body.
func (*Store) Kind() Kind { return KindStore }

// Fields implements Body.
func (b *Store) Fields(v Visitor) {
	v.Str(FieldAct, b.Act)
	v.Str(FieldHost, b.Host)
	v.Str(FieldUser, b.User)
	v.Str(FieldBox, b.Box)
	v.Int(FieldUID, int64(b.UID))
	v.Strs(FieldFlags, b.Flags)
	v.Int(FieldCount, int64(b.Count))
	v.Int(FieldSize, int64(b.Size))
}

// Client is a change in the local store of a mail program. Act is append, delete, read, sent, draft, start (a send or a
// fetch began: What), done or failed (Text says why).
type Client struct {
	Act  string
	Host string
	Box  string
	ID   int // The letter's number in the program.
	What string
	Text string
	Size int // The box's new total.
}

// Kind implements Body.
func (*Client) Kind() Kind { return KindClient }

// Fields implements Body.
func (b *Client) Fields(v Visitor) {
	v.Str(FieldAct, b.Act)
	v.Str(FieldHost, b.Host)
	v.Str(FieldBox, b.Box)
	v.Int(FieldID, int64(b.ID))
	v.Str(FieldWhat, b.What)
	v.Str(FieldText, b.Text)
	v.Int(FieldSize, int64(b.Size))
}

// HTTP is one request and its response.
type HTTP struct {
	Conn   ConnID
	Host   string
	Method string
	Path   string
	Status int
	Size   int
}

// Kind implements Body.
func (*HTTP) Kind() Kind { return KindHTTP }

// Fields implements Body.
func (b *HTTP) Fields(v Visitor) {
	v.Int(FieldConn, int64(b.Conn))
	v.Str(FieldHost, b.Host)
	v.Str(FieldMethod, b.Method)
	v.Str(FieldPath, b.Path)
	v.Int(FieldStatus, int64(b.Status))
	v.Int(FieldSize, int64(b.Size))
}

// Verdict is a judgement about a letter or a peer. What is spf, dkim, dmarc, grey, rate, helo,
// sender, relay, loop, size or bare-lf.
type Verdict struct {
	Host    string
	What    string
	Result  string
	Domain  string
	Aligned bool
	Conn    ConnID
	Text    string
}

// Kind implements Body.
func (*Verdict) Kind() Kind { return KindVerdict }

// Fields implements Body.
func (b *Verdict) Fields(v Visitor) {
	v.Str(FieldHost, b.Host)
	v.Str(FieldKind, b.What)
	v.Str(FieldResult, b.Result)
	v.Str(FieldDomain, b.Domain)
	v.Bool(FieldAligned, b.Aligned)
	v.Int(FieldConn, int64(b.Conn))
	v.Str(FieldText, b.Text)
}

// Fault is a fault switched on or off. What is down, stopped, cut, slow, loss, full, dns, reply, drop or disk; Target is a host, "a--b", an
// address or a name.
type Fault struct {
	Target string
	What   string
	On     bool
	Arg    string
}

// Kind implements Body.
func (Fault) Kind() Kind { return KindFault }

// Fields implements Body.
func (b Fault) Fields(v Visitor) {
	v.Str(FieldTarget, b.Target)
	v.Str(FieldKind, b.What)
	v.Bool(FieldOn, b.On)
	v.Str(FieldArg, b.Arg)
}

// Clock says that a person moved the clock. Act is next or jump.
type Clock struct {
	Act string
	To  vtime.Time
}

// Kind implements Body.
func (Clock) Kind() Kind { return KindClock }

// Fields implements Body.
func (b Clock) Fields(v Visitor) {
	v.Str(FieldAct, b.Act)
	v.Int(FieldTo, int64(b.To))
}

// Tool is a shell command that was run on a host, and whether it succeeded.
type Tool struct {
	Host string
	Term int
	Name string
	Args string
	OK   bool
}

// Kind implements Body.
func (*Tool) Kind() Kind { return KindTool }

// Fields implements Body.
func (b *Tool) Fields(v Visitor) {
	v.Str(FieldHost, b.Host)
	v.Int(FieldTerm, int64(b.Term))
	v.Str(FieldName, b.Name)
	v.Str(FieldArgs, b.Args)
	v.Bool(FieldOK, b.OK)
}

// Term is a change of a terminal. Act is open (at host's shell prompt), output (Text: lines that a tool printed), attach
// (Conn: the terminal now talks to that connection), detach (back at the shell) or close.
type Term struct {
	Act  string
	Term int
	Host string
	Conn ConnID
	Text string
}

// Kind implements Body.
func (*Term) Kind() Kind { return KindTerm }

// Fields implements Body.
func (b *Term) Fields(v Visitor) {
	v.Str(FieldAct, b.Act)
	v.Int(FieldTerm, int64(b.Term))
	v.Str(FieldHost, b.Host)
	v.Int(FieldConn, int64(b.Conn))
	v.Str(FieldText, b.Text)
}

// UI is something a person did on the page that a lesson may ask for. Act is inspect, select or compare; What is the
// thing ("ua alice-pc", "mta mail.hai.example", "link …", "header:Return-Path", "box bob@hai.example").
type UI struct {
	Act  string
	What string
}

// Kind implements Body.
func (UI) Kind() Kind { return KindUI }

// Fields implements Body.
func (b UI) Fields(v Visitor) {
	v.Str(FieldAct, b.Act)
	v.Str(FieldWhat, b.What)
}

// Answer is an answer to quiz Question; OK says whether it equals the key.
type Answer struct {
	Question string
	Text     string
	OK       bool
}

// Kind implements Body.
func (Answer) Kind() Kind { return KindAnswer }

// Fields implements Body.
func (b Answer) Fields(v Visitor) {
	v.Str(FieldQuestion, b.Question)
	v.Str(FieldText, b.Text)
	v.Bool(FieldOK, b.OK)
}

// Step says that a lesson step changed. Act is done, undone, hint (Text: the hint's key) or fail (it cannot be done any
// more from here).
type Step struct {
	Act  string
	Step string
	Text string
}

// Kind implements Body.
func (Step) Kind() Kind { return KindStep }

// Fields implements Body.
func (b Step) Fields(v Visitor) {
	v.Str(FieldAct, b.Act)
	v.Str(FieldStep, b.Step)
	v.Str(FieldText, b.Text)
}

// Limit says that a named bound was reached and what the world did about it.
type Limit struct {
	Name string
	Text string
}

// Kind implements Body.
func (Limit) Kind() Kind { return KindLimit }

// Fields implements Body.
func (b Limit) Fields(v Visitor) {
	v.Str(FieldName, b.Name)
	v.Str(FieldText, b.Text)
}

// Rule says that a server looked at one of its delivery rules to find out where a recipient's letter goes. What names the
// rule: alias, plus, catch-all, forward, list, vacation, account, postmaster, relay, backup-mx, smart-host, lmtp,
// subdomain, srs or loop. The events of one recipient, in order, are the whole answer to "why did this go there":
// the addresses in Result are the Addr of events that follow.
type Rule struct {
	Host    string
	QueueID string // The letter, once it is accepted …
	Conn    ConnID // … and before that the connection that asks.
	Rcpt    string // The recipient, as the envelope names it.
	Addr    string // The address at hand: Rcpt itself, or what rules have made of it so far.
	What    string
	Match   bool
	Arg     string // What was compared with: a pattern, a name, a limit.
	Result  string // What it became, or why it does not count.
}

// Kind implements Body.
func (*Rule) Kind() Kind { return KindRule }

// Fields implements Body.
func (b *Rule) Fields(v Visitor) {
	v.Str(FieldHost, b.Host)
	v.Str(FieldQueueID, b.QueueID)
	v.Int(FieldConn, int64(b.Conn))
	v.Str(FieldRcpt, b.Rcpt)
	v.Str(FieldAddr, b.Addr)
	v.Str(FieldRule, b.What)
	v.Bool(FieldMatch, b.Match)
	v.Str(FieldArg, b.Arg)
	v.Str(FieldResult, b.Result)
}

// Policy says that a server's setting was changed while it runs. What is the setting's key; From and To are its value before
// and after, as inputs write it.
type Policy struct {
	Host     string
	What     string
	From, To string
}

// Kind implements Body.
func (*Policy) Kind() Kind { return KindPolicy }

// Fields implements Body.
func (b *Policy) Fields(v Visitor) {
	v.Str(FieldHost, b.Host)
	v.Str(FieldWhat, b.What)
	v.Str(FieldFrom, b.From)
	v.Str(FieldTo, b.To)
}
