import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type TestInfo } from '@playwright/test'
import { buildStandIn } from '../../support/engine/build-stand-in.ts'
import { checkpoint, unet } from '../../support/models/image-models.ts'
import { writeSafetensors } from '../../support/models/write-model.ts'
import { StudioPage } from '../pages/studio-page.ts'
import { copyKnownHome } from './known-home.ts'
import * as starts from './launch.ts'
import type { Running } from './launch.ts'

export interface LocalStudio {
  readonly running: Running
  readonly page: Running['page']
  /** Ready to be used. */
  readonly studio: StudioPage
}

/** A home with a stand-in engine and its models. */
export interface LocalHome {
  readonly home: string
  /** The model folder. */
  readonly folder: string
  readonly libraryPath: string
  /** Adds a model that can be used at once; returns its path. */
  addModel(name: string): string
  /** Starts the program, which quits with the test. */
  start(env?: Readonly<Record<string, string>>): Promise<LocalStudio>
}

/** How the program is started and quit: as a process, or in a window that stays (test/page). */
interface Starts {
  launch(options: { readonly home: string; readonly env: Readonly<Record<string, string>> }): Promise<Running>
  quit(running: Running): Promise<void>
}

/** The fixture: quits what was started in it, and removes all folders. */
export async function provideLocalHome(
  provide: (local: LocalHome) => Promise<void>,
  info: TestInfo,
  program: Starts = starts,
): Promise<void> {
  const { folder, libraryPath } = await buildStandIn()
  const home = await copyKnownHome({ enginePath: libraryPath, modelFolders: [folder] })
  const started: Running[] = []
  const problems: string[] = []
  await provide({
    home,
    folder,
    libraryPath,
    addModel: (name) => writeSafetensors(join(folder, `${name}.safetensors`), checkpoint(unet(), 'sd1')),
    async start(env = {}) {
      const running = await program.launch({ home, env })
      started.push(running)
      running.page.on('pageerror', (error) => problems.push(String(error)))
      const studio = new StudioPage(running.page)
      await studio.canvas.ready()
      return { running, page: running.page, studio }
    },
  })
  for (const running of started) {
    const path = info.outputPath('window.png')
    if (info.status !== info.expectedStatus) await running.page.screenshot({ path }).catch(() => undefined)
    await program.quit(running)
  }
  for (const each of [folder, home]) await rm(each, { recursive: true, force: true, maxRetries: 5 })
  // An uncaught error is a failure, whatever the test checked.
  expect(problems).toEqual([])
}
