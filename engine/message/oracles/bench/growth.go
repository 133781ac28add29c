package main

import (
	"fmt"
	"math"
	"strings"

	"ehloworld/engine/message"
	"ehloworld/engine/message/oracles/bench/cputime"
	"ehloworld/engine/message/oracles/bench/task"
)

// growth is how time grows with one kind of hostile input.
type growth struct {
	What     string  `json:"what"`
	Exponent float64 `json:"exponent"`
	Limit    float64 `json:"limit"`
}

// growthLimit leaves room for what the machine does; a square would be 2.
const growthLimit = 1.4

// hostile makes inputs of about n octets each.
var hostile = []struct {
	what string
	make func(n int) string
}{
	{"multiparts in multiparts", func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
		}
		return b.String()
	}},
	{"letters in letters", repeated("Content-Type: message/rfc822\n\n")},
	{"open boundaries, much text", func(n int) string {
		var b strings.Builder
		for i := range 90 {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=%s%d\n\n--%s%d\n", strings.Repeat("a", 60), i, strings.Repeat("a", 60), i)
		}
		return b.String() + "\n" + strings.Repeat("--"+strings.Repeat("a", 61)+"\n", n/64)
	}},
	{"boundaries in a row", func(n int) string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n", n/4)
	}},
	{"parts", func(n int) string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", n/7)
	}},
	{"hyphens at line starts", func(n int) string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--\n", n/3)
	}},
	{"encoded words", valued("Subject", "=?utf-8?Q?a?= ")},
	{"encoded words without end", valued("Subject", "=?utf-8?Q?a ")},
	{"question marks", valued("Subject", "=?")},
	{"addresses", valued("To", "a <b@c.example>, ")},
	{"open groups", valued("To", "a:")},
	{"open brackets", valued("To", "<")},
	{"open quotes", valued("To", "\"\\")},
	{"comments in comments", valued("To", "(")},
	{"comments after each other", valued("To", "(a)")},
	{"parameters", valued("Content-Type: text/plain", "; a=b")},
	{"sections", func(n int) string {
		var b strings.Builder
		b.WriteString("Content-Type: text/plain")
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, "; name*%d=a", i)
		}
		return b.String() + "\n\n"
	}},
	{"semicolons", valued("Content-Type: text/plain", ";")},
	{"equals signs in a type", valued("Content-Type: text/plain; a", "=")},
	{"fields", repeated("a:b\n")},
	{"folds", func(n int) string { return "Subject: x\n" + strings.Repeat(" y\n", n/3) + "\n" }},
	{"lines without a colon", repeated("a\n")},
	{"one long line", repeated("a")},
	{"CRs", repeated("\r")},
	{"words of a trace's link", valued("Received: via ", "a ")},
	{"places to post to", valued("List-Post", "<mailto:a@b> (c), ")},
	{"dates in a date", valued("Date", "Mon, 2 Mar 2026 ")},
	{"addresses in style rules", repeatedAfter("Content-Type: text/html\n\n<style>", "url(a)")},
	{"identifiers", valued("References", "<a@b> ")},
	{"broken base64", func(n int) string { return "Content-Transfer-Encoding: base64\n\n" + strings.Repeat("=a*", n/3) }},
	{"soft breaks", func(n int) string {
		return "Content-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat("=\n", n/2)
	}},
	{"blanks in quoted-printable", func(n int) string {
		return "Content-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat(" ", n)
	}},
	{"uuencode beginnings", func(n int) string { return "\n" + strings.Repeat("begin 644 a\n", n/12) }},
}

func repeated(s string) func(int) string {
	return func(n int) string { return strings.Repeat(s, n/len(s)) }
}

func repeatedAfter(before, s string) func(int) string {
	return func(n int) string { return before + strings.Repeat(s, n/len(s)) }
}

func valued(field, s string) func(int) string {
	return func(n int) string {
		if !strings.Contains(field, ":") {
			field += ": "
		}
		return field + strings.Repeat(s, n/len(s)) + "\n\n"
	}
}

// growths measures reading, structure and lint of every hostile input at two sizes.
func growths() []growth {
	const small, factor = 40_000, 8
	var out []growth
	for _, h := range hostile {
		a, b := spent([]byte(h.make(small))), spent([]byte(h.make(small*factor)))
		out = append(out, growth{h.what, math.Log(b/a) / math.Log(factor), growthLimit})
	}
	return out
}

// spent is the least CPU time of several readings, in microseconds.
func spent(data []byte) float64 {
	best := math.Inf(1)
	for range 5 {
		from, times := cputime.Micros(), 0
		var took int64
		for took < 8000 {
			task.OursParse(data)
			message.AppendStructure(nil, data)
			message.Lint(data)
			times++
			took = cputime.Micros() - from
		}
		best = min(best, float64(took)/float64(times))
	}
	return best
}
