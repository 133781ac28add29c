package trace

// Visitor is shown the fields of an event body one by one, in a fixed order. Encoding, matching and printing are all
// visitors, so a body says what it consists of exactly once.
type Visitor interface {
	Str(f Field, v string)
	Int(f Field, v int64)
	Bool(f Field, v bool)
	Bytes(f Field, v []byte)
	Strs(f Field, v []string)
}

// Field is the name of a field, as a small number.
type Field uint8

// The fields of all bodies. New ones go at the end: the numbers are part of the encoding.
const (
	FieldAct Field = iota
	FieldConn
	FieldFrom
	FieldTo
	FieldPort
	FieldProto
	FieldHost
	FieldVerb
	FieldArg
	FieldTag
	FieldRaw
	FieldSize
	FieldEightBit
	FieldCode
	FieldEnhanced
	FieldText
	FieldUser
	FieldMech
	FieldOK
	FieldClear
	FieldName
	FieldType
	FieldRcode
	FieldAnswers
	FieldRcpt
	FieldMX
	FieldBox
	FieldUID
	FieldFlags
	FieldCount
	FieldMethod
	FieldPath
	FieldStatus
	FieldKind
	FieldResult
	FieldDomain
	FieldAligned
	FieldTarget
	FieldOn
	FieldArgs
	FieldWhat
	FieldSide
	FieldData
	FieldSrcIP
	FieldDstIP
	FieldSrcPort
	FieldDstPort
	FieldSeq
	FieldAck
	FieldWindow
	FieldArrive
	FieldLost
	FieldTransport
	FieldTerm
	FieldStep
	FieldQuestion
	FieldQueueID
	FieldAt
	FieldAttempt
	FieldLine
	FieldFromIP
	FieldToIP
	FieldReason
	FieldID
	FieldRule
	FieldMatch
	FieldAddr
)

var fieldNames = [...]string{
	"act", "conn", "from", "to", "port", "proto", "host", "verb", "arg", "tag", "raw", "size", "eightbit", "code", "enh",
	"text", "user", "mech", "ok", "clear", "name", "type", "rcode", "answers", "rcpt", "mx", "box", "uid", "flags", "count",
	"method", "path", "status", "kind", "result", "domain", "aligned", "target", "on", "args", "what", "side", "data",
	"srcip", "dstip", "srcport", "dstport", "seq", "ack", "window", "arrive", "lost", "transport", "term", "step",
	"question", "queueid", "at", "attempt", "line", "fromip", "toip", "reason", "id", "rule", "match", "addr",
}

func (f Field) String() string { return fieldNames[f] }

// FieldNames lists the field names by number.
func FieldNames() []string { return fieldNames[:] }
