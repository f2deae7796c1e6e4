/** One of several, side by side; `figure` stands small beside a choice's name. */
export interface Choice<T extends string> {
  value: T;
  label: string;
  figure?: string;
}

export function Choices<T extends string>(props: { label: string; choices: Choice<T>[]; value: T; onChoose: (value: T) => void }) {
  return (
    <div class="choices" role="group" aria-label={props.label}>
      {props.choices.map((choice) => (
        <button key={choice.value} type="button" aria-pressed={choice.value === props.value} onClick={() => props.onChoose(choice.value)}>
          {choice.label}
          {choice.figure !== undefined && <span class="figure">{choice.figure}</span>}
        </button>
      ))}
    </div>
  );
}
