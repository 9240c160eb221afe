import { defineConfig } from '@playwright/test'
import { isSoak } from './test/support/is-soak.ts'

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  // An installed program is tried from its first start on; what only an installer brings is tried only there.
  ...(process.env['ATELIER_INSTALLED'] === undefined && {
    globalSetup: './test/e2e/support/known-home.ts',
    testIgnore: '**/installed.e2e.ts',
  }),
  // Those that show what others show, in another language, size or order: `npm run test:soak` runs them.
  ...(!isSoak && { grepInvert: /@soak/ }),
  outputDir: 'test-results',
  // More than one needs a display and a keychain for each: `npm test` gives them (scripts/checks/seats.mjs).
  workers: 1,
  // What ends a test that hangs: three starts in one test took 90 s on a machine a third as fast as usual.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  // A second try in a new window tells a race from what is always wrong. `npm test` then runs the test three more times.
  retries: 1,
  forbidOnly: true,
  reporter: 'list',
})
