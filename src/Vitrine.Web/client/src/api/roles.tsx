import { createContext, type ComponentChildren } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { getJson } from './http';
import { usePoll } from './poll';

/** A role of this installation. `debug`, `metrics` and `ready` are paths of the console's server, which asks the role; `api` is the role's own address. */
export interface Role {
  name: string;
  pack: string;
  debug: string;
  metrics: string;
  ready: string;
  api: string;
}

/** What is known of the roles: null until the first answer, and why there is none. */
export interface Roles {
  roles: Role[] | null;
  error: string | null;
}

const intervalMs = 10_000;
const Context = createContext<Roles>({ roles: null, error: null });

/** Keeps the list of roles fresh for everything below it. */
export function RolesProvider({ children }: { children: ComponentChildren }) {
  const [known, setKnown] = useState<Roles>({ roles: null, error: null });
  usePoll(async (signal) => {
    try {
      const { roles } = await getJson<{ roles: Role[] }>('/roles', signal);
      setKnown((before) => (sameRoles(before.roles, roles) && before.error === null ? before : { roles, error: null }));
    } catch (error) {
      if (!signal.aborted) setKnown((before) => ({ ...before, error: (error as Error).message }));
    }
  }, intervalMs);
  return <Context.Provider value={known}>{children}</Context.Provider>;
}

export function useRoles(): Roles {
  return useContext(Context);
}

function sameRoles(left: Role[] | null, right: Role[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
