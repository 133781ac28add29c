// Package golden writes the sample of encoded events that both the engine and the page read: events.json holds a batch as
// the engine encodes it and what the page must make of it.
package golden

import (
	"encoding/base64"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

var update = flag.Bool("update", false, "rewrite events.json")

const start = vtime.Time(1_772_409_600_000_000_000) // 2026-03-02T08:00:00+08:00

// bodies is at least one of each kind, with all fields set, and some with none.
var bodies = []trace.Body{
	trace.Input{Text: "1> HELO alice-pc.shan.example"},
	trace.Conn{Act: "open", ID: 3, From: "alice-pc", To: "mail.hai.example", FromIP: "198.51.100.5", ToIP: "203.0.113.10", Port: 25, Proto: "smtp", Side: "client"},
	trace.Conn{},
	&trace.Packet{Conn: 3, From: "alice-pc", To: "mail.hai.example", Transport: "tcp", SrcIP: "198.51.100.5", DstIP: "203.0.113.10", SrcPort: 49152, DstPort: 25, Flags: "PA", Seq: 4_294_967_295, Ack: 1, Window: 65535, Data: []byte{0, 13, 10, 255}, Arrive: start + 40_000_000, Lost: "loss"},
	trace.Drop{From: "a", To: "b", Reason: "the line was cut"},
	&trace.Data{Act: "sent", Conn: 3, Host: "alice-pc", Side: "client", Data: []byte("HELO x\r\n")},
	&trace.Cmd{Conn: 3, Host: "mail.hai.example", Proto: "smtp", Verb: "EOD", Arg: "arg", Tag: "a1", Raw: []byte("."), Size: 128, EightBit: true},
	&trace.Reply{Conn: 3, Host: "mail.hai.example", Proto: "smtp", Code: "250", Enhanced: "2.0.0", Text: "Ok: 已收下\nsecond line", Verb: "EOD", Tag: "a1"},
	&trace.State{Conn: 3, Host: "mail.hai.example", Proto: "smtp", Side: "server", From: "start", To: "greeted"},
	&trace.Auth{Conn: 3, Host: "h", Proto: "pop3", User: "bob", Mech: "USER", OK: true, Clear: true},
	trace.TLS{Act: "offered", Conn: 3, Host: "h"},
	&trace.DNS{Act: "answer", Host: "h", Name: "hai.example.", Type: "MX", Rcode: "NOERROR", Answers: []string{"MX 10 mail.hai.example.", ""}},
	&trace.Mail{Act: "deferred", Host: "h", QueueID: "S0001", From: "alice@shan.example", Rcpt: "bob@hai.example", MX: "mail.hai.example", Code: "450", Text: "later", Attempt: 2, At: start + 1_800_000_000_000, Conn: 3, Size: 1_000_000},
	&trace.Store{Act: "append", Host: "h", User: "bob@hai.example", Box: "INBOX", UID: 1, Flags: []string{`\Seen`, "$x"}, Count: 1, Size: 4},
	&trace.Client{Act: "append", Host: "bob-pc", Box: "inbox", ID: 1, What: "fetch", Text: "fine", Size: 3},
	trace.Fault{Target: "a--b", What: "loss", On: true, Arg: "50"},
	trace.Clock{Act: "jump", To: start + 432_000_000_000_000},
	&trace.Tool{Host: "alice-pc", Term: 1, Name: "dig", Args: "mx hai.example", OK: true},
	&trace.Term{Act: "output", Term: 1, Host: "alice-pc", Conn: 3, Text: "line"},
	trace.UI{Act: "inspect", What: "ua alice-pc"},
	trace.Answer{Question: "q", Text: "30", OK: true},
	trace.Step{Act: "done", Step: "connect", Text: "hint"},
	trace.Limit{Name: "events", Text: "too many"},
	&trace.HTTP{Conn: 3, Host: "h", Method: "GET", Path: "/", Status: 200},
	&trace.Verdict{Host: "h", What: "relay", Result: "fail", Domain: "d", Aligned: true, Conn: 3, Text: "why"},
	&trace.Rule{Host: "h", QueueID: "S0001", Conn: 3, Rcpt: "sales@hai.example", Addr: "bob@hai.example", What: "account", Match: true, Arg: "bob@hai.example", Result: "the mailbox"},
	&trace.Policy{Host: "h", What: "relay", From: "local-only", To: "open"},
}

// sample is the file.
type sample struct {
	Start  string           `json:"start"`
	Kinds  []string         `json:"kinds"`
	Fields []string         `json:"fields"`
	Actors []string         `json:"actors"`
	Batch  string           `json:"batch"`
	Events []map[string]any `json:"events"`
}

func TestSampleOfEncodedEvents(t *testing.T) {
	s := sample{Start: "1772409600000000000", Kinds: trace.KindNames(), Fields: trace.FieldNames(), Actors: trace.ActorNames()}
	var batch []byte
	for i, body := range bodies {
		e := trace.Event{N: i + 1, T: start + vtime.Time(i)*1_000_003, Cause: i, By: trace.Actor(i % 3), Msg: trace.MsgID(i * 100), Body: body}
		batch = trace.AppendEvent(batch, &e)
		s.Events = append(s.Events, describe(&e))
	}
	s.Batch = base64.StdEncoding.EncodeToString(batch)
	got, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile("events.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("events.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("events.json is not what the engine encodes now; go test ./site/test/golden -update, and look at the difference")
	}
}

func TestSampleHasEveryKind(t *testing.T) {
	seen := map[trace.Kind]bool{}
	for _, body := range bodies {
		seen[body.Kind()] = true
	}
	for kind, name := range trace.KindNames() {
		if !seen[trace.Kind(kind)] {
			t.Errorf("no %s event in the sample", name)
		}
	}
}

// describe says what the page must decode: fields that are zero are missing, instants count from the start, octets are
// written in base64.
func describe(e *trace.Event) map[string]any {
	m := map[string]any{
		"n": e.N, "t": int64(e.T - start), "cause": e.Cause, "by": e.By.String(), "msg": int(e.Msg), "ev": e.Body.Kind().String(),
	}
	_, clock := e.Body.(trace.Clock)
	e.Body.Fields(describer{m, clock})
	return m
}

type describer struct {
	into  map[string]any
	clock bool
}

func (d describer) Str(f trace.Field, v string) {
	if v != "" {
		d.into[f.String()] = v
	}
}

func (d describer) Int(f trace.Field, v int64) {
	if v == 0 {
		return
	}
	if f == trace.FieldArrive || f == trace.FieldAt || (d.clock && f == trace.FieldTo) {
		v -= int64(start)
	}
	d.into[f.String()] = v
}

func (d describer) Bool(f trace.Field, v bool) {
	if v {
		d.into[f.String()] = true
	}
}

func (d describer) Bytes(f trace.Field, v []byte) {
	if len(v) > 0 {
		d.into[f.String()] = map[string]string{"base64": base64.StdEncoding.EncodeToString(v)}
	}
}

func (d describer) Strs(f trace.Field, v []string) {
	if len(v) > 0 {
		d.into[f.String()] = v
	}
}
