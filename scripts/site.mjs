import { join } from 'node:path'
import { ensureElectron } from './setup/electron.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain } from './setup/say.mjs'

/** `npm run site`: writes the documentation as a static site to `dist/site`. */
await runMain(async () => {
  const electron = await ensureElectron({ root: projectRoot })
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code } = await run(electron, [join('scripts', 'site', 'write-site.ts')], { cwd: projectRoot, env })
  return code
})
