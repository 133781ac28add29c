// Package slim makes a WebAssembly module of Go smaller.
//
// The linker's -s -w leaves three things behind that weigh a third of the packed module and that a browser has no use for.
// One is the tables that map every instruction to its source line and to the calls that were inlined around it, and those of
// where arguments lie and where a signal may interrupt; only stack traces and signals read them. Another is the way the data
// is cut: at every few zero octets a new segment begins, each with a header that packs badly. The third are functions of the
// library that are never called (unused.go). Slim empties the tables and those functions, cuts the data anew, and says places
// of the stack more shortly (address.go). The project's own functions keep their names, so a crash report still says where it happened, without
// the line; those of the library lose them.
//
// It knows the layout of one generation of Go (the magic number of Go 1.20 and later) and refuses anything else.
package slim

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Sections and opcodes of the WebAssembly binary format that matter here.
const (
	sectionCode = 10
	sectionData = 11
	opI32Const  = 0x41
	opEnd       = 0x0b
)

// maxMemory bounds the initial memory that a module may describe.
const maxMemory = 256 << 20

// zeroRun is how many zero octets in a row end a segment: fewer cost less than the header of a new one.
const zeroRun = 48

// Module returns a smaller module that behaves the same.
func Module(wasm []byte) ([]byte, error) {
	if len(wasm) < 8 || string(wasm[:4]) != "\x00asm" {
		return nil, errors.New("slim: this is no WebAssembly module")
	}
	type section struct {
		id   byte
		body []byte
	}
	var sections []section
	names := map[int]string{}
	found := false
	for r := (reader{data: wasm, at: 8}); r.at < len(wasm); {
		id := r.octet()
		body := r.take(int(r.number()))
		if r.failed {
			return nil, errors.New("slim: the module breaks off")
		}
		if id == sectionData {
			memory, err := readData(body)
			if err != nil {
				return nil, err
			}
			if err := emptyTables(memory, names); err != nil {
				return nil, err
			}
			body, found = writeData(memory), true
		}
		sections = append(sections, section{id, body})
	}
	if !found {
		return nil, errors.New("slim: the module has no data")
	}
	out := append([]byte(nil), wasm[:8]...)
	for _, s := range sections {
		if s.id == sectionCode {
			var err error
			if s.body, err = shrinkCode(s.body, names); err != nil {
				return nil, err
			}
		}
		out = append(out, s.id)
		out = binary.AppendUvarint(out, uint64(len(s.body)))
		out = append(out, s.body...)
	}
	return out, nil
}

// readData lays out the memory that the segments of a data section describe.
func readData(body []byte) ([]byte, error) {
	r := reader{data: body}
	var memory []byte
	for range r.number() {
		if kind := r.number(); kind != 0 {
			return nil, errors.New("slim: a data segment is not of the plain kind")
		}
		if r.octet() != opI32Const {
			return nil, errors.New("slim: a data segment has no constant address")
		}
		address := int(r.signed())
		if r.octet() != opEnd {
			return nil, errors.New("slim: a data segment has no constant address")
		}
		data := r.take(int(r.number()))
		if r.failed || address < 0 || address+len(data) > maxMemory {
			return nil, errors.New("slim: the data section breaks off")
		}
		if need := address + len(data); need > len(memory) {
			memory = append(memory, make([]byte, need-len(memory))...)
		}
		copy(memory[address:], data)
	}
	return memory, nil
}

// writeData cuts memory into segments, leaving out long runs of zeros, which memory holds anyway.
func writeData(memory []byte) []byte {
	var segments []byte
	count := uint64(0)
	for at := 0; at < len(memory); {
		if memory[at] == 0 {
			at++
			continue
		}
		end, zeros := at, 0
		for i := at; i < len(memory) && zeros < zeroRun; i++ {
			if memory[i] == 0 {
				zeros++
			} else {
				end, zeros = i+1, 0
			}
		}
		segments = append(segments, 0, opI32Const)
		segments = appendSigned(segments, int64(at))
		segments = append(segments, opEnd)
		segments = binary.AppendUvarint(segments, uint64(end-at))
		segments = append(segments, memory[at:end]...)
		count++
		at = end
	}
	return append(binary.AppendUvarint(nil, count), segments...)
}

// The function table of Go 1.20 and later (runtime/symtab.go: pcHeader, moduledata and _func).
const (
	headerWords = 8 // nfunc, nfiles, textStart, then five offsets.

	moduleGofunc = 320 // Offset in moduledata of the address that offsets of function data are counted from.

	funcName      = 4  // Offsets of fields of _func: the name,
	funcSP        = 16 // the tables of the stack pointer,
	funcFile      = 20 // the file
	funcLine      = 24 // and the line;
	funcNPCData   = 28 // how many more tables follow,
	funcCU        = 32 // the compilation unit, an index into the file names,
	funcStartLine = 36 // and the line on which the function begins;
	funcNData     = 43 // how many offsets of function data follow those of the tables.
	funcEnd       = 44 // Here the tables begin, one offset each, and behind them the function data.

	none = ^uint32(0) // Stands for function data that a function does not have.
)

