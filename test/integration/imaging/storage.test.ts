import { execFileSync } from 'node:child_process'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replaceWithTemporary } from '../../../src/main/platform/pure/atomic-file.ts'
import type { FillRequest } from '../../../src/main/imaging/imaging.ts'
import { open, rectangleMask, texture } from '../../fixtures/images/make-image.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'

let real: RealImaging
const mounted: string[] = []

beforeEach(async () => {
  real = await startRealImaging()
  await open(texture(700, 500)).png().toFile(real.at('source.png'))
  await open(texture(700, 500)).tiff({ compression: 'lzw' }).toFile(real.at('source.tif'))
})
afterEach(async () => {
  for (const path of mounted.splice(0)) execFileSync('umount', [path])
  await real.close()
})

/** Returns false if this machine does not allow mounting (not root, or not Linux). */
async function mountSmallDisk(path: string, options: string): Promise<boolean> {
  await mkdir(path)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' })
    mounted.push(path)
    return true
  } catch {
    return false
  }
}

interface Write {
  readonly what: string
  run(folder: string): Promise<unknown>
}

async function fillRequest(folder: string): Promise<FillRequest> {
  return {
    sourcePath: real.at('source.png'),
    maskPng: await rectangleMask(700, 500, { x: 100, y: 100, widthPx: 40, heightPx: 40 }),
    samplingPng: null,
    growPx: 2,
    featherPx: 2,
    seed: 1,
    colourAdaptation: 0.5,
    modelSize: null,
    resultPath: join(folder, 'result.png'),
    effectiveMaskPath: join(folder, 'mask.png'),
  }
}

const writes: Write[] = [
  {
    what: 'an export',
    run: (folder) =>
      real.imaging.exportImage({
        sourcePath: real.at('source.png'),
        targetPath: join(folder, 'out.png'),
        fileName: 'out.png',
        ...defaultExportOptions,
        format: 'png',
        metadata: null,
        credentials: null,
      }),
  },
  {
    what: 'a fill',
    run: async (folder) => {
      const quiet = { onProgress: () => undefined, onPreview: () => undefined }
      return real.imaging.fill(await fillRequest(folder), { signal: new AbortController().signal, ...quiet })
    },
  },
  {
    what: 'an import',
    run: (folder) =>
      real.imaging.prepare({
        recovers: false,
        sourcePath: real.at('source.tif'),
        workingCopyPath: join(folder, 'working.png'),
        thumbnails: [{ path: real.at('thumbnail.webp'), longestSidePx: 256 }],
      }),
  },
  {
    what: 'a copy as PNG',
    run: (folder) => real.imaging.writePng({ sourcePath: real.at('source.tif'), targetPath: join(folder, 'copy.png') }),
  },
]

describe.each(writes)('$what', ({ run }) => {
  it('reports a full disk and leaves nothing', async () => {
    const folder = real.at('full')
    if (await mountSmallDisk(folder, 'size=64k')) {
      await expect(run(folder)).rejects.toMatchObject({
        code: 'storage/full',
        message: expect.stringContaining('disk is full'),
      })
    } else {
      await expectFullDeviceRefused(folder)
    }
    expect(await readdir(folder)).toEqual([])
    // The same write succeeds where there is space.
    const roomy = real.at('roomy')
    await mkdir(roomy)
    await run(roomy)
    expect((await readdir(roomy)).length).toBeGreaterThan(0)
    expect(real.crashes()).toBe(0)
  })

  it('reports a read-only folder and leaves nothing', async () => {
    const folder = real.at('read-only')
    if (!(await mountSmallDisk(folder, 'ro,size=1m'))) await chmod(folder, 0o555)
    await expect(run(folder)).rejects.toMatchObject({
      code: 'storage/read-only',
      message: expect.stringMatching(/read-only|does not allow it/),
    })
    expect(await readdir(folder)).toEqual([])
    expect(real.crashes()).toBe(0)
  })
})

/** Without a mount: the same code path, ending in the kernel's (or a simulated) "no space" error. */
async function expectFullDeviceRefused(folder: string): Promise<void> {
  const writing = replaceWithTemporary(join(folder, 'out.png'), async (temporaryPath) => {
    await writeFile(temporaryPath, 'the first half')
    if (process.platform === 'linux') await writeFile('/dev/full', 'the second half')
    else throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
  })
  await expect(writing).rejects.toMatchObject({ code: 'storage/full' })
}
