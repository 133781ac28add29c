// Package fields compares this project's reading of addresses and dates with Python's email package, the standard library's
// net/mail and emersion/go-message.
package fields

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/mail"
	"os"
	"os/exec"
	"strings"

	gomail "github.com/emersion/go-message/mail"

	"ehloworld/engine/message"
)

// Box is one address with its name; the local part has no quotes, the domain is in lower case.
type Box struct{ Name, Address string }

// Boxes is an address list as somebody reads it; nil means that they refuse it.
type Boxes []Box

func (b Boxes) String() string {
	if b == nil {
		return "refused"
	}
	var out []string
	for _, box := range b {
		out = append(out, box.Name+" <"+box.Address+">")
	}
	return strings.Join(out, "; ")
}

func box(name, local, domain string) Box { return Box{name, local + "@" + strings.ToLower(domain)} }

// ours reads with this project. Entries without an address are left out.
func ours(value string) (Boxes, []message.Flaw) {
	list := message.ParseAddresses(value)
	boxes := Boxes{}
	for _, e := range list.Entries {
		if e.Address != "" {
			boxes = append(boxes, box(e.Name, e.Local, e.Domain))
		}
	}
	return boxes, list.Flaws
}

// netMail reads with the standard library.
func netMail(value string) Boxes {
	list, err := mail.ParseAddressList(value)
	if err != nil {
		return nil
	}
	boxes := Boxes{}
	for _, a := range list {
		at := strings.LastIndexByte(a.Address, '@')
		boxes = append(boxes, box(a.Name, a.Address[:at], a.Address[at+1:]))
	}
	return boxes
}

// goMessage reads with emersion/go-message.
func goMessage(value string) Boxes {
	var h gomail.Header
	h.Set("To", value)
	list, err := h.AddressList("To")
	if err != nil {
		return nil
	}
	boxes := Boxes{}
	for _, a := range list {
		at := strings.LastIndexByte(a.Address, '@')
		boxes = append(boxes, box(a.Name, a.Address[:at], a.Address[at+1:]))
	}
	return boxes
}

// python asks Python about many values at once.
func python(kind string, values []string, answers any) error {
	var in, lines bytes.Buffer
	for _, v := range values {
		line, err := json.Marshal([2]string{kind, v})
		if err != nil {
			return err
		}
		in.Write(append(line, '\n'))
	}
	cmd := exec.Command("python3", "../python/fields.py")
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("python: %w", err)
	}
	n := 0
	lines.WriteByte('[')
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); n++ {
		if n > 0 {
			lines.WriteByte(',')
		}
		lines.Write(s.Bytes())
	}
	lines.WriteByte(']')
	if n != len(values) {
		return fmt.Errorf("python: %d answers to %d questions", n, len(values))
	}
	return json.Unmarshal(lines.Bytes(), answers)
}

// pythonBoxes reads lists with one of Python's two readers: "getaddresses", the old one, or "registry".
func pythonBoxes(kind string, values []string) ([]Boxes, error) {
	var answers []*[][2]string
	if err := python(kind, values, &answers); err != nil {
		return nil, err
	}
	out := make([]Boxes, len(answers))
	for i, pairs := range answers {
		if pairs == nil {
			continue
		}
		out[i] = Boxes{}
		for _, p := range *pairs {
			at := strings.LastIndexByte(p[1], '@')
			if at <= 0 || at == len(p[1])-1 {
				continue // "<>", or a name that stands for itself.
			}
			local := p[1][:at]
			if kind == "getaddresses" {
				local = unquote(local) // It keeps the quotes, and leaves encoded words to others.
				p[0] = message.DecodeText(p[0])
			}
			out[i] = append(out[i], box(p[0], local, p[1][at+1:]))
		}
	}
	return out, nil
}

func unquote(local string) string {
	if len(local) < 2 || local[0] != '"' || local[len(local)-1] != '"' {
		return local
	}
	var b strings.Builder
	for i := 1; i < len(local)-1; i++ {
		if local[i] == '\\' && i+1 < len(local)-1 {
			i++
		}
		b.WriteByte(local[i])
	}
	return b.String()
}
