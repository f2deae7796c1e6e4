import uPlot from 'uplot';
import type { LinePlot } from '../protocol';
import { stacked } from '../series';
import { axisText, valueText } from '../units';
import { commonOptions, type ChartCanvas, type OnPoint } from './canvas';
import type { Colours } from './colours';

/** Steps of an axis of bytes: powers of two, so that its labels are round in KiB and MiB. */
const byteSteps = Array.from({ length: 50 }, (_, at) => 2 ** at);

/** Lines, bars and areas, drawn by uPlot. */
export function lineCanvas(box: HTMLElement, plot: LinePlot, width: number, height: number, colours: Colours, onPoint: OnPoint): ChartCanvas {
  let marks: number[] = [];
  let drawn: (number | null)[][] = [];
  const shown = plot.subplots.map(() => true);
  const common = commonOptions(width, height, colours, () => marks, onPoint);
  const [x, y] = common.axes;
  // What stands on others is drawn before them, so that they cover it.
  const order = plot.subplots.map((_, at) => at).reverse();
  const chart = new uPlot(
    {
      ...common,
      scales: { y: { range: (_, least, most) => rangeOf(least, most) } },
      axes: [x, { ...y, values: (_, splits) => splits.map((value) => axisText(value, plot)), ...(plot.unit === 'B' ? { incrs: byteSteps } : {}) }],
      series: [{}, ...order.map((at) => seriesOf(plot, at, colours))],
    },
    [[], ...order.map(() => [])],
    box,
  );
  return {
    element: chart.ctx.canvas,
    draw(history, view) {
      const first = history.since(view.from * 1000);
      drawn = history.of(plot.name).map((column) => column.slice(first));
      const columns = stacked(drawn, plot, (at) => shown[at]!);
      marks = view.showsGc && plot.showsGc ? history.gcMs.map((timeMs) => timeMs / 1000) : [];
      chart.batch(() => {
        chart.setData([history.timesMs.slice(first).map((timeMs) => timeMs / 1000), ...order.map((at) => columns[at]!)] as uPlot.AlignedData, false);
        chart.setScale('x', { min: view.from, max: view.to });
      });
    },
    resize: (newWidth, newHeight) => chart.setSize({ width: newWidth, height: newHeight }),
    show(subplot, isShown) {
      shown[subplot] = isShown;
      chart.setSeries(order.indexOf(subplot) + 1, { show: isShown });
    },
    readout: (row) => plot.subplots.map((_, at) => valueText(drawn[at]?.at(row ?? -1), plot)),
    destroy: () => chart.destroy(),
  };
}

function seriesOf(plot: LinePlot, at: number, colours: Colours): uPlot.Series {
  const { isBar, isStacked } = plot.subplots[at]!;
  const [stroke, area] = [colours.series[at % colours.series.length]!, colours.areas[at % colours.areas.length]!];
  if (isBar) return { stroke, fill: isStacked ? stroke : area, width: 0, points: { show: false }, paths: uPlot.paths.bars!({ size: [0.72, 24], radius: 0.15 }) };
  return { stroke, width: isStacked ? 1 : 1.75, points: { show: false }, ...(isStacked ? { fill: area } : {}) };
}

/** From zero, with room above; a line of zeros lies at the bottom and not in the middle. */
function rangeOf(least: number | null, most: number | null): [number, number] {
  if (least === null || most === null || most <= 0) return [Math.min(0, least ?? 0), 1];
  return [Math.min(0, least), most * 1.12];
}
