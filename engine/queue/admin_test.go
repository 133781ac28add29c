package queue

import (
	"fmt"
	"strings"
	"testing"

	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/vtime"
)

func ids(list []*Item) string {
	var out []string
	for _, it := range list {
		out = append(out, it.ID)
	}
	return strings.Join(out, " ")
}

func TestSelect(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	f.add("alice@shan.example", "bob@hai.example", "zhou@sub.lin.example")
	f.add("", "alice@shan.example")
	f.add("Bob@hai.example", "alice@shan.example", "carol@lin.example")
	for word, want := range map[string]string{
		"S0002": "S0002", "ALL": "S0001 S0002 S0003", "from:alice@*": "S0001", "from:*": "S0001 S0002 S0003", "from:<>": "S0002", "from:bob@HAI.example": "S0003",
		"to:*@shan.example": "S0002 S0003", "to:*o*@*hai*": "S0001", "site:lin.example": "S0003", "site:@lin.example": "S0001 S0003", "site:SHAN.example": "S0002 S0003",
		"S9": `there is no letter "S9"`, "all": `there is no letter "all"`, "to:nobody": `no letter in the queue is meant by "to:nobody"`, "to:*@*@*": "no letter",
		"from:": "S0002", "site:example": "no letter", "": "there is no letter",
	} {
		list, err := f.Select(word)
		if err != nil && !strings.HasPrefix(err.Error(), want) || err == nil && ids(list) != want {
			t.Errorf("%q: %s %v, want %s", word, ids(list), err, want)
		}
	}
}

// TestStartQueue is ETRN: held letters and other nodes' stay.
func TestStartQueue(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	for _, rcpt := range []string{"a@hai.example", "b@hai.example", "c@sub.hai.example", "d@lin.example"} {
		f.add("alice@shan.example", rcpt)
	}
	f.run(vtime.Minute, refused)
	f.Hold("S0002")
	for _, c := range []struct {
		node string
		want int
	}{{"hai.example", 1}, {"@HAI.example", 2}, {"#S0004", 1}, {"#S0002", 0}, {"#no", 0}, {"example", 0}} {
		if got := f.StartQueue(f.now, c.node); got != c.want {
			t.Errorf("%s: %d letters, want %d", c.node, got, c.want)
		}
	}
	if due, _ := f.Due(f.now); ids(due) != "S0001 S0003 S0004" {
		t.Error(ids(due))
	}
}

// TestRequeue counts everything anew, under a new id, for those who still wait.
func TestRequeue(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	it := f.add("alice@shan.example", "bob@hai.example", "carol@hai.example")
	due, _ := f.Due(f.now)
	if _, err := f.Requeue(due[0], asItIs); err == nil || !strings.Contains(err.Error(), "S0001 is being tried now") {
		t.Errorf("requeue of an active letter: %v", err)
	}
	f.Report(f.now, it.ID, []smtpclient.RcptOutcome{ok(it, "bob@hai.example"), refused(it, "carol@hai.example")})
	f.run(5*vtime.Hour, refused)
	f.events = nil
	do, err := f.Requeue(it, asItIs)
	if err != nil {
		t.Fatal(err)
	}
	do(f.now)
	f.expect("5h requeued S0001 carol@hai.example", "5h removed S0001", "5h queued S0002 carol@hai.example")
	again := f.Item("S0002")
	if f.Len() != 1 || it.State != Removed || again.Tries != 0 || again.Arrived != f.now || again.Delayed || again.Msg != it.Msg {
		t.Errorf("%+v", again)
	}
	// A held one is not held any more, and the new lifetime is whole.
	f.Hold("S0002")
	do, _ = f.Requeue(again, asItIs)
	do(f.now)
	if n := f.run((5+121)*vtime.Hour, refused); told(n) != "delayed carol@hai.example 4.4.1; failed carol@hai.example 4.4.1" || n[1].At != start.Add(125*vtime.Hour) {
		t.Errorf("%q", told(n))
	}
}

func manyAddresses() string {
	var list []string
	for i := range MaxRecipients {
		list = append(list, fmt.Sprintf("n%d@hai.example", i))
	}
	return strings.Join(list, ", ")
}

