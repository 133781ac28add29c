package scenario

import (
	"bytes"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ehloworld/engine/policy"
	"ehloworld/engine/vtime"
)

// fullFiles is a scenario that uses every field there is.
func fullFiles(t testing.TB) []File {
	t.Helper()
	data, err := os.ReadFile("testdata/full.json")
	if err != nil {
		t.Fatal(err)
	}
	lesson := "Intro\r\n```\n## no section\n```\n"
	for _, name := range []string{"one", "two", "hint a", "hint b", "hint c", "hint d", "note look", "quiz c", "quiz d", "quiz o", "quiz s", "quiz n", "quiz t"} {
		lesson += "## " + name + "\nwords\n:::exam\nx\n:::truth E7\ny\n:::\n"
	}
	return []File{
		{"wrong-two-a.txt", []byte("# why\n> QUIT\r\n")},
		{"scenario.json", data},
		{"lesson.en.md", []byte(lesson)},
		{"lesson.zh.md", []byte(lesson)},
		{"solution.txt", []byte("# solution\n\nterm bob-pc telnet mail.hai.example 25\nQUIT\n")},
		{"mail/a.eml", []byte("Subject: a\n\nx\r\n")},
		{"mail/b.raw.eml", []byte("Subject: b\n\nx\r\n")},
	}
}

