package message

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// Words that drafts are made of: ordinary ones, and what has ever upset a mail program.
var (
	draftWords = []string{"lunch", "at", "noon", "café", "午饭", "好吗？", "=?utf-8?Q?x?=", "=", "--", "--=_b", "From", ".", "..", "a\tb", "👩‍👩‍👧", "naïve", "\"quoted\"", "(why)", "<b>",
		"a,b", "x;y", "100%", "'", "\\", "Straße", "ﬁ", "שלום", "=20", "=_b--", strings.Repeat("long", 30), strings.Repeat("海", 90), "re:", "&amp;"}
	draftNames = []string{"", "Alice", "Alice Li", "Li, Alice", "张三", "J. Q. Public", "\"The\" Boss", "Ærøskøbing", "a@b", "x <y@z>", strings.Repeat("Very ", 30) + "Long", strings.Repeat("长", 60), "=?x?="}
	draftHosts = []string{"hai.example", "例子.example", "mail.shan.example", "[192.0.2.1]", strings.Repeat("a.", 60) + "example"}
	draftLocal = []string{"bob", "carol.li", "x+y", `"odd name"`, `"a@b"`, "o'hara", "用户", strings.Repeat("l", 60)}
	draftFiles = []string{"", "a.txt", "午饭 菜单.pdf", "it's \"here\"; x=y.bin", "..\\..\\x", strings.Repeat("n", 100) + ".txt", strings.Repeat("名", 70), "100%.txt", "=?utf-8?Q?x?="}
	draftTypes = []string{"", "text/plain", "text/csv; charset=utf-8", "image/png", "application/pdf", "text/html", "message/rfc822", "multipart/mixed", "no type", "application/x; a=\"b c\"; d=é"}
)

type drafter struct{ *rand.Rand }

func pick[T any](d drafter, list []T) T { return list[d.IntN(len(list))] }

func (d drafter) text(words int, blanks ...string) string {
	var b strings.Builder
	for range d.IntN(words + 1) {
		b.WriteString(pick(d, draftWords) + pick(d, blanks))
	}
	return b.String()
}

// people makes an address list, in groups sometimes.
func (d drafter) people(most int) string {
	var list []Mailbox
	group := ""
	for range d.IntN(most + 1) {
		if d.IntN(6) == 0 {
			group = pick(d, []string{"", "Friends", "朋友", "A, B"})
		}
		local := pick(d, draftLocal)
		if !isASCII(local) && d.IntN(3) > 0 {
			local = "bob"
		}
		list = append(list, Mailbox{pick(d, draftNames), local + "@" + pick(d, draftHosts), group})
	}
	return strings.TrimSpace(strings.TrimPrefix(strings.ReplaceAll(string(AppendMailboxes(nil, "X", list, true)), "\r\n", ""), "X:"))
}

func (d drafter) octets() []byte {
	out := make([]byte, d.IntN(300))
	switch d.IntN(3) {
	case 0:
		for i := range out {
			out[i] = byte(d.Uint32())
		}
		return out
	case 1:
		return appendLines(nil, d.text(20, " ", "\n", "\n\n"))
	}
	return []byte(d.text(20, " ", "\n", " \r\n"))
}

// draft makes a letter that has something to trip over.
func (d drafter) draft() Draft {
	out := Draft{From: "alice@shan.example", FromName: pick(d, draftNames), To: d.people(4), Cc: d.people(2), Subject: d.text(9, " ", "  ", "\r\n"),
		Body: d.text(30, " ", "\n", "\n\n", " \n", "\r\n", "\n> ")}
	if d.IntN(3) == 0 {
		out.InReplyTo, out.References = "<1@hai.example>", slices.Repeat([]string{"<1@hai.example>", "2.3$x@[192.0.2.1]"}, d.IntN(20))
	}
	if d.IntN(2) == 0 {
		out.HTML = "<p>" + d.text(30, " ", "\n", "<br>", "</p><p>") + "</p>"
	}
	for range d.IntN(4) {
		a := Attachment{Name: pick(d, draftFiles), Type: pick(d, draftTypes), Data: d.octets()}
		if a.Type == "message/rfc822" {
			inner := d
			if a.Data = crlf("Subject: inner\n\nx\n"); d.IntN(2) == 0 {
				a.Data = Compose(inner.draft(), stamp(Options{}))
			}
		}
		if d.IntN(3) == 0 {
			a.ID = "p" + string(rune('a'+len(out.Attachments))) + "@shan.example"
			out.HTML += "<img src=cid:" + a.ID + ">"
		}
		out.Attachments = append(out.Attachments, a)
	}
	if d.IntN(3) == 0 {
		out.Fields = fields(false, "User-Agent", d.text(3, " "), "List-Id", d.text(2, " ")+"<x.hai.example>", "X-Y", d.text(30, " "), "Auto-Submitted", "auto-replied")
	}
	return out.WithText()
}
