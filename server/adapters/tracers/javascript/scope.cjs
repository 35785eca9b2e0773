/** Says which files are the repository's own code, by real path. Leaves out whether they are tests. */
'use strict';
const fs = require('node:fs');
const { sep } = require('node:path');
const { fileURLToPath } = require('node:url');

const foreign = /(^|\/)(node_modules|\.git|\.venv|venv|\.yarn|bower_components|jspm_packages)\//;
const realpath = fs.realpathSync.native;
const maxKnown = 20_000;

/** `root` is a folder; a run in a copy of it says so in `copy`. */
function createScope(root, copy = null) {
  const known = new Map();
  const prefixes = [root, copy].filter((folder) => folder !== null).map((folder) => withSeparator(real(folder)));

  function find(path) {
    const file = real(path);
    const prefix = prefixes.find((one) => file.startsWith(one));
    if (prefix === undefined) return null;
    const relative = file.slice(prefix.length).split(sep).join('/');
    return foreign.test(relative) ? null : relative;
  }

  /** The path of a file of the repository's own code relative to its root, with `/`; `null` for any other. */
  function relative(pathOrUrl) {
    const path = pathOf(pathOrUrl);
    if (path === null) return null;
    let found = known.get(path);
    if (found === undefined) {
      found = find(path);
      if (known.size < maxKnown) known.set(path, found);
    }
    return found;
  }

  return { relative };
}

/** A path of what may be a path or a file URL with a query; `null` for anything that is no file. */
function pathOf(pathOrUrl) {
  if (typeof pathOrUrl !== 'string' || pathOrUrl === '' || pathOrUrl.includes('\0')) return null;
  if (pathOrUrl.startsWith('file:')) {
    try {
      return fileURLToPath(pathOrUrl.replace(/[?#].*$/s, ''));
    } catch {
      return null;
    }
  }
  return /^(\/|[A-Za-z]:[\\/])/.test(pathOrUrl) ? pathOrUrl : null;
}

function real(path) {
  try {
    return realpath(path);
  } catch {
    return path;
  }
}

function withSeparator(folder) {
  return folder.endsWith(sep) ? folder : folder + sep;
}

module.exports = { createScope, pathOf };
