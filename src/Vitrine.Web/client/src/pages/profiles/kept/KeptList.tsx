import { useState } from 'preact/hooks';
import { ago } from 'kit/format/time';
import { bytes, count } from 'kit/format/number';
import { duration } from 'kit/format/duration';
import { getJson } from '../../../api/http';
import { usePoll } from '../../../api/poll';
import type { Wanted } from '../useCapture';
import { firstShown, type Kept } from './kept';

const intervalMs = 10_000;

/** The CPU profiles that a role took by the clock; nothing where it takes none and has none. */
export function KeptList({ role, onOpen }: { role: string; onOpen: (wanted: Wanted) => void }) {
  const [kept, setKept] = useState<Kept | null>(null);
  const [isWhole, setWhole] = useState(false);
  usePoll(async (signal) => setKept(await getJson<Kept>(`/roles/${role}/debug/profiles`, signal)), intervalMs);
  if (kept === null) return null;
  if (kept.everySeconds === 0 && kept.profiles.length === 0)
    return (
      <p class="dim by-clock">
        A role keeps CPU profiles by the clock when it is started with <code>--profile-every 60s --profile-for 10s</code>.
      </p>
    );
  const shown = isWhole ? kept.profiles : kept.profiles.slice(0, firstShown);
  const now = new Date();
  return (
    <section class="panel kept" aria-label="Kept profiles">
      <h2>
        Kept by the clock
        <span class="dim">
          {kept.everySeconds > 0 ? `every ${duration(kept.everySeconds * 1000)} for ${duration(kept.forSeconds * 1000)}, ` : 'no longer taken, '}
          {count(kept.profiles.length)} of at most {count(kept.mostFiles)} and {bytes(kept.mostBytes)}
        </span>
      </h2>
      {kept.problem && <p class="problem">The newest turn has none: {kept.problem}</p>}
      <ul>
        {shown.map((profile) => {
          const path = `/roles/${role}/debug/profiles/${profile.name}`;
          const title = `CPU of ${role}, ${new Date(profile.startedAt).toLocaleString()}`;
          return (
            <li key={profile.name}>
              <button type="button" class="quiet" onClick={() => onOpen({ path, title, fileName: profile.name, seconds: 0 })}>
                {new Date(profile.startedAt).toLocaleTimeString()}
                <span class="dim">{ago(new Date(profile.startedAt), now)}</span>
              </button>
              <span class="dim number">{duration(profile.seconds * 1000)}</span>
              <span class="dim number">{bytes(profile.sizeBytes)}</span>
              <a href={path} download={profile.name}>Download</a>
            </li>
          );
        })}
      </ul>
      {shown.length < kept.profiles.length && (
        <button type="button" class="quiet" onClick={() => setWhole(true)}>
          {count(kept.profiles.length - shown.length)} older
        </button>
      )}
    </section>
  );
}
