import { appendFile, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createExternalEdits } from '../../../src/main/assets/index.ts'
import type { ExternalEdits } from '../../../src/main/assets/external-edits.ts'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import type { AppError } from '../../../src/shared/errors/index.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { createFakeImaging } from '../../support/fake-imaging.ts'
import { withLibrary } from '../../support/open-library.ts'
import { smallPng } from '../../support/small-images.ts'
import { withHome } from '../../support/temporary-home.ts'

const timing = { settleMs: 60, pollMs: 120, goneMs: 300, brokenMs: 1_200 }

const home = withHome()
let edits: ExternalEdits
let imported: Asset[]
let problems: AppError[]
let asset: Asset
let clock: FakeClock

const onNoticed = (error: AppError) => void problems.push(error)

/** Restarts external editing on the same home. */
function start(): void {
  const imaging = createFakeImaging()
  const { assets, logger } = opened
  edits = createExternalEdits({ assets, imaging, paths: home.paths, clock, logger, onNoticed, timing })
  edits.onImported((edit) => void imported.push(edit))
}

const opened = withLibrary(home)
beforeEach(async () => {
  imported = []
  problems = []
  // Does not advance while a test writes.
  clock = createFakeClock(Date.now())
  const source = join(home.paths.root, 'kite.png')
  await writeFile(source, smallPng(1))
  asset = (await opened.assets.imports.addFiles([source])).imported[0]!
  start()
})
afterEach(async () => {
  await edits.dispose()
})

const fileOf = async ({ id }: Asset) => readFile((await opened.assets.files.locate(id, 'original')).path)
/** Advances the clock until the check passes. */
const waitUntil = (check: () => unknown) =>
  vi.waitFor(
    async () => {
      clock.advance(20)
      await check()
    },
    { timeout: 10_000, interval: 20 },
  )
const waitForImports = (count: number) => waitUntil(() => expect(imported).toHaveLength(count))
/** Number of failed imports. */
const failures = () => opened.logger.entries.filter(({ event }) => event === 'external.not-taken').length

describe('an image opened in another program', () => {
  it('is an exact copy outside the library', async () => {
    const { path } = await edits.begin(asset.id)
    expect(await readFile(path)).toEqual(Buffer.from(smallPng(1)))
    expect(path.startsWith(home.paths.library)).toBe(false)
    // Opening it again while it is unchanged makes no second copy.
    expect(await edits.begin(asset.id)).toEqual({ path })
  })

  it('is imported as a child with each saved version', async () => {
    const { path } = await edits.begin(asset.id)
    await writeFile(path, smallPng(2))
    await waitForImports(1)
    await writeFile(path, smallPng(3))
    await waitForImports(2)
    expect(imported.map(({ parentId, recipe, name }) => [parentId, recipe.operation, name])).toEqual([
      [asset.id, 'external', 'kite – edit 1'],
      [asset.id, 'external', 'kite – edit 2'],
    ])
    expect(await fileOf(imported[1]!)).toEqual(Buffer.from(smallPng(3)))
    // The original and the program's copy are unchanged.
    expect(await fileOf(asset)).toEqual(Buffer.from(smallPng(1)))
    expect(await readFile(path)).toEqual(Buffer.from(smallPng(3)))
  })

  it('is imported each time a program saves by replacing the file', async () => {
    const { path } = await edits.begin(asset.id)
    for (const seed of [4, 5, 6]) {
      await writeFile(`${path}.tmp`, smallPng(seed))
      await rename(`${path}.tmp`, path)
      await waitForImports(seed - 3)
    }
    expect(await fileOf(imported[2]!)).toEqual(Buffer.from(smallPng(6)))
  })

  it('is imported without a notice when a program deletes the file before saving', async () => {
    const { path } = await edits.begin(asset.id)
    await rm(path)
    await writeFile(path, smallPng(7))
    await waitForImports(1)
    expect(problems).toEqual([])
  })

  it('is imported only once complete, and a partial save is not reported', async () => {
    const { path } = await edits.begin(asset.id)
    const whole = smallPng(8, 64, 64)
    const half = Math.floor(whole.length / 2)
    await writeFile(path, whole.subarray(0, half))
    // The program pauses for longer than a file takes to settle.
    await waitUntil(() => expect(failures()).toBeGreaterThan(0))
    clock.advance(timing.brokenMs / 2)
    await waitUntil(() => expect(failures()).toBeGreaterThan(1))
    await appendFile(path, whole.subarray(half))
    await waitForImports(1)
    expect(await fileOf(imported[0]!)).toEqual(Buffer.from(whole))
    expect(problems).toEqual([])
  })

  it('creates no version when it is saved with the same bytes', async () => {
    const { path } = await edits.begin(asset.id)
    await writeFile(path, smallPng(1))
    await writeFile(path, smallPng(9))
    await waitForImports(1)
    expect(await opened.assets.records.children(asset.id)).toHaveLength(1)
  })
})

