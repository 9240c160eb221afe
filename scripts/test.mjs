import { prepare } from './setup/prepare.mjs'
import { runMain } from './setup/say.mjs'

await runMain(async () => {
  const electron = await prepare({ window: true, keychain: true, testTools: true, build: false })
  const { fullSteps, runSteps } = await import('./checks/steps.mjs')
  const { passed, failed } = await runSteps(fullSteps, electron)
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
})
