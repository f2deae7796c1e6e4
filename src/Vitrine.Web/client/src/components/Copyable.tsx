import { useEffect, useState } from 'preact/hooks';
import { Icon } from 'kit/components/Icon';

const thanksMs = 1200;
const longestTitle = 100;

/** A text in one line that a click puts on the clipboard; `what` says what it is. */
export function Copyable({ text, what, shown = text }: { text: string; what: string; shown?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), thanksMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => undefined);
  return (
    <button type="button" class="copyable" onClick={copy} title={text.length > longestTitle ? `Copy ${what}` : `Copy ${what}: ${text}`} aria-label={copied ? 'Copied' : `Copy ${what}`}>
      <code>{shown}</code>
      <Icon name={copied ? 'check' : 'copy'} />
    </button>
  );
}
