import { join, relative } from 'node:path'

/**
 * How long the tests of a file took; what they share (`beforeAll`) only counts where the report does.
 * @typedef {{ file: string, seconds: number }} FileTime
 * @typedef {{ results: { duration: number }[] }} WindowTest
 * @typedef {{ file: string, suites?: Suite[], specs?: { tests: WindowTest[] }[] }} Suite
 */

/**
 * @param {unknown} report of Vitest
 * @param {string} root
 * @returns {FileTime[]}
 */
export function vitestFileTimes(report, root) {
  const { testResults = [] } = /** @type {{ testResults?: { name: string, startTime: number, endTime: number }[] }} */ (
    report ?? {}
  )
  return testResults.map(({ name, startTime, endTime }) => ({
    file: relative(root, name),
    seconds: (endTime - startTime) / 1000,
  }))
}

/**
 * @param {unknown} report of Playwright
 * @param {string} root
 * @returns {FileTime[]}
 */
export function playwrightFileTimes(report, root) {
  const { config, suites = [] } = /** @type {{ config?: { rootDir: string }, suites?: Suite[] }} */ (report ?? {})
  return suites.map((suite) => ({
    file: relative(root, join(config?.rootDir ?? root, suite.file)),
    seconds: durationOf(suite) / 1000,
  }))
}

/**
 * @param {Suite} suite
 * @returns {number}
 */
function durationOf({ suites = [], specs = [] }) {
  const results = specs.flatMap(({ tests }) => tests).flatMap((test) => test.results)
  return sum(results.map(({ duration }) => duration)) + sum(suites.map(durationOf))
}

/** @param {readonly number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)

/**
 * Returns the files that took longest, as lines.
 * @param {readonly FileTime[]} times
 * @param {number} count
 */
export function slowestFiles(times, count) {
  const slowest = times.toSorted((one, other) => other.seconds - one.seconds).slice(0, count)
  return slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`)
}
