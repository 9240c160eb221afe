import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { GalleryPage } from '../../../test/e2e/pages/gallery-page.ts'
import { GenerateForm } from '../../../test/e2e/pages/generate-form.ts'
import { ModelsPage } from '../../../test/e2e/pages/models-page.ts'
import { StudioPage } from '../../../test/e2e/pages/studio-page.ts'
import { call, importFiles, libraryIds } from '../../../test/e2e/support/bridge.ts'
import { launch, quit, type Running } from '../../../test/e2e/support/launch.ts'
import { answerOpenDialog } from '../../../test/e2e/support/native-dialogs.ts'
import { projectRoot } from '../../setup/project.mjs'
import { playServices, type PlayedServices } from './played-services.ts'

/** The real window at a fixed size in an empty home, with played services behind it. */
export interface Stage {
  readonly running: Running
  readonly page: Running['page']
  readonly studio: StudioPage
  readonly form: GenerateForm
  readonly gallery: GalleryPage
  readonly services: PlayedServices
  /** A folder that ends with the stage. */
  readonly folder: string
  /** Writes `docs/images/NAME-dark.webp` and `NAME-light.webp` of what the window shows. */
  shoot(name: string): Promise<void>
}

export interface Task {
  readonly run: (stage: Stage) => Promise<void>
  /** Instead of the addresses and keys of the played services. */
  readonly env?: Readonly<Record<string, string>>
}

export const imagesFolder = join(projectRoot, 'docs', 'images')
const windowSize = { width: 1280, height: 800 }

/** Runs a task in a window of its own; what does not work throws. */
export async function onStage({ run, env }: Task): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-guide-'))
  const services = await playServices()
  const running = await launch({ home: join(folder, 'home'), env: env ?? services.env })
  try {
    const { page } = running
    const studio = new StudioPage(page)
    await studio.canvas.ready()
    await resize(running)
    await answerOpenDialog(running.app, ['/home/artist/Pictures'])
    const { folder: exportFolder } = await call(page, 'exports.chooseFolder', { startIn: null })
    await call(page, 'settings.change', { hasSeenFirstStart: true, exportFolder })
    await run({
      running,
      page,
      studio,
      form: new GenerateForm(page),
      gallery: new GalleryPage(page),
      services,
      folder,
      shoot: (name) => shoot(page, name),
    })
  } catch (thrown) {
    await running.page.screenshot({ path: join(tmpdir(), 'atelier-guide-failed.png') }).catch(() => undefined)
    throw thrown
  } finally {
    await quit(running)
    await services.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** On a busy computer, the menu bar of a new window may take its room away after it has got its size: then again. */
async function resize({ app, page }: Running): Promise<void> {
  const isSized = () =>
    page.evaluate(({ width, height }) => window.innerWidth === width && window.innerHeight === height, windowSize)
  for (let tries = 0; !(await isSized()); tries += 1) {
    if (tries === 50) throw new Error('the window does not get its size')
    await app.evaluate(
      async ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
      windowSize,
    )
    await page.waitForTimeout(200)
  }
}

/** Waits because thumbnails and full images load after the frame that requests them. */
async function shoot(page: Stage['page'], name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await call(page, 'settings.change', { theme })
    await page.locator(`html[data-theme=${theme}]`).waitFor()
    await page.waitForFunction(() => [...document.images].every((image) => image.complete))
    await page.waitForTimeout(600)
    const png = await page.screenshot({ animations: 'disabled' })
    await sharp(png)
      .webp({ quality: 80, effort: 6 })
      .toFile(join(imagesFolder, `${name}-${theme}.webp`))
  }
}

/** Imports image files as a drop does: name → content. */
export async function importImages(
  { page, folder }: Stage,
  images: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  const paths = await writeImages(join(folder, 'imported'), images)
  await importFiles(page, paths)
}

/** Writes images into a folder: name → content. Returns their paths. */
export async function writeImages(folder: string, images: Readonly<Record<string, Uint8Array>>): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  return Promise.all(
    Object.entries(images).map(async ([name, bytes]) => {
      const path = join(folder, `${name}.png`)
      await sharp(bytes).png().toFile(path)
      return path
    }),
  )
}

/** Adds a folder with models for local vision, as the button in Models does. */
export async function addModels({ running, page }: Stage, folder: string): Promise<void> {
  const models = new ModelsPage(page)
  await models.open()
  await answerOpenDialog(running.app, [folder])
  await models.card('Local models').getByRole('button', { name: 'Add model folder…' }).click()
  await models.card('Local models').getByRole('list', { name: 'Vision models' }).waitFor()
}

/** Opens an image of the library in the Studio. */
export async function openImage({ page, studio }: Stage, name: string): Promise<void> {
  const assets = await call(page, 'library.assets', { ids: await libraryIds(page) })
  const asset = assets.find((each) => each.name === name)
  if (asset === undefined) throw new Error(`${name} is not in the library`)
  await call(page, 'canvas.open', { assetId: asset.id })
  await page.keyboard.press('ControlOrMeta+1')
  await page.getByRole('tab', { name, selected: true }).waitFor()
  await studio.canvas.ready()
}

/** Waits for the n-th card of the strip, counted from 1. */
export async function whenDone({ page }: Stage, count: number): Promise<void> {
  await page
    .locator('.card[data-state=done]')
    .nth(count - 1)
    .waitFor()
}
