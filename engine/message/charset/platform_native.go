//go:build !js

package charset

import "ehloworld/engine/message/charset/tables"

func platform(name string, data []byte) ([]byte, bool) { return tables.Decode(name, data) }
