import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CanvasDocument } from '../../../src/shared/domain/canvas-document.ts'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import {
  windowSettingsPatchSchema,
  type WindowSettings,
  type WindowSettingsPatch,
} from '../../../src/shared/domain/settings.ts'
import { expect } from '@playwright/test'
import { StudioPage } from '../pages/studio-page.ts'
import { call, libraryIds } from './bridge.ts'
import { copyKnownHome } from './known-home.ts'
import { launch, quit, whenListening, type Running } from './launch.ts'
import { keepDialogs, restoreDialogs } from './native-dialogs.ts'

/** What a window had when it was started, to return to before the next test. */
interface StartState {
  readonly assets: readonly Asset[]
  readonly documents: readonly CanvasDocument[]
  readonly settings: WindowSettings
  readonly size: readonly [width: number, height: number]
  readonly snippets: readonly string[]
  readonly styles: readonly string[]
  /** Names in the home. A test's own files in it end with the test. */
  readonly files: readonly string[]
}

/** One window of a worker, for the tests of one file. A start and an end cost more than most tests do. */
export interface SharedWindow {
  /** The window as a start leaves it: a new one for another file or after an exit, the same one reset otherwise. */
  take(file: string): Promise<Running>
  end(): Promise<void>
}

export function createSharedWindow(): SharedWindow {
  let open: { readonly file: string; readonly running: Running; readonly start: StartState } | null = null

  async function end(): Promise<void> {
    if (open === null) return
    const { running } = open
    open = null
    await quit(running)
    await rm(running.home, { recursive: true, force: true, maxRetries: 5 })
  }

  return {
    async take(file) {
      if (open?.file === file && isAlive(open.running)) {
        await reset(open.running, open.start)
        return open.running
      }
      await end()
      const running = await launch({ home: await copyKnownHome() })
      await keepDialogs(running.app)
      open = { file, running, start: await readStart(running) }
      return running
    },
    end,
  }
}

/** What the program itself may add to its home. */
const programFiles: readonly string[] = [
  'atelier.db-wal',
  'atelier.db-shm',
  'signing.json',
  'engines',
  'models',
  'wildcards',
  'settings.json',
]

function isAlive({ child, page }: Running): boolean {
  return child.exitCode === null && child.signalCode === null && !page.isClosed()
}

async function readStart({ page, home }: Running): Promise<StartState> {
  await new StudioPage(page).canvas.ready()
  return {
    assets: await call(page, 'library.assets', { ids: await libraryIds(page) }),
    documents: await call(page, 'canvas.documents', {}),
    settings: await call(page, 'settings.get', {}),
    size: await page.evaluate(() => [window.innerWidth, window.innerHeight] as const),
    snippets: (await call(page, 'prompts.snippets', {})).map(({ id }) => id),
    styles: (await call(page, 'prompts.styles', {})).map(({ id }) => id),
    files: await readdir(home),
  }
}

/**
 * Undoes what a test did to the program, through the same calls as the window, and loads the page anew. The ledger, the
 * trash of documents, and what main remembers about failures of a service, stay. Files with tests about those do not
 * share a window.
 */
async function reset({ app, page, home }: Running, start: StartState): Promise<void> {
  await restoreDialogs(app)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await call(page, 'queue.cancel', { callIds: null })
  await call(page, 'queue.resume', { lane: null })
  await resetProviders(page)
  await call(page, 'settings.change', changeableOf(start.settings))
  await call(page, 'prompts.forget', { ids: null })
  for (const { id } of await call(page, 'prompts.snippets', {})) {
    if (!start.snippets.includes(id)) await call(page, 'prompts.deleteSnippet', { id })
  }
  for (const { id } of await call(page, 'prompts.styles', {})) {
    if (!start.styles.includes(id)) await call(page, 'prompts.deleteStyle', { id })
  }
  for (const { id } of await call(page, 'collections.list', {})) await call(page, 'collections.remove', { id })
  for (const { id: documentId } of await call(page, 'canvas.documents', {})) {
    const { threads } = await call(page, 'threads.list', { documentId })
    for (const { id } of threads) await call(page, 'threads.remove', { id })
  }
  for (const { id } of await call(page, 'references.list', {})) await call(page, 'references.remove', { id })
  await resetLibrary(page, start)
  await app.evaluate(async ({ BrowserWindow, clipboard }, [width, height]) => {
    clipboard.clear()
    const [window] = BrowserWindow.getAllWindows()
    window?.setFullScreen(false)
    window?.setContentSize(width, height)
  }, start.size)
  for (const name of await readdir(home)) {
    if (!start.files.includes(name) && !programFiles.includes(name)) {
      await rm(join(home, name), { recursive: true, force: true, maxRetries: 5 })
    }
  }
  await page.reload()
  await whenListening(page)
}

/** What the window may change by itself; the rest is behind dialogs of main. */
function changeableOf(settings: WindowSettings): WindowSettingsPatch {
  const names = Object.keys(windowSettingsPatchSchema.shape)
  return Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)))
}

async function resetProviders(page: Running['page']): Promise<void> {
  for (const { id, key, isEnabled, baseUrl, defaultModel, defaultSize } of await call(page, 'providers.list', {})) {
    if (key.source === 'keychain' || key.source === 'session') {
      await call(page, 'providers.deleteKey', { id })
    }
    if (!isEnabled || baseUrl !== null || defaultModel !== null || defaultSize !== null)
      await call(page, 'providers.configure', {
        id,
        isEnabled: null,
        baseUrl: null,
        defaultModel: null,
        defaultSize: null,
      })
  }
}

async function resetLibrary(page: Running['page'], { assets, documents }: StartState): Promise<void> {
  const open = await call(page, 'canvas.documents', {})
  for (const { id } of open) await call(page, 'canvas.close', { id })
  const ids = assets.map(({ id }) => id)
  const added = (await libraryIds(page)).filter((id) => !ids.includes(id))
  await call(page, 'library.trash', { ids: added })
  await call(page, 'library.restore', { ids })
  await call(page, 'library.purge', { ids: added })
  for (const { name } of await call(page, 'catalogue.tags', {})) await call(page, 'catalogue.removeTag', { name })
  for (const { id, annotations } of assets) {
    const { tags, ...others } = annotations
    await call(page, 'catalogue.mark', { ids: [id], change: { ...others, addTags: [...tags] } })
  }
  for (const { baseId } of documents) await call(page, 'canvas.open', { assetId: baseId })
  await expect.poll(async () => (await libraryIds(page)).length).toBe(assets.length)
}
