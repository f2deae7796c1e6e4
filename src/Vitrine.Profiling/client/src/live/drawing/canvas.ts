import type uPlot from 'uplot';
import type { History } from '../history';
import type { Colours } from './colours';

/** What part of time is seen, in seconds since 1970, and whether collections are marked. */
export interface View {
  from: number;
  to: number;
  showsGc: boolean;
}

/** A chart on its canvas. */
export interface ChartCanvas {
  draw(history: History, view: View): void;
  resize(width: number, height: number): void;
  show(subplot: number, isShown: boolean): void;
  /** What the legend says of a row of what was drawn last, or of its end: a text per line, of a distribution one. */
  readout(row: number | null, yValue: number | null): string[];
  destroy(): void;
  readonly element: HTMLCanvasElement;
}

/** Where the pointer is on any chart of the page: a row of the data that was drawn last, and what is under it on this very chart. */
export type OnPoint = (row: number | null, yValue: number | null) => void;

const everyChart = 'live';

/** What the charts of both kinds have in common: time along the bottom, one pointer over all of them, and the marks of collections. */
export function commonOptions(width: number, height: number, colours: Colours, marks: () => number[], onPoint: OnPoint): Omit<uPlot.Options, 'series'> & { axes: [uPlot.Axis, uPlot.Axis] } {
  const axis: uPlot.Axis = {
    stroke: colours.dim,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
    font: colours.font,
  };
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, 26, 0, 0],
    cursor: {
      sync: { key: everyChart },
      drag: { x: false, y: false, setScale: false },
      points: { size: 7, width: 2, fill: () => colours.surface },
      y: false,
    },
    axes: [
      { ...axis, space: 84, gap: 6, size: 24, values: (_, splits) => splits.map(clock) },
      { ...axis, grid: { ...axis.grid, dash: [3, 3] }, size: 68, gap: 6, space: 34 },
    ],
    hooks: {
      drawAxes: [(chart) => drawMarks(chart, marks(), colours.gc)],
      setCursor: [(chart) => onPoint(chart.cursor.left! < 0 ? null : (chart.cursor.idx ?? null), isUnderPointer(chart) ? chart.posToVal(chart.cursor.top!, 'y') : null)],
    },
  };
}

/** The pointer is on one chart and shown on all: only there it also has a height. */
function isUnderPointer(chart: uPlot): boolean {
  return chart.over.matches(':hover');
}

function drawMarks(chart: uPlot, times: number[], colour: string): void {
  if (times.length === 0) return;
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.beginPath();
  for (const time of times) {
    const x = Math.round(chart.valToPos(time, 'x', true)) + 0.5;
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
  }
  ctx.setLineDash([]);
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.stroke();
  ctx.restore();
}

function clock(seconds: number): string {
  const at = new Date(seconds * 1000);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
