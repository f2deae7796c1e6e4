import { duration } from 'kit/format/duration';
import { bytes, plain, rate } from 'kit/format/number';
import type { HeatPlot, LinePlot } from './protocol';

/** A value of a chart as its legend says it: `5.31 MiB/s`, `12 ms/s`, `1,204 tokens/s`. */
export function valueText(value: number | null | undefined, plot: LinePlot): string {
  if (value === null || value === undefined) return '–';
  switch (plot.unit) {
    case 'B':
      return perSecond(bytes(Math.max(0, Math.round(value))), plot);
    case 's':
      return perSecond(duration(value * 1000), plot);
    case '':
      return short(value);
    default:
      return `${short(value)} ${plot.unit}`;
  }
}

/** The same for the axis, where there is little room: seconds per second are a number of cores, and bare. */
export function axisText(value: number, plot: LinePlot): string {
  if (plot.unit === 'B') return bytes(Math.round(value));
  if (plot.unit === 's') return value === 0 ? '0' : duration(value * 1000);
  return plain(value);
}

/** A bound of a bucket. */
export function boundText(value: number, plot: HeatPlot): string {
  if (plot.unit === 'bytes') return bytes(value);
  return value < 1e-3 ? `${plain(Number((value * 1e6).toPrecision(3)))} µs` : duration(Number((value * 1000).toPrecision(3)));
}

/** A bucket by its bounds: `1 ms – 1.26 ms`; the last one is open. */
export function bucketText(bucket: number, plot: HeatPlot): string {
  const [below, above] = [plot.bounds[bucket - 1], plot.bounds[bucket]];
  if (below === undefined) return `up to ${boundText(above!, plot)}`;
  if (bucket === plot.bounds.length - 1) return `over ${boundText(below, plot)}`;
  return `${boundText(below, plot)} – ${boundText(above!, plot)}`;
}

/** How many: `20 probes`, `1,204 objects allocated`. */
export function counted(count: number, plot: HeatPlot): string {
  return `${plain(count)} ${plot.counted}`;
}

/** A second in words: `20 probes, half up to 63 µs, all up to 1.6 ms`. */
export function spreadText(counts: number[], plot: HeatPlot): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counted(0, plot);
  let passed = 0;
  const median = counts.findIndex((count) => (passed += count) * 2 >= total);
  const highest = counts.findLastIndex((count) => count > 0);
  return `${counted(total, plot)}, half ${edgeText(median, plot)}, all ${edgeText(highest, plot)}`;
}

function edgeText(bucket: number, plot: HeatPlot): string {
  return bucket === plot.bounds.length - 1 ? 'beyond' : `up to ${boundText(plot.bounds[bucket]!, plot)}`;
}

function perSecond(text: string, plot: LinePlot): string {
  return plot.axis.endsWith('/ second') ? `${text}/s` : text;
}

function short(value: number): string {
  return Number.isInteger(value) ? plain(value) : rate(value);
}
