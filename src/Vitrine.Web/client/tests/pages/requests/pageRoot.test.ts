import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMs } from '../../../src/api/operations';
import { onRolesClock } from '../../../src/pages/requests/story/pageRoot';
import { treeOf } from '../../../src/pages/requests/story/scopeTree';
import { scope } from '../../operation';

const web = { role: 'web', root: scope('http', 5000, 80) };
const model = { role: 'model', root: scope('http', 5010, 60) };

test('a page whose clock agrees stays where it is', () => {
  const page = scope('answer', 4990, 100);

  assert.equal(onRolesClock(page, [model, web]), page);
});

test('a page on another clock is moved around what it waited for', () => {
  for (const atMs of [1000, 4950, 9000]) {
    const page = onRolesClock(scope('answer', atMs, 100), [model, web]);

    assert.equal(startMs(page), startMs(web.root) - 10);
    assert.deepEqual(treeOf([model, web, { role: 'page', root: page }]).map((node) => node.role), ['page']);
  }
});

test('a page alone stays where it is', () => {
  const page = scope('answer', 0, 100);

  assert.equal(onRolesClock(page, []), page);
});
