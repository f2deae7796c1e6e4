import type { Grade } from './grades';

/** A name and its figure; nothing when the figure is not known. */
export function Row({ name, value, grade }: { name: string; value: string | undefined; grade?: Grade | undefined }) {
  if (value === undefined) return null;
  return (
    <div class="row">
      <dt>{name}</dt>
      <dd class={grade && grade.tone !== 'plain' ? `graded ${grade.tone}` : undefined}>
        {value}
        {grade?.word !== undefined && <span class="word">{grade.word}</span>}
      </dd>
    </div>
  );
}
