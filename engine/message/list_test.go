package message

import (
	"strings"
	"testing"
)

func TestReadList(t *testing.T) {
	data := crlf(`From: a@b.example
List-Id: "Lunch friends" <Lunch.hai.example>
List-Help: <mailto:lunch@hai.example?subject=help> (by mail),
 <https://hai.example/help>
List-Unsubscribe: <https://hai.example/leave?u=1,2&
 x=3>, <mailto:leave%2Bbob@hai.example,b@c.example?Subject=leave%20lunch&body=bye%0D%0Anow&to=d%40e.example> (or so)
List-Unsubscribe-Post: List-Unsubscribe=One-Click
List-Subscribe: (none) <ftp://hai.example>
List-Post: NO (only the owner writes)
List-Owner: mailto:owner@hai.example
List-Archive: <https://hai.example/archive
Auto-Submitted: Auto-Generated (rejected; x) ; a=b
Precedence: Bulk

`)
	h := ParseHeader(data)
	l := ReadList(&h)
	if l.ID != "lunch.hai.example" || l.Name != "Lunch friends" || !l.NoPost || !l.OneClick || l.AutoSubmitted != "auto-generated" || l.Precedence != "bulk" || !l.Exists() || !l.Automatic() {
		t.Errorf("%+v", l)
	}
	show := func(uris []ListURI) string {
		var out []string
		for _, u := range uris {
			if at := string(data[u.Start:u.End]); removeBlanks(strings.Trim(at, "<>")) != u.URI {
				t.Errorf("%q lies at %q", u.URI, at)
			}
			out = append(out, u.URI+"|"+u.Comment)
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct {
		name string
		uris []ListURI
		want string
	}{
		{"Help", l.Help, "mailto:lunch@hai.example?subject=help|by mail https://hai.example/help|"},
		{"Unsubscribe", l.Unsubscribe, "https://hai.example/leave?u=1,2&x=3| mailto:leave%2Bbob@hai.example,b@c.example?Subject=leave%20lunch&body=bye%0D%0Anow&to=d%40e.example|or so"},
		{"Subscribe", l.Subscribe, "ftp://hai.example|"},
		{"Post", l.Post, ""},
		{"Owner", l.Owner, "mailto:owner@hai.example|"},
		{"Archive", l.Archive, "https://hai.example/archive|"},
	} {
		if got := show(c.uris); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if got := flawNames(l.Flaws); got != "list-uri list-uri" {
		t.Error(got)
	}
	ways := l.Leave()
	if len(ways) != 3 || ways[0].Kind != OneClick || ways[0].URI != "https://hai.example/leave?u=1,2&x=3" || ways[0].Body != "List-Unsubscribe=One-Click" ||
		ways[1].Kind != ByPage || ways[2].Kind != ByMail || strings.Join(ways[2].To, " ") != "leave+bob@hai.example b@c.example d@e.example" ||
		ways[2].Subject != "leave lunch" || ways[2].Text != "bye\nnow" {
		t.Errorf("%+v", ways)
	}
}

func TestReadListFlaws(t *testing.T) {
	for _, c := range []struct {
		in, flaws         string
		exists, automatic bool
	}{
		{"Subject: x\n", "", false, false},
		{"Auto-Submitted: no\n", "", false, false},
		{"Auto-Submitted: auto-replied\n", "", false, true},
		{"Precedence: junk\n", "", false, true},
		{"Precedence: first-class\n", "", false, false},
		{"List-Id: lunch.hai.example\n", "list-id", true, true},
		{"List-Unsubscribe: <http://hai.example>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n", "list-no-https", true, true},
		{"List-Unsubscribe: <https://hai.example>\nList-Unsubscribe-Post: yes\n", "list-one-click", true, true},
		{"List-Help: NO, hello (x\n", "list-uri list-uri list-uri", false, false},
		{"List-Post: NO\n", "", true, true},
	} {
		h := ParseHeader(crlf(c.in + "\n"))
		l := ReadList(&h)
		if got := flawNames(l.Flaws); got != c.flaws || l.Exists() != c.exists || l.Automatic() != c.automatic {
			t.Errorf("%q: %s %v %v", c.in, got, l.Exists(), l.Automatic())
		}
	}
	for _, s := range []string{"<", "<a", "(", ",", "<a:b>", "a:b "} {
		h := ParseHeader([]byte("List-Help: " + strings.Repeat(s, 1<<18/len(s)))) // Would take minutes in quadratic time.
		if l := ReadList(&h); len(l.Help) > maxListURIs {
			t.Error(len(l.Help))
		}
	}
}

func FuzzList(f *testing.F) {
	f.Add("<mailto:a@b?subject=c&to=d> (e), <https://f>", "x <y>")
	f.Fuzz(func(t *testing.T, uris, id string) {
		data := []byte("List-Unsubscribe:" + uris + "\r\nList-Id:" + id + "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\n")
		h := ParseHeader(data)
		l := ReadList(&h)
		l.Leave()
		for _, u := range l.Unsubscribe {
			if u.URI == "" || u.Start < 0 || u.End <= u.Start || u.End > len(data) {
				t.Fatalf("%q: %+v", data, u)
			}
		}
		for _, flaw := range l.Flaws {
			if flaw.Start < 0 || flaw.End < flaw.Start || flaw.End > len(data) {
				t.Fatalf("%q: %+v", data, flaw)
			}
		}
	})
}
