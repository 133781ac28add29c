// Package corpus holds the letters that parsers are compared on: a few hundred written by hand, each awkward in one way,
// some that only a program can write (deep, large, one for every character set), and as many as wanted drawn by chance
// from a seed.
package corpus

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Letter is one letter of the corpus.
type Letter struct {
	Name string // "topic/name", unique.
	What string // What is awkward about it, in one line.
	Data []byte
}

//go:embed hand/*.txt
var handFiles embed.FS

// standard is what a line with nothing but @ stands for.
const standard = "From: Alice <alice@shan.example>\r\nTo: bob@hai.example\r\nSubject: test\r\n" +
	"Date: Fri, 27 Nov 2026 10:00:00 +0800\r\nMessage-ID: <1@shan.example>\r\nMIME-Version: 1.0"

// Hand returns the letters written by hand, by topic.
//
// An archive is UTF-8. A line "### name: what is awkward" begins a letter; every line after it is one of the letter and
// ends with CRLF there, or with LF or CR when the heading says [lf] or [cr]. A backslash at the end of a line takes its
// line end away. \r \n \t \0 \xHH \\ are octets, \{3:text} is text three times, a line @ is the usual header.
func Hand() ([]Letter, error) {
	entries, err := handFiles.ReadDir("hand")
	if err != nil {
		return nil, err
	}
	var out []Letter
	for _, e := range entries {
		text, err := handFiles.ReadFile("hand/" + e.Name())
		if err != nil {
			return nil, err
		}
		letters, err := readArchive(strings.TrimSuffix(e.Name(), ".txt"), string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
		out = append(out, letters...)
	}
	return out, nil
}

func readArchive(topic, text string) ([]Letter, error) {
	var out []Letter
	for _, block := range strings.Split("\n"+strings.TrimSuffix(text, "\n"), "\n### ")[1:] {
		heading, content, _ := strings.Cut(block, "\n")
		name, what, ok := strings.Cut(heading, ": ")
		if !ok {
			return nil, fmt.Errorf("the heading %q has no description", heading)
		}
		end := "\r\n"
		if plain, lf := strings.CutSuffix(name, " [lf]"); lf {
			name, end = plain, "\n"
		} else if plain, cr := strings.CutSuffix(name, " [cr]"); cr {
			name, end = plain, "\r"
		}
		data, err := unescape(content, end)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, Letter{topic + "/" + name, what, data})
	}
	return out, nil
}

// unescape makes the octets of a letter from its lines in an archive.
func unescape(content, end string) ([]byte, error) {
	var out []byte
	for _, line := range strings.Split(content, "\n") {
		if line == "@" {
			line = strings.ReplaceAll(standard, "\r\n", strings.NewReplacer("\r", `\r`, "\n", `\n`).Replace(end))
		}
		open := strings.HasSuffix(line, `\`) && !strings.HasSuffix(line, `\\`)
		b, err := octets(strings.TrimSuffix(line, `\`), !open && strings.HasSuffix(line, `\`))
		if err != nil {
			return nil, err
		}
		out = append(out, b...)
		if !open {
			out = append(out, end...)
		}
	}
	return out, nil
}

// octets undoes the backslashes of a line; one more stood at its end when escapedEnd is set.
func octets(s string, escapedEnd bool) ([]byte, error) {
	if escapedEnd {
		s += `\`
	}
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			out = append(out, s[i])
			continue
		}
		if i++; i == len(s) {
			return nil, fmt.Errorf("%q ends with half an escape", s)
		}
		switch s[i] {
		case 'r':
			out = append(out, '\r')
		case 'n':
			out = append(out, '\n')
		case 't':
			out = append(out, '\t')
		case '0':
			out = append(out, 0)
		case '\\':
			out = append(out, '\\')
		case 'x':
			if i+2 >= len(s) {
				return nil, fmt.Errorf("%q: half an octet", s)
			}
			n, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
			if err != nil {
				return nil, err
			}
			out = append(out, byte(n))
			i += 2
		case '{':
			count, rest, ok := strings.Cut(s[i+1:], ":")
			text, _, closed := strings.Cut(rest, "}")
			n, err := strconv.Atoi(count)
			if !ok || !closed || err != nil {
				return nil, fmt.Errorf("%q: a repetition is {count:text}", s)
			}
			once, err := octets(text, false)
			if err != nil {
				return nil, err
			}
			out = append(out, slices.Repeat(once, n)...)
			i += len(count) + len(text) + 2
		default:
			return nil, fmt.Errorf("%q: no such escape: \\%c", s, s[i])
		}
	}
	return out, nil
}
