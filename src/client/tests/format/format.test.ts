import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, exactMs } from 'kit/format/duration';
import { bytes, cost, count, plain, rate } from 'kit/format/number';
import { counted, withUnit } from 'kit/format/unit';
import { ago } from 'kit/format/time';

test('durations have about three figures', () => {
  const expected: [number, string][] = [
    [0, '0 ms'],
    [0.0321, '0.032 ms'],
    [4.2149, '4.21 ms'],
    [99.96, '100 ms'],
    [812.4, '812 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1520, '1.52 s'],
    [12_345, '12.3 s'],
    [59_960, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [3_720_000, '1 h 02 min'],
  ];
  for (const [ms, text] of expected) assert.equal(duration(ms), text);
});

test('an exact duration keeps its microseconds', () => {
  assert.equal(exactMs(1234.5678), '1\u202f234.568 ms');
  assert.equal(exactMs(0.002), '0.002 ms');
});

test('numbers read as people write them', () => {
  assert.equal(count(1204), '1,204');
  assert.deepEqual([rate(499.52), rate(38.21), rate(3846.2)], ['499.5', '38.2', '3,846']);
  assert.deepEqual([plain(36), plain(0.0081346), plain(1e21)], ['36', '0.0081346', '1e+21']);
  assert.deepEqual([bytes(512), bytes(5_565_280), bytes(12_582_912)], ['512 B', '5.31 MiB', '12 MiB']);
  assert.deepEqual([cost(0.000123, 'USD'), cost(0, 'USD'), cost(1.5, 'EUR')], ['$0.00012', '$0', '1.50 EUR']);
});

test('units are written as words', () => {
  assert.deepEqual([withUnit(36, '{token}'), withUnit(499.5, '{token}/s'), withUnit(0.1274, 's'), withUnit(0.000027, '{currency}'), withUnit(3, '')], [
    '36 tokens',
    '499.5 tokens/s',
    '127.400 ms',
    '0.000027',
    '3',
  ]);
  assert.deepEqual([counted(1, 'line'), counted(0, 'line'), counted(1204, 'pod')], ['1 line', '0 lines', '1,204 pods']);
});

test('how long ago is coarse', () => {
  const now = new Date('2026-01-02T00:00:00Z');
  const before = (seconds: number) => ago(new Date(now.getTime() - seconds * 1000), now);

  assert.deepEqual([before(1), before(12), before(200), before(7200), before(86_400)], ['now', '12 s ago', '3 min ago', '2 h ago', '2026-01-01']);
});
