import { ensureElectron } from './setup/electron.mjs'
import { projectRoot } from './setup/project.mjs'
import { runMain } from './setup/say.mjs'

await runMain(async () => {
  const electron = await ensureElectron({ root: projectRoot })
  const { runSteps } = await import('./checks/run-steps.mjs')
  return runSteps('npm run check', electron)
})
