package archive

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"ehloworld/engine/vtime"
)

// A Maildir is a folder with three in it: tmp, where letters are written; new, where nobody has seen them yet; cur. Every
// letter is one file there, as it is. What is known of it stands in its name after ":2," (cr.yp.to/proto/maildir.html).
// A folder of mail within it is a folder beside those, which is a Maildir itself and whose name begins with a dot
// (Maildir++).

// Stored is a letter as a mailbox has it.
type Stored struct {
	Data   []byte
	Time   vtime.Time // When it came into the mailbox.
	Flags  []string   // As IMAP has them (RFC 9051 section 2.3.2): \Seen, \Answered, \Flagged, \Deleted, \Draft, $Forwarded.
	Folder []string   // The names from the top to its folder; none is the inbox.
}

// maildirFlags are the letters for flags, in the order of the alphabet, which the rules ask for.
var maildirFlags = [...]struct {
	letter byte
	flag   string
}{{'D', `\Draft`}, {'F', `\Flagged`}, {'P', "$Forwarded"}, {'R', `\Answered`}, {'S', `\Seen`}, {'T', `\Deleted`}}

// MaildirFlags is what stands after ":2," for flags. Those that a Maildir does not know are left out.
func MaildirFlags(flags []string) string {
	var b []byte
	for _, f := range maildirFlags {
		if slices.ContainsFunc(flags, func(s string) bool { return strings.EqualFold(s, f.flag) }) {
			b = append(b, f.letter)
		}
	}
	return string(b)
}

// ReadMaildirName takes the flags out of a file name. The separator is ":" everywhere but on Windows, where programs use
// one of ";", "!" and "-".
func ReadMaildirName(name string) (flags []string) {
	at := strings.LastIndex(name, "2,")
	if at < 1 || strings.IndexByte(":;!-", name[at-1]) < 0 {
		return nil
	}
	for _, f := range maildirFlags {
		if strings.IndexByte(name[at+2:], f.letter) >= 0 {
			flags = append(flags, f.flag)
		}
	}
	return flags
}

// MaildirName is a file name for the n-th letter of a mailbox: seconds, what makes it unique, the host, and the size, which
// saves readers a look at the file.
func MaildirName(at vtime.Time, n, size int, host string) string {
	seconds, micros := int64(at)/1e9, int64(at)%1e9/1e3
	host = strings.NewReplacer("/", `\057`, ":", `\072`, ",", `\054`).Replace(host)
	return strconv.FormatInt(seconds, 10) + ".M" + strconv.FormatInt(micros, 10) + "Q" + strconv.Itoa(n) + "." + host + ",S=" + strconv.Itoa(size)
}

// Maildir lays letters out as a Maildir, in the folder named. Separator stands before the flags: ":", or ";" for those who
// unpack it on Windows.
func Maildir(folder, host, separator string, letters []Stored) []File {
	folder = strings.TrimSuffix(folder, "/") + "/"
	var out []File
	made := map[string]bool{}
	directory := func(path string) {
		for _, sub := range [...]string{"", "cur/", "new/", "tmp/"} {
			out = append(out, File{Path: path + sub, Mode: 0o700})
		}
		if path != folder {
			out = append(out, File{Path: path + "maildirfolder", Mode: 0o600})
		}
	}
	directory(folder)
	for n, l := range letters {
		path := folder
		if len(l.Folder) > 0 {
			for _, name := range l.Folder {
				path += "." + folderName(name)
			}
			if path += "/"; !made[path] {
				made[path] = true
				directory(path)
			}
		}
		name := MaildirName(l.Time, n+1, len(l.Data), host)
		if flags := MaildirFlags(l.Flags); flags == "" {
			path += "new/" + name
		} else {
			path += "cur/" + name + separator + "2," + flags
		}
		out = append(out, File{Path: path, Data: l.Data, Mode: 0o600, Time: l.Time})
	}
	return out
}

// folderName writes a folder's name as servers do on disk: in IMAP's modified UTF-7 (RFC 3501 section 5.1.3), with the
// characters that mean something in a path encoded too.
func folderName(name string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,"
	var b []byte
	var bits, have uint
	inside := false
	finish := func() {
		if inside {
			if have > 0 {
				b = append(b, alphabet[bits<<(6-have)&63])
			}
			b = append(b, '-')
			inside, bits, have = false, 0, 0
		}
	}
	for _, r := range name {
		if r >= ' ' && r < 0x7f && r != '/' && r != '.' && r != '\\' && r != ':' {
			finish()
			if b = append(b, byte(r)); r == '&' {
				b = append(b, '-')
			}
			continue
		}
		if !inside {
			b, inside = append(b, '&'), true
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			bits, have = bits<<16|uint(unit), have+16
			for have >= 6 {
				have -= 6
				b = append(b, alphabet[bits>>have&63])
			}
			bits &= 1<<have - 1
		}
	}
	finish()
	return string(b)
}
