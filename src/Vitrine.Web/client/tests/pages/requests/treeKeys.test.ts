import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, treeOf } from '../../../src/pages/requests/story/scopeTree';
import { stepFrom } from '../../../src/pages/requests/story/treeKeys';
import { scope } from '../../operation';

const tree = treeOf([{ role: 'a', root: scope('http', 0, 10, { children: [scope('parse', 0, 1), scope('forward', 1, 9, { offsetMs: 1, children: [scope('attempt', 1, 9, { offsetMs: 1 })] })] }) }]);

function press(from: string, key: string, folded = new Set<string>()): [string | undefined, Set<string>] {
  const to = stepFrom(rowsOf(tree, folded), from, folded, key, (node, isFolded) => void (isFolded ? folded.add(node) : folded.delete(node)));
  return [to, folded];
}

test('up and down stop at the ends', () => {
  assert.deepEqual([press('0', 'ArrowDown')[0], press('0.1.0', 'ArrowDown')[0], press('0', 'ArrowUp')[0], press('0', 'End')[0]], ['0.0', '0.1.0', '0', '0.1.0']);
});

test('left folds, then goes to the parent; right unfolds, then goes into it', () => {
  const [stays, folded] = press('0.1', 'ArrowLeft');
  assert.deepEqual([stays, [...folded]], ['0.1', ['0.1']]);
  assert.equal(press('0.1', 'ArrowLeft', folded)[0], '0');

  assert.deepEqual([press('0.1', 'ArrowRight', folded)[0], folded.size], ['0.1', 0]);
  assert.equal(press('0.1', 'ArrowRight', folded)[0], '0.1.0');
  assert.equal(press('0', 'ArrowLeft', new Set(['0']))[0], '0');
});

test('other keys mean nothing', () => {
  assert.equal(press('0', 'x')[0], undefined);
  assert.equal(press('9', 'ArrowDown')[0], undefined);
});
