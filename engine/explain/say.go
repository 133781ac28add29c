package explain

// sentence is what an event adds to the entry of its kind. Gaps are {name}.
type sentence struct{ key, en, zh string }

// sentences are all of them.
var sentences []sentence

// say fills the gaps of a sentence with name, value, name, value … A sentence that lacks a value is left out: better
// nothing than a hole.
func say(lang, key string, fill ...string) string {
	text := ""
	for i := range sentences {
		if sentences[i].key == key {
			if text = sentences[i].en; lang == "zh" {
				text = sentences[i].zh
			}
			break
		}
	}
	out := ""
	for text != "" {
		open := -1
		for i := 0; i < len(text); i++ {
			if text[i] == '{' {
				open = i
				break
			}
		}
		if open < 0 {
			return out + text
		}
		end := open
		for text[end] != '}' {
			end++
		}
		value := ""
		for i := 0; i+1 < len(fill); i += 2 {
			if fill[i] == text[open+1:end] {
				value = fill[i+1]
			}
		}
		if value == "" {
			return ""
		}
		out += text[:open] + value
		text = text[end+1:]
	}
	return out
}
