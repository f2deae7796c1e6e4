import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestOf } from '../../../src/pages/requests/list/request';
import { placeDots } from '../../../src/pages/requests/list/scatterLayout';
import { percentOf, ticksOf } from '../../../src/pages/requests/story/timeSpan';
import { scope } from '../../operation';

test('ticks are round and at most as many as wanted', () => {
  const upTo = (untilMs: number) => ({ fromMs: 0, untilMs });

  assert.deepEqual(ticksOf(upTo(221), 6), [0, 50, 100, 150, 200]);
  assert.deepEqual(ticksOf(upTo(0.7), 7).map((tick) => Number(tick.toFixed(6))), [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
  assert.deepEqual(ticksOf(upTo(0), 6), [0]);
  for (let whole = 0.01; whole < 1e7; whole *= 1.37) assert.ok(ticksOf(upTo(whole), 6).length <= 7, String(whole));
});

test('a stretch in the middle has ticks of the whole request', () => {
  const span = { fromMs: 103, untilMs: 141 };

  assert.deepEqual(ticksOf(span, 6), [110, 120, 130, 140]);
  assert.deepEqual([percentOf(span, 103), percentOf(span, 122), percentOf(span, 0) < 0], [0, 50, true]);
});

function request(atMs: number, durationMs: number) {
  return requestOf(String(atMs), [{ role: 'a', root: scope('http', atMs, durationMs) }]);
}

test('dots lie within the field, the newest at its right edge', () => {
  const { dots } = placeDots([request(30_000, 10), request(59_000, 1000), request(60_000, 0.001)]);

  assert.equal(dots[2]!.leftPercent, 100);
  assert.ok(dots.every((dot) => dot.leftPercent >= 0 && dot.bottomPercent >= 0 && dot.bottomPercent <= 100));
  assert.ok(dots[1]!.bottomPercent > dots[0]!.bottomPercent);
});

test('one request from long ago does not press all others against the edge', () => {
  const recent = Array.from({ length: 9 }, (_, index) => request(7_200_000 + index * 1000, 10));
  const { dots, fromMs, untilMs } = placeDots([request(0, 10), ...recent]);

  assert.equal(untilMs - fromMs, 60_000);
  assert.equal(dots.length, 9);
});

test('an empty field has nothing in it', () => {
  assert.deepEqual(placeDots([]).dots, []);
});
