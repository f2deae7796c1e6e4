import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clock } from 'kit/format/time';
import { readLogLine } from '../../src/logs/logLine';

test('a line of any pack is taken apart', () => {
  assert.deepEqual(readLogLine('{"time":"2026-01-01T10:00:00.123Z","level":"WARN","msg":"slow","slot":3,"ok":true,"trace_id":"aa","span_id":"bb"}'), {
    time: clock(new Date('2026-01-01T10:00:00.123Z')),
    level: 'warn',
    message: 'slow',
    fields: [
      ['slot', '3'],
      ['ok', 'true'],
    ],
    traceId: 'aa',
  });
  assert.deepEqual(readLogLine('{"timestamp":"2026-01-01T10:00:00Z","method":"POST","error":{"type":"x"}}'), {
    time: clock(new Date('2026-01-01T10:00:00Z')),
    level: '',
    message: '',
    fields: [
      ['method', 'POST'],
      ['error', '{"type":"x"}'],
    ],
  });
});

test('a line that is no JSON is shown as it is', () => {
  for (const line of ['[1] "POST /v1" 200 <script>', '{broken', '']) assert.equal(readLogLine(line).message, line);
});