func TestReadEverything(t *testing.T) {
	files := fullFiles(t)
	text := string(files[1].Data)
	for _, s := range allShapes() {
		if s == shapePolicy {
			continue // policy_test.go has its fields.
		}
		for _, field := range append(slices.Clone(s.required), s.optional...) {
			if !strings.Contains(text, `"`+field+`":`) {
				t.Errorf("testdata/full.json does not use %s.%s", s.name, field)
			}
		}
	}
	s, err := Read(files, base)
	if err != nil {
		t.Fatal(err)
	}
	w := &s.World
	start, _, _ := vtime.Parse("2026-03-02T00:00:00Z")
	bob, phone, lin := w.Host("bob-pc"), w.Host("bob-phone"), w.Server("lin.example")
	shan := w.Host("mail.shan.example")
	two := int64(2)
	one, five := int64(1), int64(5)
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"head", []any{s.Format, s.ID, s.Version, s.Minutes, s.Title, s.Covers, s.Order}, []any{1, "full", 3, 7, Text{"Everything", "全部"}, []string{"S1", "S91"}, "strict"}},
		{"world", []any{w.Base, w.Seed, w.Start, w.Zone, w.Delay, len(w.Hosts)}, []any{"two-towns", int64(9), start, 9 * 3600, 10 * vtime.Millisecond, 7}},
		{"a changed host", []any{bob.IP, bob.X, bob.Y, bob.Kind, *bob.UA}, []any{"198.51.100.9", 900, 610, "ua", UA{User: "bob@hai.example", Name: "Bobby", In: "pop3",
			Mode: "delete", Out: "mail.hai.example", Inbox: "mail.hai.example", Drafts: []Draft{{"alice@shan.example", "Hi", "a\nb"}}}}},
		{"a new host", []any{*phone.UA, phone.Resolver, phone.Tools, phone.Label.ZH}, []any{UA{User: "bob@hai.example", In: "pop3", Mode: "keep", Out: "mail.hai.example",
			Inbox: "mail.hai.example"}, "ns.example", []string{"telnet", "help"}, "手机"}},
		{"a server", []any{lin.ID, lin.Domains, lin.Services, lin.EHLO, lin.Retry, lin.Policy}, []any{"mail.lin.example", []string{"lin.example"}, []Service{{"smtp", 2525}},
			[]string{"SIZE 1000", "8BITMIME"}, "notes3", settings("relay", "open", "unknownUser", "accept", "maxSize", "5", "maxRecipients", "2", "maxPerConn", "3", "separator", "+")}},
		{"defaults", []any{shan.Policy, shan.Retry, len(shan.EHLO), shan.Resolver}, []any{policy.Policy{}, "rfc", 4, "ns.example"}},
		{"a changed account", *w.Account("bob@hai.example"), Account{"bob@hai.example", "other", ""}},
		{"accounts", len(w.Accounts), 5},
		{"links", []Link{w.Links[2], w.Links[7]}, []Link{{"mail.hai.example", "bob-pc", 40 * vtime.Millisecond, 0, 5, true}, {"bob-phone", "*", vtime.Second, 64000, 0, false}}},
		{"mail", []any{string(w.Mail[0].Data), w.Mail[0].Box, w.Mail[0].At, string(w.Mail[1].Data), w.Mail[1].Box}, []any{"Subject: a\r\n\r\nx\r\n", "Saved", -24 * vtime.Hour, "Subject: b\n\nx\r\n", "INBOX"}},
		{"faults", w.Faults, []Fault{{"bob-pc--mail.hai.example", "slow", "2s"}, {"ns.example", "down", ""}}},
		{"view", s.View, View{[]string{"map", "console"}, "bob-phone", []string{"a", "b"}}},
		{"script", inputs(s), []string{
			"@5m fault loss bob-pc--* 100", "one@1m heal slow bob-pc--mail.hai.example", "@0s mail bob-pc send draft 1",
			`@0s mail bob-pc send {"to":"alice@shan.example","subject":"A \"b\"","body":"x\ny"}`, "@0s mail bob-phone fetch",
			"@0s term alice-pc telnet mail.hai.example 25", "@0s jump 5d", "@0s note look", "@0s policy mail.shan.example greylist 5m", "@0s queue mail.shan.example flush"}},
		{"a count of events", *s.Steps[0].Check.All[0].Count, Range{GE: &two}},
		{"a range", *s.Steps[0].Check.All[2].Not.Count, Range{&one, &five}},
		{"a count of items", *s.Steps[1].Check.Count, Range{&one, &one}},
		{"a pattern", s.Steps[0].Check.All[0].Saw.Tests, []Test{
			{Field: "ev", Op: "eq", Type: "str", Str: "cmd"}, {Field: "verb", Op: "in", List: []string{"HELO", "EHLO"}}, {Field: "raw", Op: "re", Str: "^H"},
			{Field: "size", Op: "ge"}, {Field: "size", Op: "le", Int: 9}, {Field: "by", Op: "eq", Type: "str", Str: "user"}}},
		{"a sequence", s.Steps[0].Check.All[1].Any[1].Seq[0].Tests[1], Test{Field: "rcpt", Op: "bind", Str: "r"}},
		{"a box", []string{s.Steps[1].Check.Of, s.Steps[1].Check.Box}, []string{"bob@hai.example", "Saved"}},
		{"where", s.Steps[1].Check.Where.Tests, []Test{{Field: "header.subject", Op: "re", Str: "."}, {Field: "marked", Op: "eq", Type: "bool"}}},
		{"hints", []any{s.Steps[0].Hints[1].Tries, s.Steps[0].Hints[2].Idle, s.Steps[0].Hints[0].On.Saw.Tests[1].Int, s.Steps[0].Hints[3].Key}, []any{3, 20, int64(503), "d"}},
		{"quiz", s.Quiz, []Question{
			{ID: "c", Kind: "choice", Choices: []string{"x", "y"}, Key: []string{"x"}, Truth: "E1"},
			{ID: "d", Kind: "choice", Choices: []string{"x", "y", "z"}, Key: []string{"x", "z"}},
			{ID: "o", Kind: "order", Key: []string{"HELO", "MAIL"}},
			{ID: "s", Kind: "sort", Bins: []string{"in", "out"}, Items: []QuizItem{{"a", "in"}, {"b", "out"}}},
			{ID: "n", Kind: "number", Number: 30, Tolerance: 1},
			{ID: "t", Kind: "text", Key: []string{"two words", "one"}}}},
		{"words", append(s.Quiz[2].Words(), s.Quiz[3].Words()...), []string{"HELO", "MAIL", "in", "out", "a", "b"}},
		{"wrong", []any{s.WrongNames(), s.WrongStep("wrong-two-a.txt").ID, InputLines(s.Wrong["wrong-two-a.txt"])}, []any{[]string{"wrong-two-a.txt"}, "two", []string{"> QUIT"}}},
		{"solution", InputLines(s.Solution), []string{"term bob-pc telnet mail.hai.example 25", "QUIT"}},
		{"files", []string{s.Files[0].Name, s.Files[6].Name}, []string{"lesson.en.md", "wrong-two-a.txt"}},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.what, c.got, c.want)
		}
	}
	// The scenario's lines replace the base's for the same name and type, and no others.
	records := strings.Join(w.Records, "\n")
	for line, want := range map[string]int{"hai.example. 300 MX": 2, "shan.example. 300 MX": 1, "hai.example. 300 TXT": 1, "hai.example. 300 MX 10 mail.hai": 0} {
		if got := strings.Count("\n"+records, "\n"+line); got != want {
			t.Errorf("%d zone lines begin with %s, want %d", got, line, want)
		}
	}
	intro, sections := Sections(s.Lesson.EN)
	if intro != "Intro\n```\n## no section\n```" || len(sections) != 13 || sections[2].Name != "hint a" || sections[2].Line != 19 || !strings.HasPrefix(sections[2].Text, "words\n:::exam") {
		t.Errorf("sections: %q %+v", intro, sections[2])
	}
}

