package oracles

import (
	"strings"

	"ehloworld/engine/message"
	"ehloworld/engine/message/charset"
)

// Ours reads a letter as this project does.
func Ours(data []byte) (*Reading, error) { return parseReading(message.AppendStructure(nil, data)) }

// contentOf is the decoded body of a leaf, and its text where its character set is known, as they are compared.
func contentOf(part *message.Part, source []byte) (body []byte, text *string) {
	body, _ = part.Content(source)
	if !strings.HasPrefix(part.Type, "text/") {
		return body, nil
	}
	body = lineFeeds(body)
	if s, known := charset.Decode(part.Charset(), body); known {
		text = &s
	}
	return body, text
}
