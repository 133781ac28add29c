package queue

import (
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/vtime"
)

// Profile is a retry timetable: when a letter that could not be delivered is tried again, when its sender is warned and
// when the queue gives up. RFC 5321 section 4.5.4.1 wants at least 30 minutes between tries, a give-up time of at least
// 4 to 5 days, and all of it configurable; the profiles here are that advice, four real servers,
// and two classroom notes.
//
// Times are counted without jitter, so that a run can be repeated and a learner can predict the next try.
type Profile struct {
	// Name is the word that scenarios use.
	Name string
	// EN and ZH describe the timetable in one sentence.
	EN, ZH string
	// DelayNotice is how long after its arrival the sender of a waiting letter is warned once; 0 means never.
	DelayNotice vtime.Duration
	// Expire is how long after its arrival a letter is returned to its sender.
	Expire vtime.Duration

	gaps []vtime.Duration                        // The pauses after the first, second … try; the last repeats.
	aged func(age vtime.Duration) vtime.Duration // Postfix: the pause of a letter that has waited for age; nil: gaps.
}

// MinGap is the shortest pause between two tries that Custom accepts. It bounds the number of tries of one letter.
const MinGap = vtime.Minute

// MaxExpire is the longest lifetime in the queue that Custom accepts.
const MaxExpire = 30 * 24 * vtime.Hour

// MaxGaps is how many different pauses Custom accepts.
const MaxGaps = 32

// Next returns when a letter that arrived at arrived is tried again, after try number attempt (counted from 1) which
// began at last. Counting from the beginning of a try keeps the timetable on its marks however long a refused
// connection takes.
func (p Profile) Next(attempt int, arrived, last vtime.Time) vtime.Time {
	if p.aged != nil {
		return last.Add(p.aged(last.Sub(arrived)))
	}
	return last.Add(p.gaps[min(max(attempt, 1), len(p.gaps))-1])
}

// IsZero says that p is no profile at all.
func (p Profile) IsZero() bool { return p.gaps == nil }

// MaxBackOff is for how long at most a destination that could not be reached is left alone; it is Postfix's
// minimal_backoff_time.
const MaxBackOff = 300 * vtime.Second

// BackOff is for how long a destination that could not be reached is left alone. It is never longer than the shortest
// pause, so that a letter's own timetable is never held up by its own failure.
func (p Profile) BackOff() vtime.Duration {
	least := MaxBackOff
	for _, gap := range p.gaps {
		least = min(least, gap)
	}
	return least
}

// Schedule lists the tries of a letter that keeps failing at once, as spans after its arrival, as far as they lie before
// within (the instant within itself does not count) and before the letter expires. The first is the immediate one, so
// it counts: in 24 hours "rfc" tries 13 times (0:00, 0:30, 2:30 … 22:30) and "notes3" 480 times (0:00, 0:03 … 23:57).
func (p Profile) Schedule(within vtime.Duration) []vtime.Duration {
	var tries []vtime.Duration
	for at := vtime.Time(0); at.Sub(0) < within && at.Sub(0) <= p.Expire; at = p.Next(len(tries), 0, at) {
		tries = append(tries, at.Sub(0))
	}
	return tries
}

const day = 24 * vtime.Hour

