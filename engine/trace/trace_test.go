package trace

import "testing"

// TestForget drops the past: numbers go on, what is held can be looked at, and there is no digest of half a log.
func TestForget(t *testing.T) {
	l := NewLog(10)
	for i := range 8 {
		if n := l.Append(Event{Body: Input{Text: string(rune('a' + i))}}); n != i+1 {
			t.Fatalf("event %d got number %d", i+1, n)
		}
	}
	if l.Digest() == "" {
		t.Error("a whole log has no digest")
	}
	l.Forget(3)
	if l.Len() != 8 || l.Held() != 3 || l.At(6).Body.(Input).Text != "f" || l.Digest() != "" {
		t.Errorf("after forgetting: %d events, %d held, digest %q", l.Len(), l.Held(), l.Digest())
	}
	if got := len(l.Since(0)); got != 3 {
		t.Errorf("%d events since the beginning, want the 3 that are held", got)
	}
	if got := l.Since(7); len(got) != 1 || got[0].N != 8 {
		t.Errorf("since 7: %v", got)
	}
	for range 7 {
		l.Append(Event{Body: Input{}})
	}
	if l.Len() != 15 || !l.Full() || l.Append(Event{Body: Input{}}) != 0 {
		t.Errorf("%d events, full %t", l.Len(), l.Full())
	}
	l.Forget(20)
	if l.Held() != 10 {
		t.Error("forgot although less is held than is to be kept")
	}
}
