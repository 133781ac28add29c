package main

import (
	"io"
	"strings"
	"testing"
)

func TestPlace(t *testing.T) {
	for name, want := range map[string]string{
		"engine.8449d567c4.wasm.gz":             firstVisit,
		"index.html":                            firstVisit,
		"page.e38e822f23.css":                   firstVisit,
		"page.f12b6ea842.js":                    firstVisit,
		"jetbrains-mono.BDWTE4FP.woff2":         firstVisit,
		"scenarios/hand-smtp.0a0ad0ce8b.txt":    firstVisit,
		"chunk-views.8c8bf8f39e.js":             rightAfter,
		"chunk-views.e2a32608a7.css":            rightAfter,
		"chunk-markdown.3fdc60258f.js":          background,
		"chunk-zh.a8690766e4.js":                onDemand,
		"chunk-sheets.a8690766e4.js":            background,
		"words.f16378eb37.txt":                  background,
		"engine-full.0a5f2b88e0.wasm.gz":        onDemand,
		"engine-full.0a5f2b88e0.b64.js":         "",
		"letters/report.b7687379f1.eml":         onDemand,
		"letters/report.b7687379f1.b64.js":      "",
		"scenarios/first-letter.b7687379f1.txt": onDemand,
		"engine.ff4e74c147.b64.js":              "",
		"words.8fb8ab3d43.b64.js":               "",
		"scenarios/hand-smtp.0a0ad0ce8b.b64.js": "",
		"jetbrains-mono.LICENSE.txt":            "",
		"scenarios.0a5f2b88e0.json":             "",
		"404.html":                              "",
	} {
		if when, _ := place(name); when != want {
			t.Errorf("%s: loaded %q, want %q", name, when, want)
		}
	}
}

// Everything is printed, and the views count in a total of their own.
func TestReport(t *testing.T) {
	rows := []sizeRow{
		{"engine.x.wasm.gz", firstVisit, "engine", 5, 4, 890_000},
		{"page.x.js", firstVisit, "page", 5, 4, 60_000},
		{"scenarios/hand-smtp.x.txt", firstVisit, "scenario", 5, 4, 4_000},
		{"chunk-views.x.js", rightAfter, "", 5, 4, 50_000},
		{"words.x.txt", background, "", 5, 4, 900_000},
		{"engine-full.x.wasm.gz", onDemand, "engine-full", 5, 4, budgetFull},
	}
	var out strings.Builder
	if err := report(&out, rows); err != nil {
		t.Errorf("%v\n%s", err, &out)
	}
	for _, want := range []string{firstVisit, rightAfter, onDemand, "words.x.txt", "with the views that follow   1000000 of   1000000"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, &out)
		}
	}
	rows[3].brotli++
	out.Reset()
	if err := report(&out, rows); err == nil || !strings.Contains(out.String(), "(100 %): OVER BUDGET") {
		t.Errorf("one octet too many: %v\n%s", err, &out)
	}
	rows[3].brotli--
	rows[5].brotli++
	if err := report(io.Discard, rows); err == nil {
		t.Error("the full edition may weigh what it likes")
	}
}
