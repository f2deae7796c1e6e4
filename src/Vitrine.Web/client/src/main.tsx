import { render } from 'preact';
import { App } from './app';
import 'kit/styles/tokens.css';
import 'kit/styles/base.css';
import 'kit/styles/shell.css';
import 'kit/styles/components.css';

const root = document.getElementById('app')!;
// The bar of the first paint makes way.
root.replaceChildren();
render(<App />, root);
