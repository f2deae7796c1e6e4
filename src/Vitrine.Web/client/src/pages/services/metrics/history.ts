import { total, type Family } from '../../../api/exposition';

/** What a family was when it was last looked at, and its course: rates per second of what only grows, values of the rest. */
export interface Course {
  family: Family;
  total: number;
  points: number[];
}

const mostPoints = 90;

/** The courses after one more look, `seconds` after the one before. A family that left the page leaves with its course; a restarted counter begins anew. */
export function advance(before: Map<string, Course>, families: Family[], seconds: number): Map<string, Course> {
  const after = new Map<string, Course>();
  for (const family of families) {
    const known = before.get(family.name);
    const now = total(family);
    const point = !grows(family) ? now : known && now >= known.total && seconds > 0 ? (now - known.total) / seconds : null;
    const points = point === null ? (known?.points ?? []) : [...(known?.points ?? []), point].slice(-mostPoints);
    after.set(family.name, { family, total: now, points });
  }
  return after;
}

/** Whether a family's value only grows, so that its rate says more. */
export function grows(family: Family): boolean {
  return family.type !== 'gauge' && family.type !== 'untyped';
}
