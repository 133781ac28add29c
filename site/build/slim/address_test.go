package slim

import (
	"bytes"
	"strings"
	"testing"
)

// TestShortenAddresses gives bodies as their instructions; "SP" stands for local.get 1, "SP+16" for the address of a place.
func TestShortenAddresses(t *testing.T) {
	words := map[string]string{
		"SP": "\x20\x01", "SP+16": "\x20\x01\xad\x42\x10\x7c\xa7", "SP+200": "\x20\x01\xad\x42\xc8\x01\x7c\xa7", "SP-8": "\x20\x01\xad\x42\x78\x7c\xa7",
		"7": "\x42\x07", "load": "\x29\x03\x00", "load16": "\x29\x03\x10", "load24": "\x29\x03\x18", "load8": "\x29\x03\x08", "store": "\x37\x03\x00",
		"store16": "\x37\x03\x10", "store200": "\x37\x03\xc8\x01", "add": "\x7c", "add32": "\x6a", "set": "\x21\x02", "tee": "\x22\x02", "wrap": "\xa7",
		"call": "\x10\x05", "if": "\x04\x40", "end": "\x0b", "select": "\x1b", "drop": "\x1a",
	}
	bytesOf := func(text string) []byte {
		code := []byte("\x01\x01\x7f")
		for _, word := range strings.Fields(text) {
			octets, ok := words[word]
			if !ok {
				t.Fatalf("there is no %s", word)
			}
			code = append(code, octets...)
		}
		return code
	}
	for _, row := range []struct{ body, want string }{
		{"SP+16 7 store end", "SP 7 store16 end"},
		{"SP+200 7 store end", "SP 7 store200 end"},
		{"SP+16 load set end", "SP load16 set end"},
		{"SP+16 load8 set end", "SP load24 set end"}, // An offset that was there is added to.
		{"SP+16 SP load store end", "SP SP load store16 end"},
		{"SP+16 SP+16 load store end", "SP SP load16 store16 end"}, // The value lies on the stack, too.
		{"SP+16 SP load 7 add store end", "SP SP load 7 add store16 end"},
		{"SP+16 7 set SP load store end", "SP 7 set SP load store16 end"},
		{"SP+16 SP+200 7 store 7 store end", "SP SP 7 store200 7 store16 end"},
		// What is no place of the stack, and what else takes an address, stays.
		{"SP-8 7 store end", "SP-8 7 store end"},
		{"SP+16 tee 7 store end", "SP+16 tee 7 store end"},
		{"SP+16 set end", "SP+16 set end"},
		{"SP+16 SP add32 load set end", "SP+16 SP add32 load set end"},
		{"SP+16 SP+200 SP select load set end", "SP+16 SP+200 SP select load set end"},
		{"SP+16 drop SP load set end", "SP+16 drop SP load set end"},
		{"SP+16 call 7 store end", "SP+16 call 7 store end"},
		{"SP+16 7 if 7 store end end", "SP+16 7 if 7 store end end"},
		{"SP+16", "SP+16"},
	} {
		got, err := shortenAddresses(bytesOf(row.body))
		if err != nil || !bytes.Equal(got, bytesOf(row.want)) {
			t.Errorf("%s: %x, wanted %x; %v", row.body, got, bytesOf(row.want), err)
		}
	}
	for _, broken := range []string{"\x01", "\x00\xff", "\x00\x20", "\x00\x0e\xff\xff\xff\xff\x0f"} {
		if got, err := shortenAddresses([]byte(broken)); err == nil {
			t.Errorf("%x became %x", broken, got)
		}
	}
}
