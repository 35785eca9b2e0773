/** What jest-circus keeps of a failure, as an error. */
'use strict';

/** `error` is what was thrown, or a pair of that and an error that tells where the test stands. */
function thrownBy(error) {
  if (!Array.isArray(error)) return error;
  const [thrown, place] = error;
  const isError = typeof thrown === 'object' && thrown !== null && typeof thrown.stack === 'string';
  return isError ? thrown : { name: 'Error', message: messageOf(thrown), stack: place?.stack ?? '' };
}

/** Anything may be thrown; an `undefined` is what `done.fail()` leaves. */
function messageOf(thrown) {
  return thrown === undefined ? 'Failed' : `thrown: ${String(thrown)}`;
}

module.exports = { thrownBy };
