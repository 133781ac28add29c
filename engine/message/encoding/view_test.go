package encoding

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// rebuild decodes the quanta of a whole text by their bits.
func rebuild(quanta []Quantum) []byte {
	var out []byte
	for _, q := range quanta {
		bits := uint32(q.Values[0])<<18 | uint32(q.Values[1])<<12 | uint32(q.Values[2])<<6 | uint32(q.Values[3])
		out = append(out, []byte{byte(bits >> 16), byte(bits >> 8), byte(bits)}[:q.Octets]...)
	}
	return out
}

func TestBase64View(t *testing.T) {
	v := ViewBase64([]byte("SGVs\r\nb*G8=\r\nSA= =.\r\n-- \r\nfooter, too"))
	quanta, skipped := v.Window(0, 100)
	wantQuanta := []Quantum{
		{[4]int{0, 1, 2, 3}, [4]byte{18, 6, 21, 44}, 4, 0, 3},
		{[4]int{6, 8, 9, 10}, [4]byte{27, 6, 60, 0}, 3, 3, 2},
		{[4]int{13, 14, 15, 17}, [4]byte{18, 0, 0, 0}, 2, 5, 1},
	}
	wantSkipped := []Skipped{{4, 6, SkippedLineEnd}, {7, 8, SkippedForeign}, {11, 13, SkippedLineEnd}, {16, 17, SkippedBlank}, {18, 37, SkippedAfterEnd}}
	if !reflect.DeepEqual(quanta, wantQuanta) || !reflect.DeepEqual(skipped, wantSkipped) {
		t.Errorf("%+v %+v", quanta, skipped)
	}
	v = ViewBase64([]byte("SA= \r\n=S"))
	quanta, skipped = v.Window(0, 100)
	wantQuanta = []Quantum{
		{[4]int{0, 1, 2, 6}, [4]byte{18, 0, 0, 0}, 2, 0, 1},
	}
	wantSkipped = []Skipped{{3, 4, SkippedBlank}, {4, 6, SkippedLineEnd}, {7, 8, SkippedAfterEnd}}
	if !reflect.DeepEqual(quanta, wantQuanta) || !reflect.DeepEqual(skipped, wantSkipped) {
		t.Errorf("%+v %+v", quanta, skipped)
	}
	v = ViewBase64([]byte("=-_AA"))
	quanta, skipped = v.Window(0, 100)
	wantQuanta = []Quantum{{[4]int{3, 4, -1, -1}, [4]byte{0, 0, 0, 0}, 2, 0, 1}}
	wantSkipped = []Skipped{{0, 1, SkippedPadding}, {1, 3, SkippedForeign}}
	if !reflect.DeepEqual(quanta, wantQuanta) || !reflect.DeepEqual(skipped, wantSkipped) {
		t.Errorf("%+v %+v", quanta, skipped)
	}
	if q, s := ViewBase64(nil).Window(0, 10); q != nil || s != nil {
		t.Errorf("nothing: %v %v", q, s)
	}
}

// checkBase64View compares a view with the decoder, as a whole and in windows.
func checkBase64View(t *testing.T, data []byte, window int) {
	t.Helper()
	want, _ := DecodeBase64(data)
	v := ViewBase64(data)
	quanta, skipped := v.Window(0, len(data))
	if got := rebuild(quanta); !bytes.Equal(got, want) || v.Octets() != len(want) {
		t.Fatalf("%q: %q (%d), want %q", data, got, v.Octets(), want)
	}
	covered := make([]int, len(data))
	for _, q := range quanta {
		for _, at := range q.At {
			if at >= 0 {
				covered[at]++
			}
		}
	}
	for _, s := range skipped {
		for i := s.Start; i < s.End; i++ {
			covered[i]++
		}
	}
	for i, n := range covered {
		if n != 1 {
			t.Fatalf("%q: octet %d is shown %d times", data, i, n)
		}
	}
	var joined []Quantum
	for from := 0; from < len(data); from += window {
		part, _ := v.Window(from, from+window)
		for _, q := range part {
			if n := len(joined); n == 0 || joined[n-1].At != q.At {
				joined = append(joined, q)
			}
		}
	}
	if fmt.Sprint(joined) != fmt.Sprint(quanta) {
		t.Fatalf("%q in windows of %d: %v, want %v", data, window, joined, quanta)
	}
	for _, octet := range []int{0, len(want) / 2, len(want) - 1} {
		q, ok := v.Find(octet)
		if ok != (octet >= 0 && octet < len(want)) || ok && (q.Octet > octet || q.Octet+q.Octets <= octet) {
			t.Fatalf("%q: octet %d found in %+v", data, octet, q)
		}
	}
}

