import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { electronSource, requireOfficialElectron } from './setup/electron.mjs'
import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain, say, SetupError } from './setup/say.mjs'

/**
 * `npm run package` builds the release; `npm run package -- --try FOLDER` only an unpacked program to try out, from
 * whatever Electron is installed.
 */
await runMain(async () => {
  await prepare({ window: false, build: true })
  writeVersion()
  const args = process.argv.slice(2)
  const cli = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js')
  const tryAt = args.indexOf('--try')
  const builderArgs = tryAt === -1 ? releaseArgs(args) : trialArgs(args[tryAt + 1])
  const { code } = await run(process.execPath, [cli, '--publish', 'never', ...builderArgs], { cwd: projectRoot })
  const trial = args[tryAt + 1]
  // What Electron shows without a program; packing from a download leaves it out.
  if (tryAt !== -1 && trial !== undefined) {
    rmSync(join(trial, 'linux-unpacked', 'resources', 'default_app.asar'), { force: true })
  }
  return code
})

/** For the launcher of the command line, which prints it itself. */
function writeVersion() {
  const { version } = /** @type {{ version: string }} */ (
    JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
  )
  mkdirSync(join(projectRoot, 'out', 'bin'), { recursive: true })
  writeFileSync(join(projectRoot, 'out', 'bin', 'version'), `${version}\n`)
}

/** @param {readonly string[]} args */
function releaseArgs(args) {
  requireOfficialElectron(electronSource(projectRoot))
  return args
}

/** @param {string | undefined} folder */
function trialArgs(folder) {
  if (folder === undefined) throw new SetupError('Say where to put it: npm run package -- --try FOLDER')
  say('Only to try out, never to release: packed from the Electron that is installed here.')
  const dist = join('node_modules', 'electron', 'dist')
  return ['--dir', `--config.electronDist=${dist}`, `--config.directories.output=${folder}`]
}
