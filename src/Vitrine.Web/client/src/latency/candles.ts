import { startMs, textOf, type Operation, type OperationLists } from '../api/operations';

/** What the requests that ended within one interval took, in milliseconds: the first of them, the slowest, the quickest and the last. `volume` counts them. */
export interface Candle {
  atMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** The candles of a role by route, oldest first, from requests one by one: a histogram knows no first, last, quickest or slowest. */
export interface Latencies {
  routes: Map<string, Candle[]>;
  /** The role's time when it was last asked, which its candles stand in. */
  nowMs: number;
  /** The role's count of requests that ended, when it was last asked. */
  seen: number;
  /** Requests that ended and no look brought: of many a second a role keeps a sample (docs/format/debug-operations.md). */
  missed: number;
}

export const intervalMs = 5000;
export const nothing: Latencies = { routes: new Map(), nowMs: 0, seen: 0, missed: 0 };

/** Twenty minutes without a pause. */
const mostCandles = 240;

/** Refused and left requests took no time of work (docs/outcomes.md). */
const timed = ['ok', 'error', 'timeout'];

/** The latencies after one more look at what ended. A role that was started anew counts from the beginning; what was drawn of it stays. */
export function look(before: Latencies, { at, ended, newest }: OperationLists): Latencies {
  if (ended < before.seen) return { ...before, seen: 0 };
  const missed = before.seen === 0 ? 0 : before.missed + Math.max(0, ended - before.seen - newest.length);
  const routes = new Map(before.routes);
  for (const root of newest.filter(isTimed).sort((left, right) => endMs(left) - endMs(right))) {
    const route = textOf(root, 'http.route')!;
    routes.set(route, withRequest(routes.get(route) ?? [], endMs(root), root.durationMs));
  }
  return { routes, nowMs: Date.parse(at), seen: ended, missed };
}

/** The routes, the busiest first. */
export function byVolume({ routes }: Latencies): string[] {
  const volume = (route: string) => routes.get(route)!.reduce((sum, candle) => sum + candle.volume, 0);
  return [...routes.keys()].sort((left, right) => volume(right) - volume(left));
}

/** The candles whose interval is over: what is still open would look calmer than it becomes. */
export function closed(candles: Candle[], nowMs: number): Candle[] {
  return candles.filter((candle) => candle.atMs + intervalMs <= nowMs);
}

function isTimed(root: Operation): boolean {
  return root.durationMs > 0 && timed.includes(root.outcome ?? '') && textOf(root, 'http.route') !== undefined;
}

function endMs(root: Operation): number {
  return startMs(root) + root.durationMs;
}

// An interval without requests has no candle: nobody knows what one would have taken.
function withRequest(candles: Candle[], atMs: number, ms: number): Candle[] {
  const last = candles.at(-1);
  const begin = Math.max(Math.floor(atMs / intervalMs) * intervalMs, last?.atMs ?? 0);
  if (last?.atMs !== begin) return [...candles, { atMs: begin, open: ms, high: ms, low: ms, close: ms, volume: 1 }].slice(-mostCandles);
  return [...candles.slice(0, -1), { ...last, high: Math.max(last.high, ms), low: Math.min(last.low, ms), close: ms, volume: last.volume + 1 }];
}
