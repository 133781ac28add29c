package queue

import (
	"ehloworld/engine/vtime"
)

// Profile is a retry timetable: when a letter that could not be delivered is tried again, when its sender is warned and
// when the queue gives up. RFC 5321 section 4.5.4.1 wants at least 30 minutes between tries, a give-up time of at least
// 4 to 5 days, and all of it configurable; the profiles here are that advice, two real servers, and two classroom notes.
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

	gap func(attempt int, age vtime.Duration) vtime.Duration
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
	return last.Add(p.gap(attempt, last.Sub(arrived)))
}

// IsZero says that p is no profile at all.
func (p Profile) IsZero() bool { return p.gap == nil }

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

// steps is a list of pauses whose last one repeats.
func steps(gaps ...vtime.Duration) func(int, vtime.Duration) vtime.Duration {
	return func(attempt int, _ vtime.Duration) vtime.Duration {
		return gaps[min(max(attempt, 1), len(gaps))-1]
	}
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
		gap:         steps(30*vtime.Minute, 2*vtime.Hour),
	},
	{
		Name:   "textbook",
		EN:     "As the textbook says: every 30 minutes or so. After several days (here 5) the letter is returned. No warning in between.",
		ZH:     "按教材原文：大约每 30 分钟尝试一次。若干天（这里取 5 天）后退信，其间不发延迟通知。",
		Expire: 5 * day,
		gap:    steps(30 * vtime.Minute),
	},
	{
		Name:   "postfix",
		EN:     "Like Postfix: the pause is as long as the letter has waited, so waiting doubles from try to try, but at least 300 and at most 4000 seconds. After 5 days the letter is returned. Warnings are off by default.",
		ZH:     "仿 Postfix：间隔等于邮件已等待的时间，因此逐次加倍，但不少于 300 秒、不多于 4000 秒。5 天后退信。默认不发延迟通知。",
		Expire: 5 * day,
		// Postfix, qmgr_active.c: the next try waits for the letter's age, clamped to minimal_backoff_time and
		// maximal_backoff_time. The age at try 1 is nothing, hence two pauses of 300 s.
		gap: func(_ int, age vtime.Duration) vtime.Duration {
			return min(max(age, 300*vtime.Second), 4000*vtime.Second)
		},
	},
	{
		Name:   "notes3",
		EN:     "As the course notes say: every 3 minutes. The notes lost a zero: the textbook has 30. After several days (here 5) the letter is returned. No warning in between.",
		ZH:     "按课程笔记：每 3 分钟尝试一次。笔记漏写了一个零，教材原文是 30 分钟。若干天（这里取 5 天）后退信，其间不发延迟通知。",
		Expire: 5 * day,
		gap:    steps(3 * vtime.Minute),
	},
	{
		Name:        "mox",
		EN:          "Like mox: the pause starts at 7½ minutes and doubles. The sender is warned with the sixth try (after 3 h 52½ min); with the ninth, after 31 h 52½ min, the letter is returned.",
		ZH:          "仿 mox：间隔从 7 分半开始逐次加倍。第 6 次尝试（3 小时 52 分半）失败时发延迟通知，第 9 次（31 小时 52 分半）失败时退信。",
		DelayNotice: 31 * 450 * vtime.Second,
		Expire:      255 * 450 * vtime.Second,
		gap: func(attempt int, _ vtime.Duration) vtime.Duration {
			return 450 * vtime.Second << min(max(attempt, 1)-1, 8)
		},
	},
}

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
			return Profile{}, &ProfileError{Text: "a pause between two tries is from 1 minute to 30 days"}
		}
	}
	if expire <= 0 || expire > MaxExpire || delayNotice < 0 || delayNotice >= expire {
		return Profile{}, &ProfileError{Text: "a letter expires within 30 days, and its sender is warned before that"}
	}
	return Profile{
		Name:        "custom",
		EN:          "A timetable of this scenario's own.",
		ZH:          "本场景自定的时间表。",
		DelayNotice: delayNotice,
		Expire:      expire,
		gap:         steps(append([]vtime.Duration(nil), gaps...)...),
	}, nil
}
