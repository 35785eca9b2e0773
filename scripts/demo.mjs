// Localizes the failing test of a small project that ships with the repository: of Python's where there is a Python of 3.8
// or newer, else of Node's own runner. No packages are needed. `node scripts/demo.mjs [python|node]` says which.
import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const demos = {
  python: {
    test: 'tests.test_invoice.InvoiceTest.test_loyal_member_pays_the_agreed_price',
    folder: 'test/subjects/python-shop',
  },
  node: {
    test: 'test/booking.test.js > booking > a party of five gets a tenth off',
    folder: 'test/subjects/node-cinema',
  },
};
const { test, folder } = demos[process.argv[2] ?? (hasPython() ? 'python' : 'node')] ?? demos.node;
const argv = ['dist/cli.cjs', 'localize', test, '--repo', folder, '--top', '5', '--trust'];

console.log(`$ culprit ${argv.slice(1).map(quoted).join(' ')}\n`);
// The Node that runs this one runs the tests, wherever there is none on the path.
const PATH = [process.env.PATH, dirname(process.execPath)].filter(Boolean).join(delimiter);
const { status } = spawnSync(process.execPath, argv, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH } });
process.exit(status ?? 1);

function hasPython() {
  return ['python3', 'python'].some((name) => {
    const { stdout } = spawnSync(name, ['--version'], { encoding: 'utf8' });
    const [, major, minor] = /^Python (\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
    return Number(major) === 3 && 8 <= Number(minor);
  });
}

function quoted(word) {
  return /^[\w./:-]+$/.test(word) ? word : `'${word}'`;
}
