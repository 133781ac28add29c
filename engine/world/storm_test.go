package world

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"

	"ehloworld/engine/dsn"
	"ehloworld/engine/message"
	"ehloworld/engine/scenario"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
	"ehloworld/scenarios"
)

// The storm: small worlds, a few letters to several people each, and faults at random places and times, many of them just
// when the letters pass. In some, people at the queues hold, delete, requeue and edit letters, or change what servers allow
// and how they speak. Then everything is mended and time runs until the queues are empty. No letter that a server has
// taken may be lost, whatever happened, and none may come twice unless the reply to it was lost (RFC 5321 section 4.5.4,
// RFC 1047). What holds is read from the trace alone; see check.
//
//	STORM_SEED=n go test -run Storm ./engine/world      plays one schedule and says what it is
//	STORM_SEED=n STORM_FILE=f go test …                 and writes it, as an archive that ehlo run plays

// stormSchedules is how many a test run plays.
const stormSchedules = 10_000

// stormWorlds are the worlds of the storm, by what differs.
var stormWorlds = []struct {
	name  string
	hosts string // Besides alice-pc, bob-pc, mail.shan, mail.hai and ns.
	zone  string
	retry string
	mtas  []string
	to    []string // Who may get letters.
}{
	{"two servers", "", "", "mox", []string{"mail.shan.example", "mail.hai.example"},
		[]string{"alice@shan.example", "dan@shan.example", "bob@hai.example", "carol@hai.example", "nobody@hai.example", "ghost@gone.example"}},
	{"two servers on the advice of the RFC", "", "", "rfc", []string{"mail.shan.example", "mail.hai.example"},
		[]string{"alice@shan.example", "dan@shan.example", "bob@hai.example", "carol@hai.example", "x@null.example"}},
	{"a third that is the backup of the second",
		`,{"id":"mail.lin.example","ip":"203.0.113.20","kind":"mta","domains":["lin.example"],"services":{"smtp":25,"submission":587},"retry":"postfix","policy":{"relay":"open"}}`,
		`,"hai.example. 300 MX 20 mail.lin.example.","lin.example. 300 MX 10 mail.lin.example.","mail.lin.example. 300 A 203.0.113.20"`,
		"postfix", []string{"mail.shan.example", "mail.hai.example", "mail.lin.example"},
		[]string{"bob@hai.example", "carol@hai.example", "alice@shan.example", "nobody@hai.example", "bob@hai.example"}},
	{"everything goes by a third that sends it on",
		`,{"id":"mail.lin.example","ip":"203.0.113.20","kind":"mta","domains":["lin.example"],"services":{"smtp":25,"submission":587},"retry":"mox","policy":{"relayFrom":["192.0.2.0/24"],"backupFor":["hai.example"]}}`,
		`,"lin.example. 300 MX 10 mail.lin.example.","mail.lin.example. 300 A 203.0.113.20","hai.example. 300 MX 20 mail.lin.example."`,
		"mox", []string{"mail.shan.example", "mail.hai.example", "mail.lin.example"},
		[]string{"bob@hai.example", "carol@hai.example", "alice@shan.example", "nobody@hai.example", "x@null.example"}},
	{"names that stand for others, a forward with a rewritten sender, and a mailing list", "", "", "mox", []string{"mail.shan.example", "mail.hai.example"},
		[]string{"team@hai.example", "all@hai.example", "dan@shan.example", "bob@hai.example", "staff@hai.example", "nobody@hai.example"}},
	{"a server that knows nothing, and one that takes letters for everybody", "", "", "mox", []string{"mail.shan.example", "mail.hai.example"},
		[]string{"bob@hai.example", "carol@hai.example", "who@hai.example", "dan@shan.example"}},
	{"mailboxes behind LMTP",
		`,{"id":"store.hai.example","ip":"203.0.113.30","kind":"mta","domains":["hai.example"],"services":{"lmtp":24,"pop3":110}}`,
		`,"store.hai.example. 300 A 203.0.113.30"`, "mox", []string{"mail.shan.example", "mail.hai.example", "store.hai.example"},
		[]string{"bob@hai.example", "carol@hai.example", "nobody@hai.example", "dan@shan.example", "carol@hai.example"}},
}

