import { duration } from 'kit/format/duration';
import { bytes, count } from 'kit/format/number';

const msIn: Record<string, number> = { nanoseconds: 1e-6, microseconds: 1e-3, milliseconds: 1, seconds: 1000 };

/** A value of a profile for people. */
export function valueText(value: number, unit: string): string {
  if (value < 0) return `−${valueText(-value, unit)}`;
  if (unit in msIn) return value === 0 ? '0 ms' : duration(value * msIn[unit]!);
  return unit === 'bytes' ? bytes(value) : count(value);
}

/** A share of a whole: `12.3 %`. */
export function shareText(part: number, whole: number): string {
  return `${(whole === 0 ? 0 : (100 * part) / whole).toFixed(1)} %`;
}
