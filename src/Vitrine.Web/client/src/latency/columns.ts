import type uPlot from 'uplot';
import type { Candle } from './candles';
import type { Prediction } from './prediction';

/**
 * Candles and prediction as the chart's columns: seconds since 1970; slowest, quickest and last of what was; upper, lower and centre of what comes.
 * The band begins at the last candle that the prediction follows, so that nothing lies between.
 */
export function columnsOf(candles: Candle[], prediction: Prediction | null): uPlot.AlignedData {
  const coming = new Map<number, [number, number, number]>();
  const from = prediction && candles.findLast((candle) => candle.atMs < prediction.atMs[0]!);
  if (from) coming.set(from.atMs, [from.close, from.close, from.close]);
  prediction?.atMs.forEach((atMs, step) => coming.set(atMs, [prediction.upper[step]!, prediction.lower[step]!, prediction.close[step]!]));

  const been = new Map(candles.map((candle) => [candle.atMs, candle]));
  const times = [...new Set([...been.keys(), ...coming.keys()])].sort((left, right) => left - right);
  const was = (value: (candle: Candle) => number) => times.map((at) => (been.has(at) ? value(been.get(at)!) : null));
  const comes = (place: 0 | 1 | 2) => times.map((at) => coming.get(at)?.[place] ?? null);
  return [times.map((at) => at / 1000), was(({ high }) => high), was(({ low }) => low), was(({ close }) => close), comes(0), comes(1), comes(2)];
}
