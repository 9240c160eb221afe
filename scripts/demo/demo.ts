import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ExportDialog } from '../../test/e2e/pages/export-dialog.ts'
import { StudioPage } from '../../test/e2e/pages/studio-page.ts'
import { activeDocument, call, libraryIds } from '../../test/e2e/support/bridge.ts'
import { launch, quit, type Running } from '../../test/e2e/support/launch.ts'
import { answerOpenDialog } from '../../test/e2e/support/native-dialogs.ts'
import { projectRoot } from '../setup/project.mjs'
import { measureChange, type Change } from './measure-change.ts'
import { paintSpoon } from './paint-spoon.ts'

const out = join(projectRoot, 'demo')

/** The main job, done by a hand that clicks: open, paint, fill, compare, export. */
async function main(): Promise<number> {
  const temporary = await mkdtemp(join(tmpdir(), 'atelier-demo-'))
  try {
    await rm(out, { recursive: true, force: true })
    await mkdir(out)
    const startedAtMs = Date.now()
    const running = await launch({ home: join(temporary, 'home') })
    try {
      const fillSeconds = await removeTheSpoon(running, join(temporary, 'exported'))
      return report(await measureFiles(), fillSeconds, (Date.now() - startedAtMs) / 1000)
    } finally {
      await quit(running)
    }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** Returns the seconds from Shift+F5 to the result. */
async function removeTheSpoon(running: Running, folder: string): Promise<number> {
  const { app, page, home } = running
  const studio = new StudioPage(page)
  await studio.canvas.ready()
  const document = await activeDocument(page)
  const [sample] = await call(page, 'library.assets', { ids: [document.baseId] })
  if (sample === undefined) throw new Error('the sample is not in the library')
  await copyFile(join(home, 'library', sample.relativePath), join(out, 'before.png'))

  await paintSpoon(studio)
  await studio.fixSeed(11)
  const filledAtMs = Date.now()
  await studio.fill()
  const fillSeconds = (Date.now() - filledAtMs) / 1000

  await studio.run('Before and after, side by side')
  await page.getByRole('slider', { name: 'Before and after' }).waitFor()
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(out, 'screenshot.png') })
  await studio.run('Before and after, side by side')

  const resultId = await newestResult(running)
  await copyFile(join(home, 'library', '.masks', `${resultId}.png`), join(out, 'mask.png'))
  await mkdir(folder)
  await answerOpenDialog(app, [folder])
  await exportResult(studio)
  return fillSeconds
}

async function newestResult({ page }: Running): Promise<string> {
  const [newest] = await libraryIds(page)
  if (newest === undefined) throw new Error('the result is not in the library')
  return newest
}

async function exportResult(studio: StudioPage): Promise<void> {
  await studio.results.getByRole('button', { name: 'Export' }).click()
  const dialog = new ExportDialog(studio.page)
  await dialog.submit()
  const [path] = await dialog.writtenPaths()
  if (path === undefined) throw new Error('nothing was exported')
  await copyFile(path, join(out, 'after.png'))
  await dialog.close()
}

function measureFiles(): Promise<Change> {
  return measureChange(join(out, 'before.png'), join(out, 'after.png'), join(out, 'mask.png'))
}

function report({ masked, changedInside, changedOutside }: Change, fillSeconds: number, totalSeconds: number): number {
  console.log('Measured on demo/before.png, demo/mask.png and demo/after.png:')
  console.log(`  inside the mask:  ${changedInside} of ${masked} pixels changed`)
  console.log(`  outside the mask: ${changedOutside} pixels changed`)
  console.log(`  fill: ${fillSeconds.toFixed(1)} s, all of it: ${totalSeconds.toFixed(1)} s`)
  const isRight = changedOutside === 0 && changedInside > masked / 2
  if (!isRight) console.log('This is not what was promised.')
  return isRight ? 0 : 1
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (thrown: unknown) => {
    console.error(thrown)
    process.exitCode = 1
  },
)
