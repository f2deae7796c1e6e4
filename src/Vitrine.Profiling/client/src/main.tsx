import { render } from 'preact';
import 'kit/styles/tokens.css';
import 'kit/styles/base.css';
import 'kit/styles/shell.css';
import 'kit/styles/components.css';
import { Page } from './Page';

const root = document.getElementById('app')!;
// The bar of the first paint makes way.
root.replaceChildren();
render(<Page />, root);
