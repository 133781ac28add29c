package folder

import (
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"ehloworld/engine/scenario"
)

// vain is a folder whose files may be listed and must not be opened.
type vain struct{ fstest.MapFS }

func (v vain) Open(name string) (fs.File, error) {
	if f := v.MapFS[name]; f != nil && f.Mode.IsRegular() {
		panic("opened " + name)
	}
	return v.MapFS.Open(name)
}

func (v vain) Stat(name string) (fs.FileInfo, error) { return fs.Stat(v.MapFS, name) }

// grown is a folder whose files have grown since they were listed.
type grown struct{ fstest.MapFS }

type small struct{ fs.FileInfo }

func (small) Size() int64 { return 1 }

func (g grown) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(g.MapFS, name)
	return small{info}, err
}

func TestRead(t *testing.T) {
	files, err := Read(fstest.MapFS{
		"scenario.json": {Data: []byte("{}")}, "mail/b.eml": {Data: []byte("b")}, "mail/a.eml": {Data: []byte("a")}, "empty": {Mode: fs.ModeDir},
	})
	var got []string
	for _, f := range files {
		got = append(got, f.Name+"="+string(f.Data))
	}
	if err != nil || strings.Join(got, " ") != "mail/a.eml=a mail/b.eml=b scenario.json={}" {
		t.Errorf("%q %v", got, err)
	}

	many, deep := fstest.MapFS{}, fstest.MapFS{}
	for i := range scenario.MaxFiles + 1 {
		many[strconv.Itoa(i)] = &fstest.MapFile{}
		deep[strconv.Itoa(i)] = &fstest.MapFile{Mode: fs.ModeDir}
	}
	large := &fstest.MapFile{Data: make([]byte, scenario.MaxArchiveBytes+1)}
	for want, folder := range map[string]fs.FS{
		"larger than":          vain{fstest.MapFS{"a": large}},
		"are larger":           grown{fstest.MapFS{"a": large}},
		"together":             grown{fstest.MapFS{"a": {Data: make([]byte, scenario.MaxArchiveBytes)}, "b": {Data: []byte("x")}}},
		"no ordinary file":     vain{fstest.MapFS{"pipe": {Mode: fs.ModeNamedPipe}}},
		"more than 2048 files": many,
		"2048 folders":         deep,
	} {
		if files, err := Read(folder); files != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %d files, %v", want, len(files), err)
		}
	}
}
