// Package digest reads and writes everything that a character set could be asked to, and makes one number of the answers.
// Natively, under Node and in Chromium the numbers must be the same: testdata/digests.txt beside package charset holds
// them. It is for tests only.
package digest

import "ehloworld/engine/message/charset"

// Of returns the digest of a character set: of how it reads all single octets, all pairs, all longer sequences that it may
// have, in all its states, and seeded garbage; and of how it writes all characters.
func Of(c *charset.Charset) uint64 {
	d := digester{charset: c, hash: 14695981039346656037}
	d.sequences()
	d.garbage()
	d.characters()
	return d.hash
}

// digester feeds a character set and sums up its answers by FNV-1a.
type digester struct {
	charset *charset.Charset
	hash    uint64
	buffer  []byte
}

func (d *digester) octets(s []byte, n int) {
	for _, c := range s {
		d.hash = (d.hash ^ uint64(c)) * 1099511628211
	}
	d.hash = (d.hash ^ uint64(n)) * 1099511628211
}

// line adds octets that are to be read, and an end of line after them, which puts most decoders right again.
func (d *digester) line(octets ...byte) { d.buffer = append(append(d.buffer, octets...), '\n') }

// read has what was added read.
func (d *digester) read() {
	d.octets(d.charset.Decode(d.buffer))
	d.buffer = d.buffer[:0]
}

// escapes lead into the states of character sets that shift.
var escapes = map[string][]string{
	"iso-2022-jp": {"\x1b(B", "\x1b(J", "\x1b(H", "\x1b(I", "\x1b$@", "\x1b$B", "\x1b$(D", "\x1b$A", "\x1b$(C", "\x1b$(O", "\x0e", "\x1b$)C"},
	"iso-2022-kr": {"\x1b$)C", "\x0e", "\x1b$B"},
	"hz-gb-2312":  {"~{", "~}", "~~", "~"},
	"utf-7":       {"+", "+A", "+AA", "+2D0", "+2D3c"},
}

func (d *digester) sequences() {
	for a := range 256 {
		d.buffer = append(d.buffer, byte(a))
		d.read()
		for b := range 256 {
			d.line(byte(a), byte(b))
		}
		d.read()
	}
	for _, escape := range escapes[d.charset.Name()] {
		for a := range 256 {
			for b := range 256 {
				d.line(append([]byte(escape), byte(a), byte(b))...)
			}
			d.read()
		}
	}
	switch d.charset.Name() {
	case "euc-jp":
		for a := range 256 {
			for b := range 256 {
				d.line(0x8f, byte(a), byte(b))
			}
			d.read()
		}
	case "gb18030":
		for a := byte(0x81); a < 0xff; a++ {
			for b := byte('0'); b <= '9'; b++ {
				for c := byte(0x80); c != 0; c++ {
					for e := byte('0'); e <= '9'; e++ {
						d.line(a, b, c, e)
					}
				}
				d.read()
			}
		}
	case "utf-8":
		for r := range 0x110000 {
			d.line(byte(0xf0|r>>18), 0x80|byte(r>>12)&0x3f, 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
			if r < 0x10000 {
				d.line(byte(0xe0|r>>12), 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
			}
			if r%0x1000 == 0 {
				d.read()
			}
		}
		d.read()
	}
}

// garbage is what character sets stumble over more often than over chance.
const garbage = "\x1b\x1b\x1b$$B@()ABCDIJ\x0e\x0f~~{}+-/\x80\x8e\x8f\xa0\xa1\xfe\xff09<>\r\n \xd8\xdc\xe3\x81\x84\x90"

// garbage reads octets of chance, as many as there are pairs, in pieces of up to 64.
func (d *digester) garbage() {
	state := uint64(0x9e3779b97f4a7c15)
	next := func(n uint64) uint64 { // Xorshift.
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		return (state >> 11) % n
	}
	for range 4096 {
		for range next(64) {
			switch next(4) {
			case 0:
				d.buffer = append(d.buffer, garbage[next(uint64(len(garbage)))])
			case 1:
				d.buffer = append(d.buffer, byte(next(0x80)))
			default:
				d.buffer = append(d.buffer, byte(0x80+next(0x80)))
			}
		}
		d.read()
	}
}

// characters writes characters, a line each: all of them up to U+2FFFF, beyond U+FFFF one in 16 where no character set of
// the kind has tables, and some of the rest.
func (d *digester) characters() {
	name := d.charset.Name()
	wide := name == "gb18030" || name == "big5"
	var text []byte
	for r := rune(0); r <= 0x10ffff; r++ {
		if r > 0xffff && !wide && r%16 > 0 || r > 0x2ffff && r%0x1000 > 1 {
			continue
		}
		text = append(append(text, string(r)...), '\n')
		if len(text) > 1<<16 {
			d.octets(d.charset.Encode(string(text)))
			text = text[:0]
		}
	}
	d.octets(d.charset.Encode(string(text)))
}
