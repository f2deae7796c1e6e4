import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeatPlot, LinePlot } from '../src/live/protocol';
import { pauseBefore } from '../src/live/stream';
import { axisText, bucketText, spreadText, valueText } from '../src/live/units';

const lines = (unit: string, axis = '') => ({ unit, axis }) as LinePlot;
const pauses = { unit: 'duration', bounds: [1e-5, 1e-4, 1e-3, 1e-2], counted: 'pauses' } as HeatPlot;

test('values are told in their units', () => {
  assert.equal(valueText(5.31 * 1024 * 1024, lines('B')), '5.31 MiB');
  assert.equal(valueText(2048, lines('B', 'bytes / second')), '2 KiB/s');
  assert.equal(valueText(0.026, lines('s', 'cpu-seconds / second')), '26 ms/s');
  assert.equal(valueText(38.24, lines('tokens/s')), '38.2 tokens/s');
  assert.equal(valueText(1204, lines('')), '1,204');
  assert.equal(valueText(null, lines('')), '–');
});

test('an axis is short', () => {
  assert.equal(axisText(16 * 1024 * 1024, lines('B')), '16 MiB');
  assert.equal(axisText(0, lines('s')), '0');
  assert.equal(axisText(0.25, lines('s')), '250 ms');
});

test('buckets are named by their bounds, the ends are open', () => {
  assert.equal(bucketText(0, pauses), 'up to 10 µs');
  assert.equal(bucketText(2, pauses), '100 µs – 1 ms');
  assert.equal(bucketText(3, pauses), 'over 1 ms');
});

test('a second of a distribution is a sentence', () => {
  assert.equal(spreadText([0, 18, 2, 0], pauses), '20 pauses, half up to 100 µs, all up to 1 ms');
  assert.equal(spreadText([0, 0, 0, 1], pauses), '1 pauses, half beyond, all beyond');
  assert.equal(spreadText([], pauses), '0 pauses');
});

test('tries follow each other ever more slowly, at most every five seconds', () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 20].map(pauseBefore), [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
});