func TestBase64ViewOfMuch(t *testing.T) {
	text := Base64(benchOctets()[:20_000])
	checkBase64View(t, text, 1000)
	checkBase64View(t, bytes.ReplaceAll(text, []byte("A"), []byte("A ")), 5000)
	checkBase64View(t, append(bytes.Repeat([]byte("SA==\r\n"), 3000), bytes.Repeat([]byte("*"), 20_000)...), 7777)
}

func FuzzBase64View(f *testing.F) {
	f.Add([]byte("SGVs\r\nb*G8=\r\nSA= =\r\n-- \r\nfooter"), 3)
	f.Add([]byte("SG=Vs-_AA"), 1)
	f.Fuzz(func(t *testing.T, data []byte, window int) {
		checkBase64View(t, data, max(1, window))
	})
}

func TestQuotedView(t *testing.T) {
	v := ViewQuoted([]byte("caf=C3=A9 \t\r\nsoft= \r\na=b\n=20 \n end="))
	var b strings.Builder
	for _, token := range v.Window(0, 100) {
		fmt.Fprintf(&b, "%s %d-%d %d+%d\n", token.Kind, token.Start, token.End, token.Octet, token.Octets)
	}
	if want := `literal 0-3 0+3
escape 3-6 3+1
escape 6-9 4+1
dropped 9-11 5+0
hard 11-13 5+2
literal 13-17 7+4
soft 17-21 11+0
literal 21-22 11+1
stray 22-23 12+1
literal 23-24 13+1
hard 24-25 14+1
escape 25-28 15+1
dropped 28-29 16+0
hard 29-30 16+1
literal 30-34 17+4
soft 34-35 21+0
`; b.String() != want {
		t.Errorf("%s", b.String())
	}
}

// checkQuotedView compares a view with the decoder, as a whole and in windows.
func checkQuotedView(t *testing.T, data []byte, window int) {
	t.Helper()
	want, _ := DecodeQuotedPrintable(data)
	v := ViewQuoted(data)
	tokens := v.Window(0, len(data))
	var got []byte
	at := 0
	for _, token := range tokens {
		if token.Start != at || token.Octet != len(got) {
			t.Fatalf("%q: %+v after %d, %d", data, token, at, len(got))
		}
		at = token.End
		switch token.Kind {
		case TokenEscape:
			got = append(got, digits[data[token.Start+1]]<<4|digits[data[token.Start+2]]&15)
		case TokenLiteral, TokenHard, TokenStray:
			got = append(got, data[token.Start:token.End]...)
		}
	}
	if at != len(data) || !bytes.Equal(got, want) || v.Octets() != len(want) {
		t.Fatalf("%q: %q, %d of %d; want %q", data, got, at, len(data), want)
	}
	var joined []Token
	for from := 0; from < len(data); from += window {
		for _, token := range v.Window(from, from+window) {
			if n := len(joined); n == 0 || joined[n-1] != token {
				joined = append(joined, token)
			}
		}
	}
	if fmt.Sprint(joined) != fmt.Sprint(tokens) {
		t.Fatalf("%q in windows of %d: %v, want %v", data, window, joined, tokens)
	}
	for _, octet := range []int{0, len(want) / 2, len(want) - 1} {
		token, ok := v.Find(octet)
		if ok != (octet >= 0 && octet < len(want)) || ok && (token.Octet > octet || token.Octet+token.Octets <= octet) {
			t.Fatalf("%q: octet %d found in %+v", data, octet, token)
		}
	}
}

