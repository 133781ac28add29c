package message

import (
	"slices"
	"strings"
)

// documentEndings are endings of names of files that nobody fears, and programEndings those of files that run, or hold
// what runs, when they are opened on some system.
var (
	documentEndings = []string{"pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "rtf", "odt", "ods", "jpg", "jpeg", "png", "gif", "mp3", "mp4", "htm", "html", "zip", "csv"}
	programEndings  = []string{"exe", "scr", "com", "bat", "cmd", "pif", "msi", "msp", "js", "jse", "vbs", "vbe", "wsf", "wsh", "hta", "ps1", "lnk", "jar", "cpl", "reg",
		"iso", "img", "vhd", "dll", "sys", "chm", "application", "appref-ms", "docm", "xlsm", "pptm", "sh", "command", "app", "dmg", "apk", "desktop", "url", "scf"}
)

// fileName looks at the name that a part gives its file.
func (l *linter) fileName(p *Part) {
	name := p.Filename
	if name == "" || p.Type == "message/external-body" { // There it names a file elsewhere (RFC 2046 section 5.2.3).
		return
	}
	f := p.Header.Find("Content-Disposition")
	if f == nil || (&Media{Params: ParseMedia(f.Value()).Params}).Get("filename") == "" {
		if f = p.Header.Find("Content-Type"); f == nil {
			return
		}
		l.tell(nameNotFilename, f.Start, f.End())
	}
	if strings.ContainsFunc(name, turnsDirection) {
		l.tell(fileDirection, f.Start, f.End())
	}
	if strings.ContainsAny(name, `/\`) {
		l.tell(filePath, f.Start, f.End())
	}
	endings := strings.Split(lowerASCII(name[strings.LastIndexAny(name, `/\`)+1:]), ".")
	last := strings.TrimFunc(endings[len(endings)-1], func(r rune) bool { return r == ' ' || turnsDirection(r) })
	if len(endings) < 2 || !slices.Contains(programEndings, last) {
		return
	}
	if before := strings.TrimRight(endings[len(endings)-2], " "); len(endings) > 2 && slices.Contains(documentEndings, before) {
		l.tell(fileTwoEndings, f.Start, f.End())
	} else {
		l.tell(fileRuns, f.Start, f.End())
	}
}

// turnsDirection says whether a character changes the direction in which what follows is written (Unicode Standard Annex 9).
func turnsDirection(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }
