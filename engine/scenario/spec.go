// Package scenario is the file format of scenarios: what a folder, a shared text archive or a link holds, read strictly
// and written back. A broken file ends in one sentence that names the place, never in half a world.
package scenario

import (
	"ehloworld/engine/policy"
	"ehloworld/engine/vtime"
)

// FormatVersion is the "format" number that this package reads and writes.
const FormatVersion = 1

// Bounds on what a scenario may ask for; a link is untrusted.
const (
	MaxHosts         = 32
	MaxLinks         = 256
	MaxAccounts      = 256
	MaxZoneRecords   = 1024
	MaxMail          = 1024      // Seeded letters.
	MaxMailBytes     = 1 << 20   // One seeded letter.
	MaxArchiveBytes  = 8 << 20   // A whole archive, and all files of a scenario together.
	MaxFiles         = 2048      // Files of one scenario.
	MaxScenarioBytes = 1 << 20   // scenario.json or a base's world.json.
	MaxLessonBytes   = 256 << 10 // The lesson in one language.
	MaxSteps         = 64        // Lesson steps.
	MaxHints         = 16        // Hints of one step.
	MaxConditions    = 1024      // Conditions and patterns of all steps together.
	MaxConditionDeep = 16        // Conditions inside each other.
	MaxSequence      = 32        // Patterns of one "seq".
	MaxQuestions     = 64        // Quiz questions.
	MaxScript        = 256       // Script entries.
	MaxFaults        = 64        // Faults in force from the start.
	MaxInputs        = 20_000    // Recorded inputs.
	MaxInputBytes    = 3 << 19   // One input: a letter with 1 MiB of attachments in base64 fits.
	MaxTextBytes     = 16 << 10  // One text in scenario.json.
	MaxDays          = 30        // Virtual days that a script reaches.
)

// Text is a text in both languages of the page.
type Text struct{ EN, ZH string }

// Scenario is one whole scenario.
type Scenario struct {
	Format  int
	ID      string // The slug, which is also the folder's name.
	Version int
	Minutes int
	Title   Text
	Covers  []string // Course statements, S1 … S91.
	World   World
	Script  []ScriptEntry
	View    View
	Order   string // "strict" or "any".
	Steps   []Step
	Quiz    []Question

	Lesson   Text              // The Markdown of lesson.en.md and lesson.zh.md.
	Solution string            // solution.txt
	Wrong    map[string]string // wrong-*.txt by file name; iterate sorted.
	Files    []File            // All files as read, sorted by name: what pack writes.
}

// File is one file of a scenario. Name has no leading slash and uses "/".
type File struct {
	Name string
	Data []byte
}

// World is what exists when the clock starts.
type World struct {
	Base     string // The built-in world that it was built upon, such as "two-towns"; empty: none.
	Seed     int64
	Start    vtime.Time
	Zone     int // The world's civil time: seconds east of UTC, taken from "start".
	Hosts    []Host
	Links    []Link
	Delay    vtime.Duration // Latency between hosts that no link names. Default 40 ms.
	Accounts []Account
	Records  []string // DNS zone lines: "hai.example. 300 MX 10 mail.hai.example."
	Mail     []Mail
	Faults   []Fault // In force from the start.
}

// Host is one machine.
type Host struct {
	ID       string // Name on the map and, for servers, the domain name.
	IP       string
	Kind     string // "ua", "mta" or "dns".
	X, Y     int    // Place on the map, per mille of its width and height; both 0: laid out by the page.
	Label    Text   // Optional.
	Domains  []string
	Services []Service
	Tools    []string // Shell commands a person may use; empty: all that fit the kind.
	EHLO     []string // Keywords offered besides those that always are; nil: the default set.
	Policy   policy.Policy
	Retry    string // Retry profile: rfc, textbook, postfix, notes3 …; default rfc.
	UA       *UA
	Resolver string // Host that answers its DNS questions; default: the first host with a dns service, or empty.
}

// Service is one listening port. Proto is smtp, submission, pop3, dns (later: imap, http …).
type Service struct {
	Proto string
	Port  int
}

// UA is the mail program of a user-agent host.
type UA struct {
	User   string // Address.
	Name   string // Display name; optional.
	In     string // "pop3".
	Mode   string // "keep" (default) or "delete".
	Out    string // Submission host; default: the account's server, filled in when the scenario is read.
	Inbox  string // POP3 host; default: as Out.
	Drafts []Draft
}

// Draft is a letter that waits, filled in, in a mail program.
type Draft struct{ To, Subject, Body string }

