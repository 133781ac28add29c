package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// shrink rewrites a WebAssembly module of Go's so that it packs better and does the same.
//
// Go's linker cuts initialised memory into a segment wherever a few octets are zero: tens of thousands of them, whose
// headers are numbers that no compressor can foresee. Joined across the gaps, memory is a little larger as a file and
// clearly smaller when packed. Before that, the tables are emptied that only a traceback needs (see symbols.go).
func shrink(module []byte) ([]byte, error) {
	const header = 8
	if len(module) < header || !bytes.Equal(module[:header], []byte("\x00asm\x01\x00\x00\x00")) {
		return nil, errors.New("not a WebAssembly module")
	}
	out := append([]byte(nil), module[:header]...)
	for rest := module[header:]; len(rest) > 0; {
		id := rest[0]
		size, n := binary.Uvarint(rest[1:])
		if n <= 0 || size > uint64(len(rest)-1-n) {
			return nil, errors.New("a section is cut short")
		}
		content := rest[1+n : 1+n+int(size)]
		rest = rest[1+n+int(size):]
		if id == sectionData {
			memory, err := readMemory(content)
			if err != nil {
				return nil, fmt.Errorf("data section: %w", err)
			}
			if err := dropSymbols(memory); err != nil {
				return nil, fmt.Errorf("symbols: %w", err)
			}
			content = writeMemory(memory)
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(content)))
		out = append(out, content...)
	}
	return out, nil
}

const (
	sectionData = 11
	opI32Const  = 0x41
	opEnd       = 0x0b
	// maxGap is how many zero octets are written out to save a segment's header.
	maxGap = 64
	// maxMemory bounds the initialised memory that is believed in.
	maxMemory = 64 << 20
)

// readMemory lays out what a data section puts into memory, which is otherwise zero. It knows the one kind of segment that
// Go's linker writes: active, in memory 0, at a constant address.
func readMemory(section []byte) ([]byte, error) {
	count, n := binary.Uvarint(section)
	if n <= 0 {
		return nil, errors.New("no count")
	}
	section = section[n:]
	var memory []byte
	for range count {
		if len(section) < 2 || section[0] != 0 || section[1] != opI32Const {
			return nil, errors.New("an unknown kind of segment")
		}
		at, n := signed(section[2:])
		if n <= 0 || len(section) < 3+n || section[2+n] != opEnd {
			return nil, errors.New("an address that is no constant")
		}
		section = section[3+n:]
		size, n := binary.Uvarint(section)
		if n <= 0 || size > uint64(len(section)-n) {
			return nil, errors.New("a segment is cut short")
		}
		if at < 0 || at+int64(size) > maxMemory {
			return nil, errors.New("a segment lies too high")
		}
		if grow := int(at) + int(size) - len(memory); grow > 0 {
			memory = append(memory, make([]byte, grow)...)
		}
		copy(memory[at:], section[n:n+int(size)])
		section = section[n+int(size):]
	}
	if len(section) > 0 {
		return nil, errors.New("something stands behind the last segment")
	}
	return memory, nil
}

// writeMemory writes a data section that lays out memory.
func writeMemory(memory []byte) []byte {
	var segments []byte
	count := 0
	for at := 0; ; {
		for at < len(memory) && memory[at] == 0 {
			at++
		}
		if at == len(memory) {
			break
		}
		end := at + 1 // Behind the last octet that is not zero.
		for i := end; i < len(memory) && i-end <= maxGap; i++ {
			if memory[i] != 0 {
				end = i + 1
			}
		}
		segments = append(segments, 0, opI32Const)
		segments = appendSigned(segments, int64(at))
		segments = append(segments, opEnd)
		segments = binary.AppendUvarint(segments, uint64(end-at))
		segments = append(segments, memory[at:end]...)
		at = end
		count++
	}
	return append(binary.AppendUvarint(nil, uint64(count)), segments...)
}

// signed reads a signed LEB128 number and its length; 0 when it is cut short.
func signed(data []byte) (value int64, n int) {
	for shift := 0; n < len(data) && shift < 64; shift += 7 {
		b := data[n]
		n++
		value |= int64(b&0x7f) << shift
		if b&0x80 == 0 {
			if b&0x40 != 0 && shift+7 < 64 {
				value |= -1 << (shift + 7)
			}
			return value, n
		}
	}
	return 0, 0
}

func appendSigned(dst []byte, value int64) []byte {
	for {
		b := byte(value & 0x7f)
		value >>= 7
		if value == 0 && b&0x40 == 0 || value == -1 && b&0x40 != 0 {
			return append(dst, b)
		}
		dst = append(dst, b|0x80)
	}
}
