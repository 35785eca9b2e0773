// Runs one instrumented program as a test that the watcher has to stop: `node runsOver.cjs request.json program.js`.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const vm = require('node:vm');

const tracer = join(__dirname, '../../../server/adapters/tracers/javascript');
const { startWatching } = require(join(tracer, 'runtime.cjs'));
const watcher = startWatching(JSON.parse(readFileSync(process.argv[2], 'utf8')));
watcher.collected([{ id: 'it', file: 'program.js', line: 1 }]);
watcher.start({ id: 'it', file: 'program.js', line: 1 });
vm.runInThisContext(readFileSync(process.argv[3], 'utf8'));
