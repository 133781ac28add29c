package dsn

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"flag"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"ehloworld/engine/message/encoding"
	"ehloworld/engine/report"
	"ehloworld/engine/vtime"
)

var update = flag.Bool("update", false, "rewrite testdata")

func at(t testing.TB, s string) vtime.Time {
	t.Helper()
	v, _, err := vtime.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const letter = "Date: Mon, 2 Mar 2026 08:00:00 +0800\r\nFrom: Alice <alice@shan.example>\r\nTo: zhou@gone.example\r\n" +
	"Subject: =?utf-8?B?5Y2I6aWt?=\r\nMessage-ID: <1.alice@shan.example>\r\n\r\nLunch?\r\n"

func failed(t testing.TB) Report {
	return Report{
		Host: "mail.shan.example", To: "alice@shan.example", Date: at(t, "2026-03-07T08:00:01+08:00"), Zone: 28800,
		MessageID: "b1@mail.shan.example", Boundary: "=_b1", QueueID: "S0002", Arrival: at(t, "2026-03-02T08:00:01+08:00"),
		Recipients: []Recipient{{
			Address: "zhou@gone.example", Action: Failed, Status: "4.4.1", RemoteMTA: "mail.gone.example", Attempts: 62,
			Reason:      "connect to mail.gone.example[192.0.2.99]:25: Connection timed out",
			LastAttempt: at(t, "2026-03-07T07:30:01+08:00"),
		}},
		Original: []byte(letter), Full: true,
	}
}

func delayed(t testing.TB) Report {
	r := failed(t)
	r.Date, r.Full = at(t, "2026-03-02T12:00:01+08:00"), false
	r.Recipients[0].Action, r.Recipients[0].Attempts = Delayed, 3
	r.Recipients[0].LastAttempt = at(t, "2026-03-02T10:30:01+08:00")
	r.Recipients[0].WillRetryUntil = at(t, "2026-03-07T08:00:01+08:00")
	return r
}

func refused(t testing.TB) Report {
	r := failed(t)
	r.EnvelopeID = "env+20"
	r.Recipients = []Recipient{
		{Address: "nobody@hai.example", Original: "rfc822;nobody@hai.example", Action: Failed, Status: "5.1.1", RemoteMTA: "mail.hai.example", Attempts: 1,
			Reply: "550 5.1.1 <nobody@hai.example>: no such user", LastAttempt: at(t, "2026-03-02T08:00:02+08:00")},
		{Address: "用户@hai.example", Action: Failed, Status: "5.6.7", RemoteMTA: "mail.hai.example", Attempts: 1,
			Reply: "553 5.6.7 地址 not taken here, " + strings.Repeat("and so on ", 20), LastAttempt: at(t, "2026-03-02T08:00:02+08:00")},
	}
	return r
}

// international goes to an address that only SMTPUTF8 reaches, so it is in UTF-8 throughout (RFC 6533).
func international(t testing.TB) Report {
	r := refused(t)
	r.To = "用户@shan.example"
	r.Original = []byte(strings.Replace(letter, "=?utf-8?B?5Y2I6aWt?=", "午饭", 1))
	return r
}

// good tells, besides a failure, of all that a sender can ask to be told.
func good(t testing.TB) Report {
	r := failed(t)
	r.Date, r.EnvelopeID = at(t, "2026-03-02T08:00:03+08:00"), "QQ314159"
	at := at(t, "2026-03-02T08:00:02+08:00")
	r.Recipients = []Recipient{
		{Address: "bob@hai.example", Original: "rfc822;Bob@hai.example", Action: Delivered, Status: "2.1.5", Reason: "delivered to the mailbox of bob@hai.example", LastAttempt: at},
		{Address: "zhou@old.example", Original: "utf-8;周@old.example", Action: Relayed, Status: "2.0.0", RemoteMTA: "mail.old.example", Reply: "250 2.0.0 Ok: queued as O0001", LastAttempt: at},
		{Address: "staff@shan.example", Action: Expanded, Reason: "the address stands for several, and the letter goes to each of them", LastAttempt: at},
	}
	return r
}

// TestGolden shows the notices as they are; every changed line must have a reason.
func TestGolden(t *testing.T) {
	for name, r := range map[string]Report{"failed": failed(t), "delayed": delayed(t), "refused": refused(t), "international": international(t), "good": good(t)} {
		got := bytes.ReplaceAll(Build(r), []byte("\r\n"), []byte("\n"))
		file := "testdata/" + name + ".txt"
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs (%v):\n%s", name, err, got)
		}
	}
}

