package oracles

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	gomessage "github.com/emersion/go-message"
	"github.com/emersion/go-message/charset"
)

// goMessage reads with emersion/go-message. The library turns text into UTF-8 while it reads, so that a letter is read
// twice: once with a charset reader that leaves octets alone, for the bodies, and once with its own, for the texts.
func goMessage(data []byte) *Reading {
	charsets.Lock()
	defer charsets.Unlock()
	defer func() { gomessage.CharsetReader = charset.Reader }()
	gomessage.CharsetReader = charset.Reader
	texts := readGoMessage(data, false)
	gomessage.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	if bodies := readGoMessage(data, true); texts.Root != nil && bodies.Root != nil {
		addBodies(texts.Root, bodies.Root)
	}
	return texts
}

// charsets guards the library's one global variable.
var charsets sync.Mutex

// addBodies takes the octets of texts over from the second reading.
func addBodies(to, from *Node) {
	if to.TextSHA != nil {
		to.BodyLen, to.BodySHA, to.Body = from.BodyLen, from.BodySHA, from.Body
	}
	for i := range min(len(to.Parts), len(from.Parts)) {
		addBodies(to.Parts[i], from.Parts[i])
	}
	if to.Message != nil && from.Message != nil && to.Message.Root != nil && from.Message.Root != nil {
		addBodies(to.Message.Root, from.Message.Root)
	}
}

// readGoMessage reads a letter; with octets its texts are left as they are and only their octets given.
func readGoMessage(data []byte, octets bool) *Reading {
	e, err := gomessage.Read(bytes.NewReader(data))
	if e == nil {
		return &Reading{Error: err.Error()}
	}
	path := "1"
	if e.MultipartReader() != nil {
		path = ""
	}
	return &Reading{Headers: goHeaders(e), Root: goNode(e, err, path, octets)}
}

func goHeaders(e *gomessage.Entity) [][2]*string {
	var out [][2]*string
	for f := e.Header.Fields(); f.Next(); {
		name := f.Key()
		if raw, err := f.Raw(); err == nil {
			before, _, _ := bytes.Cut(raw, []byte(":")) // The library writes names in its own case.
			name = strings.TrimRight(string(before), " \t")
		}
		if value, err := f.Text(); err == nil && utf8.ValidString(value) {
			value = spaced(value)
			out = append(out, [2]*string{&name, &value})
		} else {
			out = append(out, [2]*string{&name, nil})
		}
	}
	return out
}

// goNode reads an entity; problem is what the library said when it made it.
func goNode(e *gomessage.Entity, problem error, path string, octets bool) *Node {
	n := &Node{Path: path}
	kind, params, err := e.Header.ContentType()
	if err == nil {
		n.Type, n.Params = &kind, map[string]*string{}
		for name, value := range params {
			if n.Params[name] = &value; !utf8.ValidString(value) {
				n.Params[name] = nil // Octets that are passed through are no text.
			}
		}
	}
	n.Disposition = orNull("")
	var name string
	if e.Header.Has("Content-Disposition") {
		disposition, dparams, err := e.Header.ContentDisposition()
		if err != nil {
			n.Disposition = nil
		} else {
			n.Disposition = orNull(disposition)
			name = dparams["filename"]
		}
	}
	if name == "" {
		name = params["name"]
	}
	if n.Params != nil && n.Disposition != nil && utf8.ValidString(name) {
		n.Filename = orNull(name)
	}
	encoding := "7bit"
	if e.Header.Has("Content-Transfer-Encoding") {
		encoding = strings.ToLower(e.Header.Get("Content-Transfer-Encoding"))
	}
	n.Encoding = &encoding
	if id := strings.TrimSuffix(strings.TrimPrefix(e.Header.Get("Content-ID"), "<"), ">"); !strings.ContainsAny(id, "<> ") {
		n.ID = orNull(id) // The library does not take this field apart.
	}
	switch {
	case e.MultipartReader() != nil:
		r := e.MultipartReader()
		for {
			sub, err := r.NextPart()
			if err == io.EOF {
				break
			}
			if sub == nil {
				n.Cut, n.Defects = true, append(n.Defects, err.Error())
				break
			}
			below := fmt.Sprint(len(n.Parts) + 1)
			if path != "" {
				below = path + "." + below
			}
			n.Parts = append(n.Parts, goNode(sub, err, below, octets))
		}
		if len(n.Parts) == 0 {
			n.Opaque = true
		}
	case kind == "message/rfc822" || kind == "message/global":
		body, err := io.ReadAll(e.Body)
		if err != nil {
			n.Opaque = true
			break
		}
		inner := readGoMessage(body, octets)
		if inner.Root == nil {
			n.Opaque = true
			break
		}
		if inner.Root.Path != "" {
			inner.Root.Path = path + ".1"
		}
		n.Message = &Letter{Headers: inner.Headers, Root: inner.Root}
	default:
		goBody(n, e, problem, kind, octets)
	}
	return n
}

func goBody(n *Node, e *gomessage.Entity, problem error, kind string, octets bool) {
	body, err := io.ReadAll(e.Body)
	for _, e := range []error{err, problem} {
		if e != nil {
			n.Defects = append(n.Defects, e.Error())
		}
	}
	if err != nil || n.Type == nil || gomessage.IsUnknownEncoding(problem) {
		return // Without a type nobody knows whether line ends matter.
	}
	text := strings.HasPrefix(kind, "text/")
	if n.TextSHA = orNull(""); octets || !text {
		n.setBody(body, text)
	} else if !gomessage.IsUnknownCharset(problem) {
		n.setText(body)
	}
}
