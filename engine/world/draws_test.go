package world

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/scenario"
	"ehloworld/scenarios"
)

var drawsFile = flag.String("draws", "", "write the digests of the drawn worlds to this file")

// draws is how many worlds are drawn.
const draws = 200

// TestFirstDrawsOfFull writes what the full edition makes of the drawn worlds, for TestFirstDraws, which compares.
func TestFirstDrawsOfFull(t *testing.T) {
	if *drawsFile == "" {
		t.Skip("only the test of the first edition asks for it")
	}
	if err := os.WriteFile(*drawsFile, []byte(strings.Join(drawnDigests(t), "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// drawnDigests are the digests of the drawn worlds. One that cannot be played has what is in the way instead.
func drawnDigests(t *testing.T) (digests []string) {
	for n := range draws {
		r := drawing{rand.New(rand.NewPCG(20260302, uint64(n)))}
		sc, err := scenario.Read([]scenario.File{
			{Name: "scenario.json", Data: r.scenario(t)}, {Name: "solution.txt", Data: []byte(r.inputs())},
			{Name: "lesson.en.md", Data: []byte("# Drawn\n\n## a\n\nA.\n")}, {Name: "lesson.zh.md", Data: []byte("# 抽取\n\n## a\n\n甲。\n")},
		}, scenarios.Base)
		digest := ""
		if err == nil {
			var w *World
			if w, err = New(sc, sc.World.Seed); err == nil {
				err, digest = w.Play(Inputs(sc.Solution)), w.Log.Digest()
			}
		}
		if err != nil {
			digest = strings.ReplaceAll(err.Error(), "\n", " ")
		}
		digests = append(digests, digest)
	}
	return digests
}

// drawing draws two towns whose servers are of the kinds that the first edition knows, and what people say to them: things
// that it knows and things that only the full edition does, rightly and wrongly.
type drawing struct{ *rand.Rand }

func (r drawing) some(p float64) bool        { return r.Float64() < p }
func (r drawing) one(of ...string) string    { return of[r.IntN(len(of))] }
func (r drawing) word(list string) string    { return r.one(strings.Fields(list)...) }
func (r drawing) line(list ...string) string { return "> " + r.one(list...) }
func (r drawing) path(addr string) string    { return "<" + addr + ">" }

func (r drawing) scenario(t *testing.T) []byte {
	base, _ := scenarios.Base("two-towns")
	var world map[string]any
	if err := json.Unmarshal(base, &world); err != nil {
		t.Fatal(err)
	}
	for _, h := range world["hosts"].([]any) {
		host := h.(map[string]any)
		if host["kind"] != "mta" {
			continue
		}
		keywords := []string{"8BITMIME"}
		for _, k := range []string{r.one("SIZE", "SIZE 5000"), "PIPELINING", "ENHANCEDSTATUSCODES", "SMTPUTF8", "HELP", r.one("AUTH PLAIN LOGIN", "AUTH LOGIN")} {
			if r.some(0.5) {
				keywords = append(keywords, k)
			}
		}
		r.Shuffle(len(keywords), func(i, k int) { keywords[i], keywords[k] = keywords[k], keywords[i] })
		policy := map[string]any{}
		for _, p := range []struct {
			key    string
			values []any
		}{
			{"relay", []any{"open", "local-only"}}, {"unknownUser", []any{"accept", "reject"}}, {"maxSize", []any{300, 5000}},
			{"maxRecipients", []any{1, 2, 3}}, {"maxPerConn", []any{1, 2}}, {"separator", []any{"+", "-"}},
		} {
			if r.some(0.3) {
				policy[p.key] = p.values[r.IntN(len(p.values))]
			}
		}
		host["ehlo"], host["policy"] = keywords, policy
		if r.some(0.5) {
			host["retry"] = r.word("rfc textbook postfix notes3 mox sendmail exim")
		}
	}
	world["seed"] = r.IntN(1000)
	text, err := json.Marshal(map[string]any{
		"format": 1, "id": "drawn", "version": 1, "minutes": 1, "title": map[string]string{"en": "Drawn", "zh": "抽取"}, "covers": []string{"S15"},
		"world": world, "view": map[string]any{"panels": []string{"console"}, "focus": "alice-pc"}, "order": "any",
		"steps": []any{map[string]any{"id": "a", "check": map[string]any{"saw": map[string]any{"ev": "reply", "code": 220}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const (
	aliceLogin = "AGFsaWNlQHNoYW4uZXhhbXBsZQBhbGljZS1wdw==" // alice@shan.example alice-pw
	bobLogin   = "AGJvYkBoYWkuZXhhbXBsZQBib2ItcHc="         // bob@hai.example bob-pw
)

func (r drawing) address() string {
	return r.one("alice@shan.example", "bob@hai.example", "carol@hai.example", "csse@hai.example", "nobody@hai.example", "bob+x@hai.example",
		"bob-x@hai.example", "nobody+x@hai.example", "postmaster@hai.example", "postmaster", "POSTMASTER@hai.example", "x@nowhere.example",
		"x@mail.hai.example", "bob@mail.hai.example", "bob@[203.0.113.10]", "postmaster@[203.0.113.10]", "", `"bob"@hai.example`, "BOB@HAI.EXAMPLE",
		"鲍勃@hai.example", "bob@海.example", "a@b@c", "carol@shan.example", "x@ns.example", "team-owner@hai.example", "reply-550@hai.example")
}

func (r drawing) mailParams() string {
	return r.one("", "", "", " SIZE=10", " SIZE=99999999", " SIZE=x", " BODY=8BITMIME", " BODY=7BIT", " BODY=BINARYMIME", " SMTPUTF8", " RET=FULL",
		" ENVID=x", " AUTH=<>", " BY=600;N", " HOLDFOR=60", " MT-PRIORITY=3", " FOO=bar", " SIZE=10 SIZE=10", " REQUIRETLS")
}

func (r drawing) rcptParams() string {
	return r.one("", "", "", " NOTIFY=NEVER", " ORCPT=rfc822;a@b", " FOO", " NOTIFY=SUCCESS ORCPT=x", " RRVS=2020-01-01T00:00:00Z")
}

func (r drawing) letter() string {
	return "> " + r.one(`Subject: hi\n\nHello.\n.`, `Hello.\n.`, `.`, `Subject: ü\n\nGrüße\n.`, `From: a\n\n..x\n.`, strings.Repeat(`Received: a\n`, 101)+`\nx\n.`,
		`Return-Path: <x@y>\nSubject: a\n\nb\n.`, `Bcc: x@y.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x--\n.`,
		strings.Repeat("x", 1100)+`\n.`, `Subject: x\n\n`+strings.Repeat(strings.Repeat("y", 60)+`\n`, 10)+`.`)
}

// command draws something to say, which may take two lines.
func (r drawing) command() []string {
	switch n := r.IntN(30); {
	case n < 4:
		return []string{"> MAIL FROM:" + r.path(r.one("alice@shan.example", "", "bob@hai.example", r.address())) + r.mailParams()}
	case n < 9:
		return []string{"> RCPT TO:" + r.path(r.address()) + r.rcptParams()}
	case n < 13:
		return []string{"> DATA", r.letter()}
	case n < 15:
		return []string{"> " + r.word("EHLO HELO LHLO") + " " + r.one("x.example", "", "[192.0.2.1]", "a b", strings.Repeat("q", 600), "ü")}
	case n < 17:
		return []string{"> " + r.word("VRFY EXPN") + " " + r.one("bob", "Bob", "", "postmaster", "team", r.address())}
	case n < 19:
		return []string{"> HELP " + r.word("MAIL RCPT DATA BDAT AUTH ETRN MAGIC FOO STARTTLS VRFY XCLIENT EHLO LHLO")}
	}
	return []string{r.line("RSET", "RSET x", "NOOP", "NOOP abc", "HELP", "ETRN x", "BDAT 5", "BDAT 3 LAST", "BDAT x", "BDAT  93  LAST", "BDAT LAST", "STARTTLS",
		"XCLIENT ADDR=192.0.2.9", "XFORWARD NAME=x", "QUIT", "AUTH PLAIN "+aliceLogin, "AUTH PLAIN "+bobLogin, "AUTH PLAIN xx", "AUTH PLAIN", "AUTH LOGIN",
		"AUTH LOGIN Ym9iQGhhaS5leGFtcGxl", "Ym9iLXB3", "AUTH CRAM-MD5", "*", "FOO", "", "MAIL", "MAIL FROM:x", "RCPT", "TURN", "SAML FROM:<x>", "DATA x",
		"bdat 0 last", "mail from: <bob@hai.example>", strings.Repeat("F", 600),
		`EHLO x\nMAIL FROM:<bob@hai.example>\nRCPT TO:<bob@hai.example>\nDATA\nx\n.`)}
}

// inputs draws up to three conversations, and what goes wrong between them.
func (r drawing) inputs() string {
	var lines []string
	for range 1 + r.IntN(3) {
		town, login := "hai", bobLogin
		if r.some(0.4) {
			town, login = "shan", aliceLogin
		}
		port := 25
		if r.some(0.3) {
			port = 587
		}
		lines = append(lines, "term alice-pc telnet mail."+town+".example "+strconv.Itoa(port))
		if r.some(0.8) {
			lines = append(lines, r.line("EHLO x.example", "HELO x.example"))
		}
		if port == 587 && r.some(0.8) {
			lines = append(lines, "> AUTH PLAIN "+login)
		}
		if r.some(0.5) {
			lines = append(lines, "> MAIL FROM:<alice@shan.example>"+r.mailParams())
			for range 1 + r.IntN(3) {
				lines = append(lines, "> RCPT TO:"+r.path(r.address()))
			}
			lines = append(lines, "> DATA", r.letter())
		}
		for range r.IntN(12) {
			lines = append(lines, r.command()...)
		}
		if r.some(0.4) {
			lines = append(lines, r.one("fault stopped mail.shan.example", "fault down mail.hai.example", "heal stopped mail.shan.example",
				"heal down mail.hai.example", "fault full bob@hai.example", "jump 10m", "jump 3h", "jump 6d", "mail alice-pc fetch", "mail bob-pc fetch",
				"term mail.hai.example mailq", "term mail.hai.example mailq -v", "term mail.hai.example flush",
				"term mail.hai.example flush hai.example", "term mail.hai.example help", "term mail.shan.example dig MX hai.example", "queue mail.hai.example flush"))
		}
	}
	if r.some(0.6) {
		lines = append(lines, r.one("jump 1m", "jump 6d"))
	}
	return strings.Join(lines, "\n") + "\n"
}
