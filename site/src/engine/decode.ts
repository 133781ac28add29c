// Reads the encoded trace events that the engine hands over; the encoding is described in engine/trace/encode.go.

import type { TraceEvent } from "../state/events";

/** What the numbers in encoded events stand for: `names` of the reply to "open". */
export interface Names {
  kinds: string[];
  fields: string[];
  actors: string[];
}

/** Fields that hold an instant. They are given like an event's own time: nanoseconds since the world's start. */
const instants = new Set(["arrive", "at"]);

const text = new TextDecoder();

/** Decodes the batches of one run. */
export class Decoder {
  private readonly names: Names;
  private readonly start: bigint;

  /** @param startUnixNs the world's start in decimal nanoseconds, which times are made relative to */
  constructor(names: Names, startUnixNs: string) {
    this.names = names;
    this.start = BigInt(startUnixNs);
  }

  /** Decodes a batch. Octet fields are views of it, so it must not be changed or handed on afterwards. */
  batch(batch: ArrayBuffer): TraceEvent[] {
    const reader = new Reader(new Uint8Array(batch));
    const events: TraceEvent[] = [];
    while (reader.at < reader.bytes.length) {
      const length = reader.uvarint();
      events.push(this.event(reader, reader.at + length));
    }
    return events;
  }

  private event(reader: Reader, end: number): TraceEvent {
    const n = reader.uvarint();
    const t = this.since(reader.varint());
    const cause = reader.uvarint();
    const by = this.names.actors[reader.byte()] ?? "";
    const msg = reader.uvarint();
    const ev = this.names.kinds[reader.byte()] ?? "";
    const event: Record<string, unknown> = { n, t, cause, by, msg, ev };
    while (reader.at < end) {
      const field = this.names.fields[reader.byte()] ?? "";
      event[field] = this.value(reader, instants.has(field) || (ev === "clock" && field === "to"));
    }
    if (reader.at !== end) throw new RangeError(`event ${n} is damaged`);
    return event as unknown as TraceEvent;
  }

  private value(reader: Reader, instant: boolean): unknown {
    const type = reader.byte();
    switch (type) {
      case 0x73: // s
        return reader.text();
      case 0x62: // b
        return reader.octets();
      case 0x69: {
        // i
        const value = reader.varint();
        return instant ? this.since(value) : Number(value);
      }
      case 0x74: // t
        return true;
      case 0x6c: // l
        return Array.from({ length: reader.uvarint() }, () => reader.text());
    }
    throw new RangeError(`no such field type: ${type}`);
  }

  private since(instant: bigint): number {
    return Number(instant - this.start);
  }
}

class Reader {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError("an event ends too early");
    return byte;
  }

  /** Counts, numbers of events, lengths: always below 2^53. */
  uvarint(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
    }
  }

  /** Any 64-bit number. It is put together from two halves, because one BigInt per octet would be slow. */
  varint(): bigint {
    let low = 0;
    let high = 0;
    for (let i = 0; ; i++) {
      const byte = this.byte();
      if (i < 7) low += (byte & 0x7f) * 128 ** i;
      else high += (byte & 0x7f) * 128 ** (i - 7);
      if (byte < 0x80) break;
      if (i === 9) throw new RangeError("a number is too long");
    }
    const zigzag = high === 0 ? BigInt(low) : (BigInt(high) << 49n) + BigInt(low);
    return zigzag & 1n ? -((zigzag + 1n) >> 1n) : zigzag >> 1n;
  }

  octets(): Uint8Array {
    const length = this.uvarint();
    const from = this.at;
    this.at += length;
    if (this.at > this.bytes.length) throw new RangeError("an event ends too early");
    return this.bytes.subarray(from, this.at);
  }

  text(): string {
    return text.decode(this.octets());
  }
}
