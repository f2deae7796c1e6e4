import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDecision } from '../../../src/pages/requests/story/decision';

const written = {
  pod: 'b',
  order: ['b', 'a'],
  prefill: ['p', 'q'],
  pods: 5,
  filtered: { available: 1 },
  plugins: { 'least-request': 1, 'prefix-cache': 2.5 },
  considered: [
    { pod: 'd', filter: 'available', reason: 'draining' },
    { pod: 'a', total: 120, scores: [20, 40] },
    { pod: 'c', total: 150, scores: [50, 40] },
    { pod: 'b', total: 300, scores: [50, 100] },
  ],
  more: 1,
};

test('pods are listed in the order in which they are tried, those kept out last', () => {
  const decision = readDecision(JSON.stringify(written))!;

  assert.deepEqual(decision.candidates.map(({ pod, place, keptOutBy }) => [pod, place, keptOutBy]), [
    ['b', 0, undefined],
    ['a', 1, undefined],
    ['c', null, undefined],
    ['d', null, 'available'],
  ]);
  assert.equal(decision.candidates[1]!.prefilledBy, 'q');
  assert.deepEqual(decision.plugins, [{ name: 'least-request', weight: 1 }, { name: 'prefix-cache', weight: 2.5 }]);
  assert.deepEqual([decision.pods, decision.more, decision.filtered], [5, 1, [{ filter: 'available', pods: 1 }]]);
});

test('what is no decision is none', () => {
  for (const text of ['', 'localhost-8082', '{}', '[]', 'null', '{"considered":3}']) assert.equal(readDecision(text), null, text);
});
