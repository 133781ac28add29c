//go:build !js

package message

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata/lint/expected.txt")

// lintLetters are the letters of testdata/lint, and those that are too large for a file, by name.
func lintLetters(t testing.TB) (names []string, letters map[string][]byte) {
	const head = "Date: Mon, 2 Mar 2026 08:00:00 +0800\nFrom: alice@shan.example\nMessage-ID: <1@shan.example>\nMIME-Version: 1.0\n"
	nested := func(n int) (out string) {
		for i := range n {
			out += "Content-Type: multipart/mixed; boundary=b" + strconv.Itoa(i) + "\n\n--b" + strconv.Itoa(i) + "\n"
		}
		return out
	}
	letters = map[string][]byte{
		"large-addresses":  crlf(head + "To: " + strings.Repeat("a@b.example,\n ", MaxMailboxes+1) + "c@d.example\n\nx\n"),
		"large-depth":      crlf(head + nested(MaxDepth+2) + "\nx\n"),
		"large-parts":      crlf(head + "Content-Type: multipart/mixed; boundary=a\n\n" + strings.Repeat("--a\n\nx\n", MaxParts+2) + "--a--\n"),
		"large-header":     crlf(head + strings.Repeat("X: y\n", MaxFields) + "\nx\n"),
		"large-parameters": crlf(head + "Content-Type: text/plain;" + strings.Repeat(" x=y;\n", MaxParams+1) + " z=z\n\nx\n"),
	}
	files, err := filepath.Glob("testdata/lint/*.eml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		letters[strings.TrimSuffix(filepath.Base(file), ".eml")] = data
	}
	for name := range letters {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, letters
}

// TestLintLetters shows what is found in each letter, and where. Letters whose name begins with "clean" have no problem; all
// the others together have every one that there is.
func TestLintLetters(t *testing.T) {
	names, letters := lintLetters(t)
	var got bytes.Buffer
	found := map[string]bool{}
	for _, name := range names {
		data := letters[name]
		got.WriteString(name + "\n")
		for _, p := range Lint(data) {
			found[p.Name] = true
			lost := ""
			if p.Lost {
				lost = ", lost"
			}
			got.WriteString("\t" + p.Severity + lost + " " + p.Name + " at " + strconv.Itoa(p.Start) + " " + strconv.Quote(clip(string(data[p.Start:p.End]), 40)) + "\n")
			if strings.HasPrefix(name, "clean") {
				t.Errorf("%s: %s", name, p)
			}
		}
	}
	const file = "testdata/lint/expected.txt"
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if i >= len(gotLines) || i >= len(wantLines) || gotLines[i] != wantLines[i] {
			t.Errorf("%s differs from line %d on: %q", file, i+1, gotLines[min(i, len(gotLines)-1)])
			break
		}
	}
	for _, k := range Problems() {
		if !found[k.Name] {
			t.Errorf("no letter has the problem %s", k.Name)
		}
	}
}

