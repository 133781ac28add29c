package policy

import (
	"slices"
	"strings"
	"testing"

	"ehloworld/engine/vtime"
)

// TestTable holds the constants against the table, and every setting against its kind.
func TestTable(t *testing.T) {
	for id, key := range map[ID]string{
		Service: "service", Relay: "relay", MaxSize: "maxSize", Idle: "idle", LineEnds: "lineEnds", LineEndsOut: "lineEndsOut",
		Banner: "banner", Separator: "separator", Retry: "retry", Reuse: "reuse", firstExtension: "ehlo.SIZE", ChunkingOut: "chunkingOut",
		MaxConns: "maxConns", RcptRate: "rcptRate", Greylist: "greylist", HeloCheck: "heloCheck", GreetDelay: "greetDelay", StrictPipelining: "strictPipelining", MaxHold: "maxHold",
		Accent: "accent", Magic: "magic", CatchAll: "catchAll", SRS: "srs", LMTP: "lmtp", VRFY: "vrfy", EXPN: "expn", BackupFor: "backupFor",
	} {
		if got := Settings()[id].Key; got != key {
			t.Errorf("ID %d is %s, want %s", id, got, key)
		}
	}
	seen := map[string]bool{}
	groups := []string{"access", "limits", "checks", "wording", "delivery", "queue", "extensions", "verbs"}
	for _, s := range Settings() {
		switch {
		case seen[s.Key] || seen[s.Old]:
			t.Errorf("%s is there twice", s.Key)
		case !slices.Contains(groups, s.Group):
			t.Errorf("%s is of no group", s.Key)
		case s.Kind == Choice && !slices.Contains(s.Choices, s.Default):
			t.Errorf("%s: the default is no choice", s.Key)
		}
		seen[s.Key] = true
		if s.Old != "" {
			seen[s.Old] = true
		}
		var p Policy
		if got, ok := p.Get(s.Key); !ok || got != s.Default {
			t.Errorf("%s: a fresh policy has %q, the default is %q", s.Key, got, s.Default)
		}
		if s.Default == "" {
			continue
		}
		if err := p.Set(s.Key, s.Default); err != nil || len(p.set) != 0 {
			t.Errorf("%s: setting the default says %v and leaves %v", s.Key, err, p.set)
		}
	}
}

// TestSetAndGet: what Get writes Set reads.
func TestSetAndGet(t *testing.T) {
	for _, row := range []struct{ key, text, want string }{
		{"relay", "open", "open"},
		{"maxSize", "2000", "2000"},
		{"idle", "90s", "1m30s"},
		{"greylist", "0", "0s"},
		{"magic", "on", "on"},
		{"ehlo.DSN", "on", "on"},
		{"ehlo.DSN", "off", "off"},
		{"ehlo.SIZE", "5000", "5000"},
		{"verb.VRFY", "off", "off"},
		{"verb.VRFY", "on", "on"},
		{"separator", "+", "+"},
		{"catchAll", "bob@hai.example", "bob@hai.example"},
		{"relayFrom", " 192.0.2.0/24;2001:db8::/32 ; ", "192.0.2.0/24; 2001:db8::/32"},
		{"lists", `team: alice, bob \; post=anybody; all: bob | footer="a\\nb"`, `team: alice, bob \; post=anybody; all: bob | footer="a\\nb"`},
		{"smartHost", "[relay.hai.example]:2525", "[relay.hai.example]:2525"},
		{"srs", "on", "on"},
	} {
		var p Policy
		if err := p.Set(row.key, row.text); err != nil {
			t.Error(err)
			continue
		}
		got, _ := p.Get(row.key)
		if got != row.want {
			t.Errorf("%s set to %q is %q", row.key, row.text, got)
		}
		var again Policy
		if err := again.Set(row.key, got); err != nil {
			t.Errorf("%s: what Get wrote is refused: %v", row.key, err)
		}
		if back, _ := again.Get(row.key); back != got {
			t.Errorf("%s set to %q again is %q", row.key, got, back)
		}
		if err := p.Set(row.key, ""); err != nil || len(p.set) != 0 {
			t.Errorf("%s: back to the default leaves %v, %v", row.key, p.set, err)
		}
	}
}

