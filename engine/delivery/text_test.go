package delivery

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"ehloworld/engine/address"
)

func TestParseRules(t *testing.T) {
	tests := []struct {
		texts Texts
		want  Rules
	}{
		{Texts{}, Rules{}},
		{Texts{Aliases: []string{"", " "}, CatchAll: " ", SRS: "off", SmartHost: "off", LMTP: "off", Subdomains: []string{"off"}}, Rules{}},
		{Texts{Aliases: []string{"sales = bob, carol", "root: alice@shan.example", "x -> y", `"odd name": "a,b"@x.example, b`, "Sales@HAI.example: BOB@Hai.Example, bob@hai.example"}},
			Rules{Aliases: []Alias{{"sales", []string{"bob", "carol"}}, {"root", []string{"alice@shan.example"}}, {"x", []string{"y"}},
				{`"odd name"`, []string{`"a,b"@x.example`, "b"}}, {"sales@hai.example", []string{"BOB@hai.example"}}}}},
		{Texts{Aliases: []string{"@old.example: @Hai.example", "@older.example = @old.example"}},
			Rules{Aliases: []Alias{{"@old.example", []string{"@hai.example"}}, {"@older.example", []string{"@old.example"}}}}},
		{Texts{Forwards: []string{"bob -> bob@lin.example keep srs", "Carol: a, b@x.example, plain", "dave=x@y.example;keep"}},
			Rules{Forwards: []Forward{{"bob", []string{"bob@lin.example"}, true, true}, {"carol", []string{"a", "b@x.example"}, false, false}, {"dave", []string{"x@y.example"}, true, false}}}},
		{Texts{Lists: []string{"team: alice, bob@x.example; footer; munge; post=anybody; prefix=[team]", `crew: | footer="Bye; all\n|\"\\" | owner=bob, carol | title="The crew" | reply=list|private|post=owner;`, "all:a;reply=author;footer=x"}},
			Rules{Lists: []List{
				{Name: "team", Members: []string{"alice", "bob@x.example"}, OurFoot: true, Munge: true, Post: PostAnybody, Prefix: "[team]"},
				{Name: "crew", Footer: "Bye; all\n|\"\\", Owners: []string{"bob", "carol"}, Title: "The crew", ToList: true, Private: true, Post: PostOwner},
				{Name: "all", Members: []string{"a"}, Footer: "x"},
			}}},
		{Texts{Vacation: []string{"bob: Back on Monday.", `carol: "Away; write to bob:\n\"bob\""; days=3; subject="Not here"; also=c.li@old.example, cc`}},
			Rules{Vacations: []Vacation{{Account: "bob", Text: "Back on Monday."}, {"carol", "Away; write to bob:\n\"bob\"", "Not here", 3, []string{"c.li@old.example", "cc"}}}}},
		{Texts{CatchAll: "bob"}, Rules{CatchAll: []CatchAll{{"", []string{"bob"}}}}},
		{Texts{CatchAll: "bob, carol@x.example; old.example: dave; @older.example=e;"},
			Rules{CatchAll: []CatchAll{{"", []string{"bob", "carol@x.example"}}, {"old.example", []string{"dave"}}, {"older.example", []string{"e"}}}}},
		{Texts{Subdomains: []string{"on"}}, Rules{Subs: []string{""}}},
		{Texts{Subdomains: []string{"A.example, b.example", "c.example"}}, Rules{Subs: []string{"a.example", "b.example", "c.example"}}},
		{Texts{BackupFor: []string{"Lin.example", "q.example: Bob, carol@q.example"}}, Rules{BackupFor: []Backup{{Domain: "lin.example"}, {"q.example", []string{"bob@q.example", "carol@q.example"}}}}},
		{Texts{SmartHost: "Lin.example"}, Rules{SmartHost: Hop{Host: "lin.example", MX: true}}},
		{Texts{SmartHost: "[relay.lin.example]:587"}, Rules{SmartHost: Hop{Host: "relay.lin.example", Port: 587}}},
		{Texts{SmartHost: "lin.example:2525"}, Rules{SmartHost: Hop{Host: "lin.example", MX: true, Port: 2525}}},
		{Texts{SmartHost: "203.0.113.9:2525"}, Rules{SmartHost: Hop{Host: "[203.0.113.9]", Port: 2525}}},
		{Texts{SmartHost: "[203.0.113.9]"}, Rules{SmartHost: Hop{Host: "[203.0.113.9]"}}},
		{Texts{LMTP: "store.hai.example:24"}, Rules{LMTP: Hop{Proto: ProtoLMTP, Host: "store.hai.example", Port: 24}}},
		{Texts{LMTP: "[127.0.0.1]:2003  any"}, Rules{LMTP: Hop{Proto: ProtoLMTP, Host: "[127.0.0.1]", Port: 2003}, LMTPAny: true}},
		{Texts{SRS: "on"}, Rules{SRS: SRSRule{On: true}}},
		{Texts{SRS: "on Srs.hai.example"}, Rules{SRS: SRSRule{On: true, Domain: "srs.hai.example"}}},
	}
	for _, tt := range tests {
		got, err := ParseRules(tt.texts)
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%+v\n%+v, %v\nwant %+v", tt.texts, got, err, tt.want)
		}
		if tt.texts.empty() != got.Empty() {
			t.Errorf("%+v: the texts are empty %t, the rules %t", tt.texts, tt.texts.empty(), got.Empty())
		}
	}
}

