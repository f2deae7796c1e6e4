import type { Frame } from '../../pprof/frame';
import type { Sample } from '../../pprof/profile';

/** A function's part of a profile: in itself, and in what it called. */
export interface TopRow {
  frame: Frame;
  flat: number;
  cumulative: number;
}

export type TopOrder = 'flat' | 'cumulative';

/** Functions by what they cost, counted as `go tool pprof -top` counts: once for a stack however often one stands there. */
export function topRows(samples: Sample[], kind: number, order: TopOrder): TopRow[] {
  const rows = new Map<Frame, TopRow>();
  for (const { stack, values } of samples) {
    const value = values[kind]!;
    for (const frame of new Set(stack)) {
      const row = rows.get(frame) ?? { frame, flat: 0, cumulative: 0 };
      rows.set(frame, row);
      row.cumulative += value;
      if (frame === stack[0]) row.flat += value;
    }
  }
  const [first, second]: [TopOrder, TopOrder] = order === 'flat' ? ['flat', 'cumulative'] : ['cumulative', 'flat'];
  return [...rows.values()].sort((left, right) => right[first] - left[first] || right[second] - left[second] || (left.frame.name < right.frame.name ? -1 : 1));
}
