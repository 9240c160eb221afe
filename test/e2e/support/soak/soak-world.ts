import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/client'
import type { CDPSession, ElementHandle } from '@playwright/test'
import type { AssetId } from '../../../../src/shared/domain/ids.ts'
import type { FolderHandle } from '../../../../src/shared/domain/file-handles.ts'
import type { ExportOptions } from '../../../../src/shared/domain/export-options.ts'
import { createChance } from '../../../support/chance.ts'
import { buildStandIn } from '../../../support/engine/build-stand-in.ts'
import { checkpoint, unet } from '../../../support/models/image-models.ts'
import { writeSafetensors } from '../../../support/models/write-model.ts'
import { openaiStub } from '../../../support/services/openai-stub.ts'
import type { StubServer } from '../../../support/services/stub-server.ts'
import { StudioPage } from '../../pages/studio-page.ts'
import { connectByConfiguration } from '../agent-client.ts'
import { addPicker, call, libraryIds } from '../bridge.ts'
import { copyKnownHome } from '../known-home.ts'
import { launch, quit, type Running } from '../launch.ts'
import { answerMessageBox, answerOpenDialog, answerSaveDialog } from '../native-dialogs.ts'
import { startServiceStub } from '../played-service.ts'

/** A program that is used for long, and what its operations need. */
export interface SoakWorld {
  readonly running: Running
  readonly studio: StudioPage
  readonly cdp: CDPSession
  readonly service: StubServer
  readonly agent: Client
  /** The images it started with: each rest returns to them. */
  readonly samples: readonly AssetId[]
  /** One for all imports. */
  readonly picker: ElementHandle<HTMLInputElement>
  /** Its own TMPDIR. */
  readonly temporary: string
  /** For exports and files to import. */
  readonly outside: string
  readonly exports: { readonly folder: FolderHandle; readonly options: ExportOptions }
  readonly below: (limit: number) => number
  readonly pick: <T>(values: readonly T[]) => T
  /** A name or number never used before. */
  readonly next: () => number
  /** Requests that a service may bill. */
  readonly paid: { asked: number }
  /** Errors nobody caught in the page. */
  readonly problems: string[]
  end(): Promise<void>
}

/** Of the stand-in for the local engine. */
export const liveModel = 'paper'

/** Starts the built program in folders of its own. The same seed gives the same operations. */
export async function openSoakWorld(seed: number): Promise<SoakWorld> {
  const root = await mkdtemp(join(tmpdir(), 'atelier-soak-'))
  const [temporary, outside] = [join(root, 'tmp'), join(root, 'outside')]
  for (const folder of [temporary, join(outside, 'exports')]) await mkdir(folder, { recursive: true })
  const { folder: models, libraryPath } = await buildStandIn()
  writeSafetensors(join(models, `${liveModel}.safetensors`), checkpoint(unet(), 'sd1'))
  const settings = { enginePath: libraryPath, modelFolders: [models] }
  const running = await launch({ home: await copyKnownHome(settings), env: { TMPDIR: temporary } })
  const { page, app, home } = running
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  const studio = new StudioPage(page)
  await studio.canvas.ready()
  const service = await startServiceStub(running, openaiStub)
  await answerMessageBox(app, 'Cancel')
  await answerSaveDialog(app, null)
  await answerOpenDialog(app, [join(outside, 'exports')])
  const { folder } = await call(page, 'exports.chooseFolder', { startIn: null })
  await answerOpenDialog(app, null)
  const { exportOptions } = await call(page, 'settings.get', {})
  const agent = await connectByConfiguration(running, 'Soak')
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  const below = createChance(seed)
  let last = 0
  return {
    running,
    studio,
    cdp,
    service,
    agent,
    temporary,
    outside,
    below,
    problems,
    samples: await libraryIds(page),
    picker: await addPicker(page),
    paid: { asked: 0 },
    exports: { folder: folder!.handle, options: { ...exportOptions, onConflict: 'replace' } },
    pick: (values) => values[below(values.length)]!,
    next: () => (last += 1),
    async end() {
      await agent.close().catch(() => undefined)
      await quit(running)
      await service.close()
      for (const path of [home, root, models]) await rm(path, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
