import { checkSteps, runSteps } from './checks/steps.mjs'
import { ensureElectron } from './setup/electron.mjs'
import { projectRoot } from './setup/project.mjs'
import { runMain } from './setup/say.mjs'

await runMain(async () => {
  const { passed, failed } = await runSteps(checkSteps, await ensureElectron({ root: projectRoot }))
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
})
