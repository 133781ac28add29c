// Runs a probe module under Node and prints what its exports return.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const [, , module, wasmExec] = process.argv;
runInThisContext(readFileSync(wasmExec, "utf8"));
const go = new Go();
const { instance } = await WebAssembly.instantiate(readFileSync(module), go.importObject);
void go.run(instance);
const { probe, collect } = instance.exports;
console.log(probe(3), probe(500), collect(), probe(1), go.exited);
process.exit(0);
