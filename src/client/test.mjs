// Runs the tests of the pages' logic in Node: those of layout, merging and formatting, which need no browser.
//   node test.mjs [FOLDER …]     each holds tests/; without one, all of them
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const source = path.dirname(here);
const output = path.join(here, 'obj/tests', String(process.pid));
const everywhere = [here, ...fs.readdirSync(source).map((project) => path.join(source, project, 'client'))].filter((folder) => fs.existsSync(path.join(folder, 'tests')));
const folders = process.argv.length > 2 ? process.argv.slice(2).map((folder) => path.resolve(folder)) : everywhere;
const tests = folders.flatMap((folder) => fs.readdirSync(path.join(folder, 'tests'), { recursive: true }).map((file) => path.join(folder, 'tests', file))).filter((file) => file.endsWith('.test.ts'));

await build({
  absWorkingDir: source,
  tsconfig: path.join(here, 'tsconfig.json'),
  entryPoints: tests,
  outdir: output,
  outbase: source,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outExtension: { '.js': '.mjs' },
  loader: { '.gz': 'binary' },
  logLevel: 'warning',
});
const files = tests.map((file) => path.join(output, path.relative(source, file).replace(/\.ts$/, '.mjs')));
const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...files], { stdio: 'inherit' });
fs.rmSync(output, { recursive: true, force: true });
process.exit(status ?? 1);
