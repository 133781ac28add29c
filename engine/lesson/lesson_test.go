package lesson

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ehloworld/engine/scenario"
	"ehloworld/engine/trace"
)

// TestHandSMTP plays the second lesson as its solution does.
func TestHandSMTP(t *testing.T) {
	b := handSMTP(t)
	conn := &trace.Conn{Act: "open", ID: 3, From: "alice-pc", To: "mail.hai.example", Port: 25, Proto: "smtp"}
	cmd := func(verb string) trace.Body {
		return &trace.Cmd{Conn: 3, Host: "mail.hai.example", Proto: "smtp", Verb: verb}
	}
	reply := func(code, verb string) trace.Body {
		return &trace.Reply{Conn: 3, Host: "mail.hai.example", Proto: "smtp", Code: code, Verb: verb}
	}
	want(t, "start", b.observe(), "")
	want(t, "open", b.user(*conn), "")
	want(t, "220", b.user(reply("220", "")), "+connect")
	b.user(cmd("MAIL"))
	want(t, "503", b.user(reply("503", "MAIL")), "?envelope/helo-first")
	b.user(cmd("EHLO"))
	want(t, "250", b.user(reply("250", "EHLO")), "+hello")
	b.user(cmd("MAIL"))
	b.user(reply("250", "MAIL"))
	b.user(cmd("RCPT"))
	want(t, "550", b.user(reply("550", "RCPT")), "")
	b.user(cmd("NOOP"))
	want(t, "another 250", b.user(reply("250", "NOOP")), "")
	b.user(cmd("RCPT"))
	want(t, "250", b.user(reply("250", "RCPT")), "+envelope")
	b.user(cmd("DATA"))
	want(t, "354", b.user(reply("354", "DATA")), "+data")
	want(t, "idle", short(b.Idle(19))+"|"+short(b.Idle(20))+"|"+short(b.Idle(30)), "|?letter/lone-dot|")

	b.user(cmd("EOD"))
	b.user(reply("250", "EOD"))
	letter := map[string][]string{"header.subject": {"Hi"}, "env.from": {"alice@shan.example"}, "body": {""}}
	box := "box bob@hai.example/INBOX"
	b.state[box] = []fakeItem{{map[string][]string{"header.subject": {"Welcome"}, "body": {"x"}, "env.from": {"csse@hai.example"}}, 0}}
	b.state[box] = append(b.state[box], fakeItem{letter, b.rec.Log.Len() + 1})
	append1 := &trace.Store{Act: "append", Host: "mail.hai.example", User: "bob@hai.example", Box: "INBOX", Count: 1, Size: 2}
	want(t, "a letter without a body", b.agent(append1), "?letter/empty-line")
	letter["body"] = []string{"Hello."}
	want(t, "a letter", b.agent(append1), "+letter")
	b.user(cmd("QUIT"))
	b.user(reply("221", "QUIT"))
	want(t, "close", b.user(trace.Conn{Act: "close", ID: 3, Side: "server"}), "+quit")
	ok, err := b.Answer("q-phases", "220=greeting HELO=greeting MAIL=transfer RCPT=transfer DATA=transfer EOD=transfer QUIT=closing 221=closing")
	if !ok || err != nil || b.Complete() || b.Current() != "phases" {
		t.Fatalf("answer %v %v, complete %v, current %q", ok, err, b.Complete(), b.Current())
	}
	want(t, "wrong answer", b.user(trace.Answer{Question: "q-phases"}), "")
	want(t, "answer", b.user(trace.Answer{Question: "q-phases", OK: true}), "+phases")
	if !b.Complete() || b.Current() != "" || !b.IsDone("quit") || b.IsDone("none") || b.Idle(100) != nil {
		t.Error("the lesson should be complete")
	}
}