func inputs(s *Scenario) []string {
	var list []string
	for _, e := range s.Script {
		list = append(list, e.After+"@"+e.At.String()+" "+e.Input)
	}
	return list
}

// TestMistakes changes one thing in the full scenario and reads the complaint.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{`"format": 1`, `"format": 2`, `scenario.json line 3: format: this version reads format 1 only`},
		{`"format": 1,`, ``, `scenario.json line 1: the field "format" is missing`},
		{`"minutes": 7`, `"minutes": "7"`, `scenario.json line 6: minutes: wanted a number, found a text`},
		{`"minutes": 7`, `"minutes": 7.5`, `scenario.json line 6: minutes: 7.5 is not a whole number from 1 to 600`},
		{`"minutes": 7`, `"minutes": 7, "minute": 7`, `scenario.json line 6: minute: is not a field of a scenario, which has format, id, version, title, minutes, covers, world, steps, $schema, script, view, order and quiz`},
		{`"minutes": 7,`, `"minutes": 7`, `scenario.json line 7: '"' stands where a comma or } was expected (column 3)`},
		{`"id": "full"`, `"id": "Full"`, `scenario.json line 4: id: "Full" is not an identifier (up to 64 lower-case letters, digits and hyphens)`},
		{`"zh": "全部"`, `"zh": ""`, `scenario.json line 7: title.zh: is empty`},
		{`, "zh": "全部"`, ``, `scenario.json line 7: title: the field "zh" is missing`},
		{`"S91"`, `"S92"`, `scenario.json line 8: covers: entry 1, "S92", is not a statement of the course (S1 to S91)`},
		{`"two-towns"`, `"two-cities"`, `scenario.json line 10: world.base: there is no built-in world "two-cities"`},
		{`2026-03-02T09:00:00+09:00`, `2026-03-02`, `scenario.json line 12: world.start: "2026-03-02" is not an instant (write 2026-03-02T08:00:00+08:00)`},
		{`"delay": "10ms"`, `"delay": "10"`, `scenario.json line 13: world.delay: "10" is not a span of time (write 40ms, 1h30m or 5d)`},
		{`"delay": "10ms"`, `"delay": "2m"`, `scenario.json line 13: world.delay: "2m" is not between 0s and 1m`},
		{`"ip": "203.0.113.20"`, `"ip": "300.1.1.1"`, `scenario.json line 19: world.hosts[2].ip: "300.1.1.1" is not an IPv4 address`},
		{`"ip": "203.0.113.20"`, `"ip": "192.0.2.53"`, `scenario.json line 19: world.hosts[2].ip: the address 192.0.2.53 is also that of ns.example`},
		{`"ip": "203.0.113.20", `, ``, `scenario.json line 19: world.hosts[2]: the field "ip" is missing`},
		{`"id": "bob-phone"`, `"id": "bob-pc"`, `scenario.json line 16: world.hosts[1].id: the host "bob-pc" stands there twice`},
		{`"id": "bob-phone"`, `"id": "bob--phone"`, `scenario.json line 16: world.hosts[1].id: "bob--phone" is not a host's name (up to 64 lower-case letters, digits, dots and single hyphens)`},
		{`"kind": "mta"`, `"kind": "server"`, `scenario.json line 19: world.hosts[2].kind: "server" is none of ua, mta and dns`},
		{`"kind": "mta"`, `"kind": "ua"`, `scenario.json line 9: world: the host mail.lin.example is of kind ua, but the service smtp needs kind mta`},
		{`"smtp": 2525`, `"smtp": 0`, `scenario.json line 19: world.hosts[2].services.smtp: 0 is not a whole number from 1 to 65535`},
		{`"smtp": 2525`, `"gopher": 70`, `scenario.json line 19: world.hosts[2].services.gopher: is not a service, of which there are smtp, submission, lmtp, pop3 and dns`},
		{`"smtp": 2525`, `"smtp": 25, "pop3": 25`, `scenario.json line 19: world.hosts[2].services.pop3: port 25 is also that of smtp`},
		{`"LIN.example"`, `"hai.example"`, `scenario.json line 19: world.hosts[2].domains[0]: the domain hai.example is also that of mail.hai.example`},
		{`"notes3"`, `"never"`, `scenario.json line 20: world.hosts[2].retry: "never" is none of rfc, textbook, postfix, notes3, mox, sendmail and exim`},
		{`"resolver": "ns.example"`, `"resolver": "bob-pc"`, `scenario.json line 17: world.hosts[1].resolver: the host bob-pc has no dns service`},
		{`"Bob@HAI.example"`, `"bob"`, `scenario.json line 18: world.hosts[1].ua.user: "bob" is not a mail address: `},
		{`"Bob@HAI.example"`, `"zhou@hai.example"`, `scenario.json line 18: world.hosts[1].ua.user: there is no account "zhou@hai.example"`},
		{`"out": "mail.hai.example"`, `"out": "mail.lin.example"`, `scenario.json line 18: world.hosts[1].ua.out: the host mail.lin.example has no submission service`},
		{`["bob-phone", "*"]`, `["bob-phone", "nowhere"]`, `scenario.json line 25: world.links[1].between: there is no host "nowhere"`},
		{`["bob-phone", "*"]`, `["*", "bob-phone"]`, `scenario.json line 25: world.links[1].between: there is no host "*"`},
		{`["bob-phone", "*"]`, `["bob-phone"]`, `scenario.json line 25: world.links[1].between: names 1 hosts instead of two`},
		{`["bob-phone", "*"]`, `["bob-pc", "bob-pc"]`, `scenario.json line 25: world.links[1].between[1]: "bob-pc" stands there twice`},
		{`["bob-phone", "*"]`, `["mail.hai.example", "bob-pc"]`, `scenario.json line 25: world.links[1].between: the link between mail.hai.example and bob-pc stands there twice`},
		{`"lin@lin.example"`, `"lin@wald.example"`, `scenario.json line 27: world.accounts[0].addr: no host has the domain wald.example`},
		{`"lin@lin.example"`, `"Bob@hai.example"`, `scenario.json line 27: world.accounts[1].addr: the account bob@hai.example stands there twice`},
		{`MX 20 mail.hai.example.`, `MX mail`, `scenario.json line 28: world.zone[1]: "hai.example. 300 MX mail" is not a zone line: `},
		{`MX 20 mail.hai.example.`, `MX 10 mail.lin.example.`, `scenario.json line 28: world.zone[1]: "hai.example. 300 MX 10 mail.lin.example." stands there twice`},
		{`mail/a.eml`, `mail/c.eml`, `scenario.json line 29: world.mail[0].file: there is no file "mail/c.eml" below mail/`},
		{`mail/a.eml`, `solution.txt`, `scenario.json line 29: world.mail[0].file: there is no file "solution.txt" below mail/`},
		{`"at": "-1d"`, `"at": "1d"`, `scenario.json line 29: world.mail[0].at: "1d" is not between -3650d and 0s`},
		{`"arg": "2s"`, `"arg": "fast"`, `scenario.json line 30: world.faults[0]: "arg" is not the added delay (write 500ms; a minute at most)`},
		{`"target": "ns.example"`, `"target": "ns"`, `scenario.json line 30: world.faults[1]: there is no host "ns"`},
		{`"target": "bob-pc--*"`, `"target": "bob-pc"`, `scenario.json line 33: script[0]: "bob-pc" does not name two hosts (write alice-pc--mail.shan.example)`},
		{`"after": "one"`, `"after": "three"`, `scenario.json line 34: script[1].after: there is no step "three"`},
		{`"draft": 1`, `"draft": 2`, `scenario.json line 35: script[2]: the host bob-pc has no draft 2`},
		{`"draft": 1`, `"subject": "x"`, `scenario.json line 35: script[2]: says neither which "draft" is sent nor "to" whom a letter goes`},
		{`"host": "bob-phone"}`, `"host": "ns.example"}`, `scenario.json line 37: script[4].host: the host ns.example has no mail program`},
		{`"do": "advance"`, `"do": "sleep"`, `scenario.json line 39: script[6].do: "sleep" is none of fault, heal, send, fetch, connect, advance, note, policy and input`},
		{`"port": 25`, `"port": 25, "key": "x"`, `scenario.json line 38: script[5].key: is not a field of a script entry that opens a connection, which has do, host, to, port, after and at`},
		{`["map", "console"]`, `["map", "map"]`, `scenario.json line 43: view.panels[1]: "map" stands there twice`},
		{`"focus": "bob-phone"`, `"focus": "phone"`, `scenario.json line 43: view.focus: there is no host "phone"`},
		{`"id": "two"`, `"id": "one"`, `scenario.json line 56: steps[1].id: the step "one" stands there twice`},
		{`"id": "two"`, `"id": "start"`, `scenario.json line 56: steps[1].id: "start" is the name of the beginning and cannot be that of a step`},
		{`"ev": "cmd"`, `"ev": "command"`, `scenario.json line 48: steps[0].check.all[0].saw.ev: "command" is not a kind of event, which are input, conn, `},
		{`"ev": "cmd", `, ``, `scenario.json line 48: steps[0].check.all[0].saw: the field "ev" is missing: it says what kind of event is meant`},
		{`"raw": {`, `"row": {`, `scenario.json line 48: steps[0].check.all[0].saw.row: is not a field of events of kind "cmd", which have conn, host, proto, verb, `},
		{`{"re": "^H"}`, `{"re": "(H"}`, `scenario.json line 48: steps[0].check.all[0].saw.raw.re: "(H" is not an expression: a ( has no )`},
		{`{"re": "^H"}`, `{}`, `scenario.json line 48: steps[0].check.all[0].saw.raw: tests nothing`},
		{`{"re": "^H"}`, `true`, `scenario.json line 48: steps[0].check.all[0].saw.raw: is neither true nor false`},
		{`{"re": "^H"}`, `null`, `scenario.json line 48: steps[0].check.all[0].saw.raw: wanted a text, a number, true, false or an object, found null`},
		{`{"re": "^H"}`, `"$A b"`, `scenario.json line 48: steps[0].check.all[0].saw.raw: "$A b" is not the name of a variable`},
		{`{"ge": 0, "le": 9}`, `{"has": "1"}`, `scenario.json line 48: steps[0].check.all[0].saw.size: is a number: compare it with a number, "ge", "le" or "in"`},
		{`{"ge": 0, "le": 9}`, `"many"`, `scenario.json line 48: steps[0].check.all[0].saw.size: "many" is a text, but the field is a number`},
		{`"on": true`, `"on": 1`, `scenario.json line 52: steps[0].fail.saw.on: is either true or false`},
		{`"count": 2,`, `"count": -1,`, `scenario.json line 48: steps[0].check.all[0].count: -1 is not a whole number from 0 to 1000000`},
		{`{"ge": 1, "le": 5}`, `{"ge": 6, "le": 5}`, `scenario.json line 50: steps[0].check.all[2].not.count: no count can be like that`},
		{`"since": "start"`, `"since": "begin"`, `scenario.json line 48: steps[0].check.all[0].since: there is no step "begin"`},
		{`{"answer": "c"}`, `{"answer": "cc"}`, `scenario.json line 49: steps[0].check.all[1].any[0].answer: there is no question "cc"`},
		{`"same": "msg"`, `"same": "mx"`, `scenario.json line 49: steps[0].check.all[1].any[1].same: events of kind "store" have no field "mx"`},
		{`{"in": ["agent"]}`, `{"in": ["robot"]}`, `scenario.json line 49: steps[0].check.all[1].any[1].seq[1].by: "robot" is none of agent, user and script`},
		{`{"ev": "mail", "rcpt": "$r"}`, `{"ev": "mail", "host": "mail.hai"}`, `scenario.json line 49: steps[0].check.all[1].any[1].seq[0].host: there is no host "mail.hai"`},
		{`{"ev": "mail", "rcpt": "$r"}`, `{"ev": "store", "flags": "$r"}`, `scenario.json line 49: steps[0].check.all[1].any[1].seq[0].flags: is a list and cannot be kept in a variable`},
		{`"state": "queue"`, `"state": "queues"`, `scenario.json line 50: steps[0].check.all[2].not.state: "queues" is none of queue, box, client, msg, session, zone and policy`},
		{`"of": "mail.shan.example"`, `"of": "mail.shan"`, `scenario.json line 50: steps[0].check.all[2].not.of: there is no host "mail.shan"`},
		{`"of": "mail.shan.example", `, ``, `scenario.json line 50: steps[0].check.all[2].not: the field "of" is missing`},
		{`"state": "queue", "of"`, `"state": "msg", "of"`, `scenario.json line 50: steps[0].check.all[2].not.of: "msg" takes no "of"`},
		{`"Bob@hai.example/Saved"`, `"zhou@hai.example"`, `scenario.json line 56: steps[1].check.of: there is no account "zhou@hai.example"`},
		{`"marked": false`, `"colour": 1`, `scenario.json line 56: steps[1].check.where.colour: is not a field of "box", which has uid, marked, env.from, `},
		{`"marked": false`, `"header.": 1`, `scenario.json line 56: steps[1].check.where.header.: is not a field of "box"`},
		{`"marked": false`, `"uid": "$u"`, `scenario.json line 56: steps[1].check.where.uid: a variable can be used only for events`},
		{`"count": 1, "since": "one"`, `"count": {"le": 1}`, `scenario.json line 56: steps[1].check: doing nothing would fulfil this: ask besides, within "all", for something that has to happen`},
		{`"count": 1, "since": "one"`, `"saw": {"ev": "cmd"}`, `scenario.json line 56: steps[1].check: has both "saw" and "state"; a condition has one of these words`},
		{`{"answer": "c"}`, `{"not": {"answer": "c"}}`, `scenario.json line 49: steps[0].check.all[1].any[0].not: "not" may stand only within "all", next to something that has to happen`},
		{`{"answer": "c"}`, `{"once": 1}`, `scenario.json line 49: steps[0].check.all[1].any[0]: is not a condition: it has none of the words saw, seq, state, answer, all, any and not`},
		{`{"answer": "c"}`, `{"all": []}`, `scenario.json line 49: steps[0].check.all[1].any[0].all: is empty`},
		{`{"tries": 3}`, `{"tries": 0}`, `scenario.json line 54: steps[0].hints[1].on.tries: 0 is not a whole number from 1 to 1000`},
		{`"key": "x", "truth"`, `"key": "w", "truth"`, `scenario.json line 59: quiz[0]: the key "w" is none of the choices, x and y`},
		{`"truth": "E1"`, `"truth": "E01"`, `scenario.json line 59: quiz[0].truth: "E01" is not the name of a truth box (E1, E2 …)`},
		{`["HELO", "MAIL"]}`, `["HELO FIRST", "MAIL"]}`, `scenario.json line 61: quiz[2].key: "HELO FIRST" is not a single word `},
		{`"b": "out"`, `"b": "up"`, `scenario.json line 62: quiz[3]: the item "b" belongs in "up", which is none of the bins, in and out`},
		{`"id": "t"`, `"id": "n"`, `scenario.json line 64: quiz[5].id: the question "n" stands there twice`},
		{`"kind": "number"`, `"kind": "guess"`, `scenario.json line 63: quiz[4].kind: "guess" is none of choice, order, sort, number and text`},
	} {
		files := fullFiles(t)
		text := string(files[1].Data)
		if !strings.Contains(text, c.old) {
			t.Errorf("testdata/full.json has no %s", c.old)
			continue
		}
		files[1].Data = []byte(strings.Replace(text, c.old, c.new, 1))
		if _, err := Read(files, base); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s → %s:\n got %v\nwant %s", c.old, c.new, err, c.want)
		}
	}
}

