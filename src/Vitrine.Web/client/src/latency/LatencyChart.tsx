import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import { Chart } from '../components/Chart';
import { duration } from 'kit/format/duration';
import { columnsOf } from './columns';
import type { Candle } from './candles';
import type { Prediction } from './prediction';

interface Props {
  candles: Candle[];
  prediction: Prediction | null;
}

/** What requests took, the range of each interval around its last, and beyond now what comes next in the band that should hold it. */
export function LatencyChart({ candles, prediction }: Props) {
  const data = useMemo(() => columnsOf(candles, prediction), [candles, prediction]);
  return <Chart data={data} height={260} text={duration} optionsFor={optionsFor} />;
}

function optionsFor(colour: (value: string) => string): Pick<uPlot.Options, 'scales' | 'series' | 'bands'> {
  const edge = { width: 0, points: { show: false }, value: text };
  const line = { width: 1.5, points: { show: false }, value: text };
  const veil = (token: string) => colour(`color-mix(in srgb, var(--${token}) 22%, transparent)`);
  return {
    scales: { y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] } },
    series: [
      { value: '{HH}:{mm}:{ss}' },
      { ...edge, label: 'slowest' },
      { ...edge, label: 'quickest' },
      { ...line, label: 'last', stroke: colour('var(--accent)') },
      { ...edge, label: 'at most' },
      { ...edge, label: 'at least' },
      { ...line, label: 'predicted', stroke: colour('var(--role-forecast-color)'), dash: [5, 4] },
    ],
    bands: [
      { series: [1, 2], fill: veil('accent') },
      { series: [4, 5], fill: veil('role-forecast-color') },
    ],
  };
}

function text(_: unknown, ms: number | null): string {
  return ms == null ? '–' : duration(ms);
}
