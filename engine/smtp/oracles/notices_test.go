package oracles

import (
	"bufio"
	"bytes"
	"net/textproto"
	"strings"
	"testing"
)

// notice is a delivery status notification (RFC 3464), taken apart.
type notice struct {
	message    textproto.MIMEHeader
	recipients []textproto.MIMEHeader
	returned   []byte
}

func (l *letter) notice(t *testing.T) notice {
	t.Helper()
	parts := l.parts(t)
	if len(parts) < 3 || !strings.HasPrefix(parts[1].kind, "message/") {
		t.Fatalf("this is no notice: %q", l.raw)
	}
	n := notice{returned: parts[2].data}
	for i, group := range bytes.Split(bytes.Trim(parts[1].data, "\r\n"), []byte("\r\n\r\n")) {
		fields, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(append(group, "\r\n\r\n"...)))).ReadMIMEHeader()
		if err != nil {
			t.Fatalf("%v in %q", err, parts[1].data)
		}
		if i == 0 {
			n.message = fields
		} else {
			n.recipients = append(n.recipients, fields)
		}
	}
	if len(n.recipients) == 0 {
		t.Fatalf("this notice is about nobody: %q", parts[1].data)
	}
	return n
}
