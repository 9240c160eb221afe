import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ExportDialog } from '../../test/e2e/pages/export-dialog.ts'
import { StudioPage } from '../../test/e2e/pages/studio-page.ts'
import { activeDocument, call, libraryIds } from '../../test/e2e/support/bridge.ts'
import type { Running } from '../../test/e2e/support/launch.ts'
import { answerOpenDialog } from '../../test/e2e/support/native-dialogs.ts'
import { measureChange, type Change } from './measure-change.ts'
import { paintSpoon } from './paint-spoon.ts'

interface DemoFolders {
  /** Folder for the screenshots; must exist. */
  readonly out: string
  /** Export folder; created if missing. */
  readonly exports: string
}

/** Performs the main workflow through the UI, on the sample image of a new home: paint, fill, compare, export. */
export async function removeTheSpoon(
  running: Running,
  { out, exports }: DemoFolders,
): Promise<{ readonly fillSeconds: number; readonly change: Change }> {
  const { app, page, home } = running
  const studio = new StudioPage(page)
  await studio.canvas.ready()
  const document = await activeDocument(page)
  const [sample] = await call(page, 'library.assets', { ids: [document.baseId] })
  if (sample === undefined) throw new Error('the sample is not in the library')
  const files = { before: join(out, 'before.png'), after: join(out, 'after.png'), mask: join(out, 'mask.png') }
  await copyFile(join(home, 'library', sample.relativePath), files.before)

  const fillSeconds = await fillTheSpoon(studio)
  await compareSides(studio, join(out, 'screenshot.png'))

  const resultId = await newestResult(running)
  await copyFile(join(home, 'library', '.masks', `${resultId}.png`), files.mask)
  await mkdir(exports)
  await answerOpenDialog(app, [exports])
  await copyFile(await exportResult(studio), files.after)
  return { fillSeconds, change: await measureChange(files.before, files.after, files.mask) }
}

/** Returns the seconds from Shift+F5 to the result. */
async function fillTheSpoon(studio: StudioPage): Promise<number> {
  await paintSpoon(studio)
  await studio.fixSeed(11)
  const filledAtMs = Date.now()
  await studio.fill()
  return (Date.now() - filledAtMs) / 1000
}

async function compareSides(studio: StudioPage, screenshot: string): Promise<void> {
  const { page } = studio
  await studio.run('Before and after')
  await page.getByRole('slider', { name: 'Before and after' }).waitFor()
  await page.waitForTimeout(300)
  await page.screenshot({ path: screenshot })
  await studio.run('Before and after')
}

async function newestResult({ page }: Running): Promise<string> {
  const [newest] = await libraryIds(page)
  if (newest === undefined) throw new Error('the result is not in the library')
  return newest
}

/** Returns the path of the written file. */
async function exportResult(studio: StudioPage): Promise<string> {
  await studio.results.getByRole('button', { name: 'Export' }).click()
  const dialog = new ExportDialog(studio.page)
  await dialog.submit()
  const [path] = await dialog.writtenPaths()
  if (path === undefined) throw new Error('nothing was exported')
  await dialog.close()
  return path
}
