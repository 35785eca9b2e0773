/**
 * Tests of Node's own runner, one file of them in this process. Tests and suites come through our functions, which know
 * where they are written and leave out what was not asked for; hooks at the root say when a test starts and ends.
 */
'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');
const Module = require('node:module');
const original = require('node:test');
const { callSite } = require('./callSite.cjs');
const { createSelection, idOf } = require('./selection.cjs');
const { leaveNoTrace } = require('./request.cjs');
const { startWatching } = require('./runtime.cjs');

const secondsToLeave = 3;
const { setTimeout: later } = globalThis;
const kinds = ['skip', 'todo', 'only', 'expectFailure'];
const within = new AsyncLocalStorage();

let watching = null;

/** From here on `require('node:test')` gives ours; `import` of it is for the loaders to lead here. */
function watchTests(request) {
  const file = process.env.CULPRIT_FILE ?? null;
  const watcher = startWatching(request, { worker: process.env.CULPRIT_WORKER ?? '0' });
  leaveNoTrace();
  const selection = createSelection(request.selection, watcher.isLeftOut);
  watching = { watcher, selection, file, known: new Map(), current: new Map(), failures: new Map(), shared: [] };
  const load = Module._load;
  Module._load = function loadOurs(specifier, ...rest) {
    return specifier === 'node:test' && rest[0]?.filename !== __filename
      ? module.exports.test
      : load.call(this, specifier, ...rest);
  };
  original.beforeEach(begin);
  original.afterEach(finish);
  original.after(close);
  process.on('uncaughtExceptionMonitor', (error) => {
    if (watcher.running() !== null) return;
    watcher.problem({ kind: 'loadFailed', test: file ?? '', file, message: `${file} could not be loaded`, error });
  });
}

/** The suites around whatever is being registered. */
function around() {
  return within.getStore() ?? [];
}

function wrapTest(register, forced) {
  return function test(...args) {
    const { name, options, body } = argumentsOf(args);
    const { selection, watcher, known, file } = watching;
    const line = lineIn(file);
    const names = [...around(), name];
    const id = idOf(file, names);
    const isWanted = selection.wants(id, file, line);
    if (!isWanted && !selection.leadsToWanted(id, file)) return Promise.resolve();
    const entry = { id, file, line, names, isWanted, seen: false, skipped: null };
    if (forced === 'skip' || options.skip || forced === 'todo' || options.todo) entry.skipped = true;
    known.set(names.join(' > '), entry);
    if (isWanted) watcher.collected([{ id, file, line }]);
    const serial = { ...options };
    delete serial.concurrency;
    return register.call(this, name, serial, body === undefined ? undefined : watchedBody(body, entry));
  };
}

function watchedBody(body, entry) {
  function watched(context, done) {
    if (entry.isDropped) return context.skip();
    watchContext(context, entry);
    const take = (error) => {
      entry.error = { error };
      watching.watcher.pauseTrace();
    };
    return within.run(entry.names, () => {
      if (body.length > 1) {
        return body.call(this, context, (error) => {
          if (error) take(error);
          done(error);
        });
      }
      try {
        const result = body.call(this, context);
        if (typeof result?.then === 'function') result.then(undefined, take);
        return result;
      } catch (error) {
        take(error);
        throw error;
      }
    });
  }
  // Node hands over a callback to who asks for one.
  return body.length > 1 ? (context, done) => watched(context, done) : (context) => watched(context);
}

/** Tests within a test go through us, and what says that it is skipped is heard. */
function watchContext(context, entry) {
  const own = { test: wrapTest(context.test.bind(context), null) };
  for (const kind of kinds) if (context.test[kind]) own.test[kind] = wrapTest(context.test[kind].bind(context), kind);
  for (const kind of ['skip', 'todo']) {
    own[kind] = (message) => {
      entry.skipped = true;
      return Object.getPrototypeOf(context)[kind].call(context, message);
    };
  }
  for (const [name, value] of Object.entries(own)) {
    Object.defineProperty(context, name, { value, configurable: true, writable: true });
  }
}

function wrapSuite(register, forced) {
  return function suite(...args) {
    const { name, options, body } = argumentsOf(args);
    const names = [...around(), name];
    const serial = { ...options };
    delete serial.concurrency;
    const isSkipped = forced === 'skip' || options.skip;
    const registered = (...bodyArguments) =>
      within.run(names, () => {
        try {
          return body.apply(this, bodyArguments);
        } catch (error) {
          const { watcher, file } = watching;
          watcher.problem({
            kind: 'loadFailed',
            test: file,
            file,
            message: `The suite "${name}" could not be set up`,
            error,
          });
          throw error;
        }
      });
    return register.call(this, name, serial, body === undefined || isSkipped ? body : registered);
  };
}