func TestQuotedViewOfMuch(t *testing.T) {
	checkQuotedView(t, QuotedPrintable([]byte(strings.Repeat("caf\u00e9 au lait \r\n", 2000))), 1000)
	checkQuotedView(t, bytes.Repeat([]byte("=41"), 5000), 777)
}

func FuzzQuotedView(f *testing.F) {
	f.Add([]byte("caf=C3=A9 \t\r\nsoft= \r\na=b\n=20 \n end="), 3)
	f.Fuzz(func(t *testing.T, data []byte, window int) {
		checkQuotedView(t, data, max(1, window))
	})
}

func TestGarble(t *testing.T) {
	for _, c := range []struct {
		in      string
		channel Channel
		want    string
		changes []Change
	}{
		{"caf\u00e9\r\n", Channel{}, "caf\u00e9\r\n", nil},
		{"caf\u00e9\r\n", Channel{SevenBit: true}, "cafC)\r\n", []Change{{ChangedBit, 3, 5, 3, 5}}},
		{"a \t\r\n b \nc ", Channel{Trim: true}, "a\r\n b\nc", []Change{{ChangedTrim, 1, 3, 1, 1}, {ChangedTrim, 7, 8, 5, 5}, {ChangedTrim, 10, 11, 7, 7}}},
		{"a\nb\rc\r\n", Channel{LineEnds: true}, "a\r\nb\r\nc\r\n", []Change{{ChangedLineEnd, 1, 2, 1, 3}, {ChangedLineEnd, 3, 4, 4, 6}}},
		{"abcdef\r\nab", Channel{MaxLine: 4}, "abcd\r\nef\r\nab", []Change{{ChangedCut, 4, 4, 4, 6}}},
		{"From me\nx From", Channel{From: true}, ">From me\nx From", []Change{{ChangedFrom, 0, 0, 0, 1}}},
		{"abcdFrom me", Channel{From: true, MaxLine: 4}, "abcd\r\n>Fro\r\nm me", []Change{{ChangedCut, 4, 4, 4, 6}, {ChangedFrom, 4, 4, 6, 7}, {ChangedCut, 7, 7, 10, 12}}},
	} {
		out, changes := Garble([]byte(c.in), c.channel)
		if string(out) != c.want || !reflect.DeepEqual(changes, c.changes) {
			t.Errorf("%q: %q %+v, want %q %+v", c.in, out, changes, c.want, c.changes)
		}
	}
	all := Channel{true, 80, true, true, true}
	Garble(bytes.Repeat([]byte(" "), 1<<20), all) // Linear.
	if _, changes := Garble(bytes.Repeat([]byte("a\xff"), 2*MaxChanges), all); len(changes) != MaxChanges {
		t.Errorf("%d changes", len(changes))
	}
}

func FuzzGarble(f *testing.F) {
	f.Add([]byte("caf\u00e9 \n"), true, 3, true, true, true)
	f.Fuzz(func(t *testing.T, data []byte, seven bool, line int, trim, ends, from bool) {
		out, changes := Garble(data, Channel{seven, line, trim, ends, from})
		if len(changes) >= MaxChanges {
			return
		}
		// What lies between the changes is the same.
		at, outAt := 0, 0
		for _, c := range append(changes, Change{"", len(data), len(data), len(out), len(out)}) {
			if c.Start < at || c.OutStart < outAt || !bytes.Equal(data[at:c.Start], out[outAt:c.OutStart]) {
				t.Fatalf("%q became %q: %+v", data, out, changes)
			}
			at, outAt = c.End, c.OutEnd
		}
	})
}