// TestFaults: what Faults names Lint finds, too, and none of it needs to know what fields say.
func TestFaults(t *testing.T) {
	for name, want := range map[string]string{
		"clean-plain": "", "clean-parts": "", "empty": "missing-date missing-from missing-message-id", "address-none": "", "date-year": "", "words": "8bit-header long-line",
		"fields": "field-empty field-repeated not-a-field space-before-colon blank-fold control-character long-line", "authors": "missing-sender",
		"octets": "bare-lf bare-cr nul line-too-long", "structure-unclosed": "boundary-unclosed", "mime-missing": "missing-mime-version", "resent": "trace-below-fields resent-incomplete",
	} {
		data, err := os.ReadFile("testdata/lint/" + name + ".eml")
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(Faults(data), " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		found := map[string]bool{}
		for _, p := range Lint(data) {
			found[p.Name] = true
		}
		for _, f := range Faults(data) {
			if !found[f] {
				t.Errorf("%s: Lint does not find %s", name, f)
			}
		}
	}
}

// TestProblems: the table is fit for people, and every name in it is there once.
func TestProblems(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Problems() {
		if seen[k.Name] {
			t.Errorf("%s is there twice", k.Name)
		}
		seen[k.Name] = true
		if k.Name != lowerASCII(k.Name) || strings.ContainsAny(k.Name, " _") {
			t.Errorf("%q is no kebab-case", k.Name)
		}
		if k.Severity != severe && k.Severity != minor && k.Severity != note {
			t.Errorf("%s: severity %q", k.Name, k.Severity)
		}
		if !strings.HasPrefix(k.Section, "RFC ") || !strings.HasSuffix(k.Text, ".") || len(k.Text) < 20 {
			t.Errorf("%s: %q %q", k.Name, k.Section, k.Text)
		}
	}
}

// FuzzLint: whatever a letter holds, problems lie within it and are of the table.
func FuzzLint(f *testing.F) {
	_, letters := lintLetters(f)
	for name, data := range letters {
		if !strings.HasPrefix(name, "large") {
			f.Add(data)
		}
	}
	known := map[string]bool{}
	for _, k := range Problems() {
		known[k.Name] = true
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		problems := Lint(data)
		if len(problems) > MaxProblems {
			t.Fatalf("%d problems", len(problems))
		}
		last := 0
		for _, p := range problems {
			if !known[p.Name] || p.Text == "" || p.Start < last || p.End < p.Start || p.End > len(data) {
				t.Fatalf("%q: %+v after %d", data, p, last)
			}
			last = p.Start
		}
	})
}

// TestLintIsLinear would take minutes if any of these took quadratic time.
func TestLintIsLinear(t *testing.T) {
	const n = 1 << 18
	for _, c := range []struct{ before, again, after string }{
		{"", "x\n", "A: b\n\n"}, {"", "A: b\n", "\n"}, {"", "From: a@b\n", "\n"}, {"", "Received: ;\n", "\n"}, {"", "Content-ID: <a@b>\n", "\n"},
		{"Subject: ", "=?utf-8?Q?x?= ", "\n\n"}, {"Subject: ", "=?utf-8?Q?", "?=\n\n"}, {"Subject: ", "=?", "\n\n"}, {"Subject: a", "\n =?utf-8?Q?x?=", "\n\n"},
		{"From: ", "\"a@b\" <c@d>, ", "\n\n"}, {"To: ", "\"", "\n\n"}, {"List-Help: ", "x ", "\n\n"}, {"\n", "x\x00\n", ""}, {"\n", "\r", ""}, {"\n", "\xff\n", ""},
		{"Content-Type: text/html\n\n", "<", ""}, {"Content-Type: text/html\n\n", "<!--", ""}, {"Content-Type: text/html\n\n", "<a ", ""}, {"Content-Type: text/html\n\n", "<style>", ""},
		{"Content-Type: text/html\n\n", "<img src=cid:x>", ""}, {"Content-Type: text/html\n\n<p ", "style='url(' ", ">"}, {"Content-Type: text/html\n\n<style>", "url(", ""},
		{"Content-Type: text/html\n\n<p ", "a=\"", ">"}, {"Content-Type: text/html\n\n<p ", "a ", ">"},
		{"Content-Type: text/plain; format=flowed\n\n", "x", "\n"}, {"Content-Type: multipart/mixed; boundary=a\n\n", "--a\n\n", ""},
		{"Content-Type: multipart/alternative; boundary=a\n\n", "--a\nContent-Type: multipart/related; boundary=b\n\n--b\n\n", ""},
		{"Content-Disposition: attachment; filename=\"", "a.", "exe\"\n\n"}, {"Content-Transfer-Encoding: base64\n\n", "=a", ""}, {"Content-Transfer-Encoding: quoted-printable\n\n", "= ", ""},
	} {
		Lint(crlf(c.before + strings.Repeat(c.again, n/len(c.again)) + c.after))
	}
}

// TestStyleIsLinear would take hours if the rules were searched again after each "url(".
func TestStyleIsLinear(t *testing.T) {
	if loadsStyle(strings.Repeat("url(@impor", 1<<20)) {
		t.Error("something is loaded")
	}
	for _, css := range []string{"url(a) @import b", "@IMPORT url(a)", "url(a) url( 'HTTPS://b')", "url(//b)"} {
		if !loadsStyle(css) {
			t.Errorf("%s: nothing is loaded", css)
		}
	}
}
