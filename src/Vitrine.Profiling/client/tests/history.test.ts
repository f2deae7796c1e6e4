import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capacity, History } from '../src/live/history';
import { readMessage, type Config, type Moment } from '../src/live/protocol';
import { config, moment } from './message';

const charts = (readMessage(JSON.stringify(config)) as { config: Config }).config;
const at = (timeMs: number, cpu: number, lastgc: number[] = []) => (readMessage(JSON.stringify(moment(timeMs, [cpu, 0], [0, 0, 0], lastgc))) as { moment: Moment }).moment;

test('moments become columns, one for every line and bucket', () => {
  const history = new History(charts);
  history.push(at(1_000, 0.1));
  history.push(at(2_000, 0.2));
  assert.deepEqual(history.timesMs, [1_000, 2_000]);
  assert.deepEqual(history.of('cpu-overall'), [[0.1, 0.2], [0, 0]]);
  assert.equal(history.of('total-pauses-gc').length, 3);
  assert.deepEqual(history.of('unknown'), []);
});

test('a missed tick is no hole, a lost connection is one', () => {
  const history = new History(charts);
  history.push(at(1_000, 0.1));
  history.push(at(3_000, 0.2));
  history.push(at(20_000, 0.3));
  assert.deepEqual(history.timesMs, [1_000, 3_000, 4_000, 20_000]);
  assert.deepEqual(history.of('cpu-overall')[0], [0.1, 0.2, null, 0.3]);
});

test('what came twice or late is left out', () => {
  const history = new History(charts);
  history.push(at(2_000, 0.1));
  history.push(at(2_000, 0.2));
  history.push(at(1_000, 0.3));
  assert.deepEqual(history.of('cpu-overall')[0], [0.1]);
});

test('a collection is marked once, however often it is told', () => {
  const history = new History(charts);
  history.push(at(1_000, 0));
  history.push(at(2_000, 0, [1_500]));
  history.push(at(3_000, 0, [1_500]));
  history.push(at(4_000, 0, [3_100]));
  assert.deepEqual(history.gcMs, [1_500, 3_100]);
});

test('an hour of moments keeps ten minutes of them, and their marks', () => {
  const history = new History(charts);
  for (let second = 1; second <= 3_600; second++) history.push(at(second * 1_000, second, [second * 1_000 - 1]));
  assert.ok(history.timesMs.length >= capacity && history.timesMs.length < capacity * 1.1);
  assert.equal(history.of('cpu-overall')[0]!.at(-1), 3_600);
  assert.equal(history.of('cpu-overall')[0]!.length, history.timesMs.length);
  assert.ok(history.gcMs[0]! >= history.timesMs[0]!);
});

test('a window begins with the moment before it', () => {
  const history = new History(charts);
  for (let second = 1; second <= 100; second++) history.push(at(second * 1_000, second));
  assert.equal(history.timesMs[history.since(41_000)], 40_000);
  assert.equal(history.since(0), 0);
});
