package oracles

import (
	"bytes"
	"testing"

	"ehloworld/engine/message"
	"ehloworld/engine/message/archive"
	"ehloworld/engine/message/encoding"
)

// TestUntouched: whatever a letter is like, a new subject and another text for its first leaf leave the octets of all other
// parts as they were.
func TestUntouched(t *testing.T) {
	changed := 0
	for _, l := range allLetters(t) {
		e := message.NewEdit(l.Data, "seed")
		if !bytes.Equal(e.Bytes(), l.Data) {
			t.Errorf("%s: a letter without changes is another", l.Name)
		}
		before := leaves(e.Root())
		e.SetField(e.Root(), "X-Changed", message.AppendField(nil, "X-Changed", "yes 是", false))
		first := before[0]
		touched := e.SetContent(first, []byte("changed\r\n"), encoding.SevenBit)
		out := e.Bytes()
		root := message.Tree(out)
		if root.Header.Text("X-Changed") != "yes 是" {
			t.Errorf("%s: the field is not there: %q", l.Name, out)
			continue
		}
		after := leaves(root)
		if len(after) != len(before) {
			t.Errorf("%s: %d leaves became %d", l.Name, len(before), len(after))
			continue
		}
		for i, p := range after {
			old := l.Data[before[i].Body:before[i].End]
			now := out[p.Body:p.End]
			if i == 0 && touched {
				changed++
				if content, _ := p.Content(out); !bytes.Equal(bytes.TrimRight(content, "\r\n"), []byte("changed")) {
					t.Errorf("%s: the first leaf is now %q", l.Name, content)
				}
			} else if !bytes.Equal(old, now) {
				t.Errorf("%s: part %s was %.80q and is %.80q", l.Name, p.Path, old, now)
			}
		}
	}
	t.Logf("the content of %d letters was changed", changed)
}

// leaves are the parts that hold something, from the top down, those of letters within included.
func leaves(root *message.Part) []*message.Part {
	var out []*message.Part
	root.Walk(func(p *message.Part) bool {
		if p.Message == nil && len(p.Parts) == 0 {
			out = append(out, p)
		}
		return true
	})
	return out
}

// TestDowngradeCorpus: a letter that is made fit for a 7-bit way holds what it held.
func TestDowngradeCorpus(t *testing.T) {
	for _, l := range allLetters(t) {
		if wrong := downgraded(l.Data); wrong != "" {
			t.Errorf("%s: %s", l.Name, wrong)
		}
	}
}

// TestMboxCorpus: all letters in one mbox come back octet for octet.
func TestMboxCorpus(t *testing.T) {
	letters := allLetters(t)
	var file []byte
	for _, l := range letters {
		file = archive.AppendMbox(file, archive.Entry{Sender: "alice@shan.example", Date: options(0).Date, Data: l.Data}, archive.RD)
	}
	back := archive.SplitMbox(file, archive.RD)
	if len(back) != len(letters) {
		t.Fatalf("%d letters became %d", len(letters), len(back))
	}
	for i, l := range letters {
		if !bytes.Equal(back[i].Data, l.Data) {
			t.Errorf("%s: %.80q came back as %.80q", l.Name, l.Data, back[i].Data)
		}
	}
}
