/**
 * What a runner with several processes or threads adds to `runtime.cjs`: each process has files of its own, the limits
 * hold for all together, and each knows from the request which tests of a file are asked for.
 */
'use strict';
const fs = require('node:fs');
const { join, relative, sep } = require('node:path');
const { threadId } = require('node:worker_threads');
const { missingOf, nearNames } = require('./askedTests.cjs');
const { frameOfMessage } = require('./parseFailure.cjs');
const { readRequest } = require('./request.cjs');
const { startWatching } = require('./runtime.cjs');
const { createSelection } = require('./selection.cjs');

const { closeSync, fstatSync, openSync, writeSync } = fs; // as they are now: tests may put others in their place
const place = Symbol.for('culprit.session');
const maxCompared = 1000;
const ofProbes = /^culprit\$/;

/** The session of this process; the same for all who ask. The environment stays: workers are started with a copy of it. */
function requestSession() {
  process[place] ??= createSession(readRequest());
  return process[place];
}

function createSession(request) {
  const watch = startWatching(request, { worker: `${process.pid}-${threadId}` });
  const selection = createSelection(request.selection, watch.isLeftOut);
  /** A byte for each test that any process has started. */
  const started = openSync(join(request.outFolder, 'started'), 'a');
  const mark = Buffer.from('.');
  const sharedOf = new WeakMap();
  let setUp = null;

  /** What ran since the last test belongs to the suite whose set-up it was, else to nobody. */
  function settle() {
    if (setUp === null) return watch.setLoadedAside();
    const number = watch.takeShared();
    if (number !== null) sharedOf.set(setUp, [...(sharedOf.get(setUp) ?? []), number]);
    setUp = null;
  }

  const session = {
    watch,
    request,
    /** Relative to the repository, with `/`, whether it is the repository's own code or not. */
    relative: (path) => watch.scope.relative(path) ?? relative(request.root, path).split(sep).join('/'),
    wants: ({ id, file, line }) => selection.wants(id, file, line),
    isNarrow: selection.isNarrow,
    /** Whether no process has asked this of a test file before. */
    isFirst(file) {
      try {
        closeSync(openSync(join(request.outFolder, `begun-${request.files.indexOf(file)}`), 'wx'));
        return true;
      } catch {
        return false;
      }
    },
    mayStartAnother: () => watch.mayStartAnother() && fstatSync(started).size < request.limits.maxTests,
    /** The tests of a file: those that will run, of all there are. */
    collected(file, chosen, all) {
      watch.collected(chosen.map(({ id, line }) => ({ id, file, line })));
      watch.flush();
      for (const name of missingOf(request.selection[file], file, all)) {
        session.notFound(name, file, `${file} has no test ${name}. Near it are: ${nearNames(name, all).join('; ')}`);
      }
    },
    /** A suite (an object) is about to be set up. */
    setUpBegins(suite) {
      settle();
      setUp = suite;
      watch.beginTrace();
    },
    /** `suites` are those around the test; the trace goes on where a set-up of theirs has failed. */
    start(test, suites, freshTrace = true) {
      settle();
      writeSync(started, mark);
      watch.start(test, { freshTrace, shared: suites.flatMap((suite) => sharedOf.get(suite) ?? []) });
    },
    end(outcome, seconds, error) {
      watch.end({ outcome, seconds, exception: error === null ? null : session.describe(error) });
    },
    /** An exception as data; what was expected and what was there are told in its message. */
    describe(error) {
      const exception = watch.describe(withStack(error));
      // Source maps name a frame after what stands at its place, which may be a probe.
      const frames = exception.frames.map((one) =>
        ofProbes.test(one.function) ? { ...one, function: '<anonymous>' } : one,
      );
      return { ...exception, frames, message: withCompared(exception.message, error) };
    },
    loadFailed(test, file, message, error) {
      const exception = session.describe(error);
      const isPlaced = exception.frames.some(({ inRepository }) => inRepository);
      const frame = isPlaced ? null : frameOfMessage(exception.message, request, watch.scope);
      const told = frame === null ? exception : { ...exception, frames: [frame] };
      watch.problem({ kind: 'loadFailed', test, file, message, exception: told });
    },
    notFound: (test, file, message) => watch.problem({ kind: 'notFound', test, file, message }),
  };
  return session;
}

/** An error on its way from another process may have lost its stack, and no longer look like one. */
function withStack(error) {
  if (typeof error?.message !== 'string' || error.stack !== '') return error;
  const { name = 'Error', message } = error;
  return { name, message, stack: `${name}: ${message}` };
}

function withCompared(message, error) {
  const told = [
    ['Expected', error?.expected],
    ['Actual', error?.actual],
  ].filter(([, value]) => typeof value === 'string' && value !== '' && !message.includes(value));
  return [message, ...told.map(([name, value]) => `${name}: ${value.slice(0, maxCompared)}`)].join('\n');
}

module.exports = { requestSession };
