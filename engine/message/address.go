package message

import "ehloworld/engine/message/encoding"

// Mailbox is one entry of an address list (RFC 5322 section 3.4). Name is decoded text for people. Address is for routing:
// "bob@hai.example" with the domain in lower case and the local part quoted where it must be; empty when the entry holds
// no usable address. An entry with only Group set stands for a group without members ("undisclosed-recipients:;").
type Mailbox struct {
	Name    string
	Address string
	Group   string // The group that the entry belongs to, or "".
}

// String writes the mailbox for people: "Bob Li <bob@hai.example>". It is no header syntax; FormatMailboxes is.
func (m Mailbox) String() string {
	switch {
	case m.Name == "" && m.Address == "" && m.Group != "":
		return m.Group + ":;"
	case m.Address == "":
		return m.Name
	case m.Name == "":
		return m.Address
	}
	return m.Name + " <" + m.Address + ">"
}

// Addresses returns what mail can be sent to in list, each address once, in the order of the list.
func Addresses(list []Mailbox) []string {
	var out []string
	seen := map[string]bool{}
	for _, m := range list {
		if m.Address != "" && !seen[m.Address] {
			seen[m.Address] = true
			out = append(out, m.Address)
		}
	}
	return out
}

// ParseMailboxes reads a list of mailboxes and groups: names quoted or encoded, comments, the obsolete routes and blanks of
// RFC 5322 section 4.4, and what people type, such as a name and an address without brackets. It never fails; an entry
// that it cannot make an address of has its text as Name. ParseAddresses tells more about the same.
func ParseMailboxes(value string) []Mailbox {
	p := listParser{brief: true}
	p.parse(value)
	return p.boxes
}

// quoteLocal writes a local part in its shortest form (RFC 5321 section 4.1.2): quoted only when it is no dot-string.
func quoteLocal(l string) string {
	plain := l != ""
	for i := 0; i < len(l) && plain; i++ {
		plain = isAtext(l[i]) || l[i] == '.' && i > 0 && i < len(l)-1 && l[i-1] != '.'
	}
	if plain {
		return l
	}
	return encoding.Quote(l)
}

func hasControl(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] == 0x7f {
			return true
		}
	}
	return false
}
