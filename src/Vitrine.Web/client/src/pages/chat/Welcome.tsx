// What the shipped model was taught to speak of; a larger one has an answer too.
const questions = ['Why is my p99 latency high?', 'What is a token?', 'How does a cache help?', 'What should I do when the queue grows?'];

/** An empty conversation: what this is, and something to click. */
export function Welcome({ onChoose }: { onChoose: (question: string) => void }) {
  return (
    <div class="welcome">
      <h2>Ask, and see what the answer takes</h2>
      <p>Every answer carries its figures, and opens into the whole request: page, gateway, model.</p>
      <div class="openers">
        {questions.map((question) => (
          <button key={question} type="button" class="button" onClick={() => onChoose(question)}>{question}</button>
        ))}
      </div>
    </div>
  );
}
