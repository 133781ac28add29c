//go:build !js

package encoding

import (
	"testing"

	"ehloworld/engine/message/charset"
)

// TestWordsWithStates has words of ISO-2022-JP: a shift that no word takes back still counts for the next of the same run.
func TestWordsWithStates(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"=?iso-2022-jp?B?GyRCMyQbKEI=?=", "海"},
		{"=?ISO-2022-JP?B?GyRCMyQbKEI=?= =?iso-2022-jp?B?GyRCMyQbKEI=?= x", "海海 x"},
		{"=?iso-2022-jp?B?GyRCMyQ=?= =?iso-2022-jp?B?MyQbKEI=?=", "海海"}, // Cut in the middle of the two-octet state,
		{"=?iso-2022-jp?B?GyRCMw==?= =?iso-2022-jp?B?JBsoQg==?=", "海"},  // and of a character.
		{"=?gb2312?B?ug==?= =?gb2312?B?ow==?=", "海"},
		{"=?shift_jis?B?ig==?= =?shift_jis?Q?=43?=", "海"},
	} {
		if got := DecodeWords(c.in, charset.Decode); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}
