package scenario

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/policy"
)

// readPolicyText reads the value of "policy".
func readPolicyText(text string) (p policy.Policy, err error) {
	r := &reader{file: "scenario.json"}
	if n, ok := r.document([]byte(text)); ok {
		readPolicy(n, &p)
	}
	return p, r.finish()
}

// TestEverySettingIsRead: each setting by each of its names, written as its kind is written.
func TestEverySettingIsRead(t *testing.T) {
	for _, s := range policy.Settings() {
		text, json := "on", "true"
		switch s.Kind {
		case policy.Switch:
			if s.Default == "on" {
				text, json = "off", "false"
			}
		case policy.Choice:
			text = s.Choices[len(s.Choices)-1]
			json = strconv.Quote(text)
		case policy.Number:
			text = "7"
			json = text
		case policy.Span:
			text, json = "1h", `"1h"`
			if s.Max < 3600e9 {
				text, json = "20s", `"20s"`
			}
		case policy.Text, policy.List:
			for _, text = range []string{"+", "bob@hai.example", "192.0.2.1", "hai.example", "sales: bob", "bob: \"Away.\"", "rfc", "on", "hai"} {
				if new(policy.Policy).Set(s.Key, text) == nil {
					break
				}
			}
			json = strconv.Quote(text)
			if s.Kind == policy.List {
				json = "[" + json + "]"
			}
		}
		for _, name := range []string{s.Key, s.Old} {
			if name == "" {
				continue
			}
			good, bad := json, "{}"
			if s.Kind == policy.Text || s.Kind == policy.Choice {
				bad = "1"
			}
			p, err := readPolicyText(`{"` + name + `": ` + good + `}`)
			if err != nil {
				t.Error(err)
				continue
			}
			if got, _ := p.Get(s.Key); got != text {
				t.Errorf("%s: %s is read as %q, want %q", name, good, got, text)
			}
			// For a list {} is an empty one.
			if _, err := readPolicyText(`{"` + name + `": ` + bad + `}`); err == nil && s.Kind != policy.List {
				t.Errorf("%s: %s is read", name, bad)
			}
		}
	}
}

func TestReadPolicy(t *testing.T) {
	p, err := readPolicyText(`{"ehlo.DSN": false, "ehlo.SIZE": "5000", "backupFor": ["a.example", "b.example"],
		"aliases": {"sales": "alice, bob", "all": ["x@y.example", "z"]}, "separator": ""}`)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"ehlo.DSN": "off", "ehlo.SIZE": "5000", "backupFor": "a.example; b.example", "aliases": "sales: alice, bob; all: x@y.example, z", "separator": "",
	} {
		if got, _ := p.Get(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	for _, row := range []struct{ text, want string }{
		{`{"colour": 1}`, "scenario.json line 1: colour: is not a setting"},
		{`{"maxsize": 1}`, "scenario.json line 1: maxsize: is not a setting; maxSize is one"},
		{`{"maxSize": 1, "max_size": 1}`, "scenario.json line 1: max_size: the setting maxSize stands there twice"},
		{`{"maxSize": "1"}`, "scenario.json line 1: maxSize: wanted a number, found a text"},
		{`{"maxSize": 0}`, "scenario.json line 1: maxSize: 0 is not a whole number from 1 to 67108864"},
		{`{"relay": "shut"}`, `scenario.json line 1: relay: "shut" is none of local-only or open`},
		{`{"relayFrom": ["x"]}`, `scenario.json line 1: relayFrom: "x" is not an IP network (write 192.0.2.0/24, with no bit set behind the prefix)`},
		{`{"relayFrom": [5]}`, "scenario.json line 1: relayFrom[0]: wanted a text, found a number"},
		{`{"relayFrom": "192.0.2.1"}`, "scenario.json line 1: relayFrom: wanted a list, found a text"},
		{`{"magic": 1}`, "scenario.json line 1: magic: wanted true or false, found a number"},
		{`[]`, "scenario.json line 1: wanted an object, found a list"},
	} {
		if _, err := readPolicyText(row.text); err == nil || err.Error() != row.want {
			t.Errorf("%s says %v, want %s", row.text, err, row.want)
		}
	}
}

// TestSchemaHasTheSettings holds the kinds, choices and bounds of the schema against the table.
func TestSchemaHasTheSettings(t *testing.T) {
	props := readSchema(t)["policy"].Properties
	types := map[policy.Kind]any{policy.Switch: "boolean", policy.Number: "integer", policy.Span: "string", policy.Text: "string"}
	for _, s := range policy.Settings() {
		d := props[s.Key]
		switch {
		case s.Kind == policy.Choice && !slices.Equal(d.Enum, s.Choices):
			t.Errorf("%s: the schema takes %v, the reader %v", s.Key, d.Enum, s.Choices)
		case s.Kind == policy.Number && (d.Minimum != s.Min || d.Maximum != s.Max):
			t.Errorf("%s: the schema takes %d to %d, the reader %d to %d", s.Key, d.Minimum, d.Maximum, s.Min, s.Max)
		case s.Kind == policy.List && (len(d.AnyOf) != 2 || d.AnyOf[0].MaxItems != int(s.Max)):
			t.Errorf("%s: the schema has another list", s.Key)
		case s.Params && !reflect.DeepEqual(d.Type, []any{"boolean", "string"}):
			t.Errorf("%s: the schema's type is %v", s.Key, d.Type)
		case !s.Params && types[s.Kind] != nil && d.Type != types[s.Kind]:
			t.Errorf("%s: the schema's type is %v", s.Key, d.Type)
		case s.Default != "" && !strings.HasSuffix(d.Description, "Default "+s.Default+"."):
			t.Errorf("%s: the schema does not end in the default %s", s.Key, s.Default)
		}
	}
}

// TestKeywords: the list of what EHLO offers is held to RFC 5321 section 4.1.1.1.
func TestKeywords(t *testing.T) {
	for _, row := range []struct{ list, want string }{
		{`["SIZE 1000", "8BITMIME", "X-OWN a=b", "CHUNKING", "BINARYMIME"]`, ""},
		{`["SIZE", "size 5"]`, "the keyword SIZE stands there twice"},
		{`["-X"]`, `"-X" is no keyword of EHLO (write 8BITMIME, or SIZE 1000000)`},
		{`["É"]`, `"É" is no keyword of EHLO (write 8BITMIME, or SIZE 1000000)`},
		{`["X-OWN é"]`, `"X-OWN é" is not ASCII, which an answer to EHLO must be`},
		{`["BINARYMIME"]`, "BINARYMIME needs CHUNKING (RFC 3030 section 3)"},
		{`["SIZE abc"]`, "abc is not how many octets a letter may have (1 to 67108864), of which maxSize may allow less"},
	} {
		files := fullFiles(t)
		files[1].Data = []byte(strings.Replace(string(files[1].Data), `["SIZE 1000", "8BITMIME"]`, row.list, 1))
		_, err := Read(files, base)
		if wrong, _ := err.(*Error); row.want == "" && err != nil || row.want != "" && (wrong == nil || wrong.Text != row.want) {
			t.Errorf("%s says %v, want %s", row.list, err, row.want)
		}
	}
}
