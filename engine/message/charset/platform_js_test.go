package charset

import "ehloworld/engine/message/charset/tables"

// Under Node, whose TextDecoder has tables of its own, the native tables stand in.
func init() { Platform = tables.Decode }
