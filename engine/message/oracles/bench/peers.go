package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"math"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	gomessage "github.com/emersion/go-message"
	"github.com/emersion/go-message/charset"
	gomail "github.com/emersion/go-message/mail"
	"github.com/jhillyerd/enmime/v2"
	"golang.org/x/text/encoding/htmlindex"

	"ehloworld/engine/message/oracles/bench/task"
)

// peer is a library. Parse and encode do what task.OursParse and task.OursEncode do.
type peer struct {
	name   string
	parse  func(data []byte) task.Found
	encode func(b *bytes.Buffer, d *task.Draft, i int)
}

var peers = []peer{
	{"ours", task.OursParse, func(b *bytes.Buffer, d *task.Draft, i int) {
		own = task.OursEncode(own[:0], d, i)
		b.Write(own[:0]) // The letter lies in own, as those of the others lie in b.
	}},
	{"go stdlib", stdParse, stdEncode},
	{"go-message", goParse, goEncode},
	{"enmime", enmimeParse, enmimeEncode},
}

var (
	own   []byte
	noon  = time.Date(2026, 11, 27, 10, 0, 0, 0, time.FixedZone("", 8*3600))
	words = &mime.WordDecoder{CharsetReader: charset.Reader}
)

func must(err error) {
	if err != nil {
		panic(err) // The letters are in order.
	}
}

// The standard library.

func stdParse(data []byte) task.Found {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	must(err)
	var f task.Found
	parser := mail.AddressParser{WordDecoder: words}
	for _, name := range []string{"From", "To", "Cc"} {
		list, err := parser.ParseList(m.Header.Get(name))
		must(err)
		f.Addresses += len(list)
	}
	_, err = m.Header.Date()
	f.Dated = err == nil
	subject, err := words.DecodeHeader(m.Header.Get("Subject"))
	must(err)
	f.Subject = len(subject)
	stdPart(&f, textproto.MIMEHeader(m.Header), m.Body)
	return f
}

func stdPart(f *task.Found, h textproto.MIMEHeader, body io.Reader) {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	must(err)
	if strings.HasPrefix(kind, "multipart/") {
		r := multipart.NewReader(body, params["boundary"])
		for {
			p, err := r.NextRawPart()
			if err == io.EOF {
				return
			}
			must(err)
			stdPart(f, p.Header, p)
		}
	}
	switch strings.ToLower(h.Get("Content-Transfer-Encoding")) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	if name := strings.ToLower(params["charset"]); strings.HasPrefix(kind, "text/") && name != "utf-8" && name != "us-ascii" {
		enc, err := htmlindex.Get(name)
		must(err)
		body = enc.NewDecoder().Reader(body)
	}
	content, err := io.ReadAll(body)
	must(err)
	f.Leaves++
	f.Octets += len(content)
}

func stdEncode(b *bytes.Buffer, d *task.Draft, i int) {
	field := func(name, value string) { b.WriteString(name + ": " + value + "\r\n") }
	field("Date", noon.Format(time.RFC1123Z))
	field("From", (&mail.Address{Name: d.FromName, Address: d.From}).String())
	field("To", (&mail.Address{Name: d.ToName, Address: d.To}).String())
	field("Cc", d.Cc)
	field("Subject", mime.QEncoding.Encode("utf-8", d.Subject))
	field("Message-ID", "<"+strconv.Itoa(i)+"@shan.example>")
	field("MIME-Version", "1.0")
	stdWrite(b, d, func(h textproto.MIMEHeader) io.Writer {
		for name, values := range h {
			field(name, values[0])
		}
		b.WriteString("\r\n")
		return b
	})
}

