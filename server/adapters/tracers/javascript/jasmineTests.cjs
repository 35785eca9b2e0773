/** Jasmine's helper, loaded before the specs: says where they are written, leaves out what was not asked for, and reports. */
'use strict';
const { join } = require('node:path');
const { callSite } = require('./callSite.cjs');
const { createSelection, idOf } = require('./selection.cjs');
const { leaveNoTrace, readRequest } = require('./request.cjs');
const { startWatching } = require('./runtime.cjs');

const request = readRequest();
const watcher = startWatching(request, { worker: '0' });
leaveNoTrace();
const selection = createSelection(request.selection, watcher.isLeftOut);
const environment = globalThis.jasmine.getEnv();
const places = new Map();
const shared = [];
const dropped = new Set();
let loading = null;
let failedSetUp = null;

const around = [];

for (const name of ['describe', 'fdescribe', 'xdescribe']) globalThis[name] = wrapSuite(globalThis[name]);
for (const name of ['it', 'fit', 'xit']) globalThis[name] = wrapSpec(globalThis[name]);
globalThis.beforeAll = wrapSetUp(globalThis.beforeAll);
environment.configure({ random: false, stopOnSpecFailure: false, specFilter: isWanted });
watchLoading(require(join(request.jasmineFolder, 'lib/loader.js')).prototype);

function wrapSuite(register) {
  return function suite(name, body) {
    function named(...args) {
      around.push(name);
      try {
        return body.apply(this, args);
      } finally {
        around.pop();
      }
    }
    return register.call(this, name, typeof body === 'function' ? named : body);
  };
}

function wrapSpec(register) {
  return function spec(...args) {
    const registered = register.apply(this, args);
    places.set(registered.id, { names: [...around, args[0]], loading, place: callSite(watcher.scope, loading) });
    return registered;
  };
}

/** A set-up that fails is known before the specs it takes along. */
function wrapSetUp(register) {
  return function beforeAll(body, ...rest) {
    if (typeof body !== 'function' || body.length !== 0) return register.call(this, body, ...rest);
    const names = [...around];
    async function watched() {
      watcher.setLoadedAside();
      watcher.beginTrace();
      try {
        await body.call(this);
        const number = watcher.takeShared();
        if (number !== null) shared.push({ names, number });
      } catch (error) {
        failedSetUp = { error };
        watcher.pauseTrace();
        throw error;
      }
    }
    return register.call(this, watched, ...rest);
  };
}

/** Files come one after another; one that cannot be loaded does not take the others along. */
function watchLoading(loader) {
  const { load } = loader;
  loader.load = async function loadWatched(path, ...rest) {
    const file = watcher.scope.relative(path) ?? watcher.scope.relative(join(request.cwd, path));
    const isSpec = file !== null && file in request.selection;
    if (isSpec) loading = file;
    try {
      return await load.call(this, path, ...rest);
    } catch (error) {
      if (!isSpec) throw error;
      watcher.problem({ kind: 'loadFailed', test: file, file, message: `${file} could not be loaded`, error });
      return undefined;
    } finally {
      loading = null;
    }
  };
}

function placeOf(spec) {
  const known = places.get(spec.id);
  const file = known?.loading ?? known?.place?.file ?? '';
  const line = known?.place?.file === file ? known.place.line : null;
  return { id: idOf(file, known?.names ?? [spec.getFullName()]), file, line };
}

function isWanted(spec) {
  const place = placeOf(spec);
  if (!selection.wants(place.id, place.file, place.line)) return false;
  const known = places.get(spec.id);
  if (known !== undefined && known.told === undefined) {
    known.told = place;
    watcher.collected([place]);
  }
  return true;
}

environment.addReporter({
  specStarted({ id, status }) {
    const place = places.get(id)?.told;
    if (place === undefined || status === 'excluded') return;
    if (!watcher.mayStartAnother()) {
      dropped.add(id);
      return;
    }
    const { names } = places.get(id);
    const isAround = (one) => one.names.every((name, index) => name === names[index]);
    const numbers = shared.filter(isAround).map(({ number }) => number);
    watcher.start(place, { freshTrace: failedSetUp === null, shared: numbers });
  },
  specDone(result) {
    if (places.get(result.id)?.told === undefined || result.status === 'excluded' || dropped.has(result.id)) return;
    const [failure] = result.failedExpectations;
    const isTakenAlong = failure?.message.startsWith('Not run because a beforeAll function failed') ?? false;
    if (isTakenAlong && failedSetUp !== null) watcher.end({ outcome: 'error', error: failedSetUp.error });
    else if (result.status === 'failed')
      watcher.end({ outcome: 'failed', exception: watcher.describeText(textsOf(failure)) });
    else watcher.end({ outcome: result.status === 'passed' ? 'passed' : 'skipped' });
  },
  suiteDone() {
    failedSetUp = null;
  },
  jasmineDone() {
    watcher.finish(0);
  },
});

/** What jasmine shows of a failure. Thrown errors have their class before the message. */
function textsOf({ message, stack, matcherName }) {
  const thrown = /^(?:Uncaught )?([A-Za-z_$][\w$]*(?:Error|Exception)): (.*)$/s.exec(message);
  if (thrown !== null) return { type: thrown[1], message: thrown[2], stack };
  return { type: matcherName === '' ? 'Error' : 'ExpectationFailed', message, stack };
}
