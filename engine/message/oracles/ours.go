package oracles

import "ehloworld/engine/message"

// Ours reads a letter as this project does.
func Ours(data []byte) (*Reading, error) { return parseReading(message.AppendStructure(nil, data)) }
