import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSpans, type Span } from '../../src/markdown/spans';

const text = (value: string) => ({ kind: 'text', text: value });

test('marks within a text', () => {
  assert.deepEqual(parseSpans('a **b `c` d** *e* ~~f~~'), [
    text('a '),
    { kind: 'strong', spans: [text('b '), { kind: 'code', text: 'c' }, text(' d')] },
    text(' '),
    { kind: 'emphasis', spans: [text('e')] },
    text(' '),
    { kind: 'deleted', spans: [text('f')] },
  ]);
});

test('names with underscores and stars that multiply stay text', () => {
  for (const plain of ['snake_case_name', '2 * 3 * 4', '**open', '`open', 'a_b']) assert.deepEqual(parseSpans(plain), [text(plain)]);
});

test('only http and https become links', () => {
  assert.deepEqual(parseSpans('[x](https://a.b/c)'), [{ kind: 'link', href: 'https://a.b/c', spans: [text('x')] }]);
  assert.deepEqual(parseSpans('see http://a.b.'), [text('see '), { kind: 'link', href: 'http://a.b', spans: [text('http://a.b')] }, text('.')]);
  for (const hostile of ['[x](javascript:alert(1))', '[x](data:text/html,y)', '[x](//evil)']) assert.deepEqual(parseSpans(hostile), [text(hostile)]);
});

// Without a bound on how far a mark looks for its partner, this would not end within the tests' patience.
test('a text full of marks without partners keeps every letter', () => {
  for (const mark of ['*a ', '**a ', '_a ', '`', '~~a ', '[a](']) assert.equal(lettersOf(parseSpans(mark.repeat(20_000))), mark.replace(/[^a]/g, '').repeat(20_000));
});

function lettersOf(spans: Span[]): string {
  return spans.map((span) => ('spans' in span ? lettersOf(span.spans) : 'text' in span ? span.text.replace(/[^a]/g, '') : '')).join('');
}