// stormFiles is the scenario of world i.
func stormFiles(i int) []scenario.File {
	sw := stormWorlds[i]
	shan, hai := "", ""
	switch i {
	case 2:
		hai = `,"ehlo":["PIPELINING","8BITMIME","ENHANCEDSTATUSCODES","LIMITS RCPTMAX=1 MAILMAX=2"],"policy":{"max_per_connection":2}`
	case 3:
		shan = `,"policy":{"smartHost":"mail.lin.example"}`
	case stormAliases:
		shan = `,"policy":{"forwards":["dan: bob@hai.example"],"srs":"on"}`
		hai = `,"policy":{"aliases":["team: bob, carol","all: team, dan@shan.example"],"lists":["staff: bob, alice@shan.example, nobody@hai.example"]}`
	case 6:
		hai = `,"policy":{"lmtp":"[store.hai.example]:24"}`
	case 5:
		shan, hai = `,"policy":{"unknown_user":"accept"}`, `,"ehlo":["8BITMIME"],"policy":{"unknown_user":"accept","max_per_connection":2,"max_recipients":2}`
	}
	text := `{"format":1,"id":"storm","version":1,"minutes":1,"title":{"en":"Storm","zh":"风暴"},"covers":["S1"],
"world":{"seed":1,"start":"2026-03-02T08:00:00+08:00","delay":"20ms",
"hosts":[
{"id":"alice-pc","ip":"198.51.100.5","kind":"ua","ua":{"user":"alice@shan.example","in":"pop3","mode":"keep"}},
{"id":"mail.shan.example","ip":"192.0.2.10","kind":"mta","domains":["shan.example"],"services":{"smtp":25,"submission":587,"pop3":110},"retry":"` + sw.retry + `"` + shan + `},
{"id":"mail.hai.example","ip":"203.0.113.10","kind":"mta","domains":["hai.example"],"services":{"smtp":25,"submission":587,"pop3":110},"retry":"` + sw.retry + `"` + hai + `},
{"id":"bob-pc","ip":"198.51.100.9","kind":"ua","ua":{"user":"bob@hai.example","in":"pop3","mode":"keep","out":"mail.hai.example"}},
{"id":"ns.example","ip":"192.0.2.53","kind":"dns","services":{"dns":53}}` + sw.hosts + `],
"accounts":[{"addr":"alice@shan.example","pass":"a"},{"addr":"dan@shan.example","pass":"d"},{"addr":"bob@hai.example","pass":"b"},{"addr":"carol@hai.example","pass":"c"}],
"zone":["example. 3600 SOA ns.example. hostmaster.example. 1 7200 3600 1209600 300",
"shan.example. 300 MX 10 mail.shan.example.","mail.shan.example. 300 A 192.0.2.10",
"hai.example. 300 MX 10 mail.hai.example.","mail.hai.example. 300 A 203.0.113.10","null.example. 300 MX 0 ."` + sw.zone + `]},
"steps":[{"id":"x","check":{"saw":{"ev":"mail"}}}]}`
	words := []byte("Storm\n## x\nx\n")
	return []scenario.File{{Name: "lesson.en.md", Data: words}, {Name: "lesson.zh.md", Data: words}, {Name: "scenario.json", Data: []byte(text)}, {Name: "solution.txt", Data: []byte("jump 1s\n")}}
}

// stormScenarios are read once.
var stormScenarios = sync.OnceValues(func() ([]*scenario.Scenario, error) {
	var list []*scenario.Scenario
	for i := range stormWorlds {
		sc, err := scenario.Read(stormFiles(i), scenarios.Base)
		if err != nil {
			return nil, err
		}
		list = append(list, sc)
	}
	return list, nil
})

// deed is one line of a schedule.
type stormLine struct {
	at   vtime.Duration
	line string
}

// Letters of a queue whose ids nobody can know when a schedule is drawn.
const (
	stormOldest = "<oldest>"
	stormLatest = "<latest>"
)

// aimed puts the ids of letters that are in the queue now into a line.
func (s *stormRun) aimed(line string) string {
	words := strings.Fields(line)
	if words[0] != "queue" || !strings.Contains(line, "<") {
		return line
	}
	if list := s.w.Host(words[1]).Queue.List(); len(list) > 0 {
		line = strings.Replace(line, stormOldest, list[0].ID, 1)
		line = strings.Replace(line, stormLatest, list[len(list)-1].ID, 1)
	}
	return line // With nothing in the queue it is refused.
}

