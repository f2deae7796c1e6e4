// Runs the tests of the client's logic in Node: those of layout, merging and formatting, which need no browser.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const output = path.join(here, '../obj/client/tests');
const tests = fs.readdirSync(path.join(here, 'tests'), { recursive: true }).filter((file) => file.endsWith('.test.ts'));

fs.rmSync(output, { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: tests.map((file) => path.join('tests', file)),
  outdir: output,
  outbase: 'tests',
  bundle: true,
  format: 'esm',
  platform: 'node',
  outExtension: { '.js': '.mjs' },
  logLevel: 'warning',
});
const files = tests.map((file) => path.join(output, file.replace(/\.ts$/, '.mjs')));
process.exit(spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...files], { stdio: 'inherit' }).status ?? 1);
