// Two builds at once (an IDE's and a terminal's) share node_modules, and `npm ci` deletes it: they take turns.
import fs from 'node:fs';
import path from 'node:path';

const pauseMs = 100;

/** Waits until no other living process holds the lock, takes it and gives it back when this process ends. */
export function takeTurns(lock) {
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  while (!tryTake(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
  process.on('exit', () => fs.rmSync(lock, { force: true }));
}

function tryTake(lock) {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isHeld(lock)) fs.rmSync(lock, { force: true });
    return false;
  }
}

/** A lock whose process is gone was left behind by a build that was killed. An empty one is being written. */
function isHeld(lock) {
  try {
    const pid = Number(fs.readFileSync(lock, 'utf8'));
    if (pid !== 0) process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
