package oracles

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"ehloworld/engine/dsn"
	"ehloworld/engine/mdn"
	"ehloworld/engine/message"
	"ehloworld/engine/message/encoding"
	"ehloworld/engine/message/oracles/corpus"
	"ehloworld/engine/vtime"
)

// What drafts are made of.
var (
	phrases  = []string{"hello", "山里的信", "naïve café", "=?utf-8?Q?x?=", "--", "From here", ".", "a  b", "🌊", "\"q\"", "100%", "x=y;", "Привет", strings.Repeat("word ", 40), strings.Repeat("海", 100), "<b>&amp;</b>", "\ttab", "=3D"}
	people   = []string{"bob@hai.example", "Bob Li <bob@hai.example>", "\"Li, Bob\" <bob@hai.example>", "鲍勃 <bob@hai.example>", "carol.li@mail.hai.example", "\"odd local\"@hai.example", "J. Q. Public <jq@hai.example>", "Friends: bob@hai.example, 爱丽丝 <alice@shan.example>;"}
	filesOf  = []string{"", "a.txt", "山 海.pdf", "it's \"x\"; y=z.bin", strings.Repeat("n", 90) + ".txt", strings.Repeat("名", 50) + ".doc", "100%.txt"}
	typesOf  = []string{"", "text/plain", "text/csv", "image/png", "application/pdf", "text/html", "application/x-odd"}
	joinings = []string{" ", "\n", "\n\n", " \n", "\r\n", "\n> "}
)

type drafter struct{ *rand.Rand }

func choose[T any](d drafter, list []T) T { return list[d.IntN(len(list))] }

func (d drafter) text(most int, joins ...string) string {
	var b strings.Builder
	for range d.IntN(most + 1) {
		b.WriteString(choose(d, phrases) + choose(d, joins))
	}
	return b.String()
}

func (d drafter) octets() []byte {
	out := make([]byte, d.IntN(400))
	for i := range out {
		out[i] = byte(d.Uint32())
	}
	if d.IntN(2) == 0 {
		return []byte(d.text(10, joinings...))
	}
	return out
}

func (d drafter) draft() message.Draft {
	out := message.Draft{From: "alice@shan.example", FromName: choose(d, []string{"", "Alice", "爱丽丝", "Shan, Alice", "\"A\" B"}), To: choose(d, people),
		Subject: d.text(5, " ", "  "), Body: d.text(20, joinings...)}
	if d.IntN(2) == 0 {
		out.Cc = choose(d, people) + ", " + choose(d, people)
	}
	if d.IntN(2) == 0 {
		out.HTML = "<p>" + d.text(20, " ", "<br>\n", "\n") + "</p>"
	}
	if d.IntN(4) == 0 {
		out.InReplyTo, out.References = "<1@hai.example>", []string{"<0@hai.example>", "<1@hai.example>"}
	}
	for range d.IntN(4) {
		a := message.Attachment{Name: choose(d, filesOf), Type: choose(d, typesOf), Data: d.octets()}
		if d.IntN(3) == 0 {
			a.ID = fmt.Sprintf("p%d@shan.example", len(out.Attachments))
		}
		out.Attachments = append(out.Attachments, a)
	}
	return out
}

func options(i int) message.Options {
	at, zone, _ := vtime.Parse("2026-03-02T08:00:00+08:00")
	return message.Options{Date: at, Zone: zone, MessageID: fmt.Sprintf("%d@shan.example", i), Boundary: "=_b", Transport: encoding.Transport(i % 2)}
}

// composed is a letter and what must be in it; of notices, that is nothing here.
type composed struct {
	corpus.Letter
	draft *message.Draft
}

