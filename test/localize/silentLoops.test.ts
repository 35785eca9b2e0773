/** Loops that a compiler leaves no code for, as the lines of a run tell of them: they ran where their bodies did. */
import { expect, test } from 'vitest';
import { createRepositoryFiles } from '../../server/adapters/disk/repositoryFiles.ts';
import { createHardenedGit } from '../../server/adapters/git/hardenedGit.ts';
import { filesToIndex, indexRepository } from '../../server/analysis/indexRepository.ts';
import type { Line } from '../../server/core/ids.ts';
import { watchedFailure } from '../../server/localize/watchedFailure.ts';
import type { WatchedTest } from '../../server/ports/testRunner.ts';
import { repositoryOf } from '../adapters/watchedRepository.ts';
import { testParsers } from '../parsers.ts';

const source = `class Queue {
  static int find(int[] items, int wanted) {
    int at = 0;
    while (true) {
      for (;;) {
        if (items[at] == wanted) break;
        at++;
      }
      if (at < 9) return at;
    }
  }

  static void never(boolean asked) {
    if (asked)
      do {
        asked = false;
      } while (asked);
    System.out.println();
  }
}
`;

test('a loop without a condition ran where its body ran, one that was not come to did not', async () => {
  const files = createRepositoryFiles(repositoryOf({ 'Queue.java': source }), createHardenedGit(process.env));
  const parsers = await testParsers();
  const { snapshot } = await indexRepository(files, parsers, await filesToIndex(files, parsers));
  // What the tables of lines of the compiled class hold, of a test that came to the end of both methods.
  const ran = [3, 6, 7, 9, 14, 18] as Line[];
  const failing: WatchedTest = {
    ...{ id: 'QueueTest#a', file: 'QueueTest.java', line: 1 as Line, outcome: 'failed', seconds: 0 },
    ...{ exception: null, hits: new Map([['Queue.java', ran]]), branches: null, trace: null },
  };
  const { coveredByFailing } = watchedFailure(snapshot, () => false, [failing], []);
  const lines = [...coveredByFailing[0]!].map((key) => Number(key.split(':')[1])).sort((a, b) => a - b);
  expect(lines).toEqual([3, 4, 5, 6, 7, 9, 14, 18]);
});
