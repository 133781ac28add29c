package scenario

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"ehloworld/engine/vtime"
)

func TestArchiveText(t *testing.T) {
	a := &Archive{
		Files: []File{
			{"scenario.json", []byte("{}\n")},
			{"lesson.zh.md", []byte("## data\n\n输入 `DATA`\n|\n@end\n")}, // No content can pass for a marker.
			{"solution.txt", []byte("> QUIT")},
			{"empty", []byte{}},
			{"mail/b.raw.eml", []byte("a\r\nb\x00")},
		},
		Seeded: true, Seed: 7,
		Inputs: []string{"@0.5 term alice-pc telnet mail.hai.example 25", "> @end", "|"},
		At:     12*vtime.Second + 600*vtime.Millisecond,
		View:   "panel=console lang=zh",
	}
	const want = `@ehlo 1
@file scenario.json
|{}
@file lesson.zh.md
|## data
|
|输入 ` + "`DATA`" + `
||
|@end
@file solution.txt noeol
|> QUIT
@file empty
@file mail/b.raw.eml base64
|YQ0KYgA=
@seed 7
@inputs
|@0.5 term alice-pc telnet mail.hai.example 25
|> @end
||
@at 12.6
@view panel=console lang=zh
@end
`
	got, err := WriteArchive(a)
	if err != nil || string(got) != want {
		t.Fatalf("%v\n%s", err, got)
	}
	back, err := ReadArchive(got)
	if err != nil || !reflect.DeepEqual(back, a) {
		t.Errorf("%v\n got %+v\nwant %+v", err, back, a)
	}
	// The way of mail: CRLF, and empty lines added. Neither changes what is read.
	bent := strings.ReplaceAll(strings.ReplaceAll(want, "@file", "\n@file"), "\n", "\r\n") + "\r\n\r\n"
	if back, err := ReadArchive([]byte(bent)); err != nil || !reflect.DeepEqual(back, a) {
		t.Errorf("with CRLF: %v\n%+v", err, back)
	}

	ref := &Archive{Scenario: "hand-smtp", Version: 3, At: -1}
	got, err = WriteArchive(ref)
	if err != nil || string(got) != "@ehlo 1\n@scenario hand-smtp 3\n@end\n" {
		t.Fatalf("%v\n%s", err, got)
	}
	if back, err := ReadArchive(got); err != nil || !reflect.DeepEqual(back, ref) {
		t.Errorf("%v %+v", err, back)
	}
}

