import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts'] } },
      { test: { name: 'contract', include: ['test/contract/**/*.contract.test.ts'] } },
      // The rules themselves, by example: each starts a linter or a cruiser on a small tree.
      { test: { name: 'tooling', include: ['test/tooling/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
})