// stormSchedule draws what happens: letters, faults with their ends, and people at the queues.
func stormSchedule(r *rand.Rand, world int) (lines []stormLine, faults int) {
	sw := &stormWorlds[world]
	add := func(at vtime.Duration, line string) { lines = append(lines, stormLine{at, line}) }
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	var moments []vtime.Duration    // When letters set out.
	var windows [][2]vtime.Duration // From when to when something is broken, and letters wait.
	at := vtime.Duration(0)
	letters := 1 + r.IntN(3)
	burst := r.IntN(5) == 0
	if burst {
		// Several letters wait for one server, and when it is back they are sent together: connections are used again.
		letters = 4 + r.IntN(6)
		add(0, "fault stopped "+sw.mtas[1])
	}
	for ; letters > 0; letters-- {
		at += vtime.Duration(r.Int64N(int64(3 * vtime.Second)))
		if r.IntN(4) == 0 {
			at += vtime.Duration(r.Int64N(int64(8 * vtime.Hour))) // The clock jumps.
		}
		moments = append(moments, at)
		to := map[string]bool{}
		for k := 1 + r.IntN(4); k > 0; k-- {
			to[pick(sw.to...)] = true
		}
		var names []string
		for name := range to {
			names = append(names, name)
		}
		sort.Strings(names)
		body := pick("Hello.", ".", "caf\u00e9", strings.Repeat("A long line of many words. ", 30+r.IntN(200)))
		add(at, `mail `+pick("alice-pc", "bob-pc")+` send {"to":"`+strings.Join(names, ", ")+`","subject":"S","body":"`+body+`"}`)
	}
	end := at
	if burst {
		end = at + vtime.Duration(r.Int64N(int64(vtime.Hour)))
		add(end, "heal stopped "+sw.mtas[1])
		add(end+1, "queue "+sw.mtas[0]+" flush")
		moments = append(moments, end, end)
	}
	for n := 1 + r.IntN(6); n > 0; n-- {
		faults++
		// Most faults come while a letter is under way, some hours later among its retries.
		from := moments[r.IntN(len(moments))] + vtime.Duration(r.Int64N(int64([]vtime.Duration{900 * vtime.Millisecond, 2 * vtime.Second}[r.IntN(2)])))
		if r.IntN(5) == 0 {
			from += vtime.Duration(r.Int64N(int64(10 * vtime.Hour)))
		}
		long := []vtime.Duration{50 * vtime.Millisecond, vtime.Second, 10 * vtime.Minute, 6 * vtime.Hour, 60 * vtime.Hour}[[]int{0, 0, 1, 1, 2, 2, 3, 3, 3, 4}[r.IntN(10)]]
		if long == 60*vtime.Hour && sw.retry != "mox" && r.IntN(4) > 0 {
			long = 6 * vtime.Hour // Five days of tries are dear.
		}
		for range 1 + r.IntN(2)*r.IntN(2) {
			to := from + 1 + vtime.Duration(r.Int64N(int64(long)))
			host := pick(sw.mtas...)
			kind, target, arg := "", host, ""
			switch r.IntN(13) {
			case 0, 1:
				kind, target = "down", pick(append(sw.mtas, "ns.example", "alice-pc")...)
			case 2:
				kind = "stopped"
			case 3:
				kind, target = "cut", host+"--"+pick("*", "ns.example", "alice-pc", "bob-pc")
			case 4:
				kind, target, arg = "loss", host+"--*", strconv.Itoa(1+r.IntN(500))
			case 5:
				kind, target, arg = "slow", host+"--*", pick("300ms", "2s", "20s", "1m")
			case 6:
				kind, target = "full", pick("bob@hai.example", "carol@hai.example", "alice@shan.example", "dan@shan.example")
			case 7:
				kind, target, arg = "dns", pick("hai.example", "shan.example", "mail.hai.example", "example", "gone.example"), pick("SERVFAIL", "TIMEOUT")
			case 8, 9:
				kind = "drop"
				if r.IntN(3) == 0 {
					arg = pick("EHLO", "MAIL", "RCPT", "RCPT 2", "DATA", "EOD 2", "QUIT", "AUTH")
				}
			case 10, 11:
				kind = "reply"
				arg = pick("421", "450", "451", "452", "500", "502", "550", "552", "554") + " " +
					pick("EHLO", "MAIL", "RCPT", "RCPT 2", "RCPT 3", "DATA", "EOD", "EOD 2", "RSET", "QUIT", "AUTH")
			default:
				kind = "disk"
			}
			windows = append(windows, [2]vtime.Duration{from, to})
			add(from, strings.TrimSpace("fault "+kind+" "+target+" "+arg))
			add(to, "heal "+kind+" "+target)
			end = max(end, to)
			from += vtime.Duration(r.Int64N(int64(vtime.Second)))
		}
	}
	for n := r.IntN(4); n > 0; n-- {
		host := pick(sw.mtas...)
		id := strings.ToUpper(strings.Split(host, ".")[1][:1]) + "000" + strconv.Itoa(1+r.IntN(4))
		add(vtime.Duration(r.Int64N(int64(end)+int64(2*vtime.Second))), "queue "+host+" "+pick("flush", "flush", "flush "+id, "hold "+id, "release "+id))
	}
	if r.IntN(3) == 0 {
		for n := 1 + r.IntN(4); n > 0; n-- {
			host, id := pick(sw.mtas...), pick(stormOldest, stormLatest)
			who := pick("alice@shan.example", "bob@hai.example", "carol@hai.example", "nobody@hai.example", "team@hai.example")
			window := windows[r.IntN(len(windows))]
			at := window[0] + vtime.Duration(r.Int64N(int64(window[1]-window[0])))
			if r.IntN(4) == 0 {
				at = moments[r.IntN(len(moments))] + vtime.Duration(r.Int64N(int64(eitherSpan(r, 2*vtime.Second, vtime.Hour))))
			}
			add(at, "queue "+host+" "+pick("delete "+id, "requeue "+id, "requeue ALL", "edit "+id+" add "+who, "edit "+id+" drop "+who, "edit "+id+" to "+who,
				"edit "+id+" to "+who+", "+pick(sw.to...), "edit "+id+" header X-Storm: 1", "edit "+id+" body Changed.", "hold "+id))
		}
	}
	if r.IntN(3) == 0 {
		for n := 1 + r.IntN(3); n > 0; n-- {
			host := pick(sw.mtas...)
			from := moments[r.IntN(len(moments))] + vtime.Duration(r.Int64N(int64(eitherSpan(r, 2*vtime.Second, vtime.Hour)))) - vtime.Second
			key, value, _ := strings.Cut(pick("greylist 5m", "greylist 1h", "maxSize 300", "maxSize 2000", "relay open", "relay local-only", "accent postfix", "accent exim",
				"accent exchange", "lineEnds pass", "lineEnds mend", "lineEnds lenient-in", "lineEnds lenient-cr", "lineEndsOut lenient", "maxRecipients 1"), " ")
			to := max(from, 0) + 1 + vtime.Duration(r.Int64N(int64(eitherSpan(r, vtime.Minute, 12*vtime.Hour))))
			add(max(from, 0), "policy "+host+" "+key+" "+value)
			add(to, "policy "+host+" "+key)
			end = max(end, to)
		}
	}
	sort.SliceStable(lines, func(i, j int) bool { return lines[i].at < lines[j].at })
	return lines, faults
}

// eitherSpan is one of two spans.
func eitherSpan(r *rand.Rand, a, b vtime.Duration) vtime.Duration {
	return [2]vtime.Duration{a, b}[r.IntN(2)]
}

// stormRun is one schedule that has been played.
type stormRun struct {
	seed   uint64
	world  int
	w      *World
	lines  []stormLine
	faults int

	letters, copies, lost, notices, dropped, deleted, requeued, edited, policies int // For the figures.
	wrong                                                                        []string
}

// stormPlay plays a schedule to its end.
func stormPlay(seed uint64) (*stormRun, error) {
	r := rand.New(rand.NewPCG(seed, 77))
	s := &stormRun{seed: seed, world: r.IntN(len(stormWorlds))}
	s.lines, s.faults = stormSchedule(r, s.world)
	return s, s.play()
}

