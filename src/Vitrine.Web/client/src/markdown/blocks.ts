/** A piece of text that stands by itself: what `parseBlocks` makes of markdown. */
export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; start: number | null; items: Block[][] }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'rule' };

const fence = /^ {0,3}(`{3,}|~{3,})\s*([^`\s]*)[^`]*$/;
const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const rule = /^ {0,3}([-*_])(\s*\1){2,}\s*$/;
const item = /^( {0,3})([-*+]|\d{1,9}[.)])(\s+|$)/;
const quote = /^ {0,3}> ?/;
const divider = /^ {0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const deepest = 8;

/**
 * Reads the blocks of markdown as language models write it: CommonMark's common part and tables. Never fails: what is no block is a paragraph.
 * A fence that is still open runs to the end, so that half an answer reads as it will in the end. HTML has no meaning; it stays text.
 */
export function parseBlocks(source: string): Block[] {
  return read(source.replaceAll('\r', '').split('\n'), 0);
}

function read(lines: string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (line.trim() === '') at++;
    else if (fence.test(line)) at = readCode(lines, at, blocks);
    else if (heading.test(line)) at = readHeading(line, at, blocks);
    else if (rule.test(line)) at = blocks.push({ kind: 'rule' }) && at + 1;
    else if (quote.test(line) && depth < deepest) at = readQuote(lines, at, blocks, depth);
    else if (item.test(line) && depth < deepest) at = readList(lines, at, blocks, depth);
    else if (line.includes('|') && divider.test(lines[at + 1] ?? '') && lines[at + 1]!.includes('|')) at = readTable(lines, at, blocks);
    else at = readParagraph(lines, at, blocks);
  }
  return blocks;
}

function readCode(lines: string[], at: number, blocks: Block[]): number {
  const [, mark = '', language = ''] = fence.exec(lines[at]!)!;
  const end = lines.findIndex((line, index) => index > at && line.trim().startsWith(mark) && line.trim().replaceAll(mark[0]!, '') === '');
  const last = end < 0 ? lines.length : end;
  blocks.push({ kind: 'code', language, text: lines.slice(at + 1, last).join('\n') });
  return last + 1;
}

function readHeading(line: string, at: number, blocks: Block[]): number {
  const [, marks = '', text = ''] = heading.exec(line)!;
  blocks.push({ kind: 'heading', level: marks.length, text });
  return at + 1;
}

function readQuote(lines: string[], at: number, blocks: Block[], depth: number): number {
  const inside: string[] = [];
  for (; at < lines.length && quote.test(lines[at]!); at++) inside.push(lines[at]!.replace(quote, ''));
  blocks.push({ kind: 'quote', blocks: read(inside, depth + 1) });
  return at;
}

/** An item reaches as far as lines are blank or indented to its text; a list as far as items of its kind follow each other. */
function readList(lines: string[], at: number, blocks: Block[], depth: number): number {
  const isOrdered = (line: string) => /\d/.test(item.exec(line)![2]!);
  const ordered = isOrdered(lines[at]!);
  const start = ordered ? Number.parseInt(item.exec(lines[at]!)![2]!, 10) : null;
  const items: Block[][] = [];
  while (at < lines.length && item.test(lines[at]!) && isOrdered(lines[at]!) === ordered && !rule.test(lines[at]!)) {
    const mark = item.exec(lines[at]!)![0];
    const indent = mark.trim().length + 1;
    const inside = [lines[at]!.slice(mark.length)];
    for (at++; at < lines.length && belongs(lines, at, Math.min(indent, 2)); at++) inside.push(dedent(lines[at]!, indent));
    items.push(read(inside, depth + 1));
  }
  blocks.push({ kind: 'list', start, items });
  return at;
}

function belongs(lines: string[], at: number, indent: number): boolean {
  const line = lines[at]!;
  if (line.trim() === '') return at + 1 < lines.length && (/^\s{2,}\S/.test(lines[at + 1]!) || item.test(lines[at + 1]!));
  return line.startsWith(' '.repeat(indent)) || !startsBlock(line);
}

function dedent(line: string, indent: number): string {
  const spaces = /^ */.exec(line)![0].length;
  return line.slice(Math.min(spaces, indent));
}

function readTable(lines: string[], at: number, blocks: Block[]): number {
  const head = cells(lines[at]!);
  const rows: string[][] = [];
  for (at += 2; at < lines.length && lines[at]!.includes('|'); at++) rows.push(cells(lines[at]!).slice(0, head.length));
  blocks.push({ kind: 'table', head, rows });
  return at;
}

function cells(line: string): string[] {
  return line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim());
}

function readParagraph(lines: string[], at: number, blocks: Block[]): number {
  const first = at;
  for (at++; at < lines.length && lines[at]!.trim() !== '' && !startsBlock(lines[at]!); at++);
  blocks.push({ kind: 'paragraph', text: lines.slice(first, at).join('\n').trim() });
  return at;
}

function startsBlock(line: string): boolean {
  return fence.test(line) || heading.test(line) || rule.test(line) || quote.test(line) || item.test(line);
}
