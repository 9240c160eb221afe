import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import yauzl from 'yauzl'
import { createFakeClock } from '../../support/fake-clock.ts'
import { openTestLibrary } from '../../support/open-library.ts'
import { openTestStorage } from '../../support/open-storage.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

let home: TemporaryHome
beforeEach(async () => {
  home = await createTemporaryHome()
})
afterEach(() => home.remove())

it('a backup has only the originals that are in the library, and none of the shared folder', async () => {
  const at = (name: string) => join(home.paths.root, name)
  await mkdir(at('shared'))
  const clock = createFakeClock()
  const library = openTestLibrary(home.paths, { clock, originalsFolder: () => at('shared') })
  const importImage = async (seed: number, name: string) => {
    await writeFile(at(name), smallPng(seed))
    return (await library.assets.imports.addFiles([at(name)])).imported[0]!
  }
  await importImage(1, 'shared.png')
  await library.assets.originals.run()
  // The copy in the library is kept for an hour.
  clock.advance(3_600_001)
  await library.assets.originals.run()
  const waiting = await importImage(2, 'waiting.png')

  await openTestStorage(home.paths, library).backUp(at('backup.zip'))
  const images: string[] = []
  const archive = await yauzl.openPromise(at('backup.zip'))
  for await (const { fileName } of archive.eachEntry()) if (fileName.endsWith('.png')) images.push(fileName)
  expect(images).toEqual([expect.stringContaining(waiting.relativePath)])
  await library.assets.originals.dispose({ isFinishing: false })
  await library.close()
})
