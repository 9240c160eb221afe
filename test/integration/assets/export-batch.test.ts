import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ExportOptions, defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { open, texture } from '../../fixtures/images/make-image.ts'
import { createImagingProcess } from '../../support/imaging-process.ts'
import { signerOf, withLibrary } from '../../support/open-library.ts'
import { withHome } from '../../support/temporary-home.ts'
import { peakMemoryBytes } from '../imaging/real-imaging.ts'

const count = 32
const real = createImagingProcess()
const home = withHome(beforeAll)
let ids: AssetId[]
const at = (...parts: string[]) => join(home.paths.root, ...parts)

const opened = withLibrary(home, () => ({ imaging: real.imaging, signer: signerOf(home) }), beforeAll)
beforeAll(async () => {
  await mkdir(at('from'))
  const paths = Array.from({ length: count }, (_, n) => at('from', `reed ${n}.png`))
  for (const [n, path] of paths.entries())
    await writeFile(
      path,
      await open(texture(400 + n, 300))
        .png()
        .toBuffer(),
    )
  ids = (await opened.assets.imports.addFiles(paths)).imported.map(({ id }) => id)
  expect(ids).toHaveLength(count)
})
afterAll(async () => {
  await real.dispose()
})

const batch = (changes: Partial<ExportOptions>): ExportOptions => ({
  ...defaultExportOptions,
  format: 'jpeg',
  template: '{n}',
  onConflict: 'replace',
  ...changes,
})

test('a batch reports progress, and leaves only its files', async () => {
  const progress: number[] = []
  const round = (changes: Partial<ExportOptions>) =>
    opened.exports.run(
      { ids, folder: at('out'), options: batch(changes) },
      { onProgress: (done, total) => void progress.push(done / total) },
    )
  for (const changes of [{}, { credentials: 'sign' }] as const) {
    const { written, failed } = await round(changes)
    expect([written.length, failed]).toEqual([count, []])
    expect(written.map(({ path }) => path)).toEqual(ids.map((_, n) => at('out', `${n + 1}.jpg`)))
  }
  expect(progress).toEqual([1, 2].flatMap(() => ids.map((_, n) => (n + 1) / count)))
  expect(await readdir(at('out'))).toHaveLength(count)
  expect(real.crashes()).toBe(0)
})

const signAll = () => opened.exports.run({ ids, folder: at('again'), options: batch({ credentials: 'sign' }) })

test('batches leave nothing in memory', { tags: 'full' }, async () => {
  await signAll()
  const peakBefore = peakMemoryBytes(real.pid())
  for (let repeat = 0; repeat < 4; repeat++) await signAll()
  const peakAfter = peakMemoryBytes(real.pid())
  // A leak per image or signature would show after more than a hundred of each.
  if (peakBefore !== null && peakAfter !== null) expect(peakAfter - peakBefore).toBeLessThan(64 * 1024 * 1024)
  expect(await readdir(at('again'))).toHaveLength(count)
  // Another process would begin with less.
  expect(real.crashes()).toBe(0)
})

test('a stopped batch reports written and remaining images, and each written file is complete', async () => {
  const stop = new AbortController()
  const report = await opened.exports.run(
    { ids, folder: at('stopped'), options: batch({ credentials: 'sign' }) },
    { signal: stop.signal, onProgress: (done) => void (done === 10 && stop.abort()) },
  )
  const { written, left: remaining, failed } = report
  expect(failed).toEqual([])
  expect(written.length).toBeGreaterThanOrEqual(10)
  // No further image is started; the two in progress may or may not finish.
  expect(written.length).toBeLessThanOrEqual(12)
  expect(written.length + remaining.length).toBe(count)
  expect((await readdir(at('stopped'))).toSorted()).toEqual(
    written.map(({ path }) => path.split('/').at(-1)!).toSorted(),
  )
  for (const { path } of written) {
    expect((await stat(path)).size).toBeGreaterThan(1_000)
    expect(await real.imaging.checkCredentials({ path, mime: 'image/jpeg' })).toMatchObject({ state: 'intact' })
  }
  const rest = await opened.exports.run({ ids: remaining, of: ids, folder: at('stopped'), options: batch({}) })
  expect(rest.written).toHaveLength(remaining.length)
  expect(await readdir(at('stopped'))).toHaveLength(count)
})
