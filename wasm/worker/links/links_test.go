package links

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const site = "https://ehlo.example/world/"

func serve(store Store, r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	Handler(store, func() string { return site }).ServeHTTP(w, r)
	return w.Result()
}

func post(store Store, body string) *http.Response {
	return serve(store, httptest.NewRequest("POST", "https://go.example/api/links", strings.NewReader(body)))
}

func get(store Store, path, accept string) *http.Response {
	r := httptest.NewRequest("GET", "https://go.example"+path, nil)
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	return serve(store, r)
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The first 16 octets of: printf '{"v":1,"payload":"/s/first-letter"}' | sha256sum
const firstLetter = "IBqnP5GD2z6QDjijAvWUoQ"

func TestKeepAndLead(t *testing.T) {
	store := &Memory{}
	r := post(store, ` { "payload" : "\u002fs/first-letter", "v" : 1 } `)
	if got, want := text(t, r), `{"id":"`+firstLetter+`","url":"https://go.example/s/`+firstLetter+`"}`; r.StatusCode != 201 || got != want {
		t.Fatalf("%d %s, want 201 %s", r.StatusCode, got, want)
	}
	if got := store.values["s:"+firstLetter]; got != `{"v":1,"payload":"/s/first-letter"}` {
		t.Errorf("stored %q", got)
	}
	r = get(store, "/s/"+firstLetter, "text/html, application/xhtml+xml")
	if got := r.Header.Get("Location"); r.StatusCode != 302 || got != site+"#/s/first-letter" {
		t.Errorf("%d to %q", r.StatusCode, got)
	}
	r = get(store, "/s/"+firstLetter, "text/plain, application/json")
	if got := text(t, r); r.StatusCode != 200 || got != `{"v":1,"payload":"/s/first-letter"}` {
		t.Errorf("%d %s", r.StatusCode, got)
	}
	for _, header := range []string{"Access-Control-Allow-Origin", "X-Content-Type-Options", "Content-Security-Policy"} {
		if r.Header.Get(header) == "" {
			t.Errorf("no %s", header)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		body   string
		status int
	}{
		{``, 400},
		{`null`, 400},
		{`[]`, 400},
		{`{"v":1}`, 400},
		{`{"v":1,"payload":""}`, 400},
		{`{"v":2,"payload":"x"}`, 400},
		{`{"v":1,"payload":"x","more":1}`, 400},
		{`{"v":1,"payload":"x"} {}`, 400},
		{`{"v":1,"payload":"a b"}`, 400},
		{`{"v":1,"payload":"a\r\nSet-Cookie: x"}`, 400},
		{`{"v":1,"payload":"a#b"}`, 400},
		{`{"v":1,"payload":"中"}`, 400},
		{`{"v":1,"payload":"` + strings.Repeat("x", MaxBody-19) + `"}`, 413},
		{`{"v":1,"payload":"` + strings.Repeat("x", MaxBody-20) + `"}`, 201},
	} {
		store := &Memory{}
		if r := post(store, c.body); r.StatusCode != c.status {
			t.Errorf("%.60q: %d, want %d (%s)", c.body, r.StatusCode, c.status, text(t, r))
		}
		if c.status != 201 && len(store.values) > 0 {
			t.Errorf("%.60q was stored", c.body)
		}
	}
}

func TestUnknownAndDamaged(t *testing.T) {
	store := &Memory{values: map[string]string{"s:" + firstLetter: `{"v":1,"payload":"/s/another"}`}}
	for _, c := range []struct {
		path   string
		status int
	}{
		{"/s/" + firstLetter, 502},
		{"/s/AAAAAAAAAAAAAAAAAAAAAA", 404},
		{"/s/AAAAAAAAAAAAAAAAAAAAAB", 404}, // Not what an encoder writes: its last bits are set.
		{"/s/short", 404},
		{"/s/", 404},
		{"/", 404},
	} {
		r := get(store, c.path, "")
		if r.StatusCode != c.status || r.Header.Get("Location") != "" || r.Header.Get("Cache-Control") != "" {
			t.Errorf("%s: %d %v", c.path, r.StatusCode, r.Header)
		}
	}
}

// failing is a store that is down, all but what it already has.
type failing struct{ Memory }

func (*failing) Put(context.Context, string, string) error { return errors.New("too many writes") }

func TestStoreThatFails(t *testing.T) {
	store := &failing{}
	if r := post(store, `{"v":1,"payload":"/s/first-letter"}`); r.StatusCode != 503 {
		t.Errorf("%d", r.StatusCode)
	}
	store.values = map[string]string{"s:" + firstLetter: `{"v":1,"payload":"/s/first-letter"}`}
	if r := post(store, `{"v":1,"payload":"/s/first-letter"}`); r.StatusCode != 201 {
		t.Errorf("a link that is there already: %d", r.StatusCode)
	}
}

func FuzzKeep(f *testing.F) {
	f.Add(`{"v":1,"payload":"/s/first-letter"}`)
	f.Add(`{"v":1,"payload":"a\u0000"}`)
	f.Fuzz(func(t *testing.T, body string) {
		store := &Memory{}
		r := post(store, body)
		if r.StatusCode >= 500 {
			t.Fatalf("%q: %d", body, r.StatusCode)
		}
		if r.StatusCode != 201 {
			return
		}
		for key := range store.values {
			if r := get(store, "/s/"+strings.TrimPrefix(key, "s:"), ""); r.StatusCode != 302 {
				t.Fatalf("%q was kept and leads nowhere: %d", body, r.StatusCode)
			}
		}
	})
}
