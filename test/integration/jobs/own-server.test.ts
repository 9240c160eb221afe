import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { automaticBlend } from '../../../src/shared/domain/edit.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import type { JobSnapshot } from '../../../src/shared/domain/job.ts'
import { findPixels } from '../../support/find-pixels.ts'
import { maskPng, photoPng } from '../../support/small-images.ts'
import { clearManagerStages } from '../../support/manager-stage.ts'
import { openOwnServerStudio, type OwnServerStudio } from '../../support/own-server-studio.ts'
import { withHome } from '../../support/temporary-home.ts'

const home = withHome()
let studio: OwnServerStudio
beforeEach(async () => {
  studio = await openOwnServerStudio(home.paths)
})
afterEach(async () => {
  await studio.close()
  await clearManagerStages()
})

async function pixelsOf(path: string | Uint8Array) {
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)]
  return { at, size: { widthPx: info.width, heightPx: info.height } }
}

/** Waits long enough for a busy machine. */
const waitFor = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000 })
const jobRequests = () => studio.server.requests.filter(({ path }) => path.includes('/jobs/'))
const jobOf = async (id: JobSnapshot['id']) => (await studio.jobs.list(null)).find((job) => job.id === id)!

describe('canceling a job that the server has started', () => {
  it('waits for the server to finish, and the next image waits and gives the reason', async () => {
    studio.server.setScene('waiting')
    const [first] = await studio.generate()
    await waitFor(() => expect(jobRequests().length).toBeGreaterThan(1))
    await studio.jobs.cancel(first!)
    const [second] = await studio.generate({ seed: 8 })
    await waitFor(async () => expect(await jobOf(first!)).toMatchObject({ state: 'running', phase: 'stopping' }))
    const { entries } = await studio.jobs.queue.view()
    expect(entries.find(({ jobIds }) => jobIds.includes(first!))).toMatchObject({
      isStopping: true,
      note: expect.stringContaining('restart the server'),
    })
    expect(entries.find(({ jobIds }) => jobIds.includes(second!))).toMatchObject({
      state: 'waiting',
      note: expect.stringContaining('to finish a canceled image'),
    })
    expect(studio.server.submissions()).toHaveLength(1)

    const polls = jobRequests().length
    await waitFor(() => expect(jobRequests().length).toBeGreaterThan(polls + 2))
    expect(studio.server.submissions()).toHaveLength(1)

    studio.server.continueWith('done')
    const [cancelled, done] = await studio.finished([first!, second!])
    expect(cancelled).toMatchObject({ state: 'cancelled', wasSent: true, isBilled: 'no', resultId: null })
    expect(done).toMatchObject({ state: 'done' })
    expect(studio.server.submissions()).toHaveLength(2)
  })

  it('ends when the server is restarted', async () => {
    studio.server.setScene('waiting')
    const [id] = await studio.generate()
    await waitFor(() => expect(jobRequests().length).toBeGreaterThan(1))
    await studio.jobs.cancel(id!)
    await waitFor(async () => expect(await jobOf(id!)).toMatchObject({ phase: 'stopping' }))
    studio.server.setScene('done')
    expect((await studio.finished([id!]))[0]).toMatchObject({ state: 'cancelled', wasSent: true, isBilled: 'no' })
  })

  it('is resumed after a restart of the program', async () => {
    studio.server.setScene('waiting')
    const [id] = await studio.generate()
    await waitFor(() => expect(jobRequests().length).toBeGreaterThan(1))
    await studio.jobs.cancel(id!)
    await waitFor(async () => expect(await jobOf(id!)).toMatchObject({ phase: 'stopping' }))
    await studio.restart()
    await waitFor(async () => expect(await jobOf(id!)).toMatchObject({ state: 'running', phase: 'stopping' }))
    studio.server.setScene('done')
    await waitFor(async () => expect(await jobOf(id!)).toMatchObject({ state: 'cancelled', resultId: null }))
    expect(studio.server.submissions()).toHaveLength(1)
  })

  it('through the OpenAI API keeps the connection until the server finishes', async () => {
    const drawing = Promise.withResolvers<void>()
    await studio.close()
    const image = async () => {
      await drawing.promise
      return Uint8Array.from(
        await sharp({ create: { width: 64, height: 64, channels: 3, background: '#123' } })
          .png()
          .toBuffer(),
      )
    }
    studio = await openOwnServerStudio(home.paths, { image })
    const sent = studio.server.nextSubmission()
    const [first] = await studio.generate({ model: 'sd-cpp-local' })
    await sent
    await studio.jobs.cancel(first!)
    const [second] = await studio.generate({ model: 'sd-cpp-local', seed: 8 })
    await waitFor(async () => expect(await jobOf(first!)).toMatchObject({ state: 'running', phase: 'stopping' }))
    expect(studio.server.submissions()).toHaveLength(1)
    drawing.resolve()
    const ended = await studio.finished([first!, second!])
    expect(ended.map(({ state }) => state)).toEqual(['cancelled', 'done'])
  })
})

