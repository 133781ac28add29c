package scenario

import (
	"strings"

	"ehloworld/engine/trace"
)

// Words of patterns that belong to every event.
const (
	FieldEvent  = "ev"  // The kind of event.
	FieldActor  = "by"  // user, agent or script.
	FieldLetter = "msg" // The letter's hidden identity; a number that only comparing makes sense of.
)

// bodies has one body of every kind, in the order of their numbers: what they show a visitor is what patterns may name.
var bodies = [...]trace.Body{
	trace.Input{}, trace.Conn{}, &trace.Packet{}, trace.Drop{}, &trace.Data{}, &trace.Cmd{}, &trace.Reply{}, &trace.State{},
	&trace.Auth{}, trace.TLS{}, &trace.DNS{}, &trace.Mail{}, &trace.Store{}, &trace.Client{}, &trace.HTTP{}, &trace.Verdict{},
	trace.Fault{}, trace.Clock{}, &trace.Tool{}, &trace.Term{}, trace.UI{}, trace.Answer{}, trace.Step{}, trace.Limit{},
	&trace.Rule{}, &trace.Policy{},
}

// fieldType is what kind of value a field holds.
type fieldType uint8

const (
	fieldText fieldType = iota
	fieldInt
	fieldBool
	fieldList
)

// fieldTypes collects the fields that a body has.
type fieldTypes struct {
	names []string
	types []fieldType
}

func (f *fieldTypes) add(field trace.Field, t fieldType) {
	f.names, f.types = append(f.names, field.String()), append(f.types, t)
}

func (f *fieldTypes) Str(field trace.Field, _ string)    { f.add(field, fieldText) }
func (f *fieldTypes) Int(field trace.Field, _ int64)     { f.add(field, fieldInt) }
func (f *fieldTypes) Bool(field trace.Field, _ bool)     { f.add(field, fieldBool) }
func (f *fieldTypes) Bytes(field trace.Field, _ []byte)  { f.add(field, fieldText) }
func (f *fieldTypes) Strs(field trace.Field, _ []string) { f.add(field, fieldList) }

// eventFields lists the fields that events of a kind have and their types; ok is false when there is no such kind.
func eventFields(kind string) (fields fieldTypes, ok bool) {
	for i, name := range trace.KindNames() {
		if name == kind {
			bodies[i].Fields(&fields)
			fields.names = append(fields.names, FieldActor, FieldLetter)
			fields.types = append(fields.types, fieldText, fieldInt)
			return fields, true
		}
	}
	return fields, false
}

// namesHost says whether that field of that kind of event holds a host's id.
func namesHost(kind, field string) bool {
	switch field {
	case "host":
		return true
	case "from", "to":
		return kind == "conn" || kind == "packet" || kind == "drop"
	}
	return false
}

// ofKind says what "of" names.
type ofKind uint8

const (
	ofNothing ofKind = iota
	ofHost           // A host must be named.
	ofAnyHost        // A host may be named.
	ofBox            // An account must be named: ADDRESS or ADDRESS/FOLDER.
	ofDomain         // A domain may be named.
)

// Store is one of the live stores that a "state" condition looks at.
type Store struct {
	Name   string
	of     ofKind
	Fields []string // The fields of its items; a name that ends in . or : stands for all names that begin with it.
}

// letterFields are the fields of whatever is a letter.
var letterFields = []string{
	"env.from", "env.rcpt", "header.", "body", "part:", "parts", "received", "bytes", "bytes.max", "sha:", "lint", "subject",
	"flags", FieldLetter,
}

// StateStores are all stores and what their items consist of:
//
//   - queue, of a host: the letters in its queue; besides the letter's fields id, status (of each recipient), attempts, held
//   - box, of an account: the letters in its INBOX or the folder named after a slash; besides uid and marked (for deletion)
//   - client, of a host: the letters in its mail program, any folder; besides box
//   - msg: every letter of the run, wherever it lies; besides box (addresses of the accounts that have it) and host
//   - session, of a host or of all: open connections; conn, proto, host (the server), from, to, port, state, user, by
//   - zone, of a domain or of all: DNS records; name, type, record (in the form "MX 10 mail.hai.example.")
//   - policy, of a host: one item, whose fields are the settings of package policy and their older names
//
// A letter's fields: env.from and env.rcpt (addresses of the envelope it last travelled in; the null sender is an empty
// text), header.NAME (lower case; one value per field, unfolded and decoded), subject (decoded), body (text of the first text
// part, decoded), part:TYPE (for each part of that media type its decoded text), parts (number of leaf parts), received (number of
// Received fields), bytes (size), bytes.max (largest octet), sha:NUMBER (hex SHA-256 of part 1, 1.2 … decoded), lint (names of
// problems), flags, msg (identity).
var StateStores = []Store{
	{"queue", ofHost, append([]string{"id", "status", "attempts", "held"}, letterFields...)},
	{"box", ofBox, append([]string{"uid", "marked"}, letterFields...)},
	{"client", ofHost, append([]string{"box"}, letterFields...)},
	{"msg", ofNothing, append([]string{"box", "host"}, letterFields...)},
	{"session", ofAnyHost, []string{"conn", "proto", "host", "from", "to", "port", "state", "user", "by"}},
	{"zone", ofDomain, []string{"name", "type", "record"}},
	{"policy", ofHost, policyFields()},
}

// StoreNamed returns the store called name, or nil.
func StoreNamed(name string) *Store {
	for i := range StateStores {
		if StateStores[i].Name == name {
			return &StateStores[i]
		}
	}
	return nil
}

func storeNames() []string {
	var names []string
	for _, s := range StateStores {
		names = append(names, s.Name)
	}
	return names
}

// has says whether items of the store have such a field.
func (s *Store) has(field string) bool {
	for _, f := range s.Fields {
		if last := f[len(f)-1]; last == '.' || last == ':' {
			if len(field) > len(f) && strings.HasPrefix(field, f) {
				return true
			}
		} else if f == field {
			return true
		}
	}
	return false
}
