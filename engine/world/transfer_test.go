package world

import (
	"encoding/base64"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"ehloworld/engine/address"
	"ehloworld/engine/scenario"
	"ehloworld/engine/trace"
)

// town is a run of the scenario mail-town, in which every feature of mail transfer has a place.
type town struct {
	t testing.TB
	w *World
}

// newTown builds the town and plays lines, settings mostly, before anything else.
func newTown(t testing.TB, lines ...string) *town {
	t.Helper()
	sc := readScenario(t, "mail-town")
	w, err := New(sc, sc.World.Seed)
	if err != nil {
		t.Fatal(err)
	}
	tn := &town{t, w}
	tn.do(lines...)
	return tn
}

// do plays lines, each when the world has settled.
func (tn *town) do(lines ...string) {
	tn.t.Helper()
	if err := tn.w.Play(lines); err != nil {
		tn.t.Fatal(err)
	}
}

// send lets Alice's mail program send a letter and waits until only long waits are left.
func (tn *town) send(to, subject string) {
	tn.t.Helper()
	tn.sendFrom("alice-pc", to, subject)
}

func (tn *town) sendFrom(pc, to, subject string) {
	tn.t.Helper()
	tn.do(`mail ` + pc + ` send {"to":"` + to + `","subject":"` + subject + `","body":"Hello."}`)
}

// letters are the letters in an account's INBOX whose subject ends so; "" stands for all.
func (tn *town) letters(addr, subject string) []*mail.Message {
	tn.t.Helper()
	h := tn.w.machine.HostOfDomain(address.DomainOf(addr))
	if h == nil || h.Store.Account(addr) == nil {
		tn.t.Fatalf("there is no account %s", addr)
	}
	var found []*mail.Message
	for _, st := range h.Store.Account(addr).Inbox().Messages() {
		m, err := mail.ReadMessage(strings.NewReader(string(st.Data)))
		if err != nil {
			tn.t.Fatalf("a letter of %s cannot be read: %v", addr, err)
		}
		if strings.HasSuffix(decoded(m.Header.Get("Subject")), subject) {
			found = append(found, m)
		}
	}
	return found
}

func decoded(words string) string {
	text, err := new(mime.WordDecoder).DecodeHeader(words)
	if err != nil {
		return words
	}
	return text
}

// the is the only letter with that subject in an account's INBOX.
func (tn *town) the(addr, subject string) *mail.Message {
	tn.t.Helper()
	list := tn.letters(addr, subject)
	if len(list) != 1 {
		tn.t.Fatalf("%s has %d letters called %q, want one", addr, len(list), subject)
	}
	return list[0]
}

// none fails when an account has such a letter.
func (tn *town) none(addr, subject string) {
	tn.t.Helper()
	if n := len(tn.letters(addr, subject)); n > 0 {
		tn.t.Errorf("%s has %d letters called %q, want none", addr, n, subject)
	}
}

