import { daysFromCivil, offsetOf, type Zone } from "./zone.ts";

const dayMs = 86_400_000;
const written =
  /^(?:(\d{4})-(\d\d)-(\d\d)(?:[ T]|$))?(?:(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,3}))?)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** A moment as a user names it: with its day, or a time of any day. */
export interface Moment {
  /** ms since 1970 in UTC; undefined for a time of day. */
  readonly ms: number | undefined;
  /** ms since midnight, where logs are from. */
  readonly ofDay: number;
}

/**
 * Reads a moment, such as "2026-11-22 09:54:13,058", "2026-11-22", "2026-11-22T09:54Z" or "09:54".
 *
 * @param zone where no zone is written
 * @returns undefined for any other text
 */
export function readMoment(text: string, zone: Zone): Moment | undefined {
  const match = written.exec(text);
  const [, year, month, day, hour, minute, second, fraction, shown] = match ?? [];
  if (!match || (year === undefined && hour === undefined)) return undefined;
  const isTime = Number(hour ?? 0) < 24 && Number(minute ?? 0) < 60 && Number(second ?? 0) < 60;
  const isDay =
    year === undefined || (Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31);
  if (!isTime || !isDay) return undefined;
  const minutes = Number(hour ?? 0) * 60 + Number(minute ?? 0);
  const ofDay = minutes * 60_000 + Number(second ?? 0) * 1000 + Number((fraction ?? "0").padEnd(3, "0"));
  if (year === undefined) return shown === undefined ? { ms: undefined, ofDay } : undefined;
  const local = daysFromCivil(Number(year), Number(month), Number(day)) * dayMs + ofDay;
  return { ms: local - (shown === undefined ? offsetOf(zone, local) : readOffset(shown)), ofDay };
}

/** Whether a time is before a moment; of a time of day, whether it is earlier on its own day. */
export function isBefore(ms: number, moment: Moment, zone: Zone): boolean {
  if (moment.ms !== undefined) return ms < moment.ms;
  // The offset is asked for at local times, which are near enough to those in UTC.
  const local = ms + offsetOf(zone, ms);
  return ((local % dayMs) + dayMs) % dayMs < moment.ofDay;
}

function readOffset(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(text) ?? [];
  if (sign === undefined) return 0;
  return (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
}
