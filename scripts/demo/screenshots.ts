import { mkdir } from 'node:fs/promises'
import * as overviews from './guide/overviews.ts'
import { imagesFolder, onStage } from './guide/stage.ts'
import * as galleryTasks from './guide/gallery-tasks.ts'
import * as studioTasks from './guide/studio-tasks.ts'

const tasks = { ...studioTasks, ...galleryTasks, ...overviews }

/** Does each task of the guide in the real window and takes its pictures; with names as arguments only those. */
async function main(): Promise<void> {
  await mkdir(imagesFolder, { recursive: true })
  const named = process.argv.slice(2)
  for (const [name, task] of Object.entries(tasks)) {
    if (named.length > 0 && !named.includes(name)) continue
    console.log(name)
    await onStage(task)
  }
}

main().catch((thrown: unknown) => {
  console.error(thrown)
  process.exitCode = 1
})
