package smtpclient

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"ehloworld/engine/message"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/vtime"
)

// extensions are switched on and off in all combinations.
var extensions = []string{"8BITMIME", "PIPELINING", "SIZE 5000000", "SMTPUTF8", "CHUNKING", "BINARYMIME", "DSN", "ENHANCEDSTATUSCODES", "DELIVERBY 10"}

// subsetLetter is a letter that needs something of the server.
type subsetLetter struct {
	name string
	job  Job
	// want says what becomes of it at a server with these extensions: "" it arrives octet by octet, "same" it arrives and
	// says the same in seven bits, or else the enhanced code with which it goes back.
	want func(has func(string) bool) string
}

// subsetLetters has long bodies repeated size times.
func subsetLetters(size int) []subsetLetter {
	to := smtp.Rcpts("bob@hai.example")
	env := smtp.Envelope{From: "alice@shan.example", Rcpts: to}
	letter := func(change func(*smtp.Envelope), data string) Job {
		e := env
		e.Rcpts = append([]smtp.Rcpt(nil), to...)
		if change != nil {
			change(&e)
		}
		return Job{Msg: 7, Envelope: e, Data: []byte(strings.ReplaceAll(data, "\n", "\r\n"))}
	}
	text := "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n.caf\u00e9\n..\n" + strings.Repeat("many lines\n", size)
	signed := func(encoding, body string) string {
		return "MIME-Version: 1.0\nContent-Type: multipart/signed; boundary=b; micalg=pgp-sha256; protocol=\"application/pgp-signature\"\n\n--b\nContent-Transfer-Encoding: " +
			encoding + "\n\n" + body + "\n--b\nContent-Type: application/pgp-signature\n\nx\n--b--\n"
	}
	binary := letter(func(e *smtp.Envelope) { e.Body = smtp.BodyBinaryMIME }, "MIME-Version: 1.0\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: binary\n\n")
	binary.Data = append(binary.Data, bytes.Repeat([]byte("\x00\n.\r\n.\r\n\xff\r"), size)...)
	signedBinary := letter(func(e *smtp.Envelope) { e.Body = smtp.BodyBinaryMIME }, signed("binary", "\x00\xff"))
	never := func(code, without string) func(func(string) bool) string {
		return func(has func(string) bool) string {
			if has(without) {
				return ""
			}
			return code
		}
	}
	binaryWay := func(has func(string) bool) bool { return has("CHUNKING") && has("BINARYMIME") && has("8BITMIME") }
	return []subsetLetter{
		{"seven bits", letter(nil, "Subject: x\n\n.\n..x\n"), func(func(string) bool) string { return "" }},
		{"eight bits", letter(nil, text), never("same", "8BITMIME")},
		{"signed", letter(nil, signed("8bit", "caf\u00e9")), never("5.6.3", "8BITMIME")},
		{"binary", binary, func(has func(string) bool) string {
			if binaryWay(has) {
				return ""
			}
			return "same"
		}},
		{"signed binary", signedBinary, func(has func(string) bool) string {
			if binaryWay(has) {
				return ""
			}
			return "5.6.1"
		}},
		{"an international header", letter(func(e *smtp.Envelope) { e.SMTPUTF8 = true }, "Subject: \u4f60\u597d\n\nx\n"), func(has func(string) bool) string {
			if has("SMTPUTF8") && has("8BITMIME") {
				return ""
			}
			return "5.6.9"
		}},
		{"an international recipient", letter(func(e *smtp.Envelope) { e.Rcpts = smtp.Rcpts("\u5c0f\u660e@hai.example") }, "Subject: x\n\nx\n"), never("5.6.7", "SMTPUTF8")},
		{"an international domain", letter(func(e *smtp.Envelope) { e.Rcpts = smtp.Rcpts("bob@\u6d77.example") }, "Subject: x\n\nx\n"), func(func(string) bool) string { return "" }},
		{"to be told of", letter(func(e *smtp.Envelope) {
			e.Ret, e.EnvID = smtp.RetHeaders, "a+b=c"
			e.Rcpts[0].Notify, e.Rcpts[0].ORcpt = smtp.NotifySuccess|smtp.NotifyDelay, "rfc822;Bob+1@hai.example"
		}, "Subject: x\n\nx\n"), func(func(string) bool) string { return "" }},
		{"in time or not at all", letter(func(e *smtp.Envelope) {
			e.By = smtp.DeliverBy{At: vtime.Time(vtime.Hour), Mode: smtp.ByReturn}
		}, "Subject: x\n\nx\n"), never("5.3.3", "DELIVERBY 10")},
	}
}

