// A few octets of a part, and under them the characters that they are in each reading: the same octets, other texts.
import { characters, disputed, hex } from "./octets";
import { tools } from "./toolwords";

/** Octets that are shown. */
const many = 9;

export function Aligned({ octets, charsets }: { octets: Uint8Array; charsets: readonly string[] }) {
  const w = tools().charsets;
  const start = disputed(octets, many);
  if (start < 0) return null;
  const few = octets.subarray(start, start + many);
  const rows = charsets
    .map((name) => ({ name, found: characters(few, name) }))
    .filter(({ found }) => found.length > 0 && found.every((c) => c.text));
  if (rows.length < 2) return null;
  return (
    <div class="scroll">
      <table class="aligned">
        <caption>{w.aligned}</caption>
        <thead>
          <tr>
            <th scope="row">{w.octets}</th>
            {Array.from(few, (c, i) => (
              <td key={i}>{hex(c)}</td>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, found }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {found.map((c) => (
                <td key={c.from} colSpan={c.length} class={c.text.includes("\uFFFD") ? "unread" : ""}>
                  {/\P{C}/u.test(c.text) ? c.text : "·"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
