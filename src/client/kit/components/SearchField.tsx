import { Icon } from './Icon';

/** A field that narrows a list while one types; `/` comes here from anywhere, Escape empties it. */
export function SearchField({ value, placeholder, onInput }: { value: string; placeholder: string; onInput: (value: string) => void }) {
  const leave = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    if (event.key !== 'Escape') return;
    if (value === '') event.currentTarget.blur();
    onInput('');
  };
  return (
    <label class="search">
      <Icon name="search" />
      <input
        type="search"
        value={value}
        placeholder={placeholder}
        aria-label={placeholder}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={leave}
      />
      <kbd>/</kbd>
    </label>
  );
}
