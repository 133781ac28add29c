package message

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/message/encoding"
	"ehloworld/engine/vtime"
)

// Draft is a letter as a person wrote it. To, Cc and Bcc are address lists as typed.
type Draft struct {
	From        string // Address.
	FromName    string // Display name; may be empty.
	To, Cc, Bcc string // Bcc gets the letter but is not written into it.
	Subject     string
	Body        string // Lines end with LF or CRLF.
	InReplyTo   string // Message-ID of the letter that this one answers, or "".
	References  []string
	Attachments []Attachment
}

// Attachment is a file that goes with a letter.
type Attachment struct {
	Name string
	Type string // Such as "image/png"; application/octet-stream when empty.
	Data []byte
}

// Recipients is the envelope that belongs to the draft: every address of To, Cc and Bcc once, in that order.
func (d *Draft) Recipients() []string {
	return Addresses(append(append(ParseMailboxes(d.To), ParseMailboxes(d.Cc)...), ParseMailboxes(d.Bcc)...))
}

// Compose writes a letter: CRLF line ends, header lines folded at 78, no line over 998 octets, nothing but ASCII except
// in addresses that are not ASCII. Zone is seconds east of UTC. MessageID is with or without its angle brackets;
// boundary is used for letters with attachments, and is made longer should it occur in the text.
func Compose(d Draft, now vtime.Time, zone int, messageID, boundary string) []byte {
	var b bytes.Buffer
	b.WriteString(FormatTokens("Date", now.Date(zone)))
	b.WriteString(FormatMailboxes("From", []Mailbox{{Name: d.FromName, Address: d.From}}))
	for _, f := range [...]struct{ name, list string }{{"To", d.To}, {"Cc", d.Cc}} {
		if list := ParseMailboxes(f.list); len(Addresses(list)) > 0 {
			b.WriteString(FormatMailboxes(f.name, list))
		}
	}
	if s := oneLine(d.Subject); s != "" {
		b.WriteString(FormatText("Subject", s))
	}
	b.WriteString(FormatTokens("Message-ID", messageIDs([]string{messageID})...))
	if ids := messageIDs([]string{d.InReplyTo}); len(ids) > 0 {
		b.WriteString(FormatTokens("In-Reply-To", ids...))
	}
	if ids := messageIDs(d.References); len(ids) > 0 {
		b.WriteString(FormatTokens("References", ids...))
	}
	b.WriteString("MIME-Version: 1.0\r\n")
	text := TextPart(d.Body)
	if len(d.Attachments) == 0 {
		b.Write(text)
		return b.Bytes()
	}
	for bytes.Contains(text, []byte("--"+boundary)) {
		boundary += "x" // The other parts are base64, in which no boundary can occur.
	}
	b.WriteString(FormatMedia("Content-Type", Media{"multipart/mixed", []Param{{"boundary", boundary}}}))
	b.WriteString("\r\nThis is a letter in several parts (MIME).\r\n")
	b.WriteString("\r\n--" + boundary + "\r\n")
	b.Write(text)
	for _, a := range d.Attachments {
		b.WriteString("\r\n--" + boundary + "\r\n")
		writeAttachment(&b, a)
	}
	b.WriteString("\r\n--" + boundary + "--\r\n")
	return b.Bytes()
}

// messageIDs gives each identifier its angle brackets. Those that are empty or could not stand on a line are left out.
func messageIDs(ids []string) []string {
	var out []string
	for _, id := range ids {
		id = strings.Trim(oneLine(id), "<> ")
		if id != "" && len(id) <= maxToken && strings.IndexByte(id, ' ') < 0 {
			out = append(out, "<"+id+">")
		}
	}
	return out
}

// TextPart writes header fields, empty line and body of a text. Plain ASCII stays readable as 7bit; otherwise it is
// quoted-printable or base64, whichever is shorter.
func TextPart(body string) []byte {
	text := canonical(body)
	name, content := "7bit", text
	if !sevenBit(text) {
		name, content = "quoted-printable", encoding.QuotedPrintable(text)
		if b64 := encoding.Base64(text); len(b64) < len(content) {
			name, content = "base64", b64
		}
	}
	out := FormatMedia("Content-Type", Media{"text/plain", []Param{{"charset", "utf-8"}}}) +
		FormatTokens("Content-Transfer-Encoding", name) + "\r\n"
	return append([]byte(out), content...)
}

// canonical turns text into MIME's canonical form: valid UTF-8, every line ended by CRLF (RFC 2046 section 4.1.1).
func canonical(s string) []byte {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	if s != "" && s[len(s)-1] != '\n' {
		s += "\n"
	}
	return []byte(strings.ReplaceAll(s, "\n", "\r\n"))
}

// sevenBit says whether canonical text can travel as it is: ASCII without control characters but TAB, in lines that are
// not too long (RFC 2045 section 2.7).
func sevenBit(text []byte) bool {
	line := 0
	for i, c := range text {
		switch {
		case c >= 0x7f || c == 0 || c < ' ' && c != '\t' && c != '\r' && c != '\n':
			return false
		case c == '\n':
			line = 0
			continue
		}
		if line++; line > MaxLineHard+1 || line > MaxLineHard && text[i] != '\r' {
			return false
		}
	}
	return true
}

func writeAttachment(b *bytes.Buffer, a Attachment) {
	m := ParseMedia(oneLine(a.Type))
	if !strings.Contains(m.Type, "/") || strings.HasPrefix(m.Type, "multipart/") || needsEncoding(m.Type) {
		m.Type = "application/octet-stream"
	}
	if strings.HasPrefix(m.Type, "message/") {
		m.Type = "application/octet-stream" // A letter must not be in base64 as a whole (RFC 2046 section 5.2.1).
	}
	m.Params = nil
	name := oneLine(a.Name)
	if name != "" {
		m.Params = []Param{{"name", name}}
	}
	b.WriteString(FormatMedia("Content-Type", m))
	b.WriteString("Content-Transfer-Encoding: base64\r\n")
	disposition := Media{Type: "attachment"}
	if name != "" {
		disposition.Params = []Param{{"filename", name}}
	}
	b.WriteString(FormatMedia("Content-Disposition", disposition))
	b.WriteString("\r\n")
	b.Write(encoding.Base64(a.Data))
}

// ASCII says whether data is free of octets above 127, so that it can travel without 8BITMIME.
func ASCII(data []byte) bool {
	for _, c := range data {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
