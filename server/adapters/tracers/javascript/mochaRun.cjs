/**
 * Starts mocha as the project would, with its own options but for which files, how it reports, and what would make runs
 * differ: `node mochaRun.cjs`. The request has `mochaFolder` and `mochaWords`, the words of the project's command.
 */
'use strict';
const fs = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { readRequest } = require('./request.cjs');

const slower = 4;
/** Options that choose tests, change how they are reported, or how often they run. */
const dropped =
  'spec _ config package opts grep g fgrep f invert i reporter R reporter-option reporter-options O reporterOption reporterOptions ' +
  'parallel p jobs j watch w watch-files watch-ignore watchFiles watchIgnore bail b retries forbid-only forbidOnly forbid-pending ' +
  'forbidPending inspect inspect-brk dry-run dryRun exclude ignore full-trace exit fail-zero failZero pass-on-failing-test-suite ' +
  'list-interfaces list-reporters diff inline-diffs color c colors colour growl';

const request = readRequest();
const { loadOptions } = require(optionsModule(join(request.mochaFolder, 'lib/cli')));
const options = loadOptions(request.mochaWords);
for (const name of dropped.split(' ')) delete options[name];

const ours = join(__dirname, 'mochaTests.cjs');
for (const name of ['r', 'require']) options[name] = options[name] === undefined ? undefined : [options[name]].flat();
options.require = [ours, ...new Set([...(options.require ?? []), ...(options.r ?? [])])];
delete options.r;
const timeout = options.timeout ?? options.t ?? 2000;
for (const name of ['t', 'timeouts']) delete options[name];
// Traced code is slower, and must not fail for that.
options.timeout = request.mode === 'trace' && Number(timeout) > 0 ? Number(timeout) * slower : timeout;
// Stacks are left whole, with whole paths.
Object.assign(options, { reporter: ours, 'full-trace': true, exit: true, 'check-leaks': false, checkLeaks: false });

const config = join(request.outFolder, 'mocharc.json');
fs.writeFileSync(config, JSON.stringify(options));
const root = request.copy ?? request.root;
const files = request.files.map((file) => join(root, file));
const start = join(
  request.mochaFolder,
  'bin',
  fs.existsSync(join(request.mochaFolder, 'bin/mocha.js')) ? 'mocha.js' : '_mocha',
);
process.argv = [process.argv[0], start, '--config', config, '--no-package', ...files];
void import(pathToFileURL(start).href);

function optionsModule(folder) {
  return ['options.cjs', 'options.js'].map((name) => join(folder, name)).find((file) => fs.existsSync(file));
}
