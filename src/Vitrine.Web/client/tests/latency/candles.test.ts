import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation } from '../../src/api/operations';
import { byVolume, closed, look, nothing } from '../../src/latency/candles';
import { facts, scope } from '../operation';

const midnight = Date.UTC(2026, 0, 1);

function request(endsAtMs: number, durationMs: number, route = '/chat', more: Partial<Operation> = {}): Operation {
  return scope('http', endsAtMs - durationMs, durationMs, { facts: facts({ 'http.route': route }), ...more });
}

function lists(ended: number, newest: Operation[]) {
  return { service: 'test', at: new Date(midnight).toISOString(), ended, newest, running: [], slowest: [], failed: [] };
}

test('requests of one interval are one candle, in the order of their ends', () => {
  const { routes } = look(nothing, lists(3, [request(4900, 20), request(2000, 90), request(1000, 30)]));

  assert.deepEqual(routes.get('/chat'), [{ atMs: midnight, open: 30, high: 90, low: 20, close: 20, volume: 3 }]);
});

test('an interval goes on with the next look, and one without requests has no candle', () => {
  const first = look(nothing, lists(1, [request(1000, 30)]));
  const { routes, missed } = look(first, lists(3, [request(11_000, 7), request(2000, 10)]));

  assert.deepEqual(routes.get('/chat')!.map(({ atMs, low, volume }) => [atMs - midnight, low, volume]), [[0, 10, 2], [10_000, 7, 1]]);
  assert.equal(missed, 0);
});

test('only requests that took time of work are drawn, each under its route', () => {
  const latencies = look(nothing, lists(5, [
    request(1000, 30, '/v1/models'),
    request(2000, 30),
    request(3000, 30),
    request(3500, 1, '/chat', { outcome: 'rejected' }),
    scope('http', 3600, 5),
  ]));

  assert.deepEqual(byVolume(latencies), ['/chat', '/v1/models']);
  assert.equal(latencies.routes.get('/chat')![0]!.volume, 2);
});

test('what ends faster than it is asked for is missed, and said', () => {
  const first = look(nothing, lists(900, [request(1000, 30)]));

  assert.equal(first.missed, 0);
  assert.equal(look(first, lists(903, [request(2000, 30)])).missed, 2);
});

test('a role that was started anew is asked from its beginning', () => {
  const before = look(nothing, lists(900, [request(1000, 30)]));
  const after = look(before, lists(1, []));

  assert.equal(after.seen, 0);
  assert.equal(after.routes.get('/chat')!.length, 1);
});

test('an interval is closed when it is over', () => {
  const candles = look(nothing, lists(2, [request(1000, 30), request(6000, 30)])).routes.get('/chat')!;

  assert.equal(closed(candles, midnight + 9999).length, 1);
  assert.equal(closed(candles, midnight + 10_000).length, 2);
});
