import { describeElectron } from './setup/electron.mjs'
import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { runMain, say } from './setup/say.mjs'

/** Runs in full what `npm test` runs a share of (test/support/turn.ts): every kill, ten thousand random operations. */
await runMain(async () => {
  process.env['ATELIER_FULL'] = '1'
  const electron = await prepare({ window: true, keychain: true, testTools: true, build: false })
  say(describeElectron(projectRoot))
  const { runSteps } = await import('./checks/run-steps.mjs')
  return runSteps('npm run test:full', electron)
})
