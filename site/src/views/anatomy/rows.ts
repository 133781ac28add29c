// How octets lie in rows: as lines of text that are cut where the pane ends, or sixteen by sixteen. A letter may have 64 MiB,
// so a row is never kept: every 128th is, and the ones between are walked to. Pure.
import { CR, characterAt, codeAt, columns, LF } from "./octet";

/** A row: octets from start up to, not including, end. */
export interface Row {
  n: number; // Its place, from 0.
  start: number;
  end: number;
  line: number; // The line that it belongs to, from 1; in rows of hex the row's own number.
  first: boolean; // It begins that line.
}

export interface Rows {
  readonly count: number;
  /** Rows from n on, at most `many`. */
  take(n: number, many: number): Row[];
  /** The row that octet `at` lies in. */
  rowOf(at: number): number;
}

/** Rows of a fixed number of octets. */
export class HexRows implements Rows {
  readonly count: number;
  private readonly size: number;
  private readonly per: number;

  constructor(size: number, per: number) {
    this.size = size;
    this.per = per;
    this.count = Math.max(1, Math.ceil(size / per));
  }

  take(n: number, many: number): Row[] {
    const out: Row[] = [];
    for (let i = Math.max(0, n); i < Math.min(this.count, n + many); i++) {
      const start = i * this.per;
      out.push({ n: i, start, end: Math.min(this.size, start + this.per), line: i + 1, first: true });
    }
    return out;
  }

  rowOf(at: number): number {
    return Math.min(this.count - 1, Math.max(0, Math.floor(at / this.per)));
  }
}

const every = 128; // Rows between two that are kept.

/**
 * Lines of text. A line ends after LF; a line that is wider than the pane goes on in the next row. Long letters are
 * measured in pieces: call `more` until it says that it is done; meanwhile the rows that are known can be shown.
 */
export class TextRows implements Rows {
  count = 0;
  done = false;
  crlf = 0; // Lines that end in CRLF, and in LF alone.
  lf = 0;
  private readonly bytes: Uint8Array;
  private readonly width: number;
  private at = 0;
  private line = 1;
  private first = true;
  private readonly starts: number[] = [];
  private readonly lines: number[] = [];
  private readonly begins: boolean[] = [];

  constructor(bytes: Uint8Array, width: number) {
    this.bytes = bytes;
    this.width = Math.max(8, width);
  }

  /** Measures up to so many octets more. Says whether the end was reached. */
  more(octets: number): boolean {
    const { bytes } = this;
    const until = Math.min(bytes.length, this.at + octets);
    while (this.at < until) {
      if (this.count % every === 0) this.keep();
      const end = rowEnd(bytes, this.at, this.width);
      this.count++;
      this.first = bytes[end - 1] === LF;
      if (this.first) {
        this.line++;
        if (bytes[end - 2] === CR) this.crlf++;
        else this.lf++;
      }
      this.at = end;
    }
    if (this.at >= bytes.length) {
      if (this.count === 0) {
        this.keep(); // Nothing is one empty row.
        this.count = 1;
      }
      this.done = true;
    }
    return this.done;
  }

  private keep(): void {
    this.starts.push(this.at);
    this.lines.push(this.line);
    this.begins.push(this.first);
  }

  take(n: number, many: number): Row[] {
    const out: Row[] = [];
    const from = Math.max(0, n);
    const to = Math.min(this.count, n + many);
    if (from >= to) return out;
    const k = Math.floor(from / every);
    let start = this.starts[k] ?? 0;
    let line = this.lines[k] ?? 1;
    let first = this.begins[k] ?? true;
    for (let i = k * every; i < to; i++) {
      const end = start < this.bytes.length ? rowEnd(this.bytes, start, this.width) : start;
      if (i >= from) out.push({ n: i, start, end, line, first });
      first = this.bytes[end - 1] === LF;
      if (first) line++;
      start = end;
    }
    return out;
  }

  rowOf(at: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if ((this.starts[mid] ?? 0) <= at) low = mid;
      else high = mid - 1;
    }
    let n = low * every;
    let start = this.starts[low] ?? 0;
    while (n < this.count - 1) {
      const end = rowEnd(this.bytes, start, this.width);
      if (at < end) break;
      start = end;
      n++;
    }
    return n;
  }
}

/** Where the row that begins at `at` ends: after its LF, or before what would stand outside. Never at `at` itself. */
export function rowEnd(bytes: Uint8Array, at: number, width: number): number {
  const size = bytes.length;
  let used = 0;
  let i = at;
  while (i < size) {
    const b = bytes[i] as number;
    if (b === LF) return i + 1;
    let step = 1;
    let wide = 1;
    if (b >= 0x80) {
      step = characterAt(bytes, i, size) || 1;
      wide = step === 1 ? 2 : columns(codeAt(bytes, i, size));
    } else if (b < 0x20 || b === 0x7f) {
      // The line end that follows right away is let stick out, so that it needs no row of its own.
      if (b === CR && bytes[i + 1] === LF) return i + 2;
      wide = 4;
    }
    if (used + wide > width && i > at) return i;
    used += wide;
    i += step;
  }
  return size;
}
