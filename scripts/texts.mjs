import { ensureElectron } from './setup/electron.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain } from './setup/say.mjs'

/** Compares the translations with the catalog, and takes translated lines (docs/translating.md). */
await runMain(async () => {
  const electron = await ensureElectron({ root: projectRoot })
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code } = await run(electron, ['scripts/texts/texts.ts', ...process.argv.slice(2)], { cwd: projectRoot, env })
  return code
})
