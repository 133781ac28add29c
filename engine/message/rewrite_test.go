package message

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"ehloworld/engine/message/encoding"
)

// odd is a letter with everything in it that nobody would write: it must stay so where nothing is changed.
const odd = "From x@y Mon Mar  2 08:00:00 2026\r\nSUBJECT :\tlunch  \r\n \t at\r\n\tnoon\nno field\r\nContent-type: MULTIPART/Mixed; boundary=\"a b\"\r\nX:\r\n\r\npre\namble\r\n--a b  \r\n" +
	"content-transfer-ENCODING: 8BIT\r\n\r\none\r\r\n\xff--a b\r\n--a b\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\n\r\ntwo\r\n--in\r\nContent-Type: text/html\r\n\r\n<p>three\r\n" +
	"--a b\r\nContent-Type: message/rfc822\r\n\r\nSubject: four\n\nfive\r\n--a b-- \r\nepi\x00logue"

func TestEdit(t *testing.T) {
	simple := "Subject: x\r\nTo: a@b\r\nTo: c@d\r\n\r\nbody\r\n"
	two := "Content-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\npost"
	text := &Entity{Type: "text/plain", Content: []byte("new\r\n")}
	for _, c := range []struct {
		name, letter string
		edit         func(e *Edit, p *Part) bool
		want         string // "" when the edit is refused.
	}{
		{"a field on top", simple, func(e *Edit, p *Part) bool { e.InsertField(p, 0, []byte("X: y\r\n")); return true }, "X: y\r\n" + simple},
		{"a field at the end", simple, func(e *Edit, p *Part) bool { e.InsertField(p, 9, []byte("X: y\r\n")); return true }, "Subject: x\r\nTo: a@b\r\nTo: c@d\r\nX: y\r\n\r\nbody\r\n"},
		{"a field in a header without line end", "Subject: x", func(e *Edit, p *Part) bool { e.InsertField(p, 9, []byte("X: y\r\n")); return true }, "Subject: x\r\nX: y\r\n"},
		{"a field in nothing", "", func(e *Edit, p *Part) bool { e.InsertField(p, 0, []byte("X: y\r\n")); return true }, "X: y\r\n"},
		{"a field removed", simple, func(e *Edit, p *Part) bool { e.RemoveField(p, 1); return true }, "Subject: x\r\nTo: c@d\r\n\r\nbody\r\n"},
		{"one field for two", simple, func(e *Edit, p *Part) bool { e.SetField(p, "to", []byte("To: e@f\r\n")); return true }, "Subject: x\r\nTo: e@f\r\n\r\nbody\r\n"},
		{"all of a name removed", simple, func(e *Edit, p *Part) bool { e.SetField(p, "TO", nil); return true }, "Subject: x\r\n\r\nbody\r\n"},
		{"line ends as they are", "Subject: x\n\nbody\n", func(e *Edit, p *Part) bool { e.SetField(p, "X", []byte("X: y\r\n z\r\n")); return true }, "Subject: x\nX: y\n z\n\nbody\n"},
		{"content", simple, func(e *Edit, p *Part) bool { return e.SetContent(p, []byte("海是蓝的\r\n"), encoding.SevenBit) },
			"Subject: x\r\nTo: a@b\r\nTo: c@d\r\nContent-Transfer-Encoding: base64\r\n\r\n5rW35piv6JOd55qEDQo=\r\n"},
		{"content where the empty line is missing", "Subject: x\r\nbody\r\n", func(e *Edit, p *Part) bool { return e.SetContent(p, []byte("new\r\n"), encoding.SevenBit) }, "Subject: x\r\n\r\nnew\r\n"},
		{"content that looks like a boundary", two, func(e *Edit, p *Part) bool { return e.SetContent(p.Parts[0], []byte("--b--\r\n"), encoding.SevenBit) },
			strings.Replace(two, "\r\n\r\none", "\r\nContent-Transfer-Encoding: base64\r\n\r\nLS1iLS0NCg==\r\n", 1)},
		{"content of a multipart", two, func(e *Edit, p *Part) bool { return e.SetContent(p, nil, encoding.SevenBit) }, ""},
		{"the first part removed", two, func(e *Edit, p *Part) bool { return e.RemovePart(p.Parts[0]) }, "Content-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\n\r\ntwo\r\n--b--\r\npost"},
		{"the last part removed", two, func(e *Edit, p *Part) bool { return e.RemovePart(p.Parts[1]) }, "Content-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\n\r\none\r\n--b--\r\npost"},
		{"both removed", two, func(e *Edit, p *Part) bool {
			return e.RemovePart(p.Parts[1]) && e.RemovePart(p.Parts[1]) && e.RemovePart(p.Parts[0])
		}, ""},
		{"the letter removed", two, func(e *Edit, p *Part) bool { return e.RemovePart(p) || e.ReplacePart(p, text, 0) }, ""},
		{"a part replaced, and changed in vain", two, func(e *Edit, p *Part) bool {
			e.SetContent(p.Parts[1], []byte("lost"), encoding.SevenBit)
			return e.ReplacePart(p.Parts[1], text, encoding.SevenBit)
		},
			strings.Replace(two, "\r\ntwo", "Content-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\n\r\nnew\r\n", 1)},
		{"a part before", two, func(e *Edit, p *Part) bool {
			return e.RemovePart(p.Parts[0]) && e.InsertPart(p, 0, text, encoding.SevenBit)
		},
			"Content-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\n\r\nnew\r\n\r\n--b\r\n\r\ntwo\r\n--b--\r\npost"},
		{"a part after", two, func(e *Edit, p *Part) bool { return e.InsertPart(p, 2, text, encoding.SevenBit) },
			strings.Replace(two, "--b--", "--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\n\r\nnew\r\n\r\n--b--", 1)},
		{"a part after what was never closed", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none", func(e *Edit, p *Part) bool { return e.InsertPart(p, 2, text, encoding.SevenBit) },
			"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\n\r\nnew\r\n\r\n--b--"},
		{"a part into no multipart", simple, func(e *Edit, p *Part) bool { return e.InsertPart(p, 0, text, 0) }, ""},
		{"wrapped", simple, func(e *Edit, p *Part) bool { e.Wrap(p, []*Entity{text}, 0); return true }, "Subject: x\r\nTo: a@b\r\nTo: c@d\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_1-s\"\r\n\r\n" +
			"--=_1-s\r\n\r\nbody\r\n\r\n--=_1-s\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\n\r\nnew\r\n\r\n--=_1-s--\r\n"},
		{"wrapped with LF", "MIME-Version: 1.0\nContent-Type: text/html\nX: y\n\n<p>\n", func(e *Edit, p *Part) bool { e.Wrap(p, []*Entity{text}, 0); return true }, "MIME-Version: 1.0\nX: y\nContent-Type: multipart/mixed; boundary=\"=_1-s\"\n\n" +
			"--=_1-s\nContent-Type: text/html\n\n<p>\n\n--=_1-s\nContent-Type: text/plain\nContent-Transfer-Encoding: 7bit\n\nnew\n\n--=_1-s--\n"},
		{"a letter in a letter", odd, func(e *Edit, p *Part) bool {
			e.SetField(p.Parts[2].Message, "subject", []byte("Subject: 4\r\n"))
			return true
		},
			strings.Replace(odd, "Subject: four\n", "Subject: 4\r\n", 1)},
		{"odd things around a part", odd, func(e *Edit, p *Part) bool { return e.RemovePart(p.Parts[1].Parts[0]) }, strings.Replace(odd, "--in\r\n\r\ntwo\r\n", "", 1)},
	} {
		e := NewEdit([]byte(c.letter), "s")
		if done := c.edit(e, e.Root()); done != (c.want != "") {
			t.Errorf("%s: %v", c.name, done)
		}
		if got := string(e.Bytes()); c.want != "" && got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

// place is what an edit may have changed.
type place struct{ start, end int }

// randomEdit makes one change and says where it may be seen in the letter as it was.
func randomEdit(e *Edit, rng *rand.Rand) []place {
	var all []*Part
	e.Root().Walk(func(p *Part) bool { all = append(all, p); return len(all) < 100 })
	p := all[rng.IntN(len(all))]
	h := &p.Header
	entity := &Entity{Type: "multipart/mixed", Parts: []*Entity{{Type: "text/plain", Content: []byte("--a b\r\n--in--\r\n")}, {Type: "image/png", Content: []byte("x")}}}
	header := []place{}
	for i := range h.Fields {
		if f := &h.Fields[i]; f.Is("Content-Transfer-Encoding") || f.Is("X-New") {
			header = append(header, place{f.Start, f.End()})
		}
	}
	header = append(header, place{h.End, h.End})
	switch rng.IntN(7) {
	case 0:
		i := rng.IntN(len(h.Fields) + 1)
		e.InsertField(p, i, []byte("X-New: y\r\n"))
		if i < len(h.Fields) {
			return []place{{h.Fields[i].Start, h.Fields[i].Start}}
		}
		return header
	case 1:
		if len(h.Fields) == 0 {
			return nil
		}
		f := rng.IntN(len(h.Fields))
		e.RemoveField(p, f)
		return []place{{h.Fields[f].Start, h.Fields[f].End()}}
	case 2:
		e.SetField(p, "X-New", []byte("X-New: z\r\n"))
		return header
	case 3:
		if e.SetContent(p, []byte("new \u6d77\r\n"), encoding.Transport(rng.IntN(3))) {
			return append(header, place{p.Body, p.End})
		}
	case 4:
		if e.RemovePart(p) {
			end := p.End
			for end < len(e.data) && (e.data[end] == '\r' || e.data[end] == '\n') {
				end++
			}
			return []place{{p.Open, end}}
		}
	case 5:
		if e.ReplacePart(p, entity, encoding.SevenBit) {
			return []place{{p.Header.Start, p.End}}
		}
	case 6:
		if i := rng.IntN(3); e.InsertPart(p, i, entity, encoding.SevenBit) {
			if i < len(p.Parts) {
				return []place{{p.Parts[i].Open, p.Parts[i].Open}}
			}
			return []place{{p.Close, p.Close}}
		}
	}
	return nil
}

// checkUntouched: what lies between the places stands in the new letter, octet for octet and in order.
func checkUntouched(t *testing.T, before, after []byte, places []place) {
	t.Helper()
	slices.SortFunc(places, func(a, b place) int { return a.start - b.start })
	at, rest := 0, after
	for i := 0; i <= len(places); i++ {
		next := place{len(before), len(before)}
		if i < len(places) {
			next = places[i]
		}
		if next.start > at {
			piece := before[at:next.start]
			found := bytes.Index(rest, piece)
			if found < 0 || i == 0 && found > 0 || i == len(places) && !bytes.HasSuffix(rest, piece) {
				t.Fatalf("%q is gone\nbefore %q\n after %q", piece, before, after)
			}
			rest = rest[found+len(piece):]
		}
		at = max(at, next.end)
	}
}

// FuzzEdit makes random changes in any letter: without one it stays the same, and what no change names stays the same.
func FuzzEdit(f *testing.F) {
	f.Add([]byte(odd), uint64(1), uint8(3))
	f.Add([]byte(strings.ReplaceAll(odd, "\r\n", "\n")), uint64(2), uint8(1))
	f.Add(bytes.ReplaceAll(forwarded, []byte("\r\n"), []byte("\r")), uint64(3), uint8(2))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\nx\n--b--\n--b\n\ny"), uint64(4), uint8(9))
	f.Fuzz(func(t *testing.T, letter []byte, seed uint64, edits uint8) {
		e := NewEdit(letter, "s")
		if !bytes.Equal(e.Bytes(), letter) {
			t.Fatal("it changed by itself")
		}
		rng := rand.New(rand.NewPCG(seed, 1))
		var places []place
		for range edits % 8 {
			places = append(places, randomEdit(e, rng)...)
		}
		after := e.Bytes()
		checkUntouched(t, letter, after, places)
		for _, down := range []encoding.Transport{encoding.SevenBit, encoding.EightBit} {
			checkDowngrade(t, letter, down)
		}
		AddFooter(letter, "-- \nThe list\n", "<p>The list</p>", "s")
	})
}

// TestEdits does the same with many letters that are in order, and some that something cut a piece out of.
func TestEdits(t *testing.T) {
	for seed := range 400 {
		d := drafter{rand.New(rand.NewPCG(uint64(seed), 5))}
		letter := Compose(d.draft(), stamp(Options{Transport: encoding.Transport(seed % 3)}))
		if seed%3 == 0 {
			at := d.IntN(len(letter))
			letter = slices.Delete(letter, at, min(at+d.IntN(200), len(letter)))
		}
		e := NewEdit(letter, "s")
		var places []place
		for range 1 + seed%4 {
			places = append(places, randomEdit(e, d.Rand)...)
		}
		checkUntouched(t, letter, e.Bytes(), places)
		checkDowngrade(t, letter, encoding.SevenBit)
	}
}

// checkDowngrade: a letter that passes says the same as before in every part, and one that need not change does not.
func checkDowngrade(t *testing.T, letter []byte, transport encoding.Transport) {
	t.Helper()
	out, ok := Downgrade(letter, transport)
	if again, _ := Downgrade(out, transport); !bytes.Equal(again, out) {
		t.Fatalf("a second time changes more:\n%q\n%q", out, again)
	}
	if e := NewEdit(letter, ""); e.needs(letter) <= transport && !bytes.Equal(out, letter) {
		t.Fatalf("it need not change: %q", out)
	}
	if ok && transport == encoding.SevenBit && !isASCII(out) {
		t.Fatalf("it is not ASCII: %q", out)
	}
	// Parts of what is broken may be read as others once octets have changed; a tree without problems stays one.
	was, is := Tree(letter), Tree(out)
	clean := was.Walk(func(p *Part) bool {
		return len(p.Problems) == 0 && p.Decoded == nil && (p.Header.Blank() || p.Body == p.End)
	})
	if !clean || newlineOf(letter) != "\r\n" {
		return
	}
	var before, after []string
	contents := func(data []byte, list *[]string) func(p *Part) bool {
		return func(p *Part) bool {
			if p.Leaf() {
				content, _ := p.Content(data)
				*list = append(*list, p.Type+" "+string(content))
			}
			return true
		}
	}
	was.Walk(contents(letter, &before))
	is.Walk(contents(out, &after))
	if is.Find("message/global") == nil && !slices.Equal(before, after) {
		t.Fatalf("before %q\nafter %q\n%q\n%q", before, after, letter, out)
	}
}

func TestDowngrade(t *testing.T) {
	const mixed = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
	signed := "Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u6d77\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--s--\r\n"
	for _, c := range []struct {
		name, in, want string
		ok             bool
	}{
		{"nothing to do", "Subject: x\r\n\r\nx\r\n", "Subject: x\r\n\r\nx\r\n", true},
		{"text", "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\ncaf\u00e9, and more\r\n",
			"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9, and more\r\n", true},
		{"text that is short, and mostly ASCII", "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\u00fc\u00dfe aus K\u00f6ln\r\n",
			"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe aus K=C3=B6ln\r\n", true},
		{"text of which little is ASCII", "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u041f\u0440\u0438\u0432\u0435\u0442 \u0438\u0437 \u041a\u0451\u043b\u044c\u043d\u0430\r\n",
			"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n0J/RgNC40LLQtdGCINC40Lcg0JrRkdC70YzQvdCwDQo=\r\n", true},
		{"text without MIME", "Subject: x\r\n\r\ncaf\u00e9, and more\r\n",
			"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9, and more\r\n", true},
		{"text in nobody knows what", "Subject: x\r\n\r\ncaf\xe9, and more\r\n",
			"Subject: x\r\nContent-Type: text/plain; charset=unknown-8bit\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9, and more\r\n", true},
		{"one part of two", mixed + "pre\u00e9\r\n--b\r\n\r\none\r\n--b\r\nContent-Transfer-Encoding: 8bit\r\n\r\ncaf\u00e9, and more\r\n--b--\r\nepi\u00e9\r\n",
			strings.Replace(mixed, "8bit", "7bit", 1) + "pre??\r\n--b\r\n\r\none\r\n--b\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/plain; charset=utf-8\r\n\r\ncaf=C3=A9, and more\r\n--b--\r\nepi??\r\n", true},
		{"a letter in it", mixed + "--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSubject: in\r\n\r\ncaf\u00e9, and more\r\n--b--\r\n",
			strings.Replace(mixed, "8bit", "7bit", 1) + "--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\nSubject: in\r\nContent-Type: text/plain; charset=utf-8\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9, and more\r\n--b--\r\n", true},
		{"an international letter in it", mixed + "--b\r\nContent-Type: message/global\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSubject: caf\u00e9\r\n\r\nx\r\n--b--\r\n",
			strings.Replace(mixed, "8bit", "7bit", 1) + "--b\r\nContent-Type: message/global\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSubject: caf=C3=A9\r\n\r\nx\r\n--b--\r\n", true},
		{"signed", mixed + "--b\r\n" + signed + "--b\r\nContent-Transfer-Encoding: 8bit\r\n\r\ncaf\u00e9, and more\r\n--b--\r\n",
			mixed + "--b\r\n" + signed + "--b\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/plain; charset=utf-8\r\n\r\ncaf=C3=A9, and more\r\n--b--\r\n", false},
		{"a header", "Subject: caf\u00e9\r\n\r\nx\r\n", "Subject: caf\u00e9\r\n\r\nx\r\n", false},
		{"binary", "MIME-Version: 1.0\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n\x00\n", "MIME-Version: 1.0\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAo=\r\n", true},
		{"a report", "MIME-Version: 1.0\r\nContent-Type: message/delivery-status\r\n\r\ncaf\u00e9\r\n", "MIME-Version: 1.0\r\nContent-Type: message/delivery-status\r\n\r\ncaf\u00e9\r\n", false},
		{"lines of LF", "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\ncaf\u00e9, and\nmore\n", "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9, and\nmore\n", true},
		{"long lines", "MIME-Version: 1.0\r\n\r\n" + strings.Repeat("x", 999) + "\r\n", "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
			strings.Repeat(strings.Repeat("x", 75)+"=\r\n", 13) + strings.Repeat("x", 24) + "\r\n", true},
	} {
		got, ok := Downgrade([]byte(c.in), encoding.SevenBit)
		if string(got) != c.want || ok != c.ok {
			t.Errorf("%s: %v\n got %q\nwant %q", c.name, ok, got, c.want)
		}
	}
}

func TestFooter(t *testing.T) {
	const foot, page = "___\nGulls list, \u6d77\n", "<hr>Gulls, \u6d77"
	const head = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
	part := "\r\n--=_1-s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Disposition: inline\r\n\r\n___\r\nGulls list, =E6=B5=B7\r\n\r\n--=_1-s--\r\n"
	for _, c := range []struct{ name, in, want string }{
		{"8bit text", head + "Content-Transfer-Encoding: 8bit\r\n\r\nHello", head + "Content-Transfer-Encoding: 8bit\r\n\r\nHello\r\n___\r\nGulls list, \u6d77\r\n"},
		{"LF", strings.ReplaceAll(head, "\r\n", "\n") + "Content-Transfer-Encoding: 8bit\n\nHello\n", strings.ReplaceAll(head, "\r\n", "\n") + "Content-Transfer-Encoding: 8bit\n\nHello\n___\nGulls list, \u6d77\n"},
		{"7bit text that becomes more", head + "\r\nHello and so on, as letters go\r\n", head + "Content-Transfer-Encoding: quoted-printable\r\n\r\nHello and so on, as letters go\r\n___\r\nGulls list, =E6=B5=B7\r\n"},
		{"flowed", head + "Content-Transfer-Encoding: 8bit\r\n\r\nHello \r\n", head + "Content-Transfer-Encoding: 8bit\r\n\r\nHello \r\n\r\n___\r\nGulls list, \u6d77\r\n"},
		{"base64", head + "Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8NCg==\r\n", head + "Content-Transfer-Encoding: quoted-printable\r\n\r\nHello\r\n___\r\nGulls list, =E6=B5=B7\r\n"},
		{"a character set that lacks it", "Subject: x\r\n\r\nHello\r\n", "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_1-s\"\r\n\r\n--=_1-s\r\n\r\nHello\r\n" + part},
		{"text and page", "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\nContent-Type: text/html\r\n\r\n<BODY>Hello</BODY>\r\n--b--\r\n",
			"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\nContent-Type: text/html\r\n\r\n<BODY>Hello<hr>Gulls, &#28023;</BODY>\r\n--b--\r\n"},
		{"signed", "Subject: x\r\n" + head + "X-Y: z\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\nHello\r\n--s--\r\n", ""},
	} {
		got := string(AddFooter([]byte(c.in), foot, page, "s"))
		if c.want != "" && got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
		if !strings.Contains(got, "Gulls") && !strings.Contains(got, "R3VsbHMg") && !strings.Contains(got, "HdWxscy") {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	in := "Subject: x\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\nHello\r\n--s--\r\n"
	got := AddFooter([]byte(in), foot, page, "s")
	root := Tree(got)
	if root.Type != "multipart/mixed" || len(root.Parts) != 2 || root.Parts[0].Type != "multipart/signed" || !bytes.Contains(got, []byte("\r\n\r\n--s\r\n\r\nHello\r\n--s--\r\n")) || !utf8.Valid(got) {
		t.Errorf("%s", got)
	}
}
