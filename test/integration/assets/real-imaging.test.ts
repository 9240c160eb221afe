import { readFile, stat, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import { createImaging } from '../../../src/main/imaging/index.ts'
import { startForkedChild } from '../../../src/main/platform/process/start-forked-child.ts'
import { builtProgram } from '../../support/built/built-program.ts'
import { openTestLibrary } from '../../support/open-library.ts'
import { createTemporaryHome } from '../../support/temporary-home.ts'

const child = fileURLToPath(builtProgram(new URL('../../../src/main/imaging/child/imaging-child.ts', import.meta.url)))
const coffee = fileURLToPath(new URL('../../../resources/samples/coffee.png', import.meta.url))

test('imports, renders, and exports a photo with the real imaging process', async () => {
  const home = await createTemporaryHome()
  const imaging = createImaging({ start: () => startForkedChild(child) })
  const { assets, exports, close } = openTestLibrary(home.paths, { imaging })
  try {
    const { imported, failed } = await assets.imports.addFiles([coffee])
    expect(failed).toEqual([])
    const { id } = imported[0]!
    for (const rendition of ['thumb-256', 'thumb-512'] as const) {
      const bytes = await readFile((await assets.files.locate(id, rendition)).path)
      expect(bytes.subarray(8, 12).toString('latin1')).toBe('WEBP')
    }
    expect((await stat((await assets.files.locate(id, 'full')).path)).size).toBeGreaterThan(10_000)
    const target = join(home.paths.root, 'coffee.jpg')
    await exports.to(id, target, { ...defaultExportOptions, quality: 85 })
    expect((await readFile(target)).subarray(0, 2).toString('hex')).toBe('ffd8')
    // Its header is complete: only decoding detects the missing data.
    const cut = join(home.paths.root, 'cut.jpg')
    await writeFile(cut, (await readFile(target)).subarray(0, 700))
    const [refused] = (await assets.imports.addFiles([cut])).failed
    expect(refused?.error).toMatchObject({
      code: 'media/undecodable',
      message: expect.stringMatching(/^“cut\.jpg” is/),
    })
    expect(await assets.files.sweep()).toEqual({ adopted: 0, missing: 0, removedTemporaries: 0, purged: 0 })
  } finally {
    await imaging.dispose()
    await close()
    await home.remove()
  }
})

test('keeps a pasted image byte for byte, as an imported file', async () => {
  const home = await createTemporaryHome()
  const imaging = createImaging({ start: () => startForkedChild(child) })
  const { assets, close } = openTestLibrary(home.paths, { imaging })
  try {
    // It has chunks that a PNG by Atelier has not.
    const bytes = await readFile(coffee)
    const { imported } = await assets.imports.addBytes('Pasted image', bytes)
    const { id, name } = imported[0]!
    expect(name).toBe('Pasted image')
    expect((await readFile((await assets.files.locateFile(id)).path)).equals(bytes)).toBe(true)
    expect((await assets.imports.addFiles([coffee])).imported.map((asset) => asset.id)).toEqual([id])
    const { failed } = await assets.imports.addBytes('Pasted image', Buffer.from('no image'))
    expect(failed.map(({ error }) => error.message)).toEqual([expect.stringMatching(/^“Pasted image” is a text file/)])
    expect(await assets.files.sweep()).toEqual({ adopted: 0, missing: 0, removedTemporaries: 0, purged: 0 })
  } finally {
    await imaging.dispose()
    await close()
    await home.remove()
  }
})
