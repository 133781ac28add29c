package corpus

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// Generate draws n letters from a seed: the same seed gives the same letters. About two in five are well formed, if
// unusual; the others have then been damaged by up to three operators.
func Generate(seed uint64, n int) []Letter {
	out := make([]Letter, 0, n)
	for i := range n {
		g := &generator{r: rand.New(rand.NewPCG(seed, uint64(i)))}
		g.end = "\r\n"
		if g.chance(8) {
			g.end = "\n"
		}
		data := g.letter(0)
		what := "drawn by chance"
		if !g.chance(5, 2) {
			for range 1 + g.r.IntN(3) {
				d := &damages[g.r.IntN(len(damages))]
				data = d.do(g, data)
				what += ", " + d.name
			}
		}
		out = append(out, Letter{fmt.Sprintf("drawn/%d-%d", seed, i), what, data})
	}
	return out
}

// generator writes letters; every choice comes from r.
type generator struct {
	r          *rand.Rand
	end        string // The line end.
	boundaries []string
}

// chance is true once in of times, or in yes of them.
func (g *generator) chance(of int, yes ...int) bool {
	n := 1
	if len(yes) > 0 {
		n = yes[0]
	}
	return g.r.IntN(of) < n
}

func pick[T any](g *generator, list []T) T { return list[g.r.IntN(len(list))] }

var (
	subjects = []string{"hello", "Re: the letter", "Fwd: [hill] news (2)", "山里的信", "Re: naïve café", "Привет из деревни", "手紙をありがとう",
		"a much longer subject that goes on and on until it has to be folded somewhere, and then goes on", "100% =?not? a word", "回复: 海边的风 — Re: sea wind 🌊", ""}
	names = []string{"Alice", "Bob Li", "Li, Bob", "爱丽丝", "Алиса", "Dr. A. B. Shan", `the "quoted" one`, "café owner", ""}
	texts = []string{"Hello Bob,\n\nthis is a letter.\n\n-- \nAlice\n", "one line", "", "\n", "trailing blanks   \nand\ttabs\t\n", "From the hill\n.\n..dots\n>From quoted\n",
		"=3D not encoded = equals\nsoft=\nbreak\n", "a line that is longer than seventy-six characters so that quoted-printable has to break it softly somewhere\n"}
	files = []string{"a.txt", "my file.pdf", "山.pdf", "naïve café.doc", "a;b=\"c\".bin", "very-long-name-" + "0123456789-0123456789-0123456789-0123456789-0123456789-0123456789" + ".tar.gz", "отчёт.xls", "it's 100%.txt"}
	types = []string{"application/pdf", "image/png", "application/octet-stream", "image/svg+xml", "application/vnd.example.x", "audio/x-odd", "video/mp4"}
	kinds = []string{"mixed", "mixed", "alternative", "related", "signed", "report", "digest", "parallel", "x-odd"}
	// letterCharsets are the samples that a generated text is written in, by index.
	commonCharsets = []string{"utf-8", "utf-8", "utf-8", "iso-8859-1", "windows-1252", "gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr", "koi8-r", "windows-1251", "iso-8859-2", "iso-8859-15"}
)

func sampleOf(name string) *sample {
	for i := range samples {
		if samples[i].name == name {
			return &samples[i]
		}
	}
	panic("corpus: no sample in " + name)
}

