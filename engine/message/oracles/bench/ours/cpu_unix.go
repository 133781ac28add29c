//go:build unix

package main

import "ehloworld/engine/message/oracles/bench/cputime"

func cpu() int64 { return cputime.Micros() }
