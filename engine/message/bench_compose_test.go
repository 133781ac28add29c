package message

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// composeClasses are the classes of letters that writers are measured with; the rates count octets of the letter written.
func composeClasses() []struct {
	name  string
	draft Draft
} {
	rng := rand.New(rand.NewPCG(1, 1))
	octets := func(n int) []byte {
		out := make([]byte, n)
		for i := range out {
			out[i] = byte(rng.Uint32())
		}
		return out
	}
	head := Draft{From: "alice@shan.example", FromName: "Alice Li", To: "Bob Li <bob@hai.example>, carol@hai.example", Subject: "Lunch on Monday", InReplyTo: "<1@hai.example>", References: []string{"<0@hai.example>", "<1@hai.example>"}}
	english := strings.Repeat("The quick brown fox jumps over the lazy dog, and then it goes home.\nNobody knows why – perhaps the café is closed.\n", 34)
	chinese := strings.Repeat("你好，世界。今天中午我们一起吃饭好吗？食堂的菜单上有新菜。\n", 45)
	page := "<html><body><p>" + strings.ReplaceAll(english, "\n", "</p>\n<p style=\"margin:0\">") + "</p></body></html>"
	with := func(change func(d *Draft)) Draft {
		d := head
		change(&d)
		return d
	}
	return []struct {
		name  string
		draft Draft
	}{
		{"plain", with(func(d *Draft) { d.Body = strings.ToValidUTF8(strings.Map(asciiOnly, english), "") })},
		{"text", with(func(d *Draft) { d.Body = english })},
		{"alt", with(func(d *Draft) { d.Body, d.HTML = english, page })},
		{"nested", with(func(d *Draft) {
			d.Body, d.HTML = english, page
			d.Attachments = []Attachment{{Name: "cat.png", Type: "image/png", ID: "cat@shan.example", Data: octets(8 << 10)}, {Name: "menu.pdf", Type: "application/pdf", Data: octets(24 << 10)}}
		})},
		{"cjk", with(func(d *Draft) { d.Subject, d.FromName, d.Body = "午饭", "张三", chinese })},
		{"att1m", with(func(d *Draft) {
			d.Body, d.Attachments = english, []Attachment{{Name: "menu.pdf", Type: "application/pdf", Data: octets(1 << 20)}}
		})},
	}
}

func asciiOnly(r rune) rune {
	if r >= 0x80 {
		return '-'
	}
	return r
}

func BenchmarkCompose(b *testing.B) {
	o := stamp(Options{})
	for _, c := range composeClasses() {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			size := 0
			var buffer []byte
			for b.Loop() {
				buffer = c.draft.Append(buffer[:0], o)
				size = len(buffer)
			}
			b.SetBytes(int64(size))
		})
	}
}
