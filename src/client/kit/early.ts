// Runs before the first paint, so that a chosen theme never flashes the other one. The rest of the theme is theme.ts.
// Without imports: the page takes it as a plain script, which blocks painting as a module would not.
const chosen = localStorage.getItem('vitrine.theme');
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
