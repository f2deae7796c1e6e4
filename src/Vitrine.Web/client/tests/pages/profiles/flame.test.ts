import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxAt, flameRows, flameTree, foundIn } from '../../../src/pages/profiles/flame/flameTree';
import { flameHue } from '../../../src/pages/profiles/flame/flameHue';
import { labelsOf, withLabels } from '../../../src/pages/profiles/labels';
import { matcher } from '../../../src/pages/profiles/search';
import { topRows } from '../../../src/pages/profiles/topRows';
import { shareText, valueText } from '../../../src/pages/profiles/value';
import { frameOf, type Frame } from '../../../src/pprof/frame';
import type { Sample } from '../../../src/pprof/profile';

const frames = new Map<string, Frame>();
function sample(stack: string, value: number, labels: Record<string, string> = {}): Sample {
  const named = stack.split(';').map((name) => {
    if (!frames.has(name)) frames.set(name, frameOf(name, `${name.endsWith('.so') ? name : ''}!?`));
    return frames.get(name)!;
  });
  return { stack: named.reverse(), values: [value], labels };
}

const samples = [sample('main;walk;walk;walk', 40, { model: 'tiny' }), sample('main;walk;leaf', 50, { model: 'large' }), sample('main', 10), sample('main;gone', -5)];

test('equal ways stand on each other, the dearest to the left', () => {
  const tree = flameTree(samples, 0);
  const rows = flameRows(tree, 0).map((row) => row.map(({ node, x, width }) => [node.frame.name, x, width].join(' ')));
  assert.deepEqual(rows, [['all 0 1'], ['main 0 1'], ['walk 0 0.9'], ['leaf 0 0.5', 'walk 0.5 0.4'], ['walk 0.5 0.4']]);
});

test('a library without symbols stands once for all that it does', () => {
  const tree = flameTree([sample('lib.so;lib.so;lib.so;main;lib.so', 10)], 0);
  assert.deepEqual(flameRows(tree, 0).flat().map(({ node }) => node.frame.name), ['all', 'lib.so', 'main', 'lib.so']);
  assert.equal(tree.total, 10);
});

test('zoomed, a node fills the width below its callers, and what is too narrow is left out', () => {
  const leaf = flameTree(samples, 0).children[0]!.children[0]!.children[0]!;
  assert.deepEqual(flameRows(leaf, 0).map((row) => row[0]!.width), [1, 1, 1, 1]);
  assert.equal(flameRows(flameTree(samples, 0), 0.45).length, 4);
});

test('a place has its box, the rest of a row has none', () => {
  const rows = flameRows(flameTree(samples, 0), 0);
  assert.equal(boxAt(rows, 3, 0.49)!.node.frame.name, 'leaf');
  assert.equal(boxAt(rows, 3, 0.5)!.node.frame.name, 'walk');
  assert.equal(boxAt(rows, 3, 0.95), null);
  assert.equal(boxAt(rows, 99, 0), null);
});

test('what is found counts once on its way', () => {
  const tree = flameTree(samples, 0);
  assert.equal(foundIn(tree, ({ name }) => name === 'walk'), 90);
  assert.equal(foundIn(tree, () => false), 0);
  assert.equal(matcher(' '), null);
  assert.ok(matcher('^LE')!('leaf') && matcher('a(')!('Aa(b'));
});

test('the table counts a stack once, however often a function stands on it', () => {
  const rows = (order: 'flat' | 'cumulative') => topRows(samples.slice(0, 3), 0, order).map(({ frame, flat, cumulative }) => `${frame.name} ${flat} ${cumulative}`);
  assert.deepEqual(rows('flat'), ['leaf 50 50', 'walk 40 90', 'main 10 100']);
  assert.deepEqual(rows('cumulative'), ['main 10 100', 'walk 40 90', 'leaf 50 50']);
});

test('labels tell what each value costs, and narrow', () => {
  assert.deepEqual(labelsOf(samples.slice(0, 3), 0), [
    { key: 'model', values: [{ value: 'large', total: 50 }, { value: 'tiny', total: 40 }, { value: '', total: 10 }] },
  ]);
  assert.equal(withLabels(samples, { model: 'tiny' }).length, 1);
  assert.equal(withLabels(samples, { model: '' }).length, 2);
});

test('names, modules and hues are those of the flame graph in a file', () => {
  const { module, short, isNative } = frameOf('System.Collections.Generic.Dictionary<System.String,System.Int32>.TryGetValue', 'System.Private.CoreLib.dll!x');
  assert.deepEqual([module, short, isNative], ['System.Private.CoreLib', 'Dictionary<System.String,System.Int32>.TryGetValue', false]);
  assert.deepEqual(['net/http.(*conn).serve', 'github.com/arl/statsviz.Register', 'go.shape.Map[github.com/a/b.K].Get', 'libc.so.6!read', '[gen0]'].map((name) => frameOf(name, '').module), ['net/http', 'github.com/arl/statsviz', 'go', 'libc.so.6', '']);
  assert.equal(frameOf('libc.so.6', 'libc.so.6!?').short, 'libc.so.6');
  assert.deepEqual(['System.Private.CoreLib', 'Vitrine.Inference', 'net/http'].map(flameHue), [209, 243, 279]);
});

test('values have their units', () => {
  assert.deepEqual([valueText(1_634_000_000, 'nanoseconds'), valueText(-2048, 'bytes'), valueText(12_040, 'count'), valueText(0, 'nanoseconds'), shareText(1, 8), shareText(0, 0)], ['1.63 s', '−2 KiB', '12,040', '0 ms', '12.5 %', '0.0 %']);
});

test('ten thousand frames are laid out in the blink of an eye', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => sample(`a;b${index % 7};c${index % 97};d${index % 997};e${index}`, 1 + (index % 13)));
  const started = performance.now();
  const tree = flameTree(many, 0);
  assert.ok(flameRows(tree, 0).flat().length > 10_000);
  assert.ok(performance.now() - started < 1000);
});
