package anatomy

import "testing"

func TestEnclosed(t *testing.T) {
	c := New()
	ask(t, c, `{"op":"load","name":"x"}`, []byte(uuencoded), nil)
	ask(t, c, `{"op":"letter","n":0}`, nil, nil)
	var files []struct {
		Kind, Name string
		Size       int
		Lost       bool
	}
	ask(t, c, `{"op":"enclosed","part":0}`, nil, &files)
	if len(files) != 1 || files[0].Kind != "uuencode" || files[0].Name != "cat.txt" || files[0].Size != 3 || files[0].Lost {
		t.Fatalf("%+v", files)
	}
	if file := ask(t, c, `{"op":"extract","part":0,"n":0}`, nil, nil); string(file) != "Cat" {
		t.Errorf("%q", file)
	}
	if reply, _ := c.Cmd([]byte(`{"op":"extract","part":0,"n":1}`), nil); string(reply) != `{"error":"there is no such file in the part"}` {
		t.Errorf("%s", reply)
	}
}
