package main

import (
	"flag"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

// serve builds the site and serves it the way a static host would. A second listener, which is another origin, serves a
// page that embeds the site in a sandboxed frame.
func (b *builder) serve(args []string) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:8080", "address of the site; port 0 picks a free one")
	embed := flags.String("embed", "127.0.0.1:0", "address of the page that embeds it; empty for none")
	built := flags.Bool("built", false, "serve build/site as it is; never build")
	cors := flags.Bool("cors", true, "send Access-Control-Allow-Origin: *, as GitHub Pages does")
	if err := flags.Parse(args); err != nil {
		return err
	}
	b.dev = !*built
	if !*built {
		if err := b.build(); err != nil {
			return err
		}
	}
	main, err := listen(*addr)
	if err != nil {
		return err
	}
	site := &siteHandler{builder: b, cors: *cors, rebuild: !*built, built: time.Now()}
	fmt.Printf("EHLO World: http://%s/\n", main.Addr())
	failed := make(chan error, 2)
	go func() { failed <- serveHTTP(main, site) }()
	if *embed != "" {
		other, err := listen(*embed)
		if err != nil {
			return err
		}
		fmt.Printf("Embedded, from another origin: http://%s/\n", other.Addr())
		go func() { failed <- serveHTTP(other, embedHandler("http://"+main.Addr().String()+"/")) }()
	}
	return <-failed
}

// listen opens addr, or where that port is taken already, any free port of the same host.
func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err == nil {
		return l, nil
	}
	host, _, split := net.SplitHostPort(addr)
	if split != nil {
		return nil, err
	}
	fmt.Fprintf(os.Stderr, "%v; taking a free port instead\n", err)
	return net.Listen("tcp", net.JoinHostPort(host, "0"))
}

func serveHTTP(l net.Listener, handler http.Handler) error {
	server := http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(l)
}

// types are the content types of all files that a build writes. The host's own table is not asked: it differs.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".json": "application/json", ".txt": "text/plain; charset=utf-8", ".eml": "message/rfc822", ".mbox": "application/mbox", ".gz": "application/gzip", ".woff2": "font/woff2",
	".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json",
}

// hashedName matches the names that builder.hashed and esbuild give.
var hashedName = regexp.MustCompile(`\.([0-9a-f]{10}|[A-Z0-9]{8})\.`)

// siteHandler serves build/site.
type siteHandler struct {
	builder *builder
	cors    bool
	rebuild bool

	mutex sync.Mutex
	built time.Time
}

func (h *siteHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, "only GET", http.StatusMethodNotAllowed)
		return
	}
	if h.cors {
		w.Header().Set("Access-Control-Allow-Origin", "*")
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name == "" {
		name = "index.html"
	}
	if strings.HasSuffix(name, ".html") {
		if err := h.refresh(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	data, err := os.ReadFile(filepath.Join(h.builder.output(), filepath.FromSlash(name)))
	if err != nil {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	kind, ok := types[path.Ext(name)]
	if !ok {
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if hashedName.MatchString(name) {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "no-cache")
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(data)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(data) // A browser that went away is no error.
	}
}

// refresh builds again when a source is newer than the last build.
func (h *siteHandler) refresh() error {
	if !h.rebuild {
		return nil
	}
	h.mutex.Lock()
	defer h.mutex.Unlock()
	newest := time.Time{}
	for _, dir := range []string{"engine", "wasm", "scenarios", "site/src"} {
		err := filepath.WalkDir(filepath.Join(h.builder.root, dir), func(_ string, entry fs.DirEntry, err error) error {
			if err != nil {
				return nil // A file that vanished meanwhile is no reason to stop.
			}
			if info, err := entry.Info(); err == nil && info.ModTime().After(newest) {
				newest = info.ModTime()
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if !newest.After(h.built) {
		return nil
	}
	began := time.Now()
	if err := h.builder.build(); err != nil {
		return err
	}
	h.built = began
	return nil
}

// embedHandler serves a page of another origin with the site in a sandboxed frame, as a course page would have it. Whatever
// follows "?" is handed to the frame's address: /?embed=1#/s/first-letter shows that scenario.
func embedHandler(site string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, embedPage, site)
	})
}

const embedPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A course page</title>
<style>body { font: 16px/1.5 Georgia, serif; margin: 2rem } iframe { width: 100%%; height: 640px; border: 1px solid #999 }</style>
<h1>A course page of another origin</h1>
<p>The frame below is sandboxed: it has an opaque origin, no storage and no service worker.</p>
<iframe title="EHLO World" sandbox="allow-scripts" allow="clipboard-write *; fullscreen *"></iframe>
<pre id="messages"></pre>
<script>
const frame = document.querySelector("iframe");
frame.src = "%s" + location.search + location.hash;
addEventListener("message", (event) => {
  if (event.source === frame.contentWindow) document.querySelector("#messages").textContent += JSON.stringify(event.data) + "\n";
});
</script>
</html>
`
