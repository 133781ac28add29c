package message

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
)

// colour writes a letter's regions in one line.
func colour(data []byte) string {
	var b strings.Builder
	for i, r := range Regions(Tree(data), data) {
		if i > 0 {
			b.WriteByte(' ')
		}
		if r.Part.Path != "" {
			b.WriteString(r.Part.Path + ":")
		}
		b.WriteString(r.Kind + strconv.Quote(string(data[r.Start:r.End])))
	}
	return b.String()
}

func TestRegions(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"a text", "A: b\n c\n\nx\n", `1:field"A: b\n c\n" 1:blank"\n" 1:body"x\n"`},
		{"a header", "A: b\n", `1:field"A: b\n"`},
		{"in a mailbox file", "\ufeffFrom x\nodd\nA: b\n\nx", `1:prelude"\ufeffFrom x\n" 1:stray"odd\n" 1:field"A: b\n" 1:blank"\n" 1:body"x"`},
		{"parts", "Content-Type: multipart/mixed; boundary=b\n\npre\n\n--b \n\n1\n--b\nA: b\n\n\n--b--\npost\n",
			`field"Content-Type: multipart/mixed; boundary=b\n" blank"\n" preamble"pre\n" boundary"\n--b \n" 1:blank"\n" 1:body"1" boundary"\n--b\n" 2:field"A: b\n" 2:blank"\n" closing"\n--b--\n" epilogue"post\n"`},
		{"no preamble", "Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\n1\n--b--", `field"Content-Type: multipart/mixed; boundary=b\n" blank"\n" boundary"--b\n--b\n" 1:blank"\n" 1:body"1" closing"\n--b--"`},
		{"parts in parts", "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b--\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b--\nmore\n--a--\n",
			`field"Content-Type: multipart/mixed; boundary=a\n" blank"\n" boundary"--a\n" 1:field"Content-Type: multipart/mixed; boundary=b\n" 1:blank"\n" 1:boundary"--b\n" 1.1:blank"\n" 1.1:body"1" 1:closing"\n--b--"` +
				` boundary"\n--a\n" 2:field"Content-Type: multipart/mixed; boundary=b\n" 2:blank"\n" 2:boundary"--b\n" 2.1:blank"\n" 2.1:body"1" 2:closing"\n--b--\n" 2:epilogue"more" closing"\n--a--\n"`},
		{"closing only", "Content-Type: multipart/mixed; boundary=b\n\nx\n--b--\ny", `field"Content-Type: multipart/mixed; boundary=b\n" blank"\n" body"x" closing"\n--b--\n" epilogue"y"`},
		{"a letter in a letter", "Content-Type: message/rfc822\n\nFrom x\nA: b\n\nx", `1:field"Content-Type: message/rfc822\n" 1:blank"\n" 1.1:prelude"From x\n" 1.1:field"A: b\n" 1.1:blank"\n" 1.1:body"x"`},
		{"a header that a boundary ends", "Content-Type: multipart/mixed; boundary=b\n\n--b\nA: b\n--b--\n", `field"Content-Type: multipart/mixed; boundary=b\n" blank"\n" boundary"--b\n" 1:field"A: b\n" closing"--b--\n"`},
	} {
		if got := colour([]byte(c.in)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if got, want := colour(crlf(c.in)), strings.ReplaceAll(c.want, `\n`, `\r\n`); got != want {
			t.Errorf("%s with CRLF:\n got %s\nwant %s", c.name, got, want)
		}
	}
	big := []byte("Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", MaxParts+3) + "--b--\n")
	root := Tree(big)
	checkRegions(t, big, root)
	if last := root.Parts[len(root.Parts)-1]; !bytes.Contains(big[last.Body:last.End], []byte("--b\n\nx")) {
		t.Error("what is beyond the bound does not belong to the last part")
	}
}

// checkRegions checks that every octet lies in exactly one region.
func checkRegions(t *testing.T, data []byte, root *Part) {
	t.Helper()
	at := 0
	for _, r := range Regions(root, data) {
		if r.Start != at || r.End <= r.Start || r.Part == nil || r.Field >= 0 != (r.Kind == RegionField || r.Kind == RegionStray) {
			t.Fatalf("%q: region %s %d-%d after %d", data, r.Kind, r.Start, r.End, at)
		}
		at = r.End
	}
	if at != len(data) {
		t.Fatalf("%q: the regions end at %d of %d", data, at, len(data))
	}
}
