import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/vscode/**', 'test/subjects/**', 'node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 240_000,
  },
});
