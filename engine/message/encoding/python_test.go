//go:build !js

package encoding

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ehloworld/engine/message/charset"
)

// python asks Python about many texts at once. A nil answer means that Python gives up.
func python(t *testing.T, kind string, texts [][]byte) [][]byte {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no Python here")
	}
	var in bytes.Buffer
	for _, text := range texts {
		json.NewEncoder(&in).Encode([2]string{kind, hex.EncodeToString(text)})
	}
	cmd := exec.Command(path, "-W", "ignore", "testdata/oracle.py")
	cmd.Stdin = &in
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	var answers [][]byte
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var text *string
		if err := json.Unmarshal(lines.Bytes(), &text); err != nil {
			t.Fatal(err)
		}
		if text == nil {
			answers = append(answers, nil)
			continue
		}
		answer, _ := hex.DecodeString(*text)
		answers = append(answers, append([]byte{}, answer...))
	}
	if len(answers) != len(texts) {
		t.Fatalf("%d answers to %d questions", len(answers), len(texts))
	}
	return answers
}

// mutants makes n texts by cutting, doubling, changing and inserting in good ones.
func mutants(seed uint64, n int, good []string, pieces []string) [][]byte {
	random := rand.New(rand.NewPCG(seed, 1))
	var out [][]byte
	for len(out) < n {
		s := good[random.IntN(len(good))]
		for range random.IntN(4) {
			at := random.IntN(len(s) + 1)
			switch random.IntN(4) {
			case 0:
				s = s[:at]
			case 1:
				s = s[at:]
			case 2:
				s = s[:at] + pieces[random.IntN(len(pieces))] + s[at:]
			case 3:
				end := at + random.IntN(min(4, len(s)-at)+1)
				s = s[:at] + pieces[random.IntN(len(pieces))] + s[end:]
			}
		}
		out = append(out, []byte(s))
	}
	return out
}

// compare runs texts through Python and ours. Differences must have a reason.
func compare(t *testing.T, kind string, texts [][]byte, ours func(text []byte) []byte, reasons []reason) {
	t.Helper()
	used := make([]int, len(reasons))
	fails, same := 0, 0
next:
	for i, want := range python(t, kind, texts) {
		got := ours(texts[i])
		if want != nil && bytes.Equal(got, want) {
			same++
			continue
		}
		for k, r := range reasons {
			if r.applies(texts[i], got, want) {
				used[k]++
				continue next
			}
		}
		if fails++; fails <= 20 {
			t.Errorf("%s %q:\n  ours %q\nPython %q", kind, texts[i], got, want)
		}
	}
	for k, n := range used {
		if n == 0 {
			t.Errorf("nothing differs any more for this reason: %s", reasons[k].why)
		}
	}
	t.Logf("%s: %d of %d the same, %d for a reason, %d without", kind, same, len(texts), len(texts)-same-fails, fails)
}

// reason is why Python and we may differ.
type reason struct {
	why     string
	applies func(text, ours, python []byte) bool
}

func TestBase64AsPython(t *testing.T) {
	good := []string{"SGVsbG8=\r\n", "SGVsbG8sIHdvcmxkIQ==", "SGVs\r\nbG8s\r\nIHdv\r\ncmxk\r\n", strings.Repeat("QUJD", 19) + "\r\n" + strings.Repeat("QUJD", 3) + "\r\n", "SA=="}
	texts := mutants(1, 2000, good, []string{"=", "==", "A", "A", " ", "\r\n", "*", "-", "_", "\x80", "\x00", ".", "SGVs"})
	compare(t, "base64", texts, func(text []byte) []byte { out, _ := DecodeBase64(text); return out }, []reason{
		{"a letter is left over: Python gives the text back as it is, we keep what decodes", func(text, ours, python []byte) bool {
			return python == nil
		}},
		{"Python stops at the first end, we go on when another text follows", func(text, ours, python []byte) bool {
			return regexp.MustCompile(`=[^A-Za-z0-9+/]*[A-Za-z0-9+/]`).Match(text) && bytes.HasPrefix(ours, python)
		}},
	})
}

func TestQuotedPrintableAsPython(t *testing.T) {
	good := []string{"caf=C3=A9 au lait=\r\n and more\r\n", "=E6=B5=B7=20\r\n", "plain text\r\nof two lines\r\n", strings.Repeat("long ", 15) + "=\r\nx"}
	texts := mutants(2, 2000, good, []string{"=", "=4", "=3D", "=3d", "=G1", "=\r\n", "=\n", "\n", "a", "\x80", "==", "_", "\t.", "=="})
	compare(t, "quoted", texts, func(text []byte) []byte { out, _ := DecodeQuotedPrintable(text); return out }, []reason{
		{"Python keeps white space at the end of a line, RFC 2045 section 6.7 rule 3 has it dropped", func(text, ours, python []byte) bool {
			return regexp.MustCompile(`[ \t](\r?\n|$)`).Match(text)
		}},
		{"Python takes == for one =, we keep both", func(text, ours, python []byte) bool {
			return bytes.Contains(text, []byte("=="))
		}},
		{"a CR by itself after = : Python drops all up to the line's end", func(text, ours, python []byte) bool {
			return regexp.MustCompile(`=\r([^\n]|$)`).Match(text)
		}},
	})
}

var anyWord = regexp.MustCompile(`=\?([^?]*)\?[BbQq]\?.*?\?=`)

