package message

import (
	"strings"
	"testing"
)

// entryText writes what the tests look at: [group] name | address, and the places as the text that stands there.
func entryText(e *AddressEntry) string {
	s := e.Name + "|" + e.Address
	if e.Group != "" {
		s = "[" + e.Group + "]" + s
	}
	return s
}

func flawNames(flaws []Flaw) string {
	var names []string
	for _, f := range flaws {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

// TestAddressFlaws reads each of the ways in which address fields go wrong. Every name of flaw.go has a row.
func TestAddressFlaws(t *testing.T) {
	for _, c := range []struct{ in, want, flaws string }{
		// Nothing is wrong with these.
		{`Bob Li <bob@hai.example>`, "Bob Li|bob@hai.example", ""},
		{`"Li, Bob" <bob@hai.example>, carol@hai.example (Carol)`, "Li, Bob|bob@hai.example;Carol|carol@hai.example", ""},
		{`Friends: a@b.example, C <c@d.example>;`, "[Friends]|a@b.example;[Friends]C|c@d.example", ""},
		{"undisclosed-recipients:;", "[undisclosed-recipients]|", ""},
		{"A: ;, B:;, c@d.example", "[A]|;[B]|;|c@d.example", ""},
		{"=?utf-8?B?5byg5LiJ?= <zhang@shan.example>", "张三|zhang@shan.example", ""},
		{"张三 <用户@例子.example>", "张三|用户@例子.example", ""}, // RFC 6532
		{`"odd name"@hai.example, ""@hai.example`, `|"odd name"@hai.example;|""@hai.example`, ""},
		{"a@[192.0.2.1], a@[IPv6:2001:db8::1], a@[x-tag:data]", "|a@[192.0.2.1];|a@[ipv6:2001:db8::1];|a@[x-tag:data]", ""},
		{"(a) Bob (b) Li (c) < (d) bob@hai.example (e) > (f)", "Bob Li|bob@hai.example", ""},
		{"#!$%&'*+-/=?^_`{|}~@a.example", "|#!$%&'*+-/=?^_`{|}~@a.example", ""},

		// Obsolete syntax.
		{"John Q. Public <jqp@hai.example>", "John Q. Public|jqp@hai.example", "name-dot"},
		{"<@one.example,@two.example:bob@hai.example>", "|bob@hai.example", "address-route"},
		{"<,@one.example,,@two.example:bob@hai.example>", "|bob@hai.example", "address-route"},
		{"bob . li (x) @ (y) hai . example", "y|bob.li@hai.example", "address-blanks"},
		{`"bob" . li@hai.example`, "|bob.li@hai.example", "address-blanks address-quoted-pieces"},
		{`"bob".li@hai.example`, "|bob.li@hai.example", "address-quoted-pieces"},
		{",, a@b.example ,,", "|a@b.example", "address-empty-entry address-empty-entry address-empty-entry"},
		{"G: ,a@b.example,, ,c@d.example;", "[G]|a@b.example;[G]|c@d.example", "address-empty-entry address-empty-entry address-empty-entry"},

		// No address.
		{"Bob", "Bob|", "address-no-at"},
		{"Bob <bob>", "Bob|", "address-no-at"},
		{"bob.li", "bob.li|", "address-no-at"},
		{"<>", "|", "address-empty"},
		{"a@b@c.example", "a@b@c.example|", "address-several-at"},
		{"Bob <a@@b.example>", "Bob|", "address-several-at"},
		{"@b.example", "@b.example|", "address-local-part"},
		{"a@", "a@|", "address-domain"},
		{"a@.b, a@b..c", "a@.b|;a@b..c|", "address-domain address-domain"},
		{"<a[b]@c.example>", "|", "address-local-part"},
		{"<a@b(>", "|", "address-domain"},

		// Addresses that nobody has, but that can be written.
		{"a..b@c.example, .a@c.example, a.@c.example", `|"a..b"@c.example;|".a"@c.example;|"a."@c.example`, "address-dots address-dots address-dots"},
		{"a@b_c.example, a@-b.example, a@b-.example", "|a@b_c.example;|a@-b.example;|a@b-.example", "address-hostname address-hostname address-hostname"},
		{"a@[300.1.1.1], a@[IPv6:::1::2], a@[::1]", "|a@[300.1.1.1];|a@[ipv6:::1::2];|a@[::1]", "address-literal address-literal address-literal"},
		{strings.Repeat("a", 65) + "@b.example", "|" + strings.Repeat("a", 65) + "@b.example", "address-too-long"},
		{"a@" + strings.Repeat("b.", 128) + "example", "|a@" + strings.Repeat("b.", 128) + "example", "address-too-long"},
		{"=?utf-8?Q?bob?=@hai.example", "|=?utf-8?Q?bob?=@hai.example", "address-encoded-word"},

		// Repaired.
		{"Bob bob@hai.example", "Bob|bob@hai.example", "address-no-brackets"},
		{"bob@hai.example Bob Li", "Bob Li|bob@hai.example", "address-no-brackets"},
		{"Bob <bob@hai.example", "Bob|bob@hai.example", "address-unclosed"},
		{"Bob <bob@hai.example, Al <al@b.example>", "Bob|bob@hai.example;Al|al@b.example", "address-unclosed"},
		{"<<bob@hai.example>>", "|bob@hai.example", "address-brackets address-brackets"},
		{"bob@hai.example>", "|bob@hai.example", "address-no-brackets address-brackets"},
		{"<bob@hai.example> Bob", "Bob|bob@hai.example", "address-name-after"},
		{"Bob <Li bob@hai.example>", "Bob|bob@hai.example", "address-blanks"},
		{"<Bob Li bob@hai.example>", "Bob Li|bob@hai.example", "address-blanks"},
		{`"bob@hai.example", <"al@b.example">, "x" <"c@d.example">`, "|bob@hai.example;|al@b.example;x|c@d.example", "address-quoted-whole address-quoted-whole address-quoted-whole"},
		{"mailto:bob@hai.example, <MAILTO:al@b.example>", "|bob@hai.example;|al@b.example", "address-mailto address-mailto"},
		{"a@b.example; c@d.example;", "|a@b.example;|c@d.example", "address-semicolon address-semicolon"}, // as one program has it
		{`Bob <b@c.example> "Al" <d@e.example> F <f@g.example>`, "Bob|b@c.example;Al|d@e.example;F|f@g.example", "address-comma-missing address-comma-missing"},
		{"a@b.example c@d.example Al e@f.example", "|a@b.example;|c@d.example;Al|e@f.example", "address-comma-missing address-comma-missing address-no-brackets"},
		{"Doe, John <j@x.example>", "Doe|;John|j@x.example", "address-no-at"},
		{"A: B: c@d.example;, e@f.example;, g@h.example", "[B]|c@d.example;[A]|e@f.example;|g@h.example", "group-nested"},
		{"A: B:;;", "[B]|", "group-nested"},
		{"A: b@c.example", "[A]|b@c.example", "group-unclosed"},
		{"A:", "[A]|", "group-unclosed"},
		{": a@b.example;", "|a@b.example", "group-no-name address-semicolon"},

		// Names.
		{"bob@hai.example <bob@hai.example>", "bob@hai.example|bob@hai.example", "name-specials"},
		{"[list] Bob <bob@hai.example>", "[list] Bob|bob@hai.example", "name-specials"},
		{`Bob "the, builder" Li <b@c.example>`, "Bob the, builder Li|b@c.example", ""},
		{`"=?utf-8?B?5byg5LiJ?=" <zhang@shan.example>`, "张三|zhang@shan.example", "word-in-quotes"},
		{"=?utf-8?Q?Li,_Bob?= <b@c.example>", "Li, Bob|b@c.example", ""}, // a comma that should be =2C
		{"=?utf-8?Q?A?= =?utf-8?Q?B?=<b@c.example>", "AB|b@c.example", ""},
		{`"Bob <b@c.example>, Al <d@e.example>`, "Bob|b@c.example;Al|d@e.example", "quote-unclosed"},
		{`Bob (work <b@c.example>, Al <d@e.example>`, "Bob work|b@c.example;Al|d@e.example", "comment-unclosed"},
		{`Bob) Li] <b@c.example>`, "Bob Li|b@c.example", "address-brackets address-brackets"},
		{`Bob [x <b@c.example>`, "Bob x|b@c.example", "name-specials"},
		{`b@c.example (=?utf-8?B?5byg5LiJ?=)`, "张三|b@c.example", ""},
		{`b@c.example (a \) b (c))`, "a ) b (c)|b@c.example", ""},
	} {
		list := ParseAddresses(c.in)
		var got []string
		for i := range list.Entries {
			got = append(got, entryText(&list.Entries[i]))
		}
		if s := strings.Join(got, ";"); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.in, s, c.want)
		}
		if s := flawNames(list.Flaws); s != c.flaws {
			t.Errorf("%s\n got %s\nwant %s", c.in, s, c.flaws)
		}
	}
	many := ParseAddresses(strings.Repeat("a@b.example,", MaxMailboxes+1))
	if len(many.Entries) != MaxMailboxes || flawNames(many.Flaws) != "too-many-addresses" {
		t.Errorf("%d entries, %s", len(many.Entries), flawNames(many.Flaws))
	}
}

