// Package folder reads scenarios as they lie on a disk. It stands apart from package scenario because files and what reads
// them have no place in the browser's engine.
package folder

import (
	"io"
	"io/fs"
	"strconv"

	"ehloworld/engine/scenario"
)

// maxFolders bounds the folders within a scenario's folder, so that a wrong name given for one does not walk a whole disk.
const maxFolders = scenario.MaxFiles

// Read reads every file below a scenario's folder, by name. Natively that is os.DirFS of it. What is too large or is
// no ordinary file (a device, a pipe) is refused before it is read; the bounds are those of an archive.
func Read(folder fs.FS) ([]scenario.File, error) {
	var files []scenario.File
	left, folders := int64(scenario.MaxArchiveBytes), 0
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if folders++; folders > maxFolders {
				return &scenario.Error{Text: "there are more than " + strconv.Itoa(maxFolders) + " folders"}
			}
			return nil
		}
		if len(files) == scenario.MaxFiles {
			return &scenario.Error{Text: "there are more than " + strconv.Itoa(scenario.MaxFiles) + " files"}
		}
		info, err := fs.Stat(folder, name) // A link's entry says nothing of what it points to.
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return &scenario.Error{File: name, Text: "this is no ordinary file"}
		}
		data, err := readUpTo(folder, name, info.Size(), left)
		if err != nil {
			return err
		}
		left -= int64(len(data))
		files = append(files, scenario.File{Name: name, Data: data})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return files, nil
}

// readUpTo reads a file that says to have size octets and may have at most max, however much it has grown since.
func readUpTo(folder fs.FS, name string, size, max int64) ([]byte, error) {
	tooLarge := &scenario.Error{Text: "the files together are larger than " + strconv.Itoa(scenario.MaxArchiveBytes) + " octets"}
	if size > max {
		return nil, tooLarge
	}
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, max+1))
	if err == nil && int64(len(data)) > max {
		err = tooLarge
	}
	return data, err
}
