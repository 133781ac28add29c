package delivery

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"ehloworld/engine/address"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

var update = flag.Bool("update", false, "rewrite testdata")

// residents live at hai.example.
type residents []string

func (list residents) Mailbox(a address.Address) (string, bool) {
	for _, who := range list {
		if strings.EqualFold(a.String(), who+"@hai.example") {
			return who + "@hai.example", true
		}
	}
	return "", false
}

// now is 2026-03-02T08:00:00+08:00.
const now = vtime.Time(1_772_409_600_000_000_000)

const day = 24 * vtime.Hour

// rules makes a server of hai.example from rules as "aliases sales: bob; a: b | srs on": kinds divided by bars, and rules
// of one kind by newlines.
func rules(t testing.TB, texts Texts) *Router {
	t.Helper()
	r, err := ParseRules(texts)
	if err != nil {
		t.Fatal(err)
	}
	return &Router{
		Host: "mail.hai.example", Domains: []string{"hai.example", "mail.hai.example", "[203.0.113.10]"},
		Accounts: residents{"bob", "carol", "dave"}, Postmaster: "carol@hai.example", Separator: "+", Secret: "secret", Rules: r,
	}
}

const plain = "From: Alice <alice@shan.example>\r\nTo: bob@hai.example\r\nSubject: Lunch\r\nMessage-ID: <1@shan.example>\r\n\r\nToday?\r\n"

func envelope(rcpts ...string) smtp.Envelope {
	return smtp.Envelope{From: "alice@shan.example", Rcpts: smtp.Rcpts(rcpts...)}
}

func arrival() Arrival {
	return Arrival{Now: now, Zone: 28800, QueueID: "H0001", Answered: new(Answered)}
}

func notify(n smtp.Notify) string {
	s := ""
	for i, c := range "NSFD" {
		if n&(1<<i) != 0 {
			s += string(c)
		}
	}
	return s
}

