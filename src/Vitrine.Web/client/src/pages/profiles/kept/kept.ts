/** What `/debug/profiles` of a role answers: how often it takes a profile, why the newest turn has none, and the profiles, the newest first. */
export interface Kept {
  everySeconds: number;
  forSeconds: number;
  mostFiles: number;
  mostBytes: number;
  skipped: number;
  problem?: string;
  profiles: KeptProfile[];
}

export interface KeptProfile {
  name: string;
  startedAt: string;
  seconds: number;
  sizeBytes: number;
}

/** As many stand there at first. */
export const firstShown = 8;
