package bridge

import (
	goflag "flag"
	"path/filepath"
	"runtime"
	"testing"

	"ehloworld/wasm/internal/samples"
)

var update = goflag.Bool("update", false, "rewrite site/src/bridge/samples.ts")

// TestSamples asks every command in a world where something has happened and writes the answers down as TypeScript that
// must satisfy the page's own types: what one side renames, adds or forgets, the page's type checker finds.
func TestSamples(t *testing.T) {
	p := newPage(t)
	kept := samples.New("site/src/bridge/samples.ts", "./wasm/bridge")
	if runtime.GOOS == "js" {
		t.Skip("the explanations in the answers are no part of what is compiled for the browser")
	}
	sample := func(op string, more ...any) {
		t.Helper()
		kept.Add(t, op, p.must(op, more...))
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
	do("queue mail.shan.example flush S0003") // The destination is being left alone, since it was down.
	sample("queue", "host", "mail.shan.example")
	do(`policy mail.shan.example aliases sales: alice@shan.example; all: alice@shan.example, bob@hai.example`)
	sample("policy", "host", "mail.shan.example")
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
	sample("source", "ref", map[string]any{"at": "client", "host": "alice-pc", "box": "sent", "id": 1})
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

	kept.Later("mailbox.messages[].flags") // Nothing sets flags on a server before IMAP does.
	kept.Check(t, *update)
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