// What a browser needs of the tables and of the function data (internal/abi): what the collector reads of a stack, and what
// a recovering panic does. The rest serves preemption by signals, which there are none of, and stack traces: unsafe points,
// inlining, the arguments and which of them live, what a wrapper wraps.
const (
	pcdataStackMap = 1 // internal/abi.PCDATA_StackMapIndex: the only table that is kept.
	keepTables     = 2 // So many tables a function has at most afterwards.

	funcdataInlTree = 3 // internal/abi.FUNCDATA_InlTree: the one that goes among those that stay.
	keepData        = 5 // So many offsets of function data a function has at most afterwards.
)

// own begins the names of the functions that keep theirs.
const own = "ehloworld/"

// emptyTables finds the function table, takes out of it what only stack traces read, and makes all its entries of one size:
// then the list of where they begin is regular and packs better. It puts the functions' names into named, by their place in
// the code.
func emptyTables(memory []byte, named map[int]string) error {
	head := []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}
	at := bytes.Index(memory, head)
	if at < 0 || bytes.Contains(memory[at+1:], head) || at+8+8*headerWords > len(memory) {
		return errors.New("slim: the function table of this Go release is not where it was")
	}
	var words [headerWords]int
	for i := range words {
		words[i] = int(binary.LittleEndian.Uint64(memory[at+8+8*i:]))
	}
	functions, files, names, units := words[0], words[1], words[3], words[4]
	fileTable, pcTable, funcTable := words[5], words[6], words[7]
	if !(0 < names && names < units && units < fileTable && fileTable < pcTable && pcTable < funcTable && funcTable < len(memory)-at) ||
		functions <= 0 || functions > len(memory)/8 || files <= 0 || at+funcTable+8*functions > len(memory) {
		return errors.New("slim: the function table makes no sense")
	}
	t := &tables{
		pc: memory[at+pcTable : at+funcTable], names: memory[at+names : at+units],
		data: map[uint32]bool{},
	}
	t.keepPC, t.keepName = make([]bool, len(t.pc)), make([]bool, len(t.names))
	entries := memory[at+funcTable:] // Where the entries begin is counted from here.
	first, end := len(entries), 0
	var made []byte
	for i := range functions {
		offset := int(binary.LittleEndian.Uint32(entries[8*i+4:]))
		entry, size, err := t.entry(entries, offset)
		if err != nil {
			return err
		}
		first, end = min(first, offset), max(end, offset+size)
		named[int(binary.LittleEndian.Uint32(entries[8*i:]))-firstFunction] = t.name(entries[offset:])
		made = append(made, entry...)
	}
	// Entries have grown where they had less than others, yet together they must not.
	if first < 8*functions || len(made) > end-first {
		return errors.New("slim: the entries of the function table do not fit any more")
	}
	for i := range functions {
		binary.LittleEndian.PutUint32(entries[8*i+4:], uint32(first+i*entrySize))
	}
	clear(entries[first+copy(entries[first:], made) : end])
	clearUnless(t.pc, t.keepPC)
	clearUnless(t.names, t.keepName)
	clear(memory[at+units : at+pcTable]) // Nobody asks for files any more.
	return t.emptyData(memory, at, at+names)
}

// tables is what entries of the function table refer to, and which of it is still needed.
type tables struct {
	pc, names        []byte
	keepPC, keepName []bool
	data             map[uint32]bool // Function data by offset; false when nobody needs it any more.
}

// name is the name of the function with this entry; "" when it has none.
func (t *tables) name(entry []byte) string {
	at := int(binary.LittleEndian.Uint32(entry[funcName:]))
	if at <= 0 || at >= len(t.names) {
		return ""
	}
	text, _, _ := bytes.Cut(t.names[at:], []byte{0})
	return string(text)
}

// entrySize is the size of every entry afterwards.
const entrySize = funcEnd + 4*keepTables + 4*keepData

