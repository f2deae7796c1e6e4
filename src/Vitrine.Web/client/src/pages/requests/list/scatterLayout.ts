import type { Request } from './request';

export interface Dot {
  request: Request;
  leftPercent: number;
  bottomPercent: number;
}

export interface ScatterLayout {
  dots: Dot[];
  ticks: { ms: number; percent: number }[];
  fromMs: number;
  untilMs: number;
}

const shortestMs = 0.1;
const minuteMs = 60_000;
const spansMs = [minuteMs, 5 * minuteMs, 15 * minuteMs, 60 * minuteMs, 240 * minuteMs];

/** The share of the requests that the field must hold: one that came long before the others would press them all against the edge. */
const enough = 0.75;

/** Places requests on a field of 100 by 100: time to the right, the logarithm of the duration upwards, with a line at powers of ten. */
export function placeDots(requests: Request[]): ScatterLayout {
  const untilMs = requests.reduce((latest, request) => Math.max(latest, request.startedAtMs), 0);
  const within = (spanMs: number) => requests.filter((request) => request.startedAtMs > untilMs - spanMs);
  const fitting = spansMs.find((spanMs) => within(spanMs).length >= requests.length * enough) ?? spansMs.at(-1)!;
  const shown = within(fitting);
  const heights = shown.map((request) => Math.log10(Math.max(shortestMs, request.durationMs)));
  const floor = Math.floor(heights.reduce((least, height) => Math.min(least, height), Infinity));
  const ceiling = Math.max(floor + 1, Math.ceil(heights.reduce((most, height) => Math.max(most, height), -Infinity)));
  const percentOf = (height: number) => ((height - floor) / (ceiling - floor)) * 100;
  const dots = shown.map((request, index) => ({
    request,
    leftPercent: 100 - ((untilMs - request.startedAtMs) / fitting) * 100,
    bottomPercent: percentOf(heights[index]!),
  }));
  const stride = ceiling - floor > 3 ? 2 : 1;
  const powers = shown.length === 0 ? [] : Array.from({ length: (ceiling - floor) / stride + 1 }, (_, step) => floor + step * stride);
  return { dots, ticks: powers.map((power) => ({ ms: 10 ** power, percent: percentOf(power) })), fromMs: untilMs - fitting, untilMs };
}
