/** A stretch of text within a block: what `parseSpans` makes of it. */
export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis' | 'deleted'; spans: Span[] }
  | { kind: 'link'; href: string; spans: Span[] }
  | { kind: 'break' };

interface Rule {
  pattern: RegExp;
  make: (match: RegExpExecArray, depth: number) => Span;
}

const deepest = 6;

// In the order of their right: code takes its text as it stands, so nothing within it is anything else. Marks pair within 1,000 characters:
// a text full of marks without partners must not make reading it slow.
const rules: Rule[] = [
  { pattern: /(`+)([^`]|[^`].{0,1000}?[^`])\1(?!`)/s, make: (match) => ({ kind: 'code', text: match[2]!.trim() }) },
  { pattern: /\[([^[\]]+)\]\((https?:\/\/[^\s()<>]+)\)/, make: (match, depth) => ({ kind: 'link', href: match[2]!, spans: parse(match[1]!, depth) }) },
  { pattern: /https?:\/\/[^\s()<>"'`]*[^\s()<>"'`.,;:!?]/, make: (match) => ({ kind: 'link', href: match[0], spans: [{ kind: 'text', text: match[0] }] }) },
  { pattern: /\*\*(?=\S)(.{1,1000}?)(?<=\S)\*\*|(?<!\w)__(?=\S)(.{1,1000}?)(?<=\S)__(?!\w)/s, make: (match, depth) => ({ kind: 'strong', spans: parse(match[1] ?? match[2]!, depth) }) },
  { pattern: /~~(?=\S)(.{1,1000}?)(?<=\S)~~/s, make: (match, depth) => ({ kind: 'deleted', spans: parse(match[1]!, depth) }) },
  { pattern: /\*(?=[^\s*])(.{1,1000}?)(?<=[^\s*])\*|(?<!\w)_(?=\S)(.{1,1000}?)(?<=\S)_(?!\w)/s, make: (match, depth) => ({ kind: 'emphasis', spans: parse(match[1] ?? match[2]!, depth) }) },
  { pattern: / {2,}\n|\\\n/, make: () => ({ kind: 'break' }) },
];

/** Reads what is marked within a text: code, strong, emphasis, deleted, links to http and https, hard breaks. All else is text, HTML and other links too. */
export function parseSpans(text: string): Span[] {
  return parse(text, 0);
}

function parse(text: string, depth: number): Span[] {
  const spans: Span[] = [];
  let rest = text;
  while (rest !== '') {
    const found = depth < deepest ? earliest(rest) : null;
    if (!found) break;
    const { match, rule } = found;
    if (match.index > 0) spans.push({ kind: 'text', text: rest.slice(0, match.index) });
    spans.push(rule.make(match, depth + 1));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest !== '') spans.push({ kind: 'text', text: rest });
  return spans;
}

function earliest(text: string): { match: RegExpExecArray; rule: Rule } | null {
  let first: { match: RegExpExecArray; rule: Rule } | null = null;
  for (const rule of rules) {
    const match = rule.pattern.exec(text);
    if (match && (!first || match.index < first.match.index)) first = { match, rule };
  }
  return first;
}
