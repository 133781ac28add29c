// Which letters of a queue are shown, and in which order. Pure.
import type { QueueItem } from "../../bridge/protocol";

export const columns = ["id", "from", "rcpts", "size", "arrived", "next", "expires", "tries", "state"] as const;
export type Column = (typeof columns)[number];

export interface Order {
  by: Column;
  down: boolean;
}

const key: Record<Column, (x: QueueItem) => string | number> = {
  id: (x) => Number(/\d+/.exec(x.id)?.[0] ?? 0),
  from: (x) => x.from.toLowerCase(),
  rcpts: (x) => domain(x.rcpts[0]?.addr ?? ""),
  size: (x) => x.size,
  arrived: (x) => x.arrived,
  next: (x) => (x.state === "held" ? Number.MAX_SAFE_INTEGER : x.state === "active" ? -1 : x.next),
  expires: (x) => x.expires,
  tries: (x) => x.tries,
  state: (x) => ["active", "ready", "waiting", "kept", "held"].indexOf(x.state),
};

/** Recipients of one domain stand together. */
function domain(addr: string): string {
  const [local = "", host = ""] = addr.toLowerCase().split("@");
  return `${host} ${local}`;
}

/** Sorts; letters that are alike keep the order in which they came. */
export function sorted(items: readonly QueueItem[], order: Order): QueueItem[] {
  const of = key[order.by];
  const sign = order.down ? -1 : 1;
  return [...items].sort((a, b) => {
    const [x, y] = [of(a), of(b)];
    return x < y ? -sign : x > y ? sign : 0;
  });
}

/** The letters in which every word of a filter stands: in the id, an address, the last reply or the state. */
export function filtered(
  items: readonly QueueItem[],
  filter: string,
  stateName: (state: string) => string,
): QueueItem[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  return items.filter((x) => {
    const text = [
      x.id,
      x.from || "<>",
      x.state,
      stateName(x.state),
      ...x.rcpts.flatMap((r) => [r.addr, r.status, r.text]),
    ]
      .join("\n")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
