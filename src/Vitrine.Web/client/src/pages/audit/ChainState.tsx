import { useEffect, useState } from 'preact/hooks';
import { Icon } from 'kit/components/Icon';
import { count } from 'kit/format/number';
import { getJson, getText } from '../../api/http';
import { usePoll } from '../../api/poll';
import { Copyable } from '../../components/Copyable';
import { canHash } from './chain';
import { isSignedBy, type SignedHead } from './signedHead';
import type { Trail } from './useTrail';

const intervalMs = 10_000;
// The ledger reads all of its log before it answers; the console waits for so long.
const verifyMs = 120_000;

/** What the ledger found when it made the trail anew from its log. */
interface Verified {
  ok: boolean;
  verified_records: number;
  last_sequence: number;
  problem: string | null;
}

/** Whether the trail is whole: as the ledger says, as its signature says, and as this browser computes. */
export function ChainState({ ledger, trail, turn, onReadAgain }: { ledger: string; trail: Trail; turn: number; onReadAgain: () => void }) {
  const [verified, setVerified] = useState<Verified | string | null>(null);
  const [head, setHead] = useState<SignedHead | null>(null);
  const [isSigned, setSigned] = useState<boolean | null>(null);
  const root = `/roles/${ledger}/v1/audit`;
  useEffect(() => {
    const stop = new AbortController();
    setVerified(null);
    getJson<Verified>(`${root}/verify`, stop.signal, verifyMs).then(setVerified, (error: Error) => !stop.signal.aborted && setVerified(error.message));
    return () => stop.abort();
  }, [root, turn]);
  usePoll(async (signal) => {
    const latest = await getJson<SignedHead>(`${root}/head`, signal);
    setHead(latest);
    if (canHash()) setSigned(await isSignedBy(latest, await getText(`${root}/public-key`, signal)));
  }, intervalMs);

  // The newest record is that of this page's own reading.
  const newer = head === null || trail.records === null ? 0 : Math.max(0, (head.last_sequence ?? 0) - trail.last - 1);
  return (
    <div class="panel chain">
      <p class={`verdict ${toneOf(verified)}`}>
        <Icon name={verified !== null && toneOf(verified) === 'bad' ? 'warning' : 'check'} />
        <span>{wordsOf(verified)}</span>
      </p>
      <p class={isSigned === false ? 'bad' : ''}>
        {head === null ? (
          <span class="dim">The head is on its way.</span>
        ) : (
          <>
            <span>
              Head {count(head.last_sequence ?? 0)}
              {isSigned === null ? '' : isSigned ? ', signature right' : ', signature WRONG'}
            </span>
            <Copyable text={head.hash} what="the head's hash" shown={head.hash.slice(0, 16)} />
          </>
        )}
      </p>
      <p class={trail.found !== null && !isWhole(trail) ? 'bad' : ''}>{shownWords(trail)}</p>
      <button type="button" class="button" onClick={onReadAgain}>
        {newer > 0 ? `Read ${count(newer)} newer` : 'Read again'}
      </button>
    </div>
  );
}

function isWhole(trail: Trail): boolean {
  return trail.found !== null && trail.found.altered.size === 0 && trail.found.loose.size === 0;
}

function toneOf(verified: Verified | string | null): 'ok' | 'bad' | 'dim' {
  if (verified === null) return 'dim';
  return typeof verified !== 'string' && verified.ok ? 'ok' : 'bad';
}

function wordsOf(verified: Verified | string | null): string {
  if (verified === null) return 'The ledger holds its trail against its log …';
  if (typeof verified === 'string') return `Not verified: ${verified}`;
  return verified.ok ? `Whole: all ${count(verified.verified_records)} records agree with the log` : `NOT whole: ${verified.problem ?? ''}`;
}

function shownWords(trail: Trail): string {
  if (!canHash()) return 'This browser computes hashes only on https and on localhost.';
  if (trail.found === null) return '';
  const { altered, loose, checked } = trail.found;
  if (isWhole(trail)) return `${count(checked)} shown: this browser computed every hash`;
  return `Of the ${count(checked)} shown: ${count(altered.size)} altered, ${count(loose.size)} that do not follow the record before them`;
}
