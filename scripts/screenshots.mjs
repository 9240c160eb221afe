import { withKeychain } from './checks/keychain.mjs'
import { runShown } from './setup/display.mjs'
import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { runMain } from './setup/say.mjs'

await runMain(async () => {
  const electron = await prepare({ window: true, keychain: true, build: true })
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const [command, args] = await withKeychain(electron, ['scripts/demo/screenshots.ts', ...process.argv.slice(2)])
  const { code } = await runShown(command, args, { cwd: projectRoot, env })
  return code
})
