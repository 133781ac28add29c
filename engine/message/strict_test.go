//go:build !js

package message

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ehloworld/engine/message/encoding"
)

// TestStrict: the strictest parsers that come with Python and Go find in our letters what was meant, and nothing to
// complain about.
func TestStrict(t *testing.T) {
	folder := t.TempDir()
	for seed := range 600 {
		d := drafter{rand.New(rand.NewPCG(uint64(seed), 3))}
		draft := d.draft()
		o := stamp(Options{Transport: encoding.Transport(seed % 2), UTF8: seed%5 == 0})
		letter := Compose(draft, o)
		checkLetter(t, draft, o, letter)
		if err := goReads(draft, o, letter); err != nil {
			t.Fatalf("letter %d: %v\n%s", seed, err, letter)
		}
		want, err := json.Marshal(expected(draft, o, letter))
		name := filepath.Join(folder, fmt.Sprintf("%03d", seed))
		if err == nil {
			err = os.WriteFile(name+".json", want, 0o644)
		}
		if err == nil {
			err = os.WriteFile(name+".eml", letter, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("python3", "testdata/strict.py", folder).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// expected is what the other parsers must find, for strict.py.
func expected(d Draft, o Options, letter []byte) map[string]any {
	people := func(list []Mailbox) [][2]string {
		out := [][2]string{}
		for _, m := range list {
			if !o.UTF8 {
				m.Address = asciiDomain(m.Address)
			}
			if m.Address != "" {
				out = append(out, [2]string{oneLine(m.Name), m.Address})
			}
		}
		return out
	}
	var parts []map[string]string
	for _, l := range leaves(d, o) {
		parts = append(parts, map[string]string{"type": l.typ, "name": l.name, "id": l.id, "data": base64.StdEncoding.EncodeToString([]byte(l.data))})
	}
	header, _ := Split(letter)
	return map[string]any{"utf8": !isASCII(header), "subject": oneLine(d.Subject), "from": people([]Mailbox{{Name: d.FromName, Address: d.From}}),
		"to": people(writables(d.To)), "cc": people(writables(d.Cc)), "leaves": parts}
}

// goReads reads a letter with the standard library.
func goReads(d Draft, o Options, letter []byte) error {
	m, err := mail.ReadMessage(bytes.NewReader(letter))
	if err != nil {
		return err
	}
	if _, err := m.Header.Date(); err != nil {
		return err
	}
	for name, typed := range map[string]string{"From": d.From, "To": d.To, "Cc": d.Cc} {
		want := writables(typed)
		if len(Addresses(want)) == 0 {
			continue
		}
		got, err := m.Header.AddressList(name)
		if err != nil || len(got) != len(want) {
			return fmt.Errorf("%s: %v, %v, want %v", name, got, err, want)
		}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if want := oneLine(d.Subject); err != nil || subject != want {
		return fmt.Errorf("subject %q, want %q, %v", subject, want, err)
	}
	var got []leaf
	var walk func(h textproto.MIMEHeader, body io.Reader) error
	walk = func(h textproto.MIMEHeader, body io.Reader) error {
		typ, params, err := mime.ParseMediaType(h.Get("Content-Type"))
		if err != nil {
			return err
		}
		if strings.HasPrefix(typ, "multipart/") {
			r := multipart.NewReader(body, params["boundary"])
			for {
				p, err := r.NextRawPart()
				if err == io.EOF {
					return nil
				}
				if err == nil {
					err = walk(p.Header, p)
				}
				if err != nil {
					return err
				}
			}
		}
		switch h.Get("Content-Transfer-Encoding") {
		case "base64":
			body = base64.NewDecoder(base64.StdEncoding, body)
		case "quoted-printable":
			body = quotedprintable.NewReader(body)
		}
		l := leaf{typ: typ, id: strings.Trim(h.Get("Content-ID"), "<>")}
		if disposition := h.Get("Content-Disposition"); disposition != "" {
			word, params, err := mime.ParseMediaType(disposition)
			if err != nil {
				return err
			}
			l.file, l.name = word == "attachment", params["filename"]
		}
		data, err := io.ReadAll(body)
		l.data = string(data)
		got = append(got, l)
		return err
	}
	if err := walk(textproto.MIMEHeader(m.Header), m.Body); err != nil {
		return err
	}
	if want := leaves(d, o); !slices.Equal(got, want) {
		return fmt.Errorf("leaves %+v, want %+v", got, want)
	}
	return nil
}
