package lesson

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ehloworld/engine/scenario"
)

// maxAnswer bounds an answer, in octets.
const maxAnswer = 4096

// AnswerError says why an answer cannot be judged.
type AnswerError struct{ Text string }

func (e *AnswerError) Error() string { return e.Text }

// Answer judges the answer to quiz question id. It changes nothing: a step that waits for the answer latches when the
// trace has the event of it. A text that is no answer to that kind of question is wrong and has an error that says why.
//
//	choice  the words of the right choices, in any order
//	order   the words in their order
//	sort    ITEM=BIN for every item, in any order
//	number  a number, which a unit may follow
//	text    any of the spellings, with case, width, spaces and punctuation ignored
//
// Words stand apart by spaces or commas.
func (l *Lesson) Answer(id, text string) (ok bool, err error) {
	q := l.sc.Question(id)
	if q == nil {
		return false, &AnswerError{"there is no question " + strconv.Quote(id)}
	}
	return Judge(q, text)
}

// Judge judges the answer to a question, as Lesson.Answer does.
func Judge(q *scenario.Question, text string) (ok bool, err error) {
	if len(text) > maxAnswer || !utf8.ValidString(text) {
		return false, &AnswerError{"the answer is too long or not UTF-8"}
	}
	switch q.Kind {
	case "choice":
		return judgeChoice(q, split(text))
	case "order":
		return judgeOrder(q, split(text))
	case "sort":
		return judgeSort(q, split(text))
	case "number":
		return judgeNumber(q, text)
	}
	return judgeText(q, text)
}

// split takes the words of an answer apart.
func split(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return r == ' ' || r == ',' || r == ';' || r == '\t' || r == '\n' || r == '\u3000' || r == '，' || r == '、' || r == '；'
	})
}

// index finds word in list, exactly or, where that is clear, by its letters regardless of case.
func index(list []string, word string) int {
	found := -1
	for i, x := range list {
		if x == word {
			return i
		}
		if strings.EqualFold(x, word) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

func judgeChoice(q *scenario.Question, words []string) (bool, error) {
	chosen := make([]bool, len(q.Choices))
	for _, w := range words {
		i := index(q.Choices, w)
		if i < 0 {
			return false, &AnswerError{strconv.Quote(w) + " is none of the choices: " + strings.Join(q.Choices, ", ")}
		}
		chosen[i] = true
	}
	if len(words) == 0 {
		return false, &AnswerError{"nothing was chosen"}
	}
	for i, c := range q.Choices {
		if right := index(q.Key, c) >= 0 && contains(q.Key, c); right != chosen[i] {
			return false, nil
		}
	}
	return true, nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func judgeOrder(q *scenario.Question, words []string) (bool, error) {
	used := make([]bool, len(q.Key))
	ok := len(words) == len(q.Key)
	for place, w := range words {
		i := index(q.Key, w)
		if i < 0 || used[i] {
			return false, &AnswerError{strconv.Quote(w) + " is unknown or stands there twice; put in order, each once: " + shuffled(q.Key)}
		}
		used[i] = true
		ok = ok && i == place
	}
	if len(words) != len(q.Key) {
		return false, &AnswerError{"put in order, each once: " + shuffled(q.Key)}
	}
	return ok, nil
}

// shuffled lists the words in an order that gives nothing away.
func shuffled(words []string) string {
	list := append([]string{}, words...)
	for i := range list { // Few words: an insertion sort.
		for k := i; k > 0 && list[k] < list[k-1]; k-- {
			list[k], list[k-1] = list[k-1], list[k]
		}
	}
	return strings.Join(list, ", ")
}

func judgeSort(q *scenario.Question, words []string) (bool, error) {
	var items []string
	for _, it := range q.Items {
		items = append(items, it.Item)
	}
	bins := make([]string, len(items))
	for _, w := range words {
		name, bin, _ := strings.Cut(w, "=")
		i, b := index(items, name), index(q.Bins, bin)
		if i < 0 || b < 0 {
			return false, &AnswerError{strconv.Quote(w) + " is not ITEM=BIN; the items are " + strings.Join(items, ", ") + ", the bins " + strings.Join(q.Bins, ", ")}
		}
		if bins[i] != "" {
			return false, &AnswerError{strconv.Quote(items[i]) + " is in two bins"}
		}
		bins[i] = q.Bins[b]
	}
	ok := true
	for i, it := range q.Items {
		if bins[i] == "" {
			return false, &AnswerError{strconv.Quote(it.Item) + " is in no bin yet"}
		}
		ok = ok && bins[i] == it.Bin
	}
	return ok, nil
}

// judgeNumber reads a number such as 30, "30 min", "1,000" or full-width digits.
func judgeNumber(q *scenario.Question, text string) (bool, error) {
	s := strings.TrimSpace(narrow(text))
	bad := &AnswerError{strconv.Quote(text) + " is not a whole number"}
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || end == 0 && (s[end] == '-' || s[end] == '+') || end > 0 && s[end] == ',') {
		end++
	}
	digits, unit := s[:end], s[end:]
	if groups := strings.Split(digits, ","); len(groups) > 1 {
		for _, g := range groups[1:] {
			if len(g) != 3 { // It is no thousands separator but a list.
				return false, bad
			}
		}
		digits = strings.Join(groups, "")
	}
	if strings.HasPrefix(unit, ".") && len(unit) > 1 && unit[1] >= '0' && unit[1] <= '9' {
		return false, bad
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return false, bad
	}
	return n >= q.Number-q.Tolerance && n <= q.Number+q.Tolerance, nil
}

func judgeText(q *scenario.Question, text string) (bool, error) {
	if strings.TrimSpace(text) == "" {
		return false, &AnswerError{"the answer is empty"}
	}
	given := normal(text)
	for _, k := range q.Key {
		if normal(k) == given {
			return true, nil
		}
	}
	return false, nil
}

// narrow turns full-width forms into the ordinary ones.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 0xFF01 <= r && r <= 0xFF5E:
			return r - 0xFEE0
		case r == 0x3000:
			return ' '
		}
		return r
	}, s)
}

// normal is what a text answer comes down to: letters and digits in lower case. An answer of signs alone, such as a lone
// dot, keeps its signs.
func normal(s string) string {
	s = strings.ToLower(narrow(s))
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, s)
	if letters != "" {
		return letters
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func itoa(n int) string { return strconv.Itoa(n) }
