/**
 * What a printed value is, as far as its text tells, in any language: enough to compare one run's values with another's.
 * Leaves out what is inside objects and collections.
 */

export type PrintedValue =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'notANumber' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'boolean'; readonly isTrue: boolean }
  | { readonly kind: 'empty' }
  | { readonly kind: 'text' }
  | { readonly kind: 'other' };

const nothing = new Set(['None', 'null', 'nil', 'undefined', 'NULL', 'nullptr', 'Optional.empty', '<nil>']);
const notANumber = new Set(['nan', 'NaN', '-nan', '-NaN']);
const emptyForms = [
  /^b?(""|''|``)$/,
  /^(set|frozenset|[A-Z]?\w*(Dict|Map|Set|List)|defaultdict|Counter|deque)?(\(\)|\(\[\]\)|\(\{\}\)|\[\]|\{\})$/,
  /^(map)?\[[^\]]*\][\w.*]*\{\}$|^map\[\]$/,
];
const number = /^[+-]?(\d[\d_]*\.?\d*|\.\d+)([eE][+-]?\d+)?(_?[a-zA-Z]\d*|n)?$/;

/** `Decimal('1.5')`, `np.float64(2.0)`, `BigDecimal(3)` */
const wrappedNumber = /^[\w.]*(?:Decimal|[Ff]loat\d*|[Ii]nt(?:eger)?\d*|Double|Long)\(['"]?([^'"()]*)['"]?\)$/;

export function readPrinted(printed: string): PrintedValue {
  const text = wrappedNumber.exec(printed)?.[1] ?? printed;
  if (number.test(text)) return { kind: 'number', number: Number.parseFloat(text.replaceAll('_', '')) };
  if (/^[+-]?(inf|Infinity)$/.test(text)) {
    return { kind: 'number', number: text.startsWith('-') ? -Infinity : Infinity };
  }
  if (/^(true|false)$/i.test(text)) return { kind: 'boolean', isTrue: text.toLowerCase() === 'true' };
  if (notANumber.has(text)) return { kind: 'notANumber' };
  if (nothing.has(text)) return { kind: 'nothing' };
  if (emptyForms.some((form) => form.test(text))) return { kind: 'empty' };
  return /^(b|r|u|f|L|u8)?["'`]/.test(text) ? { kind: 'text' } : { kind: 'other' };
}