func TestBest(t *testing.T) {
	long := strings.Repeat("x", 999)
	for _, c := range []struct {
		in        string
		text      bool
		transport Transport
		want      Choice
	}{
		{"Hello\r\n", true, SevenBit, Choice{"7bit", BecausePlain, 0, 7}},
		{"\x1b$B3$\x1b(B\r\n", true, SevenBit, Choice{"7bit", BecausePlain, 0, 10}}, // ISO-2022-JP was made for this.
		{long[1:] + "\r\n", true, SevenBit, Choice{"7bit", BecausePlain, 0, 1000}},
		{"", false, SevenBit, Choice{"7bit", BecausePlain, 0, 0}},
		{"no line end", true, SevenBit, Choice{"7bit", BecausePlain, 0, 11}},
		{"no line end", false, SevenBit, Choice{"quoted-printable", BecauseNoLine, 11, 11}},
		{"no line end", false, Binary, Choice{"binary", BecauseNoLine, 11, 11}},
		{"caf\u00e9 au lait\r\n", true, SevenBit, Choice{"quoted-printable", BecauseHigh, 3, 19}},
		{"caf\u00e9 au lait\r\n", true, EightBit, Choice{"8bit", BecauseHigh, 3, 15}},
		{"caf\u00e9 au lait\r\n", true, Binary, Choice{"8bit", BecauseHigh, 3, 15}},
		{"\u6d77\u6d77\u6d77\r\n", true, SevenBit, Choice{"base64", BecauseHigh, 0, 18}},
		{long + "\r\n", true, EightBit, Choice{"quoted-printable", BecauseLong, 998, 1001 + 13*3}},
		{long + "\r\n", true, Binary, Choice{"binary", BecauseLong, 998, 1001}},
		{"\u00e9" + long + "\r\n", true, EightBit, Choice{"quoted-printable", BecauseLong, 998, 1007 + 13*3}},
		{"\u00e9" + long + "\r\n", true, SevenBit, Choice{"quoted-printable", BecauseHigh, 0, 1007 + 13*3}},
		{"many words and a NUL\x00\r\n", true, EightBit, Choice{"quoted-printable", BecauseNUL, 20, 25}},
		{"many words and a LF\n\r\n", true, SevenBit, Choice{"quoted-printable", BecauseBare, 19, 24}},
		{"many words and a CR\r\r\n", true, SevenBit, Choice{"quoted-printable", BecauseBare, 19, 24}},
		{"\x89PNG\r\n\x1a\n\x00\x00\x00", false, SevenBit, Choice{"base64", BecauseHigh, 0, 18}},
		{"\x89PNG\r\n\x1a\n\x00\x00\x00", false, Binary, Choice{"binary", BecauseBare, 7, 11}},
	} {
		if got := Best([]byte(c.in), c.text, c.transport); got != c.want {
			t.Errorf("%.20q %v %v: %+v, want %+v", c.in, c.text, c.transport, got, c.want)
		}
	}
}

func FuzzBest(f *testing.F) {
	f.Add([]byte("caf\u00e9\r\n"), true, 0)
	f.Fuzz(func(t *testing.T, data []byte, text bool, transport int) {
		c := Best(data, text, Transport(transport))
		out := Encode(c.Encoding, data, text)
		if len(out) != c.Size || c.At > len(data) {
			t.Fatalf("%q: %+v, but %d octets", data, c, len(out))
		}
		for _, other := range [][]byte{Base64(data), appendQuoted(nil, data, !text)} {
			if len(other) < len(out) {
				t.Fatalf("%q: %+v, but there is one of %d", data, c, len(other))
			}
		}
		if back, flaw := Decode(c.Encoding, out); flaw.Lost || !bytes.Equal(back, data) {
			t.Fatalf("%q came back as %q", data, back)
		}
	})
}
