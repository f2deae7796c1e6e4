// Builds the console: restores the packages of the lock file, checks the types, bundles.
//   node build.mjs [FOLDER]      FOLDER defaults to ../obj/client/wwwroot
// Exit code 3: the packages could not be restored, which Client.targets tells from a mistake in the code.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { takeTurns } from './turns.mjs';

const here = import.meta.dirname;
const modules = path.join(here, 'node_modules');
const output = path.resolve(process.argv[2] ?? path.join(here, '../obj/client/wwwroot'));

takeTurns(path.join(here, '../obj/client.lock'));
restore();
checkTypes();
const names = await bundle().catch(() => process.exit(1));
writePage(names);

/** Runs `npm ci` unless what is installed is what the lock file names. */
function restore() {
  const stamp = path.join(modules, '.restored');
  const hash = createHash('sha256').update(fs.readFileSync(path.join(here, 'package-lock.json'))).digest('hex');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hash) return;
  const npm = spawnSync('npm ci --no-progress', { cwd: here, shell: true, encoding: 'utf8' });
  if (npm.status !== 0) {
    // Without npm's word "error", which MSBuild would take for an error of the build.
    console.log(npm.stderr.replaceAll('npm error', 'npm:'));
    process.exit(3);
  }
  fs.writeFileSync(stamp, hash);
}

function checkTypes() {
  const compiler = [path.join(modules, 'typescript/bin/tsc'), '--noEmit', '--pretty', 'false'];
  if (spawnSync(process.execPath, compiler, { cwd: here, stdio: 'inherit' }).status !== 0) process.exit(1);
}

/** Bundles every entry under a name that changes with its content, so that browsers may keep it for ever. Returns the names. */
async function bundle() {
  const esbuild = await import('esbuild');
  fs.rmSync(output, { recursive: true, force: true });
  const { metafile } = await esbuild.build({
    absWorkingDir: here,
    entryPoints: ['src/main.tsx', 'src/early.ts', 'src/icon.svg'],
    outdir: path.join(output, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    loader: { '.svg': 'copy' },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['chrome123', 'firefox121', 'safari17.5'],
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  return Object.fromEntries(
    Object.entries(metafile.outputs).flatMap(([file, made]) => {
      const name = path.basename(file);
      const entries = [[made.entryPoint ?? (file.endsWith('.svg') ? 'src/icon.svg' : null), name]];
      if (made.cssBundle) entries.push([`${made.entryPoint}.css`, path.basename(made.cssBundle)]);
      return entries.filter(([entry]) => entry);
    }),
  );
}

/** Writes index.html with the bundles' names in the place of {entry}. */
function writePage(names) {
  const page = fs.readFileSync(path.join(here, 'index.html'), 'utf8').replace(/\{(.+?)\}/g, (_, entry) => {
    if (!names[entry]) throw new Error(`index.html names ${entry}, which is no bundle: ${Object.keys(names).join(', ')}`);
    return `/assets/${names[entry]}`;
  });
  fs.writeFileSync(path.join(output, 'index.html'), page);
}
