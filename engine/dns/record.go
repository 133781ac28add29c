package dns

import (
	"strconv"
	"strings"

	"ehloworld/engine/ip"
)

// DefaultTTL is the time to live, in seconds, of a record whose line gives none.
const DefaultTTL = 300

// MaxTTL is the largest time to live (RFC 2181 section 8).
const MaxTTL = 1<<31 - 1

// Record is one resource record of class IN. Which of the fields below Type are used, Type says.
type Record struct {
	Name string // Owner.
	TTL  uint32 // Seconds.
	Type string

	IP    string   // A and AAAA: the address as text, in the canonical form of RFC 5952.
	Pref  int      // MX: the preference, smaller is better.
	Host  string   // MX, CNAME, PTR and NS: the target. An MX whose target is the root is the null MX of RFC 7505.
	Text  []string // TXT: its character strings.
	Start *Start   // SOA.
}

// Start is the data of an SOA record (RFC 1035 section 3.3.13). Times are in seconds.
type Start struct {
	NS, Mailbox                             string
	Serial, Refresh, Retry, Expire, Minimum uint32
}

// RecordError says what is wrong with a zone line.
type RecordError struct{ Line, Reason string }

func (e *RecordError) Error() string { return "bad zone line " + quote(e.Line) + ": " + e.Reason }

// NullMX says whether r declares that its domain takes no mail (RFC 7505).
func (r Record) NullMX() bool { return r.Type == MX && r.Host == "" }

// String writes the record in the zone-file form without name, time to live and class: "MX 10 mail.hai.example.".
func (r Record) String() string { return r.Type + " " + r.Data() }

// Line writes the whole record as a zone line: "hai.example. 300 IN MX 10 mail.hai.example.".
func (r Record) Line() string {
	return r.Name + ". " + strconv.FormatUint(uint64(r.TTL), 10) + " IN " + r.String()
}

// Data writes what follows the type in a zone line: "10 mail.hai.example.".
func (r Record) Data() string {
	switch r.Type {
	case A, AAAA:
		return r.IP
	case MX:
		return strconv.Itoa(r.Pref) + " " + r.Host + "."
	case TXT:
		parts := make([]string, len(r.Text))
		for i, s := range r.Text {
			parts[i] = quote(s)
		}
		return strings.Join(parts, " ")
	case SOA:
		if r.Start == nil {
			return ""
		}
		out := r.Start.NS + ". " + r.Start.Mailbox + "."
		for _, n := range [...]uint32{r.Start.Serial, r.Start.Refresh, r.Start.Retry, r.Start.Expire, r.Start.Minimum} {
			out += " " + strconv.FormatUint(uint64(n), 10)
		}
		return out
	}
	return r.Host + "."
}

// quote writes s as a character string of a zone file (RFC 1035 section 5.1).
func quote(s string) string {
	b := make([]byte, 0, len(s)+2)
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20 || c > 0x7e:
			b = append(b, '\\', '0'+c/100, '0'+c/10%10, '0'+c%10)
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}

// ParseRecord reads one zone line such as "hai.example. 300 MX 10 mail.hai.example.". Time to live and class may be left
// out; a comment starts with ";". There is no origin, so every name is taken as complete, with or without its final dot.
func ParseRecord(line string) (Record, error) {
	bad := func(reason string) (Record, error) { return Record{}, &RecordError{line, reason} }
	words, ok := split(line)
	if !ok {
		return bad("a quotation mark or an escape is not finished")
	}
	if len(words) < 3 {
		return bad("write name, time to live, type and data, as in: hai.example. 300 MX 10 mail.hai.example.")
	}
	r := Record{TTL: DefaultTTL}
	var err error
	if r.Name, err = Name(words[0]); err != nil {
		return bad(err.Error())
	}
	words = words[1:]
	for seenTTL, seenClass := false, false; len(words) > 0; words = words[1:] {
		w := words[0]
		if !seenTTL && w != "" && w[0] >= '0' && w[0] <= '9' {
			n, err := strconv.ParseUint(w, 10, 32)
			if err != nil || n > MaxTTL {
				return bad("the time to live is a number of seconds below 2147483648")
			}
			r.TTL, seenTTL = uint32(n), true
			continue
		}
		if !seenClass && strings.EqualFold(w, "IN") {
			seenClass = true
			continue
		}
		break
	}
	if len(words) == 0 {
		return bad("the type is missing")
	}
	r.Type = strings.ToUpper(words[0])
	if reason := r.parseData(words[1:]); reason != "" {
		return bad(reason)
	}
	return r, nil
}

