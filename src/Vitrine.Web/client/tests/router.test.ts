import assert from 'node:assert/strict';
import { test } from 'node:test';
import { href, parseRoute } from '../src/router';

test('an address survives being read', () => {
  const route = parseRoute(href('requests', ['a/b c%'], { q: 'x&y#z', sort: '' }));

  assert.deepEqual([route.page, route.path, [...route.query]], ['requests', ['a/b c%'], [['q', 'x&y#z']]]);
});

test('strange addresses are read as far as they go', () => {
  assert.deepEqual(parseRoute(''), { page: '', path: [], query: new URLSearchParams() });
  assert.deepEqual(parseRoute('#/requests/%E0%A4').path, ['%E0%A4']);
});
