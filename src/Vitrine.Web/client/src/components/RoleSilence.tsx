import { Notice } from 'kit/components/Notice';

/** A role that does not answer, why, and what to do; the rest of the page goes on without it. */
export function RoleSilence({ role, problem }: { role: string; problem: string }) {
  return (
    <Notice>
      <strong>{role}</strong> is not heard: {problem} What it knows is missing here until it answers. <code>vitrine doctor</code> finds the cause,{' '}
      <code>vitrine logs {role} --all</code> shows its last words.
    </Notice>
  );
}