// drafts are letters of our own, answers to letters of the corpus, and such letters passed on.
func drafts(t *testing.T) []composed {
	var out []composed
	add := func(name string, d message.Draft) {
		d.From = "alice@shan.example"
		out = append(out, composed{corpus.Letter{Name: name, Data: message.Compose(d, options(len(out)))}, &d})
	}
	notice := func(name string, data []byte) {
		out = append(out, composed{corpus.Letter{Name: name, Data: data}, nil})
	}
	for i := range 400 {
		d := drafter{rand.New(rand.NewPCG(7, uint64(i)))}.draft()
		if i%2 == 0 {
			d = d.WithText()
		}
		add(fmt.Sprint("draft ", i), d)
	}
	hand, err := corpus.Hand()
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range append(hand, corpus.Built()...) {
		o := options(i)
		switch i % 16 {
		case 0:
			notice("bounce of "+l.Name, dsn.Build(dsn.Report{Host: "mail.hai.example", To: "alice@shan.example", Date: o.Date, Zone: o.Zone, MessageID: o.MessageID,
				Boundary: o.Boundary, QueueID: "7", Recipients: []dsn.Recipient{{Address: "bob@hai.example", Action: "failed", Reply: "550 5.1.1 no such user 没有"}, {Address: "鲍勃@hai.example", Action: "delayed", Reason: "timed out"}},
				Original: l.Data, Full: i%32 == 0, Transport: o.Transport}))
		case 8:
			notice("notice about "+l.Name, mdn.Build(mdn.Notice{From: "鲍勃 <bob@hai.example>", To: "alice@shan.example", Date: o.Date, Zone: o.Zone, MessageID: o.MessageID, Boundary: o.Boundary,
				Host: "hai.example", Product: "Hai Mail", Recipient: "bob@hai.example", LetterID: "1@shan.example", Disposition: mdn.Disposition{Type: mdn.Displayed}, Letter: l.Data, Full: i%32 == 8, Transport: o.Transport}))
		}
		switch i % 3 {
		case 0:
			add("answer to "+l.Name, message.Reply(l.Data, message.Answer{To: message.ToEveryone, Attribution: "Bob wrote 写道:"}))
		case 1:
			add("forward of "+l.Name, message.Forward(l.Data, message.Labels{Mark: "---", From: "From", Date: "Date", Subject: "主题", To: "To", Cc: "Cc"}))
		case 2:
			add("attached "+l.Name, message.ForwardAttached(l.Data, "letter.eml"))
		}
	}
	return out
}

// TestCompose: nobody has anything to say against the letters that we write, all read the same in them, and that is what
// was to be written.
func TestCompose(t *testing.T) {
	all := drafts(t)
	letters := make([]corpus.Letter, len(all))
	for i := range all {
		letters[i] = all[i].Letter
	}
	cases, err := Read(letters)
	if err != nil {
		t.Fatal(err)
	}
	complaints := 0
	tally := Tally{}
	for i, c := range cases {
		var wrong []string
		if all[i].draft != nil {
			wrong = written(all[i].draft, c.Ours.Root, c.Data)
		}
		for _, p := range message.Lint(c.Data) {
			if strings.HasPrefix(c.Name, "draft ") && p.Severity != "note" {
				wrong = append(wrong, "the linter says: "+p.String())
			}
		}
		for _, p := range c.Ours.complaints() {
			wrong = append(wrong, "we ourselves find "+p)
		}
		for _, o := range Oracles {
			if c.Readings[o.Name].Error == tooDeep {
				continue
			}
			for _, p := range c.Readings[o.Name].complaints() {
				wrong = append(wrong, o.Name+" complains: "+p)
			}
		}
		for _, d := range Compare(c, tally) {
			if !asItCame(d) && reasonFor(d) == nil {
				wrong = append(wrong, d.String())
			}
		}
		if len(wrong) > 0 {
			if complaints++; complaints <= 25 {
				t.Errorf("%s:\n\t%.1500s", c.Name, strings.Join(wrong, "\n\t"))
			}
		}
	}
	for i := range all {
		if wrong := downgraded(all[i].Data); wrong != "" {
			t.Errorf("%s, made 7-bit: %s", all[i].Name, wrong)
		}
	}
	if complaints > 0 {
		t.Errorf("%d letters are not as they should be", complaints)
	}
	t.Log(report(len(cases), tally, nil))
}