func (s *stormRun) play() error {
	list, err := stormScenarios()
	if err != nil {
		return err
	}
	if s.w, err = New(list[s.world], int64(s.seed)); err != nil {
		return err
	}
	w := s.w
	for _, l := range s.lines {
		w.Run(w.Start().Add(l.at))
		_, _, _ = w.Apply(s.aimed(l.line)) // Nobody is there to hold a letter that has left: no matter.
	}
	// Whatever is broken has its end in the schedule; only letters that somebody keeps back are left.
	for _, h := range w.Hosts() {
		if h.Queue == nil {
			continue
		}
		for _, it := range h.Queue.List() {
			_, _, _ = w.Apply("queue " + h.Spec.ID + " release " + it.ID)
		}
	}
	for range 14 {
		w.Run(w.Now().Add(24 * vtime.Hour))
		if w.Stopped() != "" || s.idle() {
			break
		}
	}
	return nil
}

// idle says whether nothing is left to do for any server.
func (s *stormRun) idle() bool {
	for _, h := range s.w.Hosts() {
		if h.Queue != nil && h.Queue.Len() > 0 || len(h.Sessions()) > 0 {
			return false
		}
	}
	return true
}

func (s *stormRun) fail(format string, args ...any) {
	if len(s.wrong) < 10 {
		s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
	}
}

// entry is one letter in one queue.
type entry struct {
	host, id, from string
	msg            trace.MsgID
	conn           trace.ConnID             // Over which it came; 0: it was made here, as notices are.
	named          []string                 // Whom the envelope named when it came.
	rcpts          []string                 // Whom the queue has, after the server's rules.
	ends           map[string][]*trace.Mail // What became of it for whom, for good.
	story          []*trace.Mail            // That, and what people at the queue changed, in order.
	deleted        bool                     // By somebody at the queue.
	notices        []string                 // Ids of the notices about failures.
	dropped        bool                     // It is a notice that could not be delivered.
	removed        int
}

type atServer struct {
	host string
	msg  trace.MsgID
	rcpt string
}

