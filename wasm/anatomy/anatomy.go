// Package anatomy joins a page to the message codec: it takes files and letters apart for people to look at. Commands come
// in as JSON, with octets beside them, and answers go out the same way. It is pure Go and runs natively under go test; only
// wasm/codec knows that there is a browser.
//
// Theory of operation. A page loads a file and opens one letter of it. Everything else is asked about a part of that
// letter, by its number in the list that the answer to "letter" holds. Nothing is refused because a letter is broken: what
// is wrong with it is in the answers. Only a command that means nothing is an error.
package anatomy

import (
	"ehloworld/engine/jsontext"
	"ehloworld/engine/message"
)

// Bounds on what one answer carries to the page; the letter itself is bounded by the page.
const (
	maxLetters   = 10_000    // Lines of the list of an mbox.
	maxText      = 512 << 10 // Octets of a part's text.
	maxSample    = 600       // Octets of a text that is shown in many charsets at once.
	maxUnits     = 2_000     // Units of one window of bits.
	maxEncode    = 1 << 20   // Octets that the encode playground takes.
	maxGarbled   = 200       // Places that are told of a garbled part.
	maxFieldText = 64 << 10  // Octets of one field's value;
	maxTexts     = 4 << 20   // and of the values of all fields of a letter: after that they are told without.
	maxAddresses = 20_000    // Addresses of all fields of a letter.
	maxLine      = 1_000     // Octets of a letter's sender, subject and date in the list of an mbox.
)

// Codec has one file open, and one letter of it. The zero of everything is New's.
type Codec struct {
	file   file
	letter *letter
}

// New returns a codec without a file.
func New() *Codec { return &Codec{} }

// Error is what a command is refused with: one sentence for a person.
type Error struct{ Text string }

func (e *Error) Error() string { return e.Text }

var (
	errNoFile   = &Error{"no file is open"}
	errNoLetter = &Error{"there is no such letter in the file"}
	errFormat   = &Error{"letters are exported as eml, mbox or maildir"}
	errNoPart   = &Error{"there is no such part in the letter"}
)

// Cmd does one command. Data is what came with it; it is kept by "load" and must not be changed any more. The octets that
// belong to the answer are nil when it has none; they may be the codec's own and must not be changed either.
func (c *Codec) Cmd(in, data []byte) (reply, octets []byte) {
	reply = jsontext.Reply(func(w *jsontext.Writer) (err error) {
		octets, err = c.dispatch(in, data, w)
		return err
	})
	return reply, octets
}

func (c *Codec) dispatch(in, data []byte, w *jsontext.Writer) ([]byte, error) {
	v, err := jsontext.Parse(in)
	if err != nil {
		return nil, err
	}
	a := jsontext.Args{V: v}
	switch op := a.Str("op"); op {
	case "load":
		c.load(a.Str("name"), data, w)
		return nil, nil
	case "letter":
		return c.open(int(a.Num("n")), w)
	case "lint":
		l := newLetter(data)
		w.Object()
		jsontext.List(w, "problems", l.problems(l.regions()), func(p problem) { p.write(w) })
		w.EndObject()
		return nil, nil
	case "gather":
		return gather(a.V.Get("sizes"), data, w)
	case "export":
		return c.export(a, w)
	case "encode":
		return encode(a, data, w)
	case "content", "enclosed", "extract", "text", "charsets", "bits", "garble":
		p, err := c.part(int(a.Num("part")))
		if err != nil {
			return nil, err
		}
		return c.ask(op, p, a, w)
	default:
		return nil, &Error{"there is no command " + op}
	}
}

// ask answers a question about one part.
func (c *Codec) ask(op string, p *message.Part, a jsontext.Args, w *jsontext.Writer) ([]byte, error) {
	switch op {
	case "content":
		return c.letter.content(p, w), nil
	case "enclosed":
		c.letter.enclosed(p, w)
	case "extract":
		return c.letter.extract(p, int(a.Num("n")), w)
	case "text":
		c.letter.text(p, a.Str("charset"), w)
	case "charsets":
		c.letter.charsets(p, w)
	case "bits":
		c.letter.bits(p, int(a.Num("start")), int(a.Num("end")), w)
	case "garble":
		return c.letter.garble(p, w), nil
	}
	return nil, nil
}

func (c *Codec) part(id int) (*message.Part, error) {
	if c.letter == nil {
		return nil, errNoFile
	}
	if id < 0 || id >= len(c.letter.parts) {
		return nil, errNoPart
	}
	return c.letter.parts[id].Part, nil
}
