import { withSeats } from './checks/seats.mjs'
import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain } from './setup/say.mjs'

/**
 * Runs page and window tests, with the arguments of Playwright, against a build of the sources as they are. They get a
 * display and a keychain of their own: a window test removes the keys that it finds.
 */
await runMain(async () => {
  await prepare({ window: true, keychain: true, testTools: true, build: true })
  return withSeats(1, async (seats) => {
    const env = { ...process.env, ATELIER_E2E_SEATS: JSON.stringify(seats) }
    const args = ['node_modules/@playwright/test/cli.js', 'test', ...process.argv.slice(2)]
    const { code } = await run(process.execPath, args, { cwd: projectRoot, env })
    return code
  })
})