function wrapBefore(register) {
  return function before(body, options) {
    const names = around();
    if (typeof body !== 'function' || body.length > 1) return register.call(this, body, options);
    const watched = async (context) => {
      const { watcher, shared } = watching;
      watcher.setLoadedAside();
      watcher.beginTrace();
      try {
        await body.call(this, context);
        const number = watcher.takeShared();
        if (number !== null) shared.push({ names, number });
      } catch (error) {
        watching.failures.set(names.join(' > '), error);
        watching.watcher.pauseTrace();
        throw error;
      }
    };
    return register.call(this, watched, options);
  };
}

/** The line of the test file from which a test is being registered. */
function lineIn(file) {
  const place = callSite(watching.watcher.scope, file);
  return place?.file === file ? place.line : null;
}

/** `name`, `options` and `body`, each of which may be left out. */
function argumentsOf(args) {
  const body = args.find((one) => typeof one === 'function');
  const options = args.find((one) => typeof one === 'object' && one !== null) ?? {};
  const name = typeof args[0] === 'string' ? args[0] : body?.name || '<anonymous>';
  return { name, options, body };
}

function begin(context) {
  const entry = watching.known.get(context.fullName ?? context.name);
  if (entry === undefined || !entry.isWanted) return;
  const { watcher } = watching;
  if (!watcher.mayStartAnother()) {
    entry.isDropped = true;
    return;
  }
  entry.seen = true;
  entry.error = null;
  watching.current.set(entry, context);
  const isAround = ({ names }) => names.every((name, index) => name === entry.names[index]);
  const shared = watching.shared.filter(isAround).map(({ number }) => number);
  watcher.start({ id: entry.id, file: entry.file, line: entry.line }, { shared });
}

function finish(context) {
  const entry = watching.known.get(context.fullName ?? context.name);
  if (entry === undefined || !watching.current.delete(entry)) return;
  watching.watcher.end(outcomeOf(context, entry));
}

function outcomeOf(context, entry) {
  if (entry.skipped) return { outcome: 'skipped' };
  if (entry.error) return { outcome: 'failed', error: entry.error.error };
  if (context.passed === false) {
    const { error } = context;
    const isOwn = error?.code === 'ERR_TEST_FAILURE' && error.cause instanceof Error;
    // Tests within it failed, and were told of: it has nothing of its own to say.
    if (error?.failureType === 'subtestsFailed') return { outcome: null };
    return { outcome: error?.failureType === 'hookFailed' ? 'error' : 'failed', error: isOwn ? error.cause : error };
  }
  const hasFailedInner = [...watching.known.values()].some(
    (one) => one !== entry && one.error && one.id.startsWith(`${entry.id} > `),
  );
  return { outcome: hasFailedInner ? null : 'passed' };
}

/** What never started: skipped, or taken along by the set-up of a suite that failed. */
function close() {
  const { watcher, known, failures } = watching;
  for (const entry of known.values()) {
    if (entry.seen || entry.isDropped || !entry.isWanted) continue;
    const suite = entry.names
      .map((_, index) => entry.names.slice(0, index).join(' > '))
      .find((one) => failures.has(one));
    if (suite === undefined && !entry.skipped) continue;
    watcher.start({ id: entry.id, file: entry.file, line: entry.line }, { freshTrace: false });
    watcher.end(suite === undefined ? { outcome: 'skipped' } : { outcome: 'error', error: failures.get(suite) });
  }
  watcher.finish(0);
  later(() => process.exit(), secondsToLeave * 1000).unref();
}

const test = wrapTest(original.test, null);
const suite = wrapSuite(original.suite ?? original.describe, null);
for (const kind of kinds) {
  if (original.test[kind]) test[kind] = wrapTest(original.test[kind], kind);
  if (original.describe[kind]) suite[kind] = wrapSuite(original.describe[kind], kind);
}
for (const [name, value] of Object.entries(original)) test[name] ??= value;
Object.assign(test, { test, it: test, suite, describe: suite, before: wrapBefore(original.before) });
// Getters of the original, which `Object.entries` would have asked.
for (const name of ['mock', 'snapshot', 'assert']) {
  const descriptor = Object.getOwnPropertyDescriptor(original, name);
  if (descriptor !== undefined) Object.defineProperty(test, name, descriptor);
}

module.exports = { test, watchTests };
