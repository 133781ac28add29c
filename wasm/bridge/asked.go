package bridge

import (
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/queue"
	"ehloworld/engine/smtp"
)

// asked writes what MAIL asked for a letter in the queue, as parameters of the command; empty where it asked for nothing.
// Instants are what the page counts in, nanoseconds since the world's start, in braces: it writes them as it writes all.
func (e *Engine) asked(it *queue.Item) string {
	if !edition.Full {
		return "" // Its servers know none of these parameters.
	}
	var words []string
	add := func(on bool, word string) {
		if on {
			words = append(words, word)
		}
	}
	add(it.Body == smtp.Body8BitMIME, "BODY=8BITMIME")
	add(it.Body == smtp.BodyBinaryMIME, "BODY=BINARYMIME")
	add(it.SMTPUTF8, "SMTPUTF8")
	add(it.Ret == smtp.RetFull, "RET=FULL")
	add(it.Ret == smtp.RetHeaders, "RET=HDRS")
	add(it.EnvID != "", "ENVID="+it.EnvID)
	add(it.ReleaseAt > it.Arrived, "HOLDUNTIL={"+strconv.FormatInt(e.offset(it.ReleaseAt), 10)+"}")
	if by := it.By; by.Mode != smtp.ByNotAsked {
		mode := ";N"
		if by.Mode == smtp.ByReturn {
			mode = ";R"
		}
		if by.Trace {
			mode += "T"
		}
		add(true, "BY={"+strconv.FormatInt(e.offset(by.At), 10)+"}"+mode)
	}
	add(it.Priority != 0, "MT-PRIORITY="+strconv.Itoa(int(it.Priority)))
	return strings.Join(words, " ")
}

// askedFor is the same of one recipient.
func askedFor(r *queue.Recipient) string {
	if !edition.Full {
		return ""
	}
	var words []string
	if r.Notify != 0 {
		words = append(words, "NOTIFY="+r.Notify.String())
	}
	if r.ORcpt != "" {
		words = append(words, "ORCPT="+r.ORcpt)
	}
	return strings.Join(words, " ")
}
