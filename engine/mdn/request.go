package mdn

import (
	"strings"

	"ehloworld/engine/message"
)

// Request is what a letter says about notices that its writer wants (RFC 8098 section 2).
type Request struct {
	To       []message.Mailbox // Disposition-Notification-To: who wants to know.
	Options  []Option
	Original string // Original-Recipient, with its type: the address that the writer gave.
}

// Option is a parameter of Disposition-Notification-Options (section 2.2).
type Option struct {
	Name     string // In lower case.
	Required bool   // Who does not know the option must send no notice.
	Values   []string
}

// maxOptions bounds the options that are read.
const maxOptions = 100

// ReadRequest reads the request of a letter. Ok says whether there is one.
func ReadRequest(h *message.Header) (r Request, ok bool) {
	for i := range h.Fields {
		f := &h.Fields[i]
		switch {
		case f.Is("Disposition-Notification-To"):
			r.To, ok = append(r.To, message.ParseMailboxes(f.Value())...), true
		case f.Is("Disposition-Notification-Options"):
			r.Options = append(r.Options, readOptions(f.Value())...)
		case f.Is("Original-Recipient") && r.Original == "":
			if kind, address, typed := strings.Cut(f.Value(), ";"); typed {
				r.Original = strings.TrimSpace(kind) + ";" + strings.TrimSpace(address)
			}
		}
	}
	return r, ok
}

// readOptions reads "signed-receipt-protocol=optional,pkcs7-signature; signed-receipt-micalg=required,sha1".
func readOptions(value string) []Option {
	var out []Option
	for part := range strings.SplitSeq(value, ";") {
		name, rest, ok := strings.Cut(part, "=")
		if !ok || len(out) == maxOptions {
			continue
		}
		words := strings.Split(rest, ",")
		for i := range words {
			words[i] = strings.TrimSpace(words[i])
		}
		out = append(out, Option{strings.ToLower(strings.TrimSpace(name)), strings.EqualFold(words[0], "required"), words[1:]})
	}
	return out
}

// AppendRequest appends the field that asks for a notice to be sent to the addresses given.
func AppendRequest(dst []byte, to string, smtputf8 bool) []byte {
	return message.AppendField(dst, "Disposition-Notification-To", to, smtputf8)
}
