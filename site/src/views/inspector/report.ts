// Delivery reports inside a letter (RFC 3464), and its lines by part: what the inspector reads from the raw text. Pure.

export interface Field {
  name: string;
  value: string;
}

/** Fields of a header-like block; continuation lines are joined. */
export function fields(text: string): Field[] {
  const out: Field[] = [];
  for (const line of text.split(/\r?\n/)) {
    const last = out.at(-1);
    const found = /^([!-9;-~]+):[ \t]*(.*)$/s.exec(line);
    if (/^[ \t]/.test(line) && last) last.value += ` ${line.trim()}`;
    else if (found) out.push({ name: found[1] ?? "", value: (found[2] ?? "").trim() });
  }
  return out;
}

/** The groups of a message/delivery-status part: the first is about the letter, each other one about a recipient. */
export function deliveryStatus(raw: string): Field[][] {
  const head = /^content-type:[ \t]*message\/delivery-status/im.exec(raw);
  if (!head) return [];
  const rest = raw.slice(head.index);
  const start = /\r?\n\r?\n/.exec(rest);
  if (!start) return [];
  const body = rest.slice(start.index + start[0].length);
  const end = /^--\S/m.exec(body);
  return (end ? body.slice(0, end.index) : body)
    .split(/\r?\n[ \t]*\r?\n/)
    .map(fields)
    .filter((group) => group.length > 0);
}

/** "rfc822; bob@hai.example" → "bob@hai.example". */
export function withoutType(value: string): string {
  return value.replace(/^[a-z0-9-]+;[ \t]*/i, "");
}

/** The raw text of the header, and of the body. */
export function halves(raw: string): [string, string] {
  const blank = /\r?\n\r?\n/.exec(raw);
  return blank ? [raw.slice(0, blank.index), raw.slice(blank.index + blank[0].length)] : [raw, ""];
}
