import { runShown } from './setup/display.mjs'
import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { runMain } from './setup/say.mjs'

await runMain(async () => {
  const electron = await prepare({ window: true, build: true })
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code } = await runShown(electron, ['scripts/demo/screenshots.ts'], { cwd: projectRoot, env })
  return code
})
