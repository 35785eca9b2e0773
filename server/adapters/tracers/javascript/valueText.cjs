/**
 * Prints values for people, bounded, and without ever running code of the program under test: no getter, no `toString`,
 * no `toJSON`, no proxy's trap, no custom inspection. What is looked into is read by own property descriptors; what is
 * built in, by the functions that were there when this was loaded.
 */
'use strict';
const { types } = require('node:util');

const maxChars = 200;
const maxText = 100;
const maxItems = 12;
const maxDepth = 2;
const redacted = '<redacted>';
const secret =
  /pass(word|wd|phrase)|secret|api_?key|authorization|credential|private_?key|access_?key|(^|_)token($|_)|[a-z]Token$|^auth_?token|access_?token/i;

const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { ownKeys, apply } = Reflect;
const quote = JSON.stringify;
const { isArray } = Array;
const builtIn = {
  dateIso: Date.prototype.toISOString,
  dateValue: Date.prototype.getTime,
  regExpSource: getOwnPropertyDescriptor(RegExp.prototype, 'source').get,
  regExpFlags: getOwnPropertyDescriptor(RegExp.prototype, 'flags').get,
  mapEntries: Map.prototype.entries,
  mapSize: getOwnPropertyDescriptor(Map.prototype, 'size').get,
  mapNext: getPrototypeOf(new Map().entries()).next,
  setValues: Set.prototype.values,
  setSize: getOwnPropertyDescriptor(Set.prototype, 'size').get,
  setNext: getPrototypeOf(new Set().values()).next,
  symbolText: Symbol.prototype.toString,
  bigintText: BigInt.prototype.toString,
  typedLength: getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), 'length').get,
  typedName: getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get,
};

/** Whether a name, or the last part of a path, is one whose value is not to be shown. */
function isSecret(name) {
  return secret.test(name);
}

/** The value of a variable, or a note that its name forbids showing it. */
function printNamed(name, value) {
  const holdsText = typeof value === 'string' || (typeof value === 'object' && value !== null);
  return holdsText && isSecret(name) ? redacted : printValue(value);
}

/** At most `maxChars` characters that say what a value is. */
function printValue(value) {
  try {
    const text = print(value, 0, []);
    return text.length <= maxChars ? text : `${text.slice(0, maxChars - 1)}\u2026`;
  } catch {
    return '<unprintable>';
  }
}

function print(value, depth, within) {
  switch (typeof value) {
    case 'string':
      return value.length <= maxText ? quote(value) : `${quote(value.slice(0, maxText)).slice(0, -1)}\u2026"`;
    case 'number':
      return Object.is(value, -0) ? '-0' : `${value}`;
    case 'bigint': {
      // Printing a huge one takes long; its remainder by 2^300 tells whether it is.
      return BigInt.asIntN(300, value) === value ? `${apply(builtIn.bigintText, value, [])}n` : '<large bigint>';
    }
    case 'symbol':
      return apply(builtIn.symbolText, value, []);
    case 'function':
      return printFunction(value);
    case 'object':
      return value === null ? 'null' : printObject(value, depth, within);
    default:
      return `${value}`;
  }
}

function printFunction(value) {
  if (types.isProxy(value)) return '<proxy>';
  const name = ownText(value, 'name') ?? '';
  return `<function ${name === '' ? '(anonymous)' : name.slice(0, maxText)}>`;
}

function printObject(value, depth, within) {
  if (types.isProxy(value)) return '<proxy>';
  if (within.includes(value)) return '<circular>';
  if (isArray(value)) return printArray(value, depth, within);
  if (types.isDate(value)) {
    const at = apply(builtIn.dateValue, value, []);
    return Number.isNaN(at) ? '<invalid date>' : apply(builtIn.dateIso, value, []);
  }
  if (types.isRegExp(value)) {
    const source = ownRegExpSource(value);
    return source.slice(0, maxText);
  }
  if (types.isMap(value))
    return printEntries('Map', builtIn.mapSize, builtIn.mapEntries, builtIn.mapNext, value, depth, within);
  if (types.isSet(value))
    return printEntries('Set', builtIn.setSize, builtIn.setValues, builtIn.setNext, value, depth, within);
  if (types.isTypedArray(value)) {
    const length = apply(builtIn.typedLength, value, []);
    const shown = [];
    for (let index = 0; index < Math.min(length, maxItems); index += 1) shown.push(print(value[index], depth, within));
    return `${apply(builtIn.typedName, value, [])}[${shown.join(', ')}${length > maxItems ? `, \u2026 ${length} in all` : ''}]`;
  }
  if (types.isPromise(value)) return '<Promise>';
  if (types.isNativeError(value)) return printError(value);
  if (
    types.isBoxedPrimitive(value) ||
    types.isWeakMap(value) ||
    types.isWeakSet(value) ||
    types.isAnyArrayBuffer(value)
  ) {
    return `<${className(value)}>`;
  }
  if (types.isModuleNamespaceObject(value)) return '<module>';
  return printFields(value, depth, within);
}

