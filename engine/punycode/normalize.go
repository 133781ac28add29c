//go:build !js

package punycode

import "golang.org/x/text/unicode/norm"

func init() { Normalize = norm.NFC.String }