func handSMTP(t testing.TB) *bench {
	const root = "../../scenarios"
	var files []scenario.File
	for _, name := range []string{"scenario.json", "lesson.en.md", "lesson.zh.md", "solution.txt", "mail/welcome.eml"} {
		data, err := os.ReadFile(filepath.Join(root, "hand-smtp", name))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, scenario.File{Name: name, Data: data})
	}
	sc, err := scenario.Read(files, func(name string) ([]byte, bool) {
		data, err := os.ReadFile(filepath.Join(root, name, "world.json"))
		return data, err == nil
	})
	if err != nil {
		t.Fatal(err)
	}
	log, state := trace.NewLog(0), fakeState{}
	return &bench{New(sc, log, state), &trace.Recorder{Log: log}, state}
}

func TestOrder(t *testing.T) {
	steps := `[{"id":"a","check":{"saw":{"ev":"ui","what":"a"}}},{"id":"b","check":{"saw":{"ev":"ui","what":"b"}}},
		{"id":"c","check":{"saw":{"ev":"ui","what":"c"},"since":"b"}}]`
	what := func(s string) trace.Body { return trace.UI{Act: "inspect", What: s} }
	b := newBench(t, steps, "")
	want(t, "any", b.user(what("b"))+"|"+b.user(what("c"))+"|"+b.user(what("a")), "+b|+c|+a")
	b = newBench(t, steps, `,"order":"strict"`)
	// What was done early counts, but for what asks to come after step b.
	want(t, "strict", b.user(what("b"))+"|"+b.user(what("c"))+"|"+b.user(what("a"))+"|"+b.user(what("c")), "||+a +b|+c")
	// In one batch it is the same: steps latch at the event.
	b = newBench(t, steps, `,"order":"strict"`)
	for _, s := range []string{"b", "c", "a", "c"} {
		b.add(trace.User, 0, what(s))
	}
	want(t, "strict, one batch", b.observe(), "+a +b +c")
}

func TestLiveFailAndHints(t *testing.T) {
	b := newBench(t, `[
		{"id":"full","live":true,"check":{"state":"box","of":"bob@hai.example","count":{"ge":1}}},
		{"id":"two","check":{"saw":{"ev":"ui"},"count":2},
		 "fail":{"saw":{"ev":"fault","kind":"down"}},
		 "hints":[{"on":{"tries":2},"key":"slow-down"},{"on":{"ev":"reply","code":503},"key":"order"}]}]`, `,"order":"strict"`)
	store := &trace.Store{Act: "append", User: "bob@hai.example"}
	reply := &trace.Reply{Code: "503"}
	box := "box bob@hai.example/INBOX"
	want(t, "early reply", b.user(reply), "") // Step two is not open yet.
	b.state[box] = []fakeItem{{}}
	want(t, "first letter", b.agent(store), "+full")
	b.state[box] = nil
	want(t, "gone", b.agent(store), "-full")
	b.state[box] = []fakeItem{{}}
	want(t, "back", b.agent(store), "+full")
	want(t, "refused", b.user(reply), "?two/order")
	want(t, "refused again", b.user(reply), "?two/slow-down")
	want(t, "and again", b.user(reply), "")
	want(t, "down", b.user(trace.Fault{Target: "pc", What: "down", On: true}), "!two")
	want(t, "still down", b.user(trace.Fault{Target: "pc", What: "down", On: true}), "")
	want(t, "one", b.user(trace.UI{What: "x"}), "")
	want(t, "agents do not count", b.agent(trace.UI{What: "x"}), "")
	want(t, "two", b.user(trace.UI{What: "x"}), "+two")
}

// TestTries counts refusals, failed tools and wrong answers, of the person only.
func TestTries(t *testing.T) {
	b := newBench(t, `[{"id":"a","check":{"answer":"q"},"hints":[{"on":{"tries":5},"key":"k"}]}]`,
		`,"quiz":[{"id":"q","kind":"text","key":"x"}]`)
	for _, body := range []trace.Body{
		&trace.Reply{Code: "250"}, &trace.Reply{Code: "+OK"}, &trace.Tool{Name: "dig", OK: true}, &trace.Reply{},
		&trace.Reply{Code: "550"}, &trace.Reply{Code: "-ERR"}, &trace.Tool{Name: "dig"}, trace.Answer{Question: "q"},
	} {
		want(t, "a try", b.user(body), "")
	}
	want(t, "not mine", b.agent(&trace.Reply{Code: "451"}), "")
	want(t, "the fifth", b.user(&trace.Reply{Code: "NO"}), "?a/k")
}