func TestParseRulesErrors(t *testing.T) {
	many := func(n int, one string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, one, i)
		}
		return b.String()
	}
	rows := []string{}
	for i := range MaxAliases + 1 {
		rows = append(rows, fmt.Sprint("a", i, ": bob"))
	}
	tests := []struct {
		texts Texts
		want  string // The problem, or its beginning before "…".
	}{
		{Texts{Aliases: []string{"sales"}}, "it is written NAME: ADDRESS, ADDRESS …"},
		{Texts{Aliases: []string{": bob"}}, "the name that it begins with is missing"},
		{Texts{Aliases: []string{"sales:"}}, "an address is missing"},
		{Texts{Aliases: []string{"sales: bob,"}}, "an address is missing"},
		{Texts{Aliases: []string{"sales: bob carol"}}, `"bob carol" is no address; a comma stands between two, and quotes around a blank`},
		{Texts{Aliases: []string{"sales: bob@"}}, `"bob@" is no address: the domain after the @ is missing`},
		{Texts{Aliases: []string{"a b: bob"}}, `"a b" is no address; …`},
		{Texts{Aliases: []string{`sales: "|/usr/bin/vacation bob"`}}, ""},
		{Texts{Aliases: []string{"sales: |vacation"}}, `"|vacation" is a program, a file or a command; letters go to addresses only`},
		{Texts{Aliases: []string{"sales: /var/mail/bob"}}, `"/var/mail/bob" is a program, a file or a command; letters go to addresses only`},
		{Texts{Aliases: []string{"sales: :include:/etc/list"}}, `":include:/etc/list" is a program, a file or a command; letters go to addresses only`},
		{Texts{Aliases: []string{`sales: "bob`}}, `a quotation mark " has no partner`},
		{Texts{Aliases: []string{"sales: bob@[1.2.3.4"}}, "a bracket [ has no partner"},
		{Texts{Aliases: []string{"sales: bob", "Sales: carol"}}, `"Sales" has such a rule already`},
		{Texts{Aliases: []string{"@old.example: bob"}}, "a whole domain stands for another whole domain: @old.example: @DOMAIN (for one address there is the catch-all)"},
		{Texts{Aliases: []string{"@old..example: @x.example"}}, `"@old..example" is no domain: …`},
		{Texts{Aliases: []string{"@old.example: @Old.example"}}, "a domain cannot stand for itself"},
		{Texts{Aliases: []string{"@a.example: @b.example", "@b.example: @a.example"}}, "the domain leads back to itself, or through more than 10 others"},
		{Texts{Aliases: []string{"sales: " + many(MaxTargets+1, "a%d,") + "x"}}, "it has more than 100 addresses"},
		{Texts{Aliases: rows}, "there are more than 1000 of its kind"},
		{Texts{Forwards: []string{"bob keep"}}, "it is written NAME: ADDRESS, ADDRESS …, keep, srs"},
		{Texts{Forwards: []string{"bob -> keep"}}, "it does not say where to"},
		{Texts{Forwards: []string{"bob -> x@y@z"}}, `"x@y@z" is no address: …`},
		{Texts{Forwards: []string{"bob -> x", "bob -> y"}}, `"bob" has such a rule already`},
		{Texts{Lists: []string{"team"}}, "it is written NAME: MEMBER, MEMBER …; OPTION; OPTION …"},
		{Texts{Lists: []string{"team: bob; post"}}, "post is members, anybody or owner"},
		{Texts{Lists: []string{"team: bob; post=everybody"}}, "post is members, anybody or owner"},
		{Texts{Lists: []string{"team: bob; fotter"}}, `"fotter" is no option of a list, which are …`},
		{Texts{Lists: []string{"team: bob; munge=yes"}}, `"munge=yes" is no option of a list, which are …`},
		{Texts{Lists: []string{"team: bob; reply=me"}}, `"reply=me" is no option of a list, which are …`},
		{Texts{Lists: []string{"team: bob; owner=a b"}}, `"a b" is no address; …`},
		{Texts{Lists: []string{`team: bob; owner="a["`}}, `"a[" is no address: …`},
		{Texts{Lists: []string{"team: a,b,,"}}, "an address is missing"},
		{Texts{Lists: []string{"team: " + many(MaxMembers+1, "a%d,") + "x"}}, "it has more than 1000 addresses"},
		{Texts{Lists: []string{"team: bob", "team: carol"}}, `"team" has such a rule already`},
		{Texts{Vacation: []string{"bob"}}, `it is written NAME: "TEXT"; days=7; subject=TEXT; also=ADDRESS`},
		{Texts{Vacation: []string{"bob:"}}, "it does not say what to answer"},
		{Texts{Vacation: []string{"bob: Away; days=0"}}, "days is a number from 1 to 365"},
		{Texts{Vacation: []string{"bob: Away; days=x"}}, "days is a number from 1 to 365"},
		{Texts{Vacation: []string{"bob: Away; back soon"}}, `"back soon" is no option of a vacation, which are …`},
		{Texts{Vacation: []string{"bob: Away", "bob: Away"}}, `"bob" has such a rule already`},
		{Texts{CatchAll: "a b"}, `"a b" is no address; …`},
		{Texts{CatchAll: "bob; carol"}, "there are two for the same domain"},
		{Texts{CatchAll: "-: bob"}, `"-" is no domain: …`},
		{Texts{Subdomains: []string{"yes please"}}, ""},
		{Texts{Subdomains: []string{"a..b"}}, `"a..b" is neither on nor a domain: …`},
		{Texts{Subdomains: []string{`"`}}, `"\"" is neither on nor a domain: …`},
		{Texts{BackupFor: []string{"bob@lin.example"}}, `"bob@lin.example" is no domain: …`},
		{Texts{BackupFor: []string{"lin.example: bob@q.example"}}, `"bob@q.example" is not at lin.example`},
		{Texts{BackupFor: []string{"lin.example", "LIN.example"}}, `"lin.example" has such a rule already`},
		{Texts{SmartHost: "lin.example:"}, "the port after the colon is missing"},
		{Texts{SmartHost: "lin.example:70000"}, `"70000" is no port, which are 1 to 65535`},
		{Texts{SmartHost: "[lin.example]587"}, "after the bracket comes :PORT or nothing"},
		{Texts{SmartHost: "[lin.example"}, "a bracket [ has no partner"},
		{Texts{SmartHost: "lin_example"}, `"lin_example" is neither a host nor an IPv4 address: …`},
		{Texts{SmartHost: "[IPv6:2001:db8::1]"}, `"[IPv6:2001:db8::1]" is neither a host nor an IPv4 address: …`},
		{Texts{LMTP: "store:x"}, `"x" is no port, which are 1 to 65535`},
		{Texts{SRS: "yes"}, "it is off, on, or on and the domain of the rewritten addresses"},
		{Texts{SRS: "off x.example"}, "it is off, on, or on and the domain of the rewritten addresses"},
		{Texts{SRS: "on x..example"}, `"x..example" is no domain: …`},
	}
	for _, tt := range tests {
		_, err := ParseRules(tt.texts)
		if tt.want == "" {
			if err != nil {
				t.Errorf("%+v: %v", tt.texts, err)
			}
			continue
		}
		e, ok := err.(*RuleError)
		begin, more := strings.CutSuffix(tt.want, "…")
		if tt.want == "it is written NAME: ADDRESS, ADDRESS …" {
			begin, more = tt.want, false
		}
		if !ok || more && !strings.HasPrefix(e.Problem, begin) || !more && e.Problem != begin {
			t.Errorf("%.80s: %v, want %s", fmt.Sprint(tt.texts), err, tt.want)
		}
		if ok && strings.Contains(e.Error(), "\n") {
			t.Errorf("%q has more than one line", e.Error())
		}
	}
}