// TestAddressPlaces shows that the places are those of the text, folds and all.
func TestAddressPlaces(t *testing.T) {
	data := crlf("X: y\nTo: (x) \"Li,\n Bob\" <bob\n @hai.example> (z), Friends:\n carol@hai.example (Carol),,d@@e ;\n\n")
	h := ParseHeader(data)
	list := h.Find("To").Addresses()
	for i, want := range []struct{ all, name, address string }{
		{"(x) \"Li,\r\n Bob\" <bob\r\n @hai.example> (z)", "\"Li,\r\n Bob\"", "bob\r\n @hai.example"},
		{"carol@hai.example (Carol)", "", "carol@hai.example"},
		{"d@@e", "d@@e", ""},
	} {
		e := list.Entries[i]
		if all, name, address := string(data[e.Start:e.End]), string(data[e.NameStart:e.NameEnd]), string(data[e.AddressStart:e.AddressEnd]); all != want.all || name != want.name || address != want.address {
			t.Errorf("entry %d: %q %q %q, want %q", i, all, name, address, want)
		}
	}
	if e := list.Entries[0]; e.Name != "Li, Bob" || e.Address != "bob@hai.example" || e.Local != "bob" || e.Domain != "hai.example" || strings.Join(e.Comments, "|") != "x|z" {
		t.Errorf("%+v", e)
	}
	if f := list.Flaws[0]; f.Name != flawBlanks || string(data[f.Start:f.End]) != "bob\r\n @hai.example" {
		t.Errorf("%+v", f)
	}
	if got := flawNames(list.Entries[2].Flaws); got != "address-several-at" {
		t.Error(got)
	}
}

