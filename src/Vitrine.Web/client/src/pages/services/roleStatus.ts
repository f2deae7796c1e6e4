import { useState } from 'preact/hooks';
import { getJson } from '../../api/http';
import { usePoll } from '../../api/poll';
import type { Role } from '../../api/roles';

/** The index of a role's debug listener. */
export interface RoleIndex {
  service: string;
  version: string;
  startedAt: string;
  uptimeSeconds: number;
  running: number;
  ended: number;
  packs: { name: string; driven: number; missing: number }[];
}

/** An equation of a pack: two ways to count the same thing. */
export interface Equation {
  name: string;
  left: number;
  right: number;
  holds: boolean;
}

/** A model that a role has loaded or loads (`/debug/models`, as `/v1/models/ps` says it, but nobody is counted for looking). Sizes in bytes. */
export interface LoadedModel {
  id: string;
  status: string;
  size?: number;
  context_size?: number;
  threads?: number;
  batch_size?: number;
  bytes_per_token?: number;
  slots?: number;
  active_streams?: number;
  queue_depth?: number;
}

/** How a role does: null until it is known, `problem` when it does not say. */
export interface RoleStatus {
  index: RoleIndex | null;
  ready: { isReady: boolean; reason: string } | null;
  equations: Equation[];
  models: LoadedModel[];
  problem: string | null;
}

const intervalMs = 3000;
const unknown: RoleStatus = { index: null, ready: null, equations: [], models: [], problem: null };

/** Keeps asking a role how it does. */
export function useRoleStatus(role: Role): RoleStatus {
  const [status, setStatus] = useState(unknown);
  usePoll(async (signal) => {
    try {
      const [index, ready, { equations = [] }, models] = await Promise.all([
        getJson<RoleIndex>(role.debug, signal),
        readiness(role, signal),
        getJson<{ equations?: Equation[] }>(`${role.debug}/operations?check&limit=1`, signal),
        modelsOf(role, signal),
      ]);
      setStatus({ index, ready, equations, models, problem: null });
    } catch (error) {
      if (!signal.aborted) setStatus({ ...unknown, problem: (error as Error).message });
    }
  }, intervalMs);
  return status;
}

async function readiness(role: Role, signal: AbortSignal): Promise<{ isReady: boolean; reason: string }> {
  const response = await fetch(role.ready, { signal });
  return { isReady: response.ok, reason: response.ok ? '' : (await response.text()).slice(0, 300) };
}

async function modelsOf(role: Role, signal: AbortSignal): Promise<LoadedModel[]> {
  return role.pack === 'kronk' ? getJson<LoadedModel[]>(`${role.debug}/models`, signal) : [];
}