func TestEdit(t *testing.T) {
	const letter = "Received: from x\r\nSubject: Hi\r\nTo: bob@hai.example\r\n\r\nHello.\r\n"
	const parts = "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x--\r\n"
	for _, c := range []struct{ letter, change, want string }{
		{letter, "from carol@shan.example", "<carol@shan.example> bob@hai.example zhou@lin.example"},
		{letter, "from <>", "<> bob@hai.example zhou@lin.example"},
		{letter, "from carol", `"carol" is no address`},
		{letter, "from", `"" is no address`},
		{letter, "add <carol@hai.example>", "<alice@shan.example> bob@hai.example zhou@lin.example carol@hai.example"},
		{letter, "add 用户@hai.example", "<alice@shan.example> bob@hai.example zhou@lin.example 用户@hai.example SMTPUTF8"},
		{letter, "to <carol@hai.example>, zhou@lin.example,zhou@lin.example", "<alice@shan.example> zhou@lin.example carol@hai.example"},
		{letter, "to", `"" is no address`},
		{letter, "to a@b, c", `"c" is no address`},
		{letter, "to " + strings.Repeat("a@b,", 10) + manyAddresses(), "a letter has at most 1000 recipients"},
		{letter, `data Subject: New\n\nOne\\two\n`, `Subject: New||One\two|`},
		{letter, "data Subject: 午饭\\n\\nx", "Subject: 午饭||x| 8BITMIME"},
		{letter, "add bob@hai.example", "<bob@hai.example> is a recipient already"},
		{letter, "add a@b c", `"a@b c" is no address`},
		{letter, "drop BOB@hai.example", "<alice@shan.example> zhou@lin.example"},
		{letter, "drop nobody@hai.example", `S0001 does not wait for a recipient "nobody@hai.example"`},
		{letter, "header Subject: Bye", "Received: from x|Subject: Bye|To: bob@hai.example||Hello.|"},
		{letter, "header subject: 午饭", "Received: from x|subject: =?utf-8?B?5Y2I6aWt?=|To: bob@hai.example||Hello.|"},
		{letter, "header X-New: a: b", "Received: from x|Subject: Hi|To: bob@hai.example|X-New: a: b||Hello.|"},
		{letter, "header To:", "Received: from x|Subject: Hi||Hello.|"},
		{letter, "header Cc:", "the letter has no field Cc"},
		{letter, "header Subject", "a field is written NAME: VALUE"},
		{letter, "header Sub ject: x", "a field is written NAME: VALUE"},
		{letter, "header X: a\rRCPT TO:<x>", "the value of a field is one line of text"},
		{letter, "header Received: from y", "servers write Received"},
		{letter, "header Content-Type: text/html", "edit the body"},
		{letter, `body One\n.\ntwo\\n`, `Received: from x|Subject: Hi|To: bob@hai.example||One|.|two\n|`},
		{letter, "body 你好", "Received: from x|Subject: Hi|To: bob@hai.example|MIME-Version: 1.0|Content-Type: text/plain; charset=utf-8|Content-Transfer-Encoding: 8bit||你好| 8BITMIME"},
		{"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\nX: y\r\n\r\nSGk=\r\n", "body Hi", "X: y||Hi|"},
		{parts, "body x", "only a letter of one text part gets a new one"},
		{letter, "subject x", `a letter has no "subject" to edit`},
		{letter, "body " + strings.Repeat("x", MaxEdited), "the letter would have more than"},
	} {
		f := newFixture(t, "rfc", Options{})
		it, _ := f.Add(f.now, Letter{Data: []byte(c.letter), Envelope: smtp.Envelope{From: "alice@shan.example", Rcpts: smtp.Rcpts("bob@hai.example", "zhou@lin.example")}})
		do, err := f.Edit(it, c.change)
		if err != nil {
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%.60s: %v, want %s", c.change, err, c.want)
			}
			continue
		}
		do()
		got := strings.ReplaceAll(string(it.Data), "\r\n", "|")
		if string(it.Data) == c.letter {
			got = "<" + it.From + "> " + strings.Join(it.PendingRcpts(), " ")
			if it.SMTPUTF8 {
				got += " SMTPUTF8"
			}
		}
		if it.Body == smtp.Body8BitMIME {
			got += " 8BITMIME"
		}
		if got != c.want || !strings.Contains(f.events[len(f.events)-1], "edited S0001") {
			t.Errorf("%.60s: %s, want %s (%v)", c.change, got, c.want, f.events)
		}
	}
	// A letter that is being tried stays as it is, and one without recipients cannot be.
	f := newFixture(t, "rfc", Options{})
	it := f.add("alice@shan.example", "bob@hai.example")
	if _, err := f.Edit(it, "drop bob@hai.example"); err == nil || !strings.Contains(err.Error(), "delete the letter instead") {
		t.Error(err)
	}
	f.Due(f.now)
	if _, err := f.Edit(it, "from <>"); err == nil || err.Error() != "S0001 is being tried now; hold it, and it can be edited when the try is over" {
		t.Error(err)
	}
	// A sender that was none is warned after the edit; the heap knows.
	g := newFixture(t, "rfc", Options{})
	it = g.add("", "bob@hai.example")
	g.run(vtime.Minute, refused)
	do, _ := g.Edit(it, "from alice@shan.example")
	do()
	if n := g.run(5*vtime.Hour, refused); told(n) != "delayed bob@hai.example 4.4.1" || fmt.Sprint(n[0].At.Sub(start)) != "4h" {
		t.Errorf("%q", told(n))
	}
}

// asItIs leaves a letter's way alone.
func asItIs(*Letter) {}