// TestMistakesInFiles changes the files beside scenario.json.
func TestMistakesInFiles(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		want           string
	}{
		{"lesson.zh.md", "## two", "## tow", `lesson.zh.md line 12: "tow" is no section that scenario.json asks for, which are one, two, hint a, `},
		{"lesson.en.md", "## two\nwords", "words", `lesson.en.md: the section "## two" is missing`},
		{"lesson.zh.md", "## note look", "## note look\nx\n## note look", `lesson.zh.md line 49: the section "note look" stands there twice`},
		{"lesson.zh.md", "## one\nwords\n:::exam\nx\n:::truth E7\ny\n:::\n", "## one\n\n", `lesson.zh.md line 5: the section "one" is empty`},
		{"lesson.zh.md", ":::exam", ":::examine", `lesson.zh.md line 7: ":::examine" opens no box (write :::exam, :::hint or :::truth E7, and ::: to close)`},
		{"lesson.zh.md", "words", "w\xffrds", `lesson.zh.md: the text is not UTF-8`},
		{"solution.txt", "QUIT", "QU\x01IT", `solution.txt line 4: the input has a control character in it (write it as \n, \r or \xHH)`},
		{"solution.txt", "QUIT", strings.Repeat("x", MaxInputBytes+1), `solution.txt line 4: the input is longer than 1572864 octets`},
		{"solution.txt", "QUIT", strings.Repeat("x\n", MaxInputs), `solution.txt: there are more than 20000 inputs`},
		{"mail/a.eml", "Subject", strings.Repeat("x", MaxMailBytes), `mail/a.eml: the letter is larger than 1048576 octets`},
		{"mail/a.eml", "Subject", strings.Repeat("\n", MaxMailBytes-20), `scenario.json line 29: world.mail[0].file: the letter is larger than 1048576 octets`},
	} {
		files := fullFiles(t)
		for i := range files {
			if files[i].Name == c.name {
				if !bytes.Contains(files[i].Data, []byte(c.old)) {
					t.Errorf("%s has no %q", c.name, c.old)
				}
				files[i].Data = bytes.Replace(files[i].Data, []byte(c.old), []byte(c.new), 1)
			}
		}
		if _, err := Read(files, base); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.want)
		}
	}
	// Sections in another order.
	files := fullFiles(t)
	zh := string(files[3].Data)
	files[3].Data = []byte(strings.Replace(strings.Replace(strings.Replace(zh, "## one", "## x", 1), "## two", "## one", 1), "## x", "## two", 1))
	if _, err := Read(files, base); err == nil || err.Error() != `lesson.zh.md line 5: here stands section "two", in the other language section "one": the order must be the same` {
		t.Errorf("sections in another order: %v", err)
	}
	// Files that are missing, unknown, there twice, too many.
	for name, want := range map[string]string{
		"scenario.json": "scenario.json: the file is missing",
		"solution.txt":  "solution.txt: the file is missing: a scenario with steps has it",
		"lesson.zh.md":  "lesson.zh.md: the file is missing: a scenario with steps has it",
	} {
		without := slices.DeleteFunc(fullFiles(t), func(f File) bool { return f.Name == name })
		if _, err := Read(without, base); err == nil || err.Error() != want {
			t.Errorf("without %s: %v", name, err)
		}
	}
	for name, want := range map[string]string{
		"notes.txt":         `"notes.txt" is not a file of a scenario`,
		"mail/../../x.eml":  `"mail/../../x.eml" is not a file of a scenario`,
		"wrong-three.txt":   "wrong-three.txt: the name says no step (write wrong-STEP.txt or wrong-STEP-WORD.txt)",
		"wrong-twofold.txt": "wrong-twofold.txt: the name says no step (write wrong-STEP.txt or wrong-STEP-WORD.txt)",
		"solution.txt":      "solution.txt: the file is there twice",
	} {
		if _, err := Read(append(fullFiles(t), File{Name: name}), base); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("with %s: %v", name, err)
		}
	}
	if _, err := Read(make([]File, MaxFiles+1), base); err == nil || err.Error() != "the scenario has more than 2048 files" {
		t.Errorf("too many files: %v", err)
	}
}