// stdWrite writes what is left of the draft into a part that create begins.
func stdWrite(b *bytes.Buffer, d *task.Draft, create func(textproto.MIMEHeader) io.Writer) {
	nested := func(kind string, rest task.Draft, write func(w *multipart.Writer)) {
		boundary := "=_" + kind + "_0001020304"
		w := multipart.NewWriter(create(textproto.MIMEHeader{"Content-Type": {mime.FormatMediaType("multipart/"+kind, map[string]string{"boundary": boundary})}}))
		must(w.SetBoundary(boundary))
		stdWrite(b, &rest, func(h textproto.MIMEHeader) io.Writer {
			p, err := w.CreatePart(h)
			must(err)
			return p
		})
		write(w)
		must(w.Close())
	}
	rest := *d
	switch {
	case d.File != nil:
		rest.File = nil
		nested("mixed", rest, func(w *multipart.Writer) {
			p, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {"application/octet-stream"}, "Content-Transfer-Encoding": {"base64"},
				"Content-Disposition": {mime.FormatMediaType("attachment", map[string]string{"filename": d.FileName})}})
			must(err)
			stdBase64(p, d.File)
		})
	case d.Image != nil:
		rest.Image = nil
		nested("related", rest, func(w *multipart.Writer) {
			p, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {"image/png"}, "Content-Transfer-Encoding": {"base64"}, "Content-ID": {"<picture@shan.example>"},
				"Content-Disposition": {mime.FormatMediaType("inline", map[string]string{"filename": "picture.png"})}})
			must(err)
			stdBase64(p, d.Image)
		})
	case d.HTML != "":
		rest.HTML = ""
		nested("alternative", rest, func(w *multipart.Writer) {
			p, err := w.CreatePart(stdText("text/html"))
			must(err)
			stdQuoted(p, d.HTML)
		})
	default:
		stdQuoted(create(stdText("text/plain")), d.Text)
	}
}

func stdText(kind string) textproto.MIMEHeader {
	return textproto.MIMEHeader{"Content-Type": {kind + "; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"}}
}

func stdQuoted(w io.Writer, text string) {
	q := quotedprintable.NewWriter(w)
	_, err := io.WriteString(q, text)
	must(err)
	must(q.Close())
}

// stdBase64 writes lines of 76, which encoding/base64 by itself does not.
func stdBase64(w io.Writer, data []byte) {
	line := make([]byte, 78)
	for len(data) > 0 {
		n := min(len(data), 57)
		base64.StdEncoding.Encode(line, data[:n])
		end := base64.StdEncoding.EncodedLen(n)
		_, err := w.Write(append(line[:end], '\r', '\n'))
		must(err)
		data = data[n:]
	}
}

// emersion/go-message.

func goParse(data []byte) task.Found {
	e, err := gomessage.Read(bytes.NewReader(data))
	must(err)
	h := gomail.Header{Header: e.Header}
	var f task.Found
	for _, name := range []string{"From", "To", "Cc"} {
		list, err := h.AddressList(name)
		must(err)
		f.Addresses += len(list)
	}
	_, err = h.Date()
	f.Dated = err == nil
	subject, err := h.Subject()
	must(err)
	f.Subject = len(subject)
	must(e.Walk(func(_ []int, p *gomessage.Entity, err error) error {
		must(err)
		if p.MultipartReader() != nil {
			return nil
		}
		content, err := io.ReadAll(p.Body)
		f.Leaves++
		f.Octets += len(content)
		return err
	}))
	return f
}

func goEncode(b *bytes.Buffer, d *task.Draft, i int) {
	var h gomail.Header
	h.SetDate(noon)
	h.SetAddressList("From", []*gomail.Address{{Name: d.FromName, Address: d.From}})
	h.SetAddressList("To", []*gomail.Address{{Name: d.ToName, Address: d.To}})
	h.Set("Cc", d.Cc)
	h.SetSubject(d.Subject)
	h.SetMessageID(strconv.Itoa(i) + "@shan.example")
	h.Set("MIME-Version", "1.0")
	goWrite(d, func(more gomessage.Header) *gomessage.Writer {
		for fields := more.Fields(); fields.Next(); {
			h.Set(fields.Key(), fields.Value())
		}
		w, err := gomessage.CreateWriter(b, h.Header)
		must(err)
		return w
	})
}

