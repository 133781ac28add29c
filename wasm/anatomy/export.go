package anatomy

import (
	"strings"

	"ehloworld/engine/jsontext"
	"ehloworld/engine/message"
	"ehloworld/engine/message/archive"
	"ehloworld/engine/vtime"
)

// maildirHost stands in the file names of a Maildir where its server's name would.
const maildirHost = "ehlo-world"

// export puts letters of the file into one: a letter as it is or several in a zip, an mbox, or a Maildir in a zip.
func (c *Codec) export(a jsontext.Args, w *jsontext.Writer) ([]byte, error) {
	if c.file.letters == nil {
		return nil, errNoFile
	}
	entries, err := c.chosen(a.V.Get("letters"))
	if err != nil {
		return nil, err
	}
	name, typ := archive.LetterName(entries[0].Data), "message/rfc822"
	if len(entries) > 1 && c.file.name != "" {
		name = c.file.name
	}
	stem := name
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		stem = name[:dot]
	}
	var data []byte
	switch format := a.Str("format"); {
	case format == "eml" && len(entries) == 1:
		data = entries[0].Data
	case format == "eml":
		name, typ = archive.SafeName(stem, ".zip"), "application/zip"
		letters := make([][]byte, len(entries))
		for i, e := range entries {
			letters[i] = e.Data
		}
		data, err = archive.Zip(archive.Letters(letters), 0)
	case format == "mbox":
		name, typ = archive.SafeName(stem, ".mbox"), "application/mbox" // RFC 4155
		for _, e := range entries {
			data = archive.AppendMbox(data, e, archive.RD)
		}
	case format == "maildir":
		name, typ = archive.SafeName(stem, ".zip"), "application/zip"
		stored := make([]archive.Stored, len(entries))
		for i, e := range entries {
			stored[i] = archive.Stored{Data: e.Data, Time: e.Date}
		}
		data, err = archive.Zip(archive.Maildir("Maildir", maildirHost, ":", stored), 0)
	default:
		return nil, errFormat
	}
	if err != nil {
		return nil, err
	}
	w.Object()
	w.Str("name", name)
	w.Str("type", typ)
	w.EndObject()
	return data, nil
}

// chosen are the letters with these numbers, all of them when there are no numbers. What the file does not say of their
// delivery is taken from the letters themselves.
func (c *Codec) chosen(list *jsontext.Value) ([]archive.Entry, error) {
	var numbers []jsontext.Value
	if list != nil {
		numbers = list.Items
	}
	var out []archive.Entry
	for _, v := range numbers {
		if !v.IsInt || v.Int < 0 || v.Int >= int64(len(c.file.letters)) {
			return nil, errNoLetter
		}
		out = append(out, c.file.letters[v.Int])
	}
	if len(numbers) == 0 {
		out = append(out, c.file.letters...)
	}
	for i := range out {
		address(&out[i])
	}
	return out, nil
}

// address gives a letter the sender and the date that its own header tells, where nothing else did.
func address(e *archive.Entry) {
	h := message.ParseHeader(e.Data)
	if archive.IsMbox(e.Data) {
		e.Data = e.Data[h.Start:] // The line of an mbox is no part of the letter.
	}
	if e.Date == 0 {
		e.Date = deliveredAt(&h)
	}
	if e.Sender == "" {
		e.Sender = strings.Trim(h.Get("Return-Path"), "<> ")
	}
}

// gather makes one mbox of letters that lie end to end in data, each as long as its size says.
func gather(sizes *jsontext.Value, data []byte, w *jsontext.Writer) ([]byte, error) {
	out := make([]byte, 0, len(data)+len(data)/8)
	n := 0
	if sizes != nil {
		for _, size := range sizes.Items {
			if !size.IsInt || size.Int < 0 || size.Int > int64(len(data)) {
				return nil, &Error{"the letters are shorter than their sizes say"}
			}
			e := archive.Entry{Data: data[:size.Int:size.Int]}
			data = data[size.Int:]
			address(&e)
			out = archive.AppendMbox(out, e, archive.RD)
			n++
		}
	}
	w.Object()
	w.Num("letters", int64(n))
	w.EndObject()
	return out, nil
}

// deliveredAt is the time of the last server, or else the writer's.
func deliveredAt(h *message.Header) vtime.Time {
	received := h.Get("Received")
	if at := strings.LastIndexByte(received, ';'); at >= 0 {
		if t, _, ok := message.ParseDate(received[at+1:]); ok {
			return t
		}
	}
	t, _, _ := message.ParseDate(h.Get("Date"))
	return t
}
