import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation } from '../../../src/api/operations';
import { RequestStore } from '../../../src/pages/requests/list/requestStore';
import { scope } from '../../operation';

function lists(ended: number, newest: Operation[], running: Operation[] = []) {
  return { service: 'test', at: '', ended, newest, running, slowest: newest, failed: [] };
}

function running(traceId: string, atMs: number): Operation {
  const { outcome: _, ...open } = scope('http', atMs, 5, { traceId });
  return open;
}

test('roots of one trace are one request, however often they come', () => {
  const store = new RequestStore();
  store.accept('gateway', lists(1, [scope('http', 0, 100, { traceId: 'aa' })]));
  store.accept('model', lists(1, [scope('http', 10, 80, { traceId: 'aa' })]));
  store.accept('model', lists(1, [scope('http', 10, 80, { traceId: 'aa' })]));

  const [request, ...others] = store.all();

  assert.equal(others.length, 0);
  assert.deepEqual(request!.shares.map((share) => share.role), ['gateway', 'model']);
});

test('a request that ends takes the place of itself running', () => {
  const store = new RequestStore();
  store.accept('gateway', lists(0, [], [running('aa', 0)]));
  assert.deepEqual(store.all().map((request) => request.outcome), [undefined]);

  store.accept('gateway', lists(1, [scope('http', 0, 100, { traceId: 'aa' })]));

  assert.deepEqual(store.all().map((request) => request.outcome), ['ok']);
});

test('a request that ran and is gone from its role is gone here too', () => {
  const store = new RequestStore();
  store.accept('gateway', lists(0, [], [running('aa', 0)]));
  store.accept('gateway', lists(0, []));

  assert.equal(store.all().length, 0);
});

test('what one role has running, another does not end', () => {
  const store = new RequestStore();
  store.accept('gateway', lists(0, [], [running('aa', 0)]));
  store.accept('model', lists(0, []));

  assert.equal(store.all().length, 1);
});

test('a role that was started anew is asked from its beginning', () => {
  const store = new RequestStore();
  store.accept('model', lists(7, []));
  assert.equal(store.seenOf('model'), 7);

  store.accept('model', lists(2, []));

  assert.equal(store.seenOf('model'), 0);
});

test('an hour of traffic leaves a thousand requests, the newest', () => {
  const store = new RequestStore();
  for (let tick = 1; tick <= 3600; tick++) store.accept('gateway', lists(tick, [scope('http', tick * 1000, 10, { traceId: `t${tick}` })]));

  const ids = store.all().map((request) => request.id);

  assert.equal(ids.length, 1000);
  assert.ok(ids.includes('t3600') && ids.includes('t2601') && !ids.includes('t2600'));
});

test('a root without any id is left out', () => {
  const store = new RequestStore();
  store.accept('model', lists(1, [scope('http', 0, 1)]));

  assert.equal(store.all().length, 0);
});