// TestStandardLibrary reads a notice with parsers that we did not write, as strictly as they go.
func TestStandardLibrary(t *testing.T) {
	eightBit := failed(t)
	eightBit.Original, eightBit.Transport = []byte(letter+"午饭吃什么？\r\n"), encoding.EightBit
	sevenBit := eightBit
	sevenBit.Transport = encoding.SevenBit
	onlyHeader := eightBit
	onlyHeader.Full = false
	rawHeader := onlyHeader
	rawHeader.Original = []byte("Subject: 午饭 \xff\nX: " + strings.Repeat("x", 2000) + "\n\nbody")
	for name, c := range map[string]struct {
		r     Report
		third string // Type of the third part.
	}{
		"failed": {failed(t), "message/rfc822"}, "delayed": {delayed(t), "text/rfc822-headers"}, "refused": {refused(t), "message/rfc822"},
		"8bit": {eightBit, "message/rfc822"}, "8bit over 7bit": {sevenBit, "text/rfc822-headers"}, "8bit header": {onlyHeader, "text/rfc822-headers"}, "raw header": {rawHeader, "text/rfc822-headers"},
	} {
		data := Build(c.r)
		checkLines(t, name, data)
		m, err := mail.ReadMessage(bytes.NewReader(data))
		if err != nil {
			t.Fatal(name, err)
		}
		if _, err := m.Header.Date(); err != nil {
			t.Error(name, err)
		}
		if from, err := m.Header.AddressList("From"); err != nil || len(from) != 1 || *from[0] != (mail.Address{Name: "Mail Delivery System", Address: "MAILER-DAEMON@mail.shan.example"}) {
			t.Error(name, from, err)
		}
		if to, err := m.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Address != "alice@shan.example" {
			t.Error(name, to, err)
		}
		subject := "Undelivered mail returned to sender"
		if name == "delayed" {
			subject = "Delayed mail (still being retried)"
		}
		for field, want := range map[string]string{"Subject": subject, "Auto-Submitted": "auto-replied", "MIME-Version": "1.0", "Message-ID": "<b1@mail.shan.example>"} {
			if got := m.Header.Get(field); got != want {
				t.Errorf("%s: %s is %q", name, field, got)
			}
		}
		typ, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
		if err != nil || typ != "multipart/report" || params["report-type"] != "delivery-status" {
			t.Fatal(name, typ, params, err)
		}
		var types []string
		parts := multipart.NewReader(m.Body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(name, err)
			}
			typ, params, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
			if err != nil {
				t.Fatal(name, err)
			}
			types = append(types, typ)
			var body io.Reader = p
			switch p.Header.Get("Content-Transfer-Encoding") {
			case "base64":
				body = base64.NewDecoder(base64.StdEncoding, p)
			case "quoted-printable":
				body = quotedprintable.NewReader(p)
			}
			content, err := io.ReadAll(body)
			if err != nil {
				t.Fatal(name, err)
			}
			switch typ {
			case "text/plain":
				if params["charset"] != "utf-8" || !utf8.Valid(content) || !strings.Contains(string(content), "What it means:") {
					t.Errorf("%s: %q", name, content)
				}
			case "message/delivery-status":
				checkStatus(t, name, c.r, content)
			case "message/rfc822":
				if !bytes.Equal(content, c.r.Original) {
					t.Errorf("%s: returned %q", name, content)
				}
			default:
				header, _, _ := bytes.Cut(c.r.Original, []byte("\r\n\r\n"))
				if name != "raw header" && !bytes.Equal(bytes.TrimSpace(content), header) {
					t.Errorf("%s: returned %q", name, content)
				}
			}
		}
		if want := []string{"text/plain", "message/delivery-status", c.third}; !reflect.DeepEqual(types, want) {
			t.Errorf("%s: parts %v, want %v", name, types, want)
		}
	}
}

// checkStatus reads the groups of fields as header blocks, which is what they are.
func checkStatus(t *testing.T, name string, r Report, content []byte) {
	t.Helper()
	for _, c := range content {
		if c >= 0x80 {
			t.Errorf("%s: the status fields are not ASCII", name)
			break
		}
	}
	in := textproto.NewReader(bufio.NewReader(bytes.NewReader(append(content, "\r\n"...))))
	top, err := in.ReadMIMEHeader()
	if err != nil || top.Get("Reporting-MTA") != "dns; mail.shan.example" || top.Get("Arrival-Date") != "Mon, 2 Mar 2026 08:00:01 +0800" {
		t.Errorf("%s: %v %v", name, top, err)
	}
	for _, rcpt := range r.Recipients {
		h, err := in.ReadMIMEHeader()
		if err != nil || h.Get("Action") != rcpt.Action || h.Get("Status") != rcpt.Status || h.Get("Remote-MTA") != "dns; "+rcpt.RemoteMTA {
			t.Errorf("%s: %v %v", name, h, err)
		}
		if final := h.Get("Final-Recipient"); final != "rfc822; "+rcpt.Address && !strings.HasPrefix(final, `utf-8; \x{7528}`) {
			t.Errorf("%s: %s", name, final)
		}
		if until := h.Get("Will-Retry-Until"); (until != "") != (rcpt.Action == Delayed) {
			t.Errorf("%s: Will-Retry-Until %q", name, until)
		}
	}
	if h, err := in.ReadMIMEHeader(); err != io.EOF {
		t.Errorf("%s: one group too many: %v %v", name, h, err)
	}
}

