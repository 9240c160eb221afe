import { prepare } from './prepare.mjs'
import { projectRoot, sandboxFlags } from './project.mjs'
import { run } from './run.mjs'
import { runMain } from './say.mjs'

/**
 * Runs the command line of the built program. Standard output is reserved for it: setup writes to standard error only.
 * @param {readonly string[]} args
 */
export function runAtelier(args) {
  return runMain(async () => {
    const electron = await prepare({ window: false, build: true })
    // Suppresses Chromium's complaint about a missing session bus, which no command needs.
    const flags = process.platform === 'linux' ? ['--ozone-platform=headless', '--log-level=3', ...sandboxFlags] : []
    // npm runs scripts in the project folder; paths are relative to the user's working directory.
    const cwd = process.env['INIT_CWD'] ?? process.cwd()
    const { code } = await run(electron, [...flags, projectRoot, ...args], { cwd })
    return code
  })
}
