import { describeElectron, ensureElectron } from './setup/electron.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain, say } from './setup/say.mjs'

/** Runs Vitest in Electron's Node: tests run on the same runtime that ships. */
await runMain(async () => {
  const electron = await ensureElectron({ root: projectRoot })
  say(describeElectron(projectRoot))
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code } = await run(electron, ['node_modules/vitest/vitest.mjs', ...process.argv.slice(2)], {
    cwd: projectRoot,
    env,
  })
  return code
})
