// What the encoding of a part costs: its content and what is on the wire, as lengths of two bars and in figures.
import type { Part } from "../../anatomy/protocol";
import { base64Size, figure, percent } from "./octets";
import { tools } from "./toolwords";

export function Growth({ part, base64 }: { part: Part; base64: boolean }) {
  const w = tools().bits;
  const wire = part.body.end - part.body.start;
  const content = Math.max(0, part.size);
  if (content === 0) return null;
  const letters = base64 ? Math.min(wire, base64Size(content).letters) : wire;
  const rest = wire - letters;
  const longest = Math.max(content, wire);
  const share = (n: number) => `${(n * 100) / longest}%`;
  return (
    <section class="growth">
      <h3>{w.cost}</h3>
      <dl>
        <dt>{w.content}</dt>
        <dd>
          <span class="gauge">
            <i class="kept" style={{ width: share(content) }} />
          </span>
          <b>{figure(content)}</b>
        </dd>
        <dt>{w.wire}</dt>
        <dd>
          <span class="gauge">
            <i class="kept" style={{ width: share(Math.min(content, letters)) }} />
            {letters > content && <i class="grown" style={{ width: share(letters - content) }} />}
            {rest > 0 && <i class="ends" style={{ width: share(rest) }} />}
          </span>
          <b>{figure(wire)}</b> <span class="sum">{w.percent(percent(content, wire))}</span>
        </dd>
      </dl>
      <p class="k">
        {base64
          ? w.costBase64(percent(content, letters), figure(rest), percent(content, content + rest))
          : w.costQuoted(figure(base64Size(content).wire), percent(content, base64Size(content).wire))}
      </p>
    </section>
  );
}
