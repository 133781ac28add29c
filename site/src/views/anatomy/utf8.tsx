// How the octets of a character in UTF-8 say how many they are, and which number they carry.
import { binary, codePoint, hex, nibbles, utf8Markers, utf8Payload } from "./octets";
import { tools } from "./toolwords";

export function Utf8Note({ octets }: { octets: readonly number[] }) {
  const w = tools().bits;
  const text = new TextDecoder().decode(Uint8Array.from(octets));
  const digits = nibbles(utf8Payload(octets));
  return (
    <div class="utf8">
      <p>{w.utf8(octets.length, binary(octets[0] ?? 0).slice(0, utf8Markers(octets[0] ?? 0)))}</p>
      <table>
        <caption class="hush">{w.utf8Table}</caption>
        <thead>
          <tr>
            <th scope="col">{w.utf8Octet}</th>
            <th scope="col">{w.utf8Marker}</th>
            <th scope="col">{w.utf8Number}</th>
          </tr>
        </thead>
        <tbody>
          {octets.map((o, i) => (
            <tr key={i}>
              <th scope="row">{hex(o)}</th>
              <td class="marker">{binary(o).slice(0, utf8Markers(o))}</td>
              <td>{binary(o).slice(utf8Markers(o))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="sum">
        <span class="nibbles">
          {digits.map((d, i) => (
            <span key={i}>
              {d}
              <b>{Number.parseInt(d, 2).toString(16).toUpperCase()}</b>
            </span>
          ))}
        </span>
        <span>
          {" = "}
          {codePoint(text)} = <b class="big">{text}</b>
        </span>
      </p>
    </div>
  );
}
