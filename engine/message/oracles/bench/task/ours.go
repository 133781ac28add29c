package task

import (
	"strconv"
	"strings"

	"ehloworld/engine/message"
	"ehloworld/engine/message/charset"
	"ehloworld/engine/vtime"
)

// Found is what reading a letter gives: the same for everybody, or somebody did not read it all.
type Found struct {
	Leaves    int
	Octets    int // Of the leaves, decoded; texts in UTF-8.
	Addresses int
	Subject   int // Its length, decoded.
	Dated     bool
}

// OursParse reads a letter: fields taken apart, the people, date and subject decoded, every leaf decoded, texts in UTF-8.
func OursParse(data []byte) Found {
	root := message.Tree(data)
	h := &root.Header
	var f Found
	for _, name := range [...]string{"From", "To", "Cc"} {
		f.Addresses += len(h.Mailboxes(name))
	}
	_, _, f.Dated = message.ParseDate(h.Get("Date"))
	f.Subject = len(h.Text("Subject"))
	root.Walk(func(p *message.Part) bool {
		if !p.Leaf() {
			return true
		}
		f.Leaves++
		content, _ := p.Content(data)
		if strings.HasPrefix(p.Type, "text/") {
			if c := charset.Lookup(p.Charset()); c != nil {
				content, _ = c.Decode(content)
			}
		}
		f.Octets += len(content)
		return true
	})
	return f
}

// noon is the date of the letters that are written.
const noon = vtime.Time(1_795_744_800_000_000_000)

// OursEncode writes draft number i, into buf when that has room, and returns the letter.
func OursEncode(buf []byte, d *Draft, i int) []byte {
	draft := message.Draft{From: d.From, FromName: d.FromName, To: quotedName(d.ToName) + " <" + d.To + ">", Cc: d.Cc, Subject: d.Subject, Body: d.Text, HTML: d.HTML}
	if d.Image != nil {
		draft.Attachments = append(draft.Attachments, message.Attachment{Name: "picture.png", Type: "image/png", ID: "picture@shan.example", Data: d.Image})
	}
	if d.File != nil {
		draft.Attachments = append(draft.Attachments, message.Attachment{Name: d.FileName, Data: d.File})
	}
	return draft.Append(buf, message.Options{Date: noon, Zone: 8 * 3600, MessageID: strconv.Itoa(i) + "@shan.example", Boundary: "20261127." + strconv.Itoa(i)})
}

func quotedName(s string) string { return `"` + s + `"` }
