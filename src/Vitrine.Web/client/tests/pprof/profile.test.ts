import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FormatError } from '../../src/pprof/fields';
import { readProfile, type Profile } from '../../src/pprof/profile';
import { topRows } from '../../src/pages/profiles/topRows';
import dotnet from './dotnet.pb.gz';
import go from './go.pb.gz';

async function errorOf(file: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    await readProfile(file);
    return '';
  } catch (error) {
    assert.ok(error instanceof FormatError, String(error));
    return (error as Error).message;
  }
}

const total = ({ samples }: Profile, kind: number) => samples.reduce((sum, { values }) => sum + values[kind]!, 0);

test('a profile of Go: ten to one, its labels, its time', async () => {
  const profile = await readProfile(go);
  assert.deepEqual(profile.kinds, [{ name: 'samples', unit: 'count' }, { name: 'cpu', unit: 'nanoseconds' }]);
  assert.equal(profile.defaultKind, 1);
  assert.equal(total(profile, 1), 2_450_000_000);
  assert.equal(Math.round(profile.durationMs), 3135);
  assert.equal(profile.startedAt!.toISOString().slice(0, 16), '2026-11-20T19:25');
  const cost = Object.fromEntries(topRows(profile.samples, 1, 'cumulative').map(({ frame, cumulative }) => [frame.name, cumulative / 1e6]));
  assert.deepEqual([cost['main.hot'], cost['main.warm'], cost['main.spin']], [2160, 290, 2450]);
  assert.deepEqual({ ...profile.samples[0]!.labels }, { model: 'tiny', route: '/v1/<chat>' });
});

test('a profile of our own: methods with their assemblies', async () => {
  const profile = await readProfile(dotnet);
  assert.equal(profile.kinds[profile.defaultKind]!.name, 'cpu');
  assert.ok(profile.samples.length > 10 && profile.comments.length > 0);
  const frames = profile.samples.flatMap(({ stack }) => stack);
  assert.ok(frames.some(({ name, module }) => module === 'Vitrine.Inference' && name.startsWith('Vitrine.Inference.')));
  assert.ok(frames.every(({ name, short }) => name.endsWith(short)));
});

test('what is no profile says so', async () => {
  const text = (words: string) => new TextEncoder().encode(words) as Uint8Array<ArrayBuffer>;
  assert.ok((await errorOf(text('<!doctype html>'))) !== '');
  assert.equal(await errorOf(text('')), 'This is no profile: it does not say what it measures.');
  assert.equal(await errorOf(go.slice(0, go.length / 2)), 'The profile is damaged, or only the beginning of one.');
  for (let length = 0; length < go.length; length += 7) assert.ok((await errorOf(go.slice(0, length))) !== '', `${length} bytes`);
});

test('any byte changed: it reads, or says so', async () => {
  const plain = new Uint8Array(await new Response(new Blob([go]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
  for (let place = 0; place < plain.length; place++) {
    const damaged = plain.slice();
    damaged[place] = (damaged[place]! + 1 + (place % 255)) % 256;
    await errorOf(damaged);
  }
});
