package main

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"ehloworld/engine/scenario"
)

// A share link is a page's address, "#", and a fragment: version "1", codec "z" (raw deflate of the text archive, in
// base64url without padding), and the payload, with dots between: https://…/#1.z.eJx…. The page reads and writes the same
// (site/src/state/link.ts); an address that was once published keeps opening for ever.
const linkHead = "1.z."

// packLink turns an archive into the fragment of a link.
func packLink(archive []byte) (string, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(archive); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return linkHead + base64.RawURLEncoding.EncodeToString(b.Bytes()), nil
}

// unpackLink finds the archive in a link or a fragment.
func unpackLink(link string) ([]byte, error) {
	_, fragment, ok := strings.Cut(link, "#")
	if !ok {
		fragment = link
	}
	// WordPress appends "#?secret=…" to the address of a frame.
	fragment, _, _ = strings.Cut(fragment, "#")
	if slug, ok := strings.CutPrefix(fragment, "/s/"); ok {
		return scenario.WriteArchive(&scenario.Archive{Scenario: slug, Version: 1, At: -1})
	}
	payload, ok := strings.CutPrefix(fragment, linkHead)
	if !ok {
		return nil, errors.New("this is no link to a scenario: after # it must begin with " + linkHead)
	}
	packed, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(payload, "="))
	if err != nil {
		return nil, errors.New("the link is damaged: it is not base64url")
	}
	archive, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), scenario.MaxArchiveBytes+1))
	if err != nil {
		return nil, errors.New("the link is damaged: it cannot be unpacked")
	}
	if len(archive) > scenario.MaxArchiveBytes {
		return nil, fmt.Errorf("the link holds more than %d octets", scenario.MaxArchiveBytes)
	}
	return archive, nil
}
