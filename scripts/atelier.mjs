import { prepare } from './setup/prepare.mjs'
import { projectRoot, sandboxFlags } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain } from './setup/say.mjs'

/** The command line of the built program. Standard output is reserved for it: setup writes to standard error only. */
await runMain(async () => {
  const electron = await prepare({ window: false, build: true })
  // Suppresses Chromium's complaint about a missing session bus, which no command needs.
  const flags = process.platform === 'linux' ? ['--ozone-platform=headless', '--log-level=3', ...sandboxFlags] : []
  // npm runs scripts in the project folder; paths are relative to the user's working directory.
  const cwd = process.env['INIT_CWD'] ?? process.cwd()
  const { code } = await run(electron, [...flags, projectRoot, ...process.argv.slice(2)], { cwd })
  return code
})
