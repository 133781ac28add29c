//go:build js

package charset

func platform(name string, data []byte) ([]byte, bool) {
	if Platform == nil {
		return nil, false
	}
	return Platform(name, data)
}
