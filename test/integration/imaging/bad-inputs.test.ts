import { mkdir, stat, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { badImages, type BadImage } from '../../fixtures/images/bad-images.ts'
import { open, quarters } from '../../fixtures/images/make-image.ts'
import { createImagingProcess } from '../../support/imaging-process.ts'
import { peakMemoryBytes, startRealImaging, type RealImaging } from './real-imaging.ts'

// Its peak memory is checked.
const worker = createImagingProcess()
let real: RealImaging
const rows: BadImage[] = await badImages()

beforeAll(async () => {
  real = await startRealImaging(worker)
  await open(quarters(60, 40)).png().toFile(real.at('good.png'))
})
afterAll(async () => {
  await worker.dispose()
  await real.close()
})

function prepare(name: string) {
  return real.imaging.prepare({
    recovers: false,
    sourcePath: real.at(name),
    workingCopyPath: real.at(`${name}.working.png`),
    thumbnails: [
      { path: real.at(`${name}.256.webp`), longestSidePx: 256 },
      { path: real.at(`${name}.512.webp`), longestSidePx: 512 },
    ],
  })
}

describe('bad inputs', () => {
  it.each(rows)('$name is refused with $code', async ({ name, bytes, code, says, foundBy }) => {
    await writeFile(real.at(name), bytes)
    const expected = { code, message: expect.stringContaining(says) }
    if (foundBy === 'probe') await expect(real.imaging.probe({ path: real.at(name) })).rejects.toMatchObject(expected)
    const refused = await prepare(name).catch((thrown: unknown) => thrown)
    expect(refused).toMatchObject(expected)
    expect((refused as Error).message).toContain(`“${name}”`)
    await expect(stat(real.at(`${name}.working.png`))).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await real.temporaries()).toEqual([])
    // The next image is not affected.
    expect(await prepare('good.png')).toMatchObject({ widthPx: 60, heightPx: 40 })
  })

  it('were all handled by one process in bounded memory', () => {
    expect(real.crashes()).toBe(0)
    expect(peakMemoryBytes(real.pid()) ?? 0).toBeLessThan(600e6)
  })

  it('include missing files and folders, which are reported as not found', async () => {
    await mkdir(real.at('folder.png'))
    await expect(real.imaging.probe({ path: real.at('nowhere.png') })).rejects.toMatchObject({
      code: 'storage/not-found',
    })
    await expect(real.imaging.probe({ path: real.at('folder.png') })).rejects.toMatchObject({
      code: 'storage/not-found',
    })
  })

  it('are not written as PNG either', async () => {
    await writeFile(real.at('none.tif'), 'no image')
    const writing = real.imaging.writePng({ sourcePath: real.at('none.tif'), targetPath: real.at('none.png') })
    await expect(writing).rejects.toMatchObject({ code: 'media/unsupported' })
    await expect(stat(real.at('none.png'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