func TestArchiveMistakes(t *testing.T) {
	for in, want := range map[string]string{
		"":                                                 "archive: the archive breaks off: its last line, @end, is missing",
		"@ehlo 2\n@end\n":                                  `archive line 1: the first line is not "@ehlo 1"`,
		"\n@ehlo 1\n@end\n":                                `archive line 1: the first line is not "@ehlo 1"`,
		"@ehlo 1\n@file a\n|x\n":                           "archive line 3: the archive breaks off: its last line, @end, is missing",
		"@ehlo 1\n@end\n":                                  "archive line 1: an archive holds either files or the name of a built-in scenario",
		"@ehlo 1\n@scenario a 1\n@file b\n@end":            "archive line 1: an archive holds either files or the name of a built-in scenario",
		"@ehlo 1\n|x\n@end\n":                              "archive line 2: a line with | belongs to no file",
		"@ehlo 1\n@file a\n@seed 1\n|x\n@end":              "archive line 4: a line with | belongs to no file",
		"@ehlo 1\n@file a\nx\n@end\n":                      "archive line 3: the line is neither a marker of an archive nor content with | before it",
		"@ehlo 1\n@file a\n@end\nx":                        "archive line 4: there is more after @end",
		"@ehlo 1\n@file a\n@end x":                         "archive line 3: nothing stands after @end",
		"@ehlo 1\n@file a b\n@end":                         `archive line 2: "b" is neither base64 nor noeol`,
		"@ehlo 1\n@file ../a\n@end":                        `archive line 2: "../a" is not the name of a file (letters, digits, - _ . and / only, no part beginning with a dot)`,
		"@ehlo 1\n@file /a\n@end":                          `archive line 2: "/a" is not the name of a file (letters, digits, - _ . and / only, no part beginning with a dot)`,
		"@ehlo 1\n@file a\\b\n@end":                        `archive line 2: "a\\b" is not the name of a file (letters, digits, - _ . and / only, no part beginning with a dot)`,
		"@ehlo 1\n@file a\n@file A\n@end":                  `the file "a" is there twice`,
		"@ehlo 1\n@file a noeol\n@end":                     "archive line 3: a has no last line that could be without its end",
		"@ehlo 1\n@file a base64\n|YQ\n@end":               "archive line 4: the base64 of a is damaged",
		"@ehlo 1\n@file a base64\n|YR==\n@end":             "archive line 4: the base64 of a is damaged",
		"@ehlo 1\n@scenario A 1\n@end":                     "archive line 2: after @scenario stand the name of a built-in scenario and its version",
		"@ehlo 1\n@scenario a 01\n@end":                    "archive line 2: after @scenario stand the name of a built-in scenario and its version",
		"@ehlo 1\n@scenario a 1\n@seed -1\n@end":           "archive line 3: after @seed stands a number from 0 to 2^53",
		"@ehlo 1\n@scenario a 1\n@seed 1\n@seed 1\n@end":   "archive line 4: @seed is there twice",
		"@ehlo 1\n@scenario a 1\n@at 1.\n@end":             "archive line 3: after @at stand seconds, with up to nine decimals",
		"@ehlo 1\n@scenario a 1\n@at 99999999999999\n@end": "archive line 3: after @at stand seconds, with up to nine decimals",
		"@ehlo 1\n@scenario a 1\n@inputs 3\n@end":          "archive line 3: nothing stands after @inputs",
		"@ehlo 1\n@scenario a 1\n@inputs\n|a\x00\n@end":    `archive line 4: the input has a control character in it (write it as \n, \r or \xHH)`,
		"@ehlo 1\n@scenario a 1\n@view\n@end":              "archive line 3: after @view stands what was shown",
		"@ehlo 1\n@scenario a 1\n@view " + strings.Repeat("x", 2001) + "\n@end":           "archive line 3: the view is not one line of up to 2000 octets",
		"@ehlo 1\n@scenario a 1\n@inputs\n" + strings.Repeat("|\n", MaxInputs+1) + "@end": "archive line 20004: there are more than 20000 inputs",
		strings.Repeat("x", MaxArchiveBytes+1):                                            "the archive is larger than 8388608 octets",
	} {
		if _, err := ReadArchive([]byte(in)); err == nil || err.Error() != want {
			t.Errorf("%.60q:\n got %v\nwant %s", in, err, want)
		}
	}
	for want, a := range map[string]*Archive{
		"an archive names either a built-in scenario with its version or files": {Scenario: "a", Version: 1, Files: []File{{"a", nil}}},
		`the file "a" is there twice`:                                           {Files: []File{{"a", nil}, {"A", nil}}},
		"the seed is not a number from 0 to 2^53":                               {Seeded: true, Seed: -1},
		`the input has a control character in it (write it as \n, \r or \xHH)`:  {Inputs: []string{"a\nb"}},
		"the view is not one line of up to 2000 octets":                         {View: " x"},
		"the archive is larger than 8388608 octets":                             {Files: []File{{"a", bytes.Repeat([]byte("\xff"), 7<<20)}}},
	} {
		if _, err := WriteArchive(a); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// TestArchiveKeepsScenarios takes real folders through an archive.
func TestArchiveKeepsScenarios(t *testing.T) {
	for _, files := range [][]File{load(t, "hand-smtp"), fullFiles(t)} {
		s, err := Read(files, base)
		if err != nil {
			t.Fatal(err)
		}
		text, err := WriteArchive(&Archive{Files: s.Files, At: -1})
		if err != nil {
			t.Fatal(err)
		}
		a, err := ReadArchive(text)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Read(a.Files, base)
		if err != nil || !reflect.DeepEqual(again, s) {
			t.Errorf("%s changed on its way: %v", s.ID, err)
		}
	}
}

// FuzzArchiveFiles writes files of any content and reads them back.
func FuzzArchiveFiles(f *testing.F) {
	f.Add([]byte("a\n\nb"), []byte("\r\n"), "> x", int64(1500))
	f.Add([]byte{}, []byte("\n"), "", int64(-1))
	f.Fuzz(func(t *testing.T, one, two []byte, input string, at int64) {
		a := &Archive{Files: []File{{"one", one}, {"dir/two.eml", two}}, Inputs: []string{input}, At: -1}
		if at >= 0 {
			a.At = vtime.Duration(at) % (vtime.Hour * 24 * 365)
		}
		text, err := WriteArchive(a)
		if err != nil {
			if checkInput(input) == "" && len(one)+len(two) < 1<<20 {
				t.Fatal(err)
			}
			return
		}
		back, err := ReadArchive(text)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range back.Files {
			if f.Name != a.Files[i].Name || !bytes.Equal(f.Data, a.Files[i].Data) {
				t.Fatalf("%s came back as %q", f.Name, f.Data)
			}
		}
		if !reflect.DeepEqual(back.Inputs, a.Inputs) || back.At != a.At {
			t.Fatalf("inputs %q, at %d", back.Inputs, back.At)
		}
	})
}

// FuzzReadArchive: what can be read can be written, and what was written reads as the same again.
func FuzzReadArchive(f *testing.F) {
	f.Add([]byte("@ehlo 1\n@file a noeol\n|x\n@file b base64\n|YQ==\n@seed 3\n@inputs\n|x\n@at 1.5\n@view v\n@end\n"))
	f.Add([]byte("@ehlo 1\r\n@scenario hand-smtp 1\r\n@end\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := ReadArchive(data)
		if err != nil {
			if _, ok := err.(*Error); !ok {
				t.Fatalf("%#v", err)
			}
			return
		}
		text, err := WriteArchive(a)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ReadArchive(text)
		if err != nil || !reflect.DeepEqual(back, a) {
			t.Fatalf("%v\n%+v\n%+v", err, a, back)
		}
	})
}