/** The getters of `RegExp.prototype` read internal slots, but `flags` asks for properties that may be the program's own. */
function ownRegExpSource(value) {
  const ownsFlags = ownKeys(value).length !== 1 || getPrototypeOf(value) !== RegExp.prototype;
  const flags = ownsFlags ? '' : apply(builtIn.regExpFlags, value, []);
  return `/${apply(builtIn.regExpSource, value, [])}/${flags}`;
}

function printError(value) {
  const message = ownText(value, 'message') ?? '';
  return `${className(value)}(${quote(message.slice(0, maxText))})`;
}

function printArray(value, depth, within) {
  const length = getOwnPropertyDescriptor(value, 'length').value;
  if (depth >= maxDepth && length !== 0) return '[\u2026]';
  const inner = [...within, value];
  const items = [];
  for (let index = 0; index < Math.min(length, maxItems); index += 1) {
    items.push(printProperty(value, index, depth, inner, 'empty'));
  }
  if (length > maxItems) items.push(`\u2026 ${length} in all`);
  return `[${items.join(', ')}]`;
}

/** What a property holds; of a getter only that it is one. */
function printProperty(value, key, depth, within, missing) {
  const descriptor = getOwnPropertyDescriptor(value, key);
  if (descriptor === undefined) return missing;
  if (!('value' in descriptor)) return '<getter>';
  const holdsText =
    typeof descriptor.value === 'string' || (typeof descriptor.value === 'object' && descriptor.value !== null);
  if (typeof key === 'string' && holdsText && isSecret(key)) return redacted;
  return print(descriptor.value, depth + 1, within);
}

function printEntries(name, size, iterate, next, value, depth, within) {
  const count = apply(size, value, []);
  if (count === 0) return `${name}{}`;
  if (depth >= maxDepth) return `${name}{\u2026}`;
  const inner = [...within, value];
  const items = [];
  const iterator = apply(iterate, value, []);
  while (items.length < maxItems) {
    const { done, value: item } = apply(next, iterator, []);
    if (done) break;
    items.push(name === 'Set' ? print(item, depth + 1, inner) : printEntry(item, depth + 1, inner));
  }
  if (count > maxItems) items.push(`\u2026 ${count} in all`);
  return `${name}{${items.join(', ')}}`;
}

function printEntry([key, item], depth, within) {
  const holdsText = typeof item === 'string' || (typeof item === 'object' && item !== null);
  const hides = typeof key === 'string' && holdsText && isSecret(key);
  return `${print(key, depth, within)} => ${hides ? redacted : print(item, depth, within)}`;
}

function printFields(value, depth, within) {
  const name = className(value);
  const shown = name === 'Object' ? '' : `${name} `;
  const keys = ownKeys(value).filter((key) => typeof key === 'string');
  if (keys.length === 0) return `${shown}{}`;
  if (depth >= maxDepth) return `${shown}{\u2026}`;
  const inner = [...within, value];
  const fields = keys.slice(0, maxItems).map((key) => {
    const name = /^[\w$]+$/.test(key) ? key : quote(key.slice(0, maxText));
    return `${name}: ${printProperty(value, key, depth, inner, '')}`;
  });
  if (keys.length > maxItems) fields.push('\u2026');
  return `${shown}{${fields.join(', ')}}`;
}

/** The name of the class an object is of, found without asking the object; `Object` where it has none. */
function className(value) {
  for (let at = value, steps = 0; at !== null && steps < 20; at = getPrototypeOf(at), steps += 1) {
    if (types.isProxy(at)) return 'Object';
    const maker = getOwnPropertyDescriptor(at, 'constructor')?.value;
    if (typeof maker !== 'function' || types.isProxy(maker)) continue;
    return ownText(maker, 'name') ?? 'Object';
  }
  return 'Object';
}

/** A string that is stored in an object itself. */
function ownText(value, key) {
  const text = getOwnPropertyDescriptor(value, key)?.value;
  return typeof text === 'string' ? text : null;
}

module.exports = { className, isSecret, ownText, printNamed, printValue };
