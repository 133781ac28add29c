// Starts a Go program that was compiled to WebAssembly and gets at its memory: what the workers of the engine and of the
// message codec have in common. In front of their scripts the build puts Go's wasm_exec.js.

import { addTextDecoder } from "./textdecoder";

/** What wasm_exec.js defines. */
declare class Go {
  env: Record<string, string>;
  exited: boolean;
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

/** What every such program exports (wasm/port). */
interface Port {
  mem: WebAssembly.Memory;
  in_ptr(size: number): number;
  out_ptr(): number;
}

/** Collects early and keeps below a limit, because a page cannot give memory back. */
const collector = { GOGC: "50" };

/** A running program; E is what it exports besides the port. */
export class Instance<E> {
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();

  private readonly go: Go;
  readonly exports: E & Port;

  private constructor(go: Go, exports: E & Port) {
    this.go = go;
    this.exports = exports;
  }

  /** Runs main until it has gone to sleep; memoryLimit is such as "300MiB". */
  static async start<E>(module: WebAssembly.Module, memoryLimit: string): Promise<Instance<E>> {
    const go = new Go();
    go.env = { ...collector, GOMEMLIMIT: memoryLimit };
    addTextDecoder(go.importObject, () => exports.mem);
    const instance = await WebAssembly.instantiate(module, go.importObject);
    const exports = instance.exports as unknown as E & Port;
    void go.run(instance); // Its promise is for main's end.
    if (go.exited) throw new Error("the engine did not start");
    return new Instance<E>(go, exports);
  }

  /** Writes a text, and octets behind it, where the program reads them; the text's size in octets is returned. */
  write(text: string, octets?: Uint8Array | null): number {
    const input = this.encoder.encode(text);
    const size = input.length + (octets?.length ?? 0);
    const at = this.exports.in_ptr(size) >>> 0;
    const memory = new Uint8Array(this.exports.mem.buffer, at, size);
    memory.set(input);
    if (octets) memory.set(octets, input.length);
    return input.length;
  }

  /** The octets at an address. Memory may have grown, which detaches older views, so every look takes a new one. */
  octets(at: number, size: number): Uint8Array {
    return new Uint8Array(this.exports.mem.buffer, at >>> 0, size);
  }

  /** What the last call left, for the size that it returned. */
  output(size: number): Uint8Array {
    return this.octets(this.exports.out_ptr(), size);
  }

  /** The reply that the last call left. Throws when it says that the program is dead. */
  reply(size: number): string {
    const reply = this.decoder.decode(this.output(this.alive(size)));
    if (reply.startsWith('{"error"')) {
      const failure = JSON.parse(reply) as { error: string; panic?: boolean };
      if (failure.panic) throw new Error(failure.error);
    }
    return reply;
  }

  /** A panic that escaped ends the program, and the number that came back is garbage; one that did not is a negative one. */
  alive(size: number): number {
    if (this.go.exited) throw new Error("the engine stopped");
    if (size < 0) throw new Error((JSON.parse(this.decoder.decode(this.output(-size))) as { error: string }).error);
    return size;
  }
}
