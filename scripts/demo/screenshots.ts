import { mkdir } from 'node:fs/promises'
import * as overviews from './guide/overviews.ts'
import { imagesFolder, onStage, type Task } from './guide/stage.ts'
import * as galleryTasks from './guide/gallery-tasks.ts'
import * as studioTasks from './guide/studio-tasks.ts'

/** Makes cards look as they do in use. No request is sent with them. */
const madeUpKeys = {
  OPENAI_API_KEY: 'made-up-key-of-nobody-x7Qa',
  STABILITY_API_KEY: 'made-up-key-of-nobody-31fe',
  BFL_API_KEY: 'made-up-key-of-nobody-9c1d',
}

const played = { ...studioTasks, ...galleryTasks, showGallery: overviews.showGallery }
const tasks: Readonly<Record<string, Task>> = {
  ...Object.fromEntries(Object.entries(played).map(([name, run]) => [name, { run }])),
  showModels: { run: overviews.showModels, env: madeUpKeys },
}

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