// TestPatterns has one row for each form of a value.
func TestPatterns(t *testing.T) {
	mail := &trace.Mail{Act: "deferred", Host: "mail.hai.example", From: "", Rcpt: "bob@hai.example", Code: "451", Text: "try again", Attempt: 3}
	auth := &trace.Auth{Conn: 2, Host: "mail.hai.example", User: "bob", OK: true}
	dns := &trace.DNS{Act: "answer", Host: "pc", Answers: []string{"MX 10 a.", "MX 20 b."}}
	cmd := &trace.Cmd{Conn: 2, Raw: []byte("MAIL FROM:<>"), EightBit: true}
	for _, c := range []struct {
		by      trace.Actor
		body    trace.Body
		pattern string
		want    bool
	}{
		{trace.Agent, mail, `{"ev":"mail"}`, true},
		{trace.Agent, mail, `{"ev":"store"}`, false},
		{trace.Agent, mail, `{"ev":{"in":["store","mail"]}}`, true},
		{trace.Agent, mail, `{"ev":"mail","code":451}`, true},
		{trace.Agent, mail, `{"ev":"mail","code":"451"}`, true},
		{trace.Agent, mail, `{"ev":"mail","code":45}`, false},
		{trace.Agent, mail, `{"ev":"mail","code":{"in":[450,451]}}`, true},
		{trace.Agent, mail, `{"ev":"mail","code":{"ge":400,"le":499}}`, true},
		{trace.Agent, mail, `{"ev":"mail","code":{"ge":452}}`, false},
		{trace.Agent, mail, `{"ev":"mail","attempt":3}`, true},
		{trace.Agent, mail, `{"ev":"mail","attempt":{"in":["3"]}}`, true},
		{trace.Agent, mail, `{"ev":"mail","attempt":{"le":2}}`, false},
		{trace.Agent, mail, `{"ev":"mail","text":{"has":"again"}}`, true},
		{trace.Agent, mail, `{"ev":"mail","text":{"re":"^try.*n$"}}`, true},
		{trace.Agent, mail, `{"ev":"mail","text":{"ge":1}}`, false}, // No number.
		{trace.Agent, mail, `{"ev":"mail","from":""}`, true},
		{trace.Agent, mail, `{"ev":"mail","from":"$x","mx":"$x"}`, true}, // Both empty.
		{trace.Agent, mail, `{"ev":"mail","from":"$x","rcpt":"$x"}`, false},
		{trace.Agent, mail, `{"ev":"mail","by":"agent","host":"mail.hai.example"}`, true},
		{trace.Agent, mail, `{"ev":"mail","by":"user"}`, false},
		{trace.Agent, mail, `{"ev":"mail","by":{"in":["user","agent"]}}`, true},
		{trace.Agent, mail, `{"ev":"mail","msg":"$m"}`, true},
		{trace.Agent, mail, `{"ev":"mail","conn":"$c"}`, false}, // Connection 0 is none.
		{trace.Agent, auth, `{"ev":"auth","ok":true}`, true},
		{trace.Agent, auth, `{"ev":"auth","clear":true}`, false},
		{trace.Agent, auth, `{"ev":"auth","conn":"$c"}`, true},
		{trace.Agent, dns, `{"ev":"dns","answers":"MX 20 b."}`, true},
		{trace.Agent, dns, `{"ev":"dns","answers":{"has":"30"}}`, false},
		{trace.User, cmd, `{"ev":"cmd","raw":"MAIL FROM:<>","eightbit":true}`, true},
		{trace.Agent, cmd, `{"ev":"cmd"}`, false}, // The person, unless it is said.
		{trace.Agent, cmd, `{"ev":"cmd","by":"agent"}`, true},
		{trace.Script, trace.UI{What: "x"}, `{"ev":"ui"}`, false},
	} {
		b := newBench(t, `[{"id":"a","check":{"saw":`+c.pattern+`}}]`, "")
		b.add(c.by, 7, c.body)
		if got := b.observe() == "+a"; got != c.want {
			t.Errorf("%s: %v", c.pattern, got)
		}
	}
}

