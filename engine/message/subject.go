package message

import (
	"slices"
	"strings"
)

// replyWords are what RFC 5256 takes for a mark of replies and forwarded letters when a colon follows.
var replyWords = []string{"re", "fwd", "fw"}

// What programs write before the subject of an answer, and of a letter passed on: English, German, Scandinavian, Finnish,
// Dutch, Spanish, French, Polish, Turkish, Chinese, Japanese and Korean ones.
var (
	replyMarks   = []string{"re", "aw", "sv", "vs", "antw", "odp", "ynt", "回复", "回覆", "答复", "答覆", "返信", "답장"}
	forwardMarks = []string{"fwd", "fw", "wg", "vb", "vl", "doorst", "rv", "tr", "转发", "轉寄", "轉發", "転送", "전달"}
)

// BaseSubject takes off a decoded subject what replying, forwarding and mailing lists put around it (RFC 5256 section 2.1):
// "Re: [list] Lunch (fwd)" is "Lunch". Reply says whether anything of a reply or of a forwarded letter was among it. Runs of
// white space come out as one blank. Foreign goes beyond the RFC, for threads that people see and not for IMAP: it takes
// off "AW:", "回复：" and other languages' marks as well.
func BaseSubject(subject string, foreign bool) (base string, reply bool) {
	words := replyWords
	if foreign {
		words = slices.Concat(replyMarks, forwardMarks)
	}
	s := strings.Join(strings.FieldsFunc(subject, func(r rune) bool { return r < 0x80 && isBlank(byte(r)) }), " ")
	for {
		for endsFold(s, "(fwd)") {
			s = strings.TrimRight(s[:len(s)-len("(fwd)")], " ")
			reply = true
		}
		for {
			rest := strings.TrimLeft(s, " ")
			lastBlob := rest
			for {
				after, ok := cutBlob(rest)
				if !ok {
					break
				}
				lastBlob, rest = rest, after
			}
			if after, ok := cutReplyWord(rest, words); ok {
				s, reply = after, true
				continue
			}
			if rest == "" {
				rest = lastBlob // Something must be left.
			}
			s = rest
			break
		}
		if len(s) < len("[fwd:]") || !equalFold(s[:len("[fwd:")], "[fwd:") || s[len(s)-1] != ']' {
			return s, reply
		}
		s, reply = strings.Trim(s[len("[fwd:"):len(s)-1], " "), true
	}
}

// cutBlob takes "[list] " off the beginning.
func cutBlob(s string) (rest string, ok bool) {
	if s == "" || s[0] != '[' {
		return s, false
	}
	end := strings.IndexAny(s[1:], "[]") + 1
	if end < 1 || s[end] != ']' {
		return s, false
	}
	return strings.TrimLeft(s[end+1:], " "), true
}

// cutReplyWord takes "Re:", "Re[2]:" or "Fwd [list] :" off the beginning.
func cutReplyWord(s string, words []string) (rest string, ok bool) {
	for _, word := range words {
		if len(s) < len(word) || !equalFold(s[:len(word)], word) {
			continue
		}
		after := strings.TrimLeft(s[len(word):], " ")
		after, _ = cutBlob(after)
		if after, ok = strings.CutPrefix(after, ":"); ok {
			return after, true
		}
		if word[0] >= 0x80 {
			if after, ok = strings.CutPrefix(after, "："); ok {
				return after, true
			}
		}
	}
	return s, false
}

func endsFold(s, end string) bool { return len(s) >= len(end) && equalFold(s[len(s)-len(end):], end) }
