import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import yauzl from 'yauzl'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { openTestStorage } from '../../support/open-storage.ts'
import { shareOriginals } from '../../support/share-originals.ts'
import { smallPng } from '../../support/small-images.ts'
import { withHome } from '../../support/temporary-home.ts'

const home = withHome()

it('a backup has only the originals that are in the library, and none of the shared folder', async () => {
  const at = (name: string) => join(home.paths.root, name)
  const importImage = async ({ assets }: TestLibrary, seed: number, name: string) => {
    await writeFile(at(name), smallPng(seed))
    return (await assets.imports.addFiles([at(name)])).imported[0]!
  }
  const earlier = openTestLibrary(home.paths)
  await importImage(earlier, 1, 'shared.png')
  await earlier.close()
  await mkdir(at('shared'))
  shareOriginals(home.paths.root, at('shared'))
  const library = openTestLibrary(home.paths)
  const own = await importImage(library, 2, 'own.png')

  await openTestStorage(home.paths, library).backUp(at('backup.zip'))
  const images: string[] = []
  const archive = await yauzl.openPromise(at('backup.zip'))
  for await (const { fileName } of archive.eachEntry()) if (fileName.endsWith('.png')) images.push(fileName)
  expect(images).toEqual([expect.stringContaining(own.relativePath)])
  await library.close()
})
