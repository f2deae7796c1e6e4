import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkChain, hashOf } from '../../../src/pages/audit/chain';
import type { AuditRecord } from '../../../src/pages/audit/record';
import { fromDer, isSignedBy, type SignedHead } from '../../../src/pages/audit/signedHead';

// Written by a ledger: its own canonical JSON, hashes and signature.
const records: AuditRecord[] = JSON.parse(String.raw`[{"sequence":3,"log_position":5,"timestamp":"2026-11-20T23:17:18.403Z","event_id":"018f0000-0000-7000-8000-000000000002","occurred_at":"2024-01-15T10:30:01.000Z","service":"model","action":"AccessDenied","operation":"inference","actor":null,"tenant_id":null,"subject_id":null,"ip_address":null,"correlation_id":null,"request_id":null,"outcome":null,"reason":null,"changed_field_names":null,"prev_hash":"059a45a459cb8f014a5d3814e5f2968c0873b1967d0d94bf202f3129683669ed","hash":"82f7b405724956ca83cc4c173652f8263b5ffe31de066155fd5e297beecba919"},{"sequence":2,"log_position":4,"timestamp":"2026-11-20T23:17:18.361Z","event_id":"018f0000-0000-7000-8000-000000000001","occurred_at":"2024-01-15T10:30:00.000Z","service":"gateway","action":"AccessGranted","operation":"inference","actor":"Gr\u00fc\u00dfe \"\ud83c\udf88\"\n\u0001\u2028\u007f","tenant_id":null,"subject_id":"=1+1","ip_address":"127.0.0.1","correlation_id":"4bf92f3577b34da6a3ce929d0e0e4736","request_id":null,"outcome":"ok","reason":null,"changed_field_names":["a\"b"],"prev_hash":"b0813e35d369a25c52107b2af58dad12fdda59301f0798a44103a9d59416c750","hash":"059a45a459cb8f014a5d3814e5f2968c0873b1967d0d94bf202f3129683669ed"}]`);
const head: SignedHead = JSON.parse('{"version":1,"start":null,"end":null,"count":4,"first_sequence":1,"last_sequence":4,"prev_hash":"0000000000000000000000000000000000000000000000000000000000000000","hash":"295b6a3305ae277b734d98cbde0963545e270cac7699604ba036ed190e15a34e","signed_at":"2026-11-20T23:17:18.825Z","algorithm":"ECDSA-P256-SHA256","key_id":"76f5e07bf8ba53e7127b1bb6005cbfd80f871679edf03929ef899bd4a66fe133","signature":"MEUCIFBKFkmUdDiyi7WkQqpXFlTs0hSe/EUc7c1QSUJv9/NzAiEAr8PvtiP8+B3Sp1an2dJZaNmDZ9aIPQTSX3qEpu36CwI="}');
const publicKey = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEybJxrjnTFm/bVrQqhO3YPVrq4KJ9
JhEpgvzigrdNybcOonhdg8D6K/V6XZoo905jOyCuw9nKd/egWr0+XNIaDg==
-----END PUBLIC KEY-----`;

test('the hashes are those that the ledger wrote', async () => {
  for (const record of records) assert.equal(await hashOf(record), record.hash);
  const { altered, loose, checked } = await checkChain(records);
  assert.deepEqual([altered.size, loose.size, checked], [0, 0, 2]);
});

test('a record that was altered is found, in whichever column', async () => {
  for (const name of Object.keys(records[1]!).filter((key) => key !== 'hash')) {
    const altered = { ...records[1]!, [name]: name === 'sequence' ? 7 : name === 'prev_hash' ? '00'.repeat(32) : 'mallory' } as AuditRecord;
    assert.deepEqual([...(await checkChain([records[0]!, altered])).altered], [altered.sequence], name);
  }
});

test('neighbours that do not follow each other are found, and a gap of a filter is none', async () => {
  const exchanged = { ...records[1]!, actor: 'mallory' };
  exchanged.hash = await hashOf(exchanged);
  assert.deepEqual([...(await checkChain([records[0]!, exchanged])).loose], [3]);
  assert.equal((await checkChain([{ ...records[0]! }, { ...exchanged, sequence: 1 }])).loose.size, 0);
});

test('the signature is checked, and a head that says something else is not signed', async () => {
  assert.equal(await isSignedBy(head, publicKey), true);
  assert.equal(await isSignedBy({ ...head, count: head.count - 1 }, publicKey), false);
  assert.equal(await isSignedBy({ ...head, signature: 'AAAA' }, publicKey), false);
  assert.equal(await isSignedBy(head, 'no key'), false);
});

test('numbers of a signature stand right in their 32 bytes, short ones and those with a leading zero', () => {
  const der = Uint8Array.from([0x30, 0x26, 0x02, 0x21, 0x00, ...Array(32).fill(0x80), 0x02, 0x01, 0x05]);
  assert.deepEqual([...fromDer(der)], [...Array(32).fill(0x80), ...Array(31).fill(0), 5]);
});