// check reads the trace of a run that has come to its end and holds it against what must never happen.
func (s *stormRun) check() {
	w := s.w
	if w.Stopped() != "" {
		s.fail("the world stopped: %s", w.Stopped())
		return
	}
	for _, h := range w.Hosts() {
		if h.Queue != nil && (h.Queue.Len() != 0 || h.Queue.Active() != 0 || h.Queue.NextDue() != vtime.Never || len(h.Queue.List()) != 0) {
			s.fail("%s: %d letters in the queue, %d active, next due %v", h.Spec.ID, h.Queue.Len(), h.Queue.Active(), h.Queue.NextDue())
		}
		if open := h.Sessions(); len(open) > 0 {
			s.fail("%s still has %d sessions: %+v", h.Spec.ID, len(open), open[0])
		}
	}
	entries, order := map[string]*entry{}, []*entry(nil)
	heard := map[trace.ConnID]string{} // What clients have read.
	credited := map[string]int{}       // Whom a client took for delivered with which letter of the server; see receipt.
	appended := map[atServer]int{}
	var put []trace.Event
	made := map[string][]string{} // Host and id of a letter → the letters that rules have made of it.
	for _, e := range w.Log.Since(0) {
		switch b := e.Body.(type) {
		case *trace.Policy:
			s.policies++
		case *trace.Data:
			if b.Act == "received" && b.Side == "client" {
				heard[b.Conn] += string(b.Data)
			}
		case *trace.Store:
			if b.Act == "append" {
				appended[atServer{b.Host, e.Msg, b.User}]++
			}
		case *trace.Mail:
			if b.QueueID == "" {
				if b.Act == "delivered" { // By LMTP.
					put = append(put, e)
				}
				continue
			}
			it := entries[b.Host+" "+b.QueueID]
			if it == nil {
				it = &entry{host: b.Host, id: b.QueueID, from: b.From, msg: e.Msg, ends: map[string][]*trace.Mail{}}
				entries[b.Host+" "+b.QueueID] = it
				order = append(order, it)
			}
			switch b.Act {
			case "queued":
				if b.Rcpt != "" && it.conn == 0 {
					it.rcpts = strings.Split(b.Rcpt, ", ")
				}
				if kind, from, ok := strings.Cut(b.Text, ", from "); ok {
					made[b.Host+" "+from] = append(made[b.Host+" "+from], kind)
				}
			case "accepted":
				it.rcpts, it.conn = strings.Split(b.Rcpt, ", "), b.Conn
				it.named = it.rcpts
				if s.world == stormAliases {
					it.rcpts = becomes(it.host, it.rcpts)
				}
			case "edited", "requeued":
				if b.Act == "edited" {
					s.edited++
				} else {
					s.requeued++
				}
				it.story = append(it.story, b)
			case "delivered", "failed", "expired":
				it.story = append(it.story, b)
				it.ends[b.Rcpt] = append(it.ends[b.Rcpt], b)
				if b.Act == "delivered" && b.Conn != 0 {
					credited[receipt(b.Conn, numbered(b.Text, e.Msg), b.Rcpt)]++
				}
			case "bounced":
				it.notices = append(it.notices, strings.TrimPrefix(b.Text, "notice "))
			case "dropped":
				it.dropped = true
			case "removed":
				it.removed++
				it.deleted = strings.HasPrefix(b.Text, "deleted")
			}
		}
	}
	s.letters = len(order)
	submitted := map[trace.ConnID]bool{}
	for _, e := range w.Log.Since(0) {
		if c, ok := e.Body.(trace.Conn); ok && c.Act == "attempt" && c.Proto == "submission" {
			submitted[c.ID] = true
		}
	}
	// Every letter that a queue took has exactly one end for everybody, and then left the queue, once.
	deposits := map[atServer]int{}
	taken := map[atServer]int{}   // How often a server took a letter for somebody,
	unheard := map[atServer]int{} // and how often whoever sent it did not hear of it.
	handed := map[atServer]int{}  // How often the servers before took it for delivered there.
	deleted := map[trace.MsgID]int{}
	for _, it := range order {
		if it.deleted {
			s.deleted++
			deleted[it.msg]++ // It may have been on its way, and nobody waits for the answer.
		}
	}
	for _, it := range order {
		if len(it.rcpts) == 0 {
			s.fail("letter %s of %s has nobody to go to", it.id, it.host)
		}
		if it.removed != 1 {
			s.fail("letter %s of %s left the queue %d times", it.id, it.host, it.removed)
		}
		s.follow(it, entries)
		for rcpt, ends := range it.ends {
			for _, end := range ends {
				if end.Act != "delivered" {
					continue
				}
				if end.Conn == 0 {
					if s.world != stormAliases || !sendsOn(it.host, rcpt) {
						deposits[atServer{it.host, it.msg, mailboxOf(rcpt)}]++
					}
				} else if host := putInto(put, end.Conn, it.msg, rcpt); host != "" {
					handed[atServer{host, it.msg, rcpt}]++
				} else if to := accepter(order, end.Conn, numbered(end.Text, it.msg), rcpt); to == nil || to.msg != it.msg {
					s.fail("letter %s of %s for %s counts as delivered over connection %d, where nobody took it", it.id, it.host, rcpt, end.Conn)
				} else {
					handed[atServer{to.host, it.msg, rcpt}]++
				}
			}
		}
		for _, rcpt := range it.named {
			key := atServer{it.host, it.msg, rcpt}
			taken[key]++
			said := acknowledged(heard[it.conn], it.id)
			credit := credited[receipt(it.conn, it.id, rcpt)]
			switch {
			case submitted[it.conn]:
				if !said {
					s.lost++ // A mail program does not send again by itself.
				}
			case said && credit == 0 && deleted[it.msg] > 0: // While it was on its way.
			case said && credit != 1:
				s.fail("letter %s of %s for %s was acknowledged on connection %d, and its client took that for %d deliveries", it.id, it.host, rcpt, it.conn, credit)
			case !said && credit > 0:
				s.fail("letter %s of %s for %s counts as delivered over connection %d, though its client never read the reply", it.id, it.host, rcpt, it.conn)
			case !said:
				s.lost++
				unheard[key]++
			}
		}
	}
	// LMTP puts letters into mailboxes before it answers for each, so only the latest on a connection can be unheard.
	for i, e := range put {
		b := e.Body.(*trace.Mail)
		key := atServer{b.Host, e.Msg, b.Rcpt}
		deposits[key]++
		taken[key]++
		earlier := 0
		for _, o := range put[:i] {
			if m := o.Body.(*trace.Mail); m.Conn == b.Conn && m.Rcpt == b.Rcpt {
				earlier++
			}
		}
		said := strings.Count(heard[b.Conn], "<"+b.Rcpt+">: delivered") > earlier
		same := receipt(b.Conn, numbered("", e.Msg), b.Rcpt) // A second copy may come over the same connection.
		credit := credited[same]
		if said {
			credited[same]--
		}
		switch {
		case said && credit == 0 && deleted[e.Msg] > 0:
		case said != (credit > 0):
			s.fail("letter %d was put into the mailbox of %s over connection %d; the reply was heard: %v, and taken for %d deliveries", e.Msg, b.Rcpt, b.Conn, said, credit)
		case !said:
			s.lost++
			unheard[key]++
		}
	}
	for _, it := range order {
		want := 0
		for rcpt, ends := range it.ends {
			for _, end := range ends {
				if end.Act == "delivered" && end.Conn == 0 && s.world == stormAliases && sendsOn(it.host, rcpt) {
					want++
				}
			}
		}
		if got := made[it.host+" "+it.id]; len(got) != want {
			s.fail("of letter %s of %s for %v came %v", it.id, it.host, it.rcpts, got)
		}
	}
	// A second copy is there only because of a reply that was lost.
	for key, n := range taken {
		if extra := min(n-1, unheard[key]); extra > 0 {
			s.copies += extra
		}
		if first := n - unheard[key] - handed[key]; first < 0 || first > 1+deleted[key.msg] {
			s.fail("%s took letter %d for %s %d times: %d replies were lost, and %d were heard", key.host, key.msg, key.rcpt, n, unheard[key], handed[key])
		}
	}
	for key, n := range deposits {
		if got := appended[key]; got != n {
			s.fail("%s put letter %d into the mailbox of %s %d times, and reported %d", key.host, key.msg, key.rcpt, got, n)
		}
	}
	for key, n := range appended {
		if deposits[key] != n {
			s.fail("%s put letter %d into the mailbox of %s %d times, and reported %d", key.host, key.msg, key.rcpt, n, deposits[key])
		}
	}
	s.checkNotices(entries, order)
}