// profiles is in the order in which the page offers them.
var profiles = []Profile{
	{
		Name:        "rfc",
		EN:          "As RFC 5321 section 4.5.4.1 advises: at once, after 30 minutes, then every 2 hours. The sender is warned after 4 hours; after 5 days the letter is returned.",
		ZH:          "按 RFC 5321 第 4.5.4.1 节的建议：立即尝试，30 分钟后再试，此后每 2 小时一次。4 小时后通知发件人邮件延迟，5 天后退信。",
		DelayNotice: 4 * vtime.Hour,
		Expire:      5 * day,
		gaps:        []vtime.Duration{30 * vtime.Minute, 2 * vtime.Hour},
	},
	{
		Name:   "textbook",
		EN:     "As the textbook says: every 30 minutes or so. After several days (here 5) the letter is returned. No warning in between.",
		ZH:     "按教材原文：大约每 30 分钟尝试一次。若干天（这里取 5 天）后退信，其间不发延迟通知。",
		Expire: 5 * day,
		gaps:   []vtime.Duration{30 * vtime.Minute},
	},
	{
		Name:   "postfix",
		EN:     "Like Postfix: the pause is as long as the letter has waited, so waiting doubles from try to try, but at least 300 and at most 4000 seconds. After 5 days the letter is returned. Warnings are off by default.",
		ZH:     "仿 Postfix：间隔等于邮件已等待的时间，因此逐次加倍，但不少于 300 秒、不多于 4000 秒。5 天后退信。默认不发延迟通知。",
		Expire: 5 * day,
		// Postfix, qmgr_active.c: the next try waits for the letter's age, clamped to minimal_backoff_time and
		// maximal_backoff_time. The age at try 1 is nothing, hence two pauses of 300 s.
		gaps: []vtime.Duration{300 * vtime.Second},
		aged: func(age vtime.Duration) vtime.Duration {
			return min(max(age, 300*vtime.Second), 4000*vtime.Second)
		},
	},
	{
		Name:   "notes3",
		EN:     "As the course notes say: every 3 minutes. The notes lost a zero: the textbook has 30. After several days (here 5) the letter is returned. No warning in between.",
		ZH:     "按课程笔记：每 3 分钟尝试一次。笔记漏写了一个零，教材原文是 30 分钟。若干天（这里取 5 天）后退信，其间不发延迟通知。",
		Expire: 5 * day,
		gaps:   []vtime.Duration{3 * vtime.Minute},
	},
	{
		Name:        "mox",
		EN:          "Like mox: the pause starts at 7½ minutes and doubles. The sender is warned with the sixth try (after 3 h 52½ min); with the ninth, after 31 h 52½ min, the letter is returned.",
		ZH:          "仿 mox：间隔从 7 分半开始逐次加倍。第 6 次尝试（3 小时 52 分半）失败时发延迟通知，第 9 次（31 小时 52 分半）失败时退信。",
		DelayNotice: 31 * 450 * vtime.Second,
		Expire:      255 * 450 * vtime.Second,
		gaps: []vtime.Duration{
			unit, 2 * unit, 4 * unit, 8 * unit, 16 * unit, 32 * unit, 64 * unit, 128 * unit, 256 * unit,
		},
	},
	{
		Name:        "sendmail",
		EN:          "Like sendmail as Debian installs it: the queue is run every 10 minutes. The sender is warned after 4 hours; after 5 days the letter is returned.",
		ZH:          "仿 Debian 所装的 sendmail：每 10 分钟处理一次队列。4 小时后通知发件人邮件延迟，5 天后退信。",
		DelayNotice: 4 * vtime.Hour,
		Expire:      5 * day,
		gaps:        []vtime.Duration{10 * vtime.Minute},
	},
	{
		Name:        "exim",
		EN:          "Like Exim's example (F,2h,15m; G,16h,1h,1.5; F,4d,6h): every 15 minutes for 2 hours, then pauses that grow by half from 1 hour on until 16 hours, then every 6 hours. The sender is warned after 24 hours; after 4 days the letter is returned.",
		ZH:          "仿 Exim 的示例配置（F,2h,15m; G,16h,1h,1.5; F,4d,6h）：前 2 小时每 15 分钟一次，此后间隔从 1 小时起每次增加一半，直到 16 小时，之后每 6 小时一次。24 小时后通知发件人邮件延迟，4 天后退信。",
		DelayNotice: day,
		Expire:      4 * day,
		gaps: []vtime.Duration{
			quarter, quarter, quarter, quarter, quarter, quarter, quarter, quarter,
			4 * quarter, 6 * quarter, 9 * quarter, 27 * quarter / 2, 81 * quarter / 4, 243 * quarter / 8, 6 * vtime.Hour,
		},
	},
}

// The units of mox's and Exim's timetables.
const (
	unit    = 450 * vtime.Second
	quarter = 15 * vtime.Minute
)

// DefaultProfile is the profile of a host that names none.
const DefaultProfile = "rfc"

// Profiles lists the built-in profiles in teaching order.
func Profiles() []Profile { return append([]Profile(nil), profiles...) }

// ProfileNamed returns the built-in profile of that name.
func ProfileNamed(name string) (Profile, bool) {
	for _, p := range profiles {
		if p.Name == name {
			return p, true
		}
	}
	return Profile{}, false
}

