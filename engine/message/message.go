// Package message is the Internet message format (RFC 5322) and its MIME structure (RFC 2045-2047): reading letters as
// they are, and writing new ones as they should be.
//
// Theory of operation. Reading never fails and never changes anything: a letter is a slice of octets, and what the
// package hands out are places in it (offsets) with names, so that whoever shows a letter can point at the octets. What
// is wrong with a letter is a list of named problems, not an error. Reading takes one pass and linear time, whatever the
// letter holds; nesting, parts and fields are bounded.
//
//	lines.go    a letter as lines
//	header.go   fields with their raw octets
//	fields.go   reading a header; where it ends
//	value.go    what fields say: unfolding, encoded words
//	address.go  mailboxes
//	lexer.go    the items of a structured field, with their places
//	addresslist.go  address lists with their places and flaws; addressparse.go, addressentry.go, addressname.go and
//	            addrspec.go read them, domain.go has their domains in ASCII and in Unicode
//	date.go     date-time: today's form (dateplain.go), the obsolete ones and the many wrong ones (dateparse.go, dateday.go,
//	            dateclock.go, datezone.go, datenames.go)
//	param.go    Content-Type and Content-Disposition with their parameters (RFC 2045, 2183, 2231)
//	part.go     a part of a letter
//	tree.go     reading the tree of parts
//	describe.go what a header says about its part
//	text.go     the readable text of a letter
//	problem.go  named problems of the structure
//	region.go   which octets are what
//	structure.go the structure as JSON
//	enclosed.go files that are no parts, in texts and (tnef.go) in a winmail.dat
//	lint.go     named problems of everything; lint_table.go is the table of them, the other lint files look for them
//	flaw.go     what is wrong in a field
//	fold.go     writing fields: folding, encoded words, phrases
//	octets.go   what bodies consist of, and what carries it
//	entity.go   writing parts: transfer encodings, boundaries
//	compose.go  writing letters as people write them
//	reply.go    answering: to whom, under which subject, where in the thread, quoting
//	forward.go  passing on: in the text, as an attachment, as it is (Resent-)
//	rewrite.go  changing a letter so that the rest of it stays, octet for octet
//	downgrade.go, footer.go  what relays and mailing lists change
//	extra.go    which fields a sender may add, and how they are written
//	plain.go    text of HTML pages
//	received.go what servers say in their Received fields, and (receivednotes.go) in comments there; hops.go makes a
//	            journey of them
//	msgid.go    message identifiers; subject.go base subjects; thread.go and threader.go conversations
//	list.go     mailing lists: their commands, and how to leave
//	trace.go    fields that servers add: Received, Return-Path, Delivered-To
package message

import "ehloworld/engine/message/charset"

// Bounds. A letter that exceeds one is still read; what lies beyond the bound is not taken apart.
const (
	MaxDepth     = 100     // Parts within parts.
	MaxParts     = 10_000  // Parts of one letter.
	MaxFields    = 10_000  // Fields of one header.
	MaxAllFields = 100_000 // Fields of all headers of one letter.
	MaxHeader    = 1 << 20 // Octets of one header: a field that ends beyond is not read.
	MaxMailboxes = 10_000  // Mailboxes of one field.
	MaxParams    = 1_000   // Parameters of one field.
	MaxLineHard  = 998     // Octets of a line without its end (RFC 5322 section 2.1.1): must not be more.
	MaxLineSoft  = 78      // The same: should not be more.
)

// charsetText turns octets of a character set into text. It is the one place where character sets are known.
func charsetText(name string, data []byte) (string, bool) { return charset.Decode(name, data) }
