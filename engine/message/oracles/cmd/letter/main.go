// Command letter prints a letter of the corpus, and with -all what everybody reads in it.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"

	"ehloworld/engine/message/oracles"
	"ehloworld/engine/message/oracles/corpus"
)

func main() {
	seed := flag.Uint64("seed", oracles.Seed, "of the drawn letters")
	all := flag.Bool("all", false, "print the readings instead of the octets, as JSON")
	flag.Parse()
	hand, err := corpus.Hand()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, l := range slices.Concat(hand, corpus.Built(), corpus.Generate(*seed, 2*oracles.Drawn), corpus.Mutate(hand, *seed, 2*oracles.Drawn)) {
		if !slices.Contains(flag.Args(), l.Name) {
			continue
		}
		if !*all {
			os.Stdout.Write(l.Data)
			continue
		}
		c, err := oracles.Read([]corpus.Letter{l})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		enc := json.NewEncoder(os.Stdout)
		enc.SetIndent("", " ")
		fmt.Println("ours")
		enc.Encode(c[0].Ours)
		for _, o := range oracles.Oracles {
			fmt.Println(o.Name)
			enc.Encode(c[0].Readings[o.Name])
		}
	}
}
