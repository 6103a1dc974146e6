/** Traces as nobody writes them: lines and fields taken away, doubled, exchanged, or made into something else. */

/** A number from 0, below another one. */
export type Draw = (below: number) => number;

const values = [
  ...[null, true, -1, 0, 1, 7, 99, 1.5, 1e21, 2 ** 53, 1e308],
  ...["", "x", "zookeeper", "LEADING", "DOWN", "__proto__", "constructor", "toString", "0x8", "0xg", "x".repeat(5000)],
  ...["\u001b]0;x\u0007\u001b[31m\u009b2J", "\u202etxet\u2066", "a\nb\r\tc\u0000\u2028"],
  ...[[], [1], [1, 1, 1], [99], [-1], [null], [[]], {}, { a: 1 }],
];

type Json = null | boolean | number | string | Json[] | Fields;
interface Fields {
  [key: string]: Json;
}

/** One thing is wrong with the lines, in what one says or in what stands where; or nothing, by chance. */
export function spoil(lines: readonly string[], foreign: readonly string[], draw: Draw): string[] {
  if (lines.length === 0) return [];
  const at = draw(lines.length);
  const line = lines[at] ?? "";
  const other = draw(lines.length);
  switch (draw(10)) {
    case 0:
      return lines.toSpliced(at, 1 + draw(3));
    case 1:
      return lines.toSpliced(at, 0, line);
    case 2:
      return lines.with(at, lines[other] ?? "").with(other, line);
    case 3:
      return lines.slice(0, at);
    case 4:
      return lines.toSpliced(at + 1, 0, foreign[draw(foreign.length)] ?? "");
    case 5:
      return lines.with(0, foreign[0] ?? "");
    case 6: {
      const { type } = JSON.parse(line) as Fields;
      return lines.filter((one) => !one.startsWith(`{"type":"${type}"`));
    }
    default: {
      const place = draw(4) === 0 ? 0 : at;
      return lines.with(place, changed(lines[place] ?? "", lines[other] ?? "", draw));
    }
  }
}

/** A line with one field, at any depth, that is gone or other than it was. */
function changed(line: string, other: string, draw: Draw): string {
  const whole = JSON.parse(line) as Json;
  const places = placesIn(whole);
  const { holder, key } = places[draw(places.length)] ?? {};
  if (!holder || key === undefined) return line;
  const before = holder[key];
  const there = (JSON.parse(other) as Fields)[key];
  switch (draw(5)) {
    case 0:
      delete holder[key];
      break;
    case 1:
      if (typeof before === "number") holder[key] = before + ([1, -1, 1000, -1000, 2 ** 52][draw(5)] ?? 0);
      else if (Array.isArray(before)) holder[key] = [...before, ...before];
      break;
    case 2:
      if (there !== undefined) holder[key] = there;
      break;
    default:
      holder[key] = structuredClone(values[draw(values.length)]) as Json;
  }
  return JSON.stringify(whole);
}

function placesIn(value: Json): { holder: Fields; key: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ holder: value as Fields, key }, ...placesIn(inner)]);
}
