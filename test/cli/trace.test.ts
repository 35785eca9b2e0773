/** `culprit trace` on the small shop: the document, its text, and the exit statuses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { TraceCall, TraceDocument } from '../../server/protocol/trace.ts';
import { culprit, projectRoot, shop, shopTest, treeHash } from './runCli.ts';

const schema = JSON.parse(
  readFileSync(join(projectRoot, 'server/protocol/schemas/trace.schema.json'), 'utf8'),
) as object;
const validate = new Ajv2020({ allErrors: true }).compile(schema);
const run = (name: string, ...argv: string[]) =>
  culprit(['trace', name, '--repo', shop, '--trust', '--quiet', ...argv]);

async function traced(name: string): Promise<TraceDocument> {
  const { status, stdout, stderr } = await run(name, '--json');
  expect(status, stderr).toBe(0);
  const document = JSON.parse(stdout) as TraceDocument;
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  return document;
}

function* callsIn(calls: readonly TraceCall['items'][number][]): Generator<TraceCall> {
  for (const item of calls) {
    if (item.kind !== 'call') continue;
    yield item;
    yield* callsIn(item.items);
  }
}

describe('culprit trace', () => {
  test('of a failing test tells calls, values, the slice and the difference, and writes nothing', async () => {
    const before = treeHash(shop);
    const document = await traced(shopTest);
    expect(document).toMatchObject({ test: shopTest, outcome: 'error', nDropped: 0 });
    expect(document.exception).toMatchObject({
      type: 'shop.invoices.InvoiceError',
      file: 'shop/invoices.py',
      line: 24,
    });
    const calls = [...callsIn(document.calls)];
    const rate = calls.find((call) => call.function === 'customer_rate');
    expect(rate?.arguments.map(({ name, value }) => `${name} = ${value}`)).toContain("rate = Decimal('0.05')");
    expect(rate?.result).toBe("Decimal('0.0025')");
    const tiers = calls.find((call) => call.function === 'bulk_rate')?.items[0];
    expect(tiers).toMatchObject({ kind: 'line', line: 20, times: 3 });
    expect(calls.find((call) => call.function === 'check_agreed')?.raisedAt).toBe(24);

    const culpritLine = document.slice.find(({ file, line }) => file === 'shop/pricing.py' && line === 30);
    expect(culpritLine).toMatchObject({ element: 'shop/pricing.py::customer_rate', role: 'return' });
    expect(culpritLine?.values).toContainEqual({ kind: 'return', name: '', value: "Decimal('0.0025')" });

    expect(document.difference?.divergence).toMatchObject({ file: 'shop/pricing.py', line: 21, wentTo: 22 });
    const unseen = document.difference?.values.map(({ file, line, name, value }) => `${file}:${line} ${name} ${value}`);
    expect(unseen).toContain('shop/pricing.py:28 years 9');
    expect(treeHash(shop)).toBe(before);
  });

  test('of a passing test tells its calls, and neither slice nor difference', async () => {
    const document = await traced('tests.test_invoice.InvoiceTest.test_refuses_another_total');
    expect(document).toMatchObject({ outcome: 'passed', exception: null, slice: [], difference: null });
    expect([...callsIn(document.calls)].map((call) => call.function)).toContain('check_agreed');
  });

  test('is the same text twice, and names places as terminals link them', async () => {
    const [one, two] = [await run(shopTest), await run(shopTest)];
    const untimed = (text: string) => text.replaceAll(/after [\d.]+ s/g, '');
    expect(untimed(one.stdout)).toBe(untimed(two.stdout));
    expect(one.stdout).toContain('shop/pricing.py:30  return rate * LOYALTY_BONUS');
    expect(one.stdout).toContain('Unlike tests.test_invoice.');
  });

  test('of what cannot be run says so, and exits with 3', async () => {
    const missing = await run('tests.test_invoice.InvoiceTest.test_nothing');
    expect(missing.status).toBe(3);
    expect(missing.stderr).toMatch(/test_nothing/);
    const untrusted = await culprit(['trace', shopTest, '--repo', shop]);
    expect(untrusted.status).toBe(3);
    expect(untrusted.stderr).toMatch(/--trust/);
  });
});
