const steps = [1, 2, 5, 10];

/** Round times for a line from 0 to `wholeMs`, at most `most` of them after the 0. */
export function ticksOf(wholeMs: number, most: number): number[] {
  if (wholeMs <= 0) return [0];
  const rough = wholeMs / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = steps.map((factor) => factor * power).find((candidate) => candidate >= rough * (1 - 1e-9))!;
  return Array.from({ length: Math.floor(wholeMs / step + 1e-9) + 1 }, (_, index) => index * step);
}
