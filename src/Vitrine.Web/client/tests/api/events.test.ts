import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventParser } from '../../src/api/events';

test('events come out alike wherever the stream is cut', () => {
  const stream = 'event: delta\ndata: {"text":"a\\n"}\n\n: keep-alive\n\ndata: one\ndata: two\r\n\r\nevent: done\ndata: {}\n\n';
  const expected = [
    { name: 'delta', data: '{"text":"a\\n"}' },
    { name: 'message', data: 'one\ntwo' },
    { name: 'done', data: '{}' },
  ];
  for (let cut = 0; cut <= stream.length; cut++) {
    const parser = new EventParser();
    assert.deepEqual([...parser.push(stream.slice(0, cut)), ...parser.push(stream.slice(cut))], expected, `cut at ${cut}`);
  }
});

test('half an event is none', () => {
  assert.deepEqual([...new EventParser().push('event: done\ndata: {}\n')], []);
});
