/** Every verdict has a sentence of its own. */
import { expect, test } from 'vitest';
import { summarize } from '../../server/lsp/summary.ts';
import type { Localization, RankedLocation, Verdict } from '../../server/protocol/localization.ts';

const location: RankedLocation = {
  rank: 1,
  file: 'shop/pricing.py',
  line: 30,
  endLine: 30,
  element: 'shop/pricing.py::customer_rate',
  suspiciousness: 0.9,
  probability: 0.5,
  evidence: [],
};

const answer = (verdict: Verdict, nLocations: number, problem: string | null = null): Localization => ({
  schema: 'culprit.localization/1',
  repository: '/shop',
  tests: ['tests/test_invoice.py::InvoiceTest::test_price'],
  mode: 'deterministic',
  model: null,
  verdict,
  confidence: 0.5,
  files: [],
  functions: [],
  locations: Array.from({ length: nLocations }, () => location),
  run: { runner: 'unittest', failing: 1, passing: 3, seconds: 1, overhead: 1 },
  problems: problem === null ? [] : [{ severity: 'warning', message: problem }],
});

test.each([
  [answer('located', 3), 'info', 'pricing.py:30 is the most suspicious line (3 locations)'],
  [answer('located', 1), 'info', 'pricing.py:30 is the most suspicious line (1 location)'],
  [answer('uncertain', 2), 'warning', 'pricing.py:30 is the most suspicious line, but not by much (2 locations)'],
  [answer('uncertain', 0), 'warning', 'No line stands out for test_price.'],
  [answer('passed', 0), 'info', 'test_price passes: there is nothing to localize.'],
  [answer('flaky', 0), 'warning', 'test_price is flaky: it fails in some runs and passes in others.'],
  [answer('environment', 0, 'There is no pytest.'), 'error', 'There is no pytest.'],
  [answer('environment', 0), 'error', 'test_price could not be run.'],
] as const)('%#', (localization, severity, message) => {
  expect(summarize(localization)).toEqual({ severity, message });
});
