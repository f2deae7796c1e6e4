import { Component, Fragment } from 'preact';
import { Copyable } from '../components/Copyable';
import { parseBlocks, type Block } from './blocks';
import './prose.css';
import { parseSpans, type Span } from './spans';

/** Markdown as nodes of the page. Everything a model says becomes text: no markup of its own reaches the document. */
export function Markdown({ source }: { source: string }) {
  return <div class="prose">{parseBlocks(source).map(show)}</div>;
}

function show(block: Block, key: number) {
  return <One key={key} block={block} mark={JSON.stringify(block)} />;
}

/** While an answer streams only its last block changes: the others are compared by their mark and left alone. */
class One extends Component<{ block: Block; mark: string }> {
  override shouldComponentUpdate(next: { mark: string }) {
    return next.mark !== this.props.mark;
  }

  override render() {
    return draw(this.props.block);
  }
}

function draw(block: Block) {
  switch (block.kind) {
    case 'paragraph':
      return <p>{spans(block.text)}</p>;
    case 'heading':
      return <p class={`heading h${Math.min(block.level, 4)}`} role="heading" aria-level={block.level + 1}>{spans(block.text)}</p>;
    case 'code':
      return <Code language={block.language} text={block.text} />;
    case 'quote':
      return <blockquote>{block.blocks.map(show)}</blockquote>;
    case 'list':
      return block.start === null ? <ul>{block.items.map(listItem)}</ul> : <ol start={block.start}>{block.items.map(listItem)}</ol>;
    case 'table':
      return <Table head={block.head} rows={block.rows} />;
    case 'rule':
      return <hr />;
  }
}

/** An item of one paragraph needs no paragraph of its own. */
function listItem(blocks: Block[], key: number) {
  const [first, ...rest] = blocks;
  return first?.kind === 'paragraph' ? <li key={key}>{spans(first.text)}{rest.map(show)}</li> : <li key={key}>{blocks.map(show)}</li>;
}

function Code({ language, text }: { language: string; text: string }) {
  return (
    <figure class="code">
      <figcaption>
        <span>{language}</span>
        <Copyable text={text} what="code" shown="copy" />
      </figcaption>
      <pre tabIndex={0}><code>{text}</code></pre>
    </figure>
  );
}

function Table({ head, rows }: { head: string[]; rows: string[][] }) {
  return (
    <div class="scroll">
      <table>
        <thead><tr>{head.map((cell, key) => <th key={key}>{spans(cell)}</th>)}</tr></thead>
        <tbody>{rows.map((row, key) => <tr key={key}>{row.map((cell, column) => <td key={column}>{spans(cell)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

function spans(text: string) {
  return parseSpans(text).map(span);
}

function span(part: Span, key: number) {
  switch (part.kind) {
    case 'text':
      return <Fragment key={key}>{part.text}</Fragment>;
    case 'code':
      return <code key={key}>{part.text}</code>;
    case 'strong':
      return <strong key={key}>{part.spans.map(span)}</strong>;
    case 'emphasis':
      return <em key={key}>{part.spans.map(span)}</em>;
    case 'deleted':
      return <del key={key}>{part.spans.map(span)}</del>;
    case 'link':
      return <a key={key} href={part.href} target="_blank" rel="noopener noreferrer nofollow">{part.spans.map(span)}</a>;
    case 'break':
      return <br key={key} />;
  }
}
