import { ensureElectron } from './setup/electron.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain } from './setup/say.mjs'

/** Writes the documentation that follows from the code anew; a test compares it. */
await runMain(async () => {
  const electron = await ensureElectron({ root: projectRoot })
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', WRITE_DOCS: '1' }
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project=tooling', 'test/tooling/docs.test.ts']
  const { code } = await run(electron, args, { cwd: projectRoot, env })
  return code
})
