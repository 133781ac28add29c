package charset

import "strings"

// judge says how much text looks like what people write, from about -1000 to 1000: the mean of what its characters beyond
// ASCII earn, by their script, by their neighbours, and by how common they are. Text without such characters earns 0.
// Common tells of ideographs and syllables, by their order in text, how common they are; it may be shorter.
//
// It is arithmetic on a few facts about writing, not a model of languages: words keep to one script; small letters follow
// capitals, not the other way round; symbols do not stand inside words; a language has few letters with marks; of the
// ideographs in a character set those of the first level make up nearly all text.
func judge(text string, common []level) int {
	j := judgement{common: common}
	words := 0
	j.language, words = languageOf(text)
	before, here := rune(' '), rune(-1)
	for _, after := range text {
		if here >= 0 {
			j.add(before, here, after)
			before = here
		}
		here = after
	}
	if here >= 0 {
		j.add(before, here, ' ')
	}
	if j.count == 0 {
		return 0
	}
	return 10*j.points/j.count + perWord*min(words, mostWords)
}

// level says how common an ideograph or a syllable is in its character set.
type level int8

const (
	usual level = iota
	rare
	veryRare
)

// What characters earn. The scale is a hundred points for what makes no doubt.
const (
	sure     = 100
	likely   = 80
	fair     = 40
	doubtful = -40
	bad      = -150
	worst    = -500

	perWord   = 15 // For each known word of the language that the letters with marks speak for …
	mostWords = 4  // … up to so many.
)

type judgement struct {
	common   []level
	language string // The letters with marks of the language that explains most of those in the text.
	run      int    // Letters with marks in a row.
	points   int
	count    int
}

// script is what kind of character it is.
type script byte

const (
	space script = iota
	digit
	mark   // Punctuation of ASCII.
	quote  // Typographic punctuation, and signs that stand beside words: €, °, ©.
	symbol // Other signs, letters of no script.
	drawing
	control
	lostPlace
	latin
	latinMarked
	cyrillic
	greek
	hebrew
	arabic
	thai
	kana
	halfKana
	hangul
	han
	wide // Punctuation and forms of East Asian typography.
	emoji
	foreign // Scripts of no character set here but Unicode.
	odd     // Scripts that hardly anybody writes letters in, private use, unassigned.
)

// scripts gives the ends of ranges of characters and what lies up to there, from U+00A0.
var scripts = [...]struct {
	last rune
	is   script
}{
	{0xa0, space}, {0xa3, quote}, {0xa4, symbol}, {0xa5, quote}, {0xa6, symbol}, {0xa7, quote}, {0xa8, symbol}, {0xab, quote},
	{0xad, symbol}, {0xae, quote}, {0xaf, symbol}, {0xb3, quote}, {0xb4, symbol}, {0xb5, quote}, {0xb6, symbol}, {0xb7, quote},
	{0xb8, symbol}, {0xbf, quote}, {0xd6, latinMarked}, {0xd7, symbol}, {0xf6, latinMarked}, {0xf7, symbol}, {0x24f, latinMarked},
	{0x36f, odd}, {0x3ff, greek}, {0x52f, cyrillic}, {0x58f, foreign}, {0x5ff, hebrew}, {0x6ff, arabic}, {0xdff, foreign}, {0xe5b, thai},
	{0x18af, foreign}, {0x1dff, odd}, {0x1eff, latinMarked}, {0x1fff, greek}, {0x200b, space}, {0x201f, quote}, {0x2021, symbol}, {0x206f, quote}, {0x209f, symbol}, {0x20ac, quote}, {0x2102, symbol}, {0x2103, quote},
	{0x2115, symbol}, {0x2116, quote}, {0x2121, symbol}, {0x2122, quote}, {0x214f, symbol}, {0x218f, wide}, {0x245f, symbol}, {0x24ff, wide},
	{0x259f, drawing}, {0x2fff, symbol}, {0x303f, wide}, {0x30ff, kana}, {0x33ff, wide},
	{0x4dbf, odd}, {0x9fff, han}, {0xabff, odd}, {0xd7a3, hangul}, {0xf8ff, odd}, {0xfaff, han}, {0xff00, odd},
	{0xff60, wide}, {0xff9f, halfKana}, {0xffe6, wide}, {0xfffc, odd}, {0xfffd, lostPlace}, {0x1efff, odd}, {0x1faff, emoji}, {0x1ffff, odd},
	{0x2ffff, han}, {0x10ffff, odd},
}

func scriptOf(r rune) script {
	switch {
	case r == ' ' || r >= '\t' && r <= '\r':
		return space
	case r < ' ' || r >= 0x7f && r < 0xa0:
		return control
	case r < 0x80 && (r|0x20 >= 'a' && r|0x20 <= 'z'):
		return latin
	case r >= '0' && r <= '9':
		return digit
	case r < 0x80:
		return mark
	}
	for _, s := range scripts {
		if r <= s.last {
			return s.is
		}
	}
	return odd
}

