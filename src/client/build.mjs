// Builds the pages of a service: restores the packages of the lock file, checks the types, bundles, compresses.
//   node build.mjs CLIENT [OUTPUT]      CLIENT holds index.html and src/; OUTPUT defaults to CLIENT/../obj/client/wwwroot
// Exit code 3: the packages could not be restored, which Client.targets tells from a mistake in the code.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { takeTurns } from './turns.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, 'node_modules');
const client = path.resolve(process.argv[2] ?? '.');
const output = path.resolve(process.argv[3] ?? path.join(client, '../obj/client/wwwroot'));

takeTurns(path.join(here, 'obj/turn.lock'));
restore();
checkTypes();
const { outputs, files } = await bundle().catch(giveUp);
place(withCompressed(files.set(path.join(output, 'index.html'), Buffer.from(pageOf(outputs)))));

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
  const compiler = [path.join(modules, 'typescript/bin/tsc'), '--project', client, '--pretty', 'false'];
  if (spawnSync(process.execPath, compiler, { cwd: client, stdio: 'inherit' }).status !== 0) process.exit(1);
}

/** Bundles every entry under a name that changes with its content, so that browsers may keep it for ever. */
async function bundle() {
  const esbuild = await import('esbuild');
  const { metafile, outputFiles } = await esbuild.build({
    absWorkingDir: client,
    tsconfig: path.join(here, 'tsconfig.json'),
    entryPoints: [path.join(client, 'src/main.tsx'), path.join(here, 'kit/early.ts'), path.join(here, 'kit/icon.svg')],
    outdir: path.join(output, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    loader: { '.svg': 'copy' },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['chrome123', 'firefox124', 'safari17.5'],
    minify: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  return { outputs: metafile.outputs, files: new Map(outputFiles.map((file) => [file.path, Buffer.from(file.contents)])) };
}

/** esbuild has said what is wrong with the code; anything else is worth a trace. */
function giveUp(error) {
  if (!error.errors) console.error(error);
  process.exit(1);
}

/** index.html with the names of the bundles in the place of {name.extension}: relative, since a page may stand anywhere. */
function pageOf(outputs) {
  const names = Object.keys(outputs).map((file) => path.basename(file));
  return fs.readFileSync(path.join(client, 'index.html'), 'utf8').replace(/\{(\w+)(\.\w+)\}/g, (_, name, extension) => {
    const found = names.filter((candidate) => candidate.startsWith(`${name}-`) && candidate.endsWith(extension));
    if (found.length !== 1) throw new Error(`index.html wants one ${name}${extension}: ${names.join(', ')}`);
    return `assets/${found[0]}`;
  });
}

/** Every file, and beside it a .br and a .gz, which the server sends as they are. */
function withCompressed(files) {
  const compressed = [...files].flatMap(([file, contents]) => [
    [`${file}.br`, zlib.brotliCompressSync(contents)],
    [`${file}.gz`, zlib.gzipSync(contents, { level: 9 })],
  ]);
  return new Map([...files, ...compressed]);
}

/** Makes the folder hold these files. What is there already is left alone: another build may be reading it. */
function place(files) {
  for (const [file, contents] of files) {
    if (fs.existsSync(file) && fs.readFileSync(file).equals(contents)) continue;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, contents);
  }
  for (const entry of fs.readdirSync(output, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !files.has(file)) fs.rmSync(file);
  }
}
