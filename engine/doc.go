// Package engine holds nothing itself. Below it lies a whole internet of mail servers as pure code: the same scenario,
// seed and inputs give the same trace, byte for byte, natively and in every browser.
//
// The packages stand in layers and import only downwards; layers_test.go has the table, with a reason for every rule.
// determinism_test.go finds what would let two equal runs differ.
package engine
