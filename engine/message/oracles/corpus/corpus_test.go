package corpus

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

// TestHand counts the letters and sees that no two have the same name or the same octets.
func TestHand(t *testing.T) {
	hand, err := Hand()
	if err != nil {
		t.Fatal(err)
	}
	if len(hand) < 300 {
		t.Errorf("%d letters by hand", len(hand))
	}
	names, octets := map[string]bool{}, map[string]string{}
	for _, l := range append(hand, Built()...) {
		if names[l.Name] {
			t.Errorf("%s is there twice", l.Name)
		}
		if l.What == "" {
			t.Errorf("%s has no description", l.Name)
		}
		if other, ok := octets[string(l.Data)]; ok {
			t.Errorf("%s has the octets of %s", l.Name, other)
		}
		names[l.Name], octets[string(l.Data)] = true, l.Name
	}
}

// TestOctets holds the escapes of the archives, and octets of letters that must have come through version control.
func TestOctets(t *testing.T) {
	for _, c := range []struct{ lines, end, want string }{
		{"a\nb", "\r\n", "a\r\nb\r\n"},
		{"a\\", "\r\n", "a"},
		{"a\\\\", "\n", "a\\\n"},
		{`\r\n\t\0\x7F\\x`, "\n", "\r\n\t\x00\x7f\\x\n"},
		{`\{3:ab\r}c\`, "\n", "ab\rab\rab\rc"},
		{"", "\r\n", "\r\n"},
	} {
		got, err := unescape(c.lines, c.end)
		if err != nil || string(got) != c.want {
			t.Errorf("%q: %q, %v", c.lines, got, err)
		}
	}
	for _, bad := range []string{`\q`, `\x1`, `\{x:y}`, `\{2:y`} {
		if _, err := unescape(bad, "\n"); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	hand, err := Hand()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"tiny/cr":           "\r",
		"tiny/empty":        "",
		"tiny/high":         "\xff",
		"headers/nul":       "From: alice@shan.example\r\nSubject: one\x00two\r\n\r\nbo\x00dy\r\n",
		"texts/alias-cp936": "From: alice@shan.example\r\nContent-Type: text/plain; charset=cp936\r\n\r\n\xc4\xe3\r\n",
		"encodings/binary":  "From: alice@shan.example\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n\x00\r\n\n\r\xff\xfe end",
	}
	for _, l := range hand {
		if w, ok := want[l.Name]; ok {
			delete(want, l.Name)
			if string(l.Data) != w {
				t.Errorf("%s: %q", l.Name, l.Data)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("not there: %v", want)
	}
}

// TestGenerate: a seed gives the same letters every time, on every machine, and another seed gives others.
func TestGenerate(t *testing.T) {
	const seed, count = 1, 200
	sum := sha256.New()
	for _, l := range Generate(seed, count) {
		sum.Write(l.Data)
	}
	if got, want := hex.EncodeToString(sum.Sum(nil)[:8]), "2eac5e7d9fda949f"; got != want {
		t.Errorf("the letters of seed %d hash to %s, want %s: what is drawn has changed", seed, got, want)
	}
	if bytes.Equal(Generate(1, 1)[0].Data, Generate(2, 1)[0].Data) {
		t.Error("seeds make no difference")
	}
}
