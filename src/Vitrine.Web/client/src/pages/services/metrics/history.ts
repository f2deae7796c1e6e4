import { total, type Family } from '../../../api/exposition';

/**
 * What a family was when it was last looked at (`at`, seconds since 1970), and its course: rates per second of what only grows, values of the rest.
 * `times` and `values` are as long as each other.
 */
export interface Course {
  family: Family;
  total: number;
  at: number;
  times: number[];
  values: number[];
}

export const mostPoints = 90;

/** The courses after one more look. A family that left the page leaves with its course; of a counter that began anew the course goes on with its next rate. */
export function advance(before: Map<string, Course>, families: Family[], at: number): Map<string, Course> {
  return new Map(families.map((family) => [family.name, next(before.get(family.name), family, at)]));
}

/** Whether a family's value only grows, so that its rate says more. */
export function grows(family: Family): boolean {
  return family.type !== 'gauge' && family.type !== 'untyped';
}

function next(known: Course | undefined, family: Family, at: number): Course {
  const now = total(family);
  const { times = [], values = [] } = known ?? {};
  const value = grows(family) ? rateSince(known, now, at) : now;
  if (value === null) return { family, total: now, at, times, values };
  return { family, total: now, at, times: [...times, at].slice(-mostPoints), values: [...values, value].slice(-mostPoints) };
}

function rateSince(known: Course | undefined, now: number, at: number): number | null {
  return known && at > known.at && now >= known.total ? (now - known.total) / (at - known.at) : null;
}
