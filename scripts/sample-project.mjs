import { ensureElectron } from './setup/electron.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain } from './setup/say.mjs'

/** Writes resources/samples/sample-project.atelier anew; a test compares it. */
await runMain(async () => {
  const electron = await ensureElectron({ root: projectRoot })
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code } = await run(electron, ['scripts/samples/make-sample-project.ts'], { cwd: projectRoot, env })
  return code
})