// follow goes through what happened to a letter in a queue: whoever it waits for has an end, once, unless somebody at the queue
// took him off it, deleted it, or put it into the queue once more under another id, which has those who still waited.
func (s *stormRun) follow(it *entry, entries map[string]*entry) {
	waiting := append([]string(nil), it.rcpts...)
	take := func(rcpt string) bool {
		for i, to := range waiting {
			if strings.EqualFold(to, rcpt) {
				waiting = append(waiting[:i:i], waiting[i+1:]...)
				return true
			}
		}
		return false
	}
	for _, b := range it.story {
		if b.Act != "edited" && b.Act != "requeued" {
			if !take(b.Rcpt) {
				s.fail("letter %s of %s has an end for %s, whom it did not wait for", it.id, it.host, b.Rcpt)
			}
			continue
		}
		what, arg, _ := strings.Cut(b.Text, " ")
		switch {
		case b.Act == "requeued":
			again := entries[it.host+" "+b.Text]
			if again == nil {
				s.fail("letter %s of %s was requeued as %s, which never was in the queue", it.id, it.host, b.Text)
				return
			}
			again.rcpts = waiting
			if s.world == stormAliases {
				again.rcpts = becomes(it.host, waiting)
			}
			waiting = nil
		case what == "add":
			waiting = append(waiting, arg)
		case what == "drop":
			take(arg)
		case what == "to":
			waiting = nil
			for _, rcpt := range strings.Split(arg, ", ") {
				take(rcpt) // Once is enough.
				waiting = append(waiting, rcpt)
			}
		}
	}
	if len(waiting) > 0 && !it.deleted {
		s.fail("letter %s of %s for %v has no end", it.id, it.host, waiting)
	}
}

// stormAliases is the world with rules.
const stormAliases = 4

// sendsOn says whether a server has no mailbox for a name of its own, but sends its letters on.
func sendsOn(host, rcpt string) bool {
	return rcpt == "dan@shan.example" && host == "mail.shan.example" || rcpt == "staff@hai.example" && host == "mail.hai.example"
}

// mailboxOf is who gets the letters for a recipient: for postmaster the first who has an account.
func mailboxOf(rcpt string) string {
	switch rcpt {
	case "postmaster@hai.example":
		return "bob@hai.example"
	case "postmaster@shan.example":
		return "alice@shan.example"
	}
	return rcpt
}

// becomes is whom a server's rules make of recipients, in that world.
func becomes(host string, named []string) (list []string) {
	add := func(rcpts ...string) {
		for _, rcpt := range rcpts {
			known := false
			for _, old := range list {
				known = known || old == rcpt
			}
			if !known {
				list = append(list, rcpt)
			}
		}
	}
	for _, rcpt := range named {
		switch at := strings.LastIndexByte(rcpt, '@'); {
		case rcpt == "team@hai.example" && host == "mail.hai.example":
			add("bob@hai.example", "carol@hai.example")
		case rcpt == "all@hai.example" && host == "mail.hai.example":
			add("bob@hai.example", "carol@hai.example", "dan@shan.example")
		case rcpt == "staff-bounces@hai.example" && host == "mail.hai.example":
			add("postmaster@hai.example") // The list's owner.
		case strings.HasPrefix(rcpt, "SRS0=") && host == "mail.shan.example":
			words := strings.Split(rcpt[:at], "=")
			add(words[4] + "@" + words[3])
		default:
			add(rcpt)
		}
	}
	return list
}

// receipt names one recipient of one letter that a server took over one connection.
func receipt(conn trace.ConnID, id, rcpt string) string { return fmt.Sprint(conn, " ", id, " ", rcpt) }

// numbers are the words before the number that a server gives a letter, in each accent.
var numbers = []string{"queued as ", "OK id=", "InternalId="}

// acknowledged says whether somebody was told that a letter is in the queue.
func acknowledged(heard, id string) bool {
	for _, words := range numbers {
		if strings.Contains(heard, words+id) {
			return true
		}
	}
	return false
}

// queuedAs is the number that a server gave a letter, as its reply says.
func queuedAs(reply string) string {
	for _, words := range numbers {
		if _, id, ok := strings.Cut(reply, words); ok {
			if end := strings.IndexAny(id, " ,\r\n"); end >= 0 {
				id = id[:end]
			}
			return id
		}
	}
	return ""
}

// numbered is queuedAs, or for a reply that names no number the letter's identity.
func numbered(reply string, msg trace.MsgID) string {
	if id := queuedAs(reply); id != "" {
		return id
	}
	return fmt.Sprint("letter ", msg)
}

// putInto is the host that put a letter into a mailbox for whoever was connected to it.
func putInto(put []trace.Event, conn trace.ConnID, msg trace.MsgID, rcpt string) string {
	for _, e := range put {
		if b := e.Body.(*trace.Mail); b.Conn == conn && e.Msg == msg && b.Rcpt == rcpt {
			return b.Host
		}
	}
	return ""
}

// accepter finds the letter that came over a connection under that number.
func accepter(order []*entry, conn trace.ConnID, id, rcpt string) *entry {
	for _, it := range order {
		if it.conn == conn && it.id == id {
			for _, to := range it.named {
				if to == rcpt {
					return it
				}
			}
		}
	}
	return nil
}