// parseData reads what follows the type, and returns what is wrong with it or "".
func (r *Record) parseData(args []string) string {
	want := 1
	switch r.Type {
	case A, AAAA, CNAME, PTR, NS:
	case MX:
		want = 2
	case SOA:
		want = 7
	case TXT:
		return r.parseText(args)
	default:
		return "the type " + quote(r.Type) + " is not one of A AAAA MX TXT CNAME PTR NS SOA"
	}
	if len(args) != want {
		return r.Type + " takes " + strconv.Itoa(want) + " value(s), not " + strconv.Itoa(len(args))
	}
	var err error
	switch r.Type {
	case A:
		addr, ok := ip.Parse4(args[0])
		if !ok {
			return "an A record holds an IPv4 address such as 203.0.113.10"
		}
		r.IP = ip.Format4(addr)
	case AAAA:
		addr, ok := ip.Parse6(args[0])
		if !ok {
			return "an AAAA record holds an IPv6 address such as 2001:db8::10"
		}
		r.IP = ip.Format6(addr)
	case MX:
		n, err := strconv.ParseUint(args[0], 10, 16)
		if err != nil {
			return "the preference of an MX record is a number from 0 to 65535"
		}
		r.Pref = int(n)
		if r.Host, err = Name(args[1]); err != nil {
			return err.Error()
		}
	case SOA:
		return r.parseStart(args)
	default:
		if r.Host, err = Name(args[0]); err != nil {
			return err.Error()
		}
	}
	return ""
}

func (r *Record) parseText(args []string) string {
	if len(args) == 0 {
		return "TXT takes at least one string in quotation marks"
	}
	if len(args) > MaxStrings {
		return "too many strings"
	}
	for _, a := range args {
		if len(a) > MaxString {
			return "a string is longer than 255 octets; write it as several strings"
		}
		r.Text = append(r.Text, a)
	}
	return ""
}

func (r *Record) parseStart(args []string) string {
	s := &Start{}
	var err error
	if s.NS, err = Name(args[0]); err != nil {
		return err.Error()
	}
	if s.Mailbox, err = Name(args[1]); err != nil {
		return err.Error()
	}
	for i, p := range [...]*uint32{&s.Serial, &s.Refresh, &s.Retry, &s.Expire, &s.Minimum} {
		n, err := strconv.ParseUint(args[2+i], 10, 32)
		if err != nil {
			return "an SOA record ends with five numbers: serial, refresh, retry, expire, minimum"
		}
		*p = uint32(n)
	}
	r.Start = s
	return ""
}

// split cuts a zone line into its items (RFC 1035 section 5.1), without the comment.
func split(line string) (words []string, ok bool) {
	var cur []byte
	inWord, quoted := false, false
	end := func() {
		if inWord {
			words = append(words, string(cur))
			cur, inWord = cur[:0], false
		}
	}
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case c == '\\':
			if i+1 >= len(line) {
				return nil, false
			}
			inWord = true
			n := 0
			for k := 1; k <= 3 && i+k < len(line) && line[i+k] >= '0' && line[i+k] <= '9'; k++ {
				n = n*10 + int(line[i+k]-'0')
				if k == 3 {
					if n > 255 {
						return nil, false
					}
					cur = append(cur, byte(n))
					i += 3
					n = -1
				}
			}
			if n < 0 {
				continue
			}
			i++
			cur = append(cur, line[i])
		case c == '"':
			if quoted = !quoted; quoted {
				end()
				inWord = true
			} else {
				end()
			}
		case quoted:
			cur = append(cur, c)
		case c == ';':
			end()
			return words, true
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			end()
		default:
			cur, inWord = append(cur, c), true
		}
	}
	end()
	return words, !quoted
}
