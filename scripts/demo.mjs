// Localizes the failing test of the small shop that ships with the repository. Needs a Python of 3.8 or newer, no packages.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const test = 'tests.test_invoice.InvoiceTest.test_loyal_member_pays_the_agreed_price';
const argv = ['dist/cli.cjs', 'localize', test, '--repo', 'test/subjects/python-shop', '--top', '5', '--trust'];

console.log(`$ culprit ${argv.slice(1).join(' ')}\n`);
const { status } = spawnSync(process.execPath, argv, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