// FuzzParseRules: whatever is typed, there is one sentence or rules that can be used.
func FuzzParseRules(f *testing.F) {
	f.Add(0, "sales: bob, carol; root: \"a b\"@x.example")
	f.Add(0, "@old.example: @hai.example")
	f.Add(1, "bob -> bob@lin.example keep srs")
	f.Add(1, "000:\"\"")
	f.Add(2, "team: alice; footer=\"a\\nb\"; prefix=[t]; post=owner; owner=bob | munge")
	f.Add(3, "bob: \"Away\"; days=3; also=x@y.example")
	f.Add(4, "a.example, on")
	f.Add(5, "lin.example: bob")
	f.Add(6, "bob; x.example: carol")
	f.Add(7, "[relay.lin.example]:587")
	f.Add(8, "store.hai.example:24 any")
	f.Add(9, "on srs.hai.example")
	f.Fuzz(func(t *testing.T, kind int, text string) {
		var texts Texts
		one := []string{text}
		switch kind {
		case 0:
			texts.Aliases = one
		case 1:
			texts.Forwards = one
		case 2:
			texts.Lists = one
		case 3:
			texts.Vacation = one
		case 4:
			texts.Subdomains = one
		case 5:
			texts.BackupFor = one
		case 6:
			texts.CatchAll = text
		case 7:
			texts.SmartHost = text
		case 8:
			texts.LMTP = text
		default:
			texts.SRS = text
		}
		r, err := ParseRules(texts)
		if err != nil {
			if _, ok := err.(*RuleError); !ok || strings.ContainsAny(err.Error(), "\r\n") {
				t.Errorf("%q", err)
			}
			return
		}
		var all []string
		for _, a := range r.Aliases {
			if a.Name[0] != '@' {
				all = append(append(all, a.Name), a.To...)
			}
		}
		for _, x := range r.Forwards {
			all = append(append(all, x.Account), x.To...)
		}
		for _, l := range r.Lists {
			all = append(append(append(all, l.Name), l.Members...), l.Owners...)
		}
		for _, who := range all {
			if bare(who) {
				who += "@x.example"
			}
			if _, err := address.Parse(who); err != nil {
				t.Errorf("%q passed and is no address: %v", who, err)
			}
		}
		s := rules(t, texts)
		e := s.Expand(envelope("sales@hai.example", "bob@hai.example", "team@hai.example", "team-owner@hai.example", "x@lin.example"), []byte(plain), arrival())
		if len(e.Rcpts)+len(e.Settled)+len(e.Letters) == 0 {
			t.Error("nobody got anything")
		}
		s.Expn("team")
	})
}
