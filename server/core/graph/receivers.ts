/** Which parameter of a function is the object or class it is called on. Works on one file. */
import type { AnalyzedFile } from './analyzedFile.ts';

/** What the first parameter of a function stands for: an object of its class, the class itself, or nothing special. */
export function receiverKind({ facts, language }: AnalyzedFile, scope: number): 'instance' | 'class' | null {
  const { kind, parent, owner, parameters, decorators, name } = facts.scopes[scope]!;
  const { receiverless, implicitReceiver, classReceivers } = language.traits;
  const receiverName = language.traits.receiverName || implicitReceiver;
  const first = parameters[0];
  if (kind !== 'function' || first === undefined) return null;
  if (owner === '' && facts.scopes[parent]?.kind !== 'class') return null;
  if (receiverName !== '' && first.name !== receiverName) return null;
  if (decorators.some((decorator) => receiverless.has(decorator))) return null;
  const isClass = classReceivers.has(name) || decorators.some((decorator) => classReceivers.has(decorator));
  return isClass ? 'class' : 'instance';
}