// add lets a character earn its points.
func (j *judgement) add(before, r, after rune) {
	is, left, right := scriptOf(r), scriptOf(before), scriptOf(after)
	if is != latinMarked {
		j.run = 0
	}
	earns := 0
	switch is {
	case digit, mark, latin:
		return
	case space:
		if r < 0x80 {
			return
		}
	case control:
		earns = worst
	case lostPlace:
		earns = worst
	case quote:
		earns = fair
		switch inWord := isLetter(left) && isLetter(right) && left < kana && right < kana; {
		case inWord && !strings.ContainsRune("’·–—…", r):
			earns = bad
		case r < 0x100 && (isLetter(left) || isLetter(right)):
			earns = 0
		}
	case symbol:
		earns = doubtful
		if isLetter(left) || isLetter(right) {
			earns = bad
		}
	case drawing:
		earns = fair
		if isLetter(left) && left != latin || isLetter(right) && right != latin {
			earns = bad
		}
	case latinMarked:
		earns = j.latinMarked(r, left, right, before)
	case cyrillic, greek:
		earns = cased(is, r, before, left, right)
	case hebrew, arabic, thai:
		earns = likely + 5
		if r >= 0x591 && r < 0x5d0 {
			earns = doubtful // Points, which letters hardly have.
		}
		if is == thai && !thaiFits(before, r, after) {
			earns = bad
		}
		if strings.ContainsRune("ךםןףץ", r) && right == hebrew {
			earns = bad // Forms for the ends of words.
		}
		if left != is && right != is {
			earns = fair
		}
		if left == latin || right == latin || isLetter(left) && left != is {
			earns = bad
		}
	case kana:
		earns = sure
	case halfKana:
		earns = doubtful
		if (left == halfKana || right == halfKana) && !isLetter(left) && !isLetter(right) {
			earns = fair
		}
	case hangul, han:
		earns = j.ideograph(r, is, left, right)
	case wide, emoji:
		earns = fair
	case foreign:
		if earns = bad; left == foreign || right == foreign {
			earns = fair
		}
	default:
		earns = bad
	}
	j.points += earns
	j.count++
}

func isLetter(s script) bool { return s >= latin && s <= han && s != halfKana }

// isCapital says so of letters of Latin, Greek and Cyrillic.
func isCapital(r rune) bool {
	switch {
	case r < 0xc0:
		return r >= 'A' && r <= 'Z'
	case r < 0xdf:
		return true
	case r >= 0x100 && r < 0x138 || r >= 0x14a && r < 0x178:
		return r%2 == 0
	case r >= 0x139 && r < 0x149 || r >= 0x179 && r < 0x17f:
		return r%2 == 1
	case r == 0x178 || r >= 0x386 && r < 0x3ac && r != 0x390 || r >= 0x400 && r < 0x430:
		return true
	}
	return false
}

// cased judges a letter of Cyrillic or Greek.
func cased(is script, r, before rune, left, right script) int {
	earns := fair
	if strings.ContainsRune("оеаинтсрвлкмдпуыяьгзбчйхжшю"+"іїєґђјљњћџъ"+"αοιετσςνηυρπκμλωάέήίόύώδγχθφβξζψ", r) {
		earns = likely
	}
	switch {
	case isLetter(left) && left != is || isLetter(right) && right != is:
		return bad // A word in two scripts.
	case r == 'ς' && right == greek:
		return bad // It ends words.
	case r >= 0x402 && r < 0x410 && r != 'Є' && r != 'І' && r != 'Ї':
		return 0 // Capitals of the Balkans and Belarus.
	case isCapital(r) && isLetter(left) && !isCapital(before):
		return bad
	case isCapital(r) && left == is:
		return fair
	case strings.ContainsRune("оеаинтсрвл"+"αοιετσν", r):
		return sure
	}
	return earns
}

// thaiFits says whether a Thai character can stand between two others: marks and vowels come after consonants, or after
// other marks, but for five vowels that come before them. Digits and signs are rarely written.
func thaiFits(before, r, after rune) bool {
	isConsonant := func(r rune) bool { return r > 0xe00 && r < 0xe2f }
	isMark := func(r rune) bool { return r == 0xe31 || r >= 0xe34 && r <= 0xe3a || r >= 0xe47 && r <= 0xe4e }
	switch {
	case isMark(r) || r == 0xe30 || r == 0xe32 || r == 0xe33:
		return isConsonant(before) || isMark(before) || r == 0xe30 && before == 0xe32
	case r >= 0xe40 && r <= 0xe44:
		return isConsonant(after)
	}
	return isConsonant(r) || r == 0xe2f || r == 0xe46
}