describe('a stopped server', () => {
  it('fails its job with advice', async () => {
    studio.server.setScene('waiting')
    const ids = await studio.generate()
    await waitFor(() => expect(studio.server.requests.some(({ path }) => path.includes('/jobs/'))).toBe(true))
    await studio.server.close()
    const [job] = await studio.finished(ids)
    expect(job).toMatchObject({ state: 'failed', isBilled: 'no', error: { code: 'provider/task-failed' } })
    expect(job!.error!.message).toMatch(/has stopped: nothing responds at 127\.0\.0\.1:\d+.*Start the server/)
  })

  it('no longer knows its job after a restart', async () => {
    studio.server.setScene('waiting')
    const ids = await studio.generate()
    await waitFor(() => expect(studio.server.requests.some(({ path }) => path.includes('/jobs/'))).toBe(true))
    // Changing the scene forgets all jobs, as a restart does.
    studio.server.setScene('done')
    const [job] = await studio.finished(ids)
    expect(job).toMatchObject({ state: 'failed', isBilled: 'no', error: { code: 'provider/task-expired' } })
    expect(job!.error!.message).toMatch(/“job not found\.” The server was restarted/)
  })
})

describe('an edit without a size', () => {
  const size = { widthPx: 250, heightPx: 190 }
  const frame = { widthPx: 256, heightPx: 192 }

  /** Every pixel of the response encodes its position. */
  const drawPositions = async () => {
    const rgb = Buffer.alloc(frame.widthPx * frame.heightPx * 3)
    for (let pixel = 0; pixel < rgb.length / 3; pixel++)
      rgb.set([pixel % frame.widthPx, Math.floor(pixel / frame.widthPx), 60], pixel * 3)
    const raw = { width: frame.widthPx, height: frame.heightPx, channels: 3 as const }
    return Uint8Array.from(await sharp(rgb, { raw }).png().toBuffer())
  }

  async function importPhoto(): Promise<AssetId> {
    const path = join(home.paths.root, 'photo.png')
    await writeFile(path, photoPng(size))
    const { imported } = await studio.store.assets.imports.addFiles([path])
    return imported[0]!.id
  }

  beforeEach(async () => {
    await studio.close()
    studio = await openOwnServerStudio(home.paths, { image: drawPositions })
  })

  it('sends the image padded to the grid and crops the response', async () => {
    const sourceId = await importPhoto()
    const [job] = await studio.finished(await studio.generate({ operation: 'edit', sourceId, strength: 0.5 }))
    expect(job).toMatchObject({ state: 'done', warnings: [] })
    const sent = studio.server.submissions()[0]!.json as { width: number; height: number; init_image: string }
    expect([sent.width, sent.height]).toEqual([frame.widthPx, frame.heightPx])
    const [source, input] = [
      await pixelsOf((await studio.store.assets.files.locate(sourceId, 'original')).path),
      await pixelsOf(Buffer.from(sent.init_image, 'base64')),
    ]
    expect(input.size).toEqual(frame)
    expect(input.at(3 + 100, 1 + 50)).toEqual(source.at(100, 50))
    const asset = await studio.store.assets.records.require(job!.resultId!)
    expect(asset).toMatchObject({ ...size, mime: 'image/png', recipe: { operation: 'edit' } })
    const result = await pixelsOf((await studio.store.assets.files.locate(asset.id, 'original')).path)
    expect([result.at(0, 0), result.at(249, 189)]).toEqual([
      [3, 1, 60],
      [252, 190, 60],
    ])
  })

  it('with a mask keeps every pixel outside', async () => {
    const sourceId = await importPhoto()
    const hole = { x: 60, y: 40, widthPx: 50, heightPx: 30 }
    const [job] = await studio.finished(
      await studio.generate({
        operation: 'edit',
        sourceId,
        maskPng: new Uint8Array(maskPng(size, hole)),
        growPx: 0,
        featherPx: 0,
        blend: { ...automaticBlend('fill', { growPx: 0, featherPx: 0 }), isAligned: false, isForced: true },
      }),
    )
    const sent = studio.server.submissions()[0]!.json as { width: number; height: number }
    expect([sent.width, sent.height]).toEqual([frame.widthPx, frame.heightPx])
    const asset = await studio.store.assets.records.require(job!.resultId!)
    expect(asset).toMatchObject({ ...size, recipe: { changedOutside: 0 } })
    const [before, after] = [
      await pixelsOf((await studio.store.assets.files.locate(sourceId, 'original')).path),
      await pixelsOf((await studio.store.assets.files.locate(asset.id, 'original')).path),
    ]
    let changed = 0
    const changedOutside = findPixels(size, (x, y) => {
      if (after.at(x, y).join() === before.at(x, y).join()) return false
      changed++
      return x < 60 || x >= 110 || y < 40 || y >= 70
    })
    expect(changedOutside).toEqual([])
    expect(changed).toBeGreaterThan(1_000)
  })
})

describe('a black image', () => {
  it.each(['sdcpp:loaded', 'sd-cpp-local', 'gateway-image-1'])('from %s is kept with advice', async (model) => {
    studio.server.setScene('black')
    const [job] = await studio.finished(await studio.generate({ model }))
    expect(job).toMatchObject({ state: 'done', refusal: null, error: null })
    expect(job!.warnings).toContainEqual({ code: 'black-image', message: expect.stringContaining('--vae-tiling') })
    const asset = await studio.store.assets.records.require(job!.resultId!)
    expect(asset.recipe.generation?.warnings.map(({ code }) => code)).toContain('black-image')
  })
})
