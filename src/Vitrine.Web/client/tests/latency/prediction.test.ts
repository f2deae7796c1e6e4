import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intervalMs, type Candle } from '../../src/latency/candles';
import { columnsOf } from '../../src/latency/columns';
import { leastCandles, predictionIn, questionOf } from '../../src/latency/prediction';

const midnight = Date.UTC(2026, 0, 1);
const answer = {
  prediction: [{ timestamp: '2026-01-01T00:00:10Z', close: 22 }, { timestamp: '2026-01-01T00:00:15Z', close: 23 }],
  bands: { coverage: 0.8, lower: [20, 19], upper: [25, 28] },
  model: 'vitrine-ensemble',
};

function candles(count: number): Candle[] {
  return Array.from({ length: count }, (_, place) => ({ atMs: midnight + place * intervalMs, open: 10, high: 30, low: 5, close: 20, volume: 4 }));
}

test('a question has the closed candles, the times that follow, and wants bands', () => {
  const series = candles(leastCandles);
  const question = questionOf('web /chat', series, series.at(-1)!.atMs + intervalMs) as Record<string, unknown[]>;

  assert.deepEqual(question['candles']![0], { open: 10, high: 30, low: 5, close: 20, volume: 4 });
  assert.equal(question['timestamps']!.length, leastCandles);
  assert.equal(question['timestamps']![0], '2026-01-01T00:00:00.000Z');
  assert.equal(question['prediction_timestamps']![0], '2026-01-01T00:02:00.000Z');
  assert.equal(question['include_bands'], true);
});

test('a series that is short or rests is no question', () => {
  const series = candles(leastCandles);

  assert.equal(questionOf('a', series.slice(1), series.at(-1)!.atMs), null);
  assert.equal(questionOf('a', series, series.at(-1)!.atMs + 60_000), null);
  assert.equal(questionOf('a', [], midnight), null);
});

test('an answer brings the centre and the band', () => {
  const { atMs, close, lower, upper, coverage } = predictionIn(answer);

  assert.deepEqual(atMs, [midnight + 10_000, midnight + 15_000]);
  assert.deepEqual([close, lower, upper, coverage], [[22, 23], [20, 19], [25, 28], 0.8]);
});

test('the band begins at the candle that it follows, and stays beside candles that came since', () => {
  const [times, high, low, close, upper, lower, centre] = columnsOf(candles(3), predictionIn(answer));

  assert.deepEqual(times, [0, 5, 10, 15].map((second) => midnight / 1000 + second));
  assert.deepEqual([high, low, close], [[30, 30, 30, null], [5, 5, 5, null], [20, 20, 20, null]]);
  assert.deepEqual([upper, lower, centre], [[null, 20, 25, 28], [null, 20, 20, 19], [null, 20, 22, 23]]);
});

test('without a prediction the columns of what comes are empty', () => {
  assert.deepEqual(columnsOf(candles(1), null).slice(4), [[null], [null], [null]]);
});
