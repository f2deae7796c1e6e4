import { useEffect, useRef } from 'preact/hooks';
import { pages } from '../pages';
import { isTyping } from 'kit/typing';
import { Icon } from 'kit/components/Icon';

const keys: [keys: string[], meaning: string][] = [
  ...pages.map((page): [string[], string] => [['g', page.key], page.title]),
  [['/'], 'Search this page'],
  [['↑', '↓'], 'From row to row; also j and k in lists'],
  [['←', '→'], 'Fold and unfold a scope'],
  [['z'], 'Fill the time line with a scope'],
  [['p'], 'Hold live charts still, and go on'],
  [['1', '2', '3'], 'Live charts of 1, 5, 10 minutes'],
  [['m'], 'Mark collections in live charts'],
  [['Enter'], 'Open'],
  [['Esc'], 'Empty the search, go back'],
  [['?'], 'This list'],
];

/** What the keys do: a button, and the key `?` anywhere. */
export function KeyHelp() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === '?' && !isTyping(event.target)) dialog.current?.showModal();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  const open = () => dialog.current?.showModal();
  const close = () => dialog.current?.close();
  return (
    <>
      <button type="button" class="quiet square key-help-button" onClick={open} title="Keys (?)" aria-label="Keys">
        <Icon name="keys" />
      </button>
      <dialog class="key-help" ref={dialog} aria-label="Keys" onClick={(event) => event.target === dialog.current && close()}>
        <header>
          <h2>Keys</h2>
          <button type="button" class="quiet square" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <dl>
          {keys.map(([pressed, meaning]) => (
            <div key={meaning}>
              <dt>
                {pressed.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </dialog>
    </>
  );
}
