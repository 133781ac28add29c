package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

// policy is the page's content security policy, as a meta element because static hosts such as GitHub Pages send no
// headers of ours.
//
// It holds in an opaque origin too (an <iframe sandbox="allow-scripts">): browsers match 'self' against the address that
// the document came from, not against the document's origin, so 'self' works there and no host name has to be known at
// build time. The e2e test "sandboxed frame" proves it. What an opaque origin cannot have is fetch without CORS headers;
// for that the loader falls back to classic scripts, which script-src 'self' allows.
//
// Frames are not fetched either: the page of a letter is the text of a sandboxed frame (srcdoc), which inherits this policy
// and adds a stricter one of its own. Its styles are put into one style sheet with the nonce "letter"
// (site/src/views/anatomy/html.ts); no style sheet of the page's own is inline, and style attributes stay forbidden everywhere.
//
// 'wasm-unsafe-eval' permits compiling WebAssembly and nothing else. The worker is a blob: made from a string in the page's
// script; it inherits this policy. Styles come from the page's sheets: elements get theirs through the DOM, which needs no
// 'unsafe-inline'.
var policy = strings.Join([]string{
	"default-src 'none'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"worker-src blob:",
	"connect-src 'self'",
	"style-src 'self' 'nonce-letter'",
	"img-src 'self' data: blob:",
	"font-src 'self'",
	"manifest-src 'self'",
	"frame-src 'none'",
	"base-uri 'none'",
	"form-action 'none'",
}, "; ")

// html writes 404.html, which hosts show for addresses that do not exist, as it is, and index.html from
// site/src/index.html, putting the head's machine-made lines where the template says.
//
// The engine is by far the biggest download, so it is asked for first: a preload hint starts it before the script that
// will use it has arrived. Its mode must equal the later fetch's (cors, same-origin credentials), else it would be
// fetched twice.
func (b *builder) html(w *writer, page pageFiles) error {
	template, err := os.ReadFile(b.source("src", "index.html"))
	if err != nil {
		return err
	}
	const mark = "<!-- build: head -->"
	if !bytes.Contains(template, []byte(mark)) {
		return fmt.Errorf("site/src/index.html has no line %q", mark)
	}
	head := []string{
		`<meta http-equiv="Content-Security-Policy" content="` + policy + `">`,
		`<link rel="preload" href="` + page.engine + `" as="fetch" crossorigin>`,
		`<script src="` + page.script + `" defer></script>`,
		`<link rel="stylesheet" href="` + page.style + `">`,
	}
	if page.font != "" {
		head = append(head, `<link rel="preload" href="`+page.font+`" as="font" type="font/woff2" crossorigin>`)
	}
	missing, err := os.ReadFile(b.source("src", "404.html"))
	if err != nil {
		return err
	}
	if err := w.plain("404.html", missing); err != nil {
		return err
	}
	return w.plain("index.html", bytes.Replace(template, []byte(mark), []byte(strings.Join(head, "\n")), 1))
}
