import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain } from './setup/say.mjs'

/** Writes what the release's page says of its archives (names, sizes, SHA-256) into the manifest of the engine. */
await runMain(async () => {
  const electron = await prepare({ window: false, build: false })
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code } = await run(electron, ['scripts/engine/pin.ts'], { cwd: projectRoot, env })
  return code
})
