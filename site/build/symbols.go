package main

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// Go keeps a table about every function in memory (runtime/symtab.go). The collector needs its frame sizes and pointer
// maps; names, files and lines are there for tracebacks alone, and they are a tenth of the packed engine. A panic of the
// engine is recovered and answered with its text, so a traceback is for developers, whose builds (serve) keep them.
//
// The layout is that of Go 1.20 to 1.26, which the table's first word names; any other is an error here.
const (
	tableMagic = 0xfffffff1

	// Offsets in runtime._func.
	funcName    = 4
	funcPCSP    = 16
	funcPCFile  = 20
	funcPCLine  = 24
	funcNPCData = 28
	funcCU      = 32
	funcLine    = 36
	funcPCData  = 44 // The first of NPCData.

	inlineIndex = 2 // The pcdata that says which inlined call a place belongs to: for tracebacks too.
)

// dropSymbols empties in memory what only tracebacks read. The runtime takes offset 0 for "no such table" and then prints
// question marks.
func dropSymbols(memory []byte) error {
	table, err := findTable(memory)
	if err != nil {
		return err
	}
	u32 := func(at int) int {
		if at < 0 || at+4 > len(memory) {
			err = errors.New("the function table points outside memory")
			return 0
		}
		return int(binary.LittleEndian.Uint32(memory[at:]))
	}
	zero := func(at int) {
		if u32(at); err == nil {
			binary.LittleEndian.PutUint32(memory[at:], 0)
		}
	}
	kept, dropped := map[int]bool{}, map[int]bool{}
	for i := range table.functions {
		f := table.funcs + u32(table.funcs+8*i+4)
		kept[u32(f+funcPCSP)] = true
		for _, field := range []int{funcPCFile, funcPCLine} {
			dropped[u32(f+field)] = true
		}
		for k := range u32(f + funcNPCData) {
			at := f + funcPCData + 4*k
			if k == inlineIndex {
				dropped[u32(at)] = true
				zero(at)
			} else {
				kept[u32(at)] = true
			}
			if err != nil {
				break
			}
		}
		for _, field := range []int{funcName, funcPCFile, funcPCLine, funcCU, funcLine} {
			zero(f + field)
		}
		if err != nil {
			return err
		}
	}
	for offset := range dropped {
		if offset != 0 && !kept[offset] {
			clearPairs(memory[table.values+offset : table.funcs])
		}
	}
	clear(memory[table.names:table.values]) // Function names, compilation units, file names stand in a row.
	return nil
}

// clearPairs empties one table of pcdata: pairs of varints up to a zero.
func clearPairs(data []byte) {
	for i := 0; i < len(data) && data[i] != 0; {
		for range 2 {
			for i < len(data) && data[i]&0x80 != 0 {
				data[i] = 0
				i++
			}
			if i < len(data) {
				data[i] = 0
				i++
			}
		}
	}
}

// functionTable says where the parts of runtime.pcHeader lie, as addresses.
type functionTable struct {
	functions            int
	names, values, funcs int
}

// findTable looks for the one header whose numbers make sense.
func findTable(memory []byte) (functionTable, error) {
	magic := binary.LittleEndian.AppendUint32(nil, tableMagic)
	magic = append(magic, 0, 0, 1, 8) // Padding, the smallest instruction, the size of a pointer.
	for from := 0; ; {
		i := bytes.Index(memory[from:], magic)
		if i < 0 {
			return functionTable{}, errors.New("no function table of a known layout; see symbols.go")
		}
		at := from + i
		from = at + 1
		if at+72 > len(memory) {
			continue
		}
		var word [8]int
		for k := range word {
			word[k] = int(binary.LittleEndian.Uint64(memory[at+8+8*k:]))
		}
		functions, names, values, funcs := word[0], word[3], word[6], word[7]
		if names == 72 && names < word[4] && word[4] < word[5] && word[5] < values && values < funcs &&
			functions > 0 && at+funcs+8*functions < len(memory) {
			return functionTable{functions, at + names, at + values, at + funcs}, nil
		}
	}
}
