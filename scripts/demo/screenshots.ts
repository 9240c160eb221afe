import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { ExportDialog } from '../../test/e2e/pages/export-dialog.ts'
import { GalleryPage } from '../../test/e2e/pages/gallery-page.ts'
import { GenerateForm } from '../../test/e2e/pages/generate-form.ts'
import { ModelsPage } from '../../test/e2e/pages/models-page.ts'
import { StudioPage } from '../../test/e2e/pages/studio-page.ts'
import { call, importFiles, libraryIds } from '../../test/e2e/support/bridge.ts'
import { answerOpenDialog } from '../../test/e2e/support/native-dialogs.ts'
import { launch, quit, type Running } from '../../test/e2e/support/launch.ts'
import { projectRoot } from '../setup/project.mjs'
import { paintSpoon } from './paint-spoon.ts'

const out = join(projectRoot, 'docs', 'images')
const samples = join(projectRoot, 'resources', 'samples')
/** Makes some cards look as they do in use. No request is sent with them. */
const madeUpKeys = {
  OPENAI_API_KEY: 'made-up-key-of-nobody-x7Qa',
  STABILITY_API_KEY: 'made-up-key-of-nobody-31fe',
  BFL_API_KEY: 'made-up-key-of-nobody-9c1d',
}
const windowSize = { width: 1440, height: 900 }

/** Crops of the two samples, to populate the gallery: file, name, left, top, width, height. */
const crops = [
  ['coffee', 'crema', 190, 80, 240, 180],
  ['chelsea', 'left eye', 90, 60, 160, 160],
  ['coffee', 'table', 380, 10, 210, 300],
  ['chelsea', 'right eye', 230, 70, 200, 130],
  ['coffee', 'handle', 150, 220, 220, 160],
  ['chelsea', 'nose', 120, 130, 190, 160],
  ['coffee', 'saucer', 60, 180, 300, 210],
  ['chelsea', 'portrait', 60, 0, 300, 300],
  ['coffee', 'spoon', 310, 230, 130, 130],
  ['chelsea', 'brow', 100, 10, 200, 110],
  ['coffee', 'rim', 170, 20, 150, 120],
  ['chelsea', 'whiskers', 40, 150, 180, 140],
  ['coffee', 'grain', 470, 200, 130, 190],
  ['chelsea', 'ear', 0, 0, 170, 170],
  ['coffee', 'cup', 160, 10, 270, 270],
  ['chelsea', 'chin', 170, 170, 220, 130],
  ['coffee', 'corner', 0, 0, 180, 180],
] as const

/** Takes the README's screenshots from the running program in an empty home. */
async function main(): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'atelier-screenshots-'))
  await mkdir(out, { recursive: true })
  const running = await launch({ home: join(temporary, 'home'), env: madeUpKeys })
  try {
    await resize(running)
    const studio = new StudioPage(running.page)
    await studio.canvas.ready()
    await answerOpenDialog(running.app, ['/home/artist/Pictures'])
    const { folder } = await call(running.page, 'exports.chooseFolder', { startIn: null })
    await call(running.page, 'settings.change', { hasSeenFirstStart: true, exportFolder: folder })
    await importCrops(running, join(temporary, 'crops'))
    await fillTheCat(running, studio)
    await fillTheSpoon(running, studio)
    await showGallery(running)
    await showNewImage(running, studio)
    await showModels(running)
  } finally {
    await quit(running)
    await rm(temporary, { recursive: true, force: true })
  }
}

async function resize({ app, page }: Running): Promise<void> {
  await app.evaluate(
    async ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
    windowSize,
  )
  await page.waitForFunction((width) => window.innerWidth === width, windowSize.width)
}

async function importCrops({ page }: Running, folder: string): Promise<void> {
  await mkdir(folder)
  const paths = crops.map(([, name]) => join(folder, `${name}.png`))
  for (const [at, [sample, , left, top, width, height]] of crops.entries()) {
    await sharp(join(samples, `${sample}.png`))
      .extract({ left, top, width, height })
      .resize({ width: width * 3 })
      .toFile(paths[at]!)
  }
  await importFiles(page, paths)
}

/** Fills the cat's ear twice, so that the Studio has a second image open. */
async function fillTheCat({ page }: Running, studio: StudioPage): Promise<void> {
  const ids = await libraryIds(page)
  const assets = await call(page, 'library.assets', { ids })
  const cat = assets.find(({ name }) => name === 'chelsea')
  if (cat === undefined) throw new Error('the sample is not in the library')
  await call(page, 'canvas.open', { assetId: cat.id })
  await page.getByRole('tab', { name: 'chelsea', selected: true }).waitFor()
  await studio.canvas.ready()
  await studio.setNumber('Size', 40)
  await studio.canvas.stroke([
    { x: 20, y: 40 },
    { x: 45, y: 110 },
    { x: 30, y: 180 },
  ])
  for (const seed of [5, 8]) {
    await studio.fixSeed(seed)
    await studio.fill()
  }
}

async function fillTheSpoon({ page }: Running, studio: StudioPage): Promise<void> {
  await page.getByRole('tab', { name: 'coffee' }).click()
  await studio.canvas.ready()
  await paintSpoon(studio)
  for (const seed of [4_211, 70_307, 11]) {
    await studio.fixSeed(seed)
    await studio.fill()
  }
  await studio.setNumber('Size', 34)
  await page.keyboard.press('Escape')
  const { x, y } = await studio.canvas.place({ x: 396, y: 176 })
  await page.mouse.move(x, y)
  await shoot(page, 'studio')
}

/** Uses the Demo, which identifies itself as such: no service's image is faked for the README. */
async function showNewImage({ page }: Running, studio: StudioPage): Promise<void> {
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+1')
  await page.getByRole('tab', { name: 'chelsea' }).click()
  await studio.canvas.ready()
  const form = new GenerateForm(page)
  await form.choose('New image')
  await form.chooseModel('Demo Waves')
  await form.prompt.fill('hills behind hills, the sun going down')
  await form.setCount(3)
  const before = await studio.cards.count()
  await form.generate.click()
  for (let card = before; card < before + 3; card++)
    await page.locator('.card').nth(card).and(page.locator('[data-state=done]')).waitFor()
  await studio.cards.nth(before + 1).click()
  await shoot(page, 'new-image')
}

async function showModels({ page }: Running): Promise<void> {
  const models = new ModelsPage(page)
  await models.open()
  await page.mouse.move(windowSize.width / 2, windowSize.height - 4)
  await shoot(page, 'models')
}

async function showGallery({ page }: Running): Promise<void> {
  const gallery = new GalleryPage(page)
  await gallery.open()
  await gallery.tiles.first().click()
  await page.mouse.move(windowSize.width / 2, windowSize.height - 20)
  await shoot(page, 'gallery')
  await page.keyboard.press('Space')
  await page.keyboard.press('i')
  await shoot(page, 'viewer')
  await page.keyboard.press('i')
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await new ExportDialog(page).chooseFormat('WebP')
  await shoot(page, 'export')
}

/** Waits because thumbnails and full images load after the frame that requests them. */
async function shoot(page: Running['page'], name: string): Promise<void> {
  await page.waitForFunction(() => [...document.images].every((image) => image.complete))
  await page.waitForTimeout(600)
  await page.screenshot({ path: join(out, `${name}.png`) })
}

main().catch((thrown: unknown) => {
  console.error(thrown)
  process.exitCode = 1
})