// meaning is what the parts of a letter hold, whatever their encodings.
func meaning(data []byte) string {
	var b strings.Builder
	message.Tree(data).Walk(func(p *message.Part) bool {
		if p.Leaf() {
			content, _ := p.Content(data)
			b.WriteString(p.Type + "\n" + string(content) + "\n--\n")
		}
		return true
	})
	return b.String()
}

// TestSubsets sends letters that need much to servers that offer every combination of extensions. Each arrives as it was,
// or saying the same in other octets, or goes back with the code that says why; and what the envelope asks for arrives or
// is said to be lost.
func TestSubsets(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for set := range 1 << len(extensions) {
		letters := subsetLetters(100)
		if set%37 == 0 {
			letters = subsetLetters(20_000) // Of several chunks.
		}
		has := func(name string) bool {
			for i, e := range extensions {
				if e == name {
					return set&(1<<i) != 0
				}
			}
			panic(name)
		}
		keywords := []string{}
		for _, e := range extensions {
			if has(e) {
				keywords = append(keywords, e)
			}
		}
		back := &backend{}
		server := smtpserver.New(smtpserver.Config{Hostname: "mail.hai.example", Proto: "smtp", Conn: 3, Keywords: keywords, MaxSize: 5_000_000}, back)
		var orders []Job
		for _, l := range letters[1:] {
			orders = append(orders, l.job)
		}
		client := New(Config{
			Hostname: "mail.shan.example", Conn: 3, Host: "mail.shan.example", Proto: "smtp", IdleAfter: vtime.Minute, Chunking: Chunking(rnd.IntN(2)),
		}, letters[0].job)
		c, _ := converse(t, rnd, client, server, orders)
		if len(c.results) != len(letters) {
			t.Fatalf("%v: %d results", keywords, len(c.results))
		}
		for i, l := range letters {
			o := c.results[i]
			r := o.Rcpts[0]
			want := l.want(has)
			if want != "" && want != "same" {
				if r.Delivered || r.Temporary || !r.Local || r.Reply.Enhanced != want {
					t.Errorf("%v, %s: %+v, want it back with %s", keywords, l.name, r, want)
				}
				continue
			}
			if !r.Delivered || len(back.letters) == 0 {
				t.Errorf("%v, %s: %+v, want it there\n%s", keywords, l.name, r, strings.Join(o.Transcript, "\n"))
				continue
			}
			got := back.letters[0]
			back.letters = back.letters[1:]
			if (want == "same") != o.Downgraded {
				t.Errorf("%v, %s: re-encoded %v", keywords, l.name, o.Downgraded)
			}
			if want == "" && !bytes.Equal(got.data, l.job.Data) {
				t.Errorf("%v, %s: arrived changed (%d octets of %d)", keywords, l.name, len(got.data), len(l.job.Data))
			}
			if want == "same" && (meaning(got.data) != meaning(l.job.Data) || !has("8BITMIME") && !message.ASCII(got.data)) {
				t.Errorf("%v, %s: arrived as something else", keywords, l.name)
			}
			e := l.job.Envelope
			told := e.Rcpts[0].Notify != 0
			if has("DSN") != (told && got.env.Rcpts[0].Notify == e.Rcpts[0].Notify && got.env.Rcpts[0].ORcpt == e.Rcpts[0].ORcpt && got.env.EnvID == e.EnvID && got.env.Ret == e.Ret) && told {
				t.Errorf("%v, %s: the envelope is %+v", keywords, l.name, got.env)
			}
			if r.Relayed != (told && !has("DSN")) {
				t.Errorf("%v, %s: relayed is %v", keywords, l.name, r.Relayed)
			}
			if e.By.Mode != 0 && (got.env.By.Mode != e.By.Mode || got.env.By.At > e.By.At) {
				t.Errorf("%v, %s: wanted by %+v", keywords, l.name, got.env.By)
			}
		}
	}
}
