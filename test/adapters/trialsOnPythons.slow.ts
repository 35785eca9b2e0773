/** Trials on every CPython 3.8 to 3.13 of this machine, with pytest and unittest. */
import { expect, test } from 'vitest';
import { installedPythons, pythonWith } from '../provision.ts';
import { tryOut } from './trialsOn.ts';
import { edits, files, told, trialsOf } from './trialTable.ts';
import { repositoryOf } from './watchedRepository.ts';

const versions = await installedPythons();

for (const version of versions.keys()) {
  for (const [runner, id] of [
    ['pytest', 'test_shop.py::test_facts'],
    ['pytest', 'test_shop.py::Facts::test_facts'],
    ['unittest', 'test_shop.Facts.test_facts'],
  ] as const) {
    test(`a trial shows what an edit changes (${runner} on Python ${version}, ${id})`, async () => {
      const provisioned = await pythonWith(['pytest'], version);
      if (provisioned.python === null) throw new Error(provisioned.reason);
      const options = { python: provisioned.python, runner, limits: { trialSeconds: 0.3 } };
      const { outcomes } = await tryOut(repositoryOf(files), [id], trialsOf(edits), options);
      expect(edits.map(([old, text], at) => [old, text, told(outcomes[at]!)])).toEqual(edits);
    });
  }
}
