package archive

import (
	"hash/crc32"
	"strings"

	"ehloworld/engine/vtime"
)

// MaxZip bounds a zip file in octets, and MaxZipFiles the files in it: beyond either the format has other records, zip64.
const (
	MaxZip      = 1<<32 - 1
	MaxZipFiles = 1<<16 - 1
)

// ZipError says why files cannot be put into one.
type ZipError struct{ Problem string }

func (e *ZipError) Error() string { return e.Problem }

// Zip puts files into a zip file as they are, without compression: mail that has been encoded for its way gains little, and
// a browser that only stores needs no compressor. The same files give the same octets. Zone is seconds east of UTC, for
// the times of day, which old programs take for local ones.
func Zip(files []File, zone int) ([]byte, error) {
	size := 22
	for i := range files {
		f := &files[i]
		size += len(f.Data) + 2*len(f.Path) + 30 + 46 + 2*9
		if f.Path == "" || f.Path[0] == '/' || strings.Contains("/"+f.Path+"/", "/../") || len(f.Path) > 1<<15 {
			return nil, &ZipError{"a file in a zip needs a path that leads downwards"}
		}
	}
	if len(files) > MaxZipFiles || size > MaxZip {
		return nil, &ZipError{"a zip file holds at most 65,535 files and 4 GiB"}
	}
	z := zipWriter{buf: make([]byte, 0, size)}
	directory := make([]byte, 0, size/8)
	for i := range files {
		f := &files[i]
		at := len(z.buf)
		z.u32(0x04034b50) // Local file header (APPNOTE 4.3.7).
		start := len(z.buf)
		z.common(f, zone)
		common := z.buf[start:]
		z.path(f)
		z.extra(f)
		z.buf = append(z.buf, f.Data...)

		d := zipWriter{buf: directory}
		d.u32(0x02014b50) // Central directory header (4.3.12).
		d.u16(3<<8 | 20)  // Made by Unix, as version 2.0.
		d.buf = append(d.buf, common...)
		d.u16(0) // No comment,
		d.u16(0) // on the first disk,
		d.u16(0) // nothing said of its content.
		mode := f.Mode&0o7777 | 0o100000
		if strings.HasSuffix(f.Path, "/") {
			mode = f.Mode&0o7777 | 0o040000
		}
		attributes := mode << 16
		if strings.HasSuffix(f.Path, "/") {
			attributes |= 0x10 // What DOS calls a directory.
		}
		d.u32(attributes)
		d.u32(uint32(at))
		d.path(f)
		d.extra(f)
		directory = d.buf
	}
	at := len(z.buf)
	z.buf = append(z.buf, directory...)
	z.u32(0x06054b50) // End of central directory (4.3.16).
	z.u32(0)
	z.u16(len(files))
	z.u16(len(files))
	z.u32(uint32(len(directory)))
	z.u32(uint32(at))
	z.u16(0)
	return z.buf, nil
}

type zipWriter struct{ buf []byte }

func (z *zipWriter) u16(v int) { z.buf = append(z.buf, byte(v), byte(v>>8)) }

func (z *zipWriter) u32(v uint32) {
	z.buf = append(z.buf, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
}

// common writes what both headers of a file have, from the version that is needed to the size of the extra field.
func (z *zipWriter) common(f *File, zone int) {
	z.u16(20)
	z.u16(1 << 11) // The path is UTF-8.
	z.u16(0)       // Stored.
	clock, day := dosTime(f.Time, zone)
	z.u16(clock)
	z.u16(day)
	z.u32(crc32.ChecksumIEEE(f.Data))
	z.u32(uint32(len(f.Data)))
	z.u32(uint32(len(f.Data)))
	z.u16(len(f.Path))
	if hasUnixTime(f.Time) {
		z.u16(9)
	} else {
		z.u16(0)
	}
}

func (z *zipWriter) path(f *File) { z.buf = append(z.buf, f.Path...) }

// extra writes the time in seconds since 1970, which needs no zone (the extended timestamp of Info-ZIP).
func (z *zipWriter) extra(f *File) {
	if hasUnixTime(f.Time) {
		z.u16(0x5455)
		z.u16(5)
		z.buf = append(z.buf, 1)
		z.u32(uint32(int64(f.Time) / 1e9))
	}
}

// hasUnixTime says whether 31 bits hold the seconds.
func hasUnixTime(t vtime.Time) bool { return t > 0 && int64(t)/1e9 < 1<<31 }

// dosTime writes an instant as DOS did: to two seconds, between 1980 and 2107.
func dosTime(t vtime.Time, zone int) (clock, day int) {
	c := t.Civil(zone)
	if c.Year < 1980 {
		return 0, 1<<5 | 1
	}
	return c.Hour<<11 | c.Minute<<5 | c.Second/2, min(c.Year-1980, 127)<<9 | c.Month<<5 | c.Day
}
