//go:build first

package bridge

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestFirstSaysWhatItLacks asks the first edition for what only the full one has: the answer says so, and the world is as it
// was before.
func TestFirstSaysWhatItLacks(t *testing.T) {
	p := newPage(t)
	archive := archiveOf(t, "hand-smtp")
	p.must("open", "archive", archive, "builtin", "")
	p.must("input", "text", "term alice-pc telnet mail.hai.example 25")
	before := p.must("digest")
	lacks := func(op string, more ...any) {
		t.Helper()
		command := map[string]any{"op": op}
		for i := 0; i < len(more); i += 2 {
			command[more[i].(string)] = more[i+1]
		}
		in, err := json.Marshal(command)
		if err != nil {
			t.Fatal(err)
		}
		var reply struct {
			Error string
			Lacks bool
		}
		if err := json.Unmarshal(p.engine.Cmd(in), &reply); err != nil {
			t.Fatal(err)
		}
		if !reply.Lacks || !strings.HasSuffix(reply.Error, " needs the full edition of the engine") {
			t.Errorf("%v: %+v", more, reply)
		}
	}
	lacks("input", "text", "queue mail.hai.example requeue Q1")
	lacks("open", "archive", strings.TrimSuffix(archive, "@end\n")+"@inputs\n|@1 next\n|@2 queue mail.hai.example edit Q1 from alice@shan.example\n@end\n", "builtin", "")
	if after := p.must("digest"); string(after) != string(before) {
		t.Errorf("something happened all the same: %s, was %s", after, before)
	}
	if _, text := p.ask("input", "text", "queue nowhere flush"); text == "" || strings.Contains(text, "edition") {
		t.Errorf("an ordinary refusal: %q", text)
	}
}
