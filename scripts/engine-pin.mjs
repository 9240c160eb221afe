import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain } from './setup/say.mjs'

/** Writes the archives' names, sizes, and SHA-256 from the release page to the engine's manifest. */
await runMain(async () => {
  const electron = await prepare({ window: false, build: false })
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code } = await run(electron, ['scripts/engine/pin.ts'], { cwd: projectRoot, env })
  return code
})
