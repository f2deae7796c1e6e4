import { startMs, type Operation, type RoleRoot } from '../../../api/operations';

const toleranceMs = 2;

/**
 * The page's root on the roles' time line. Its clock is that of the reader's machine: where it disagrees with theirs, the root is moved to
 * surround what it waited for, with as much of the network before as after.
 */
export function onRolesClock(page: Operation, roots: RoleRoot[]): Operation {
  const called = roots.map(({ root }) => root).sort((left, right) => startMs(left) - startMs(right))[0];
  if (!called) return page;
  const before = startMs(called) - startMs(page);
  const after = startMs(page) + page.durationMs - (startMs(called) + called.durationMs);
  if (before >= 0 && after >= -toleranceMs) return page;
  const networkMs = Math.max(0, page.durationMs - called.durationMs);
  return { ...page, startedAt: new Date(startMs(called) - networkMs / 2).toISOString() };
}
