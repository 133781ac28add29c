package trace

import "ehloworld/engine/sha256"

// The encoding of one event, which the page decodes and Digest hashes:
//
//	uvarint  length of what follows
//	uvarint  N
//	varint   T (nanoseconds)
//	uvarint  Cause
//	byte     By
//	uvarint  Msg
//	byte     Kind
//	then every field that is not zero: byte Field, byte type, value
//
// Values: 's' and 'b' are a uvarint length and the octets (text, binary); 'i' is a varint; 't' is true; 'l' is a uvarint
// count and that many 's' values.
const (
	typeString = 's'
	typeBytes  = 'b'
	typeInt    = 'i'
	typeTrue   = 't'
	typeList   = 'l'
)

// AppendEvent appends the encoding of e to dst.
func AppendEvent(dst []byte, e *Event) []byte {
	w := encoder{buf: make([]byte, 0, 192)}
	w.buf = appendUvarint(w.buf, uint64(e.N))
	w.buf = appendVarint(w.buf, int64(e.T))
	w.buf = appendUvarint(w.buf, uint64(e.Cause))
	w.buf = append(w.buf, byte(e.By))
	w.buf = appendUvarint(w.buf, uint64(e.Msg))
	w.buf = append(w.buf, byte(e.Body.Kind()))
	e.Body.Fields(&w)
	dst = appendUvarint(dst, uint64(len(w.buf)))
	return append(dst, w.buf...)
}

type encoder struct{ buf []byte }

func (w *encoder) Str(f Field, v string) {
	if v == "" {
		return
	}
	w.buf = append(w.buf, byte(f), typeString)
	w.buf = appendUvarint(w.buf, uint64(len(v)))
	w.buf = append(w.buf, v...)
}

func (w *encoder) Int(f Field, v int64) {
	if v == 0 {
		return
	}
	w.buf = append(w.buf, byte(f), typeInt)
	w.buf = appendVarint(w.buf, v)
}

func (w *encoder) Bool(f Field, v bool) {
	if v {
		w.buf = append(w.buf, byte(f), typeTrue)
	}
}

func (w *encoder) Bytes(f Field, v []byte) {
	if len(v) == 0 {
		return
	}
	w.buf = append(w.buf, byte(f), typeBytes)
	w.buf = appendUvarint(w.buf, uint64(len(v)))
	w.buf = append(w.buf, v...)
}

func (w *encoder) Strs(f Field, v []string) {
	if len(v) == 0 {
		return
	}
	w.buf = append(w.buf, byte(f), typeList)
	w.buf = appendUvarint(w.buf, uint64(len(v)))
	for _, s := range v {
		w.buf = appendUvarint(w.buf, uint64(len(s)))
		w.buf = append(w.buf, s...)
	}
}

// digest hashes the encoding of the log as far as somebody has asked, and goes on from there.
type digest struct {
	hash *sha256.Hash
	upTo int
}

// Digest is the SHA-256 of the encoding of all events, in hex. Asking often is cheap: only new events are hashed. A log
// that has forgotten events has none: "".
func (l *Log) Digest() string {
	if l.forgotten > 0 {
		return ""
	}
	d := &l.digest
	if d.hash == nil {
		d.hash = sha256.New()
	}
	var buf []byte
	for ; d.upTo < len(l.events); d.upTo++ {
		buf = AppendEvent(buf[:0], &l.events[d.upTo])
		d.hash.Write(buf)
	}
	return sha256.Hex(d.hash.Sum())
}