// checkNotices holds every failure against the notices that were made: exactly one tells of it, to the sender, and none
// tells of a notice.
func (s *stormRun) checkNotices(entries map[string]*entry, order []*entry) {
	told := map[string]map[string]int{} // Host and id of the letter → who → how many different notices say "failed".
	seen := map[string]bool{}
	for _, h := range s.w.Hosts() {
		if h.Store == nil {
			continue
		}
		for _, a := range h.Store.Accounts() {
			for _, st := range a.Inbox().Messages() {
				if st.EnvelopeFrom != "" {
					continue
				}
				r, err := dsn.Parse(st.Data)
				if err != nil {
					s.fail("a letter from <> is no notice: %v", err)
					continue
				}
				if seen[r.MessageID] {
					continue // The copy of a copy.
				}
				seen[r.MessageID] = true
				if inner := message.ParseHeader(r.Original); strings.Contains(inner.Get("From"), "MAILER-DAEMON") {
					s.fail("a notice about a notice: %s", r.MessageID)
				}
				named := map[string]bool{} // A notice tells of who was named in several ways once for each.
				for _, rcpt := range r.Recipients {
					if rcpt.Action != dsn.Failed || named[rcpt.Address] {
						continue
					}
					named[rcpt.Address] = true
					key := r.Host + " " + r.QueueID
					if told[key] == nil {
						told[key] = map[string]int{}
					}
					told[key][rcpt.Address]++
				}
			}
		}
	}
	for _, it := range order {
		if it.from == "" {
			if len(it.notices) > 0 {
				s.fail("letter %s of %s is itself a notice, and caused %v", it.id, it.host, it.notices)
			}
			continue
		}
		missing := 0 // Notices that came to nothing.
		if it.deleted {
			missing++ // And what the sender was to be told when the try was over went with it.
		}
		for _, id := range it.notices {
			s.notices++
			n := entries[it.host+" "+id]
			if n == nil {
				s.fail("notice %s about letter %s of %s never was in the queue", id, it.id, it.host)
			} else if n.from != "" {
				s.fail("notice %s of %s has the sender %s", id, it.host, n.from)
			} else if dropped(entries, order, n) {
				missing++
				s.dropped++
			}
		}
		for rcpt, ends := range it.ends {
			failed := 0 // More than once only if somebody named him again.
			for _, end := range ends {
				if end.Act != "delivered" {
					failed++
				}
			}
			n := told[it.host+" "+it.id][rcpt]
			switch {
			case n > failed:
				s.fail("letter %s of %s for %s: %d notices of failure, and it failed %d times", it.id, it.host, rcpt, n, failed)
			case failed > 0 && n == 0 && missing == 0:
				s.fail("letter %s of %s for %s failed, and nobody told %s", it.id, it.host, rcpt, it.from)
			}
		}
		for rcpt, n := range told[it.host+" "+it.id] {
			if it.ends[rcpt] == nil {
				s.fail("letter %s of %s: %d notices tell that it failed for %s", it.id, it.host, n, rcpt)
			}
		}
	}
}

// dropped says whether a notice ended nowhere, here or at a server that it was handed to.
func dropped(entries map[string]*entry, order []*entry, n *entry) bool {
	for _, it := range order {
		if it.msg == n.msg && (it.dropped || it.deleted) {
			return true
		}
	}
	return false
}

// archive is a schedule as ehlo run plays it.
func (s *stormRun) archive() []byte {
	a := scenario.Archive{Files: stormFiles(s.world), Seeded: true, Seed: int64(s.seed), At: s.w.Now().Sub(s.w.Start())}
	for _, l := range s.w.Inputs() {
		a.Inputs = append(a.Inputs, l.String())
	}
	text, err := scenario.WriteArchive(&a)
	if err != nil {
		return []byte(err.Error())
	}
	return text
}

var stormCount = flag.Int("storm", stormSchedules, "how many fault schedules TestStorm plays")

// TestStorm plays the schedules, on as many goroutines as there are processors.
func TestStorm(t *testing.T) {
	if text := os.Getenv("STORM_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		stormOne(t, seed)
		return
	}
	count := *stormCount
	if testing.Short() || runtime.GOARCH == "wasm" {
		count = min(count, 300)
	}
	type figures struct{ letters, faults, copies, lost, notices, dropped, deleted, requeued, edited, policies, events int }
	var sum figures
	var mutex sync.Mutex
	workers := runtime.GOMAXPROCS(0)
	t.Run("all", func(t *testing.T) {
		for k := range workers {
			t.Run(strconv.Itoa(k), func(t *testing.T) {
				t.Parallel()
				var own figures
				bad := 0
				for seed := k; seed < count && bad < 3; seed += workers {
					s, err := stormPlay(uint64(seed))
					if err != nil {
						t.Fatal(err)
					}
					if s.check(); len(s.wrong) > 0 {
						bad++
						t.Errorf("schedule %d (STORM_SEED=%d go test -run Storm ./engine/world):\n%s\nan archive for ehlo run:\n%s", seed, seed, strings.Join(s.wrong, "\n"), s.archive())
					}
					own.letters, own.faults, own.copies, own.lost = own.letters+s.letters, own.faults+s.faults, own.copies+s.copies, own.lost+s.lost
					own.notices, own.dropped, own.events = own.notices+s.notices, own.dropped+s.dropped, own.events+s.w.Log.Len()
					own.deleted, own.requeued, own.edited, own.policies = own.deleted+s.deleted, own.requeued+s.requeued, own.edited+s.edited, own.policies+s.policies
					if seed%100 == k {
						again, err := stormPlay(uint64(seed))
						if err != nil || again.w.Log.Digest() != s.w.Log.Digest() {
							t.Errorf("schedule %d makes another trace the second time", seed)
						}
					}
				}
				mutex.Lock()
				defer mutex.Unlock()
				sum.letters, sum.faults, sum.copies, sum.lost = sum.letters+own.letters, sum.faults+own.faults, sum.copies+own.copies, sum.lost+own.lost
				sum.deleted, sum.requeued, sum.edited, sum.policies = sum.deleted+own.deleted, sum.requeued+own.requeued, sum.edited+own.edited, sum.policies+own.policies
				sum.notices, sum.dropped, sum.events = sum.notices+own.notices, sum.dropped+own.dropped, sum.events+own.events
			})
		}
	})
	t.Logf("%d schedules, %d faults, %d changes of policy, %d letters in queues, of which %d were deleted, %d requeued and %d edited; %d replies after the dot lost, %d second copies, %d notices of failure, %d of them undeliverable, %d events",
		count, sum.faults, sum.policies, sum.letters, sum.deleted, sum.requeued, sum.edited, sum.lost, sum.copies, sum.notices, sum.dropped, sum.events)
	if count >= 300 && min(sum.copies, sum.dropped, sum.notices, sum.deleted, sum.requeued, sum.edited, sum.policies) == 0 {
		t.Error("a storm in which nothing of that happens tests nothing")
	}
}

