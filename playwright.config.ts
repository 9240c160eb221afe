import { defineConfig } from '@playwright/test'
import { outOfTurn } from './test/support/out-of-turn.ts'

export default defineConfig({
  projects: [
    // First, for they take the longest: at the end one would wait for the others.
    { name: 'window', testDir: 'test/e2e', testMatch: '**/*.e2e.ts' },
    { name: 'page', testDir: 'test/page', testMatch: '**/*.page.ts' },
  ],
  // An installed program is tried from its first start on; what only an installer brings is tried only there.
  ...(process.env['ATELIER_INSTALLED'] === undefined && {
    globalSetup: ['./test/e2e/support/known-home.ts', './test/page/support/page-setup.ts'],
    testIgnore: '**/installed.e2e.ts',
  }),
  // Those that show what others show, in another language, size or order, run in turns: `npm run test:full` runs all.
  grepInvert: outOfTurn,
  outputDir: 'test-results',
  // More than one needs a display and a keychain for each: `npm test` gives them (scripts/checks/seats.mjs).
  workers: 1,
  // What ends a test that hangs: three starts in one test took 90 s on a machine a third as fast as usual.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  // A race is mended, not repeated.
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
})
