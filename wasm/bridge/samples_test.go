package bridge

import (
	"bytes"
	"encoding/json"
	goflag "flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"testing"
)

var update = goflag.Bool("update", false, "rewrite site/src/bridge/samples.ts")

const samplesFile = "../../site/src/bridge/samples.ts"

// Samples are cut to a size at which a person reads them.
const (
	maxSampleList = 3
	maxSampleText = 160
)

// TestSamples asks every command in a world where something has happened and writes the answers down as TypeScript that
// must satisfy the page's own types: what one side renames, adds or forgets, the page's type checker finds.
func TestSamples(t *testing.T) {
	p := newPage(t)
	samples := map[string][]any{}
	if runtime.GOOS == "js" {
		t.Skip("the explanations in the answers are no part of what is compiled for the browser")
	}
	sample := func(op string, more ...any) {
		t.Helper()
		d := json.NewDecoder(bytes.NewReader(p.must(op, more...)))
		d.UseNumber()
		var v any
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		samples[op] = append(samples[op], trim(v))
	}
	do := func(line string) {
		t.Helper()
		p.must("input", "text", line)
		p.arrive(1 << 20)
		p.must("settle", "limit", p.look().Now+60e9)
		p.arrive(1 << 20)
	}
	// A scenario of its own: the built-in ones change with their lessons.
	sample("open", "archive", archiveIn(t, filepath.Join("testdata", "samples")), "builtin", "")
	sample("idle", "seconds", 3600)
	do("term alice-pc telnet mail.hai.example 25")
	do("1> HELO x")
	do("1> RCPT TO:<bob@hai.example>") // Out of order: a hint.
	sample("status")
	sample("complete", "term", 1, "text", "")
	sample("host", "id", "mail.hai.example")
	do("1> MAIL FROM:<alice@shan.example>\\nRCPT TO:<bob@hai.example>\\nDATA\\nFrom: alice\\nX-Odd\\n\\nHello.\\n.\\nQUIT")
	do(`mail alice-pc send {"to":"bob@hai.example","subject":"With a picture","body":"Look.","attachments":[{"name":"p.png","type":"image/png","data":"AAEC"}]}`)
	do(`fault stopped mail.hai.example`)
	do(`mail alice-pc send {"to":"bob@hai.example","subject":"Waits","body":"Hello."}`)
	do("heal stopped mail.hai.example")
	do(`mail alice-pc send {"to":"carol@hai.example","subject":"Waits","body":"Hello."}`)
	sample("queue", "host", "mail.shan.example")
	waiting := p.engine.world.Host("mail.shan.example").Queue.List()
	sample("message", "ref", map[string]any{"at": "queue", "host": "mail.shan.example", "id": waiting[0].ID})
	do("heal full carol@hai.example")
	do("queue mail.shan.example flush")
	do("mail bob-pc fetch")
	do("mail bob-pc read inbox 1")
	do("term bob-pc telnet mail.hai.example 110")
	do("2> USER bob@hai.example\\nPASS bob-pw\\nDELE 1")
	sample("mailbox", "host", "mail.hai.example", "user", "bob@hai.example", "box", "INBOX")
	sample("client", "host", "bob-pc")
	sample("client", "host", "alice-pc")
	sample("host", "id", "alice-pc")
	for uid := 1; uid <= 3; uid++ {
		sample("message", "ref", map[string]any{"at": "box", "host": "mail.hai.example", "user": "bob@hai.example", "box": "INBOX", "uid": uid})
	}
	sample("message", "ref", map[string]any{"at": "client", "host": "alice-pc", "box": "sent", "id": 1})
	sample("words", "text", wordsText(t))
	sample("explain", "n", p.firstOf("reply"), "lang", "en")
	sample("explain", "n", p.firstOf("packet"), "lang", "zh")
	sample("explainKey", "key", "smtp.verb.EHLO", "lang", "zh")
	sample("explainKey", "key", "nothing", "lang", "en")
	for _, proto := range []string{"smtp", "pop3"} {
		sample("table", "proto", proto)
	}
	sample("status")
	sample("digest")
	sample("export", "at", true, "view", "{}")
	sample("input", "text", "1> QUIT")
	sample("advance", "to", p.look().Now+1e9)
	sample("settle", "limit", p.look().Now+2e9)
	sample("next")
	sample("seek", "to", 1000)
	sample("seekEvent", "n", 20)

	var b bytes.Buffer
	b.WriteString("// One answer of the engine and more for every command, written by `go test ./wasm/bridge -run Samples -update`: they must\n" +
		"// satisfy the page's types, which keeps protocol.ts equal to wasm/bridge/protocol.go. Long lists and texts are cut.\n" +
		"// biome-ignore-all format: this file is written by a program\n" +
		"import type { Replies } from \"./protocol\";\n\nexport const samples = {\n")
	var ops []string
	for op := range samples {
		ops = append(ops, op)
	}
	sort.Strings(ops)
	for _, op := range ops {
		text, err := json.MarshalIndent(samples[op], "  ", "  ")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "  %s: %s,\n", op, text)
	}
	b.WriteString("} satisfies { [C in keyof Replies]: Replies[C][] };\n")

	// An empty list satisfies every type, so each must have something in one of the samples.
	found := map[string]bool{}
	for _, op := range ops {
		for _, s := range samples[op] {
			lists(op, s, found)
		}
	}
	later := map[string]bool{"mailbox.messages[].flags": true} // Nothing sets flags on a server before IMAP does.
	for path, filled := range found {
		if !filled && !later[path] {
			t.Errorf("%s is empty in every sample", path)
		}
	}
	if *update {
		if err := os.WriteFile(samplesFile, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(samplesFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, b.Bytes()) {
		t.Error("site/src/bridge/samples.ts is out of date: go test ./wasm/bridge -run Samples -update")
	}
}

// firstOf is the number of the first event of a kind.
func (p *page) firstOf(kind string) int {
	p.t.Helper()
	for _, e := range p.engine.world.Log.Since(0) {
		if e.Body.Kind().String() == kind {
			return e.N
		}
	}
	p.t.Fatalf("there is no %s", kind)
	return 0
}

// trim cuts long lists and texts.
func trim(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, item := range v {
			if list, ok := item.([]any); ok && k == "quiz" {
				for i := range list {
					list[i] = trim(list[i]) // Every question is of another kind.
				}
				continue
			}
			v[k] = trim(item)
		}
	case []any:
		v = v[:min(len(v), maxSampleList)]
		for i := range v {
			v[i] = trim(v[i])
		}
		return v
	case string:
		if r := []rune(v); len(r) > maxSampleText {
			return string(r[:maxSampleText]) + "…"
		}
	}
	return v
}

// lists notes which lists of an answer have something in them.
func lists(path string, v any, found map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for k, item := range v {
			lists(path+"."+k, item, found)
		}
	case []any:
		if _, after, ok := strings.Cut(path, ".lesson."); ok {
			path = "lesson." + after // The same part of every answer that tells the status.
		}
		found[path] = found[path] || len(v) > 0
		for _, item := range v {
			lists(path+"[]", item, found)
		}
	}
}
