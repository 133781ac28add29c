package lesson

import (
	"iter"
	"strings"
	"testing"

	"ehloworld/engine/scenario"
	"ehloworld/engine/trace"
)

// fakeItem is an item made of a map.
type fakeItem struct {
	fields map[string][]string
	born   int
}

func (i fakeItem) Values(field string) []string { return i.fields[field] }
func (i fakeItem) Born() int                    { return i.born }

// fakeState has items by store and owner, such as "box bob@hai.example/INBOX".
type fakeState map[string][]fakeItem

func (s fakeState) of(key string) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for _, it := range s[key] {
			if !yield(it) {
				return
			}
		}
	}
}

func (s fakeState) Queue(host string) iter.Seq[Item]       { return s.of("queue " + host) }
func (s fakeState) Box(user, folder string) iter.Seq[Item] { return s.of("box " + user + "/" + folder) }
func (s fakeState) Client(host string) iter.Seq[Item]      { return s.of("client " + host) }
func (s fakeState) Msg() iter.Seq[Item]                    { return s.of("msg") }
func (s fakeState) Session(host string) iter.Seq[Item]     { return s.of("session " + host) }
func (s fakeState) Zone(domain string) iter.Seq[Item]      { return s.of("zone " + domain) }
func (s fakeState) Policy(host string) iter.Seq[Item]      { return s.of("policy " + host) }

const testWorld = `{"hosts":[
 {"id":"pc","ip":"198.51.100.5","kind":"ua"},
 {"id":"mail.hai.example","ip":"203.0.113.10","kind":"mta","domains":["hai.example"],"services":{"smtp":25}}],
 "accounts":[{"addr":"bob@hai.example","pass":"x"}]}`

// lastLesson is a lesson that fitted: the next scenario often has the same sections.
var lastLesson string

// read makes a scenario of steps and whatever else is given, as JSON.
func read(t testing.TB, steps, more string) *scenario.Scenario {
	t.Helper()
	files := []scenario.File{{Name: "scenario.json", Data: []byte(`{"format":1,"id":"test","version":1,"minutes":1,"covers":[],
		"title":{"en":"a","zh":"b"},"world":` + testWorld + `,"steps":` + steps + more + `}`)}}
	// The lesson's sections are asked for by name: read the complaint and add them until there is none.
	lesson := lastLesson
	files = append(files, scenario.File{Name: "solution.txt"})
	for range 200 {
		all := append(files[:2:2], scenario.File{Name: "lesson.en.md", Data: []byte(lesson)}, scenario.File{Name: "lesson.zh.md", Data: []byte(lesson)})
		s, err := scenario.Read(all, nil)
		if err == nil {
			lastLesson = lesson
			return s
		}
		if strings.Contains(err.Error(), "is no section") {
			lesson = ""
			continue
		}
		_, after, ok := strings.Cut(err.Error(), `the section "## `)
		name, _, _ := strings.Cut(after, `"`)
		if !ok {
			t.Fatal(err)
		}
		lesson += "## " + name + "\nwords\n"
	}
	t.Fatal("too many sections")
	return nil
}

// bench is a lesson with its log.
type bench struct {
	*Lesson
	rec   *trace.Recorder
	state fakeState
}

func newBench(t testing.TB, steps, more string) *bench {
	log := trace.NewLog(0)
	state := fakeState{}
	return &bench{New(read(t, steps, more), log, state), &trace.Recorder{Log: log}, state}
}

// add writes one event.
func (b *bench) add(by trace.Actor, msg trace.MsgID, body trace.Body) { b.rec.EmitAs(by, msg, body) }

// user writes an event by the person, observes, and returns the changes in short: "+step -step ?step/key !step".
func (b *bench) user(body trace.Body) string {
	b.add(trace.User, 0, body)
	return b.observe()
}

func (b *bench) agent(body trace.Body) string {
	b.add(trace.Agent, 0, body)
	return b.observe()
}

func (b *bench) observe() string { return short(b.Observe()) }

func short(changes []Change) string {
	var list []string
	for _, c := range changes {
		switch c.Act {
		case Done:
			list = append(list, "+"+c.Step)
		case Undone:
			list = append(list, "-"+c.Step)
		case Hint:
			list = append(list, "?"+c.Step+"/"+c.Key)
		case Fail:
			list = append(list, "!"+c.Step)
		}
	}
	return strings.Join(list, " ")
}

func want(t testing.TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}