func TestWordsAsPython(t *testing.T) {
	good := []string{
		"=?utf-8?B?5rW3?=", "=?utf-8?B?SGVs?= =?utf-8?B?bG8=?=", "=?UTF-8?q?caf=C3=A9_au_lait?=", "Re: =?iso-8859-1?Q?caf=E9?= (fwd)", "=?utf-8?B?5rW35rW3?=\t=?utf-8?Q?=E6=B5=B7?=",
		"=?utf-8?Q?a?==?utf-8?Q?b?=", "x=?utf-8?Q?a?=y", "\"=?utf-8?Q?a_b?=\" <a@b>", "=?utf-8?Q?=E6?= =?utf-8?Q?=B5=B7?=", "=?utf-8?Q??=", "=?utf-8?B??=",
		"=?iso-8859-1?Q?a?= =?utf-8?Q?b?=",
		"=?iso-2022-jp?B?GyRCMyQbKEI=?=", "=?gb2312?B?uqM=?= =?gb2312?Q?=BA=A3?=",
	}
	texts := mutants(3, 4000, good, []string{"=", "?", "=?", "?=", " ", "_", "=41", "A", "*", "  ", "?Q?", "utf-8", "é", "-", "\t", "z"})
	runs := regexp.MustCompile("\uFFFD+")
	tidy := func(b []byte) []byte {
		return runs.ReplaceAll(bytes.ToValidUTF8(bytes.TrimLeft(b, " \t"), []byte("\uFFFD")), []byte("\uFFFD"))
	}
	ours := func(text []byte) []byte { return tidy([]byte(DecodeWords(string(text), charset.Decode))) }
	compare(t, "words", texts, ours, []reason{
		{"white space at the beginning, which Python's header classes take off, and how many U+FFFD there are", func(text, ours, python []byte) bool {
			return python != nil && bytes.Equal(ours, tidy(python))
		}},
		{"a character set that nobody knows: the word stays as it is", func(text, ours, python []byte) bool {
			for _, m := range anyWord.FindAllSubmatch(ours, -1) {
				name, _, _ := strings.Cut(string(m[1]), "*")
				if _, known := charset.Decode(name, nil); !known {
					return true
				}
			}
			return false
		}},
		{"octets above 127 within a word: we take them for octets of its character set, Python has text there", func(text, ours, python []byte) bool {
			return regexp.MustCompile(`=\?[^?]*\?[BbQq]\?.*[^\x00-\x7f].*\?=`).Match(text)
		}},
		{"a word with no name of a character set, or with blanks or other letters in it, is none", func(text, ours, python []byte) bool {
			return regexp.MustCompile(`=\?(\*|[^?]*[^!-~])[^?]*\?[BbQq]\?`).Match(text)
		}},
		{"a word that is not finished before another begins is none", func(text, ours, python []byte) bool {
			return regexp.MustCompile(`=\?[^?]+\?[BbQq]\?.*=\?[^?]+\?[BbQq]\?.*\?=`).Match(text)
		}},
		{"broken ISO-2022-JP or GB 2312, in which codecs miss different octets", func(text, ours, python []byte) bool {
			return bytes.ContainsRune(ours, '\uFFFD') && regexp.MustCompile(`(?i)=\?(iso-2022-jp|gb2312)\?`).Match(text)
		}},
		{"letters that make no octet stay as they are", func(text, ours, python []byte) bool {
			return python == nil && anyWord.Match(ours)
		}},
		{"a letter is left over in base64: Python gives up, we keep what decodes", func(text, ours, python []byte) bool {
			return python == nil
		}},
	})
}

func TestUUAsPython(t *testing.T) {
	data := benchOctets()
	good := []string{string(UU("x", "644", data[:10])), string(UU("x", "644", data[:100])), "Hi\n" + string(UU("a b", "0600", data[:45])), strings.ReplaceAll(string(UU("x", "644", make([]byte, 50))), "`", " ")}
	texts := mutants(4, 1000, good, []string{" ", "`", "M", "a", "\r\n", "end\n", "\n"})
	compare(t, "uu", texts, func(text []byte) []byte { out, _ := DecodeUU(text); return out }, []reason{
		{"Python gives up where the end is missing or a character is none", func(text, ours, python []byte) bool {
			return python == nil
		}},
		{"characters that are none, and empty lines, which Python takes for octets", func(text, ours, python []byte) bool {
			return regexp.MustCompile("[a-z]|\n\r?\n").Match(text)
		}},
	})
}

func TestExtendedAsPython(t *testing.T) {
	good := []string{"utf-8'en'caf%C3%A9", "iso-8859-1''caf%E9%20au%20lait", "plain", "utf-8''100%25"}
	texts := mutants(5, 1000, good, []string{"%", "'", "%41", "%4", "%c3", " ", "x"})
	runs := regexp.MustCompile("\uFFFD+")
	ours := func(text []byte) []byte {
		out, _ := JoinSections([]Section{{0, true, string(text)}}, charset.Decode)
		return runs.ReplaceAll([]byte(out), []byte("\uFFFD"))
	}
	compare(t, "extended", texts, ours, []reason{
		{"how many U+FFFD there are", func(text, ours, python []byte) bool {
			return bytes.Equal(ours, runs.ReplaceAll(python, []byte("\uFFFD")))
		}},
		{"a character set that Python or we do not know, or none", func(text, ours, python []byte) bool {
			name, _, _ := SplitExtended(string(text))
			return !slices.Contains([]string{"utf-8", "iso-8859-1"}, name)
		}},
	})
}
