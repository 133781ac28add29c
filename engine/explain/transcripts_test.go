package explain

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
)

// conversations reads the golden transcripts of a package as pairs of what the client said last and what the server
// said then.
func conversations(t *testing.T, dir string, each func(file, client, server string)) {
	t.Helper()
	files, err := filepath.Glob("../" + dir + "/testdata/*.txt")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d transcripts in %s, %v", len(files), dir, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		client := ""
		for line := range strings.SplitSeq(string(data), "\n") {
			if rest, ok := strings.CutPrefix(line, "C: "); ok {
				client = rest
			} else if rest, ok := strings.CutPrefix(line, "S: "); ok {
				each(filepath.Base(file), client, rest)
			}
		}
	}
}

var smtpLine = regexp.MustCompile(`^([2-5][0-9]{2})[ -](?:([245]\.[0-9]{1,3}\.[0-9]{1,3}) )?`)

// TestSMTPTranscripts explains every reply that the server's golden transcripts hold, and every code in it.
func TestSMTPTranscripts(t *testing.T) {
	seen := 0
	conversations(t, "smtpserver", func(file, client, server string) {
		m := smtpLine.FindStringSubmatch(server)
		if m == nil {
			return
		}
		seen++
		verb, arg := smtp.ParseCommand([]byte(client))
		if client == "." {
			verb = smtp.EOD
		}
		if find("smtp.reply."+m[1]) == nil {
			t.Errorf("%s: no entry for %s", file, m[1])
		}
		if m[2] != "" && find("smtp.enhanced."+m[2]) == nil {
			t.Errorf("%s: no entry for %s", file, m[2])
		}
		for _, lang := range Languages() {
			text := server[len(m[0]):]
			for _, b := range []trace.Body{
				&trace.Cmd{Proto: "smtp", Verb: verb, Arg: arg},
				&trace.Reply{Proto: "smtp", Code: m[1], Enhanced: m[2], Text: text, Verb: verb},
				&trace.Reply{Proto: "submission", Code: m[1], Text: text, Verb: verb},
				&trace.Reply{Proto: "smtp", Code: m[1], Enhanced: m[2], Text: text},
			} {
				sound(t, file+": "+client+" / "+server, lang, Event(&trace.Event{Body: b}, lang))
			}
		}
	})
	if seen < 200 {
		t.Errorf("only %d replies", seen)
	}
}

// TestPOP3Transcripts does the same for POP3.
func TestPOP3Transcripts(t *testing.T) {
	seen := 0
	conversations(t, "pop3server", func(file, client, server string) {
		status, text, _ := strings.Cut(server, " ")
		if status != "+OK" && status != "-ERR" {
			return
		}
		seen++
		verb, arg, _ := strings.Cut(client, " ")
		for _, lang := range Languages() {
			for _, b := range []trace.Body{
				&trace.Cmd{Proto: "pop3", Verb: strings.ToUpper(verb), Arg: arg},
				&trace.Reply{Proto: "pop3", Code: status, Text: text, Verb: strings.ToUpper(verb)},
				&trace.Reply{Proto: "pop3", Code: status, Text: text},
			} {
				sound(t, file+": "+client+" / "+server, lang, Event(&trace.Event{Body: b}, lang))
			}
		}
	})
	if seen < 100 {
		t.Errorf("only %d replies", seen)
	}
}

// sound fails unless there is an explanation with words and without gaps, in the right language.
func sound(t *testing.T, what, lang string, x *Explanation) {
	t.Helper()
	switch {
	case x == nil:
		t.Errorf("%s: nothing to say in %s", what, lang)
	case x.Title == "" || x.Text == "":
		t.Errorf("%s: empty in %s: %+v", what, lang, x)
	case strings.Contains(x.Text, "  ") && !strings.Contains(what, "  ") || strings.Contains(x.Text, "。。") || strings.Contains(x.Text, ". .") ||
		strings.Contains(x.Text, "..") && !strings.Contains(what, "..") && !strings.Contains(what, ". "):
		t.Errorf("%s: badly joined: %s", what, x.Text)
	case lang == "zh" && strings.Contains(x.Text, "。 "):
		t.Errorf("%s: a space between Chinese sentences: %s", what, x.Text)
	}
}

// TestHeadersOfOurs explains every field that the programs of this world write.
func TestHeadersOfOurs(t *testing.T) {
	field := regexp.MustCompile(`(?m)^([A-Z][A-Za-z-]+): `)
	files, _ := filepath.Glob("../dsn/testdata/*.txt")
	names := map[string]bool{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range field.FindAllStringSubmatch(string(data), -1) {
			names[m[1]] = true
		}
	}
	if len(names) < 15 {
		t.Fatalf("only %d fields found in notices", len(names))
	}
	for _, name := range []string{"Received", "Return-Path", "Delivered-To", "Date", "From", "To", "Cc", "Bcc", "Subject", "Message-ID",
		"In-Reply-To", "References", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition"} {
		names[name] = true
	}
	for name := range names {
		for _, lang := range Languages() {
			if Key("header."+name, lang) == nil {
				t.Errorf("nothing about %s in %s", name, lang)
			}
		}
	}
}
