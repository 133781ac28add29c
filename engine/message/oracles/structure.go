package oracles

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Reading is what one library finds in one letter.
type Reading struct {
	Headers [][2]*string `json:"headers"` // Name and value; a value that the library does not give is nil.
	Root    *Node        `json:"root"`
	Error   string       `json:"error"` // The library refused the letter.

	// Unordered says that the library keeps fields by name only.
	Unordered bool `json:"-"`
}

// Letter is a letter within a part.
type Letter struct {
	Headers   [][2]*string `json:"headers"`
	Root      *Node        `json:"root"`
	Unordered bool         `json:"-"`
}

// Node is a part. What is empty the library does not give; "null" is JSON's null.
type Node struct {
	Path        string             `json:"path"`
	Type        *string            `json:"type"`
	Params      map[string]*string `json:"params"`
	Disposition json.RawMessage    `json:"disposition"`
	Filename    json.RawMessage    `json:"filename"`
	Encoding    *string            `json:"encoding"`
	ID          json.RawMessage    `json:"cid"`
	Parts       []*Node            `json:"parts"`
	Message     *Letter            `json:"message"`
	BodyLen     *int               `json:"body_len"`
	BodySHA     string             `json:"body_sha256"`
	TextSHA     json.RawMessage    `json:"text_sha256"`
	Body        []byte             `json:"body"` // Body and text themselves, unless they are long.
	Text        *string            `json:"text"`
	Defects     []string           `json:"defects"`

	// Opaque says that the library cannot say what the part is made of.
	Opaque bool `json:"opaque"`
	// Cut says that the library gave up within the part: more may follow after the last of Parts.
	Cut bool `json:"-"`
}

func parseReading(line []byte) (*Reading, error) {
	var r Reading
	if err := json.Unmarshal(line, &r); err != nil {
		return nil, fmt.Errorf("%.80s: %w", line, err)
	}
	return &r, nil
}

// kind is what a part is made of: "leaf", "message" or "3 parts".
func (n *Node) kind() string {
	switch {
	case n.Message != nil:
		return "message"
	case len(n.Parts) > 0:
		return fmt.Sprint(len(n.Parts), " parts")
	}
	return "leaf"
}

// complaints are all that a library has to say against a letter.
func (r *Reading) complaints() []string {
	if r.Root == nil {
		return []string{r.Error}
	}
	var out []string
	var walk func(n *Node)
	walk = func(n *Node) {
		for _, d := range n.Defects {
			out = append(out, "part "+n.Path+": "+d)
		}
		for _, sub := range n.Parts {
			walk(sub)
		}
		// A letter within came as it is: nothing against it is against its writer.
	}
	walk(r.Root)
	return out
}

func (n *Node) setBody(data []byte, text bool) {
	if text {
		data = lineFeeds(data)
	}
	size := len(data)
	n.BodyLen, n.BodySHA, n.Body = &size, sum(data), data
}

// setText takes a text as a library gives it, but not when it is no UTF-8, as such libraries pass through what claims to
// be it.
func (n *Node) setText(text []byte) {
	n.TextSHA = nil
	if utf8.Valid(text) {
		s := string(lineFeeds(text))
		n.TextSHA, n.Text = quote(sum([]byte(s))), &s
	}
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

// lineFeeds turns CR LF and CR into LF.
func lineFeeds(data []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
}

func quote(s string) json.RawMessage {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // A string always has a JSON form.
	}
	return b
}

// orNull is null for nothing.
func orNull(s string) json.RawMessage {
	if s == "" {
		return json.RawMessage("null")
	}
	return quote(s)
}

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }
