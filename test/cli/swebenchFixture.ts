/** A dataset and the clones it speaks of, made up: one small shop, a commit for each instance. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface MadeDataset {
  readonly folder: string;
  readonly repos: string;
  readonly rows: readonly MadeRow[];
  /** Writes rows, or anything, as JSON Lines, and gives the path. */
  write(name: string, rows: readonly unknown[]): string;
}

export interface MadeRow {
  readonly instance_id: string;
  readonly repo: string;
  readonly base_commit: string;
  readonly problem_statement: string;
  readonly patch: string;
  readonly test_patch: string;
  readonly FAIL_TO_PASS: string;
  readonly version: string;
}

const cart = `class Cart:
    def __init__(self, items):
        self.items = items

    def total_price(self):
        return sum(item.price for item in self.items) + 1

    def clear(self):
        self.items = []
`;
const prices = (discount: number) => `def discount_of(member):
    if member.loyal:
        return ${discount}
    return 0
`;
const test = (discount: number) => `from types import SimpleNamespace
from unittest import TestCase

from shop.prices import discount_of


class PricesTest(TestCase):
    def test_loyal(self):
        self.assertEqual(discount_of(SimpleNamespace(loyal=True)), ${discount})

    def test_stranger(self):
        self.assertEqual(discount_of(SimpleNamespace(loyal=False)), 0)
`;

/** `nInstances` commits, each with another discount, and an instance for each that asks for one more. */
export function madeDataset(nInstances: number): MadeDataset {
  const folder = mkdtempSync(join(tmpdir(), 'culprit-swebench-'));
  const repos = join(folder, 'repos');
  const clone = join(repos, 'acme__shop');
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  };
  mkdirSync(clone, { recursive: true });
  git(clone, 'init', '-q');
  put('src/shop/__init__.py', '');
  put('tests/__init__.py', '');
  put('src/shop/cart.py', cart);
  const rows = Array.from({ length: nInstances }, (_, index): MadeRow => {
    put('src/shop/prices.py', prices(index));
    put('tests/test_prices.py', test(index));
    git(clone, 'add', '-A');
    git(clone, 'commit', '-q', '-m', `discount ${index}`);
    return {
      instance_id: `acme__shop-${index + 1}`,
      repo: 'acme/shop',
      base_commit: git(clone, 'rev-parse', 'HEAD').trim(),
      problem_statement: 'A loyal member gets the wrong discount\n`discount_of` should give one more.',
      patch: patchOf('src/shop/prices.py', prices(index), prices(index + 1)),
      test_patch: patchOf('tests/test_prices.py', test(index), test(index + 1)),
      FAIL_TO_PASS: JSON.stringify(['test_loyal (tests.test_prices.PricesTest)']),
      version: '1.0',
    };
  });
  const write = (name: string, written: readonly unknown[]) => {
    const path = join(folder, name);
    const lines = written.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
    return path;
  };
  return { folder, repos, rows, write };
}

/** The one line in which two texts differ, as git writes it. */
function patchOf(file: string, before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const at = old.findIndex((line, index) => line !== now[index]);
  const hunk = `@@ -${at} +${at} @@\n ${old[at - 1]}\n-${old[at]}\n+${now[at]}\n`.replace(/(-|\+)(\d+) /g, '$1$2,2 ');
  return `diff --git a/${file} b/${file}\n--- a/${file}\n+++ b/${file}\n${hunk}`;
}

export function git(folder: string, ...argv: readonly string[]): string {
  const date = '2026-01-01T00:00:00Z';
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync('git', ['-C', folder, ...who, ...argv], { env, encoding: 'utf8' });
}
