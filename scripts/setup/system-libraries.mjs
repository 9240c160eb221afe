import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isRoot } from './project.mjs'
import { isRunnable, run, timed } from './run.mjs'
import { SetupError } from './say.mjs'

/** Debian package names of what Electron and the keychain need at run time. */
const windowPackages = [
  'libgtk-3-0',
  'libnss3',
  'libgbm1',
  'libasound2',
  'libsecret-1-0',
  'libxss1',
  'libdrm2',
  'libnotify4',
  'libatspi2.0-0',
]
const displayPackages = ['xvfb', 'xauth']
const keychainPackages = ['dbus', 'gnome-keyring']
/**
 * Programs that read the tests' exports, a CJK font for contact sheets, a compiler for the local engine's stand-in, and
 * the builder of rpm packages.
 */
const testPackages = [
  'libimage-exiftool-perl',
  'pngcheck',
  'imagemagick',
  'poppler-utils',
  'fonts-droid-fallback',
  'gcc',
  'libc6-dev',
  'rpm',
]

/**
 * @typedef {object} Needs
 * @property {boolean} display needs a virtual display
 * @property {boolean} keychain needs a separate keychain for the tests
 * @property {boolean} [testTools] needs the tools used only by tests
 */

/**
 * Installs the system libraries with apt as root; otherwise prints the command to run, and stops.
 * @param {Needs} needs
 */
export async function ensureSystemLibraries(needs) {
  if (process.platform !== 'linux') return
  const packages = [
    ...windowPackages,
    ...(needs.display ? displayPackages : []),
    ...(needs.keychain ? keychainPackages : []),
    ...(needs.testTools ? testPackages : []),
  ]
  if (!(await isRunnable('dpkg-query'))) return
  const missing = missingPackages(packages, await installedPackages())
  if (missing.length === 0) return
  if (!isRoot) throw new SetupError(installHint(missing))
  await timed(`Installing ${missing.join(' ')}`, () => installWithApt(missing))
}

/**
 * Debian 13 and Ubuntu 24.04 renamed some libraries: `libgtk-3-0` became `libgtk-3-0t64`.
 * @param {readonly string[]} packages
 * @param {ReadonlySet<string>} installed
 */
export function missingPackages(packages, installed) {
  return packages.filter((name) => !installed.has(name) && !installed.has(`${name}t64`))
}

/**
 * Returns the packages' names in this release of the system.
 * @param {readonly string[]} names
 * @param {ReadonlySet<string>} available
 */
export function availableNames(names, available) {
  return names.map((name) => (available.has(`${name}t64`) ? `${name}t64` : name))
}

/** @param {readonly string[]} missing */
export function installHint(missing) {
  return `Some system libraries are missing. Run this line, then start again:\n  sudo apt-get update && sudo apt-get install -y ${missing.join(' ')}`
}

/**
 * Ubuntu 24.04 and later restrict the sandbox to known programs; for others the helper next to Electron must be owned
 * by root.
 * @param {string} electron
 */
export function requireSandbox(electron) {
  if (process.platform !== 'linux' || isRoot) return
  const switchFile = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns'
  if (!existsSync(switchFile) || readFileSync(switchFile, 'utf8').trim() !== '1') return
  const helper = join(electron, '..', 'chrome-sandbox')
  const { uid, mode } = statSync(helper)
  if (uid === 0 && (mode & 0o4000) !== 0) return
  throw new SetupError(
    `This system lets Electron use its sandbox only through its helper. Run this line, then start again:\n  sudo chown root '${helper}' && sudo chmod 4755 '${helper}'`,
  )
}

async function installedPackages() {
  const format = '${Package} ${db:Status-Abbrev}\n'
  const { text } = await run('dpkg-query', ['-W', '-f', format], { output: 'capture' })
  const lines = text.split('\n').map((line) => line.split(' '))
  return new Set(lines.flatMap(([name, status]) => (name !== undefined && status === 'ii' ? [name] : [])))
}

/** @param {readonly string[]} names */
async function installWithApt(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const update = await run('apt-get', ['update', '-q'], { env, output: 'capture' })
  const { text } = await run('apt-cache', ['pkgnames'], { output: 'capture' })
  const install = [
    'install',
    '-y',
    '-q',
    '--no-install-recommends',
    // Another installation, such as the system's own update after it starts, ends in a while.
    '-o',
    'DPkg::Lock::Timeout=300',
    ...availableNames(names, new Set(text.split('\n'))),
  ]
  const { code, text: log } = await run('apt-get', install, { env, output: 'capture' })
  if (code === 0) return
  const reason = [...(update.code === 0 ? [] : [update.text]), log].join('\n').trim()
  throw new SetupError(`apt could not install the system libraries:\n${reason}`)
}
