import { hasDisplay, runShown } from './setup/display.mjs'
import { describeElectron } from './setup/electron.mjs'
import { prepare } from './setup/prepare.mjs'
import { isRoot, projectRoot, sandboxFlags } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain, say } from './setup/say.mjs'

await runMain(async () => {
  const args = process.argv.slice(2)
  const isDemoAsked = args.includes('--demo')
  const electron = await prepare({ window: true, build: true })
  say(describeElectron(projectRoot))
  if (isRoot && sandboxFlags.length > 0) say("Running as root: Chromium's sandbox is off (--no-sandbox).")
  if (isDemoAsked || !hasDisplay()) {
    if (!isDemoAsked) say('There is no display here, so the demo runs instead of the window.')
    return runDemo(electron)
  }
  const { code } = await run(electron, [...sandboxFlags, projectRoot, ...args])
  return code
})

/** @param {string} electron */
async function runDemo(electron) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code } = await runShown(electron, ['scripts/demo/demo.ts'], { cwd: projectRoot, env })
  return code
}
