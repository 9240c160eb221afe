import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { libraryIds } from '../e2e/support/bridge.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { shareOriginals } from '../support/share-originals.ts'
import { launch, quit } from './support/launch.ts'
import { expect, test } from './support/test.ts'

test('originals of an earlier version’s shared folder are shown, and the window says how to move them back', async ({
  running,
  home,
}) => {
  await quit(running)
  const folder = await mkdtemp(join(tmpdir(), 'atelier-originals-page-'))
  shareOriginals(home, folder)
  const files = (await readdir(folder, { recursive: true })).toSorted()
  const { page } = await launch({ home })
  const note = page.getByText(`This library has originals in the shared folder ${folder} (2).`)
  await expect(note).toContainText('run “atelier originals --move-back” to copy them to the library')
  expect(await libraryIds(page)).toHaveLength(2)
  // Of the file itself, not of a thumbnail.
  await new StudioPage(page).canvas.ready()
  expect((await readdir(folder, { recursive: true })).toSorted()).toEqual(files)
  await rm(folder, { recursive: true, force: true })
})
