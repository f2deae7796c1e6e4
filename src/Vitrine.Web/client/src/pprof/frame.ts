/** A function on a stack. Equal functions of a profile are the same object. */
export interface Frame {
  name: string;
  /** Type and method: the rest is what the colour says. */
  short: string;
  /** The assembly, library or package; empty for what is no code, such as `[gen0]`. */
  module: string;
  /** Code of the machine rather than of .NET or Go, drawn without colour. */
  isNative: boolean;
}

/** Keep these rules in sync with StackFrame.cs. In our own profiles `systemName` is `Assembly.dll!Name`, and the name of native code `libc.so.6!read`. */
export function frameOf(name: string, systemName: string): Frame {
  const module = moduleOf(name, systemName);
  return { name, module, short: name === module ? name : name.slice(shortStart(name)), isNative: module === '' || module.includes('.so') };
}

function moduleOf(name: string, systemName: string): string {
  if (name.startsWith('[')) return '';
  const end = systemName.indexOf('!');
  if (end > 0) return systemName.slice(0, end).replace(/\.(dll|exe)$/i, '');
  if (name.indexOf('!') > 0) return name.slice(0, name.indexOf('!'));
  // Go: net/http.(*conn).serve is of net/http. A slash within a type argument belongs to the argument.
  const path = /^[^([]*/.exec(name)![0];
  const dot = name.indexOf('.', path.lastIndexOf('/') + 1);
  return dot < 0 ? '' : name.slice(0, dot);
}

function shortStart(name: string): number {
  let [depth, before, last] = [0, 0, 0];
  for (let place = 0; place < name.length; place++) {
    const letter = name[place]!;
    if ('([<'.includes(letter)) depth++;
    else if (')]>'.includes(letter) && depth > 0) depth--;
    else if (letter === '.' && depth === 0) [before, last] = [last, place + 1];
    else if ((letter === '/' || letter === '!') && depth === 0) [before, last] = [place + 1, place + 1];
  }
  return before;
}