describe('failures', () => {
  it('reports an unreadable file once and imports the next complete image', async () => {
    const { path } = await edits.begin(asset.id)
    await writeFile(path, 'no image at all')
    await waitUntil(() => expect(failures()).toBeGreaterThan(0))
    expect(problems).toEqual([])
    await waitUntil(() => expect(problems.map(({ code }) => code)).toEqual(['media/undecodable']))
    expect(problems[0]?.message).toContain('The library is unchanged')
    await writeFile(path, smallPng(10))
    await waitForImports(1)
    expect(problems).toHaveLength(1)
    expect(await readdir(home.paths.temporary)).toEqual([])
  })

  it('reports a missing file and imports it when it reappears', async () => {
    const { path } = await edits.begin(asset.id)
    await rm(path)
    await waitUntil(() => expect(problems.map(({ code }) => code)).toEqual(['storage/not-found']))
    await writeFile(path, smallPng(11))
    await waitForImports(1)
  })

  it('imports an edit without a parent when its image was purged meanwhile', async () => {
    const { path } = await edits.begin(asset.id)
    await opened.assets.trash.add([asset.id])
    await opened.assets.trash.purge([asset.id])
    await writeFile(path, smallPng(12))
    await waitForImports(1)
    expect([imported[0]?.parentId, imported[0]?.name]).toEqual([null, 'kite.png'])
  })

  it('refuses to open a purged image', async () => {
    await opened.assets.trash.purge([asset.id])
    await expect(edits.begin(asset.id)).rejects.toMatchObject({ code: 'storage/not-found' })
    await expect(readdir(join(home.paths.root, 'external'))).rejects.toThrow('ENOENT')
  })
})

describe('after a restart', () => {
  it('imports versions saved while the program was closed, and later ones', async () => {
    const { path } = await edits.begin(asset.id)
    await edits.dispose()
    await writeFile(path, smallPng(13))
    start()
    await edits.resume()
    await waitForImports(1)
    await writeFile(path, smallPng(14))
    await waitForImports(2)
    await edits.dispose()
    start()
    await edits.resume()
    await writeFile(path, smallPng(15))
    await waitForImports(3)
  })

  it('removes a copy after a month, but only once its changes are imported', async () => {
    const first = await edits.begin(asset.id)
    await edits.dispose()
    await writeFile(first.path, smallPng(16))
    clock.advance(40 * 86_400_000)
    start()
    await edits.resume()
    await waitForImports(1)
    await edits.dispose()
    start()
    await edits.resume()
    await expect(stat(dirname(first.path))).rejects.toThrow('ENOENT')
  })

  it('leaves folders with an invalid record alone', async () => {
    const { path } = await edits.begin(asset.id)
    await edits.dispose()
    await writeFile(join(dirname(path), '.atelier-edit.json'), '{"version":1,"fileName":"../../../etc/passwd"}')
    start()
    await edits.resume()
    expect(await readFile(path)).toEqual(Buffer.from(smallPng(1)))
  })
})