func told(rcpts []smtp.Rcpt) string {
	var out []string
	for _, r := range rcpts {
		s := r.Addr
		if r.Notify != 0 {
			s += "/" + notify(r.Notify)
		}
		if r.ORcpt != "" {
			s += "(" + r.ORcpt + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

// outcome writes an expansion on a few lines.
func outcome(e Expansion) string {
	var b strings.Builder
	if len(e.Rcpts) > 0 {
		fmt.Fprintf(&b, "to %s\n", told(e.Rcpts))
	}
	for _, s := range e.Settled {
		kind := "failed"
		if s.Outcome.Delivered {
			kind = "settled"
		}
		fmt.Fprintf(&b, "%s %s: %s\n", kind, told([]smtp.Rcpt{s.Rcpt}), s.Outcome.Reply.Error())
	}
	if len(e.Expanded) > 0 {
		fmt.Fprintf(&b, "expanded %s\n", told(e.Expanded))
	}
	for _, l := range e.Letters {
		fmt.Fprintf(&b, "%s for %s: <%s> to %s\n", l.Rule, l.For, l.From, told(l.Rcpts))
	}
	return b.String()
}

func looked(notes []*trace.Rule) string {
	var b strings.Builder
	for _, n := range notes {
		mark := "-"
		if n.Match {
			mark = "+"
		}
		fmt.Fprintf(&b, "%s %s %s: %s", mark, n.Addr, n.What, n.Arg)
		if n.Result != "" {
			fmt.Fprintf(&b, " = %s", n.Result)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestExpand(t *testing.T) {
	tests := []struct {
		what  string
		rules Texts
		rcpts string
		want  string
	}{
		{"no rules", Texts{}, "bob@hai.example zhou@gone.example nobody@hai.example", "to bob@hai.example zhou@gone.example nobody@hai.example\n"},
		{"a detail stays", Texts{}, "bob+news@hai.example", "to bob+news@hai.example\n"},

		{"an alias", Texts{Aliases: []string{"sales: bob"}}, "sales@hai.example", "to bob@hai.example(rfc822;sales@hai.example)\n"},
		{"in any case", Texts{Aliases: []string{"Sales = Bob"}}, "SALES@hai.example", "to Bob@hai.example(rfc822;SALES@hai.example)\n"},
		{"with a detail", Texts{Aliases: []string{"sales: bob"}}, "sales+x@hai.example", "to bob@hai.example(rfc822;sales+x@hai.example)\n"},
		{"several", Texts{Aliases: []string{"sales: bob, carol, zhou@gone.example"}}, "sales@hai.example",
			"to bob@hai.example(rfc822;sales@hai.example) carol@hai.example(rfc822;sales@hai.example) zhou@gone.example(rfc822;sales@hai.example)\n"},
		{"nested", Texts{Aliases: []string{"a: b", "b: c", "c: bob"}}, "a@hai.example", "to bob@hai.example(rfc822;a@hai.example)\n"},
		{"twice the same", Texts{Aliases: []string{"a: bob, carol", "b: carol, bob"}}, "a@hai.example b@hai.example bob@hai.example",
			"to bob@hai.example(rfc822;a@hai.example) carol@hai.example(rfc822;a@hai.example)\n"},
		{"of nobody", Texts{Aliases: []string{"sales: nobody"}}, "sales@hai.example", "to nobody@hai.example(rfc822;sales@hai.example)\n"},
		{"for one domain only", Texts{Aliases: []string{"sales@mail.hai.example: bob", "sales: carol"}}, "sales@hai.example sales@mail.hai.example",
			"to carol@hai.example(rfc822;sales@hai.example) bob@hai.example(rfc822;sales@mail.hai.example)\n"},
		{"before an account", Texts{Aliases: []string{"bob: carol"}}, "bob@hai.example", "to carol@hai.example(rfc822;bob@hai.example)\n"},
		{"that names itself", Texts{Aliases: []string{"bob: bob, carol"}}, "bob@hai.example", "to bob@hai.example carol@hai.example(rfc822;bob@hai.example)\n"},
		{"that names itself by a detail", Texts{Aliases: []string{"bob: bob, carol"}}, "bob+x@hai.example", "to bob+x@hai.example carol@hai.example(rfc822;bob+x@hai.example)\n"},
		{"that is only itself", Texts{Aliases: []string{"sales: sales"}}, "sales@hai.example", "failed sales@hai.example: 554 5.4.6 <sales@hai.example>: the rules of this server lead in a circle\n"},
		{"a circle", Texts{Aliases: []string{"a: b", "b: a"}}, "a@hai.example bob@hai.example",
			"to bob@hai.example\nfailed a@hai.example: 554 5.4.6 <a@hai.example>: the rules of this server lead in a circle\n"},
		{"a circle with a way out", Texts{Aliases: []string{"a: b, bob", "b: c", "c: a"}}, "b@hai.example", "to bob@hai.example(rfc822;b@hai.example)\n"},
		{"too deep", Texts{Aliases: []string{"a: b", "b: c", "c: d", "d: e", "e: f", "f: g", "g: h", "h: i", "i: j", "j: k", "k: l", "l: bob"}}, "a@hai.example c@hai.example",
			"to bob@hai.example(rfc822;c@hai.example)\nfailed l@hai.example(rfc822;a@hai.example): 554 5.2.4 <l@hai.example>: the rules of this server lead through more than 10 names\n"},
		{"a whole domain", Texts{Aliases: []string{"@old.example: @hai.example"}}, "bob@old.example nobody@old.example postmaster@old.example",
			"to bob@hai.example(rfc822;bob@old.example) nobody@hai.example(rfc822;nobody@old.example) postmaster@hai.example(rfc822;postmaster@old.example)\n"},
		{"a domain of an alias of a domain", Texts{Aliases: []string{"@old.example: @older.example", "@older.example: @hai.example"}}, "bob@old.example", "to bob@hai.example(rfc822;bob@old.example)\n"},
		{"a domain that is elsewhere", Texts{Aliases: []string{"@old.example: @lin.example"}}, "bob@old.example", "to bob@lin.example(rfc822;bob@old.example)\n"},

		{"catch-all", Texts{CatchAll: "dave"}, "nobody@hai.example bob@hai.example postmaster@hai.example",
			"to dave@hai.example(rfc822;nobody@hai.example) bob@hai.example postmaster@hai.example\n"},
		{"by domain", Texts{CatchAll: "mail.hai.example: dave; hai.example: bob, zhou@gone.example"}, "x@hai.example x@mail.hai.example",
			"to bob@hai.example(rfc822;x@hai.example) zhou@gone.example(rfc822;x@hai.example) dave@hai.example(rfc822;x@mail.hai.example)\n"},
		{"catch-all of another domain", Texts{CatchAll: "mail.hai.example: dave"}, "x@hai.example", "to x@hai.example\n"},
		{"catch-all that is nobody", Texts{CatchAll: "nobody"}, "x@hai.example", "failed x@hai.example: 554 5.4.6 <x@hai.example>: the rules of this server lead in a circle\n"},

		{"sub-domain", Texts{Subdomains: []string{"on"}}, "bob@a.b.hai.example postmaster@a.hai.example x@hai.example.org", "to bob@a.b.hai.example postmaster@a.hai.example x@hai.example.org\n"},
		{"aliases in sub-domains", Texts{Subdomains: []string{"hai.example"}, Aliases: []string{"sales: bob"}}, "sales@a.hai.example", "to bob@hai.example(rfc822;sales@a.hai.example)\n"},

		{"forward", Texts{Forwards: []string{"bob -> bob@lin.example"}}, "bob@hai.example",
			"settled bob@hai.example/N: 250 2.1.5 forwarded to bob@lin.example\nforward for bob@hai.example: <alice@shan.example> to bob@lin.example(rfc822;bob@hai.example)\n"},
		{"keep", Texts{Forwards: []string{"bob -> bob@lin.example keep"}}, "bob@hai.example",
			"to bob@hai.example\nforward for bob@hai.example: <alice@shan.example> to bob@lin.example(rfc822;bob@hai.example)\n"},
		{"keep by naming oneself", Texts{Forwards: []string{"bob: bob, bob@lin.example"}}, "bob@hai.example",
			"to bob@hai.example\nforward for bob@hai.example: <alice@shan.example> to bob@lin.example(rfc822;bob@hai.example)\n"},
		{"only oneself", Texts{Forwards: []string{"bob: bob"}}, "bob@hai.example", "to bob@hai.example\n"},
		{"of a detail, by an alias", Texts{Forwards: []string{"bob -> bob@lin.example"}, Aliases: []string{"sales: bob+sales"}}, "sales@hai.example",
			"settled bob+sales@hai.example/N(rfc822;sales@hai.example): 250 2.1.5 forwarded to bob@lin.example\nforward for sales@hai.example: <alice@shan.example> to bob@lin.example(rfc822;sales@hai.example)\n"},
		{"srs", Texts{Forwards: []string{"bob -> bob@lin.example srs"}}, "bob@hai.example",
			"settled bob@hai.example/N: 250 2.1.5 forwarded to bob@lin.example\nforward for bob@hai.example: <SRS0=HASH=BC=shan.example=alice@hai.example> to bob@lin.example(rfc822;bob@hai.example)\n"},
		{"srs for all, in a domain of its own", Texts{Forwards: []string{"bob -> bob@lin.example"}, SRS: "on srs.hai.example"}, "bob@hai.example",
			"settled bob@hai.example/N: 250 2.1.5 forwarded to bob@lin.example\nforward for bob@hai.example: <SRS0=HASH=BC=shan.example=alice@srs.hai.example> to bob@lin.example(rfc822;bob@hai.example)\n"},
		{"forwards one after the other", Texts{Forwards: []string{"bob -> carol", "carol -> dave"}}, "bob@hai.example",
			"settled bob@hai.example/N: 250 2.1.5 forwarded to carol@hai.example\nforward for bob@hai.example: <alice@shan.example> to dave@hai.example(rfc822;bob@hai.example)\n"},
		{"forwards in a circle", Texts{Forwards: []string{"bob -> carol", "carol -> bob"}}, "bob@hai.example",
			"failed carol@hai.example(rfc822;bob@hai.example): 554 5.4.6 <carol@hai.example>: mail forwarding loop: it is sent on to bob@hai.example and from there back here\n"},
		{"a circle with a copy", Texts{Forwards: []string{"bob -> carol keep", "carol -> bob keep"}}, "bob@hai.example",
			"to bob@hai.example\nforward for bob@hai.example: <alice@shan.example> to carol@hai.example(rfc822;bob@hai.example)\n"},

		{"list", Texts{Lists: []string{"team: bob, zhou@gone.example; post=anybody"}}, "team@hai.example",
			"settled team@hai.example: 250 2.1.5 delivered to the list team@hai.example, 2 members\nlist for team@hai.example: <team-bounces@hai.example> to bob@hai.example zhou@gone.example\n"},
		{"list and member", Texts{Lists: []string{"team: bob, carol; post=anybody"}}, "bob@hai.example team@hai.example",
			"to bob@hai.example\nsettled team@hai.example: 250 2.1.5 delivered to the list team@hai.example, 2 members\nlist for team@hai.example: <team-bounces@hai.example> to bob@hai.example carol@hai.example\n"},
		{"a list's other names", Texts{Lists: []string{"team: bob; owner=dave, erin@lin.example", "crew: bob"}}, "team-owner@hai.example team-bounces@hai.example Team-Request@hai.example crew-owner@hai.example",
			"to dave@hai.example(rfc822;team-owner@hai.example) erin@lin.example(rfc822;team-owner@hai.example) postmaster@hai.example(rfc822;crew-owner@hai.example)\n"},
		{"only members", Texts{Lists: []string{"team: bob, carol"}}, "team@hai.example",
			"failed team@hai.example: 550 5.7.2 <team@hai.example>: only its members may write to this list; write to team-request@hai.example to become one\n"},
		{"a member", Texts{Lists: []string{"team: Alice@shan.example"}}, "team@hai.example",
			"settled team@hai.example: 250 2.1.5 delivered to the list team@hai.example, 1 member\nlist for team@hai.example: <team-bounces@hai.example> to Alice@shan.example\n"},
		{"only the owner", Texts{Lists: []string{"team: alice@shan.example; post=owner; owner=carol"}}, "team@hai.example",
			"failed team@hai.example: 550 5.7.2 <team@hai.example>: only its owner may write to this list\n"},
		{"nobody on it", Texts{Lists: []string{"team: ; post=anybody"}}, "team@hai.example", "settled team@hai.example: 250 2.1.5 delivered to the list team@hai.example, 0 members\n"},
		{"a list on a list", Texts{Lists: []string{"all: team, dave; post=anybody", "team: bob, carol"}}, "all@hai.example",
			"settled all@hai.example: 250 2.1.5 delivered to the list all@hai.example, 2 members\n" +
				"list for all@hai.example: <team-bounces@hai.example> to bob@hai.example carol@hai.example\nlist for all@hai.example: <all-bounces@hai.example> to dave@hai.example\n"},
		{"lists in a circle", Texts{Lists: []string{"a: b, bob; post=anybody", "b: a, carol; post=anybody"}}, "a@hai.example",
			"settled a@hai.example: 250 2.1.5 delivered to the list a@hai.example, 2 members\n" +
				"list for a@hai.example: <b-bounces@hai.example> to carol@hai.example\nlist for a@hai.example: <a-bounces@hai.example> to bob@hai.example\n"},
		{"a member who forwards with srs", Texts{Lists: []string{"team: bob; post=anybody"}, Forwards: []string{"bob: b@lin.example, srs"}}, "team@hai.example",
			"settled team@hai.example: 250 2.1.5 delivered to the list team@hai.example, 1 member\nforward for team@hai.example: <team-bounces@hai.example> to b@lin.example(rfc822;bob@hai.example)\n"},

		{"backup", Texts{BackupFor: []string{"lin.example", "q.example: bob, carol@q.example"}}, "x@lin.example Bob@q.example postmaster@q.example dave@q.example",
			"to x@lin.example Bob@q.example postmaster@q.example\nfailed dave@q.example: 550 5.1.1 <dave@q.example>: no such user at q.example, for which this server is only a backup\n"},
		{"vacation", Texts{Vacation: []string{"bob: Away."}}, "bob@hai.example", "to bob@hai.example\nvacation for bob@hai.example: <> to alice@shan.example/N\n"},
		{"vacation of an alias's target", Texts{Aliases: []string{"sales: bob"}, Vacation: []string{"bob: Away."}}, "sales@hai.example",
			"to bob@hai.example(rfc822;sales@hai.example)\nvacation for sales@hai.example: <> to alice@shan.example/N\n"},
		{"vacation and forward", Texts{Forwards: []string{"bob -> carol"}, Vacation: []string{"bob: Away."}}, "bob@hai.example",
			"settled bob@hai.example/N: 250 2.1.5 forwarded to carol@hai.example\nvacation for bob@hai.example: <> to alice@shan.example/N\nforward for bob@hai.example: <alice@shan.example> to carol@hai.example(rfc822;bob@hai.example)\n"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			r := rules(t, tt.rules)
			e := r.Expand(envelope(strings.Fields(tt.rcpts)...), []byte(plain), arrival())
			if got := hideHash(outcome(e)); got != tt.want {
				t.Errorf("got\n%swant\n%s\n%s", got, tt.want, looked(e.Rules))
			}
		})
	}
}

// hideHash replaces the tags of rewritten senders.
func hideHash(s string) string {
	for _, kind := range []string{"SRS0=", "SRS1="} {
		for from := 0; ; {
			i := strings.Index(s[from:], kind)
			if i < 0 {
				break
			}
			from += i + len(kind)
			if end := strings.IndexByte(s[from:], '='); end >= 0 {
				s = s[:from] + "HASH" + s[from+end:]
			}
		}
	}
	return s
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s has changed; go test ./engine/delivery -update, and look at the difference. Now:\n%s", path, got)
	}
}
