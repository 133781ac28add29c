package bridge

import (
	"strings"
	"testing"
)

// oneWord is a text of explanations with one entry.
const oneWord = "EHLO-WORLD-WORDS 1\nentry\tsmtp.verb.EHLO\tGreet\t打招呼\tAsks.\t询问。\tRFC 5321 §4.1.1.1\n"

// wordsText stands for the text that only native programs can write.
func wordsText(testing.TB) string { return oneWord }

// TestWordsArrive is the browser's binary: nothing is explained before the words have come.
func TestWordsArrive(t *testing.T) {
	p := newPage(t)
	ask := func() string { return string(p.must("explainKey", "key", "smtp.verb.EHLO", "lang", "en")) }
	if x := ask(); x != "null" {
		t.Errorf("explained without words: %s", x)
	}
	p.must("words", "text", oneWord)
	if x := ask(); !strings.Contains(x, "Greet") {
		t.Errorf("explained as %s", x)
	}
}