// letter writes a whole letter at a depth of nesting.
func (g *generator) letter(depth int) []byte {
	var b bytes.Buffer
	field := func(name, value string) {
		switch g.r.IntN(12) {
		case 0:
			name = strings.ToUpper(name)
		case 1:
			name = strings.ToLower(name)
		}
		b.WriteString(name + ":" + pick(g, []string{" ", " ", " ", " ", "", "\t", "  "}) + value + g.end)
	}
	if g.chance(3) {
		field("Received", "from a.example (a.example [192.0.2.7])"+g.end+"\tby b.example with ESMTP id "+strconv.Itoa(g.r.IntN(1e6))+";"+g.end+" Fri, 27 Nov 2026 10:00:00 +0800")
	}
	field("From", g.mailbox())
	if !g.chance(8) {
		field("To", strings.Join(g.times(1+g.r.IntN(3), g.mailbox), ","+pick(g, []string{" ", "", g.end + " ", g.end + "\t"})))
	}
	if !g.chance(6) {
		field("Subject", g.fold(g.phrase(pick(g, subjects))))
	}
	if g.chance(2) {
		field("Date", pick(g, []string{"Fri, 27 Nov 2026 10:00:00 +0800", "27 Nov 2026 10:00:00 GMT", "Fri, 27 Nov 2026 10:00:00 +0800 (CST)", "Fri, 27 Nov 26 1:2:3 EST"}))
	}
	if g.chance(2) {
		field("Message-ID", "<"+strconv.Itoa(g.r.IntN(1e9))+"@shan.example>")
	}
	if g.chance(6) {
		field("X-Odd-"+strconv.Itoa(g.r.IntN(9)), pick(g, []string{"", "value", "a" + g.end + " b" + g.end + "  c", "\"q\" (c) <x>; y=z", "naïve"}))
	}
	if !g.chance(5) {
		field("MIME-Version", "1.0")
	}
	b.Write(g.entity(depth, "text/plain"))
	return b.Bytes()
}

func (g *generator) times(n int, f func() string) []string {
	var out []string
	for range n {
		out = append(out, f())
	}
	return out
}

func (g *generator) mailbox() string {
	address := pick(g, []string{"alice@shan.example", "bob@hai.example", "carol.li@mail.hai.example", "dave+tag@x.example"})
	name := pick(g, names)
	if name == "" {
		return address
	}
	if strings.ContainsAny(name, ",.\"") {
		return `"` + strings.NewReplacer(`"`, `\"`).Replace(name) + `" <` + address + ">"
	}
	return g.phrase(name) + " <" + address + ">"
}

// phrase writes text as encoded words when it is not ASCII, in one of the ways that programs do.
func (g *generator) phrase(text string) string {
	ascii := true
	for i := range len(text) {
		ascii = ascii && text[i] < 0x80
	}
	if ascii {
		return text
	}
	s := sampleOf(pick(g, commonCharsets))
	if _, err := s.enc.NewEncoder().String(text); err != nil || s.name == "us-ascii" {
		s = sampleOf("utf-8")
	}
	var out []string
	for _, piece := range cut(text, 6+g.r.IntN(10)) {
		data := s.encoded(piece)
		label := pick(g, []string{s.name, strings.ToUpper(s.name)})
		if g.chance(2) {
			out = append(out, "=?"+label+pick(g, []string{"?B?", "?B?", "?b?"})+base64.StdEncoding.EncodeToString(data)+"?=")
		} else {
			out = append(out, "=?"+label+pick(g, []string{"?Q?", "?Q?", "?q?"})+qWord(data)+"?=")
		}
	}
	return strings.Join(out, pick(g, []string{" ", " ", g.end + " ", g.end + "\t", "  "}))
}

// cut cuts text into pieces of n characters.
func cut(text string, n int) []string {
	var out []string
	r := []rune(text)
	for len(r) > n {
		out = append(out, string(r[:n]))
		r = r[n:]
	}
	return append(out, string(r))
}

func qWord(data []byte) string {
	var b strings.Builder
	for _, c := range data {
		switch {
		case c == ' ':
			b.WriteByte('_')
		case c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '!' || c == '*' || c == '+' || c == '/':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "=%02X", c)
		}
	}
	return b.String()
}

// fold puts folds at some blanks.
func (g *generator) fold(s string) string {
	var b strings.Builder
	for i, w := range strings.Split(s, " ") {
		if i > 0 {
			if w != "" && g.chance(6) {
				b.WriteString(g.end + pick(g, []string{" ", "\t", "  "}))
			} else {
				b.WriteByte(' ')
			}
		}
		b.WriteString(w)
	}
	return b.String()
}