// asItCame says that a difference is about a letter that was attached as it is, whoever wrote it.
func asItCame(d *Difference) bool {
	inside := false
	message.Tree(d.Data).Walk(func(p *message.Part) bool {
		attached := p.Type == "message/rfc822" || p.Type == "message/global"
		inside = inside || attached && (d.Path == p.Path && d.Field != "type" || strings.HasPrefix(d.Path, p.Path+"."))
		return !inside
	})
	return inside
}

// written compares a letter with its draft: the texts and files, in order.
func written(d *message.Draft, root *Node, data []byte) []string {
	var leaves []*Node
	var walk func(n *Node)
	walk = func(n *Node) {
		if len(n.Parts) == 0 {
			leaves = append(leaves, n)
		}
		for _, sub := range n.Parts {
			walk(sub)
		}
	}
	walk(root)
	var wrong []string
	next := func(what string, check func(n *Node) bool) {
		if len(leaves) == 0 {
			wrong = append(wrong, what+" is missing")
			return
		}
		if !check(leaves[0]) {
			wrong = append(wrong, fmt.Sprintf("%s is not what part %s holds", what, leaves[0].Path))
		}
		leaves = leaves[1:]
	}
	text := func(s string) func(n *Node) bool {
		want := strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
		if want != "" && !strings.HasSuffix(want, "\n") {
			want += "\n"
		}
		return func(n *Node) bool {
			return string(n.TextSHA) == string(quote(sum([]byte(want)))) || strings.ToValidUTF8(want, "") != want
		}
	}
	next("the text", text(d.Body))
	if d.HTML != "" {
		next("the page", text(d.HTML))
	}
	for _, inline := range []bool{true, false} {
		for i, a := range d.Attachments {
			if (a.ID != "" && d.HTML != "") != inline {
				continue
			}
			next(fmt.Sprint("file ", i), func(n *Node) bool {
				if n.Message != nil {
					return bytes.Contains(data, a.Data)
				}
				got := n.BodySHA == sum(a.Data) || strings.HasPrefix(*n.Type, "text/") && n.BodySHA == sum(lineFeeds(a.Data))
				var name *string
				named := a.Name == "" || strings.ContainsFunc(a.Name, unicode.IsControl) // Which no header field carries.
				if json.Unmarshal(n.Filename, &name) == nil && name != nil {
					named = named || *name == a.Name
				}
				return got && named
			})
		}
	}
	if len(leaves) > 0 {
		wrong = append(wrong, fmt.Sprint("there are ", len(leaves), " parts too many"))
	}
	return wrong
}

// downgraded makes a letter fit for a 7-bit way and says what has changed in it that must not.
func downgraded(letter []byte) string {
	out, ok := message.Downgrade(letter, encoding.SevenBit)
	if !ok {
		return "" // It cannot be done, for what was attached as it is.
	}
	before, err := Ours(letter)
	if err != nil {
		return err.Error()
	}
	after, err := Ours(out)
	if err != nil {
		return err.Error()
	}
	return content(before.Root, after.Root)
}

// content says where two letters differ in what they hold, whatever it is encoded as.
func content(a, b *Node) string {
	if *a.Type != *b.Type || a.kind() != b.kind() || string(a.Filename) != string(b.Filename) || a.BodySHA != b.BodySHA ||
		a.Params["charset"] != nil && string(a.TextSHA) != string(b.TextSHA) { // A text without a label may get one.
		return "part " + a.Path + " is another"
	}
	for i := range a.Parts {
		if wrong := content(a.Parts[i], b.Parts[i]); wrong != "" {
			return wrong
		}
	}
	if a.Message != nil {
		return content(a.Message.Root, b.Message.Root)
	}
	return ""
}