func checkLines(t *testing.T, name string, data []byte) {
	t.Helper()
	for _, line := range bytes.SplitAfter(data, []byte("\n")) {
		if len(line) > 1000 || len(line) > 0 && !bytes.HasSuffix(line, []byte("\r\n")) || bytes.IndexByte(line, 0) >= 0 {
			t.Fatalf("%s: line %q", name, line)
		}
	}
}

func TestParse(t *testing.T) {
	wide := international(t)
	wide.UTF8 = true
	for _, r := range []Report{failed(t), delayed(t), refused(t), wide} {
		got, err := Parse(Build(r))
		if err != nil {
			t.Fatal(err)
		}
		want := r
		if !want.Full {
			want.Original = want.Original[:bytes.Index(want.Original, []byte("\r\n\r\n"))+2]
		}
		want.Recipients = append([]Recipient(nil), r.Recipients...)
		for i := range want.Recipients {
			rcpt := &want.Recipients[i]
			rcpt.Attempts = 0 // Told to people only.
			if rcpt.Reply = strings.TrimSpace(rcpt.Reply); !r.UTF8 {
				rcpt.Reply = strings.ReplaceAll(rcpt.Reply, "地址", `\x{5730}\x{5740}`)
			}
		}
		got.Transport, got.UTF8 = r.Transport, r.UTF8
		if !reflect.DeepEqual(got, want) {
			t.Errorf("\n got %+v\nwant %+v", got, want)
		}
	}
	if _, err := Parse([]byte(letter)); err != ErrNotice {
		t.Error(err)
	}
}

func TestBuildRefuses(t *testing.T) {
	r := failed(t)
	r.To = ""
	if Build(r) != nil {
		t.Error("a notice about a letter from the null sender")
	}
	r = failed(t)
	r.Recipients = nil
	if Build(r) != nil {
		t.Error("a notice about nobody")
	}
	r = failed(t)
	r.Original = append(bytes.Repeat([]byte("X-Long: line\r\n"), 2*report.MaxReturned/14), "\r\nbody\r\n"...)
	data := Build(r)
	if got, err := Parse(data); err != nil || got.Full || len(got.Original) > report.MaxReturned || len(got.Original) < report.MaxReturned-20 || len(data) > report.MaxReturned+5000 {
		t.Errorf("a huge letter: %d octets returned in %d, %v", len(got.Original), len(data), err)
	}
	r = failed(t)
	r.Original = []byte(letter + "--=_b1--\r\n")
	if got, err := Parse(Build(r)); err != nil || !bytes.Equal(got.Original, r.Original) {
		t.Errorf("a letter that holds the boundary: %q, %v", got.Original, err)
	}
}

// FuzzBuild: whatever a peer replied and whatever the letter is, the notice is well formed and says the same back.
func FuzzBuild(f *testing.F) {
	f.Add("550 no", "bob@hai.example", "mail.hai.example", "5.1.1", []byte(letter), true)
	f.Add("550 \r\n\r\nAction: relayed\x00\xff 好", "用 户@hai.example\r\n", "x\r\n y", "9.9", []byte("no\nletter\r\xff"), false)
	f.Fuzz(func(t *testing.T, reply, address, mta, status string, original []byte, full bool) {
		r := failed(t)
		r.Recipients = append(r.Recipients, Recipient{Address: address, Status: status, RemoteMTA: mta, Reply: reply})
		r.Original, r.Full = original, full
		if len(address) > 300 || len(mta) > 300 {
			return
		}
		data := Build(r)
		checkLines(t, "fuzz", data)
		got, err := Parse(data)
		if err != nil || len(got.Recipients) != 2 || got.Recipients[1].Action != Failed || !validStatus(got.Recipients[1].Status) {
			t.Fatalf("%+v %v\n%s", got, err, data)
		}
		if got.Full && !bytes.Equal(got.Original, original) {
			t.Fatalf("returned %q for %q", got.Original, original)
		}
		m, err := mail.ReadMessage(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		parts, n := multipart.NewReader(m.Body, params["boundary"]), 0
		for ; ; n++ {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, p); err != nil {
				t.Fatal(err)
			}
		}
		if n != 3 {
			t.Fatalf("%d parts", n)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(Build(failed(f)))
	f.Add(Build(refused(f)))
	f.Fuzz(func(t *testing.T, data []byte) { Parse(data) })
}