// TestWhere has one row for each way to test items.
func TestWhere(t *testing.T) {
	item := fakeItem{map[string][]string{
		"env.from": {""}, "env.rcpt": {"bob@hai.example", "carol@hai.example"}, "header.to": {"x"}, "marked": {"true"}, "received": {"12"},
		"part:message/delivery-status": {"Action: failed"}, "lint": nil, "uid": {"4"},
	}, 5}
	for _, c := range []struct {
		where string
		want  bool
	}{
		{`{}`, true},
		{`{"env.from":""}`, true},
		{`{"env.rcpt":"carol@hai.example"}`, true},
		{`{"env.rcpt":"dave@hai.example"}`, false},
		{`{"header.to":{"re":"x"},"uid":4}`, true},
		{`{"header.cc":{"re":"."}}`, false},
		{`{"header.cc":false}`, true},
		{`{"marked":true}`, true},
		{`{"lint":false}`, true},
		{`{"received":{"ge":9,"le":12}}`, true},
		{`{"received":{"le":9}}`, false}, // As a number, not as a text.
		{`{"part:message/delivery-status":{"has":"failed"}}`, true},
		{`{"part:message/delivery-status":true}`, true},
		{`{"part:image/png":true}`, false},
	} {
		b := newBench(t, `[{"id":"a","check":{"state":"box","of":"bob@hai.example/Saved","where":`+c.where+`}}]`, "")
		b.state["box bob@hai.example/Saved"] = []fakeItem{item}
		if got := b.observe() == "+a"; got != c.want {
			t.Errorf("%s: %v", c.where, got)
		}
	}
	// Counts: exactly, at most next to something positive, and only what is new.
	for check, want := range map[string]string{
		`{"state":"queue","of":"mail.hai.example","count":2}`:                                                  "+a",
		`{"state":"queue","of":"mail.hai.example","count":1}`:                                                  "",
		`{"state":"queue","of":"mail.hai.example","count":{"ge":2,"le":3}}`:                                    "+a",
		`{"state":"queue","of":"mail.hai.example","count":1,"since":"start"}`:                                  "+a",
		`{"all":[{"state":"msg"},{"state":"client","of":"pc","count":{"le":0}}]}`:                              "+a",
		`{"all":[{"state":"msg"},{"not":{"state":"queue","of":"mail.hai.example"}}]}`:                          "",
		`{"any":[{"state":"queue","of":"mail.hai.example","where":{"id":"H1"}},{"state":"client","of":"pc"}]}`: "",
		`{"all":[{"state":"zone"},{"state":"session","of":"pc"},{"state":"policy","of":"mail.hai.example"}]}`:  "+a",
		`{"state":"zone","of":"HAI.example","where":{"type":"MX"}}`:                                            "+a",
	} {
		b := newBench(t, `[{"id":"a","check":`+check+`}]`, "")
		b.state["queue mail.hai.example"] = []fakeItem{{nil, 0}, {nil, 1}}
		b.state["msg"] = []fakeItem{{nil, 1}}
		b.state["zone "], b.state["session pc"], b.state["policy mail.hai.example"] = []fakeItem{{}}, []fakeItem{{}}, []fakeItem{{}}
		b.state["zone hai.example"] = []fakeItem{{map[string][]string{"type": {"MX"}}, 0}}
		if got := b.observe(); got != want {
			t.Errorf("%s: %q", check, got)
		}
	}
}