// entity writes the content fields, the empty line and the body of a letter or part.
func (g *generator) entity(depth int, defaultType string) []byte {
	switch k := g.r.IntN(10); {
	case depth < 4 && k < 5-depth:
		return g.multipart(depth)
	case depth > 0 && depth < 4 && k == 5:
		head := "Content-Type: message/rfc822" + g.end
		if g.chance(3) {
			head += "Content-Disposition: attachment; filename=\"letter.eml\"" + g.end
		}
		return append([]byte(head+g.end), g.letter(depth+1)...)
	case k < 8 || depth == 0:
		return g.text(defaultType)
	}
	return g.file()
}

func (g *generator) boundary() string {
	n := strconv.Itoa(g.r.IntN(1e6))
	if len(g.boundaries) > 0 && g.chance(10) {
		return pick(g, g.boundaries) + n // The outer boundary is a prefix of it.
	}
	b := pick(g, []string{"b" + n, "----=_Part_" + n, "=_" + n + "==", n + "'()+_,-./:=?x", "_000_" + n + "_", "a b " + n})
	g.boundaries = append(g.boundaries, b)
	return b
}

func (g *generator) multipart(depth int) []byte {
	var b bytes.Buffer
	kind, boundary := pick(g, kinds), g.boundary()
	quoted := strings.ContainsAny(boundary, " ()/:=?,") || g.chance(2)
	value := boundary
	if quoted {
		value = `"` + boundary + `"`
	}
	b.WriteString("Content-Type: multipart/" + kind + ";" + pick(g, []string{" ", g.end + " ", g.end + "\t", ""}) + "boundary=" + value)
	if kind == "related" {
		b.WriteString("; type=\"text/html\"")
	}
	b.WriteString(g.end + g.end)
	if g.chance(3) {
		b.WriteString("This is a letter in several parts." + g.end)
	}
	for range 1 + g.r.IntN(3) {
		b.WriteString("--" + boundary + pick(g, []string{"", "", "", "", " ", "\t "}) + g.end)
		if kind == "digest" {
			b.WriteString(g.end)
			b.Write(g.letter(depth + 1))
		} else {
			b.Write(g.entity(depth+1, "text/plain"))
		}
		b.WriteString(g.end)
	}
	b.WriteString("--" + boundary + "--" + g.end)
	if g.chance(6) {
		b.WriteString("epilogue" + g.end)
	}
	return b.Bytes()
}

func (g *generator) text(defaultType string) []byte {
	s := sampleOf(pick(g, commonCharsets))
	text := pick(g, texts)
	if g.chance(2) {
		text += s.text + "\n"
	}
	body := s.encoded(strings.ReplaceAll(text, "\n", g.end))
	typ := pick(g, []string{"text/plain", "text/plain", "text/plain", "text/html", "text/csv"})
	var b bytes.Buffer
	b.WriteString("Content-Type: " + typ + "; charset=" + pick(g, []string{s.name, `"` + s.name + `"`, strings.ToUpper(s.name)}))
	if typ == "text/csv" {
		b.WriteString(g.param("name", pick(g, files)))
	}
	b.WriteString(g.end)
	if g.chance(5) {
		b.WriteString("Content-Disposition: inline" + g.end)
	}
	b.Write(g.encode(body, false))
	return b.Bytes()
}

func (g *generator) file() []byte {
	data := make([]byte, g.r.IntN(400))
	for i := range data {
		data[i] = byte(g.r.Uint32())
	}
	name := pick(g, files)
	var b bytes.Buffer
	b.WriteString("Content-Type: " + pick(g, types))
	if g.chance(2) {
		b.WriteString(g.param("name", name))
	}
	b.WriteString(g.end)
	if !g.chance(4) {
		b.WriteString("Content-Disposition: " + pick(g, []string{"attachment", "inline", "ATTACHMENT"}) + g.param("filename", name) + g.end)
	}
	if g.chance(3) {
		b.WriteString("Content-ID: <" + strconv.Itoa(g.r.IntN(1e6)) + "@shan.example>" + g.end)
	}
	b.Write(g.encode(data, true))
	return b.Bytes()
}

