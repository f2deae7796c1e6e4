import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from 'kit/components/Icon';

/** Where a question is written. Enter sends, Shift and Enter begins a line; `children` stand beside the button. */
export function Composer(props: { isStreaming: boolean; onSend: (text: string) => void; onStop: () => void; children?: ComponentChildren }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const question = text.trim();

  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);
  useEffect(() => {
    const area = field.current!;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  const send = () => {
    if (question === '' || props.isStreaming) return;
    props.onSend(question);
    setText('');
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="composer panel"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea ref={field} rows={1} value={text} placeholder="Ask the model" aria-label="Your question" onInput={(event) => setText(event.currentTarget.value)} onKeyDown={press} />
      <div class="controls">
        {props.children}
        {props.isStreaming ? (
          <button key="stop" type="button" class="button" onClick={props.onStop}><Icon name="close" />Stop</button>
        ) : (
          <button key="send" type="submit" class="button primary" disabled={question === ''}>Send</button>
        )}
      </div>
    </form>
  );
}
