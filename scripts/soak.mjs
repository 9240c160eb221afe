import { prepare } from './setup/prepare.mjs'
import { runMain } from './setup/say.mjs'

/** Runs all kills and ten thousand operations; `npm test` runs a fraction of them (kill-count.ts, soak.e2e.ts). */
await runMain(async () => {
  process.env['ATELIER_SOAK'] = '1'
  const electron = await prepare({ window: true, keychain: true, testTools: true, build: false })
  const { runSteps, soakSteps } = await import('./checks/steps.mjs')
  const { passed, failed } = await runSteps(soakSteps, electron)
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
})
