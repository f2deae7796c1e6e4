import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countGroups, idIn, matching, ordered, readListing, select, writeListing } from '../../../src/pages/requests/list/listing';
import { requestOf } from '../../../src/pages/requests/list/request';
import { facts, scope } from '../../operation';

const quick = requestOf('aa', [{ role: 'gateway', root: scope('http', 300, 5, { facts: facts({ 'url.path': '/v1/models' }) }) }]);
const slow = requestOf('bb', [{ role: 'gateway', root: scope('http', 100, 900, { facts: facts({ 'url.path': '/v1/chat/completions', 'http.response.status_code': 200 }) }) }]);
const refused = requestOf('cc', [{ role: 'model', root: scope('http', 200, 1, { outcome: 'rejected', errorMessage: 'too many requests' }) }]);
const all = [slow, refused, quick];

function ids(search: string): string[] {
  return matching(all, search).map((request) => request.id);
}

test('every word of a search must be somewhere in the row', () => {
  assert.deepEqual(ids('CHAT 200'), ['bb']);
  assert.deepEqual(ids('gateway'), ['bb', 'aa']);
  assert.deepEqual(ids('too many'), ['cc']);
  assert.deepEqual(ids('chat 404'), []);
});

test('the order is newest or slowest first, and figures that are missing come last', () => {
  const usual = { search: '', what: 'inferences', group: 'all', sort: 'newest' } as const;

  assert.deepEqual(ordered(all, usual).map((request) => request.id), ['aa', 'cc', 'bb']);
  assert.deepEqual(ordered(all, { ...usual, sort: 'slowest' }).map((request) => request.id), ['bb', 'aa', 'cc']);
  assert.deepEqual(ordered(all, { ...usual, sort: 'tokens' }).map((request) => request.id), ['aa', 'cc', 'bb']);
  assert.deepEqual(ordered(all, { ...usual, group: 'failed' }).map((request) => request.id), ['cc']);
});

test('inferences and failures are shown unless everything is wanted', () => {
  const chat = requestOf('dd', [{ role: 'web', root: scope('http', 400, 9, { children: [scope('inference', 400, 8)] }) }]);
  assert.deepEqual(select([...all, chat], 'inferences').map((request) => request.id), ['cc', 'dd']);
  assert.equal(select([...all, chat], 'everything').length, 4);
});

test('refused requests have failed for whoever asked', () => {
  assert.deepEqual(countGroups(all), { all: 3, running: 0, ok: 2, failed: 1, cancelled: 0 });
});

test('a search that is an id can be asked for', () => {
  assert.equal(idIn(' 4BF92F3577B34DA6A3CE929D0E0E4736 '), '4bf92f3577b34da6a3ce929d0e0e4736');
  assert.equal(idIn('fbfe7704-29b9-4bcc-96b5-358b01c53ebb'), 'fbfe7704-29b9-4bcc-96b5-358b01c53ebb');
  for (const text of ['', 'chat', '4bf92f3577b34da6', 'g'.repeat(32)]) assert.equal(idIn(text), null, text);
});

test('a listing survives its address, and strange values are the usual ones', () => {
  const listing = { search: 'a&b=c', what: 'everything', group: 'failed', sort: 'cost' } as const;

  assert.deepEqual(readListing(new URLSearchParams(writeListing(listing))), listing);
  assert.deepEqual(readListing(new URLSearchParams('show=x&sort=toString')), { search: '', what: 'inferences', group: 'all', sort: 'newest' });
});
