package smtpclient

import (
	"bytes"

	"ehloworld/engine/edition"
	"ehloworld/engine/framing"
	"ehloworld/engine/message"
	"ehloworld/engine/message/encoding"
	"ehloworld/engine/smtp"
)

// form is what of a letter is sent to this server, and how.
type form struct {
	made      bool
	data      []byte
	body      smtp.Body // What MAIL declares.
	utf8      bool      // It needs SMTPUTF8 for its header.
	chunked   bool      // By BDAT.
	converted bool      // It was re-encoded.
	lateLost  bool      // The time for delivery is not passed on, and the sender shall know.
}

// formed finds the form of the letter that this server takes. It returns false when there is none; then every recipient
// has its fate already. It is done once for all transactions of a job.
//
// Between servers a letter's header is never changed (RFC 6531 section 3.2), so one that needs SMTPUTF8 goes back to where
// it came from. The octets of its parts may be encoded otherwise (RFC 6152 section 3, RFC 3030 section 3).
func (c *Client) formed() bool {
	f, job := &c.form, c.job
	if f.made {
		return true
	}
	f.made, f.data = true, job.Data
	binary := edition.Full && job.Body == smtp.BodyBinaryMIME && message.Measure(job.Data) == encoding.Binary
	if !binary && c.cfg.LineEnds == framing.Strict {
		f.data = repaired(job.Data)
	}
	eight := !message.ASCII(f.data)
	// SMTPUTF8 says that the letter was submitted as an international one; without it, octets above 127 in a header are a
	// fault of the letter and are passed on as they came.
	f.utf8 = job.SMTPUTF8 && eight && international(f.data)
	if f.utf8 && !(c.offers.Has("SMTPUTF8") && c.offers.Has("8BITMIME")) {
		// RFC 6531 section 3.5 has 5.6.9 for this; 5.6.7 is for addresses, and theirs is the better answer: a header may have
		// become international only because a server before us wrote such an address into it.
		for i, rcpt := range job.Rcpts {
			if _, ok := c.spell(rcpt.Addr); !ok && c.places[i] == open {
				c.judge(i, notInternational("the recipient's address", c.cfg.Peer), true)
			}
		}
		return c.unsendable(smtp.NewReply(550, "5.6.9", "the letter's header is not ASCII, and "+c.cfg.Peer+" does not offer SMTPUTF8 and 8BITMIME"))
	}
	chunking := edition.Full && c.offers.Has("CHUNKING")
	switch {
	case binary && chunking && c.offers.Has("BINARYMIME") && c.offers.Has("8BITMIME"): // Which brings the parameter BODY.
		f.body, f.chunked = smtp.BodyBinaryMIME, true
		return true
	case binary:
		if !c.downgrade() {
			return c.unsendable(smtp.NewReply(554, "5.6.1", "the letter is binary, and "+c.cfg.Peer+" does not offer BINARYMIME"+c.unchanged()))
		}
	case eight && !c.offers.Has("8BITMIME"):
		if !c.downgrade() {
			return c.unsendable(smtp.NewReply(554, "5.6.3", "the letter has 8-bit text, and "+c.cfg.Peer+" does not offer 8BITMIME"+c.unchanged()))
		}
	}
	f.chunked = chunking && c.cfg.Chunking == Prefer
	if !message.ASCII(f.data) {
		f.body = smtp.Body8BitMIME
	}
	return true
}

// downgrade re-encodes the letter for this server. It returns false when that is not wanted, or not possible: a signature
// would break, or the trouble is in a header. The first edition of the engine has no world with a server that would need
// it: scenarios where one does not offer 8BITMIME ask for the full edition.
func (c *Client) downgrade() bool {
	if !edition.Full || c.cfg.SevenBit == Bounce {
		return false
	}
	way := encoding.SevenBit
	if c.offers.Has("8BITMIME") {
		way = encoding.EightBit
	}
	data, ok := message.Downgrade(c.form.data, way)
	if ok {
		c.form.data, c.form.converted = data, true
	}
	return ok
}

// unchanged is why a letter was not re-encoded.
func (c *Client) unchanged() string {
	if c.cfg.SevenBit == Bounce {
		return ""
	}
	return "; re-encoding would change what must stay, such as a signature or a header"
}

// international says whether a header of the letter, or of a part in it, has octets above 127 (RFC 6532).
func international(data []byte) bool {
	head, _, _ := bytes.Cut(data, []byte("\r\n\r\n"))
	return !message.ASCII(head) || !message.Tree(data).Walk(func(p *message.Part) bool {
		return message.ASCII(data[p.Header.Start:p.Header.End])
	})
}

// repaired makes every CR and every LF that stands alone a whole line end. Sent as they are, they are what smuggled
// letters are made of (RFC 5321 section 2.3.8 forbids it).
func repaired(data []byte) []byte {
	bare := 0
	for i, b := range data {
		if b == '\n' && (i == 0 || data[i-1] != '\r') || b == '\r' && (i+1 == len(data) || data[i+1] != '\n') {
			bare++
		}
	}
	if bare == 0 {
		return data
	}
	out := make([]byte, 0, len(data)+bare)
	for i, b := range data {
		switch {
		case b == '\n' && (i == 0 || data[i-1] != '\r'):
			out = append(out, '\r', '\n')
		case b == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			out = append(out, '\r', '\n')
		default:
			out = append(out, b)
		}
	}
	return out
}
