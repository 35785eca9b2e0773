/** From a C++ name as a demangler writes it to the name the graph has: `shop.Cart.total`. Leaves out parameters. */

/** Template arguments, parameters, return type and anonymous namespaces are left out; a lambda is part of its function. */
export function qualifiedName(demangled: string): string {
  const text = demangled.replaceAll('(anonymous namespace)::', '').replace(/\[abi:\w+\]/g, '');
  let parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at++) {
    const rest = text.slice(at);
    const operator = /^operator(\(\)|\[\]|[-+*/%^&|~!=<>,]+|[ ]?(?:new|delete)(?:\[\])?|""\s*\w+| [^(]+)/.exec(rest);
    if (part === '' && operator !== null && !/\w$/.test(text.slice(0, at))) {
      part = operator[0];
      at += operator[0].length - 1;
    } else if (rest.startsWith('::')) {
      parts.push(part);
      part = '';
      at += 1;
    } else if (text[at] === '<') at = closing(text, at, '<', '>');
    else if (text[at] === '{') {
      at = closing(text, at, '{', '}');
      part = '{}';
    } else if (text[at] === '(') {
      at = closing(text, at, '(', ')');
      const inner = /^\)(?: const)?(?: &{1,2})?(?=::)/.exec(text.slice(at));
      if (inner === null) break;
      at += inner[0].length - 1;
    } else if (text[at] === ' ') {
      parts = [];
      part = '';
    } else part += text[at];
  }
  const all = [...parts, part].filter((name, index, names) => name !== '' && !isOfLambda(name, names[index - 1]));
  return all.join('.');
}

function isOfLambda(name: string, before: string | undefined): boolean {
  return name === '{}' || (name === 'operator()' && before === '{}');
}

/** The index of the bracket that closes the one at `start`, or of the last character. */
function closing(text: string, start: number, open: string, close: string): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === open) depth += 1;
    else if (text[at] === close && !(close === '>' && text[at - 1] === '-') && --depth === 0) return at;
  }
  return text.length - 1;
}
