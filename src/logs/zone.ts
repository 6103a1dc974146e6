/** A time zone: its offset from UTC in ms (east is positive), or an IANA name such as "Asia/Shanghai". */
export type Zone = number | string;

const formats = new Map<string, Intl.DateTimeFormat>();
/** Offsets change at quarters of an hour only, so one answer holds for all times of a quarter. */
const quarterMs = 15 * 60_000;
const offsets = new Map<string, Map<number, number>>();

/**
 * The offset of a zone at a time, in ms east of UTC.
 *
 * @param local a time as clocks of that zone show it, in ms since 1970; of one that they show twice the later is taken
 * @throws RangeError when there is no zone of that name
 */
export function offsetOf(zone: Zone, local: number): number {
  if (typeof zone === "number") return zone;
  const known = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, known);
  const quarter = Math.floor(local / quarterMs);
  let offset = known.get(quarter);
  if (offset === undefined) {
    // The offset at a time that is off by the offset itself is right, or at most one change away.
    const near = offsetAt(zone, quarter * quarterMs);
    offset = offsetAt(zone, quarter * quarterMs - near);
    known.set(quarter, offset);
  }
  return offset;
}

/** @param ms since 1970 in UTC */
function offsetAt(zone: string, ms: number): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const days = daysFromCivil(part("year"), part("month"), part("day"));
  const local = ((days * 24 + part("hour")) * 60 + part("minute")) * 60_000 + part("second") * 1000;
  return local - Math.floor(ms / 1000) * 1000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US-u-ca-iso8601-nu-latn", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  return format;
}

/** Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
