package encoding

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/quotedprintable"
	"strings"
	"testing"

	"ehloworld/engine/message/charset"
)

// The benchmarks stand beside the standard library's way to do the same, on the same input, in one run:
//
//	go test -run - -bench . ./engine/message/encoding
//	GOOS=js GOARCH=wasm go test -run - -bench . -exec "$(go env GOROOT)/lib/wasm/go_js_wasm_exec" ./engine/message/encoding

// benchOctets is 1 MiB that looks like a compressed picture.
func benchOctets() []byte {
	data := make([]byte, 1<<20)
	x := uint32(1)
	for i := range data {
		x = x*1664525 + 1013904223
		data[i] = byte(x >> 24)
	}
	return data
}

// benchTexts are bodies of three kinds: a line of each.
var benchTexts = []struct{ name, line string }{
	{"english", "The quick brown fox jumps over the lazy dog, and then it does so again = once more.\r\n"},
	{"french", "Voil\u00e0 une lettre fran\u00e7aise, \u00e9crite en \u00e9t\u00e9, o\u00f9 quelques lettres portent des accents.\r\n"},
	{"chinese", "\u4f60\u597d\uff0c\u8fd9\u662f\u4e00\u5c01\u7528\u4e2d\u6587\u5199\u7684\u4fe1\uff0c\u6ca1\u6709\u591a\u5c11 ASCII \u5b57\u7b26\u3002\r\n"},
}

func eachBenchText(b *testing.B, f func(b *testing.B, text []byte)) {
	for _, c := range benchTexts {
		b.Run(c.name, func(b *testing.B) { f(b, []byte(strings.Repeat(c.line, 1<<19/len(c.line)))) })
	}
}

// measure counts the throughput of input octets.
func measure(b *testing.B, name string, input int, f func()) {
	b.Run(name, func(b *testing.B) {
		b.SetBytes(int64(input))
		b.ReportAllocs()
		for b.Loop() {
			f()
		}
	})
}

func BenchmarkDecodeBase64(b *testing.B) {
	data := benchOctets()
	text := Base64(data)
	buf := make([]byte, 0, len(text)+8)
	measure(b, "ours", len(text), func() { AppendDecodeBase64(buf, text) })
	measure(b, "ours-new", len(text), func() { DecodeBase64(text) })
	out := make([]byte, len(text))
	measure(b, "std", len(text), func() { base64.StdEncoding.Decode(out, text) })
	measure(b, "std-stream", len(text), func() {
		io.Copy(io.Discard, base64.NewDecoder(base64.StdEncoding, bytes.NewReader(text)))
	})
	foreign := bytes.ReplaceAll(text, []byte("\r\n"), []byte(" \r\n!"))
	measure(b, "ours-foreign", len(foreign), func() { AppendDecodeBase64(buf, foreign) })
	odd := bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))[:len(text)/78*77]
	measure(b, "ours-lf", len(odd), func() { AppendDecodeBase64(buf, odd) })
}

func BenchmarkBase64(b *testing.B) {
	data := benchOctets()
	buf := make([]byte, 0, Base64Size(len(data)))
	measure(b, "ours", len(data), func() { AppendBase64(buf, data) })
	measure(b, "ours-new", len(data), func() { Base64(data) })
	measure(b, "std", len(data), func() {
		out := buf
		for rest := data; len(rest) > 0; {
			n := min(57, len(rest))
			out = append(base64.StdEncoding.AppendEncode(out, rest[:n]), '\r', '\n')
			rest = rest[n:]
		}
	})
}

func BenchmarkDecodeQuotedPrintable(b *testing.B) {
	eachBenchText(b, func(b *testing.B, text []byte) {
		quoted := QuotedPrintable(text)
		buf := make([]byte, 0, len(quoted)+8)
		measure(b, "ours", len(quoted), func() { AppendDecodeQuotedPrintable(buf, quoted) })
		measure(b, "std", len(quoted), func() { io.Copy(io.Discard, quotedprintable.NewReader(bytes.NewReader(quoted))) })
	})
}

func BenchmarkQuotedPrintable(b *testing.B) {
	eachBenchText(b, func(b *testing.B, text []byte) {
		buf := make([]byte, 0, 4*len(text))
		measure(b, "ours", len(text), func() { AppendQuotedPrintable(buf, text) })
		measure(b, "std", len(text), func() {
			w := quotedprintable.NewWriter(io.Discard)
			w.Write(text)
			w.Close()
		})
	})
}

func BenchmarkDecodeWords(b *testing.B) {
	for _, c := range []struct{ name, subject string }{
		{"plain", "Re: the meeting on Tuesday, and what we eat"},
		{"q", "Re: =?utf-8?Q?R=C3=A9union_de_mardi=2C_et_ce_que_nous_mangeons?= (fwd)"},
		{"b", "=?utf-8?B?5L2g5aW977yM6L+Z5piv5LiA5bCB55So5Lit5paH5YaZ55qE5L+h77yM5rKh5pyJ?=\r\n =?utf-8?B?5aSa5bCR5a2X56ym44CC?="},
	} {
		b.Run(c.name, func(b *testing.B) {
			measure(b, "ours", len(c.subject), func() { DecodeWords(c.subject, charset.Decode) })
			decoder := new(mime.WordDecoder)
			measure(b, "std", len(c.subject), func() { decoder.DecodeHeader(c.subject) })
		})
	}
}

func BenchmarkWords(b *testing.B) {
	for _, c := range benchTexts {
		s := strings.TrimSpace(c.line)
		b.Run(c.name, func(b *testing.B) {
			measure(b, "ours", len(s), func() { Words(s, 60) })
			measure(b, "std", len(s), func() { mime.BEncoding.Encode("utf-8", s) })
		})
	}
}
