import { withDisplay } from './setup/display.mjs'
import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain } from './setup/say.mjs'

await runMain(async () => {
  const electron = await prepare({ window: true, build: true })
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const [command, args] = withDisplay(electron, ['bench/run.ts', ...process.argv.slice(2)])
  const { code } = await run(command, args, { cwd: projectRoot, env })
  return code
})
