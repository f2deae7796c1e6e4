import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation, RoleRoot } from '../../../src/api/operations';
import { firstTokenOf } from '../../../src/pages/requests/story/firstToken';
import { allOf, minorOf, rowsOf, tellingOf, timeByPhase, totalMs, treeOf } from '../../../src/pages/requests/story/scopeTree';
import { facts, scope } from '../../operation';

function child(kind: string, offsetMs: number, durationMs: number, more: Partial<Operation> = {}): Operation {
  return { ...scope(kind, 0, durationMs, more), offsetMs };
}

const gateway = scope('http', 0, 100, {
  traceId: 'aa',
  children: [
    child('inference', 0, 100, {
      children: [child('schedule', 1, 2), child('attempt', 10, 5, { facts: facts({ 'vitrine.pod': 'p1', 'vitrine.phase': 'aggregated' }) }), child('attempt', 20, 70, { facts: facts({ 'vitrine.pod': 'p2' }) })],
    }),
  ],
});
const model = scope('http', 25.5, 60, { traceId: 'aa', children: [child('inference', 1, 58, { facts: facts({ 'vitrine.request.time_to_first_token': 0.01 }), children: [child('prefill', 2, 8), child('decode', 10, 49)] })] });
const roots: RoleRoot[] = [
  { role: 'model', root: model },
  { role: 'gateway', root: gateway },
];

function names(rows: { role: string; label: string; depth: number }[]): string[] {
  return rows.map((row) => `${' '.repeat(row.depth)}${row.role} ${row.label}`);
}

test('a role stands in the attempt that called it', () => {
  assert.deepEqual(names(allOf(treeOf(roots))), [
    'gateway http',
    ' gateway inference',
    '  gateway schedule',
    '  gateway attempt p1',
    '  gateway attempt p2',
    '   model http',
    '    model inference',
    '     model prefill',
    '     model decode',
  ]);
});

test('every scope begins where the clock of the whole request says', () => {
  const starts = allOf(treeOf(roots)).map((node) => Math.round(node.startMs * 1000) / 1000);

  assert.deepEqual(starts, [0, 0, 1, 10, 20, 25.5, 26.5, 27.5, 35.5]);
  assert.equal(totalMs(treeOf(roots)), 100);
});

test('every moment is counted once, so that the times add up to the whole', () => {
  const whole = [...timeByPhase(treeOf(roots)).values()].reduce((sum, ms) => sum + ms, 0);

  assert.equal(Math.round(whole * 1000) / 1000, 100);
  assert.equal(timeByPhase(treeOf(roots)).get('decode'), 49);
});

test('what a caller tells again of the role it called counts once', () => {
  const retold = { ...gateway, children: [...gateway.children, child('prefill', 27, 9)] };
  const times = timeByPhase(treeOf([{ role: 'gateway', root: retold }, roots[0]!]));

  assert.deepEqual([times.get('prefill'), times.get('decode')], [8, 49]);
});

test('children that overlap or outlive their scope are covered once', () => {
  const tree = treeOf([{ role: 'a', root: scope('http', 0, 10, { children: [child('x', 2, 4), child('y', 4, 4), child('z', 9, 50)] }) }]);

  assert.equal(tree[0]!.ownMs, 3);
});

test('roots that nobody waited for stand beside each other', () => {
  const tree = treeOf([
    { role: 'a', root: scope('http', 0, 10) },
    { role: 'b', root: scope('http', 500, 10) },
  ]);

  assert.deepEqual(tree.map((node) => node.key), ['0', '1']);
});

test('no roots make no tree', () => {
  assert.deepEqual(treeOf([]), []);
  assert.equal(totalMs([]), 0);
});

test('folded scopes hide what is in them', () => {
  const tree = treeOf(roots);

  assert.deepEqual(names(rowsOf(tree, new Set(['0.0']))), ['gateway http', ' gateway inference']);
});

test('scopes with nothing to see in them begin folded', () => {
  const plugins = [child('plugin', 1, 0.01), child('plugin', 1.1, 0.01)];
  const tree = treeOf([{ role: 'gateway', root: scope('http', 0, 100, { children: [child('schedule', 1, 2, { children: plugins })] }) }]);

  assert.deepEqual([...minorOf(tree, 100)], ['0.0']);
});

test('the reader sees the deepest failure first, else the outermost inference', () => {
  const failing = scope('http', 0, 9, { errorType: 'route_not_found', children: [child('attempt', 1, 2, { errorType: 'upstream_closed' })] });

  assert.equal(tellingOf(treeOf([{ role: 'gateway', root: failing }]))!.label, 'attempt');
  assert.equal(tellingOf(treeOf(roots))!.key, '0.0');
});

test('the first token is where the role nearest to the asker saw it', () => {
  const page = scope('answer', 0, 101, { facts: facts({ 'vitrine.client.time_to_first_token': 0.045 }) });

  assert.equal(firstTokenOf(treeOf(roots)), 35.5);
  assert.equal(firstTokenOf(treeOf([...roots, { role: 'page', root: page }])), 45);
  assert.equal(firstTokenOf(treeOf([{ role: 'a', root: scope('http', 0, 1) }])), undefined);
});
