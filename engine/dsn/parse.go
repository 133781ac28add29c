package dsn

import (
	"errors"
	"strconv"
	"strings"

	"ehloworld/engine/message"
	"ehloworld/engine/vtime"
)

// MaxRecipients is how many recipients Parse reads from one notice.
const MaxRecipients = 10_000

// ErrNotice says that a letter is no delivery status notification.
var ErrNotice = errors.New("not a delivery status notification: it has no message/delivery-status part")

// Parse reads a notice back, ours or another server's. Fields that are missing or make no sense stay empty. Original is
// the third part, decoded; Full says whether it is a whole letter. To is the address in the notice's own header.
func Parse(data []byte) (Report, error) {
	root := message.Tree(data)
	part := root.Find("message/delivery-status")
	if part == nil {
		part = root.Find("message/global-delivery-status")
	}
	if part == nil {
		return Report{}, ErrNotice
	}
	r := Report{MessageID: strings.Trim(root.Header.Get("Message-ID"), "<>"), Boundary: root.Param("boundary")}
	r.Date, r.Zone, _ = message.ParseDate(root.Header.Get("Date"))
	if to := message.Addresses(root.Header.Mailboxes("To")); len(to) > 0 {
		r.To = to[0]
	}
	content, _ := part.Content(data)
	first := true
	for len(content) > 0 && len(r.Recipients) < MaxRecipients {
		h := message.ParseHeader(content)
		content = content[h.Body:]
		if len(h.Fields) == 0 {
			continue
		}
		if first {
			first = false
			r.EnvelopeID = h.Get("Original-Envelope-Id")
			r.Host = typed(h.Get("Reporting-MTA"))
			r.Arrival = date(h.Get("Arrival-Date"))
			continue
		}
		rcpt := Recipient{
			Address: recipient(h.Get("Final-Recipient")), Action: strings.ToLower(h.Get("Action")),
			RemoteMTA: typed(h.Get("Remote-MTA")), LastAttempt: date(h.Get("Last-Attempt-Date")), WillRetryUntil: date(h.Get("Will-Retry-Until")),
		}
		rcpt.Status, _, _ = strings.Cut(h.Get("Status"), " ") // Some add a comment.
		if kind, address, ok := strings.Cut(h.Get("Original-Recipient"), ";"); ok {
			rcpt.Original = kind + ";" + strings.TrimSpace(address)
		}
		if kind, text, ok := strings.Cut(h.Get("Diagnostic-Code"), ";"); ok {
			if strings.EqualFold(kind, "smtp") {
				rcpt.Reply = strings.TrimSpace(text)
			} else {
				rcpt.Reason = strings.TrimSpace(text)
			}
		}
		if id := h.Get("Final-Log-ID"); id != "" {
			r.QueueID = id
		}
		r.Recipients = append(r.Recipients, rcpt)
	}
	for _, p := range root.Parts {
		switch p.Type {
		case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers":
			r.Original, _ = p.Content(data)
			r.Full = strings.HasPrefix(p.Type, "message/") && p.Type != "message/global-headers"
		}
	}
	return r, nil
}

// typed takes the type off a value: "dns; mail.hai.example".
func typed(s string) string {
	if _, rest, ok := strings.Cut(s, ";"); ok {
		return strings.TrimSpace(rest)
	}
	return s
}

// recipient reads a typed address.
func recipient(s string) string {
	kind, _, _ := strings.Cut(s, ";")
	if strings.EqualFold(strings.TrimSpace(kind), "utf-8") {
		return unescape(typed(s))
	}
	return typed(s)
}

func date(s string) vtime.Time {
	at, _, _ := message.ParseDate(s)
	return at
}

func hexRune(c rune) string { return strings.ToUpper(strconv.FormatInt(int64(c), 16)) }

// unescape undoes \x{HEX} (RFC 6533 section 3).
func unescape(s string) string {
	var b strings.Builder
	for {
		at := strings.Index(s, `\x{`)
		if at < 0 {
			break
		}
		end := at + 3
		for end < len(s) && end < at+9 && s[end] != '}' {
			end++
		}
		n, err := strconv.ParseUint(s[at+3:end], 16, 21)
		if err != nil || end == len(s) || s[end] != '}' {
			b.WriteString(s[:at+3])
			s = s[at+3:]
			continue
		}
		b.WriteString(s[:at])
		b.WriteRune(rune(n))
		s = s[end+1:]
	}
	return b.String() + s
}
