package encoding

import (
	"mime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestJoinSections(t *testing.T) {
	for _, c := range []struct {
		in             []Section
		text, language string
	}{
		{nil, "", ""},
		{[]Section{{0, true, "utf-8'en'caf%C3%A9"}}, "caf\u00e9", "en"},
		{[]Section{{0, true, "UTF-8''caf%c3%a9"}}, "caf\u00e9", ""},
		{[]Section{{0, true, "iso-8859-1'fr'caf%E9"}}, "caf\u00e9", "fr"},
		{[]Section{{1, false, "%20b.txt"}, {0, true, "utf-8''a%20"}}, "a %20b.txt", ""}, // Only what says so is encoded.
		{[]Section{{0, true, "utf-8''%E6%B5"}, {1, true, "%B7"}}, "\u6d77", ""},         // A character cut in two.
		{[]Section{{0, false, "a"}, {2, false, "c"}}, "a", ""},
		{[]Section{{0, false, "a"}, {0, false, "x"}, {1, false, "b"}}, "ab", ""},
		{[]Section{{1, false, "b"}}, "", ""},
		{[]Section{{0, true, "no apostrophes %41"}}, "no apostrophes A", ""},
		{[]Section{{0, true, "one'apostrophe%41"}}, "one'apostropheA", ""},
		{[]Section{{0, true, "x-none''%E6%B5%B7%ff"}}, "\u6d77\uFFFD", ""},
		{[]Section{{0, true, "utf-8''100%%4"}}, "100%%4", ""},
		{[]Section{{0, true, "utf-8''it's"}}, "it's", ""},
	} {
		if text, language := JoinSections(c.in, basic); text != c.text || language != c.language {
			t.Errorf("%+v: %q %q, want %q %q", c.in, text, language, c.text, c.language)
		}
	}
}

func TestParam(t *testing.T) {
	for _, c := range []struct {
		value, language string
		want            []string
	}{
		{"a.txt", "", []string{"name=a.txt"}},
		{"", "", []string{"name=\"\""}},
		{"a b.txt", "", []string{"name=\"a b.txt\""}},
		{"a \"b\\.txt", "", []string{"name=\"a \\\"b\\\\.txt\""}},
		{"=?utf-8?Q?x?=", "", []string{"name*=utf-8''%3D%3Futf-8%3FQ%3Fx%3F%3D"}},
		{"caf\u00e9", "", []string{"name*=utf-8''caf%C3%A9"}},
		{"caf\u00e9", "fr", []string{"name*=utf-8'fr'caf%C3%A9"}},
		{"a\r\nb", "", []string{"name*=utf-8''a%0D%0Ab"}},
		{"it's 100%", "en", []string{"name*=utf-8'en'it%27s%20100%25"}},
		{strings.Repeat("x", 50), "", []string{"name*0=\"" + strings.Repeat("x", 31) + "\"", "name*1=\"" + strings.Repeat("x", 19) + "\""}},
		{strings.Repeat("\u6d77", 5), "", []string{"name*0*=utf-8''%E6%B5%B7%E6%B5%B7", "name*1*=%E6%B5%B7%E6%B5%B7%E6%B5%B7"}},
	} {
		if got := Param("name", c.value, c.language, 40); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.value, got, c.want)
		}
	}
}

func FuzzParam(f *testing.F) {
	f.Add("caf\u00e9 au lait", "fr", 60)
	f.Add(strings.Repeat("\\ \"", 50), "", 20)
	f.Fuzz(func(t *testing.T, value, language string, width int) {
		if strings.ContainsFunc(language, func(r rune) bool { return r < 'a' || r > 'z' }) || len(language) > 8 {
			language = ""
		}
		width %= 100
		tokens := Param("name", value, language, width)
		for _, token := range tokens {
			if len(token) > max(width, 40) || strings.ContainsFunc(token, func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Fatalf("%q: %q is too long or not ASCII", value, token)
			}
		}
		want := strings.ToValidUTF8(value, "\uFFFD")
		_, params, err := mime.ParseMediaType("a/b; " + strings.Join(tokens, "; "))
		if err != nil || params["name"] != want {
			t.Fatalf("the standard library reads %q as %q, want %q: %v", tokens, params["name"], want, err)
		}
		// One of our own.
		var sections []Section
		for _, token := range tokens {
			if head, text, ok := strings.Cut(token, "*="); ok {
				s := Section{Extended: true, Value: text}
				s.Number = len(sections)
				if strings.HasPrefix(head, "name") {
					sections = append(sections, s)
				}
			}
		}
		if len(sections) == len(tokens) {
			if got, lang := JoinSections(sections, basic); got != want || lang != language {
				t.Fatalf("%q: %q %q, want %q", tokens, got, lang, want)
			}
		}
		if text, _ := JoinSections([]Section{{0, true, value}}, basic); !utf8.ValidString(text) {
			t.Fatalf("%q", text)
		}
	})
}