// TestSequenceVariables follows letters and connections through a sequence.
func TestSequenceVariables(t *testing.T) {
	accepted := func(host, rcpt string) trace.Body { return &trace.Mail{Act: "accepted", Host: host, Rcpt: rcpt} }
	b := newBench(t, `[{"id":"same","check":{"seq":[{"ev":"mail","host":"pc"},{"ev":"mail","host":"mail.hai.example"}],"same":"msg"}},
		{"id":"var","check":{"seq":[{"ev":"mail","host":"pc","rcpt":"$r"},{"ev":"store"},{"ev":"mail","host":"mail.hai.example","rcpt":"$r"}]}}]`, "")
	do := func(msg trace.MsgID, body trace.Body) string { b.add(trace.Agent, msg, body); return b.observe() }
	want(t, "no letter", do(0, accepted("pc", "x"))+do(0, accepted("mail.hai.example", "x")), "")
	want(t, "1 here, 2 there", do(1, accepted("pc", "bob"))+do(2, accepted("mail.hai.example", "carol")), "")
	want(t, "1 there", do(1, accepted("mail.hai.example", "bob")), "+same")
	want(t, "store", do(0, &trace.Store{}), "")
	want(t, "another", do(3, accepted("mail.hai.example", "dave")), "")
	want(t, "bob again", do(4, accepted("mail.hai.example", "bob")), "+var")
}

// TestPartialsAreBounded sends more letters than sequences may remember.
func TestPartialsAreBounded(t *testing.T) {
	b := newBench(t, `[{"id":"a","check":{"seq":[{"ev":"mail","act":"accepted"},{"ev":"mail","act":"failed"}],"same":"msg"}}]`, "")
	for i := range maxPartials + 10 {
		b.add(trace.Agent, trace.MsgID(i+1), &trace.Mail{Act: "accepted"})
	}
	b.observe()
	if b.partials != maxPartials {
		t.Errorf("%d partial matches are kept", b.partials)
	}
	b.add(trace.Agent, maxPartials+5, &trace.Mail{Act: "failed"})
	want(t, "forgotten", b.observe(), "")
	b.add(trace.Agent, 5, &trace.Mail{Act: "failed"})
	want(t, "remembered", b.observe(), "+a")
}

// TestNothingIsScannedTwice counts how often events are taken apart: once each, however many steps wait for them, and
// not at all when none does.
func TestNothingIsScannedTwice(t *testing.T) {
	b := newBench(t, `[{"id":"a","check":{"saw":{"ev":"conn"},"count":100000}},{"id":"b","check":{"seq":[{"ev":"conn","act":"x"},{"ev":"conn"}]}}]`, "")
	for range 1000 {
		b.user(trace.Conn{Act: "open"})
		b.user(&trace.Packet{})
	}
	if b.fields.reads != 1000 {
		t.Errorf("1000 of 2000 events matter, %d were taken apart", b.fields.reads)
	}
}

// TestWhatIsThereAtTheStart begins with a log that tells how the world was built.
func TestWhatIsThereAtTheStart(t *testing.T) {
	sc := read(t, `[{"id":"new","check":{"state":"box","of":"bob@hai.example","since":"start"}},{"id":"saw","check":{"saw":{"ev":"store"}}}]`, "")
	log, state := trace.NewLog(0), fakeState{}
	b := &bench{rec: &trace.Recorder{Log: log}, state: state}
	seeded := &trace.Store{Act: "append", User: "bob@hai.example"}
	b.add(trace.Script, 1, seeded)
	b.Lesson = New(sc, log, state)
	box := "box bob@hai.example/INBOX"
	state[box] = []fakeItem{{nil, 1}}
	want(t, "the seeded letter", b.observe(), "")
	state[box] = []fakeItem{{nil, 1}, {nil, 2}}
	want(t, "a new letter", b.agent(seeded), "+saw +new")
}

func TestNoSteps(t *testing.T) {
	l := New(&scenario.Scenario{}, trace.NewLog(0), nil)
	if l.Observe() != nil || l.Complete() || l.Current() != "" || l.Idle(9) != nil {
		t.Error("a world without a lesson has nothing to do")
	}
	if ok, err := l.Answer("q", "x"); ok || err == nil || !strings.Contains(err.Error(), `no question "q"`) {
		t.Errorf("%v %v", ok, err)
	}
}
