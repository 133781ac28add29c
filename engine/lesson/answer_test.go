package lesson

import (
	"strings"
	"testing"

	"ehloworld/engine/scenario"
)

func TestJudge(t *testing.T) {
	one := &scenario.Question{Kind: "choice", Choices: []string{"shan", "hai", "pc"}, Key: []string{"shan"}}
	two := &scenario.Question{Kind: "choice", Choices: []string{"a", "A", "b"}, Key: []string{"a", "b"}}
	order := &scenario.Question{Kind: "order", Key: []string{"HELO", "MAIL", "RCPT"}}
	sorting := &scenario.Question{Kind: "sort", Bins: []string{"greeting", "closing"},
		Items: []scenario.QuizItem{{Item: "220", Bin: "greeting"}, {Item: "QUIT", Bin: "closing"}, {Item: "221", Bin: "closing"}}}
	number := &scenario.Question{Kind: "number", Number: 4200, Tolerance: 10}
	text := &scenario.Question{Kind: "text", Key: []string{"认证", "authorization", "AUTHORIZATION state"}}
	dot := &scenario.Question{Kind: "text", Key: []string{"."}}
	for _, c := range []struct {
		q    *scenario.Question
		text string
		ok   bool
		err  string // What the complaint has in it.
	}{
		{one, "shan", true, ""},
		{one, " SHAN ", true, ""},
		{one, "hai", false, ""},
		{one, "shan hai", false, ""},
		{one, "sea", false, `"sea" is none of the choices: shan, hai, pc`},
		{one, " ", false, "nothing was chosen"},
		{two, "b,a", true, ""},
		{two, "b A", false, ""},
		{two, "a", false, ""},
		{two, "B a", true, ""},
		{order, "helo MAIL rcpt", true, ""},
		{order, "HELO，RCPT、MAIL", false, ""},
		{order, "HELO MAIL", false, "put in order, each once: HELO, MAIL, RCPT"},
		{order, "HELO HELO RCPT", false, `"HELO" is unknown or stands there twice`},
		{order, "HELO MAIL RCPT RCPT", false, "twice"},
		{sorting, "QUIT=closing 220=greeting 221=closing", true, ""},
		{sorting, "QUIT=closing 220=closing 221=closing", false, ""},
		{sorting, "QUIT=closing 220=greeting", false, `"221" is in no bin yet`},
		{sorting, "QUIT=closing QUIT=greeting", false, `"QUIT" is in two bins`},
		{sorting, "QUIT=somewhere", false, `is not ITEM=BIN`},
		{sorting, "QUIT", false, `is not ITEM=BIN`},
		{number, "4200", true, ""},
		{number, "4,210 octets", true, ""},
		{number, "４１９０ 字节", true, ""},
		{number, "+4200", true, ""},
		{number, "4211", false, ""},
		{number, "4189", false, ""},
		{number, "-4200", false, ""},
		{number, "4.2", false, "not a whole number"},
		{number, "42,00", false, "not a whole number"}, // A list, not a number.
		{number, "many", false, "not a whole number"},
		{number, "99999999999999999999", false, "not a whole number"},
		{text, "ＡＵＴＨＯＲＩＺＡＴＩＯＮ", true, ""},
		{text, "Authorization-State!", true, ""},
		{text, "「认证」。", true, ""},
		{text, "更新", false, ""},
		{text, "", false, "the answer is empty"},
		{dot, "．", true, ""},
		{dot, "..", false, ""},
		{text, strings.Repeat("x", maxAnswer+1), false, "too long"},
		{text, "\xff", false, "not UTF-8"},
	} {
		ok, err := Judge(c.q, c.text)
		complaint := ""
		if err != nil {
			complaint = err.Error()
		}
		if ok != c.ok || (c.err == "") != (err == nil) || !strings.Contains(complaint, c.err) {
			t.Errorf("%s %q: %v, %q", c.q.Kind, c.text, ok, complaint)
		}
	}
}
