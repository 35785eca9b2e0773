/**
 * Which tests of the files that are loaded were asked for: all of a file, tests and suites by their ids, or those written
 * on some lines of it.
 */
'use strict';

const separator = ' > ';

/** `selection` holds by file `all`, `ids` and `ranges` (first and last lines); files that are not in it are not asked for. */
function createSelection(selection, isLeftOut) {
  const part = (file) => selection[file] ?? null;
  return {
    /** Whether a test is to be run. Tests within one that was asked for are. */
    wants(id, file, line) {
      const asked = part(file);
      if (asked === null || isLeftOut(id)) return false;
      if (asked.all) return true;
      if (asked.ids.some((one) => one === id || id.startsWith(one + separator))) return true;
      return line !== null && asked.ranges.some(([first, last]) => first <= line && line <= last);
    },
    /** Whether a test has to run because of one within it. */
    leadsToWanted(id, file) {
      return part(file)?.ids.some((one) => one.startsWith(id + separator)) ?? false;
    },
    /** Whether single tests were named, so that a forgotten `.only` must not hide them. */
    isNarrow: (file) => part(file)?.all === false,
  };
}

/** The id of a test: its file, its suites from the outermost in, its name. */
function idOf(file, names) {
  return [file, ...names].join(separator);
}

module.exports = { createSelection, idOf };
