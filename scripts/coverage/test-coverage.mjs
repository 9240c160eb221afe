import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {import('./coverage-of-run.ts').RawCoverage} RawCoverage
 * @typedef {{ coverage: unknown, environment: string, projectName?: string }} SuiteEnd
 */

/** Keeps what each test file reached, with the maps of the modules that Vitest rewrote, as Node would write it. */
export class TestCoverage {
  name = 'custom'
  /** @type {import('vitest/node').Vitest | undefined} */
  #vitest
  /** @type {Promise<void>[]} */
  #writing = []
  /** @type {Map<string, Promise<object | null>>} */
  #maps = new Map()

  /** @param {import('vitest/node').Vitest} vitest */
  initialize(vitest) {
    this.#vitest = vitest
  }

  resolveOptions() {
    return this.#vitest?.config.coverage
  }

  async clean() {
    // Other processes write into the same folder.
  }

  /** @param {SuiteEnd} end */
  onAfterSuiteRun(end) {
    this.#writing.push(this.#write(end))
  }

  async generateCoverage() {
    await Promise.all(this.#writing)
  }

  async reportCoverage() {
    // scripts/coverage.mjs does, for all processes together.
  }

  /** @param {SuiteEnd} end */
  async #write({ coverage, environment, projectName }) {
    const result = /** @type {RawCoverage['result']} */ (coverage)
    const project = this.#vitest?.projects.find(({ name }) => name === projectName)
    if (!project) return
    /** @param {string} url */
    const mapOf = async (url) => {
      const module = await project.vite.environments[environment]?.transformRequest(fileURLToPath(url))
      if (!module) return null
      return { lineLengths: module.code.split('\n').map(({ length }) => length), data: withoutSources(module.map) }
    }
    const maps = await Promise.all(
      result.map(async ({ url }) => {
        const map = this.#maps.get(url) ?? mapOf(url)
        this.#maps.set(url, map)
        return /** @type {const} */ ([url, await map])
      }),
    )
    const raw = { result, 'source-map-cache': Object.fromEntries(maps.filter(([, map]) => map !== null)) }
    await writeFile(join(process.env['NODE_V8_COVERAGE'] ?? '', `test-${randomUUID()}.json`), JSON.stringify(raw))
  }
}

/** @param {unknown} map */
function withoutSources(map) {
  const { sources, mappings } = /** @type {{ sources: unknown, mappings: unknown }} */ (map)
  return { sources, mappings }
}
