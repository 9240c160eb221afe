import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareFolders } from './release/compare-folders.mjs'
import { requireSupportedElectron } from './release/electron-support.mjs'
import { originArgs, originOf, packageToolEnv, trialOrigin } from './release/linux-installers.mjs'
import { updateSourceOf } from './release/update-build.mjs'
import { ensureBuild } from './setup/build.mjs'
import { electronSource, pinnedElectron, requireOfficialElectron } from './setup/electron.mjs'
import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain, say, SetupError } from './setup/say.mjs'

const isLinux = process.platform === 'linux'

/**
 * `npm run package` builds the release; `npm run package -- --try FOLDER` only an unpacked program to try out, from
 * whatever Electron is installed; `npm run package -- --try-installers FOLDER` a deb and an rpm of it as well;
 * `npm run package -- --twice FOLDER` two of all these, built anew, and compares every byte.
 */
await runMain(async () => {
  const args = process.argv.slice(2)
  const [first, folder] = args
  if (first === '--twice') return packTwice(requireFolder(first, folder))
  const isTrial = first === '--try' || first === '--try-installers'
  await prepare({ window: false, build: isTrial })
  if (first === '--try') return packTrial(requireFolder(first, folder))
  if (first === '--try-installers') return packTrialInstallers(requireFolder(first, folder))
  requireSupportedElectron(pinnedElectron(projectRoot), new Date().toISOString().slice(0, 10))
  requireOfficialElectron(electronSource(projectRoot))
  await ensureBuild(projectRoot)
  const isInstaller = !args.includes('dir') && !args.includes('--dir')
  const origin = isLinux && isInstaller ? originArgs(originOf(process.env)) : []
  return pack([...origin, ...args])
})

/**
 * @param {string} command
 * @param {string | undefined} folder
 */
function requireFolder(command, folder) {
  if (folder === undefined) throw new SetupError(`Say where to put it: npm run package -- ${command} FOLDER`)
  return folder
}

/** @param {string} folder */
async function packTwice(folder) {
  const parts = ['first', 'second'].map((name) => join(folder, name))
  for (const part of parts) {
    rmSync(join(projectRoot, 'out'), { recursive: true, force: true })
    await prepare({ window: false, build: true })
    const code = await packTrialInstallers(part)
    if (code !== 0) return code
  }
  const [one = '', other = ''] = parts
  const { count, different } = compareFolders(one, other)
  for (const name of different) say(`differs: ${name}`)
  say(`${count} files, ${different.length} differ`)
  return different.length === 0 && count > 0 ? 0 : 1
}

/** @param {string} folder */
async function packTrial(folder) {
  say('Only to try out, never to release: packed from the Electron that is installed here.')
  const dist = join('node_modules', 'electron', 'dist')
  const code = await pack(['--dir', `--config.electronDist=${dist}`, `--config.directories.output=${folder}`])
  // What Electron shows without a program, and its version; packing from a download leaves them out.
  for (const path of [join('resources', 'default_app.asar'), 'version'])
    rmSync(join(folder, 'linux-unpacked', path), { force: true })
  return code
}

/** @param {string} folder */
async function packTrialInstallers(folder) {
  if (!isLinux) throw new SetupError('Installers are tried on Linux: only deb and rpm are built from any Electron.')
  const code = await packTrial(folder)
  if (code !== 0) return code
  const from = ['--prepackaged', join(folder, 'linux-unpacked'), `--config.directories.output=${folder}`]
  return pack([...from, '--linux', 'deb', 'rpm', `--${process.arch}`, ...originArgs(trialOrigin)])
}

/** @param {readonly string[]} args of electron-builder */
async function pack(args) {
  writeVersion()
  const cli = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js')
  const all = ['--publish', 'never', ...updateArgs(), ...args]
  const env = isLinux ? { ...process.env, ...(await packageToolEnv()) } : process.env
  const { code } = await run(process.execPath, [cli, ...all], { cwd: projectRoot, env })
  return code
}

/** For the launcher of the command line, which prints it itself. */
function writeVersion() {
  const { version } = /** @type {{ version: string }} */ (
    JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
  )
  mkdirSync(join(projectRoot, 'out', 'bin'), { recursive: true })
  writeFileSync(join(projectRoot, 'out', 'bin', 'version'), `${version}\n`)
}

/** Writes where this build looks for updates into the archive, and has manifests made for it (docs/releasing.md). */
function updateArgs() {
  const file = join(projectRoot, 'out', 'updates.json')
  rmSync(file, { force: true })
  const source = updateSourceOf(process.env)
  if (source === null) {
    say('Without an update address: this build will not check for updates (docs/releasing.md).')
    return []
  }
  writeFileSync(file, JSON.stringify(source))
  const { url, channel } = source
  return ['provider=generic', `url=${url}`, `channel=${channel}`].map((each) => `--config.publish.${each}`)
}
