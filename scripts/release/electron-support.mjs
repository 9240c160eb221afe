import { SetupError } from '../setup/say.mjs'

/**
 * The day of release for each major version of Electron, as https://releases.electronjs.org/schedule says once it is past.
 * @type {Readonly<Record<number, string>>}
 */
export const electronReleases = {
  43: '2026-07-01',
  44: '2026-08-25',
  45: '2026-10-21',
}

/** Support of a version ends when the third one after it is released (https://www.electronjs.org/docs/latest/tutorial/electron-timelines). */
const supportedMajors = 3

/** How soon after one release the next one comes; around holidays it takes longer. */
const rhythmMs = 8 * 7 * 24 * 60 * 60 * 1000

/**
 * The last day of support; before the release that ends it, the earliest day on which that may come. null = unknown.
 * @param {number} major
 * @param {Readonly<Record<number, string>>} releases
 */
function lastDayOf(major, releases) {
  const newest = Math.max(...Object.keys(releases).map(Number))
  const ending = major + supportedMajors
  if (major > newest || ending <= newest) return releases[ending] ?? null
  const ms = Date.parse(releases[newest] ?? '') + (ending - newest) * rhythmMs
  return new Date(ms).toISOString().slice(0, 10)
}

/**
 * Says why a version must not be shipped; null = it is still supported.
 * @param {string} version of Electron, `45.5.0`
 * @param {string} today `2026-12-31`
 * @param {Readonly<Record<number, string>>} [releases]
 */
export function unsupportedElectron(version, today, releases = electronReleases) {
  const major = Number.parseInt(version, 10)
  const end = lastDayOf(major, releases)
  if (end === null)
    return `It is not known how long Electron ${major} is supported. Add the day of its release to scripts/release/electron-support.mjs from https://releases.electronjs.org/schedule.`
  if (today <= end) return null
  return `Support for Electron ${major} ended on ${end}, or was to be looked up again by then. Upgrade Electron, or add the releases since then to scripts/release/electron-support.mjs from https://releases.electronjs.org/schedule.`
}

/**
 * Nothing is released on an Electron that gets no security fixes.
 * @param {string} version
 * @param {string} today
 */
export function requireSupportedElectron(version, today) {
  const problem = unsupportedElectron(version, today)
  if (problem !== null) throw new SetupError(`Nothing is packaged for release. ${problem}`)
}
