import { Option } from "commander";
import { offsetOf, type Zone } from "../logs/zone.ts";
import { wrong } from "./options.ts";

/** `--tz`: of the times in logs that do not say their zone. */
export function zoneOption(): Option {
  return new Option("--tz <zone>", "time zone of the logs, such as Asia/Shanghai or +08:00 (UTC)").argParser(parseZone);
}

function parseZone(text: string): Zone {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(text) ?? [];
  if (Number(hours) > 14 || Number(minutes) > 59) throw wrong("tz", ["zone"], text);
  if (sign !== undefined) return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  try {
    offsetOf(text, 0);
    return text;
  } catch (error) {
    if (error instanceof RangeError) throw wrong("tz", ["zone"], text);
    throw error;
  }
}
