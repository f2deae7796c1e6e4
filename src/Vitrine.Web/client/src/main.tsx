import { render } from 'preact';
import { App } from './app';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/components.css';

const root = document.getElementById('app')!;
// The bar of the first paint makes way.
root.replaceChildren();
render(<App />, root);