// param writes "; name=value" in one of the four ways that programs have.
func (g *generator) param(name, value string) string {
	sep := ";" + pick(g, []string{" ", g.end + " ", g.end + "\t"})
	ascii := true
	for i := range len(value) {
		ascii = ascii && value[i] < 0x80
	}
	quoted := `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(value) + `"`
	switch g.r.IntN(4) {
	case 0:
		return sep + name + "*=utf-8''" + percentSome(value)
	case 1:
		var out string
		for i, piece := range cut(value, 12) {
			out += sep + name + "*" + strconv.Itoa(i) + "*="
			if i == 0 {
				out += "utf-8''"
			}
			out += percentSome(piece)
		}
		return out
	case 2:
		if !ascii {
			return sep + name + `="` + strings.NewReplacer(g.end+" ", " ", g.end+"\t", " ").Replace(g.phrase(value)) + `"`
		}
	}
	if !ascii {
		return sep + name + "*=utf-8''" + percentSome(value)
	}
	return sep + name + "=" + quoted
}

func percentSome(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '.' || c == '_' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// encode writes the transfer encoding, the empty line and the body.
func (g *generator) encode(data []byte, file bool) []byte {
	name := pick(g, []string{"base64", "quoted-printable", "8bit", "7bit", ""})
	if file {
		name = pick(g, []string{"base64", "base64", "base64", "quoted-printable", "binary"})
	}
	var b bytes.Buffer
	if name != "" {
		b.WriteString("Content-Transfer-Encoding: " + pick(g, []string{name, strings.ToUpper(name)}) + g.end)
	}
	b.WriteString(g.end)
	switch name {
	case "base64":
		b.WriteString(strings.ReplaceAll(base64Lines(data), "\r\n", g.end))
	case "quoted-printable":
		b.WriteString(g.quoted(data, file))
	default:
		b.Write(data)
	}
	return b.Bytes()
}

// quoted is quoted-printable. Text keeps its line ends; a file has all of them encoded.
func (g *generator) quoted(data []byte, file bool) string {
	var b strings.Builder
	line := 0
	put := func(s string) {
		if line+len(s) > 75 {
			b.WriteString("=" + g.end)
			line = 0
		}
		b.WriteString(s)
		line += len(s)
	}
	for i, c := range data {
		last := i+1 == len(data) || data[i+1] == '\r' || data[i+1] == '\n'
		switch {
		case !file && c == '\n':
			b.WriteString(g.end)
			line = 0
		case !file && c == '\r':
		case c > ' ' && c < 0x7f && c != '=' || (c == ' ' || c == '\t') && !last:
			put(string(c))
		default:
			put(fmt.Sprintf("=%02X", c))
		}
	}
	return b.String()
}

// damage is one way to spoil a letter.
type damage struct {
	name string
	do   func(g *generator, data []byte) []byte
}

var damages = []damage{
	{"cut off", func(g *generator, d []byte) []byte { return d[:g.r.IntN(len(d)+1)] }},
	{"a line lost", func(g *generator, d []byte) []byte {
		return g.lines(d, func(l [][]byte, i int) [][]byte { return append(l[:i], l[i+1:]...) })
	}},
	{"a line twice", func(g *generator, d []byte) []byte {
		return g.lines(d, func(l [][]byte, i int) [][]byte { return append(l[:i+1], l[i:]...) })
	}},
	{"two lines exchanged", func(g *generator, d []byte) []byte {
		return g.lines(d, func(l [][]byte, i int) [][]byte {
			j := g.r.IntN(len(l))
			l[i], l[j] = l[j], l[i]
			return l
		})
	}},
	{"an octet changed", func(g *generator, d []byte) []byte {
		if len(d) > 0 {
			d[g.r.IntN(len(d))] = pick(g, []byte("=;:\"-\\ \x00\xff\xe9?*'%a\r\n(<,"))
		}
		return d
	}},
	{"an octet lost", func(g *generator, d []byte) []byte {
		if len(d) == 0 {
			return d
		}
		i := g.r.IntN(len(d))
		return append(d[:i], d[i+1:]...)
	}},
	{"line ends changed", func(g *generator, d []byte) []byte {
		if bytes.Contains(d, []byte("\r\n")) {
			return bytes.ReplaceAll(d, []byte("\r\n"), []byte("\n"))
		}
		return bytes.ReplaceAll(d, []byte("\n"), []byte("\r\n"))
	}},
	{"one line end changed", func(g *generator, d []byte) []byte {
		return g.lines(d, func(l [][]byte, i int) [][]byte {
			l[i] = append(bytes.TrimRight(l[i], "\r\n"), pick(g, []string{"\n", "\r\n", "\r", "\r\r\n"})...)
			return l
		})
	}},
	{"an empty line put in", func(g *generator, d []byte) []byte {
		return g.lines(d, func(l [][]byte, i int) [][]byte {
			l[i] = append(append([]byte(nil), l[i]...), g.end...)
			return l
		})
	}},
	{"blanks at the end of a line", func(g *generator, d []byte) []byte {
		return g.lines(d, func(l [][]byte, i int) [][]byte {
			text := bytes.TrimRight(l[i], "\r\n")
			l[i] = append(append(append([]byte(nil), text...), "  "...), l[i][len(text):]...)
			return l
		})
	}},
	{"eighth bits lost", func(g *generator, d []byte) []byte {
		for i := range d {
			d[i] &= 0x7f
		}
		return d
	}},
	{"a label changed", func(g *generator, d []byte) []byte {
		return bytes.Replace(d, []byte("charset="), []byte("charset="+pick(g, []string{"utf-8; x=", "x-unknown; x=", "us-ascii; x=", "gbk; x="})), 1)
	}},
	{"a header field twice", func(g *generator, d []byte) []byte {
		return append([]byte(pick(g, []string{"Content-Type: text/html", "Subject: another", "Content-Transfer-Encoding: 8bit", "Content-Disposition: inline"})+g.end), d...)
	}},
}

// lines applies f to the lines of a letter, at one that is drawn.
func (g *generator) lines(d []byte, f func(lines [][]byte, i int) [][]byte) []byte {
	l := bytes.SplitAfter(bytes.Clone(d), []byte("\n"))
	for i := range l {
		l[i] = bytes.Clone(l[i])
	}
	return bytes.Join(f(l, g.r.IntN(len(l))), nil)
}

// Mutate draws n letters from those by hand, each damaged in one or two ways, put into another letter, or given another
// one's header.
func Mutate(hand []Letter, seed uint64, n int) []Letter {
	out := make([]Letter, 0, n)
	for i := range n {
		g := &generator{r: rand.New(rand.NewPCG(seed, 1<<32+uint64(i))), end: "\r\n"}
		l := pick(g, hand)
		data, what := bytes.Clone(l.Data), l.What
		switch other := pick(g, hand); g.r.IntN(6) {
		case 0:
			data = slices.Concat([]byte("Subject: around\r\nContent-Type: multipart/mixed; boundary=around\r\n\r\n--around\r\n"), data,
				[]byte("\r\n--around\r\n"), other.Data, []byte("\r\n--around--\r\n"))
			what += ", beside one that has: " + other.What
		case 1:
			data = slices.Concat([]byte("Content-Type: message/rfc822\r\n\r\n"), data)
		case 2:
			header, _, _ := bytes.Cut(other.Data, []byte("\r\n\r\n"))
			_, body, _ := bytes.Cut(data, []byte("\r\n\r\n"))
			data = slices.Concat(header, []byte("\r\n\r\n"), body)
			what += ", below: " + other.What
		default:
			for range 1 + g.r.IntN(2) {
				d := &damages[g.r.IntN(len(damages))]
				data = d.do(g, data)
				what += ", " + d.name
			}
		}
		out = append(out, Letter{fmt.Sprintf("mutant/%d-%d-%s", seed, i, strings.ReplaceAll(l.Name, "/", "-")), what, data})
	}
	return out
}
