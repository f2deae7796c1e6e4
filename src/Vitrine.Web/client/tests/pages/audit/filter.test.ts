import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsUrl, exportUrl, isEmpty, readFilter } from '../../../src/pages/audit/filter';

const filter = readFilter(new URLSearchParams('actor=a%20b&start=2024-01-01&nothing=1'));

test('the address of the page is the filter', () => {
  assert.equal(filter.actor, 'a b');
  assert.equal(filter.end, '');
  assert.equal(isEmpty(filter), false);
  assert.equal(isEmpty(readFilter(new URLSearchParams())), true);
});

test('records are asked for with what is set', () => {
  assert.equal(eventsUrl('ledger', filter, null), '/roles/ledger/v1/audit/events?actor=a+b&start=2024-01-01&limit=100');
  assert.equal(eventsUrl('ledger', filter, 42), '/roles/ledger/v1/audit/events?actor=a+b&start=2024-01-01&after=42&limit=100');
});

test('a file is a range of time without gaps', () => {
  assert.equal(exportUrl('ledger', filter, 'csv'), '/roles/ledger/v1/audit/export?start=2024-01-01&format=csv');
});
