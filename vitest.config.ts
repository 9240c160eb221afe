import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Much of a test is waiting for another process: one worker on two cores would leave half of them idle. */
const maxWorkers = Math.max(2, availableParallelism() - 1)

/**
 * Tests that Vite loads, each file by itself: they put a module of their own in another's place (`vi.mock`), or import what
 * only Vite understands (components, `?raw`, `import.meta.glob`).
 */
const viteTests = ['{src,test}/**/*.{mock,vite}.test.ts']

/** Commands run in one process that stays warm (test/support/host). */
const commandTests = 'test/integration/automation/**/*.test.ts'

/**
 * Modules are loaded by Node, which strips their types: Vite's own loader took a third of the time of integration tests.
 * While coverage is measured Vite loads them: it knows what it made of them (scripts/coverage).
 */
const loadsNatively = { experimental: { viteModuleRunner: process.env['NODE_V8_COVERAGE'] !== undefined } }

/**
 * V8 compiles and collects on the thread that runs: its helpers free memory all the time, and each time the other core is
 * interrupted. Tests that do their work in this process take a tenth less processor time (7,093: 231 s without, 207 with);
 * those whose work is in other processes, nothing.
 */
const compilesItself = { execArgv: ['--single-threaded'] }

/** Some tests are in one run of `npm test` in twelve. */
const takesTurns = {
  runner: 'test/support/turn-runner.ts',
  tags: [{ name: 'full', description: 'long, or a variant of what others show: one run of twelve has it' }],
}

/** For all of them: images are compared by their bytes. */
const setupFiles = ['test/support/equal-bytes.ts']

/**
 * A project's files one after the other: a worker that is done goes on with a file of its project only, and is started
 * anew otherwise, with its modules, its imaging process and its database.
 */
class ProjectSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- not an array's
    const sorted = await super.sort(files)
    return [...Map.groupBy(sorted, ({ project }) => project).values()].flat()
  }
}

export default defineConfig({
  test: {
    maxWorkers,
    sequence: { sequencer: ProjectSequencer },
    coverage: {
      enabled: process.env['NODE_V8_COVERAGE'] !== undefined,
      provider: 'custom',
      customProviderModule: 'scripts/coverage/vitest-provider.mjs',
      reportOnFailure: true,
    },
    projects: [
      {
        test: {
          name: 'unit',
          ...loadsNatively,
          ...compilesItself,
          setupFiles,
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: viteTests,
          // Loading the modules anew for each file takes as long as the tests do; only a mock needs it.
          isolate: false,
          // Properties of many runs take seconds on a machine that does other things too.
          testTimeout: 30_000,
        },
      },
      { test: { name: 'vite', setupFiles, include: viteTests, testTimeout: 30_000 } },
      {
        test: {
          name: 'contract',
          ...loadsNatively,
          setupFiles,
          include: ['test/contract/**/*.contract.test.ts'],
          // As for the unit tests; a thread starts with less work than a process.
          isolate: false,
          pool: 'threads',
          testTimeout: 30_000,
        },
      },
      // The rules themselves, by example: each starts a linter or a cruiser on a small tree.
      { test: { name: 'tooling', setupFiles, include: ['test/tooling/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'integration',
          ...loadsNatively,
          ...takesTurns,
          setupFiles,
          include: ['test/integration/**/*.test.ts'],
          exclude: [commandTests, ...viteTests],
          // One set of modules, one imaging process and one warm database for all files of a worker.
          isolate: false,
          // Several commands one after the other on a busy machine; one that hangs ends by itself (run-built-program.ts).
          testTimeout: 120_000,
          // What a file prepares (processes, a library of pictures) takes as long as its tests do.
          hookTimeout: 60_000,
          globalSetup: ['test/support/built/build-programs.ts'],
        },
      },
      {
        test: {
          name: 'commands',
          ...loadsNatively,
          ...takesTurns,
          setupFiles,
          include: [commandTests],
          // What a test needs is in its own folders, and in the host: modules are loaded once.
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          globalSetup: ['test/support/host/host-setup.ts'],
        },
      },
    ],
  },
})
