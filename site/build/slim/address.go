package slim

import (
	"encoding/binary"
	"errors"
)

// The compiler puts what a call is given at places of the stack, and for every place but the first it reckons the address:
//
//	local.get SP  i64.extend_i32_u  i64.const 16  i64.add  i32.wrap_i64  VALUE  i64.store 0
//
// A store and a load have an offset of their own, so this is the same, unless the sum goes beyond 4 GiB, where no stack lies:
//
//	local.get SP  VALUE  i64.store 16
//
// There are tens of thousands of them.

// Opcodes of the WebAssembly binary format, by what Go's compiler makes of them.
const (
	opBlock, opLoop, opIf      = 0x02, 0x03, 0x04
	opBr, opBrIf, opBrTable    = 0x0c, 0x0d, 0x0e
	opCall, opCallIndirect     = 0x10, 0x11
	opDrop, opSelect           = 0x1a, 0x1b
	opLocalGet, opLocalSet     = 0x20, 0x21
	opLocalTee                 = 0x22
	opGlobalGet, opGlobalSet   = 0x23, 0x24
	opFirstLoad, opLastLoad    = 0x28, 0x35
	opFirstStore, opLastStore  = 0x36, 0x3e
	opMemorySize, opMemoryGrow = 0x3f, 0x40
	opI64Const                 = 0x42
	opF32Const, opF64Const     = 0x43, 0x44
	opI32Eqz, opI64Eqz         = 0x45, 0x50
	opI64Add                   = 0x7c
	opI32WrapI64               = 0xa7
	opI64ExtendI32U            = 0xad
	opLastSimple               = 0xc4
	opPrefixed                 = 0xfc
	prefixedTruncate           = 7 // Up to this number the prefixed instructions are conversions without operands.
	prefixedCopy, prefixedFill = 10, 11
	maxOffset                  = 1 << 20 // Larger ones are no places of a stack frame.
)

// instruction is one of a function's, as it lies in the code.
type instruction struct {
	op    byte
	bytes []byte
}

// shortenAddresses returns the body of a function with such addresses shortened.
func shortenAddresses(body []byte) ([]byte, error) {
	r := reader{data: body}
	for range r.number() {
		r.number()
		r.octet()
	}
	head := r.at
	var list []instruction
	for r.at < len(body) && !r.failed {
		start := r.at
		op := r.octet()
		if err := r.operands(op); err != nil {
			return nil, err
		}
		list = append(list, instruction{op, body[start:r.at]})
	}
	if r.failed {
		return nil, errors.New("slim: a function breaks off")
	}
	out := append(make([]byte, 0, len(body)), body[:head]...)
	offsets := map[int]uint64{} // To be added to the offset of the instruction with that number.
	for i := 0; i < len(list); i++ {
		if add, ok := addressAt(list[i:]); ok {
			if user := userOf(list[i+5:]); user >= 0 {
				offsets[i+5+user] = add
				out = append(out, list[i].bytes...)
				i += 4
				continue
			}
		}
		if add := offsets[i]; add > 0 {
			m := reader{data: list[i].bytes, at: 1}
			align, offset := m.number(), m.number()
			out = append(out, list[i].op)
			out = binary.AppendUvarint(out, align)
			out = binary.AppendUvarint(out, offset+add)
			continue
		}
		out = append(out, list[i].bytes...)
	}
	return out, nil
}

// addressAt says whether the instructions begin with the address of a place of the stack, and how far from its end that lies.
func addressAt(list []instruction) (add uint64, ok bool) {
	if len(list) < 6 || list[0].op != opLocalGet || list[1].op != opI64ExtendI32U || list[2].op != opI64Const ||
		list[3].op != opI64Add || list[4].op != opI32WrapI64 {
		return 0, false
	}
	r := reader{data: list[2].bytes, at: 1}
	n := r.signed()
	return uint64(n), 0 < n && n < maxOffset
}

// userOf finds the load or store that takes the address which lies on the stack before the first instruction; -1 when
// something else takes it, or when it is not clear from instructions that follow one another.
func userOf(list []instruction) int {
	above := 0 // So many values lie above the address.
	for i, in := range list {
		switch {
		case above == 0 && opFirstLoad <= in.op && in.op <= opLastLoad, above == 1 && opFirstStore <= in.op && in.op <= opLastStore:
			return i
		}
		takes, gives, ok := in.effect()
		if !ok || takes > above {
			return -1
		}
		above += gives - takes
	}
	return -1
}

// effect is how many values an instruction takes from the stack and gives back; not ok for what branches or calls.
func (in instruction) effect() (takes, gives int, ok bool) {
	switch op := in.op; {
	case op == opLocalGet, op == opGlobalGet, op == opMemorySize, 0x41 <= op && op <= opF64Const:
		return 0, 1, true
	case op == opLocalSet, op == opGlobalSet, op == opDrop:
		return 1, 0, true
	case op == opSelect:
		return 3, 1, true
	case opFirstStore <= op && op <= opLastStore:
		return 2, 0, true
	case op == opLocalTee, opFirstLoad <= op && op <= opLastLoad, op == opI32Eqz, op == opI64Eqz,
		0x67 <= op && op <= 0x69, 0x79 <= op && op <= 0x7b, // Counting bits.
		0x8b <= op && op <= 0x91, 0x99 <= op && op <= 0x9f, // Of one fraction.
		0xa7 <= op && op <= opLastSimple: // Conversions.
		return 1, 1, true
	case opI32Eqz < op && op < 0xa7: // Comparisons and arithmetic of two.
		return 2, 1, true
	}
	return 0, 0, false
}

// operands passes over what follows an opcode.
func (r *reader) operands(op byte) error {
	switch {
	case op == opBlock, op == opLoop, op == opIf, op == opMemorySize, op == opMemoryGrow:
		r.octet()
	case op == opBr, op == opBrIf, op == opCall, opLocalGet <= op && op <= opGlobalSet:
		r.number()
	case op == opBrTable:
		for range r.number() {
			if r.number(); r.failed {
				break
			}
		}
		r.number()
	case op == opCallIndirect, opFirstLoad <= op && op <= opLastStore:
		r.number()
		r.number()
	case op == 0x41, op == opI64Const:
		r.signed()
	case op == opF32Const:
		r.take(4)
	case op == opF64Const:
		r.take(8)
	case op == opPrefixed:
		switch kind := r.number(); {
		case kind <= prefixedTruncate:
		case kind == prefixedCopy:
			r.take(2)
		case kind == prefixedFill:
			r.take(1)
		default:
			return errors.New("slim: there is an instruction that Go had not made before")
		}
	case op <= 1, op == 0x05, op == opEnd, op == 0x0f, op == opDrop, op == opSelect, opI32Eqz <= op && op <= opLastSimple:
	default:
		return errors.New("slim: there is an instruction that Go had not made before")
	}
	return nil
}
