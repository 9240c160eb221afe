import { createRequire } from 'node:module'

/**
 * Measures sources that tests run themselves: Node's own coverage of a worker is lost, because Vitest ends workers by a
 * signal. Vitest loads this module more than once in each; what it requires is loaded once.
 * @type {typeof import('./worker-coverage.mjs')}
 */
const { startInWorker, takeInWorker } = createRequire(import.meta.url)('./worker-coverage.mjs')

export default {
  startCoverage: startInWorker,

  /** @param {{ moduleExecutionInfo?: ReadonlyMap<string, { startOffset?: number }> }} options */
  takeCoverage: ({ moduleExecutionInfo }) => takeInWorker(moduleExecutionInfo),

  async getProvider() {
    const { TestCoverage } = await import('./test-coverage.mjs')
    return new TestCoverage()
  },
}
