import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareFolders } from './release/compare-folders.mjs'
import { updateSourceOf } from './release/update-build.mjs'
import { electronSource, requireOfficialElectron } from './setup/electron.mjs'
import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain, say, SetupError } from './setup/say.mjs'

/**
 * `npm run package` builds the release; `npm run package -- --try FOLDER` only an unpacked program to try out, from
 * whatever Electron is installed; `npm run package -- --twice FOLDER` two of them, built anew, and compares every byte.
 */
await runMain(async () => {
  const args = process.argv.slice(2)
  const [first, folder] = args
  if (first === '--twice') return packTwice(requireFolder(folder))
  await prepare({ window: false, build: true })
  if (first === '--try') return packTrial(requireFolder(folder))
  requireOfficialElectron(electronSource(projectRoot))
  return pack(args)
})

/** @param {string | undefined} folder */
function requireFolder(folder) {
  if (folder === undefined) throw new SetupError('Say where to put it: npm run package -- --try FOLDER')
  return folder
}

/** @param {string} folder */
async function packTwice(folder) {
  const parts = ['first', 'second'].map((name) => join(folder, name))
  for (const part of parts) {
    rmSync(join(projectRoot, 'out'), { recursive: true, force: true })
    await prepare({ window: false, build: true })
    const code = await packTrial(part)
    if (code !== 0) return code
  }
  const [one = '', other = ''] = parts.map((part) => join(part, 'linux-unpacked'))
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
  // What Electron shows without a program; packing from a download leaves it out.
  rmSync(join(folder, 'linux-unpacked', 'resources', 'default_app.asar'), { force: true })
  return code
}

/** @param {readonly string[]} args of electron-builder */
async function pack(args) {
  writeVersion()
  const cli = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js')
  const all = ['--publish', 'never', ...updateArgs(), ...args]
  const { code } = await run(process.execPath, [cli, ...all], { cwd: projectRoot })
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
