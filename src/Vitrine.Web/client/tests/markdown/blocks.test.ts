import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBlocks } from '../../src/markdown/blocks';

test('blocks of a usual answer', () => {
  assert.deepEqual(parseBlocks('# Title\n\nOne\ntwo.\n\n- a\n- b\n  - c\n\n1. x\n2. y\n\n> said\n\n---\n'), [
    { kind: 'heading', level: 1, text: 'Title' },
    { kind: 'paragraph', text: 'One\ntwo.' },
    {
      kind: 'list',
      start: null,
      items: [
        [{ kind: 'paragraph', text: 'a' }],
        [{ kind: 'paragraph', text: 'b' }, { kind: 'list', start: null, items: [[{ kind: 'paragraph', text: 'c' }]] }],
      ],
    },
    { kind: 'list', start: 1, items: [[{ kind: 'paragraph', text: 'x' }], [{ kind: 'paragraph', text: 'y' }]] },
    { kind: 'quote', blocks: [{ kind: 'paragraph', text: 'said' }] },
    { kind: 'rule' },
  ]);
});

test('a fence takes what it holds as it stands, and one still open runs to the end', () => {
  assert.deepEqual(parseBlocks('```sh\n# no heading\n<b>\n```\nafter'), [
    { kind: 'code', language: 'sh', text: '# no heading\n<b>' },
    { kind: 'paragraph', text: 'after' },
  ]);
  assert.deepEqual(parseBlocks('```\nhalf'), [{ kind: 'code', language: '', text: 'half' }]);
});

test('a table has the columns of its head', () => {
  assert.deepEqual(parseBlocks('| a | b |\n|---|:-:|\n| 1 | 2 | 3 |'), [{ kind: 'table', head: ['a', 'b'], rows: [['1', '2']] }]);
});

test('HTML has no meaning', () => {
  assert.deepEqual(parseBlocks('<script>alert(1)</script>'), [{ kind: 'paragraph', text: '<script>alert(1)</script>' }]);
});

test('nothing makes it fail or forget: every beginning of a document reads, and its letters are kept', () => {
  const source = '# h\n\n- a\n  1. b\n\n> > deep\n\n| a |\n|--|\n| x\n```js\ncode()\n';
  for (let end = 0; end <= source.length; end++) parseBlocks(source.slice(0, end));
  assert.ok(JSON.stringify(parseBlocks('- '.repeat(5000) + 'end')).includes('end'));
  assert.ok(JSON.stringify(parseBlocks('> '.repeat(5000) + 'end')).includes('end'));
});
