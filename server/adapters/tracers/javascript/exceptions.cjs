/**
 * What was thrown as plain data: type, message, frames outermost first, and the chain of causes. Leaves out frames of
 * Node, of test runners and of ourselves, and everything past the bounds named below.
 */
'use strict';
const { dirname } = require('node:path');
const { types } = require('node:util');
const { className, ownText, printValue } = require('./valueText.cjs');
const { pathOf } = require('./scope.cjs');

const maxLinks = 5;
const maxFrames = 80;
const maxMessage = 4000;
const here = dirname(__filename);
const runners =
  /[/\\]node_modules[/\\](?:\.pnpm[/\\][^/\\]+[/\\]node_modules[/\\])?(?:mocha|jasmine|jasmine-core|vitest|vite|vite-node|@vitest[/\\][\w-]+|jest|jest-[\w-]+|@jest[/\\][\w-]+|expect|chai|tinyspy|ts-node|tsx|@swc-node[/\\][\w-]+|source-map-support|esbuild)[/\\]/;
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const plain = { frames: [], chainedBy: null, chained: null };

/** `scope` tells own files; `stackOf` gives the stack of an error as text, where it has to be mapped first. */
function createExceptions(scope, stackOf = ownStack) {
  function describe(error, links = maxLinks, seen = new Set()) {
    if (!isErrorLike(error)) return { type: typeOf(error), message: printValue(error), ...plain };
    seen.add(error);
    const message = (ownText(error, 'message') ?? inheritedMessage(error)).replace(escapes, '');
    const described = {
      type: nameOf(error),
      message: message.length <= maxMessage ? message : `${message.slice(0, maxMessage)}\u2026`,
      frames: framesOf(stackOf(error), message),
      chainedBy: null,
      chained: null,
    };
    const cause = Object.getOwnPropertyDescriptor(error, 'cause')?.value;
    if (links > 1 && isErrorLike(cause) && !seen.has(cause)) {
      described.chainedBy = 'cause';
      described.chained = describe(cause, links - 1, seen);
    }
    return described;
  }

  /** Outermost first. The message stands before the frames and may look like some. */
  function framesOf(stack, message) {
    const from = message !== '' && stack.includes(message) ? stack.indexOf(message) + message.length : 0;
    const frames = [];
    for (const line of stack.slice(from).split('\n')) {
      const frame = frameOf(line.replace(escapes, ''));
      if (frame !== null) frames.push(frame);
      if (frames.length === maxFrames) break;
    }
    return frames.reverse();
  }

  function frameOf(text) {
    const match = /^\s*at (?:async )?(?:(.*?) \()?(?:async )?((?:file:|\/|[A-Za-z]:[\\/]).*?):(\d+)(?::\d+)?\)?$/.exec(
      text,
    );
    if (match === null) return null;
    const [, name, place, line] = match;
    const path = pathOf(place);
    if (path === null || path.startsWith(here) || runners.test(path)) return null;
    const file = scope.relative(path);
    const inRepository = file !== null;
    const shown = (name ?? '<module>').replace(/ \[as [^\]]*\]/, '').replace(/^new (?=\S)/, '');
    return { file: file ?? path, line: Number(line), function: shown, inRepository, locals: [] };
  }

  return {
    describe,
    /** Of which only texts are left. */
    ofTexts({ type, message, stack }) {
      const text = message.replace(escapes, '');
      return { ...plain, type, message: text.slice(0, maxMessage), frames: framesOf(stack ?? '', message) };
    },
    /** Where the program stands now, as if an exception had been raised there. */
    here(type, message) {
      const limit = Error.stackTraceLimit;
      Error.stackTraceLimit = maxFrames;
      const error = new Error(message);
      Error.stackTraceLimit = limit;
      return { ...describe(error), type };
    },
  };
}

/** Made by `Error`, perhaps of another realm, or something that has a stack as errors do. */
function isErrorLike(value) {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  return types.isNativeError(value) || (typeof ownStack(value) === 'string' && ownStack(value) !== '');
}

function nameOf(error) {
  const own = ownText(error, 'name');
  if (own !== null) return own;
  const name = className(error);
  // Compiled classes may have lost theirs; the prototype then still says it.
  const inherited = inheritedText(error, 'name');
  return name === 'Object' || name.length < 3 ? (inherited ?? name) : name;
}

function inheritedMessage(error) {
  return inheritedText(error, 'message') ?? '';
}

function inheritedText(value, key) {
  for (let at = value; at !== null; at = Object.getPrototypeOf(at)) {
    const text = ownText(at, key);
    if (text !== null) return text;
  }
  return null;
}

/** V8 keeps it as a value, or behind an accessor of its own. */
function ownStack(error) {
  const descriptor = Object.getOwnPropertyDescriptor(error, 'stack');
  if (descriptor === undefined) return '';
  const stack = 'value' in descriptor || isNative(descriptor.get) ? error.stack : '';
  return typeof stack === 'string' ? stack : '';
}

function isNative(getter) {
  return typeof getter === 'function' && /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(getter));
}

function typeOf(value) {
  return typeof value === 'object' && value !== null && !types.isProxy(value) ? className(value) : typeof value;
}

module.exports = { createExceptions };
