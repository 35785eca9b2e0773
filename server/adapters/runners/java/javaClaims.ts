/** Which test names are Java's, told by names and files alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RecipeRequest } from '../../../ports/testRunner.ts';
import type { Claim } from '../ecosystem.ts';
import { isJavaShaped } from './javaTestNames.ts';

const signs = ['pom.xml', 'build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'];
const className = /^(?:[\p{Ll}_][\p{L}\p{N}_]*\.)*\p{Lu}[\p{L}\p{N}_$]*$/u;

/** Certain of `.java` files and `Class#method`, and of names of classes where the repository builds Java at its top. */
export function claimsOf({ repository, tests }: RecipeRequest): Claim {
  if (tests.length === 0) return 'no';
  if (tests.every(isJavaShaped)) return 'certain';
  const isJava = signs.some((sign) => existsSync(join(repository, sign)));
  return isJava && tests.every((test) => className.test(test) || isJavaShaped(test)) ? 'certain' : 'no';
}
