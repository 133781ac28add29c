package scenario

import (
	"strconv"
	"strings"

	"ehloworld/engine/jsontext"
)

// Bounds of one question.
const (
	maxChoices   = 32
	maxSpellings = 64
)

// Questions: one shape for each kind.
var (
	shapeChoice   = &shape{name: "quiz-choice", is: "a choice question", required: []string{"id", "kind", "choices", "key"}, optional: []string{"truth"}}
	shapeOrder    = &shape{name: "quiz-order", is: "an order question", required: []string{"id", "kind", "key"}, optional: []string{"truth"}}
	shapeSort     = &shape{name: "quiz-sort", is: "a sort question", required: []string{"id", "kind", "bins", "items"}, optional: []string{"truth"}}
	shapeNumber   = &shape{name: "quiz-number", is: "a number question", required: []string{"id", "kind", "number"}, optional: []string{"tolerance", "truth"}}
	shapeTextQuiz = &shape{name: "quiz-text", is: "a text question", required: []string{"id", "kind", "key"}, optional: []string{"truth"}}
	quizKinds     = []struct {
		kind  string
		shape *shape
	}{{"choice", shapeChoice}, {"order", shapeOrder}, {"sort", shapeSort}, {"number", shapeNumber}, {"text", shapeTextQuiz}}
)

func (s *Scenario) readQuiz(n *node) {
	n.list(MaxQuestions, func(_ int, m *node) {
		if !m.want(jsontext.Object) {
			return
		}
		kind := m.v.Get("kind")
		if kind == nil {
			m.fail(`the field "kind" is missing`)
			return
		}
		var names []string
		for _, k := range quizKinds {
			names = append(names, k.kind)
			if kind.Kind == jsontext.String && kind.Str == k.kind {
				s.Quiz = append(s.Quiz, s.question(m, k.kind, k.shape))
				return
			}
		}
		(&node{m.r, kind, m.path + ".kind"}).oneOf(names...)
	})
}

func (s *Scenario) question(n *node, kind string, sh *shape) Question {
	q := Question{Kind: kind}
	n.object(sh, func(field string, m *node) {
		switch field {
		case "kind":
		case "id":
			q.ID = m.slug()
			if s.Question(q.ID) != nil {
				m.fail("the question " + strconv.Quote(q.ID) + " stands there twice")
			}
		case "choices":
			q.Choices = singleWords(m, 2)
		case "bins":
			q.Bins = singleWords(m, 2)
		case "items":
			q.Items = readItems(m)
		case "key":
			switch {
			case kind == "order":
				q.Key = singleWords(m, 2)
			case kind == "choice" && m.is(jsontext.String):
				q.Key = []string{m.line()}
			case kind == "choice":
				q.Key = singleWords(m, 1)
			case m.is(jsontext.String):
				q.Key = []string{m.line()}
			default:
				if q.Key = m.lines(maxSpellings); !m.broken() && len(q.Key) == 0 {
					m.fail("is empty")
				}
			}
		case "number":
			q.Number = m.number(-1<<53, 1<<53)
		case "tolerance":
			q.Tolerance = m.number(0, 1<<53)
		case "truth":
			if q.Truth = m.text(); !m.broken() && !isTruth(q.Truth) {
				m.fail(strconv.Quote(q.Truth) + " is not the name of a truth box (E1, E2 …)")
			}
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
	if n.broken() {
		return q
	}
	if kind == "choice" {
		for _, k := range q.Key {
			if !has(q.Choices, k) {
				n.fail("the key " + strconv.Quote(k) + " is none of the choices, " + sentence(q.Choices))
			}
		}
	}
	for _, it := range q.Items {
		if !has(q.Bins, it.Bin) {
			n.fail("the item " + strconv.Quote(it.Item) + " belongs in " + strconv.Quote(it.Bin) + ", which is none of the bins, " + sentence(q.Bins))
		}
	}
	return q
}

// isTruth says whether s is E and a number.
func isTruth(s string) bool {
	n, err := strconv.Atoi(strings.TrimPrefix(s, "E"))
	return err == nil && n > 0 && n < 1000 && s == "E"+strconv.Itoa(n)
}

// isSingle says whether s can stand in an answer as it is. Answers are written as words with commas, spaces and equals
// signs between them.
func isSingle(s string) bool {
	return s != "" && len(s) <= 64 && !hasControl(s) && !strings.ContainsAny(s, " =,;\"\\\u3000")
}

func singleWords(n *node, min int) []string {
	list := n.lines(maxChoices)
	if n.broken() {
		return nil
	}
	if len(list) < min {
		n.fail("has fewer than " + strconv.Itoa(min) + " entries")
	}
	for _, w := range list {
		if !isSingle(w) {
			n.fail(strconv.Quote(w) + " is not a single word (no spaces, commas, equals signs or quotation marks; the lesson says how it is shown)")
			return nil
		}
	}
	return list
}

// readItems reads {"220":"greeting","QUIT":"closing"}.
func readItems(n *node) []QuizItem {
	var list []QuizItem
	if !n.want(jsontext.Object) {
		return nil
	}
	if len(n.v.Members) < 2 || len(n.v.Members) > maxChoices {
		n.fail("has not between 2 and " + strconv.Itoa(maxChoices) + " items")
		return nil
	}
	for i := range n.v.Members {
		m := n.member(&n.v.Members[i])
		name := n.v.Members[i].Name
		if !isSingle(name) {
			m.fail(strconv.Quote(name) + " is not a single word")
		}
		list = append(list, QuizItem{name, m.line()})
	}
	return list
}

// Words lists the words of a question that the lesson may say how to show: choices, bins and items, or what is to be put
// in order.
func (q *Question) Words() []string {
	var list []string
	list = append(list, q.Choices...)
	list = append(list, q.Bins...)
	for _, it := range q.Items {
		list = append(list, it.Item)
	}
	if q.Kind == "order" {
		list = append(list, q.Key...)
	}
	return list
}
