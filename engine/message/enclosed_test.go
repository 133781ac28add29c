package message

import (
	"strings"
	"testing"

	"ehloworld/engine/message/encoding"
)

func TestEnclosed(t *testing.T) {
	uu := string(encoding.UU("cat.gif", "644", []byte("meow")))
	yenc := string(encoding.EncodeYEnc("dog.gif", []byte("woof")))
	content := []byte("Look:\r\nbegin the day\r\n" + uu + "and\r\n" + yenc + "Bye\r\n")
	text := &Part{Type: "text/plain"}
	list := text.Enclosed(content)
	var got []string
	for _, e := range list {
		file, flaw := e.Open(content)
		if !flaw.Clean() {
			t.Errorf("%+v: %+v", e, flaw)
		}
		got = append(got, e.Kind+" "+e.Name+" "+string(file))
	}
	if s := strings.Join(got, ", "); s != "uuencode cat.gif meow, yenc dog.gif woof" {
		t.Error(s)
	}
	if len((&Part{Type: "image/png"}).Enclosed(content)) != 0 {
		t.Error("files in a picture")
	}
	winmail := newTNEF().file("a.txt", "one").b
	if file, _ := text.Enclosed(winmail)[0].Open(winmail); string(file) != "one" {
		t.Errorf("%q", file)
	}
}