// entry makes the new entry of the function whose old one is at offset, and returns the old one's size as well.
func (t *tables) entry(entries []byte, offset int) (entry []byte, size int, err error) {
	if offset < 0 || offset+funcEnd > len(entries) {
		return nil, 0, errors.New("slim: a function lies outside of the table")
	}
	old := entries[offset:]
	ntables, ndata := int(binary.LittleEndian.Uint32(old[funcNPCData:])), int(old[funcNData])
	if size = funcEnd + 4*ntables + 4*ndata; ntables > 255 || size > len(old) {
		return nil, 0, errors.New("slim: a function lies outside of the table")
	}
	f := append(make([]byte, 0, entrySize), old[:funcEnd]...)
	if text := t.name(f); strings.HasPrefix(text, own) {
		name := int(binary.LittleEndian.Uint32(f[funcName:]))
		for i := range text {
			t.keepName[name+i] = true
		}
	} else {
		clear(f[funcName : funcName+4]) // The first name is emptied, and stands for none.
	}
	clear(f[funcFile : funcFile+8])
	clear(f[funcCU : funcStartLine+4])
	binary.LittleEndian.PutUint32(f[funcNPCData:], keepTables)
	f[funcNData] = keepData
	stackMap := uint32(0)
	for k := range ntables {
		offset := binary.LittleEndian.Uint32(old[funcEnd+4*k:])
		if k == pcdataStackMap {
			stackMap = offset
		} else if k > 3 && offset != 0 {
			return nil, 0, fmt.Errorf("slim: a function has a table of a new kind, %d", k)
		}
	}
	f = binary.LittleEndian.AppendUint32(f, 0)
	f = binary.LittleEndian.AppendUint32(f, stackMap)
	for k := range max(ndata, keepData) {
		offset := none
		if k < ndata {
			offset = binary.LittleEndian.Uint32(old[funcEnd+4*ntables+4*k:])
		}
		keep := k < keepData && k != funcdataInlTree
		if offset != none {
			t.data[offset] = keep || t.data[offset]
		}
		if !keep {
			offset = none
		}
		if k < keepData {
			f = binary.LittleEndian.AppendUint32(f, offset)
		}
	}
	if err := mark(t.pc, t.keepPC, binary.LittleEndian.Uint32(f[funcSP:])); err != nil {
		return nil, 0, err
	}
	return f, size, mark(t.pc, t.keepPC, stackMap)
}

// emptyData clears the function data that nobody needs any more. They lie side by side, so one reaches as far as to the next;
// of the last one nobody knows, and it stays. moduledata, which says where they lie, begins with the addresses of the
// function table and of its names.
func (t *tables) emptyData(memory []byte, table, names int) error {
	head := binary.LittleEndian.AppendUint64(nil, uint64(table))
	head = binary.LittleEndian.AppendUint64(head, uint64(names))
	at := bytes.Index(memory, head)
	if at < 0 || bytes.Contains(memory[at+1:], head) || at+moduleGofunc+8 > len(memory) {
		return errors.New("slim: the module's description is not where it was")
	}
	base := int(binary.LittleEndian.Uint64(memory[at+moduleGofunc:]))
	offsets := slices.Sorted(maps.Keys(t.data))
	for i, offset := range offsets[:max(len(offsets)-1, 0)] {
		from, to := base+int(offset), base+int(offsets[i+1])
		if base <= 0 || from < 0 || to > len(memory) {
			return errors.New("slim: function data lie outside of the memory")
		}
		if !t.data[offset] {
			clear(memory[from:to])
		}
	}
	return nil
}

// clearUnless clears the octets that are not to be kept.
func clearUnless(data []byte, keep []bool) {
	for i, needed := range keep {
		if !needed {
			data[i] = 0
		}
	}
}

// mark keeps the table that begins at offset: pairs of a value step and a distance, up to a value step of zero that is
// not the first (runtime/symtab.go: step). Offset 0 means that there is no table.
func mark(tables []byte, keep []bool, offset uint32) error {
	if offset == 0 {
		return nil
	}
	if int(offset) > len(tables) {
		return fmt.Errorf("slim: the table at %d lies outside", offset)
	}
	r := reader{data: tables, at: int(offset)}
	for first := true; ; first = false {
		step := r.number()
		if step == 0 && !first {
			break
		}
		r.number()
		if r.failed {
			return fmt.Errorf("slim: the table at %d breaks off", offset)
		}
	}
	for i := int(offset); i < r.at; i++ {
		keep[i] = true
	}
	return nil
}

// reader reads the WebAssembly binary format. After a failure it gives zeros.
type reader struct {
	data   []byte
	at     int
	failed bool
}

func (r *reader) octet() byte {
	if r.at >= len(r.data) {
		r.failed = true
		return 0
	}
	b := r.data[r.at]
	r.at++
	return b
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.data)-r.at {
		r.failed = true
		return nil
	}
	b := r.data[r.at : r.at+n]
	r.at += n
	return b
}

// number reads an unsigned LEB128.
func (r *reader) number() uint64 {
	var v uint64
	for shift := uint(0); shift < 64; shift += 7 {
		b := r.octet()
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
	r.failed = true
	return 0
}

// signed reads a signed LEB128.
func (r *reader) signed() int64 {
	var v int64
	for shift := uint(0); shift < 64; {
		b := r.octet()
		v |= int64(b&0x7f) << shift
		shift += 7
		if b < 0x80 {
			if b&0x40 != 0 && shift < 64 {
				v |= -1 << shift
			}
			return v
		}
	}
	r.failed = true
	return 0
}

// appendSigned writes a signed LEB128.
func appendSigned(dst []byte, v int64) []byte {
	for {
		b := byte(v & 0x7f)
		v >>= 7
		if v == 0 && b&0x40 == 0 || v == -1 && b&0x40 != 0 {
			return append(dst, b)
		}
		dst = append(dst, b|0x80)
	}
}
