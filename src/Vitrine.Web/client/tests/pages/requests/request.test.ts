import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestOf } from '../../../src/pages/requests/list/request';
import { facts, scope } from '../../operation';

const gateway = scope('http', 0, 100, {
  traceId: 'aa',
  facts: facts({ 'http.request.method': 'POST', 'url.path': '/v1/chat/completions', 'http.response.status_code': 200 }),
  children: [
    scope('inference', 0, 99, {
      facts: facts({ 'gen_ai.request.model': 'tiny', 'gen_ai.usage.input_tokens': 15, 'gen_ai.usage.output_tokens': 36, 'vitrine.request.time_to_first_token': 0.04, 'gen_ai.server.time_per_output_token': 0.002 }),
    }),
  ],
});
const model = scope('http', 20, 70, {
  traceId: 'aa',
  children: [scope('inference', 21, 69, { facts: facts({ 'gen_ai.usage.input_tokens': 16, 'vitrine.usage.tokens_per_second': 450, 'vitrine.request.time_to_first_token': 0.01 }) })],
});

test('what two roles say differently, the one nearest to the asker says', () => {
  const request = requestOf('aa', [{ role: 'model', root: model }, { role: 'gateway', root: gateway }]);

  assert.equal(request.title, 'POST /v1/chat/completions');
  assert.equal(request.model, 'tiny');
  assert.deepEqual([request.durationMs, request.firstTokenMs, request.inputTokens, request.outputTokens], [100, 40, 15, 36]);
  assert.equal(request.tokensPerSecond, 450, 'what only the model measured is taken from it');
  assert.equal(request.status, 200);
});

test('a role that called has its own time only', () => {
  const request = requestOf('aa', [{ role: 'gateway', root: gateway }, { role: 'model', root: model }]);

  assert.deepEqual(request.shares, [{ role: 'gateway', ownMs: 30 }, { role: 'model', ownMs: 70 }]);
});

test('an upstream that says no rate has that of its pace', () => {
  assert.equal(requestOf('aa', [{ role: 'gateway', root: gateway }]).tokensPerSecond, 500);
});

test('the page, which asked, lends its times and not its name', () => {
  const page = scope('answer', 0, 110);
  const request = requestOf('aa', [{ role: 'page', root: page }, { role: 'gateway', root: gateway }]);

  assert.deepEqual([request.title, request.status, request.durationMs], ['POST /v1/chat/completions', 200, 110]);
});

test('a root that is no request is called by its kind', () => {
  const request = requestOf('bb', [{ role: 'model', root: scope('model_load', 0, 900) }]);

  assert.deepEqual([request.title, request.model, request.outputTokens, request.cost], ['model_load', undefined, undefined, undefined]);
});
