package oracles

import (
	"bytes"
	"fmt"
	"math"
	"net/textproto"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"

	"ehloworld/engine/message"
)

// enmimeParser is as tolerant as the library gets, and never guesses character sets.
var enmimeParser = enmime.NewParser(enmime.SkipMalformedParts(true), enmime.MultipartWOBoundaryAsSinglePart(true),
	enmime.DisableCharacterDetection(true), enmime.MinCharsetDetectRunes(math.MaxInt), enmime.DisableTextConversion(true))

// enmimeDepth is how many multiparts within each other enmime is given: its time grows exponentially with them, and fifty
// were not read after ten minutes.
const enmimeDepth = 8

// tooDeep is why enmime was not asked.
const tooDeep = "too deep to wait for"

// readEnmime reads with jhillyerd/enmime, which keeps header fields by name and texts only as UTF-8.
func readEnmime(data []byte) *Reading {
	if depth(message.Tree(data)) > enmimeDepth {
		return &Reading{Error: tooDeep}
	}
	root, err := enmimeParser.ReadParts(bytes.NewReader(data))
	if err != nil {
		return &Reading{Error: err.Error()}
	}
	path := "1"
	if root.FirstChild != nil {
		path = ""
	}
	node := enmimeNode(root, path, true) // Before the envelope, which takes content over.
	return &Reading{Headers: enmimeHeaders(root), Root: node, Unordered: true}
}

func enmimeHeaders(root *enmime.Part) [][2]*string {
	envelope, err := enmimeParser.EnvelopeFromPart(root)
	if err != nil {
		return nil
	}
	names := envelope.GetHeaderKeys()
	sort.Strings(names)
	out := [][2]*string{}
	for _, name := range names {
		for _, value := range envelope.GetHeaderValues(name) {
			value = spaced(value)
			if utf8.ValidString(value) {
				out = append(out, [2]*string{&name, &value})
			} else {
				out = append(out, [2]*string{&name, nil})
			}
		}
	}
	return out
}

func enmimeNode(p *enmime.Part, path string, root bool) *Node {
	n := &Node{Path: path}
	header := textproto.MIMEHeader(p.Header)
	contentType := header.Get("Content-Type")
	if contentType == "" && root || contentType != "" && p.ContentType != "" {
		kind := p.ContentType
		n.Type, n.Params = &kind, map[string]*string{}
		if contentType != "" {
			_, params, bad, err := mediatype.Parse(contentType)
			if err != nil {
				n.Params = nil
			}
			for name, value := range params {
				n.Params[name] = &value
			}
			for _, name := range bad {
				n.Params[name] = nil // The library says that it cannot read this one.
			}
		}
	}
	n.Disposition, n.Filename, n.ID = orNull(p.Disposition), orNull(p.FileName), orNull(p.ContentID)
	if encoding := strings.ToLower(header.Get("Content-Transfer-Encoding")); encoding != "" {
		n.Encoding = &encoding
	}
	for _, e := range p.Errors {
		n.Defects = append(n.Defects, e.Error())
	}
	switch {
	case p.FirstChild != nil:
		for sub := p.FirstChild; sub != nil; sub = sub.NextSibling {
			below := fmt.Sprint(len(n.Parts) + 1)
			if path != "" {
				below = path + "." + below
			}
			n.Parts = append(n.Parts, enmimeNode(sub, below, false))
		}
		for _, e := range p.Errors {
			n.Cut = n.Cut || e.Severe // A part that it could not read is left out.
		}
	case p.ContentType == "message/rfc822" || p.ContentType == "message/global":
		inner := readEnmime(p.Content)
		if inner.Root == nil {
			n.Opaque = true
			break
		}
		if inner.Root.Path != "" {
			inner.Root.Path = path + ".1"
		}
		n.Message = &Letter{Headers: inner.Headers, Root: inner.Root, Unordered: true}
	case strings.HasPrefix(p.ContentType, "multipart/"):
		n.Opaque = true
	default:
		enmimeBody(n, p)
	}
	return n
}

func enmimeBody(n *Node, p *enmime.Part) {
	if n.Type == nil {
		return // Nobody knows whether line ends matter.
	}
	unreadable := false
	for _, e := range p.Errors {
		unreadable = unreadable || e.Name == enmime.ErrorCharsetConversion
		if e.Severe || e.Name == enmime.ErrorContentEncoding {
			return
		}
	}
	text := strings.HasPrefix(p.ContentType, "text/")
	switch {
	case !text:
		n.setBody(p.Content, false)
		n.TextSHA = orNull("")
	case unreadable:
		n.setBody(p.Content, true)
		n.TextSHA = orNull("")
	case p.Charset == "" || strings.EqualFold(p.Charset, "utf-8"):
		n.setBody(p.Content, true) // What the library leaves alone are the octets.
		n.setText(p.Content)
	default:
		n.setText(p.Content)
	}
}

// depth counts the multiparts within each other.
func depth(p *message.Part) int {
	deepest := 0
	for _, sub := range p.Parts {
		deepest = max(deepest, 1+depth(sub))
	}
	if p.Message != nil {
		deepest = depth(p.Message)
	}
	return deepest
}
