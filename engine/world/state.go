package world

import "ehloworld/engine/message"

// state is the world as a lesson's conditions look at it.
type state World

// senderOf is the envelope sender that a letter which lies in a mailbox from the start must have had: what its
// Return-Path says, or else its From.
func senderOf(data []byte) string {
	h := message.ParseHeader(data)
	for _, name := range []string{"Return-Path", "From"} {
		if h.Has(name) {
			for _, m := range h.Mailboxes(name) {
				return m.Address
			}
			return ""
		}
	}
	return ""
}
