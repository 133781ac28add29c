package task

import "testing"

// BenchmarkParse and BenchmarkEncode are for profiles: go test -bench Encode/text -cpuprofile cpu.out.
func BenchmarkParse(b *testing.B) {
	for _, c := range Classes() {
		b.Run(c.Name, func(b *testing.B) {
			b.SetBytes(int64(c.Octets()))
			b.ReportAllocs()
			for b.Loop() {
				for _, l := range c.Letters {
					OursParse(l)
				}
			}
		})
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, c := range Classes() {
		b.Run(c.Name, func(b *testing.B) {
			b.SetBytes(int64(c.Content()))
			b.ReportAllocs()
			var buf []byte
			for b.Loop() {
				for i, d := range c.Drafts {
					buf = OursEncode(buf[:0], d, i)
				}
			}
		})
	}
}

// TestReread: what we write we read again.
func TestReread(t *testing.T) {
	for _, c := range Classes() {
		for i, d := range c.Drafts[:2] {
			f := OursParse(OursEncode(nil, d, i))
			if least := d.Size() - len(d.Subject); f.Addresses != 4 || f.Subject != len(d.Subject) || !f.Dated || f.Octets < least || f.Octets > least+64 {
				t.Errorf("%s %d: %+v, want %d octets", c.Name, i, f, least)
			}
		}
	}
}