func TestSetRefuses(t *testing.T) {
	for _, row := range []struct{ key, text, want string }{
		{"colour", "red", "colour: is not a setting"},
		{"max_size", "3", "max_size: is not a setting; maxSize is one"},
		{"relay", "closed", `relay: "closed" is none of local-only or open`},
		{"maxSize", "0", "maxSize: 0 is not a whole number from 1 to 67108864"},
		{"maxSize", "1.5", "maxSize: 1.5 is not a whole number from 1 to 67108864"},
		{"maxSize", "+5", "maxSize: +5 is not a whole number from 1 to 67108864"},
		{"idle", "0", `idle: "0" is not a span of time from 1s to 1h (write 90s, 5m or 1h30m)`},
		{"idle", "5", `idle: "5" is not a span of time from 1s to 1h (write 90s, 5m or 1h30m)`},
		{"magic", "yes", `magic: "yes" is neither on nor off`},
		{"ehlo.AUTH", "PLAIN\tLOGIN", "ehlo.AUTH: has a control character in it"},
		{"ehlo.AUTH", "PLAIN CRAM-MD5", `ehlo.AUTH: "CRAM-MD5" is none of PLAIN or LOGIN, or there twice`},
		{"ehlo.SIZE", "abc", "ehlo.SIZE: abc is not how many octets"},
		{"ehlo.SIZE", "0", "ehlo.SIZE: 0 is not how many octets"},
		{"ehlo.SIZE", " ", `ehlo.SIZE: " " is neither on nor off`},
		{"ehlo.LIMITS", "RCPTMAX=0", `ehlo.LIMITS: "RCPTMAX=0" is no limit`},
		{"ehlo.LIMITS", "RCPTMAX", `ehlo.LIMITS: "RCPTMAX" is no limit`},
		{"ehlo.DELIVERBY", "xyz", `ehlo.DELIVERBY: "xyz" is not a number of seconds`},
		{"ehlo.FUTURERELEASE", "60 a b", `ehlo.FUTURERELEASE: "60 a b" is not a number of seconds`},
		{"ehlo.MT-PRIORITY", "FOO", `ehlo.MT-PRIORITY: "FOO" is none of MIXER, STANAG4406 or NSEP`},
		{"ehlo.NO-SOLICITING", "a b", `ehlo.NO-SOLICITING: "a b" is no list`},
		{"ehlo.DSN", "x", `ehlo.DSN: "x" is neither on nor off`},
		{"separator", "@", `separator: "@" is no sign that may stand in an address (write + or -)`},
		{"catchAll", "bob@", `catchAll: the rule "bob@" cannot be read`},
		{"aliases", "sales bob", `aliases: the rule "sales bob" cannot be read`},
		{"aliases", "@a.example: @b.example; @b.example: @a.example", `aliases: the rule "@a.example: @b.example" cannot be read: the domain leads back`},
		{"relayFrom", "192.0.2.1/24", `relayFrom: "192.0.2.1/24" is not an IP network (write 192.0.2.0/24, with no bit set behind the prefix)`},
		{"relayFrom", "192.0.2.1; 192.0.2.1", `relayFrom: "192.0.2.1" stands there twice`},
		{"backupFor", "hai..example", `backupFor: the rule "hai..example" cannot be read`},
		{"smartHost", "relay.example:70000", `smartHost: the rule "relay.example:70000" cannot be read`},
		{"banner", strings.Repeat("x", 301), "banner: longer than 300 octets"},
	} {
		var p Policy
		err := p.Set(row.key, row.text)
		if err == nil || !strings.HasPrefix(err.Error(), row.want) {
			t.Errorf("%s set to %q says %v, want %s", row.key, row.text, err, row.want)
		}
		if len(p.set) != 0 {
			t.Errorf("%s: what is refused stays: %v", row.key, p.set)
		}
	}
	var grey Policy
	if err := grey.Set("greylist", "5m"); err != nil {
		t.Fatal(err)
	}
	if err := grey.Set("greylistWindow", "5m"); err == nil || grey.IsSet(GreylistWindow) {
		t.Errorf("a greylist that nobody passes is taken: %v", err)
	}
	var p Policy
	if err := p.SetList("aliases", make([]string, maxItems+1)); err == nil {
		t.Error("a list has no bound")
	}
	if err := p.SetList("relay", []string{"open"}); err == nil {
		t.Error("a choice took a list")
	}
}

// TestCopy: a policy and its copy go their own ways.
func TestCopy(t *testing.T) {
	var p Policy
	items := []string{"a: b@x.example"}
	if err := p.SetList("aliases", items); err != nil {
		t.Fatal(err)
	}
	_ = p.Set("maxSize", "10")
	q := p
	items[0] = "changed"
	_ = q.Set("maxSize", "20")
	_ = q.Set("aliases", "x: y@z.example")
	_ = q.Set("relay", "open")
	if p.Int(MaxSize) != 10 || p.Text(Relay) != "local-only" || p.List(Aliases)[0] != "a: b@x.example" {
		t.Errorf("the original has changed: %+v", p)
	}
	if q.Int(MaxSize) != 20 || q.Text(Relay) != "open" || q.List(Aliases)[0] != "x: y@z.example" {
		t.Errorf("the copy has not: %+v", q)
	}
}

func TestValues(t *testing.T) {
	var p Policy
	for _, set := range [][2]string{{"ehlo.SIZE", "off"}, {"ehlo.AUTH", "PLAIN"}, {"ehlo.DSN", "on"}, {"verb.EHLO", "off"}, {"verb.HELP", "off"}, {"greylist", "5m"}, {"srs", "on"}} {
		if err := p.Set(set[0], set[1]); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	p.Extensions(func(name, params string, on bool) {
		if on {
			name = "+" + name
		}
		got = append(got, name+" "+params)
	})
	if want := []string{"SIZE ", "+DSN ", "+AUTH PLAIN"}; !slices.Equal(got, want) {
		t.Errorf("extensions %q, want %q", got, want)
	}
	if got := p.Disabled(); !slices.Equal(got, []string{"EHLO", "HELP"}) {
		t.Errorf("disabled are %v", got)
	}
	if p.Span(Greylist) != 5*vtime.Minute || p.Text(SRS) != "on" || p.On(Magic) || p.Int(MaxErrors) != 100 || p.Span(Idle) != 5*vtime.Minute || p.IsSet(Idle) {
		t.Error("values are read wrongly")
	}
}

// FuzzSet: no text makes a policy that Get cannot write and Set cannot read again.
func FuzzSet(f *testing.F) {
	f.Add("aliases", `a: b \; c;;d`)
	f.Add("ehlo.SIZE", "10")
	f.Add("idle", "1m")
	f.Fuzz(func(t *testing.T, key, text string) {
		var p, q Policy
		if p.Set(key, text) != nil {
			return
		}
		got, ok := p.Get(key)
		if err := q.Set(key, got); err != nil || !ok {
			t.Fatalf("%s set to %q is %q: %v", key, text, got, err)
		}
		if back, _ := q.Get(key); back != got {
			t.Fatalf("%s set to %q is %q, and then %q", key, text, got, back)
		}
	})
}
