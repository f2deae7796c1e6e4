/** What all charts have: see docs/live-charts.md, and statsviz's protocol for where each word comes from. */
interface PlotBase {
  name: string;
  title: string;
  tags: string[];
  info: string;
  /** Where its values come from. */
  sources: string[];
  showsGc: boolean;
  /** What its y axis measures. */
  axis: string;
}

export interface Subplot {
  name: string;
  isBar: boolean;
  /** Stands on the one before it of the same stack. */
  isStacked: boolean;
}

export interface LinePlot extends PlotBase {
  kind: 'lines';
  /** `B`, `s`, or words that follow the number. */
  unit: string;
  subplots: Subplot[];
}

export interface HeatPlot extends PlotBase {
  kind: 'heat';
  unit: 'duration' | 'bytes';
  /** Upper bounds of the buckets, in seconds or bytes. */
  bounds: number[];
  /** The buckets that the axis names. */
  ticks: number[];
  counted: string;
}

export type Plot = LinePlot | HeatPlot;

export interface Config {
  service: string;
  plots: Plot[];
}

/** The values of all charts at a moment: one per subplot, or one per bucket as it has grown since the beginning. */
export interface Moment {
  timestampMs: number;
  lastGcMs: number | null;
  values: Map<string, (number | null)[]>;
}

export type Message = { config: Config } | { moment: Moment };

/** Reads a message of the socket. Null when it is something else: another version of the server must not break the page. */
export function readMessage(text: string): Message | null {
  const { event, data } = JSON.parse(text) as { event?: unknown; data?: any };
  if (event === 'config') return { config: { service: String(data.service ?? ''), plots: data.series.map(readPlot) } };
  if (event === 'metrics') return { moment: readMoment(data) };
  return null;
}

function readPlot(series: any): Plot {
  const base: PlotBase = {
    name: series.name,
    title: series.title,
    tags: series.tags ?? [],
    info: series.infoText ?? '',
    sources: series.metrics ?? [],
    showsGc: series.events === 'lastgc',
    axis: series.layout.yaxis.title ?? '',
  };
  if (series.type === 'heatmap') {
    return { ...base, kind: 'heat', unit: series.hover.yunit, bounds: series.custom_data, ticks: series.layout.yaxis.tickvals, counted: series.hover.zname };
  }
  const barsAreStacked = series.layout.barmode === 'stack';
  const subplots = series.subplots.map((subplot: any): Subplot => {
    const isBar = (subplot.type || series.type) === 'bar';
    return { name: subplot.name, isBar, isStacked: subplot.stackgroup !== '' || (isBar && barsAreStacked) };
  });
  return { ...base, kind: 'lines', unit: (series.layout.yaxis.ticksuffix ?? '').trim(), subplots };
}

function readMoment(data: any): Moment {
  const values = new Map<string, (number | null)[]>(Object.entries(data.series));
  const lastGcMs = values.get('lastgc')?.at(-1) ?? null;
  values.delete('lastgc');
  return { timestampMs: data.timestamp, lastGcMs, values };
}
