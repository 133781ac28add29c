// Package slim makes a WebAssembly module of Go smaller without touching its code.
//
// The linker's -s -w leaves two things behind that weigh a quarter of the packed module and that a browser has no use
// for. One is the tables that map every instruction to its source line and to the calls that were inlined around it;
// only stack traces read them. The other is the way the data is cut: at every few zero octets a new segment begins, each
// with a header that packs badly. Slim empties the tables and cuts the data anew. The project's own functions keep their
// names, so a crash report still says where it happened, without the line; those of the library lose them.
//
// It knows the layout of one generation of Go (the magic number of Go 1.20 and later) and refuses anything else.
package slim

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// Sections and opcodes of the WebAssembly binary format that matter here.
const (
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
	out := append([]byte(nil), wasm[:8]...)
	found := false
	for r := (reader{data: wasm, at: 8}); r.at < len(wasm); {
		start := r.at
		id := r.octet()
		body := r.take(int(r.number()))
		if r.failed {
			return nil, errors.New("slim: the module breaks off")
		}
		if id != sectionData {
			out = append(out, wasm[start:r.at]...)
			continue
		}
		memory, err := readData(body)
		if err != nil {
			return nil, err
		}
		if err := emptyTables(memory); err != nil {
			return nil, err
		}
		data := writeData(memory)
		out = append(out, sectionData)
		out = binary.AppendUvarint(out, uint64(len(data)))
		out = append(out, data...)
		found = true
	}
	if !found {
		return nil, errors.New("slim: the module has no data")
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

// The function table of Go 1.20 and later (runtime/symtab.go: pcHeader and _func).
const (
	magic = 0xfffffff1

	headerWords = 8 // nfunc, nfiles, textStart, then five offsets.

	funcName      = 4  // Offsets of fields of _func: the name,
	funcSP        = 16 // the tables of the stack pointer,
	funcFile      = 20 // the file
	funcLine      = 24 // and the line;
	funcNPCData   = 28 // how many more tables follow,
	funcCU        = 32 // the compilation unit, an index into the file names,
	funcStartLine = 36 // and the line on which the function begins.
	funcPCData    = 44 // The tables, one offset each.

	pcdataInlTree = 2 // internal/abi.PCDATA_InlTreeIndex.
)

// own begins the names of the functions that keep theirs.
const own = "ehloworld/"

// emptyTables finds the function table and takes the line, file and inlining tables out of it.
func emptyTables(memory []byte) error {
	head := []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}
	at := bytes.Index(memory, head)
	if at < 0 || bytes.Contains(memory[at+1:], head) {
		return errors.New("slim: the function table of this Go release is not where it was")
	}
	var words [headerWords]int
	for i := range words {
		words[i] = int(binary.LittleEndian.Uint64(memory[at+8+8*i:]))
	}
	functions, files, names, units := words[0], words[1], words[3], words[4]
	fileTable, pcTable, funcTable := words[5], words[6], words[7]
	if !(0 < names && names < units && units < fileTable && fileTable < pcTable && pcTable < funcTable) ||
		functions <= 0 || files <= 0 || at+funcTable+8*functions > len(memory) {
		return errors.New("slim: the function table makes no sense")
	}
	tables := memory[at+pcTable : at+funcTable]
	keep := make([]bool, len(tables))
	nameTable := memory[at+names : at+units]
	keepName := make([]bool, len(nameTable))
	for i := range functions {
		entry := at + funcTable + int(binary.LittleEndian.Uint32(memory[at+funcTable+8*i+4:]))
		if entry+funcPCData > len(memory) {
			return errors.New("slim: a function lies outside of the table")
		}
		f := memory[entry:]
		if offset := int(binary.LittleEndian.Uint32(f[funcName:])); offset > len(nameTable) {
			return errors.New("slim: a function's name lies outside of the names")
		} else if name, _, _ := bytes.Cut(nameTable[offset:], []byte{0}); offset > 0 && bytes.HasPrefix(name, []byte(own)) {
			for i := range name {
				keepName[offset+i] = true
			}
		} else {
			clear(f[funcName : funcName+4]) // The first name is emptied below, and stands for none.
		}
		clear(f[funcFile : funcFile+8])
		clear(f[funcCU : funcStartLine+4])
		if err := mark(tables, keep, binary.LittleEndian.Uint32(f[funcSP:])); err != nil {
			return err
		}
		for k := range int(binary.LittleEndian.Uint32(f[funcNPCData:])) {
			slot := f[funcPCData+4*k:]
			if k == pcdataInlTree {
				clear(slot[:4])
			} else if err := mark(tables, keep, binary.LittleEndian.Uint32(slot)); err != nil {
				return err
			}
		}
	}
	for i, needed := range keep {
		if !needed {
			tables[i] = 0
		}
	}
	for i, needed := range keepName {
		if !needed {
			nameTable[i] = 0
		}
	}
	clear(memory[at+units : at+pcTable]) // Nobody asks for files any more.
	return nil
}

// mark keeps the table that begins at offset: pairs of a value step and a distance, up to a value step of zero that is
// not the first (runtime/symtab.go: step). Offset 0 means that there is no table.
func mark(tables []byte, keep []bool, offset uint32) error {
	if offset == 0 {
		return nil
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