// TestMistakesInABase names the base's own file.
func TestMistakesInABase(t *testing.T) {
	world, _ := base("two-towns")
	for old, c := range map[string][2]string{
		`"192.0.2.10"`:       {`"192.0.2.1000"`, `two-towns/world.json line 9: hosts[1].ip: "192.0.2.1000" is not an IPv4 address`},
		`"pass": "bob-pw", `: {``, `two-towns/world.json line 35: accounts[1]: the field "pass" is missing`},
		`"seed": 1,`:         {`"base": "x",`, `two-towns/world.json line 1: a built-in world has neither a base nor mail of its own`},
	} {
		_, err := Read(fullFiles(t), func(string) ([]byte, bool) { return bytes.Replace(world, []byte(old), []byte(c[0]), 1), true })
		if err == nil || err.Error() != c[1] {
			t.Errorf("%s:\n got %v\nwant %s", old, err, c[1])
		}
	}
	if _, err := Read(fullFiles(t), nil); err == nil || err.Error() != `scenario.json line 10: world.base: there is no built-in world "two-towns"` {
		t.Errorf("no bases at all: %v", err)
	}
}

// TestSandbox is a world without a lesson: scenario.json alone is enough.
func TestSandbox(t *testing.T) {
	const text = `{"format":1,"id":"play","version":1,"minutes":1,"covers":[],"title":{"en":"a","zh":"b"},"world":WORLD,"steps":[]}`
	for world, want := range map[string]string{
		`{"base":"two-towns"}`:                                              "",
		`{"hosts":[],"accounts":[]}`:                                        `scenario.json line 1: world: the field "hosts" is missing`,
		`{"hosts":[{"id":"a","ip":"192.0.2.1","kind":"ua"}]}`:               `scenario.json line 1: world: the field "accounts" is missing`,
		`{"hosts":[{"id":"a","ip":"192.0.2.1","kind":"ua"}],"accounts":[]}`: "",
	} {
		s, err := Read([]File{{"scenario.json", []byte(strings.Replace(text, "WORLD", world, 1))}}, base)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %s", world, got)
		}
		if err == nil && (s.Order != "any" || s.World.Delay != 40*vtime.Millisecond || s.World.Zone != 8*3600) {
			t.Errorf("defaults: %+v", s.World)
		}
	}
}

