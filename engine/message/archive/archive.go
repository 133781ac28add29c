// Package archive keeps letters outside of a mail store: many in one file (mbox), one a file (Maildir, .eml), and files in
// one file (zip). It moves octets and never changes a letter: what was put in comes out.
//
//	mbox.go     reading and writing mbox files, in the four kinds that there are
//	maildir.go  names and folders of a Maildir
//	name.go     file names for people
//	zip.go      a zip file without compression
package archive

import "ehloworld/engine/vtime"

// File is one file, or one folder if its path ends with a slash.
type File struct {
	Path string // With slashes, relative.
	Data []byte
	Mode uint32     // Permission bits of Unix.
	Time vtime.Time // When it was last changed; 0: not known.
}
