import { join } from 'node:path';
import { evidencePage } from './evidencePage.ts';

evidencePage(join(import.meta.dirname, 'evidence/mutation.md'), { trying: true });