// TestBounds: what a stranger's scenario may not have.
func TestBounds(t *testing.T) {
	deep := strings.Repeat(`{"all":[`, MaxConditionDeep) + `{"answer":"c"}` + strings.Repeat(`]}`, MaxConditionDeep)
	many := `{"all":[` + strings.Repeat(`{"answer":"c"},`, MaxSequence) + `{"answer":"c"}]}`
	wide := `{"all":[` + strings.Repeat(`{"all":[`+strings.Repeat(`{"any":[`+strings.Repeat(`{"answer":"c"},`, 31)+`{"answer":"c"}]},`, 31)+`{"answer":"c"}]},`, 2) + `{"answer":"c"}]}`
	for check, want := range map[string]string{
		deep: "conditions are nested deeper than 16",
		many: "has 33 entries; at most 32 are allowed",
		wide: "there are more than 1024 conditions and patterns",
		`{"saw":{"ev":"cmd","verb":"` + strings.Repeat("x", MaxTextBytes+1) + `"}}`: "is longer than 16384 octets",
	} {
		files := fullFiles(t)
		files[1].Data = []byte(strings.Replace(string(files[1].Data), `{"saw": {"ev": "fault", "kind": "down", "on": true}}`, check, 1))
		if _, err := Read(files, base); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%.40s…: %v, want %s", check, err, want)
		}
	}
	files := fullFiles(t)
	files[1].Data = append(files[1].Data, make([]byte, MaxScenarioBytes)...)
	if _, err := Read(files, base); err == nil || err.Error() != "scenario.json: the file is larger than 1048576 octets" {
		t.Errorf("a huge scenario.json: %v", err)
	}
}

