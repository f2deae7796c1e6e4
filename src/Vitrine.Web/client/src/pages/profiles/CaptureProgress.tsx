import { useEffect, useState } from 'preact/hooks';
import type { Running } from './useCapture';

const lookEveryMs = 100;

/** How far a capture is, and a way out. */
export function CaptureProgress({ running, onCancel }: { running: Running; onCancel: () => void }) {
  const [now, setNow] = useState(performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), lookEveryMs);
    return () => clearInterval(timer);
  }, []);
  const passed = Math.max(0, (now - running.startedAt) / 1000);
  const left = Math.ceil(running.seconds - passed);
  return (
    <>
      <div class="progress">
        <p>
          {running.title}
          <span class="dim">{left > 0 ? `, ${left} s left` : ', the profile is being made'}</span>
        </p>
        <progress aria-label={running.title} {...(left > 0 ? { max: running.seconds, value: passed } : {})} />
      </div>
      <button type="button" class="button" onClick={onCancel}>Cancel</button>
    </>
  );
}
