package store

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// journal collects the trace of a store in one line per event.
type journal struct{ lines []string }

func (j *journal) emit(msg trace.MsgID, b trace.Body) {
	e := b.(*trace.Store)
	j.lines = append(j.lines, fmt.Sprintf("%s %s/%s uid=%d flags=%v count=%d size=%d msg=%d",
		e.Act, e.User, e.Box, e.UID, e.Flags, e.Count, e.Size, msg))
}

// take returns the lines since the last take.
func (j *journal) take() string {
	s := strings.Join(j.lines, "\n")
	j.lines = nil
	return s
}

func newStore(t *testing.T) (*Store, *Account, *journal) {
	t.Helper()
	j := &journal{}
	s := New("mail.hai.example", j.emit)
	a, err := s.AddAccount("bob@hai.example", "bob-pw", "Bob")
	if err != nil {
		t.Fatal(err)
	}
	j.take()
	return s, a, j
}

// fill appends n letters with hidden identities 1 … n.
func fill(t *testing.T, m *Mailbox, n int) {
	t.Helper()
	for i := 1; i <= n; i++ {
		data := []byte("Subject: " + fmt.Sprint(i) + "\r\n\r\nbody\r\n")
		if _, err := m.Append(vtime.Time(i), Message{Msg: trace.MsgID(i), Data: data}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAccounts(t *testing.T) {
	s, _, j := newStore(t)
	for _, tt := range []struct {
		addr string
		want error
	}{
		{"carol@hai.example", nil},
		{"Alice@Hai.Example", nil},
		{"BOB@hai.example", ErrExists}, // Case does not make another person.
		{"carol@lin.example", nil},     // The same local part in a second domain.
		{"nobody", ErrAddress},
		{"@hai.example", ErrAddress},
		{"dave@", ErrAddress},
		{strings.Repeat("x", MaxName) + "@hai.example", ErrAddress},
	} {
		if _, err := s.AddAccount(tt.addr, "pw", ""); !errors.Is(err, tt.want) {
			t.Errorf("AddAccount(%.40q): %v, want %v", tt.addr, err, tt.want)
		}
	}
	var got []string
	for _, a := range s.Accounts() {
		got = append(got, a.Address())
	}
	want := []string{"alice@hai.example", "bob@hai.example", "carol@hai.example", "carol@lin.example"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("accounts %v, want %v", got, want)
	}
	if !strings.HasPrefix(j.take(), "account carol@hai.example/") {
		t.Error("no account event")
	}
	for user, want := range map[string]string{
		"bob":               "bob@hai.example",
		"BOB@HAI.example":   "bob@hai.example",
		"carol":             "", // Two people: a bare local part does not say which.
		"carol@lin.example": "carol@lin.example",
		"bob@lin.example":   "",
		"":                  "",
	} {
		a := s.Account(user)
		if a == nil && want != "" || a != nil && a.Address() != want {
			t.Errorf("Account(%q) = %v, want %q", user, a, want)
		}
	}
	if !s.Check("bob", "bob-pw") || s.Check("bob", "Bob-pw") || s.Check("bob", "") || s.Check("nobody", "") {
		t.Error("Check judges passwords wrongly")
	}
}

func TestFolders(t *testing.T) {
	_, a, j := newStore(t)
	for _, tt := range []struct {
		name string
		want error
	}{
		{"Work/2026/March", nil}, // Makes Work and Work/2026 too.
		{"Archive", nil},
		{"inbox", ErrExists},
		{"Archive", ErrExists},
		{"archive", nil}, // Only INBOX has no case.
		{"", ErrName},
		{"/x", ErrName},
		{"x/", ErrName},
		{"x//y", ErrName},
		{"x\ny", ErrName},
		{"x*", ErrName},
		{strings.Repeat("a/", MaxDepth) + "a", ErrName},
	} {
		if _, err := a.Create(tt.name); !errors.Is(err, tt.want) {
			t.Errorf("Create(%q): %v, want %v", tt.name, err, tt.want)
		}
	}
	var names []string
	seen := map[uint32]bool{}
	for _, m := range a.Mailboxes() {
		names = append(names, m.Name())
		if seen[m.UIDValidity()] {
			t.Errorf("%s: UIDVALIDITY used twice", m.Name())
		}
		seen[m.UIDValidity()] = true
		if a.Mailbox(m.Name()) != m {
			t.Errorf("%s is not found by its name", m.Name())
		}
	}
	if want := []string{"INBOX", "Archive", "Work", "Work/2026", "Work/2026/March", "archive"}; !reflect.DeepEqual(names, want) {
		t.Errorf("folders %v, want %v", names, want)
	}
	if a.Mailbox("iNbOx") != a.Inbox() || a.Mailbox("work") != nil {
		t.Error("names are compared wrongly")
	}
	if !strings.Contains(j.take(), "create bob@hai.example/Work/2026 ") {
		t.Error("no create event for a folder in between")
	}
	for i := len(a.Mailboxes()); i < MaxMailboxes; i++ {
		if _, err := a.Create(fmt.Sprint("box", i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Create("one more"); !errors.Is(err, ErrTooMany) {
		t.Errorf("no bound on folders: %v", err)
	}
}

func TestAppendAndExpunge(t *testing.T) {
	s, a, j := newStore(t)
	m := a.Inbox()
	fill(t, m, 4)
	if got := j.take(); !strings.HasSuffix(got, "append bob@hai.example/INBOX uid=4 flags=[] count=1 size=4 msg=4") {
		t.Errorf("append events:\n%s", got)
	}
	if m.UIDNext() != 5 || m.HighestModSeq() != 5 || m.Size() != 4*20 {
		t.Errorf("next %d, modseq %d, size %d", m.UIDNext(), m.HighestModSeq(), m.Size())
	}
	var heard []Change
	stop := m.Watch(func(c Change) { heard = append(heard, c) })
	if n := m.Expunge(3, 99, 1, 3); n != 2 {
		t.Errorf("expunged %d", n)
	}
	if got, want := j.take(), "expunge bob@hai.example/INBOX uid=0 flags=[] count=2 size=2 msg=0"; got != want {
		t.Errorf("one act is one event:\n%s", got)
	}
	// The second number is 2, not 3: the first message was gone by then.
	if want := []Change{{Expunged, 1, 1, 6}, {Expunged, 3, 2, 6}}; !reflect.DeepEqual(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
	stop()
	stop()
	if m.Expunge(2) != 1 || len(heard) != 2 {
		t.Error("a stopped listener is not called")
	}
	if got, want := j.take(), "expunge bob@hai.example/INBOX uid=2 flags=[] count=1 size=1 msg=2"; got != want {
		t.Errorf("expunge of one letter names it:\n%s", got)
	}
	if m.Expunge(2) != 0 || j.take() != "" {
		t.Error("expunging nothing is no event")
	}
	if m.Seq(4) != 1 || m.Seq(1) != 0 || m.ByUID(4).Msg != 4 || m.ByUID(5) != nil {
		t.Error("UIDs are looked up wrongly")
	}
	fill(t, m, 1)
	if m.Messages()[1].UID != 5 {
		t.Error("a UID was given twice")
	}
	if uids, complete := m.ExpungedSince(5); !reflect.DeepEqual(uids, []int{1, 2, 3}) || !complete {
		t.Errorf("history %v %v", uids, complete)
	}
	if uids, complete := m.ExpungedSince(6); !reflect.DeepEqual(uids, []int{2}) || !complete {
		t.Errorf("history after 6: %v %v", uids, complete)
	}
	if s.Bodies() != 2 {
		t.Errorf("%d bodies are held for 2 messages", s.Bodies())
	}
}

func TestExpungeHistoryIsBounded(t *testing.T) {
	_, a, _ := newStore(t)
	m := a.Inbox()
	for i := 1; i <= MaxExpunged+2; i++ {
		if _, err := m.Append(0, Message{Data: []byte("x\r\n")}); err != nil {
			t.Fatal(err)
		}
		m.Expunge(i)
	}
	if uids, complete := m.ExpungedSince(1); complete || len(uids) != MaxExpunged || uids[0] != 3 {
		t.Errorf("%d uids from %d, complete %v", len(uids), uids[0], complete)
	}
	if _, complete := m.ExpungedSince(5); !complete { // The expunge of UID 2 had modification sequence 5.
		t.Error("the history that is left counts as complete")
	}
}

func TestBodiesAreShared(t *testing.T) {
	s, a, _ := newStore(t)
	b, _ := s.AddAccount("carol@hai.example", "pw", "")
	one, two := append(make([]byte, 0, 64), "same\r\n"...), []byte("same\r\n")
	a.Inbox().Append(0, Message{Data: one})
	b.Inbox().Append(0, Message{Data: two})
	x, y := a.Inbox().Messages()[0], b.Inbox().Messages()[0]
	if &x.Data[0] != &y.Data[0] || x.Hash != y.Hash || s.Bodies() != 1 {
		t.Error("equal content is kept twice")
	}
	a.Inbox().Expunge(1)
	if s.Bodies() != 1 || string(y.Data) != "same\r\n" {
		t.Error("the second holder lost its body")
	}
	b.Inbox().Expunge(1)
	if s.Bodies() != 0 {
		t.Error("a body without holders is kept")
	}
	if cap(x.Data) != len(x.Data) {
		t.Error("a reader's append could write behind the body")
	}
}

func TestQuotaAndFull(t *testing.T) {
	_, a, j := newStore(t)
	box, _ := a.Create("Sent")
	j.take()
	a.SetQuota(10)
	put := func(m *Mailbox, n int) error {
		_, err := m.Append(0, Message{Data: []byte(strings.Repeat("x", n))})
		return err
	}
	if err := put(a.Inbox(), 6); err != nil {
		t.Fatal(err)
	}
	j.take()
	if err := put(box, 5); !errors.Is(err, ErrOverQuota) || j.take() != "" || box.Len() != 0 || box.UIDNext() != 1 {
		t.Errorf("over quota: %v", err)
	}
	if err := put(box, 4); err != nil {
		t.Errorf("exactly the quota: %v", err)
	}
	a.Inbox().Expunge(1)
	if limit, used := a.Quota(); limit != 10 || used != 4 {
		t.Errorf("quota %d, used %d", limit, used)
	}
	a.SetFull(true)
	if err := put(box, 1); !errors.Is(err, ErrOverQuota) || !a.Full() {
		t.Errorf("fault full: %v", err)
	}
	a.SetFull(false)
	if err := put(box, 1); err != nil {
		t.Errorf("after the fault: %v", err)
	}
}

func TestFlags(t *testing.T) {
	_, a, j := newStore(t)
	m := a.Inbox()
	uid, err := m.Append(0, Message{Data: []byte("x"), Flags: []string{"work", `\seen`, `\SEEN`, "Work", "x"}})
	if err != nil || !reflect.DeepEqual(m.ByUID(uid).Flags, []string{Seen, "work", "x"}) {
		t.Fatalf("flags at append: %v %v", m.ByUID(uid), err)
	}
	fill(t, m, 1)
	j.take()
	var heard []Change
	m.Watch(func(c Change) { heard = append(heard, c) })
	before := m.ByUID(1).Flags
	for _, tt := range []struct {
		uids    []int
		op      FlagOp
		flags   []string
		changed int
		first   []string
	}{
		{[]int{1, 2, 2, 7}, AddFlags, []string{Deleted}, 2, []string{Deleted, Seen, "work", "x"}},
		{[]int{1}, AddFlags, []string{"WORK"}, 0, []string{Deleted, Seen, "work", "x"}},
		{[]int{1}, RemoveFlags, []string{"WORK", Draft}, 1, []string{Deleted, Seen, "x"}},
		{[]int{1}, ReplaceFlags, []string{"b", "a"}, 1, []string{"a", "b"}},
		{[]int{1}, ReplaceFlags, nil, 1, nil},
	} {
		n, err := m.SetFlags(tt.uids, tt.op, tt.flags)
		if err != nil || n != tt.changed || strings.Join(m.ByUID(1).Flags, " ") != strings.Join(tt.first, " ") {
			t.Errorf("%v %v: %d %v, flags %v", tt.op, tt.flags, n, err, m.ByUID(1).Flags)
		}
	}
	if !reflect.DeepEqual(before, []string{Seen, "work", "x"}) {
		t.Error("a list of flags that was read changed under its reader")
	}
	if want := []Change{
		{Reflagged, 1, 1, 4}, {Reflagged, 2, 2, 4}, {Reflagged, 1, 1, 5}, {Reflagged, 1, 1, 6}, {Reflagged, 1, 1, 7},
	}; !reflect.DeepEqual(heard, want) {
		t.Errorf("heard %v", heard)
	}
	if got := strings.Count(j.take(), "flags bob@"); got != 5 {
		t.Errorf("%d flags events", got)
	}
	for _, bad := range []string{`\Recent`, `\`, "", "two words", "a(b", "é", "x]", strings.Repeat("k", MaxFlagOctets+1)} {
		if _, err := m.SetFlags([]int{1}, AddFlags, []string{bad}); !errors.Is(err, ErrFlag) {
			t.Errorf("flag %q: %v", bad, err)
		}
		if _, err := m.Append(0, Message{Flags: []string{bad}}); !errors.Is(err, ErrFlag) {
			t.Errorf("append with flag %q: %v", bad, err)
		}
	}
	var many []string
	for i := range MaxFlags {
		many = append(many, fmt.Sprint("k", i))
	}
	if _, err := m.SetFlags([]int{1}, AddFlags, many); err != nil {
		t.Error(err)
	}
	if _, err := m.SetFlags([]int{1}, AddFlags, []string{"more"}); !errors.Is(err, ErrTooMany) {
		t.Errorf("no bound on flags: %v", err)
	}
	if !m.ByUID(1).Has("K3") || m.ByUID(1).Has("k64") {
		t.Error("Has is wrong")
	}
}

func TestListenersInOrder(t *testing.T) {
	_, a, _ := newStore(t)
	m := a.Inbox()
	var order []string
	var stopFirst func()
	stopFirst = m.Watch(func(Change) { order = append(order, "one"); stopFirst() })
	m.Watch(func(Change) { order = append(order, "two") })
	m.Watch(func(Change) { order = append(order, "three") })
	fill(t, m, 2)
	// That the first one leaves while it is being told costs nobody else the change.
	if want := []string{"one", "two", "three", "two", "three"}; !reflect.DeepEqual(order, want) {
		t.Errorf("%v, want %v", order, want)
	}
}

func TestMaildrop(t *testing.T) {
	s, a, j := newStore(t)
	m := a.Inbox()
	fill(t, m, 3)
	j.take()
	if _, err := s.OpenMaildrop("bob", "wrong"); !errors.Is(err, ErrAuth) {
		t.Errorf("wrong password: %v", err)
	}
	if _, err := s.OpenMaildrop("nobody", ""); !errors.Is(err, ErrAuth) {
		t.Errorf("unknown user: %v", err)
	}
	d, err := s.OpenMaildrop("bob", "bob-pw")
	if err != nil || !m.Locked() || d.Count() != 3 || d.Account() != a {
		t.Fatalf("open: %v", err)
	}
	if _, err := s.OpenMaildrop("bob@hai.example", "bob-pw"); !errors.Is(err, ErrInUse) {
		t.Errorf("second session: %v", err)
	}
	fill(t, m, 1) // A delivery during the session: the lock does not keep it out, the session does not see it.
	if d.Count() != 3 || m.Len() != 4 {
		t.Error("the session's numbering moved")
	}
	j.take()
	d.Mark(2, true)
	d.Mark(2, true)
	d.Mark(3, true)
	d.Mark(3, false)
	if m.Marked() != 1 || !m.ByUID(2).Marked() {
		t.Errorf("%d marked", m.Marked())
	}
	if err := d.Commit(); err != nil {
		t.Fatal(err)
	}
	d.Release()
	d.Release()
	const box = " bob@hai.example/INBOX "
	want := strings.Join([]string{
		"mark" + box + "uid=2 flags=[] count=1 size=4 msg=2",
		"mark" + box + "uid=3 flags=[] count=1 size=4 msg=3",
		"unmark" + box + "uid=3 flags=[] count=1 size=4 msg=3",
		"expunge" + box + "uid=2 flags=[] count=1 size=3 msg=2",
		"unlock" + box + "uid=0 flags=[] count=0 size=3 msg=0",
	}, "\n")
	if got := j.take(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if err := d.Commit(); !errors.Is(err, ErrReleased) {
		t.Errorf("commit without the lock: %v", err)
	}
	if d.Mark(1, true); m.Marked() != 0 || j.take() != "" {
		t.Error("a mark without the lock")
	}
}

func TestMaildropReleaseWithoutCommit(t *testing.T) {
	s, a, j := newStore(t)
	fill(t, a.Inbox(), 2)
	d, _ := s.OpenMaildrop("bob", "bob-pw")
	d.Mark(1, true)
	j.take()
	d.Release()
	got := j.take()
	if a.Inbox().Len() != 2 || a.Inbox().Marked() != 0 || a.Inbox().Locked() {
		t.Error("a broken session changed the mailbox")
	}
	if !strings.HasPrefix(got, "unmark") || !strings.Contains(got, "\nunlock") {
		t.Errorf("events:\n%s", got)
	}
	if _, err := s.OpenMaildrop("bob", "bob-pw"); err != nil {
		t.Errorf("the lock was not given back: %v", err)
	}
}

func TestMaildropBesideOthers(t *testing.T) {
	s, a, j := newStore(t)
	m := a.Inbox()
	fill(t, m, 3)
	d, _ := s.OpenMaildrop("bob", "bob-pw")
	first, second := d.UID(1), d.UID(2)
	d.Mark(1, true)
	d.Mark(3, true)
	m.Expunge(1)
	m.Rebuild() // UID 1 now is the second letter.
	if string(d.Data(1)) != "Subject: 1\r\n\r\nbody\r\n" || d.UID(1) != first || d.UID(2) != second {
		t.Error("the session lost its view")
	}
	j.take()
	d.Commit()
	d.Release()
	if m.Len() != 1 || m.Messages()[0].Msg != 2 {
		t.Errorf("%d left; the wrong letter went", m.Len())
	}
	if !strings.Contains(j.take(), "count=1 size=1 msg=3") {
		t.Error("the expunge counts a letter that somebody else took")
	}
}

func TestUniqueIDs(t *testing.T) {
	s, a, j := newStore(t)
	m := a.Inbox()
	fill(t, m, 2)
	open := func() []string {
		d, err := s.OpenMaildrop("bob", "bob-pw")
		if err != nil {
			t.Fatal(err)
		}
		defer d.Release()
		var ids []string
		for i := 1; i <= d.Count(); i++ {
			ids = append(ids, d.UID(i))
			// RFC 1939 section 7: 1 to 70 octets from 0x21 to 0x7E.
			if n := len(d.UID(i)); n < 1 || n > 70 {
				t.Errorf("unique id of %d octets", n)
			}
		}
		return ids
	}
	before := open()
	if !reflect.DeepEqual(before, open()) || before[0] == before[1] {
		t.Errorf("ids %v are not stable or not unique", before)
	}
	if before[1] != m.UniqueID(m.Messages()[1]) {
		t.Error("the mailbox and the maildrop disagree")
	}
	m.Expunge(1)
	if got := open(); got[0] != before[1] {
		t.Errorf("an id moved to another letter: %v", got)
	}
	modSeq := m.HighestModSeq()
	j.take()
	m.Rebuild()
	if after := open(); after[0] == before[0] || after[0] == before[1] {
		t.Errorf("an old id after a rebuild: %v", after)
	}
	if !strings.HasPrefix(j.take(), "rebuild bob@hai.example/INBOX uid=0 flags=[] count=1 size=1 msg=0") {
		t.Error("no rebuild event")
	}
	if _, complete := m.ExpungedSince(modSeq); complete {
		t.Error("history across a rebuild")
	}
	if m.UIDNext() != 2 {
		t.Errorf("next UID %d", m.UIDNext())
	}
}

func TestMaildropSize(t *testing.T) {
	s, a, _ := newStore(t)
	for _, data := range []string{"a\r\n", "a", "", "a\n"} {
		a.Inbox().Append(0, Message{Data: []byte(data)})
	}
	d, _ := s.OpenMaildrop("bob", "bob-pw")
	for i, want := range []int{3, 3, 0, 4} {
		if got := d.Size(i + 1); got != want {
			t.Errorf("%q: size %d, want %d", d.Data(i+1), got, want)
		}
	}
}

// TestSameActsSameTrace is the whole package's promise: two stores that live through the same write the same trace.
func TestSameActsSameTrace(t *testing.T) {
	life := func() string {
		s, a, j := newStore(t)
		fill(t, a.Inbox(), 5)
		box, _ := a.Create("Work")
		fill(t, box, 2)
		a.Inbox().SetFlags([]int{4, 2}, AddFlags, []string{Seen, "x"})
		d, _ := s.OpenMaildrop("bob", "bob-pw")
		d.Mark(5, true)
		d.Mark(1, true)
		d.Commit()
		d.Release()
		return j.take()
	}
	if a, b := life(), life(); a != b {
		t.Errorf("%s\n\n%s", a, b)
	}
}
