import { useEffect, useRef, useState } from 'preact/hooks';
import { AnswerView } from './AnswerView';
import './chat.css';
import { Composer } from './Composer';
import { ModelPicker, useModels } from './ModelPicker';
import { MetricsPanel } from './panel/MetricsPanel';
import { useConversation } from './useConversation';
import { Welcome } from './Welcome';

/** How far from the end still counts as reading along, in CSS pixels. */
const nearTheEnd = 120;

/** A conversation with the model, and beside it what the system did to answer. */
export function ChatPage() {
  const conversation = useConversation();
  const models = useModels();
  const [model, setModel] = useState('');
  const end = useRef<HTMLDivElement>(null);
  const { turns, isStreaming } = conversation;
  const send = (text: string) => conversation.send(text, model);

  useEffect(() => {
    const root = document.documentElement;
    if (root.scrollHeight - root.scrollTop - root.clientHeight < nearTheEnd + (isStreaming ? 0 : 400)) end.current?.scrollIntoView({ block: 'end' });
  }, [turns, isStreaming]);

  return (
    <div class="chat">
      <h1 class="unseen">Chat</h1>
      <section class="conversation" aria-label="Conversation">
        {turns.length === 0 && <Welcome onChoose={send} />}
        <ol class="turns" aria-live="polite" aria-busy={isStreaming}>
          {turns.map((turn, key) => (
            <li key={key} class={`turn ${turn.role}`}>
              {turn.role === 'user' ? <p class="question">{turn.text}</p> : <AnswerView answer={turn} />}
            </li>
          ))}
        </ol>
        <div ref={end} class="end" />
        <Composer isStreaming={isStreaming} onSend={send} onStop={conversation.stop}>
          <ModelPicker models={models} value={model} onChoose={setModel} />
          {turns.length > 0 && <button type="button" class="quiet" onClick={conversation.clear}>Clear</button>}
        </Composer>
      </section>
      <MetricsPanel version={conversation.version} />
    </div>
  );
}
