package vtime

// Duration is a span of simulated time in nanoseconds. It is the standard library's time.Duration without its package,
// which with all that it brings makes the browser's engine larger by 40 kB.
type Duration int64

// Units of spans.
const (
	Nanosecond  Duration = 1
	Microsecond          = 1000 * Nanosecond
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute
)

// String is Span.
func (d Duration) String() string { return Span(d) }
