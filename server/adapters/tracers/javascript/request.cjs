/**
 * What the process of the tests was asked to do. Read once, and taken out of the environment, so that programs the tests
 * start are left alone.
 */
'use strict';
const { readFileSync } = require('node:fs');

let read = null;

/** The request, or `null` in a process that is none of ours. */
function readRequest() {
  const file = process.env.CULPRIT_REQUEST;
  if (read === null && file !== undefined) read = JSON.parse(readFileSync(file, 'utf8'));
  return read;
}

/** From here on the environment is as the user has it. */
function leaveNoTrace() {
  const options = process.env.CULPRIT_NODE_OPTIONS;
  if (options === undefined || options === '') delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = options;
  for (const name of ['CULPRIT_REQUEST', 'CULPRIT_NODE_OPTIONS', 'CULPRIT_WORKER', 'CULPRIT_FILE'])
    delete process.env[name];
}

module.exports = { leaveNoTrace, readRequest };
