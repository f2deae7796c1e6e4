import { fetchLists } from '../../../api/operations';
import { usePoll } from '../../../api/poll';
import type { Role } from '../../../api/roles';
import type { RequestStore } from './requestStore';

const intervalMs = 1000;

interface Props {
  role: Role;
  store: RequestStore;
  paused: boolean;
  /** Something new is in the store, or the role's silence is now known: `error` says why, null that it answers. */
  onAnswer: (role: string, error: string | null) => void;
}

/** Keeps the store fresh from one role; shows nothing. Each role has its own, so that one which hangs holds up no other. */
export function RoleFeed({ role, store, paused, onAnswer }: Props) {
  usePoll(
    async (signal) => {
      try {
        store.accept(role.name, await fetchLists(role, store.seenOf(role.name), signal));
        onAnswer(role.name, null);
      } catch (error) {
        if (!signal.aborted) onAnswer(role.name, (error as Error).message);
      }
    },
    paused ? null : intervalMs,
  );
  return null;
}
