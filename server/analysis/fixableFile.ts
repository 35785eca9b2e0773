/** What could be written otherwise in files of the repository, for those who try it out. Leaves out trees and templates. */
import type { CandidateEdit, EditableCode, FixableText } from '../syntax/fixes/candidateEdits.ts';

export type Fix = CandidateEdit;
export type FixableCode = EditableCode;
export type FixableFile = FixableText;