// stormOne plays one schedule and tells it.
func stormOne(t *testing.T, seed uint64) {
	s, err := stormPlay(seed)
	if err != nil {
		t.Fatal(err)
	}
	s.check()
	t.Logf("schedule %d, %s", seed, stormWorlds[s.world].name)
	for _, l := range s.w.Inputs() {
		t.Log(l.String())
	}
	for _, e := range s.w.Log.Since(0) {
		switch b := e.Body.(type) {
		case *trace.Mail:
			t.Logf("%v %s: %s %s from <%s> for %s, letter %d, %s %s conn %d", e.T.Sub(s.w.Start()), b.Host, b.Act, b.QueueID, b.From, b.Rcpt, e.Msg, b.Code, b.Text, b.Conn)
		case trace.Fault:
			t.Logf("%v fault %+v", e.T.Sub(s.w.Start()), b)
		}
	}
	if file := os.Getenv("STORM_FILE"); file != "" {
		if err := os.WriteFile(file, s.archive(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, what := range s.wrong {
		t.Error(what)
	}
}

// TestStormFindings plays what the storm has found once.
func TestStormFindings(t *testing.T) {
	for _, c := range []struct {
		what   string
		world  int
		copies int // That there have to be.
		lines  []stormLine
	}{
		// The server takes two recipients a transaction. The first two are delivered and the reply is read, when the sender's
		// server is switched off in the middle of the second transaction: only the third may get the letter later.
		{"a restart between two transactions of one letter", 5, 0, []stormLine{
			{vtime.Second, `mail alice-pc send {"to":"bob@hai.example, carol@hai.example, who@hai.example","subject":"S","body":"x"}`},
			{1800 * vtime.Millisecond, "fault down mail.shan.example"},
			{vtime.Minute, "heal down mail.shan.example"},
		}},
		// The first of two letters on one connection is refused after its dot, and the second must not be taken for it.
		{"a letter after one that was refused", 0, 0, []stormLine{
			{0, "fault stopped mail.hai.example"},
			{vtime.Second, `mail alice-pc send {"to":"bob@hai.example","subject":"1","body":"x"}`},
			{2 * vtime.Second, `mail alice-pc send {"to":"carol@hai.example","subject":"2","body":"x"}`},
			{vtime.Minute, "heal stopped mail.hai.example"},
			{vtime.Minute, "fault reply mail.hai.example 450 EOD"},
			{vtime.Minute, "queue mail.shan.example flush"},
			{vtime.Minute + 250*vtime.Millisecond, "heal reply mail.hai.example"},
		}},
		// RSET is refused, and what was said with it is obeyed all the same: no empty letter may come of it.
		{"a server that refuses RSET", 0, 0, []stormLine{
			{0, "fault stopped mail.hai.example"},
			{vtime.Second, `mail alice-pc send {"to":"nobody@hai.example","subject":"1","body":"x"}`},
			{2 * vtime.Second, `mail alice-pc send {"to":"bob@hai.example","subject":"2","body":"x"}`},
			{vtime.Minute, "heal stopped mail.hai.example"},
			{vtime.Minute, "fault reply mail.hai.example 500 RSET"},
			{vtime.Minute, "queue mail.shan.example flush"},
			{vtime.Hour, "heal reply mail.hai.example"},
		}},
		// An edit brings somebody who has his letters sent on: none goes into his mailbox.
		{"an edit that brings a forward", stormAliases, 0, []stormLine{
			{0, "fault stopped mail.hai.example"},
			{vtime.Second, `mail alice-pc send {"to":"bob@hai.example","subject":"S","body":"x"}`},
			{vtime.Minute, "queue mail.shan.example edit S0001 to dan@shan.example"},
			{vtime.Hour, "heal stopped mail.hai.example"},
		}},
		// A control: this one duplicate is what RFC 1047 is about.
		{"a connection dropped after the dot", 0, 1, []stormLine{
			{0, "fault drop mail.hai.example"},
			{vtime.Second, `mail alice-pc send {"to":"bob@hai.example","subject":"S","body":"x"}`},
			{vtime.Minute, "heal drop mail.hai.example"},
		}},
	} {
		s := &stormRun{seed: 1, world: c.world, lines: c.lines}
		if err := s.play(); err != nil {
			t.Fatal(err)
		}
		s.check()
		if len(s.wrong) > 0 || s.copies != c.copies {
			t.Errorf("%s: %d second copies, %s", c.what, s.copies, strings.Join(s.wrong, "\n"))
		}
	}
}

// TestStormArchive: what a failing schedule prints makes the same run when it is played from its text alone.
func TestStormArchive(t *testing.T) {
	for _, seed := range []uint64{2, 5, 11} {
		s, err := stormPlay(seed)
		if err != nil {
			t.Fatal(err)
		}
		a, err := scenario.ReadArchive(s.archive())
		if err != nil {
			t.Fatal(err)
		}
		sc, err := scenario.Read(a.Files, scenarios.Base)
		if err != nil {
			t.Fatal(err)
		}
		w, err := New(sc, a.Seed)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Play(a.Inputs); err != nil {
			t.Fatal(err)
		}
		if w.Run(w.Start().Add(a.At)); w.Log.Digest() != s.w.Log.Digest() {
			t.Errorf("schedule %d: the archive makes another run", seed)
		}
	}
}
