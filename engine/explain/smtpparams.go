package explain

import "strings"

// withParameters adds what the parameters of MAIL or RCPT say.
func withParameters(x *Explanation, arg, lang string) *Explanation {
	if x == nil {
		return nil
	}
	_, params, _ := strings.Cut(arg, ">")
	for word := range strings.FieldsSeq(params) {
		key, _, _ := strings.Cut(word, "=")
		if p := find("smtp.parameter." + strings.ToUpper(key)); p != nil {
			more := p.in(lang)
			x.Text = join(lang, x.Text, more.Text)
			x.RFC = append(x.RFC, more.RFC...)
		}
	}
	return x
}