// Link gives the line between two hosts its properties; "*" as the second host means everybody.
type Link struct {
	A, B      string
	Delay     vtime.Duration
	Bandwidth int64 // Bits per second; 0: unlimited.
	Loss      int   // Packets lost per thousand.
	Drawn     bool  // Drawn on the map; true unless the file says "hidden": true.
}

// Account is a mailbox on the server of its domain.
type Account struct{ Addr, Pass, Name string }

// Mail is a letter that lies in a mailbox at the start.
type Mail struct {
	File string // Path below the scenario's folder.
	To   string
	Box  string         // Default INBOX.
	At   vtime.Duration // Relative to the start, usually negative.
	Data []byte         // The letter with CRLF line ends, filled in when the scenario is read.
}

// Fault is something broken. What is down (Target a host: the machine answers nothing), stopped (a host: it is up, its
// services refuse), full (an account: its mailbox takes nothing more), dns (a name), cut, slow or loss (Target "a--b": the
// line between two hosts; "a--*": all lines of a). Arg is the delay for slow ("500ms"), the packets lost per thousand for
// loss ("100"), SERVFAIL or TIMEOUT for dns. Three show in the dialogues of a mail server: reply (Arg "451 RCPT 3": it refuses
// the third RCPT of each connection and all after it), drop (Arg "RCPT 3": it drops the connection there; without Arg after
// each letter that it has taken, before its reply) and disk (it has no room for letters).
type Fault struct {
	Target string
	What   string
	Arg    string
}

// ScriptEntry is something that happens by itself: at a virtual time after the start, or after a step is done.
type ScriptEntry struct {
	After string         // Step id; empty: the start.
	At    vtime.Duration // After that.
	Input string         // An input line, done by the script: what "do" says, in the words that a person's input uses.
	Line  int            // Where it stands in scenario.json, for messages.
}

// View says what the page shows first.
type View struct {
	Panels []string
	Focus  string // Host whose terminal is opened and focused.
	Phases []string
}

// Step is one step of the lesson.
type Step struct {
	ID    string
	Check *Cond
	Live  bool // Un-latches when the check turns false again.
	Fail  *Cond
	Hints []Hint
}

// Hint offers section "hint KEY" of the lesson when something happens while the step is not done.
type Hint struct {
	On    *Cond // A condition; a bare pattern in the file is the condition that it was seen. Nil when Tries or Idle is set.
	Tries int   // Failed attempts since the step became the next one: refusing replies, failed tools, wrong answers.
	Idle  int   // Seconds the person did nothing.
	Key   string
}

// Question is a quiz question. Its words stand in section "quiz ID" of the lessons; its key stands here. Choices, bins,
// items and the key of an order question are single words: a list line "- WORD: text" of that section says how each is
// shown.
type Question struct {
	ID        string
	Kind      string // choice, order, sort (items into bins), number or text.
	Choices   []string
	Bins      []string
	Items     []QuizItem
	Key       []string // choice: the right choices; order: the right order; text: all spellings that count.
	Number    int64
	Tolerance int64
	Truth     string // "E11": the truth box that belongs to it.
}

// QuizItem is an item of a sort question and the bin it belongs in.
type QuizItem struct{ Item, Bin string }

// Cond is a condition of a step: exactly one of its seven words is set.
type Cond struct {
	Saw    *Pattern
	Count  *Range // For Saw and State; nil: at least one.
	Since  string // For Saw, Seq and State: only what came after that step was first done, or after the "start".
	Seq    []Pattern
	Same   string // For Seq: the field that must be equal in all matches.
	State  string // queue, box, msg, client, session, zone or policy.
	Of     string // For State: whose. See StateStores.
	Box    string // For State "box": the folder; INBOX unless "of" says "ADDRESS/FOLDER".
	Where  *Pattern
	Answer string
	All    []*Cond
	Any    []*Cond
	Not    *Cond
	Line   int // Where it stands in scenario.json, for messages.
}

// Range is a bound on a count; nil ends are open.
type Range struct{ GE, LE *int64 }

// Pattern is a set of tests on named fields; all must hold. A pattern for events begins with the test of "ev".
type Pattern struct{ Tests []Test }

// Test is one test of a pattern. Exactly one of the values is used, as Op says.
type Test struct {
	Field string
	Op    string // "eq" (Str, Int or Bool), "in" (List), "re" (Str), "has" (Str), "ge", "le" (Int), "bind" (Str: the name, without $).
	Type  string // For "eq": "str", "int" or "bool".
	Str   string
	Int   int64
	Bool  bool
	List  []string
}
