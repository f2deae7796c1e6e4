import uPlot from 'uplot';
import type { HeatPlot } from '../protocol';
import { bucketRange, growth } from '../series';
import { boundText, bucketText, counted, spreadText } from '../units';
import { commonOptions, type ChartCanvas, type OnPoint } from './canvas';
import type { Colours } from './colours';

const faintest = 0.14;

/** A distribution over time: uPlot has the axes and the pointer, the cells are painted here. Bucket `n` lies between `n` and `n + 1`. */
export function heatCanvas(box: HTMLElement, plot: HeatPlot, width: number, height: number, colours: Colours, onPoint: OnPoint): ChartCanvas {
  let marks: number[] = [];
  let grown: (number[] | null)[] = [];
  let [from, to] = [0, plot.bounds.length - 1];
  const common = commonOptions(width, height, colours, () => marks, onPoint);
  const [x, y] = common.axes;
  const chart = new uPlot(
    {
      ...common,
      hooks: { ...common.hooks, draw: [(drawn) => paint(drawn, grown, from, to, colours.heat)] },
      scales: { y: { range: () => [from, to + 1] } },
      axes: [x, { ...y, splits: () => ticksBetween(plot, from, to), values: (_, splits) => splits.map((edge) => boundText(plot.bounds[edge - 1]!, plot)) }],
      series: [{}, { points: { show: false }, stroke: 'transparent' }],
    },
    [[], []],
    box,
  );
  return {
    element: chart.ctx.canvas,
    draw(history, view) {
      const first = history.since(view.from * 1000);
      grown = growth(history.of(plot.name).map((bucket) => bucket.slice(first)));
      [from, to] = bucketRange(grown, plot.bounds.length);
      marks = view.showsGc && plot.showsGc ? history.gcMs.map((timeMs) => timeMs / 1000) : [];
      const times = history.timesMs.slice(first).map((timeMs) => timeMs / 1000);
      chart.batch(() => {
        // The line is not seen; its values tell the pointer which moments there are.
        chart.setData([times, times.map(() => from)], false);
        chart.setScale('x', { min: view.from, max: view.to });
      });
    },
    resize: (newWidth, newHeight) => chart.setSize({ width: newWidth, height: newHeight }),
    show: () => undefined,
    readout(row, yValue) {
      const counts = grown.at(row ?? -1) ?? [];
      const bucket = yValue === null ? -1 : Math.floor(yValue);
      return [counts[bucket] ? `${bucketText(bucket, plot)}: ${counted(counts[bucket]!, plot)}` : spreadText(counts, plot)];
    },
    destroy: () => chart.destroy(),
  };
}

/** Stronger with the logarithm of the count: one slow probe among a hundred is seen. */
function paint(chart: uPlot, grown: (number[] | null)[], from: number, to: number, colour: string): void {
  const { ctx, bbox } = chart;
  const times = chart.data[0];
  const most = Math.max(1, ...grown.flatMap((row) => row ?? []));
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = colour;
  grown.forEach((row, moment) => {
    if (!row || moment === 0) return;
    const left = Math.round(chart.valToPos(times[moment - 1]!, 'x', true));
    const right = Math.round(chart.valToPos(times[moment]!, 'x', true));
    for (let bucket = from; bucket <= to; bucket++) {
      const count = row[bucket]!;
      if (count === 0) continue;
      const top = Math.round(chart.valToPos(bucket + 1, 'y', true));
      const bottom = Math.round(chart.valToPos(bucket, 'y', true));
      ctx.globalAlpha = faintest + (1 - faintest) * (Math.log1p(count) / Math.log1p(most));
      ctx.fillRect(left, top, Math.max(1, right - left), bottom - top);
    }
  });
  ctx.restore();
}

function ticksBetween(plot: HeatPlot, from: number, to: number): number[] {
  return plot.ticks.map((bucket) => bucket + 1).filter((edge) => edge >= from && edge <= to + 1);
}
