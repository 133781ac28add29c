package jsontext

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"ehloworld/engine/edition"
)

func TestParsePlaces(t *testing.T) {
	v, err := Parse([]byte("{\n  \"山\": [1, \"海\", true],\n\t\"b\":null}"))
	if err != nil {
		t.Fatal(err)
	}
	at := func(v *Value) [2]int { return [2]int{v.Line, v.Col} }
	list := v.Get("山")
	for _, c := range []struct {
		got, want [2]int
	}{
		{at(v), [2]int{1, 1}},
		{at(list), [2]int{2, 8}}, // 山 is one character.
		{at(&list.Items[1]), [2]int{2, 12}},
		{at(&list.Items[2]), [2]int{2, 17}},
		{at(v.Get("b")), [2]int{3, 6}},
	} {
		if c.got != c.want {
			t.Errorf("line and column %v, want %v", c.got, c.want)
		}
	}
	if v.Get("none") != nil || list.Get("x") != nil {
		t.Error("Get found what is not there")
	}
}

func TestParseErrors(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "line 1 column 1: the text ends where a value was expected",
		"{\n\"a\":1,\n\"a\":2}":    `line 3 column 1: the name "a" stands twice in one object`,
		"[1,]":                     "line 1 column 4: ']' stands where a value was expected",
		"[1 2]":                    "line 1 column 4: '2' stands where a comma or ] was expected",
		"{\"a\":1,}":               "line 1 column 8: '}' stands where a name in double quotes was expected",
		"{a:1}":                    "line 1 column 2: 'a' stands where a name in double quotes was expected",
		"01":                       "line 1 column 2: a number cannot go on with '1'",
		"-":                        "line 1 column 2: the text ends where a digit was expected",
		"1.":                       "line 1 column 3: the text ends where a digit was expected",
		"truth":                    "line 1 column 1: 't' stands where a value was expected",
		"1 1":                      "line 1 column 3: there is more after the end of the value",
		"\"a\nb\"":                 "line 1 column 3: a control character stands inside double quotes (write \\n or \\u00XX)",
		"\"\xff\"":                 "line 1 column 2: the text is not UTF-8",
		"\"\\ud800\"":              "line 1 column 8: an escape is half of a surrogate pair",
		"\"\\udc00\\ud800\"":       "line 1 column 8: an escape is half of a surrogate pair",
		"\"\\ud800\\u0041\"":       "line 1 column 14: an escape is half of a surrogate pair",
		"\"\\x\"":                  "line 1 column 3: a backslash is followed by neither \" \\ / b f n r t nor u",
		"\"\\u12g4\"":              "line 1 column 6: 'g' stands where a hexadecimal digit was expected",
		"\"":                       "line 1 column 2: the text ends inside double quotes",
		"\uFEFF1":                  "line 1 column 1: a byte order mark stands where a value was expected",
		strings.Repeat("[", 101):   "line 1 column 101: lists and objects are nested deeper than 100",
		strings.Repeat("[\n", 101): "line 101 column 1: lists and objects are nested deeper than 100",
	} {
		_, err := Parse([]byte(in))
		if err == nil || err.Error() != want {
			t.Errorf("Parse(%.20q):\n got %v\nwant %s", in, err, want)
		}
	}
	deep := strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth)
	if _, err := Parse([]byte(deep)); err != nil {
		t.Errorf("depth %d was refused: %v", MaxDepth, err)
	}
	if _, err := Parse(make([]byte, MaxBytes+1)); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("a huge text: %v", err)
	}
	many := "[" + strings.Repeat("0,", MaxValues) + "0]"
	if _, err := Parse([]byte(many)); err == nil || !strings.Contains(err.Error(), "more than 262144 values") {
		t.Errorf("too many values: %v", err)
	}
	// Many members: duplicates are still found once the map takes over.
	var b strings.Builder
	for i := range 1000 {
		b.WriteString(`"n` + strconv.Itoa(i) + `":0,`)
	}
	for _, dup := range []string{"n0", "n15", "n16", "n999"} {
		if _, err := Parse([]byte("{" + b.String() + `"` + dup + `":1}`)); err == nil {
			t.Errorf("the second %s was not noticed", dup)
		}
	}
}

func TestNumbers(t *testing.T) {
	for in, want := range map[string]Value{
		"0":                    {IsInt: true},
		"-0":                   {IsInt: true},
		"9223372036854775807":  {IsInt: true, Int: 1<<63 - 1},
		"-9223372036854775808": {IsInt: true, Int: -1 << 63},
		"9223372036854775808":  {},
		"1.0":                  {},
		"1e2":                  {},
		"-1.5E-7":              {},
	} {
		v, err := Parse([]byte(in))
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if v.Kind != Number || v.IsInt != want.IsInt || v.Int != want.Int || v.Str != in {
			t.Errorf("%s was read as %+v", in, *v)
		}
	}
}

func TestWriter(t *testing.T) {
	var w Writer
	w.Object()
	w.Name("a")
	w.Array()
	w.Int(-1)
	w.Bool(true)
	w.Null()
	w.Object()
	w.EndObject()
	w.Array()
	w.EndArray()
	w.EndArray()
	w.Name("b\"\n\x01\u2028")
	w.String("山\xff\u2029</script>")
	w.Name("c")
	w.Value(&Value{Kind: Number, Int: 7})
	w.EndObject()
	want := `{"a":[-1,true,null,{},[]],"b\"\n\u0001\u2028":"山` + "\uFFFD" + `\u2029</script>","c":7}`
	if string(w.Buf) != want {
		t.Errorf("got  %s\nwant %s", w.Buf, want)
	}
	if !json.Valid(w.Buf) {
		t.Error("it is not JSON")
	}
}

