package mdn

import (
	"strings"

	"ehloworld/engine/message"
)

// What a mail program may do about a request.
const (
	Never = "never" // No notice may be sent.
	Ask   = "ask"   // Only if the reader agrees, this time.
	Free  = "free"  // The reader's general wish decides: a request is only that.
)

// Decision says what may be done about a letter's request, and by which rules: all that hold a notice back. A notice that is
// free has none.
type Decision struct {
	May   string
	Rules []Rule
}

// Rule is one reason to hold a notice back.
type Rule struct {
	Name    string // A stable name for translations.
	May     string // Never or Ask.
	Section string
	Text    string
}

// rules is every reason, worst first.
var rules = [...]Rule{
	{"no-request", Never, "RFC 8098 §2.1", "The letter does not ask for a notice."},
	{"no-address", Never, "RFC 8098 §2.1", "The letter asks for a notice but gives no address for it."},
	{"about-notice", Never, "RFC 8098 §2.1", "The letter is a notice itself. Notices about notices would never end."},
	{"sent-before", Never, "RFC 8098 §2.1", "A notice was sent already, and each reader sends one at most."},
	{"null-sender", Never, "RFC 3834 §2", "The letter came from the null sender, which wants no answer that a program writes."},
	{"required-option", Never, "RFC 8098 §2.2", "The letter wants a kind of notice that this program does not know."},
	{"automatic", Ask, "RFC 3834 §2", "A program wrote the letter, or sent it to many; nobody may be waiting for a notice."},
	{"list", Ask, "RFC 3834 §2", "The letter came through a mailing list, whose members would all send a notice."},
	{"no-return-path", Ask, "RFC 8098 §2.1", "The envelope's sender is not known, so it cannot be compared with who wants the notice."},
	{"several-return-paths", Ask, "RFC 8098 §2.1", "There is more than one Return-Path, and so none to compare with who wants the notice."},
	{"several-addresses", Ask, "RFC 8098 §2.1", "The notice would go to several addresses."},
	{"other-address", Ask, "RFC 8098 §2.1", "The notice would go to another address than the envelope's sender: somebody else would learn of it, or be flooded."},
	{"no-message-id", Ask, "RFC 8098 §2.1", "The letter has no Message-ID, so who gets the notice could not tell which letter it is about."},
}

// Letter is what Decide needs to know besides the letter's header.
type Letter struct {
	Sent    bool     // A notice was sent for this reader (RFC 3503 keeps the keyword $MDNSent for that).
	Options []string // The options that the program knows, in lower case.
}

// Decide says what may be done about a letter's request, if it has one. The final delivery's Return-Path must be in the
// header.
func Decide(h *message.Header, known Letter) Decision {
	request, asked := ReadRequest(h)
	if !asked {
		return decision("no-request")
	}
	var names []string
	add := func(holds bool, name string) {
		if holds {
			names = append(names, name)
		}
	}
	to := message.Addresses(request.To)
	add(len(to) == 0, "no-address")
	media := message.ParseMedia(h.Get("Content-Type"))
	add(media.Type == "multipart/report", "about-notice")
	add(known.Sent, "sent-before")
	returns := h.All("Return-Path")
	sender := ""
	if len(returns) > 0 {
		if list := message.Addresses(message.ParseMailboxes(returns[0])); len(list) > 0 {
			sender = list[0]
		}
		add(sender == "", "null-sender")
	}
	for _, o := range request.Options {
		if o.Required && !contains(known.Options, o.Name) {
			add(true, "required-option")
			break
		}
	}
	list := message.ReadList(h)
	add(list.Exists(), "list")
	add(!list.Exists() && list.Automatic(), "automatic")
	add(len(returns) == 0, "no-return-path")
	add(len(returns) > 1, "several-return-paths")
	add(len(to) > 1, "several-addresses")
	add(sender != "" && len(to) == 1 && to[0] != sender, "other-address")
	add(len(message.MessageIDs(h.Get("Message-ID"))) == 0, "no-message-id")
	return decision(names...)
}

// decision collects the rules of these names; the strictest one decides.
func decision(names ...string) Decision {
	d := Decision{May: Free}
	for _, r := range rules {
		if !contains(names, r.Name) {
			continue
		}
		d.Rules = append(d.Rules, r)
		if d.May != Never {
			d.May = r.May
		}
	}
	return d
}

func contains(list []string, s string) bool {
	for _, item := range list {
		if strings.EqualFold(item, s) {
			return true
		}
	}
	return false
}
