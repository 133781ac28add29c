// Package links keeps what stands after the # of a page address under a short name.
//
// POST /api/links takes {"v":1,"payload":"…"} and answers {"id":"…","url":"…/s/…"}. GET /s/{id} leads back to the page,
// or answers the document to who accepts application/json. The name is the hash of the document, so equal links get equal
// names, nothing that is stored ever changes, and whoever reads can check what he got.
package links

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// MaxBody is how many octets a document may have.
const MaxBody = 64 << 10

// hashOctets of SHA-256 make a name: 16 are beyond finding a second document for.
const hashOctets = 16

// Store is where documents lie. It may be slow to show what was put: a name never means anything else.
type Store interface {
	// Get returns the value of key; found is false when there is none.
	Get(ctx context.Context, key string) (value string, found bool, err error)
	Put(ctx context.Context, key, value string) error
}

// document is what is stored, in the one form that is hashed: no space, fields in this order.
type document struct {
	V       int    `json:"v"`
	Payload string `json:"payload"`
}

// Handler serves both addresses. Site is the page's address, such as "https://example.org/ehlo/"; it is asked for each
// time, because a worker learns its settings with the first request.
func Handler(store Store, site func() string) http.Handler {
	s := &server{store, site}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/links", s.keep)
	mux.HandleFunc("GET /s/{id}", s.lead)
	return guard(mux)
}

type server struct {
	store Store
	site  func() string
}

// guard sets the headers that every answer has and turns a panic into an answer.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil {
			r.Body = http.NoBody // Outside net/http's own server a request may have none.
		}
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
		h.Set("Access-Control-Allow-Headers", "Content-Type, Accept")
		h.Set("Access-Control-Max-Age", "86400")
		h.Set("Content-Security-Policy", "default-src 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		if r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		defer func() {
			if reason := recover(); reason != nil {
				refuse(w, http.StatusInternalServerError, "The link service failed.")
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// keep stores a document and names it.
func (s *server) keep(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxBody+1))
	if err != nil {
		refuse(w, http.StatusBadRequest, "The body could not be read.")
		return
	}
	if len(body) > MaxBody {
		refuse(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("A link has at most %d octets.", MaxBody))
		return
	}
	canonical, err := canonicalize(body)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	id := name(canonical)
	// Put without looking first: it is the same document in any case, and a look that finds nothing would be remembered.
	if err := s.store.Put(r.Context(), "s:"+id, canonical); err != nil {
		if old, found, _ := s.store.Get(r.Context(), "s:"+id); !found || old != canonical {
			refuse(w, http.StatusServiceUnavailable, "The link could not be stored now; the long link works.")
			return
		}
	}
	answer(w, http.StatusCreated, map[string]string{"id": id, "url": origin(r) + "/s/" + id})
}

// lead goes from a name to the page.
func (s *server) lead(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !isName(id) {
		refuse(w, http.StatusNotFound, "That is not the name of a link.")
		return
	}
	text, found, err := s.store.Get(r.Context(), "s:"+id)
	switch {
	case err != nil:
		refuse(w, http.StatusServiceUnavailable, "The link could not be looked up now.")
		return
	case !found:
		refuse(w, http.StatusNotFound, "There is no such link. A new one can take a minute to be known everywhere.")
		return
	case name(text) != id:
		refuse(w, http.StatusBadGateway, "What is stored under that name is damaged.")
		return
	}
	var doc document
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		refuse(w, http.StatusBadGateway, "What is stored under that name is damaged.")
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Vary", "Accept")
	// Some gateways split header values at commas, so all of them are looked at.
	if strings.Contains(strings.Join(r.Header.Values("Accept"), ","), "application/json") {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, text) // A client that went away is no error.
		return
	}
	w.Header().Set("Location", s.site()+"#"+doc.Payload)
	w.WriteHeader(http.StatusFound)
}

// canonicalize reads a document strictly and writes it in the form that is hashed.
func canonicalize(body []byte) (string, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	var doc document
	if err := decoder.Decode(&doc); err != nil {
		return "", errors.New(`The body is not {"v":1,"payload":"…"}.`)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return "", errors.New("Something stands after the document.")
	}
	if doc.V != 1 {
		return "", errors.New("Only documents of version 1 are known.")
	}
	if doc.Payload == "" {
		return "", errors.New("The payload is empty.")
	}
	for i := 0; i < len(doc.Payload); i++ {
		if !inFragment(doc.Payload[i]) {
			return "", errors.New("The payload has a character that cannot stand after the # of an address.")
		}
	}
	return `{"v":1,"payload":"` + doc.Payload + `"}`, nil
}

// inFragment says whether c may stand in a fragment, RFC 3986 section 3.5. None of these needs an escape in JSON.
func inFragment(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~!$&'()*+,;=:@/?%", c) >= 0
}

// name is the first octets of the document's hash.
func name(canonical string) string {
	sum := sha256.Sum256([]byte(canonical))
	return base64.RawURLEncoding.EncodeToString(sum[:hashOctets])
}

func isName(id string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(id)
	return err == nil && len(raw) == hashOctets
}

// origin is the address that the request came to.
func origin(r *http.Request) string {
	scheme := r.URL.Scheme
	if scheme == "" {
		scheme = "http"
		if r.TLS != nil {
			scheme = "https"
		}
	}
	return scheme + "://" + r.Host
}

func refuse(w http.ResponseWriter, status int, sentence string) {
	w.Header().Del("Cache-Control")
	answer(w, status, map[string]string{"error": sentence})
}

func answer(w http.ResponseWriter, status int, content map[string]string) {
	text, err := json.Marshal(content)
	if err != nil {
		panic(err) // Strings always have a JSON form.
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text) // A client that went away is no error.
}
