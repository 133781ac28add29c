//go:build !js

package explain

import "strings"

func init() {
	tables = [][]entry{
		smtpVerbs, smtpCodes, smtpEnhanced, smtpAnswers, smtpKeywords, smtpStates, smtpExtensions, smtpParameters, pop3Words, pop3Answers, headerFields,
		dnsWords, ports, connActs, packetWords, tools, faults, parts, mailActs, storeActs, clientActs, verdicts, rules, settings, miscWords, glossary,
	}
	sentences = eventSentences
}

// Words writes down all entries and sentences as one text for Load: a first line that names the version, then one record
// a line, its fields separated by tabs.
//
//	entry  key  English title  Chinese title  English text  Chinese text  sections
//	event  key  English sentence  Chinese sentence
//
// A backslash, tab or line feed inside a field is written \\, \t or \n.
func Words() []byte {
	out := append([]byte(wordsVersion), '\n')
	for _, table := range tables {
		for _, e := range table {
			out = appendRecord(out, recordEntry, e.key, e.titleEN, e.titleZH, e.textEN, e.textZH, e.rfc)
		}
	}
	for _, s := range sentences {
		out = appendRecord(out, recordSentence, s.key, s.en, s.zh)
	}
	return out
}

var escaper = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`)

func appendRecord(out []byte, kind string, fields ...string) []byte {
	out = append(out, kind...)
	for _, field := range fields {
		out = append(out, '\t')
		out = append(out, escaper.Replace(field)...)
	}
	return append(out, '\n')
}
