import { useState } from 'preact/hooks';
import { fetchRequest, type RoleRoot } from '../../../api/operations';
import { recallAnswer } from '../../../api/pageAnswers';
import { usePoll } from '../../../api/poll';
import { useRoles, type Role } from '../../../api/roles';
import { onRolesClock } from './pageRoot';

const intervalMs = 1000;
/** The role that was called ends a little after the one that called; after so many equal readings nothing more is awaited. */
const calmReadings = 3;

export interface StoryState {
  roots: RoleRoot[];
  /** Whether the roles have been asked. */
  asked: boolean;
  silent: { role: string; problem: string }[];
}

/** What all roles know of a request, read again until it has ended everywhere. */
export function useStory(id: string): StoryState {
  const { roles } = useRoles();
  const [story, setStory] = useState<StoryState>({ roots: [], asked: false, silent: [] });
  const [calm, setCalm] = useState(0);
  usePoll(
    async (signal) => {
      if (roles === null) return;
      const read = await readAll(roles, id, signal);
      if (signal.aborted) return;
      const isCalm = read.silent.length === 0 && hasEnded(read.roots) && read.roots.length === story.roots.length;
      setCalm(isCalm ? calm + 1 : 0);
      setStory(read);
    },
    roles === null || calm >= calmReadings ? null : intervalMs,
  );
  return story;
}

async function readAll(roles: Role[], id: string, signal: AbortSignal): Promise<StoryState> {
  const roots: RoleRoot[] = [];
  const silent: StoryState['silent'] = [];
  await Promise.all(
    roles.map(async (role) => {
      try {
        roots.push(...(await fetchRequest(role, id, signal)));
      } catch (error) {
        silent.push({ role: role.name, problem: (error as Error).message });
      }
    }),
  );
  const page = recallAnswer(id);
  if (page) roots.push({ role: 'page', root: onRolesClock(page, roots) });
  return { roots, asked: true, silent };
}

function hasEnded(roots: RoleRoot[]): boolean {
  return roots.length > 0 && roots.every(({ root }) => root.outcome !== undefined);
}