// text is the body of a letter, decoded if it is one part.
func text(t testing.TB, m *mail.Message) string {
	t.Helper()
	r := io.Reader(m.Body)
	switch strings.ToLower(m.Header.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// field fails unless a field of a letter has that text in it.
func field(t testing.TB, m *mail.Message, name, want string) {
	t.Helper()
	if got := strings.Join(m.Header[name], " | "); !strings.Contains(got, want) {
		t.Errorf("%s is %q, want %q in it", name, got, want)
	}
}

// notice is the only notice in an account's INBOX, as text.
func (tn *town) notice(addr string, wants ...string) string {
	tn.t.Helper()
	var notices []*mail.Message
	for _, m := range tn.letters(addr, "") {
		if strings.HasPrefix(m.Header.Get("Content-Type"), "multipart/report") {
			notices = append(notices, m)
		}
	}
	if len(notices) != 1 {
		tn.t.Fatalf("%s has %d notices, want one", addr, len(notices))
	}
	field(tn.t, notices[0], "Return-Path", "<>")
	got := text(tn.t, notices[0])
	for _, want := range wants {
		if !strings.Contains(got, want) {
			tn.t.Errorf("the notice to %s has no %q:\n%s", addr, want, got)
		}
	}
	return got
}

// empty fails unless all queues are empty.
func (tn *town) empty() {
	tn.t.Helper()
	for _, h := range tn.w.Hosts() {
		if h.Queue != nil && h.Queue.Len() > 0 {
			tn.t.Errorf("the queue of %s holds %d letters", h.Spec.ID, h.Queue.Len())
		}
	}
}

// says types lines over a fresh connection from bob-pc and returns what the server answered to the last one.
func (tn *town) says(host string, lines ...string) string {
	tn.t.Helper()
	at := tn.w.Log.Len()
	tn.do("term bob-pc telnet " + host + " 25")
	for _, line := range lines {
		at = tn.w.Log.Len()
		tn.do("> " + line)
	}
	var said []string
	for _, e := range tn.w.Log.Since(at) {
		if r, ok := e.Body.(*trace.Reply); ok && e.By == trace.User {
			said = append(said, strings.TrimSpace(r.Code+" "+r.Enhanced)+" "+r.Text)
		}
	}
	return strings.Join(said, "\n")
}

func (tn *town) answers(want, host string, lines ...string) {
	tn.t.Helper()
	if got := tn.says(host, lines...); !strings.HasPrefix(got, want) {
		tn.t.Errorf("%s answers %q to %q, want %s…", host, got, lines, want)
	}
}

// rules lists which delivery rules a server found to hold for a recipient.
func (tn *town) rules(host, rcpt string) string {
	var names []string
	for _, e := range tn.w.Log.Since(0) {
		if r, ok := e.Body.(*trace.Rule); ok && r.Host == host && r.Rcpt == rcpt && r.Match {
			names = append(names, r.What)
		}
	}
	return strings.Join(names, " ")
}

const (
	shanMX  = "mail.shan.example"
	haiMX   = "mail.hai.example"
	haiMX2  = "mx2.hai.example"
	haiBox  = "store.hai.example"
	daoMX   = "mail.dao.example"
	linMX   = "mail.lin.example"
	relayMX = "relay.wan.example"
	wuMX    = "mail.wu.example"
	guMX    = "mail.gu.example"
)

// TestNames: aliases, a domain that stands for another, plus addresses, sub-domains and the catch-all.
func TestNames(t *testing.T) {
	tn := newTown(t)
	tn.send("sales@shan.example", "alias")
	for _, addr := range []string{"sam@shan.example", "tim@shan.example", "bob@hai.example"} {
		tn.the(addr, "alias")
	}
	if got := tn.rules(shanMX, "sales@shan.example"); !strings.HasPrefix(got, "alias account account relay") {
		t.Errorf("rules that held for the alias: %s", got)
	}
	tn.send("sam@berg.example", "domain alias")
	field(t, tn.the("sam@shan.example", "domain alias"), "Delivered-To", "sam@shan.example")
	tn.send("sam+books@shan.example", "plus")
	field(t, tn.the("sam@shan.example", "plus"), "Delivered-To", "sam+books@shan.example")
	tn.send("bob+books@hai.example", "plus elsewhere")
	tn.the("bob@hai.example", "plus elsewhere")
	tn.send("tim@dept.shan.example", "sub-domain")
	tn.the("tim@shan.example", "sub-domain")
	tn.send("nobdy@shan.example", "catch-all")
	tn.the("lost@shan.example", "catch-all")
	tn.send("postmaster@hai.example", "postmaster")
	tn.the("bob@hai.example", "postmaster")
	tn.empty()

	tn.do("policy mail.shan.example catchAll", "policy mail.shan.example subdomains", "policy mail.shan.example separator")
	tn.answers("550 5.1.1", shanMX, "EHLO bob-pc.hai.example", "MAIL FROM:<bob@hai.example>", "RCPT TO:<nobdy@shan.example>")
	tn.answers("550 5.1.1", shanMX, "EHLO bob-pc.hai.example", "MAIL FROM:<bob@hai.example>", "RCPT TO:<sam+books@shan.example>")
	tn.answers("550 5.7.1", shanMX, "EHLO bob-pc.hai.example", "MAIL FROM:<bob@hai.example>", "RCPT TO:<tim@dept.shan.example>")
}

// TestForwards sends letters on with and without a rewritten sender, and lets the notice of a forwarded letter come back.
func TestForwards(t *testing.T) {
	tn := newTown(t)
	tn.send("gina@shan.example", "kept sender")
	tn.the("gina@shan.example", "kept sender")
	field(t, tn.the("gina@lin.example", "kept sender"), "Return-Path", "<alice@shan.example>")
	tn.sendFrom("bob-pc", "fred@shan.example", "rewritten sender")
	tn.none("fred@shan.example", "rewritten sender")
	field(t, tn.the("fred@lin.example", "rewritten sender"), "Return-Path", "<SRS0=")
	tn.empty()

	// The next server finds out late that there is nobody: its notice goes to the rewritten sender and so to the writer.
	tn.do("policy mail.shan.example forwards fred: ghost@lin.example, srs", "policy mail.lin.example unknownUser accept")
	tn.sendFrom("bob-pc", "fred@shan.example", "lost")
	tn.notice("bob@hai.example", "ghost@lin.example", "5.1.1")
	if got := tn.rules(shanMX, srsAddress(tn)); !strings.HasPrefix(got, "srs relay") {
		t.Errorf("rules that held for the rewritten sender: %s", got)
	}
	tn.empty()

	// And a forged one is nobody.
	tn.answers("550 5.1.1", shanMX, "EHLO bob-pc.hai.example", "MAIL FROM:<>", "RCPT TO:<SRS0=AAAA=AA=hai.example=bob@shan.example>")
}

// srsAddress is the rewritten sender that came back.
func srsAddress(tn *town) string {
	for _, e := range tn.w.Log.Since(0) {
		if r, ok := e.Body.(*trace.Rule); ok && r.What == "srs" && strings.HasPrefix(r.Rcpt, "SRS0") {
			return r.Rcpt
		}
	}
	return ""
}

// TestLists posts to mailing lists, as a member, as a stranger and as one who may not.
func TestLists(t *testing.T) {
	tn := newTown(t, "policy mail.wu.example greylist 0")
	tn.send("team@dao.example", "post")
	for _, addr := range []string{"dora@dao.example", "alice@shan.example", "carol@hai.example", "wang@wu.example"} {
		m := tn.the(addr, "[team] post")
		field(t, m, "Return-Path", "<team-bounces@dao.example>")
		field(t, m, "From", "team@dao.example") // Munged.
		field(t, m, "From", "Alice")
		field(t, m, "Reply-To", "alice@shan.example")
		field(t, m, "List-Id", "team.dao.example")
		if !strings.Contains(text(t, m), "team") {
			t.Errorf("%s got no footer", addr)
		}
	}
	tn.empty()
	if n := len(mailEvents(tn.w, daoMX, "queued")); n < 2 {
		t.Errorf("the list queued %d letters of its own", n)
	}

	tn.answers("550", daoMX, "EHLO bob-pc.hai.example", "MAIL FROM:<bob@hai.example>", "RCPT TO:<team@dao.example>", "DATA", `From: bob@hai.example\nSubject: x\n\nx\n.`)
	tn.send("news@dao.example", "not the owner")
	tn.none("bob@hai.example", "not the owner")
	tn.notice("alice@shan.example", "news@dao.example")
	tn.answers("250 2.1.5 <dora@dao.example>\n<alice@shan.example>", daoMX, "EXPN team")
}

// TestVacation: one answer to a person within the days, none to lists and notices.
func TestVacation(t *testing.T) {
	tn := newTown(t, "policy mail.dao.example lists all: vera@shan.example, alice@shan.example")
	tn.send("vera@shan.example", "first")
	tn.send("vera@shan.example", "second")
	answers := func() (n int) {
		for _, m := range tn.letters("alice@shan.example", "") {
			if m.Header.Get("Auto-Submitted") == "auto-replied" {
				field(t, m, "Return-Path", "<>")
				n++
			}
		}
		return n
	}
	if n := answers(); n != 1 {
		t.Errorf("Alice has %d answers, want one", n)
	}
	tn.send("all@dao.example", "to a list")
	tn.the("vera@shan.example", "to a list")
	if n := answers(); n != 1 {
		t.Errorf("Alice has %d answers after a letter to a list, want one", n)
	}
	tn.do("jump 8d")
	tn.send("vera@shan.example", "third")
	if n := answers(); n != 2 {
		t.Errorf("Alice has %d answers after eight days, want two", n)
	}
	tn.empty()
}

// TestLoops: a letter that two forwards send round is known by its Delivered-To, one that two servers pass to each other by
// its hops.
func TestLoops(t *testing.T) {
	tn := newTown(t, "policy mail.shan.example forwards fred: fred@lin.example", "policy mail.lin.example forwards fred: fred@shan.example",
		"policy mail.lin.example smartHost")
	tn.send("fred@shan.example", "round")
	tn.notice("alice@shan.example", "5.4.6")
	if got := tn.rules(shanMX, "fred@shan.example"); !strings.Contains(got, "loop") {
		t.Errorf("rules that held: %s", got)
	}
	tn.empty()

	tn = newTown(t, "policy mail.shan.example aliases ring: ring@lin.example", "policy mail.lin.example aliases ring: ring@shan.example",
		"policy mail.shan.example maxHops 9")
	tn.send("ring@shan.example", "hops")
	tn.notice("alice@shan.example", "5.4.6", "9 servers have passed this letter on")
	tn.empty()
}

// TestBackup: when the main server is away its backup takes letters, and brings them when it is back.
func TestBackup(t *testing.T) {
	tn := newTown(t, "fault down mail.hai.example")
	tn.send("carol@hai.example", "kept")
	if tn.w.Host(haiMX2).Queue.Len() != 1 || tn.w.Host(shanMX).Queue.Len() != 0 {
		t.Fatal("the backup does not keep the letter")
	}
	if got := tn.rules(haiMX2, "carol@hai.example"); got != "backup-mx" {
		t.Errorf("rules that held: %s", got)
	}
	tn.answers("550 5.7.1", haiMX2, "EHLO bob-pc.hai.example", "MAIL FROM:<bob@hai.example>", "RCPT TO:<lea@lin.example>")
	tn.none("carol@hai.example", "kept")
	tn.do("heal down mail.hai.example", "jump 1h")
	m := tn.the("carol@hai.example", "kept")
	field(t, m, "Received", "by mx2.hai.example")
	tn.empty()
}

// TestSmartHost: everything leaves lin over its provider's relay, which serves nobody else.
func TestSmartHost(t *testing.T) {
	tn := newTown(t, "policy mail.shan.example forwards", "policy mail.lin.example forwards lea: bob@hai.example")
	tn.send("lea@lin.example", "over the relay")
	field(t, tn.the("bob@hai.example", "over the relay"), "Received", "by relay.wan.example")
	if got := tn.rules(linMX, "lea@lin.example"); !strings.Contains(got, "smart-host") {
		t.Errorf("rules that held: %s", got)
	}
	tn.answers("550 relay not permitted", relayMX, "EHLO bob-pc.hai.example", "MAIL FROM:<bob@hai.example>", "RCPT TO:<alice@shan.example>")
	tn.empty()
}

// TestLMTPHandOver: hai's letters are handed to the host that keeps the mailboxes, which answers for each recipient. One that is
// full is tried again, the other gets no second copy.
func TestLMTPHandOver(t *testing.T) {
	tn := newTown(t, "fault full carol@hai.example")
	tn.send("crew@hai.example", "both")
	m := tn.the("bob@hai.example", "both")
	field(t, m, "Received", "by store.hai.example")
	field(t, m, "Received", "with LMTP")
	field(t, m, "Return-Path", "<alice@shan.example>")
	tn.none("carol@hai.example", "both")
	if tn.w.Host(haiMX).Queue.Len() != 1 {
		t.Error("the letter for the full mailbox does not wait")
	}
	tn.do("heal full carol@hai.example", "jump 3h")
	tn.the("carol@hai.example", "both")
	tn.the("bob@hai.example", "both")
	tn.empty()
	tn.answers("550 5.1.1", haiMX, "EHLO x", "MAIL FROM:<alice@shan.example>", "RCPT TO:<nobody@hai.example>")
	tn.answers("250 2.1.5 <bob@hai.example>", haiMX, "VRFY bob@hai.example")
	if n := len(tn.w.Host(haiMX).Store.Account("bob@hai.example").Inbox().Messages()); n != 0 {
		t.Errorf("the server in front keeps %d letters itself", n)
	}

	// Bob's mail program submits in front and fetches behind.
	tn.do(`mail bob-pc send {"to":"alice@shan.example","subject":"from Bob","body":"x"}`, "mail bob-pc fetch")
	tn.the("alice@shan.example", "from Bob")
	if n := len(tn.w.Host("bob-pc").Program.Box("inbox")); n != 1 {
		t.Errorf("Bob's program has %d letters, want one", n)
	}
}

// TestFullMailbox: a full mailbox refuses for now, and takes the letter when there is room.
func TestFullMailbox(t *testing.T) {
	tn := newTown(t, "fault full lea@lin.example")
	tn.send("lea@lin.example", "no room")
	if tn.w.Host(shanMX).Queue.Len() != 1 {
		t.Error("the letter does not wait")
	}
	tn.answers("452 4.2.2", linMX, "EHLO x", "MAIL FROM:<alice@shan.example>", "RCPT TO:<lea@lin.example>")
	tn.do("heal full lea@lin.example", "jump 3h")
	tn.the("lea@lin.example", "no room")
	tn.empty()
}

// TestGreylisted: the first try is put off, the second one passes, the third letter passes at once.
func TestGreylisted(t *testing.T) {
	tn := newTown(t)
	tn.send("wang@wu.example", "first")
	tn.none("wang@wu.example", "first")
	tn.do("jump 1h")
	tn.the("wang@wu.example", "first")
	tn.send("wang@wu.example", "second")
	tn.the("wang@wu.example", "second")
	var results []string
	for _, e := range tn.w.Log.Since(0) {
		if v, ok := e.Body.(*trace.Verdict); ok && v.What == "grey" {
			results = append(results, v.Result)
		}
	}
	if got := strings.Join(results, " "); got != "new passed known" {
		t.Errorf("the verdicts are %s", got)
	}
	tn.empty()
}

// TestWary: wu asks DNS about senders and wants full names.
func TestWary(t *testing.T) {
	tn := newTown(t)
	tn.answers("504 5.5.2", wuMX, "EHLO bob-pc", "MAIL FROM:<bob@hai.example>")
	tn.answers("550 5.1.8", wuMX, "EHLO bob-pc.hai.example", "MAIL FROM:<x@nowhere.example>")
	tn.answers("550 5.7.27", wuMX, "EHLO bob-pc.hai.example", "MAIL FROM:<x@null.example>")
	tn.answers("250 2.1.0", wuMX, "EHLO bob-pc.hai.example", "MAIL FROM:<bob@hai.example>")
}

// TestRateLimit: of two letters in a minute the second is put off, and passes later.
func TestRateLimit(t *testing.T) {
	tn := newTown(t, "policy mail.gu.example mailRate 1", "policy mail.shan.example reuse 1")
	tn.send("gunter@gu.example", "one")
	tn.send("gunter@gu.example", "two")
	tn.the("gunter@gu.example", "one")
	tn.none("gunter@gu.example", "two")
	tn.do("jump 1h")
	tn.the("gunter@gu.example", "two")
	tn.empty()
}

// TestSevenBitServer: the old server knows no EHLO; what has octets above 127 reaches it re-encoded or comes back. It takes
// letters for nobody and makes notices of them.
func TestSevenBitServer(t *testing.T) {
	eight := []string{
		"term bob-pc telnet mail.shan.example 25", "EHLO bob-pc.hai.example", "MAIL FROM:<alice@shan.example> BODY=8BITMIME", "RCPT TO:<sales@shan.example>", "DATA",
		`From: alice@shan.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\nSubject: eight bits\n\nGr\xc3\xbc\xc3\x9fe\n.`,
	}
	tn := newTown(t, append([]string{"policy mail.shan.example aliases sales: gunter@gu.example"}, eight...)...)
	m := tn.the("gunter@gu.example", "eight bits")
	if got := text(t, m); !strings.Contains(got, "Grüße") || m.Header.Get("Content-Transfer-Encoding") == "8bit" {
		t.Errorf("the letter is %q, encoded as %s", got, m.Header.Get("Content-Transfer-Encoding"))
	}
	tn = newTown(t, append([]string{"policy mail.shan.example aliases sales: gunter@gu.example", "policy mail.shan.example sevenBit bounce"}, eight...)...)
	tn.none("gunter@gu.example", "eight bits")
	tn.notice("alice@shan.example", "5.6.3")

	tn = newTown(t)
	tn.send("nobody@gu.example", "backscatter")
	tn.notice("alice@shan.example", "5.1.1")
	tn.empty()
}

// TestTakesNoMail: a domain with a null MX, and a host that greets with 521.
func TestTakesNoMail(t *testing.T) {
	tn := newTown(t)
	tn.send("x@null.example", "null")
	tn.notice("alice@shan.example", "5.1.10")
	tn = newTown(t)
	tn.send("x@[203.0.113.80]", "521")
	tn.notice("alice@shan.example", "521")
	tn.answers("521", "www.hai.example")
	tn.empty()
}

// TestSmuggling plays the attack between a server that passes bare line feeds on and one that takes them for line ends: a
// second letter comes out of the first. If either is strict there is one letter or none.
func TestSmuggling(t *testing.T) {
	for _, row := range []struct {
		name         string
		pass, out    string // shan's line ends: what it takes, and what it sends.
		in           string // lin's line ends.
		smuggled     bool
		first, later int // How many letters Lea gets under the two subjects.
	}{
		{"lenient out, lenient in", "pass", "lenient", "lenient-in", true, 1, 1},
		{"strict sender", "strict", "lenient", "lenient-in", false, 0, 0},
		{"sender mends", "pass", "strict", "lenient-in", false, 1, 0},
		{"strict receiver", "pass", "lenient", "strict", false, 0, 0},
		{"mending receiver", "pass", "lenient", "mend", false, 1, 0},
	} {
		tn := newTown(t, "policy mail.shan.example lineEnds "+row.pass, "policy mail.shan.example lineEndsOut "+row.out,
			"policy mail.shan.example aliases sales: lea@lin.example", "policy mail.lin.example lineEnds "+row.in)
		tn.do("term bob-pc telnet mail.shan.example 25", "EHLO bob-pc.hai.example", "MAIL FROM:<bob@hai.example>", "RCPT TO:<sales@shan.example>", "DATA",
			`Subject: first\n\nHello\l.\nMAIL FROM:<boss@shan.example>\nRCPT TO:<lea@lin.example>\nDATA\nSubject: smuggled\n\nPay!\n.`)
		if a, b := len(tn.letters("lea@lin.example", "first")), len(tn.letters("lea@lin.example", "smuggled")); a != row.first || b != row.later {
			t.Errorf("%s: Lea has the first letter %d times and the smuggled one %d times, want %d and %d", row.name, a, b, row.first, row.later)
		}
		if row.smuggled {
			field(t, tn.the("lea@lin.example", "smuggled"), "Return-Path", "<boss@shan.example>")
		}
	}
}

// TestAccents: the same refusal in other words, and the same code.
func TestAccents(t *testing.T) {
	tn := newTown(t)
	texts := map[string]bool{}
	for _, accent := range []string{"plain", "postfix", "exim", "exchange"} {
		tn.do("policy mail.gu.example accent "+accent, "policy mail.gu.example banner", "policy mail.gu.example unknownUser reject")
		got := tn.says(guMX, "HELO bob-pc.hai.example", "MAIL FROM:<bob@hai.example>", "RCPT TO:<nobody@gu.example>")
		if !strings.HasPrefix(got, "550") {
			t.Errorf("%s answers %q", accent, got)
		}
		texts[got] = true
	}
	if len(texts) != 4 {
		t.Errorf("the accents have %d ways to say it, want 4: %v", len(texts), texts)
	}
	tn.do("policy mail.gu.example accent", "policy mail.gu.example banner Sendmail 5.61 ready")
	tn.answers("220 mail.gu.example Sendmail 5.61 ready", guMX)
}

// TestMagic: magic addresses answer as they say, where they are switched on.
func TestMagic(t *testing.T) {
	tn := newTown(t)
	magic := []string{"EHLO x", "MAIL FROM:<alice@shan.example>", "RCPT TO:<reply-451@hai.example>"}
	tn.answers("451", haiMX, magic...)
	tn.do("policy mail.hai.example magic off")
	tn.answers("550 5.1.1", haiMX, magic...)
}

// TestChangeAndRewind changes settings in the middle of a run. What came before is as it was, a replay of the first half of the
// inputs is the run before the change, and one of all of them the run after it.
func TestChangeAndRewind(t *testing.T) {
	tn := newTown(t)
	tn.send("wang@wu.example", "before")
	half, before := len(tn.w.Inputs()), tn.w.Log.Digest()
	now := tn.w.Now()
	tn.do("policy mail.wu.example greylist 0", "policy mail.wu.example maxSize 100")
	tn.do("queue mail.shan.example flush")
	tn.none("wang@wu.example", "before") // Too large now.
	tn.notice("alice@shan.example", "5.3.4")
	var record []string
	for _, l := range tn.w.Inputs() {
		record = append(record, l.String())
	}
	back := newTown(t, record[:half]...)
	back.w.Run(now)
	if back.w.Log.Digest() != before {
		t.Error("the first half of the record plays another run")
	}
	if v := back.w.Host(wuMX).Policy(); v.IsSet(0) {
		t.Error("a setting of the second half holds in the first")
	}
	whole := newTown(t, record...)
	whole.w.Run(tn.w.Now())
	if whole.w.Log.Digest() != tn.w.Log.Digest() {
		t.Error("the record plays another run")
	}
}

// TestWhatServersWrite: submission takes out what others must not see, mailboxes have one Return-Path, notices say where they come
// from, and no two servers give out the same queue id.
func TestWhatServersWrite(t *testing.T) {
	tn := newTown(t)
	tn.do("term alice-pc telnet mail.shan.example 587", "EHLO alice-pc", "AUTH PLAIN AGFsaWNlQHNoYW4uZXhhbXBsZQBhbGljZS1wdw==",
		"MAIL FROM:<alice@shan.example>", "RCPT TO:<sam@shan.example>", "RCPT TO:<nobody@gu.example>", "DATA",
		`Return-Path: <evil@x.example>\nBcc: sam@shan.example\nSubject: secret\nFrom: alice@shan.example\n\nHello\n.`)
	m := tn.the("sam@shan.example", "secret")
	if len(m.Header["Bcc"]) > 0 {
		t.Errorf("Sam sees %q", m.Header["Bcc"])
	}
	if got := m.Header["Return-Path"]; len(got) != 1 || got[0] != "<alice@shan.example>" {
		t.Errorf("Return-Path is %q", got)
	}
	tn.answers("250 2.0.0", shanMX, "EHLO bob-pc.hai.example", "MAIL FROM:<bob@hai.example>", "RCPT TO:<tim@shan.example>", "DATA",
		`Return-Path: <evil@x.example>\nSubject: claimed\n\nHello\n.`)
	if got := tn.the("tim@shan.example", "claimed").Header["Return-Path"]; len(got) != 1 || got[0] != "<bob@hai.example>" {
		t.Errorf("Return-Path is %q", got)
	}
	for _, l := range tn.letters("alice@shan.example", "") {
		field(t, l, "Received", "by mail.gu.example id G")
	}

	tn.do("fault down mail.hai.example")
	tn.send("carol@hai.example", "over the backup")
	tn.do("heal down mail.hai.example", "jump 1h")
	ids := map[string]string{}
	for _, e := range tn.w.Log.Since(0) {
		if m, ok := e.Body.(*trace.Mail); ok && m.QueueID != "" {
			if host := ids[m.QueueID]; host != "" && host != m.Host {
				t.Errorf("%s and %s both have a letter %s", host, m.Host, m.QueueID)
			}
			ids[m.QueueID] = m.Host
		}
	}
}

// TestBinary: what came without lines is in the mailbox with lines, so that POP3 can say where it ends.
func TestBinary(t *testing.T) {
	tn := newTown(t)
	letter := `MIME-Version: 1.0\nSubject: binary\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: binary\n\na\l.\lb\x00c`
	tn.do("term bob-pc telnet mail.gu.example 25", "policy mail.gu.example verb.EHLO on", "close 1", "term bob-pc telnet mail.gu.example 25",
		"EHLO bob-pc", "MAIL FROM:<bob@hai.example> BODY=BINARYMIME", "RCPT TO:<gunter@gu.example>", "BDAT 120 LAST", "raw 2 "+letter)
	m := tn.the("gunter@gu.example", "binary")
	tn.do("term bob-pc telnet mail.gu.example 25", "EHLO bob-pc", "MAIL FROM:<bob@hai.example> BODY=BINARYMIME", "RCPT TO:<gunter@gu.example>",
		"BDAT 33 LAST", `raw 3 Subject: nomime\n\nline\l.\lafter\n`)
	tn.the("gunter@gu.example", "nomime")
	for _, st := range tn.w.Host(guMX).Store.Account("gunter@gu.example").Inbox().Messages() {
		if strings.Contains(strings.ReplaceAll(string(st.Data), "\r\n", ""), "\n") {
			t.Errorf("the mailbox has a bare LF: %q", st.Data)
		}
	}
	if m.Header.Get("Content-Transfer-Encoding") != "base64" || text(t, m) != "a\n.\nb\x00c" {
		t.Errorf("the letter is %q in %s", text(t, m), m.Header.Get("Content-Transfer-Encoding"))
	}
}

// TestIDN: a domain beyond ASCII is looked up in Punycode and is the same domain to whoever serves it.
func TestIDN(t *testing.T) {
	sc := readScenario(t, "mail-town")
	sc.World.Records = append(sc.World.Records, "xn--90w.example. 300 MX 10 mail.lin.example.")
	lin := sc.World.Host(linMX)
	lin.Domains = append(lin.Domains, "xn--90w.example")
	sc.World.Accounts = append(sc.World.Accounts, scenario.Account{Addr: "hai@xn--90w.example", Pass: "x"})
	w, err := New(sc, 1)
	if err != nil {
		t.Fatal(err)
	}
	tn := &town{t, w}
	tn.do("term alice-pc telnet mail.shan.example 587", "EHLO alice-pc", "AUTH PLAIN AGFsaWNlQHNoYW4uZXhhbXBsZQBhbGljZS1wdw==",
		"MAIL FROM:<alice@shan.example> SMTPUTF8", `RCPT TO:<hai@\xe6\xb5\xb7.example>`, "DATA", `Subject: sea\nFrom: alice@shan.example\n\nHello\n.`)
	tn.the("hai@xn--90w.example", "sea")
	tn.empty()
	asked := false
	for _, e := range w.Log.Since(0) {
		if d, ok := e.Body.(*trace.DNS); ok && d.Type == "MX" {
			asked = asked || d.Name == "xn--90w.example"
		}
	}
	if !asked {
		t.Error("nobody asked DNS for the domain in Punycode")
	}
}

// TestDerivedOnce: a letter that rules have made is queued once, and says of what it was made.
func TestDerivedOnce(t *testing.T) {
	tn := newTown(t)
	tn.send("gina@shan.example", "copy")
	count := map[string]int{}
	told := ""
	for _, m := range mailEvents(tn.w, shanMX, "queued") {
		count[m.QueueID]++
		told += m.Text + "|"
	}
	for id, n := range count {
		if n != 1 {
			t.Errorf("%s was queued %d times", id, n)
		}
	}
	if !strings.Contains(told, "forward for gina@shan.example, from S0001") {
		t.Errorf("the queue tells %q", told)
	}
	for _, e := range tn.w.Log.Since(0) {
		if m, ok := e.Body.(*trace.Mail); ok && m.Act == "attempt" && m.Host == shanMX && e.Cause == 0 {
			t.Errorf("nothing is the cause of the try of %s", m.QueueID)
		}
	}
}
