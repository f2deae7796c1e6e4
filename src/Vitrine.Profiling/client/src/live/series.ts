import type { LinePlot } from './protocol';

type Column = (number | null)[];

/** The columns as they are drawn: stacked ones stand on the sum of those before them, and a gap in one is a gap there only. */
export function stacked(columns: Column[], plot: LinePlot, isShown: (subplot: number) => boolean): Column[] {
  const height = columns[0]?.length ?? 0;
  const sums = new Array<number>(height).fill(0);
  return columns.map((column, at) => {
    if (!plot.subplots[at]!.isStacked || !isShown(at)) return column;
    return column.map((value, row) => (value === null ? null : (sums[row] = sums[row]! + value)));
  });
}

/** How much each bucket grew from one moment to the next, as rows of a picture: `growth[moment][bucket]`. The first moment has no growth, nor has one after a gap. */
export function growth(buckets: Column[]): (number[] | null)[] {
  const moments = buckets[0]?.length ?? 0;
  return Array.from({ length: moments }, (_, moment) => {
    if (moment === 0) return null;
    const grown = buckets.map((bucket) => {
      const [before, now] = [bucket[moment - 1], bucket[moment]];
      return before === null || before === undefined || now === null || now === undefined ? Number.NaN : Math.max(0, now - before);
    });
    return grown.some(Number.isNaN) ? null : grown;
  });
}

/** The buckets worth showing: those that were met, a few around them, and never so few that noise fills the picture. */
export function bucketRange(grown: (number[] | null)[], buckets: number): [from: number, to: number] {
  const [margin, least] = [3, 24];
  let [from, to] = [buckets, -1];
  for (const row of grown) {
    row?.forEach((count, bucket) => {
      if (count === 0) return;
      from = Math.min(from, bucket);
      to = Math.max(to, bucket);
    });
  }
  if (to < 0) return [0, buckets - 1];
  [from, to] = [from - margin, to + margin];
  const missing = Math.max(0, least - (to - from + 1));
  [from, to] = [from - Math.ceil(missing / 2), to + Math.floor(missing / 2)];
  if (from < 0) [from, to] = [0, to - from];
  if (to > buckets - 1) [from, to] = [Math.max(0, from - (to - buckets + 1)), buckets - 1];
  return [from, to];
}