// FuzzAddresses checks the places, and that folds make no difference.
func FuzzAddresses(f *testing.F) {
	for _, s := range []string{`A: B <"a b"@c> (d), <@e,@f:g@h>;; i@j k`, "\"a\\\r\n \"b\r\n (c\r\n d) <e\r\n @f>", "=?a?q?b,?= x@y;<<", "[a \"b (c", "<mailto:\"a@b\">,: x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		raw := []byte("To:" + s)
		h := ParseHeader(raw)
		if len(h.Fields) == 0 || h.Fields[0].Stray() {
			return
		}
		field := &h.Fields[0]
		list := field.Addresses()
		plain := ParseMailboxes(field.Value())
		if len(list.Entries) != len(plain) {
			t.Fatalf("%q: %d entries, unfolded %d", s, len(list.Entries), len(plain))
		}
		last := 0
		for i := range list.Entries {
			e := &list.Entries[i]
			if e.Mailbox != plain[i] {
				t.Fatalf("%q: %q, unfolded %q", s, e.Mailbox, plain[i])
			}
			if e.Address == "" != (e.AddressEnd == e.AddressStart) || e.Address != "" && e.Address != quoteLocal(e.Local)+"@"+e.Domain {
				t.Fatalf("%q: %+v", s, e)
			}
			if e.Start < last || e.End < e.Start || e.End > field.End() {
				t.Fatalf("%q: entry at %d to %d after %d", s, e.Start, e.End, last)
			}
			last = e.Start
			for _, f := range append([]Flaw{{"", e.AddressStart, e.AddressEnd}, {"", e.NameStart, e.NameEnd}}, e.Flaws...) {
				if f.Start < f.End && (f.Start < e.Start || f.End > e.End) {
					t.Fatalf("%q: %q from %d to %d is not in the entry, %d to %d", s, f.Name, f.Start, f.End, e.Start, e.End)
				}
			}
		}
		for _, f := range list.Flaws {
			if f.Start < field.Colon || f.End < f.Start || f.End > field.End() {
				t.Fatalf("%q: %+v", s, f)
			}
		}
	})
}

