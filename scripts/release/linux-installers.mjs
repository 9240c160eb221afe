import { join } from 'node:path'
import { projectRoot } from '../setup/project.mjs'
import { run } from '../setup/run.mjs'
import { SetupError } from '../setup/say.mjs'

/**
 * Whose a package is, which deb and rpm have to say: of a release, by the environment; nothing of it is in the repository.
 * - `ATELIER_HOMEPAGE`: the https address of the project.
 * - `ATELIER_MAINTAINER`: `Name <address>` of who answers for the packages.
 *
 * @typedef {{ homepage: string, maintainer: string }} Origin
 */

/** Of packages to try out. The domain is reserved for names that lead nowhere. @type {Origin} */
export const trialOrigin = { homepage: 'https://atelier.invalid/', maintainer: 'Trial build <nobody@atelier.invalid>' }

/**
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Origin}
 */
export function originOf(env) {
  const homepage = env['ATELIER_HOMEPAGE']?.trim() ?? ''
  const maintainer = env['ATELIER_MAINTAINER']?.trim() ?? ''
  if (!URL.canParse(homepage) || new URL(homepage).protocol !== 'https:')
    throw new SetupError('Linux packages name the project: set ATELIER_HOMEPAGE to its https address.')
  if (!/^[^<>\n]+ <[^<>@\s]+@[^<>@\s]+>$/.test(maintainer))
    throw new SetupError('Linux packages name who maintains them: set ATELIER_MAINTAINER to "Name <address>".')
  return { homepage, maintainer }
}

/**
 * @param {Origin} origin
 * @returns {string[]} of electron-builder
 */
export function originArgs({ homepage, maintainer }) {
  return [`--config.extraMetadata.homepage=${homepage}`, `--config.linux.maintainer=${maintainer}`]
}

/** What electron-builder is started with, to build deb and rpm with the system's tools and the same bytes each time. */
export async function packageToolEnv(env = process.env) {
  return {
    CUSTOM_FPM_PATH: join(projectRoot, 'scripts', 'release', 'linux-package.mjs'),
    SOURCE_DATE_EPOCH: env['SOURCE_DATE_EPOCH'] ?? (await timeOfCommit()),
  }
}

async function timeOfCommit() {
  const args = ['log', '-1', '--format=%ct']
  const { code, text } = await run('git', args, { cwd: projectRoot, output: 'capture' }).catch(() => ({
    code: 1,
    text: '',
  }))
  if (code === 0) return text.trim()
  throw new SetupError(
    'This is no git checkout: set SOURCE_DATE_EPOCH to the time of the sources, in seconds since 1970.',
  )
}
