import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMessage, type Config, type Moment } from '../src/live/protocol';
import { config, moment } from './message';

const read = (message: unknown) => readMessage(JSON.stringify(message));

test('a configuration names its charts, what they are made of and how they are drawn', () => {
  const { service, plots } = (read(config) as { config: Config }).config;
  assert.equal(service, 'shop');
  assert.deepEqual(plots.map((plot) => [plot.name, plot.kind, plot.showsGc]), [['cpu-overall', 'lines', true], ['total-pauses-gc', 'heat', false], ['orders', 'lines', false]]);
  const [cpu, pauses, orders] = plots;
  assert.deepEqual(cpu!.kind === 'lines' && cpu!.subplots, [{ name: 'user', isBar: true, isStacked: true }, { name: 'system', isBar: true, isStacked: true }]);
  assert.deepEqual(pauses!.kind === 'heat' && [pauses!.unit, pauses!.bounds.length, pauses!.ticks, pauses!.counted], ['duration', 3, [0, 2], 'pauses']);
  assert.equal(orders!.kind === 'lines' && orders!.unit, 'orders/s');
});

test('a moment has the values by chart and when the last collection ended', () => {
  const { timestampMs, lastGcMs, values } = (read(moment(5_000, [0.5, null], [1, 2, 3], [4_200])) as { moment: Moment }).moment;
  assert.equal(timestampMs, 5_000);
  assert.equal(lastGcMs, 4_200);
  assert.deepEqual([...values.keys()], ['cpu-overall', 'total-pauses-gc', 'orders']);
  assert.deepEqual(values.get('cpu-overall'), [0.5, null]);
});

test('another message is nothing to worry about', () => {
  assert.equal(read({ event: 'weather', data: {} }), null);
});
