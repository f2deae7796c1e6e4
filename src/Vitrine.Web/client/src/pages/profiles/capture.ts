import { sentenceOf } from '../../api/http';
import { readProfile, type Profile } from '../../pprof/profile';

/** A profile with its file, ready to be looked at and to be kept. */
export interface Captured {
  title: string;
  /** The name under which it is downloaded. */
  fileName: string;
  file: Uint8Array<ArrayBuffer>;
  profile: Profile;
  /** The place of the value that is shown first. */
  kind: number;
}

/** Fetches a profile from a path of this console's server; leaving by `signal` ends the capture too. Ends with a sentence for people. */
export async function capture(path: string, title: string, fileName: string, sample: string | undefined, signal: AbortSignal): Promise<Captured> {
  const response = await fetch(path, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new Error('The console itself does not answer.');
  });
  if (!response.ok) throw new Error(await sentenceOf(response));
  const file = new Uint8Array(await response.arrayBuffer());
  const profile = await readProfile(file);
  const meant = profile.kinds.findIndex(({ name }) => name === sample);
  return { title, fileName, file, profile, kind: meant < 0 ? profile.defaultKind : meant };
}
