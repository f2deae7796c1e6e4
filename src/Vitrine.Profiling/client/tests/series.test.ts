import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinePlot } from '../src/live/protocol';
import { bucketRange, growth, stacked } from '../src/live/series';

const plot = { subplots: [{ name: 'a', isBar: true, isStacked: true }, { name: 'b', isBar: true, isStacked: true }, { name: 'line', isBar: false, isStacked: false }] } as LinePlot;

test('stacked columns stand on those before them, lines do not', () => {
  assert.deepEqual(stacked([[1, 2], [10, 20], [5, 5]], plot, () => true), [[1, 2], [11, 22], [5, 5]]);
});

test('a hidden column carries nothing, and a gap stays a gap', () => {
  assert.deepEqual(stacked([[1, 2], [10, 20], [5, 5]], plot, (at) => at !== 0), [[1, 2], [10, 20], [5, 5]]);
  assert.deepEqual(stacked([[1, null], [10, 20], [5, 5]], plot, () => true), [[1, null], [11, 20], [5, 5]]);
});

test('growth is what came since the moment before, and unknown at the first and around gaps', () => {
  assert.deepEqual(growth([[3, 5, null, 9, 10], [0, 0, null, 4, 4]]), [null, [2, 0], null, null, [1, 0]]);
});

test('a service that began anew does not count backwards', () => {
  assert.deepEqual(growth([[100, 2]]), [null, [0]]);
});

test('buckets are shown around those that were met', () => {
  const rows = Array.from({ length: 70 }, (_, bucket) => (bucket === 40 || bucket === 44 ? 1 : 0));
  const [from, to] = bucketRange([null, rows], 70);
  assert.ok(from <= 37 && to >= 47 && to - from + 1 === 24);
});

test('at an edge the range moves inward, and without anything all is shown', () => {
  assert.deepEqual(bucketRange([[1, ...new Array<number>(69).fill(0)]], 70), [0, 23]);
  assert.deepEqual(bucketRange([[...new Array<number>(69).fill(0), 1]], 70), [46, 69]);
  assert.deepEqual(bucketRange([null], 70), [0, 69]);
});