func goWrite(d *task.Draft, create func(gomessage.Header) *gomessage.Writer) {
	header := func(kind string, params map[string]string, encoding string) gomessage.Header {
		var h gomessage.Header
		h.SetContentType(kind, params)
		if encoding != "" {
			h.Set("Content-Transfer-Encoding", encoding)
		}
		return h
	}
	leaf := func(w *gomessage.Writer, data []byte) {
		_, err := w.Write(data)
		must(err)
		must(w.Close())
	}
	nested := func(kind string, rest task.Draft, h gomessage.Header, data []byte) {
		w := create(header("multipart/"+kind, map[string]string{"boundary": "=_" + kind + "_0001020304"}, ""))
		goWrite(&rest, func(h gomessage.Header) *gomessage.Writer {
			p, err := w.CreatePart(h)
			must(err)
			return p
		})
		p, err := w.CreatePart(h)
		must(err)
		leaf(p, data)
		must(w.Close())
	}
	rest := *d
	switch {
	case d.File != nil:
		rest.File = nil
		h := header("application/octet-stream", nil, "base64")
		h.SetContentDisposition("attachment", map[string]string{"filename": d.FileName})
		nested("mixed", rest, h, d.File)
	case d.Image != nil:
		rest.Image = nil
		h := header("image/png", nil, "base64")
		h.SetContentDisposition("inline", map[string]string{"filename": "picture.png"})
		h.Set("Content-ID", "<picture@shan.example>")
		nested("related", rest, h, d.Image)
	case d.HTML != "":
		rest.HTML = ""
		nested("alternative", rest, header("text/html", map[string]string{"charset": "utf-8"}, "quoted-printable"), []byte(d.HTML))
	default:
		leaf(create(header("text/plain", map[string]string{"charset": "utf-8"}, "quoted-printable")), []byte(d.Text))
	}
}

// jhillyerd/enmime, without guessing character sets.

var enmimeParser = enmime.NewParser(enmime.DisableCharacterDetection(true), enmime.MinCharsetDetectRunes(math.MaxInt))

func enmimeParse(data []byte) task.Found {
	root, err := enmimeParser.ReadParts(bytes.NewReader(data))
	must(err)
	var f task.Found
	for _, name := range []string{"From", "To", "Cc"} {
		list, err := enmime.ParseAddressList(root.Header.Get(name))
		must(err)
		f.Addresses += len(list)
	}
	_, err = mail.ParseDate(root.Header.Get("Date"))
	f.Dated = err == nil
	subject, err := words.DecodeHeader(root.Header.Get("Subject"))
	must(err)
	f.Subject = len(subject)
	root.DepthMatchAll(func(p *enmime.Part) bool {
		if p.FirstChild == nil {
			f.Leaves++
			f.Octets += len(p.Content)
		}
		return false
	})
	return f
}

func enmimeEncode(b *bytes.Buffer, d *task.Draft, i int) {
	m := enmime.Builder().From(d.FromName, d.From).To(d.ToName, d.To).Subject(d.Subject).Date(noon).
		Header("Message-ID", "<"+strconv.Itoa(i)+"@shan.example>").Text([]byte(d.Text))
	for _, a := range strings.Split(d.Cc, ", ") {
		m = m.CC("", a)
	}
	if d.HTML != "" {
		m = m.HTML([]byte(d.HTML))
	}
	if d.Image != nil {
		m = m.AddInline(d.Image, "image/png", "picture.png", "picture@shan.example")
	}
	if d.File != nil {
		m = m.AddAttachment(d.File, "application/octet-stream", d.FileName)
	}
	p, err := m.Build()
	must(err)
	must(p.Encode(b))
}

// check reads every letter, and what everybody writes, with all: they must find the same.
func check(classes []*task.Class) error {
	for _, c := range classes {
		for i, l := range c.Letters {
			want := stdParse(l)
			for _, p := range peers {
				if got := p.parse(l); got != want {
					return fmt.Errorf("%s letter %d: %s finds %+v, the standard library %+v", c.Name, i, p.name, got, want)
				}
			}
		}
		for i, d := range c.Drafts {
			for _, p := range peers {
				var b bytes.Buffer
				p.encode(&b, d, i)
				letter := b.Bytes()
				if p.name == "ours" {
					letter = own
				}
				found := stdParse(letter)
				least := d.Size() - len(d.Subject)
				if found.Octets < least || found.Octets > least+64 || found.Addresses != 4 || found.Subject != len(d.Subject) || !found.Dated {
					return fmt.Errorf("%s draft %d: in what %s writes there is %+v, want %d octets", c.Name, i, p.name, found, least)
				}
			}
		}
	}
	return nil
}