// ProfileError says what is wrong with a profile of one's own.
type ProfileError struct{ Text string }

func (e *ProfileError) Error() string { return e.Text }

// Custom makes a profile of one's own: the pauses after the first, second … try, of which the last repeats, when the
// sender is warned (0: never) and when the letter is returned.
func Custom(gaps []vtime.Duration, delayNotice, expire vtime.Duration) (Profile, error) {
	if len(gaps) == 0 || len(gaps) > MaxGaps {
		return Profile{}, &ProfileError{Text: "a retry profile has from 1 to 32 pauses"}
	}
	for _, g := range gaps {
		if g < MinGap || g > MaxExpire {
			return Profile{}, &ProfileError{Text: "a pause between two tries is from 1 minute to 30 days, and not " + vtime.Span(g)}
		}
	}
	if expire <= 0 || expire > MaxExpire || delayNotice < 0 || delayNotice >= expire {
		return Profile{}, &ProfileError{Text: "a letter expires within 30 days, and its sender is warned before that"}
	}
	p := Profile{Name: "custom", DelayNotice: delayNotice, Expire: expire, gaps: append([]vtime.Duration(nil), gaps...)}
	p.EN, p.ZH = "A timetable of its own: "+p.String()+".", "自定的时间表："+p.String()+"。"
	return p, nil
}

// ParseProfile reads a timetable: the name of a built-in one, or one of one's own as
//
//	[0] PAUSE …[*] [; warn SPAN] [; expire SPAN]
//
// such as "0 5m 15m 1h*; warn 4h; expire 5d". The first try is made at once, which the 0 says; then come the pauses after
// the first, second … try. The last one repeats, which the star says. Without warn nobody is warned; without expire the
// letter is returned after 5 days. The first edition knows names only.
func ParseProfile(text string) (Profile, error) {
	text = strings.TrimSpace(text)
	if p, ok := ProfileNamed(text); ok {
		return p, nil
	}
	if !edition.Full {
		return Profile{}, edition.Needed("a retry timetable of one's own")
	}
	wrong := func(problem string) (Profile, error) {
		return Profile{}, &ProfileError{Text: problem + "; write a name (" + profileNames() + ") or a timetable such as 0 5m 15m 1h*; warn 4h; expire 5d"}
	}
	if text == "" || text[0] < '0' || text[0] > '9' {
		return wrong("there is no retry profile " + strconv.Quote(text))
	}
	clauses := strings.Split(text, ";")
	words := strings.Fields(clauses[0])
	if words[0] == "0" {
		words = words[1:]
	}
	var gaps []vtime.Duration
	for i, w := range words {
		span, starred := strings.CutSuffix(w, "*")
		gap, err := vtime.ParseDuration(span)
		switch {
		case starred && i < len(words)-1:
			return wrong("only the last pause can repeat, and " + w + " is not the last")
		case err != nil:
			return wrong(strconv.Quote(w) + " is no pause")
		}
		gaps = append(gaps, gap)
	}
	warn, expire := vtime.Duration(0), 5*day
	said := ""
	for _, clause := range clauses[1:] {
		word, span, _ := strings.Cut(strings.TrimSpace(clause), " ")
		d, err := vtime.ParseDuration(strings.TrimSpace(span))
		switch {
		case word != "warn" && word != "expire":
			return wrong(strconv.Quote(word) + " is neither warn nor expire")
		case err != nil:
			return wrong("a span such as 4h must follow " + word)
		case strings.Contains(said, word):
			return wrong(word + " stands there twice")
		case word == "warn":
			warn = d
		default:
			expire = d
		}
		said += word
	}
	return Custom(gaps, warn, expire)
}

// String is what ParseProfile reads p from.
func (p Profile) String() string {
	if !edition.Full || p.Name != "custom" {
		return p.Name
	}
	text := "0"
	for _, gap := range p.gaps {
		text += " " + vtime.Span(gap)
	}
	text += "*"
	if p.DelayNotice > 0 {
		text += "; warn " + vtime.Span(p.DelayNotice)
	}
	return text + "; expire " + vtime.Span(p.Expire)
}

func profileNames() string {
	var names []string
	for _, p := range profiles {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}
