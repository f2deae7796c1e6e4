/** The stretch of a request's time that is shown, in milliseconds from its beginning. */
export interface Span {
  fromMs: number;
  untilMs: number;
}

const steps = [1, 2, 5, 10];

/** Where a moment stands in a span: 0 at its beginning, 100 at its end. */
export function percentOf({ fromMs, untilMs }: Span, atMs: number): number {
  return untilMs > fromMs ? ((atMs - fromMs) / (untilMs - fromMs)) * 100 : 0;
}

/** The round times in a span, about `most` of them. */
export function ticksOf({ fromMs, untilMs }: Span, most: number): number[] {
  if (untilMs <= fromMs) return [fromMs];
  const rough = (untilMs - fromMs) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = steps.map((factor) => factor * power).find((candidate) => candidate >= rough * (1 - 1e-9))!;
  const first = Math.ceil(fromMs / step - 1e-9);
  const last = Math.floor(untilMs / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}
