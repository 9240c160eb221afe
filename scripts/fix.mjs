import { join } from 'node:path'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain } from './setup/say.mjs'

/** @param {string} name */
const tool = (name) => join(projectRoot, 'node_modules', name, 'bin', name)

/**
 * Mends what tools can, in the folder that it is run in. Formats last: what the linter fixes is not formatted, and what
 * it cannot fix keeps nothing from being so.
 */
await runMain(async () => {
  const { code } = await run(process.execPath, [tool('oxlint'), '--type-aware', '--fix'])
  const formatted = await run(process.execPath, [tool('oxfmt'), '.'])
  return code || formatted.code
})
