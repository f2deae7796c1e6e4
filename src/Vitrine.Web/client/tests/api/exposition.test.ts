import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExposition, total } from '../../src/api/exposition';
import { advance } from '../../src/pages/services/metrics/history';

const page = (requests: number) => `# HELP requests_total All of them, "quoted" {braced}.
# TYPE requests_total counter
requests_total{path="/a}b",code="200"} ${requests}
requests_total{code="500"} 1
# TYPE took_seconds histogram
took_seconds_bucket{le="1"} 2
took_seconds_bucket{le="+Inf"} 3
took_seconds_sum 4.5
took_seconds_count 3
# TYPE load gauge
load 0.5
loose_count 7
nonsense`;

test('families, their series, and what histograms observed', () => {
  const [requests, took, load, loose] = parseExposition(page(4));
  assert.deepEqual(requests, {
    name: 'requests_total',
    type: 'counter',
    help: 'All of them, "quoted" {braced}.',
    samples: [
      { labels: 'path="/a}b",code="200"', value: 4 },
      { labels: 'code="500"', value: 1 },
    ],
    sum: 0,
  });
  assert.deepEqual([took!.samples, took!.sum], [[{ labels: '', value: 3 }], 4.5]);
  assert.equal(total(load!), 0.5);
  assert.equal(loose!.name, 'loose_count');
});

test('a course holds rates of what grows and values of the rest, and survives a restart', () => {
  let courses = advance(new Map(), parseExposition(page(4)), 100);
  courses = advance(courses, parseExposition(page(14)), 102);
  assert.deepEqual([courses.get('requests_total')!.times, courses.get('requests_total')!.values], [[102], [5]]);
  assert.deepEqual([courses.get('load')!.times, courses.get('load')!.values], [[100, 102], [0.5, 0.5]]);
  courses = advance(courses, parseExposition(page(0)), 104);
  assert.deepEqual(courses.get('requests_total')!.values, [5]);
  for (let look = 0; look < 500; look++) courses = advance(courses, parseExposition(page(look)), 106 + look);
  assert.deepEqual([courses.get('load')!.times.length, courses.get('load')!.values.length], [90, 90]);
  assert.equal(advance(courses, [], 1000).size, 0);
});
