package mdn

import (
	"errors"
	"strings"

	"ehloworld/engine/message"
	"ehloworld/engine/report"
)

// ErrNotice says that a letter is no disposition notification.
var ErrNotice = errors.New("not a disposition notification: it has no message/disposition-notification part")

// maxErrors bounds the Error fields that are read.
const maxErrors = 100

// Parse reads a notice, ours or another program's. Fields that are missing or make no sense stay empty. Letter is the third
// part, decoded; Full says whether it is a whole letter.
func Parse(data []byte) (Notice, error) {
	root := message.Tree(data)
	part := report.Find(root, "disposition-notification")
	if part == nil {
		return Notice{}, ErrNotice
	}
	h := &root.Header
	n := Notice{From: h.Get("From"), To: h.Get("To"), Boundary: root.Param("boundary"), PeopleRead: report.Human(root, data)}
	if ids := message.MessageIDs(h.Get("Message-ID")); len(ids) > 0 {
		n.MessageID = ids[0]
	}
	n.Date, n.Zone, _ = message.ParseDate(h.Get("Date"))
	n.Letter, n.Full = report.Original(root, data)
	content, _ := part.Content(data)
	fields := message.ParseHeader(content)
	for i := range fields.Fields {
		n.field(&fields.Fields[i])
	}
	return n, nil
}

// field reads one field of the part for programs.
func (n *Notice) field(f *message.Field) {
	value := f.Value()
	switch {
	case f.Is("Reporting-UA"):
		n.Host, n.Product, _ = strings.Cut(value, ";")
		n.Host, n.Product = strings.TrimSpace(n.Host), strings.TrimSpace(n.Product)
	case f.Is("MDN-Gateway"):
		n.Gateway = value
	case f.Is("Original-Recipient"):
		n.Original = value
		if kind, address, ok := strings.Cut(value, ";"); ok {
			n.Original = strings.TrimSpace(kind) + ";" + strings.TrimSpace(address)
		}
	case f.Is("Final-Recipient"):
		n.Recipient = report.ReadRecipient(value)
	case f.Is("Original-Message-ID"):
		if ids := message.MessageIDs(value); len(ids) > 0 {
			n.LetterID = ids[0]
		}
	case f.Is("Disposition"):
		n.Disposition = readDisposition(value)
	case f.Is("Error"), f.Is("Failure"), f.Is("Warning"): // The last two are of RFC 3798.
		if len(n.Errors) < maxErrors {
			n.Errors = append(n.Errors, value)
		}
	default:
		n.UnknownLines++
	}
}

// readDisposition reads "manual-action/MDN-sent-manually; displayed/error,x".
func readDisposition(value string) Disposition {
	var d Disposition
	mode, what, ok := strings.Cut(value, ";")
	if !ok {
		mode, what = "", value // Some leave out how it came about.
	}
	action, sent, _ := strings.Cut(mode, "/")
	d.Automatic = strings.EqualFold(strings.TrimSpace(action), "automatic-action")
	d.SentAutomatic = strings.EqualFold(strings.TrimSpace(sent), "MDN-sent-automatically")
	kind, modifiers, _ := strings.Cut(what, "/")
	d.Type = strings.ToLower(strings.TrimSpace(kind))
	for m := range strings.SplitSeq(modifiers, ",") {
		if m = strings.ToLower(strings.TrimSpace(m)); m != "" {
			d.Modifiers = append(d.Modifiers, m)
		}
	}
	return d
}
