import { join } from 'node:path'
import { prepare } from './setup/prepare.mjs'
import { projectRoot, sandboxFlags } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain } from './setup/say.mjs'

/** Runs the window with hot reload; main restarts when its sources change. */
await runMain(async () => {
  await prepare({ window: true, build: false })
  const cli = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const noSandbox = sandboxFlags.length > 0 ? ['--noSandbox'] : []
  const { code } = await run(process.execPath, [cli, 'dev', '--watch', ...noSandbox], { cwd: projectRoot })
  return code
})
