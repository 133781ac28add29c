// The page reads encoded events as the engine writes them: golden/events.json is made by the Go test beside it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Decoder } from "../../src/engine/decode";

interface Sample {
  start: string;
  kinds: string[];
  fields: string[];
  actors: string[];
  batch: string;
  events: Record<string, unknown>[];
}

const sample = JSON.parse(readFileSync(`${import.meta.dirname}/golden/events.json`, "utf8")) as Sample;
const bytes = Uint8Array.from(atob(sample.batch), (c) => c.charCodeAt(0));

/** As the sample writes octets. */
function plain(event: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? { base64: Buffer.from(value).toString("base64") } : value,
    ]),
  );
}

test("every kind of event is decoded as the engine encodes it", () => {
  const events = new Decoder(sample, sample.start).batch(bytes.buffer);
  assert.deepEqual(events.map(plain), sample.events);
});

test("a batch that is cut anywhere is refused, not misread", () => {
  const decoder = new Decoder(sample, sample.start);
  const ends = new Set<number>([0]);
  for (let n = 1; n <= sample.events.length; n++) {
    let at = 0;
    for (let i = 0; i < n; i++) {
      let length = 0;
      for (let unit = 1; ; unit *= 128) {
        const byte = bytes[at++]!;
        length += (byte & 0x7f) * unit;
        if (byte < 0x80) break;
      }
      at += length;
    }
    ends.add(at);
  }
  for (let cut = 0; cut < bytes.length; cut++) {
    const read = () => decoder.batch(bytes.slice(0, cut).buffer);
    if (ends.has(cut)) read();
    else assert.throws(read, RangeError, `cut at ${cut}`);
  }
});