// plain turns a value tree into what encoding/json makes of the same text.
func plain(v *Value) any {
	switch v.Kind {
	case Bool:
		return v.Bool
	case Number:
		return json.Number(v.Str)
	case String:
		return v.Str
	case Array:
		list := []any{}
		for i := range v.Items {
			list = append(list, plain(&v.Items[i]))
		}
		return list
	case Object:
		m := map[string]any{}
		for i := range v.Members {
			m[v.Members[i].Name] = plain(&v.Members[i].Value)
		}
		return m
	}
	return nil
}

// compare holds Parse against encoding/json: what we take it takes, with the same meaning; what it takes we take, but
// for the things that this package refuses on purpose.
func compare(t *testing.T, data []byte) {
	v, err := Parse(data)
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var theirs any
	theirErr := d.Decode(&theirs)
	if theirErr == nil {
		if _, err := d.Token(); err != io.EOF {
			theirErr = io.ErrUnexpectedEOF
		}
	}
	if err != nil {
		e, ok := err.(*Error)
		if !ok || e.Line < 1 || e.Col < 1 || e.Line > bytes.Count(data, []byte("\n"))+1 {
			t.Fatalf("%q: error %#v", data, err)
		}
		strict := strings.Contains(e.Text, "stands twice") || strings.Contains(e.Text, "half of a surrogate") ||
			strings.Contains(e.Text, "nested deeper") || strings.Contains(e.Text, "UTF-8")
		if theirErr == nil && !strict {
			t.Fatalf("%q: encoding/json takes it, we say %v", data, err)
		}
		return
	}
	if theirErr != nil {
		t.Fatalf("%q: we take it, encoding/json says %v", data, theirErr)
	}
	if ours := plain(v); !reflect.DeepEqual(ours, theirs) {
		t.Fatalf("%q:\nours   %#v\ntheirs %#v", data, ours, theirs)
	}
	out := Append(nil, v)
	again, err := Parse(out)
	if err != nil {
		t.Fatalf("%q: what we wrote, %q, we do not read: %v", data, out, err)
	}
	if !reflect.DeepEqual(plain(again), plain(v)) || !bytes.Equal(Append(nil, again), out) {
		t.Fatalf("%q changed on its way through %q", data, out)
	}
}

var samples = []string{
	`{"a":[1,2.5,-3e7,"x\u00e9\ud83d\ude00\n",true,false,null,{}],"b":{"c":[]}}`,
	`[]`, `{}`, ` "" `, "\t[\r\n1 ]", `"\/\b\f\n\r\t\"\\"`, `-0`, `1E400`, `"山海"`, `[[[[[]]]]]`, `nul`, `[1,,2]`, `{"a"}`,
	`{"a":1 "b":2}`, `"\u0000"`, "\"\u2028\"", "\"\xed\xa0\x80\"", `+1`, `.5`, `[-]`, `1_0`, "\v1", "// c\n1",
}

func TestAgainstEncodingJSON(t *testing.T) {
	for _, s := range samples {
		compare(t, []byte(s))
		// Every sample with every octet dropped, doubled or changed.
		for i := range s {
			compare(t, []byte(s[:i]+s[i+1:]))
			compare(t, []byte(s[:i]+s[i:i+1]+s[i:]))
			for _, c := range "\"\\{}[],:0e-.u \n\x00\xff" {
				compare(t, []byte(s[:i]+string(c)+s[i+1:]))
			}
		}
	}
}

func TestAppendStringRoundTrip(t *testing.T) {
	for r := rune(0); r < 0x3000; r++ {
		s := "a" + string(r) + "b"
		var back string
		if err := json.Unmarshal(AppendString(nil, s), &back); err != nil || back != s {
			t.Fatalf("%q came back as %q, %v", s, back, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range samples {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { compare(t, data) })
}

func FuzzAppendString(f *testing.F) {
	f.Add("a\xff\u2028\"")
	f.Fuzz(func(t *testing.T, s string) {
		v, err := Parse(AppendString(nil, s))
		if err != nil || v.Kind != String {
			t.Fatalf("%q: %v", s, err)
		}
		if want := strings.ToValidUTF8(s, "\uFFFD"); utf8.ValidString(s) && v.Str != want {
			t.Fatalf("%q came back as %q", s, v.Str)
		}
	})
}

func TestReply(t *testing.T) {
	fails := func(err error) func(*Writer) error { return func(*Writer) error { return err } }
	for _, row := range []struct {
		got  []byte
		want string
	}{
		{Reply(func(w *Writer) error { w.Int(7); return nil }), `{"ok":7}`},
		{Reply(fails(errors.New(`no "such" host`))), `{"error":"no \"such\" host"}`},
		{Reply(fails(fmt.Errorf("line 3: %w", edition.Needed("this")))), `{"error":"line 3: this needs the full edition of the engine","lacks":true}`},
		{Panic("out of memory"), `{"error":"out of memory","panic":true}`},
	} {
		if string(row.got) != row.want {
			t.Errorf("%s, wanted %s", row.got, row.want)
		}
	}
}
