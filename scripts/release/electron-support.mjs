import { SetupError } from '../setup/say.mjs'

/**
 * The last day of support for each major version of Electron: it ends when the third one after it is released
 * (https://www.electronjs.org/docs/latest/tutorial/electron-timelines, dates at https://releases.electronjs.org/schedule).
 * For versions still in support, days are early guesses by its rhythm of eight weeks. Look them up again before they come.
 * @type {Readonly<Record<number, string>>}
 */
export const electronSupport = {
  40: '2026-07-01',
  41: '2026-08-25',
  42: '2026-10-21',
  43: '2027-01-31',
  44: '2027-02-28',
  45: '2027-04-30',
}

/**
 * Says why a version must not be shipped; null = it is still supported.
 * @param {string} version of Electron, `45.5.0`
 * @param {string} today `2026-12-31`
 * @param {Readonly<Record<number, string>>} [support]
 */
export function unsupportedElectron(version, today, support = electronSupport) {
  const major = Number.parseInt(version, 10)
  const end = support[major]
  if (end === undefined)
    return `It is not known how long Electron ${major} is supported. Add it to scripts/release/electron-support.mjs from https://releases.electronjs.org/schedule.`
  if (today <= end) return null
  return `Support for Electron ${major} ended on ${end}, or was to be looked up again by then. Upgrade Electron, or correct the day in scripts/release/electron-support.mjs by https://releases.electronjs.org/schedule.`
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