// TestAddressesAreLinear would take minutes if any of these took quadratic time.
func TestAddressesAreLinear(t *testing.T) {
	for _, s := range []string{`"`, `\"`, "(", ")", "()", "<", ">", "<>", "[", ",", ";", ":", "a:", "@", "a@b ", "a@b,", "<a@b>", "<a@b", "=?", "=?a?q?", "=?a?q?b?=", `"\`, "(\\", ".", "a ", "<@a,", "(a", "\"a@b\" ", "mailto:"} {
		list := ParseAddresses(strings.Repeat(s, 1<<17/len(s)))
		if len(list.Entries) > MaxMailboxes || len(list.Flaws) > maxFlaws {
			t.Errorf("%q: %d entries, %d flaws", s, len(list.Entries), len(list.Flaws))
		}
	}
}

func TestDomainForms(t *testing.T) {
	for _, c := range []struct {
		in, ascii, unicode string
		ok                 bool
	}{
		{"a@hai.example", "hai.example", "hai.example", true},
		{"a@HAI.example", "hai.example", "hai.example", true},
		{"a@Bücher.example", "xn--bcher-kva.example", "bücher.example", true},
		{"a@XN--bcher-KVA.example", "xn--bcher-kva.example", "bücher.example", true},
		{"a@例え。テスト", "xn--r8jz45g.xn--zckzah", "例え.テスト", true}, // with the full stop of a Japanese keyboard
		{"a@[192.0.2.1]", "[192.0.2.1]", "[192.0.2.1]", true},
		{"a@b_c.example", "b_c.example", "b_c.example", true},
		{"a@xn--zz.example", "", "xn--zz.example", false},
		{"a@ü--x.example", "xn----x-goa.example", "ü--x.example", true},
		{"nobody", "", "", true},
	} {
		ascii, unicode, ok := ParseAddresses(c.in).Entries[0].Forms()
		if ascii != c.ascii || unicode != c.unicode || ok != c.ok {
			t.Errorf("%s: %q %q %v, want %q %q %v", c.in, ascii, unicode, ok, c.ascii, c.unicode, c.ok)
		}
	}
	for domain, want := range map[string]bool{"bаnk.example": true, "банк.example": false, "bank.банк": false, "ο-o.example": true, "日本ひらカタa.example": false, "é.example": false} {
		if got := mixesAlphabets(domain); got != want {
			t.Errorf("%s: %v", domain, got)
		}
	}
}
