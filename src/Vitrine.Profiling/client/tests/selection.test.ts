import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMessage, type Config } from '../src/live/protocol';
import { select, tagsOf, toggleTag } from '../src/live/selection';
import { config } from './message';

const { plots } = (readMessage(JSON.stringify(config)) as { config: Config }).config;
const names = (hidden: string[], search: string) => select(plots, hidden, search).map((plot) => plot.name);

test('tags stand in the order in which people look for them', () => {
  assert.deepEqual(tagsOf(plots), ['service', 'cpu', 'gc', 'scheduler', 'misc']);
});

test('the charts of the service come first, then those that one looks at first', () => {
  assert.deepEqual(names([], ''), ['orders', 'total-pauses-gc', 'cpu-overall']);
});

test('a chart is shown as long as one of its tags is', () => {
  assert.deepEqual(names(['gc'], ''), ['orders', 'total-pauses-gc', 'cpu-overall']);
  assert.deepEqual(names(['gc', 'scheduler'], ''), ['orders', 'cpu-overall']);
});

test('a search finds titles, lines and sources, all words of it', () => {
  assert.deepEqual(names([], 'overall'), ['cpu-overall']);
  assert.deepEqual(names([], 'TAKEN'), ['orders']);
  assert.deepEqual(names([], 'environment cpu'), ['cpu-overall']);
  assert.deepEqual(names([], 'environment orders'), []);
});

test('a tag changes sides, or stands alone and brings all back', () => {
  const all = ['cpu', 'gc', 'misc'];
  assert.deepEqual(toggleTag([], 'gc', all, false), ['gc']);
  assert.deepEqual(toggleTag(['gc'], 'gc', all, false), []);
  assert.deepEqual(toggleTag(['gc'], 'gc', all, true), ['cpu', 'misc']);
  assert.deepEqual(toggleTag(['cpu', 'misc'], 'gc', all, true), []);
});