// languages holds what languages in Latin script are known by: the letters with marks that they have, the usual ones first,
// and some of the words that every text of theirs has, of those without such letters.
var languages = [...]struct{ letters, words string }{
	{"üäößÄÖÜ", " der die das und ist mit nicht von zu den wir ein "},
	{"éèàêçîôâùûœëïÀÂÇÈÉÊÎÔ", " le la les des et est vous nous pour que de "},
	{"óíáéñúüÁÉÍÑÓÚ", " el la los que en por una con su de "},
	{"ãçáéíóêúõâàôÃÁÂÇÉÊÍÓÕÚ", " que para com uma os do da de "},
	{"èàòùìéÀÈÉÌÒÙ", " il che di per una con sono la "},
	{"äåöéÅÄÖ", " och att det som den med inte om "},
	{"åøæéÆØÅ", " og det at er til som ikke vi "},
	{"äöåÄÖÅ", " ja on ei se ovat kun "},
	{"áðíöúéæþóýÁÉÍÓÚÝÐÞÆÖ", " og er sem til en vi "},
	{"ëïéöüè", " de het een van en niet dat "},
	{"łęążóśćńźĄĆĘŁŃÓŚŹŻ", " na do nie jest to za po od "},
	{"íáéěýčžřšůúťóňďÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ", " se na je to do za ve po "},
	{"áíčéšžýťľúôďňäóĺŕÁČĎÉÍĽŇÓŠŤÚÝŽ", " sa na je to do za vo po "},
	{"áéöőóüíúűÁÉÍÓÖŐÚÜŰ", " az hogy nem egy is meg ez "},
	{"ăîțșâţşĂÂÎȘȚŞŢ", " de la cu pe nu este din pentru "},
	{"čšžćđČĆĐŠŽ", " je na se da za su od do "},
	{"ışüğçöİâÇĞÖŞÜ", " bir bu ve ile da de var "},
	{"ėšųžįąčūęĄČĘĖĮŠŲŪŽ", " ir kad yra ne su bet "},
	{"āīēšūļņķžģčĀČĒĢĪĶĻŅŠŪŽ", " un ir ar par uz no "},
	{"äõüöšžÄÕÖÜŠŽ", " ja on ei see kui "},
	{"àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹĐ", " cho khi trong anh em xin "},
}

// languageOf returns the letters with marks of the language that explains most of text, and how many of its words it
// knows.
func languageOf(text string) (letters string, words int) {
	all := wordsOf(text)
	most := 0
	for i := range languages {
		marked, known := 0, 0
		for _, r := range text {
			if r >= 0xc0 && r < 0x2000 && strings.ContainsRune(languages[i].letters, r) {
				marked++
			}
		}
		for _, word := range all {
			if strings.Contains(languages[i].words, word) {
				known++
			}
		}
		if explained := 3*marked + 2*known; explained > most {
			letters, words, most = languages[i].letters, known, explained
		}
	}
	return letters, words
}

// wordsOf returns the words of small letters of ASCII in text, each with blanks around it.
func wordsOf(text string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !isLetter(scriptOf(r)) }) {
		if asciiLen([]byte(word)) == len(word) {
			words = append(words, " "+word+" ")
		}
	}
	return words
}

// latinMarked judges a Latin letter with a mark.
func (j *judgement) latinMarked(r rune, left, right script, before rune) int {
	inWord := left == latin || left == latinMarked || right == latin || right == latinMarked
	j.run++
	switch {
	case (r == 'Â' || r == 'Ã') && right > mark && right < latin:
		return bad // What UTF-8 leaves that was taken for ISO 8859-1.
	case isLetter(left) && left != latin && left != latinMarked || isLetter(right) && right != latin && right != latinMarked:
		return bad
	case isCapital(r) && isLetter(left) && !isCapital(before):
		return bad
	case j.run > 2:
		return bad
	case !strings.ContainsRune(j.language, r):
		return doubtful
	case !inWord:
		return 0
	case strings.IndexRune(j.language, r) < 4*len("é"):
		return sure
	}
	return sure - 10
}

// syllables are those that make up half of Korean text.
const syllables = "이다는을를가에의고하지로기사한아안시니도리서요어자보습나대세해그인들수일있은정부만으면스라장전주조성제여"

// ideograph judges an ideograph or a Hangul syllable.
func (j *judgement) ideograph(r rune, is, left, right script) int {
	how := usual
	if len(j.common) > 0 {
		how, j.common = j.common[0], j.common[1:]
	}
	earns := likely
	if is == hangul && strings.ContainsRune(syllables, r) {
		earns = sure + 10
	}
	switch {
	case how == rare:
		earns = doubtful
	case how == veryRare:
		earns = 2 * doubtful
	}
	if left == latin && right == latin {
		earns -= sure // Between letters of a word in Latin script.
	}
	if is == hangul && (left == han || right == han) || is == han && (left == hangul || right == hangul) {
		earns -= sure
	}
	return earns
}