// TestMutations changes a few octets of the full scenario, again and again: there is a scenario or one sentence with a
// place, and never a panic.
func TestMutations(t *testing.T) {
	files := fullFiles(t)
	original := files[1].Data
	rng := rand.New(rand.NewPCG(1, 1))
	good := 0
	for range 3000 {
		data := slices.Clone(original)
		for range 1 + rng.IntN(3) {
			at := rng.IntN(len(data))
			end := min(len(data), at+rng.IntN(30))
			switch rng.IntN(3) {
			case 0:
				data[at] = byte(rng.IntN(128))
			case 1:
				data = slices.Delete(data, at, end)
			case 2:
				data = slices.Insert(data, rng.IntN(len(data)), slices.Clone(data[at:end])...)
			}
		}
		files[1].Data = data
		_, err := Read(files, base)
		if err == nil {
			good++
		} else if e, ok := err.(*Error); !ok || e.Text == "" || e.File == "" && e.Line > 0 || strings.ContainsAny(err.Error(), "\n\r") {
			t.Fatalf("%#v", err)
		}
	}
	if good == 0 {
		t.Error("no mutation was harmless: the test tests little")
	}
}

// FuzzRead changes scenario.json: whatever it becomes, there is a scenario or one sentence, and never a panic.
func FuzzRead(f *testing.F) {
	files := fullFiles(f)
	f.Add(files[1].Data)
	world, _ := base("two-towns")
	f.Add([]byte(`{"format":1,"id":"play","version":1,"minutes":1,"covers":[],"title":{"en":"a","zh":"b"},"world":` + string(world) + `,"steps":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		files := slices.Clone(files)
		files[1].Data = data
		s, err := Read(files, func(string) ([]byte, bool) { return world, true })
		if (s == nil) == (err == nil) {
			t.Fatalf("%v and %v", s, err)
		}
		if err != nil {
			if e, ok := err.(*Error); !ok || e.Text == "" || strings.ContainsAny(err.Error(), "\n\r") {
				t.Fatalf("%#v", err)
			}
		}
	})
}

// settings is a policy with these keys and values.
func settings(pairs ...string) (p policy.Policy) {
	for i := 0; i < len(pairs); i += 2 {
		if err := p.Set(pairs[i], pairs[i+1]); err != nil {
			panic(err)
		}
	}
	return p
}
