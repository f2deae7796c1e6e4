import type { Config, Moment } from './protocol';

/** Ten minutes, a moment a second. */
export const capacity = 600;

const tickMs = 1_000;

/** A hole in time that is wider than this is shown as one. */
const gapMs = 3_500;

/** What was heard of every chart. Columns grow at their end and are cut at their beginning, all alike. */
export class History {
  readonly timesMs: number[] = [];
  readonly gcMs: number[] = [];
  private readonly columns = new Map<string, (number | null)[][]>();

  constructor(config: Config) {
    for (const plot of config.plots) {
      const width = plot.kind === 'lines' ? plot.subplots.length : plot.bounds.length;
      this.columns.set(plot.name, Array.from({ length: width }, () => []));
    }
  }

  push(moment: Moment): void {
    const last = this.timesMs.at(-1);
    if (last !== undefined && moment.timestampMs <= last) return;
    if (last !== undefined && moment.timestampMs - last > gapMs) this.append(last + tickMs, () => null);
    this.append(moment.timestampMs, (name, column) => moment.values.get(name)?.[column] ?? null);
    if (moment.lastGcMs !== null && moment.lastGcMs !== this.gcMs.at(-1)) this.gcMs.push(moment.lastGcMs);
    this.cut();
  }

  /** Where a window begins that ends now; the moment before it too, from which the first difference is taken. */
  since(fromMs: number): number {
    const { timesMs } = this;
    let at = timesMs.length;
    while (at > 0 && timesMs[at - 1]! >= fromMs) at--;
    return Math.max(0, at - 1);
  }

  /** The columns of a chart: one per subplot or bucket. */
  of(name: string): (number | null)[][] {
    return this.columns.get(name) ?? [];
  }

  private append(timeMs: number, value: (name: string, column: number) => number | null): void {
    this.timesMs.push(timeMs);
    for (const [name, columns] of this.columns) columns.forEach((column, at) => column.push(value(name, at)));
  }

  // In steps of a tenth, so that most moments move nothing.
  private cut(): void {
    const excess = this.timesMs.length - capacity;
    if (excess < capacity / 10) return;
    this.timesMs.splice(0, excess);
    for (const columns of this.columns.values()) for (const column of columns) column.splice(0, excess);
    const oldest = this.timesMs[0]!;
    while (this.gcMs.length > 0 && this.gcMs[0]! < oldest) this.gcMs.shift();
  }
}
