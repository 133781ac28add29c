package message

// AddressList is an address field taken apart.
type AddressList struct {
	Entries []AddressEntry
	Flaws   []Flaw // Of the entries and of what stands between them, entry by entry.
}

// AddressEntry is one entry of an address field as a place in it. Offsets count from the beginning of the value. Both ends
// of a place are equal when there is no such thing.
type AddressEntry struct {
	Mailbox
	Local    string   // The local part without its quotes and backslashes; "" without an address.
	Domain   string   // The domain as in Address.
	Route    string   // The obsolete source route before the address: "@a.example,@b.example".
	Comments []string // Decoded.

	Start, End               int // All of it, without the commas.
	NameStart, NameEnd       int // With its quotes.
	AddressStart, AddressEnd int // Without its brackets.

	Flaws              []Flaw // What is wrong with it, a part of the list's.
	flawFrom, flawUpTo int
}

// ParseAddresses reads what ParseMailboxes does, and keeps the places and what is wrong. The value may be folded.
func ParseAddresses(value string) AddressList {
	var p listParser
	p.parse(value)
	for i := range p.out {
		e := &p.out[i]
		e.Flaws = p.flaws[e.flawFrom:e.flawUpTo:e.flawUpTo]
	}
	return AddressList{Entries: p.out, Flaws: p.flaws}
}

// Addresses reads the field with ParseAddresses. Offsets count from the beginning of the letter.
func (f *Field) Addresses() AddressList {
	list := ParseAddresses(f.written())
	by := f.Start + f.Colon + 1
	for i := range list.Entries {
		e := &list.Entries[i]
		for _, offset := range [...]*int{&e.Start, &e.End, &e.NameStart, &e.NameEnd, &e.AddressStart, &e.AddressEnd} {
			*offset += by
		}
	}
	shift(list.Flaws, by)
	return list
}
