import { ensureBuild } from './setup/build.mjs'
import { projectRoot } from './setup/project.mjs'
import { runMain } from './setup/say.mjs'

await runMain(async () => {
  await ensureBuild(projectRoot)
  return 0
})
