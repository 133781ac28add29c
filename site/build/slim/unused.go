package slim

import (
	"encoding/binary"
	"errors"
	"regexp"
)

// unused are functions of the library that a browser never calls, though the linker cannot know it: what serves several
// threads, tools that nobody can attach to a page, settings that only an environment turns on, and numbers with a fraction,
// which the engine has none of (engine/layers_test.go). Their bodies become a trap: were one called all the same, the instance
// would be dead, the page would say so and start another.
//
// Whoever takes up a new release of Go, or a name here, runs the browser tests: they run into a wrong one.
var unused = []struct{ why, names string }{
	{"the execution tracer is started by nobody",
		`runtime\.(\(\*)?trace(Adv|Buf|CPU|Event|Exp|Locker|Map|Read|Reg|Stack|String|Sync|Type|Writer|St|Snap|Next|Acquire|Frames|Sched|Time|Clock|Enabled|Shut)|` +
			`runtime\.(makeTraceFrames?|fpunwindExpand|startPCForTrace|goStatusToTraceGoStatus|fpTracebackPCs)$`},
	{"nobody asks for a dump of the heap",
		`runtime\.(dump[A-Z]|mdump|writeheapdump|makeheapobjbv|finq_callback|itab_callback)`},
	{"nothing is profiled",
		`runtime\.(\(\*profBuf\)|saveblockevent|saveBlockEventStack|doRecordGoroutineProfile|tryRecordGoroutineProfile|mProf_Free$|saveg$|blockevent|mutexevent)`},
	{"GODEBUG and GOTRACEBACK are not set, and what they ask for is not printed",
		`runtime\.(schedtrace|checkFinalizersAndCleanups|printScavTrace|setCheckmark|runCheckmark|startCheckmarks|postMallocgcDebug|findGoroutineLeaks|` +
			`findMaybeRunnable|gcDumpObject|\(\*mspan\)\.reportZombies|printAncestor|tracebackHexdump|hexdump|\(\*hexdumper\))`},
	{"no value of a named basic type is thrown, nor a complex one",
		`runtime\.(printanycustomtype|printcomplex)`},
	{"there is one module, so types are not compared across modules",
		`runtime\.typesEqual$`},
	{"there is no C",
		`runtime\.(cgocall|cgoCheck|cgoContext|cgoUse|cgoIs|printCgo|printOneCgo|expandCgo|\(\*unwinder\)\.cgo|lockextra|oneNewExtraM)`},
	{"there is one thread, which makes no system calls that block",
		`runtime\.(handoffp|startm|newm1?|allocm|mexit|reentersyscall|exitsyscall|entersyscall|syscallingThread|startlockedm|stoplockedm|gcstopm|runqsteal|runqgrab|preemptPark|` +
			`scanConservative|\(\*p\)\.destroy)\b`},
	{"tests of simulated time run elsewhere",
		`runtime\.\(\*synctest`},
	{"nobody makes arenas",
		`runtime\.(setUserArena|\(\*mspan\)\.setUserArena|userArena|\(\*mheap\)\.enableMetadataHugePages)`},
	{"there are no numbers with a fraction",
		`internal/strconv\.(genericFtoa|fmt[A-Z]|dbox|roundShortest|fixedFtoa|AppendComplex|formatDigits|bigFtoa|leftShift|rightShift|\(\*decimal\)|AppendFloat|FormatFloat|FormatComplex)`},
}

// isUnused matches the name of a function that is never called.
var isUnused = func() *regexp.Regexp {
	pattern := "^(a^"
	for _, u := range unused {
		pattern += "|" + u.names
	}
	return regexp.MustCompile(pattern + ")")
}()

// trap is the body of a function that must not be called: no variables, the instruction unreachable, the end.
var trap = []byte{0, 0x00, opEnd}

// firstFunction is the address that the function table gives to the first function of the code; the others follow it one by
// one (cmd/link/internal/wasm: funcValueOffset).
const firstFunction = 0x1000

// shrinkCode returns the code section with the bodies of the functions that are never called replaced, and addresses shortened
// in all others; names maps the place of a function in the code to its name.
func shrinkCode(code []byte, names map[int]string) ([]byte, error) {
	r := reader{data: code}
	count := int(r.number())
	out := binary.AppendUvarint(nil, uint64(count))
	for i := range count {
		body := r.take(int(r.number()))
		if r.failed {
			return nil, errors.New("slim: the code section breaks off")
		}
		if isUnused.MatchString(names[i]) {
			body = trap
		} else {
			var err error
			if body, err = shortenAddresses(body); err != nil {
				return nil, err
			}
		}
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}
