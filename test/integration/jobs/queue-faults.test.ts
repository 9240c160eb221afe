import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UnreadableImage } from '../../../src/main/providers/core/wire/fetch-image.ts'
import type { GenerationRequest } from '../../../src/shared/domain/generation.ts'
import type { AssetId, JobId } from '../../../src/shared/domain/ids.ts'
import { AppError } from '../../../src/shared/errors/index.ts'
import { createFakeNetwork } from '../../support/fake-network.ts'
import { createFakeProviders, fakeCard, type FakeService } from '../../support/fake-providers.ts'
import { done, fault, requestOf, waiting } from '../../support/generation-studio.ts'
import { openRealStudio, type RealStudio } from '../../support/real-studio.ts'
import { maskPng, photoPng, smallPng } from '../../support/small-images.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { withHome } from '../../support/temporary-home.ts'

const size = { widthPx: 64, heightPx: 64 }
const image = Uint8Array.from(smallPng(3, 64, 64))
const nothingSent = { state: 'failed', wasSent: false, isBilled: 'no' }

const home = withHome()
let studio: RealStudio
let service: FakeService
let network: ReturnType<typeof createFakeNetwork>
let noticed: AppError[]
let providers: ReturnType<typeof createFakeProviders>
beforeEach(() => {
  providers = createFakeProviders()
  service = providers.service('openai')
  service.timing = { ...service.timing, pollEveryMs: 1 }
  service.images.set('answer', image)
  service.submits = [done(['answer'])]
  network = createFakeNetwork()
  noticed = []
  studio = open()
})
afterEach(async () => {
  await studio.close()
})

/** Every start meets the same service. */
function open(): RealStudio {
  return openRealStudio(home.paths, {
    providers: async () => providers.manager,
    network,
    onNoticed: (error) => noticed.push(error),
  })
}

/** `meanwhile`: before the new program takes up what the last one has left. */
async function restart(meanwhile: () => unknown = () => undefined): Promise<void> {
  await studio.close()
  studio = open()
  await meanwhile()
  await studio.jobs.recover()
}

async function ask(change: Partial<GenerationRequest> = {}): Promise<JobId> {
  const { ids } = await studio.jobs.generate(requestOf(change))
  return ids[0]!
}

/** What a failing disk makes of the library's file. */
function alter(sql: string): void {
  const db = new DatabaseSync(home.paths.databaseFile)
  db.exec(sql)
  db.close()
}

const damaging = `UPDATE queue_calls SET body = json_remove(body, '$.plan')`
const refuse = (when: string) =>
  alter(`CREATE TRIGGER refusal BEFORE UPDATE ON queue_calls WHEN ${when} BEGIN SELECT RAISE(ABORT, 'refused'); END`)
const accept = () => alter('DROP TRIGGER refusal')

/** However busy the machine is. */
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000 })
const sentPrompts = () => service.seen.submitted.map(({ prompt }) => prompt)
const setPaused = (isPaused: boolean) => studio.jobs.queue.setPaused(null, isPaused)
const finished = (id: JobId) => studio.jobs.finished(id)

async function importPhoto(): Promise<AssetId> {
  const path = join(home.paths.root, 'photo.png')
  await writeFile(path, photoPng(size))
  const { imported } = await studio.store.assets.imports.addFiles([path])
  return imported[0]!.id
}

const hole = { x: 20, y: 20, widthPx: 16, heightPx: 16 }
const editOf = (sourceId: AssetId) =>
  ({ operation: 'edit', sourceId, maskPng: new Uint8Array(maskPng(size, hole)) }) as const

/** Sends a request that the service works on, until the program ends. */
async function askForTask(change: Partial<GenerationRequest> = {}): Promise<JobId> {
  service.submits = [waiting('task-1')]
  service.polls = [waiting('task-1')]
  const id = await ask(change)
  await until(() => expect(service.seen.polled.length).toBeGreaterThan(0))
  return id
}

describe('a request that waits', () => {
  it('and is damaged on disk fails, sends nothing, and keeps no other from its turn', async () => {
    await setPaused(true)
    const ids = [await ask({ prompt: 'first' }), await ask({ prompt: 'second' })] as const
    const [damaged] = (await studio.jobs.queue.view()).entries
    alter(`${damaging} WHERE call_id = '${damaged!.callId}'`)
    await setPaused(false)
    const message = 'The saved request is damaged. Nothing was sent, and nothing was billed.'
    expect(await finished(ids[0])).toMatchObject({ ...nothingSent, error: { code: 'storage/corrupt', message } })
    expect(await finished(ids[1])).toMatchObject({ state: 'done' })
    await expect(studio.jobs.retry([ids[0]])).rejects.toMatchObject({ code: 'storage/corrupt', message })
    expect(sentPrompts()).toEqual(['second'])
  })

  it('sends nothing where its beginning cannot be written, not at the next start either', async () => {
    service.concurrency = 1
    await setPaused(true)
    const id = await ask()
    const { callId } = (await studio.jobs.queue.view()).entries[0]!
    refuse(`old.call_id = '${callId}'`)
    await setPaused(false)
    const job = await finished(id)
    expect(job).toMatchObject(nothingSent)
    expect(job.error?.message).toContain('Nothing was sent')
    // It does not keep the lane.
    expect(await finished(await ask({ prompt: 'next' }))).toMatchObject({ state: 'done' })
    accept()
    await restart()
    expect((await studio.jobs.queue.view()).entries).toEqual([])
    expect(await finished(id)).toMatchObject(nothingSent)
    expect(sentPrompts()).toEqual(['next'])
  })

  it('sends nothing when the image to edit has been deleted for good', async () => {
    const sourceId = await importPhoto()
    await setPaused(true)
    const id = await ask(editOf(sourceId))
    await studio.store.assets.trash.purge([sourceId])
    await setPaused(false)
    expect(await finished(id)).toMatchObject({ ...nothingSent, error: { code: 'storage/not-found' } })
    expect(sentPrompts()).toEqual([])
  })

  it('sends nothing when it is canceled as it begins', async () => {
    const id = await ask()
    await studio.jobs.cancel(id)
    expect(await finished(id)).toMatchObject({ state: 'cancelled', wasSent: false, isBilled: 'no' })
    await studio.close()
    expect([sentPrompts(), service.seen.keys]).toEqual([[], []])
    studio = open()
  })

  it('is held at the next start when the program ends as it begins, and then is sent once', async () => {
    const id = await ask()
    await restart()
    const { entries } = await studio.jobs.queue.view()
    expect(entries.map(({ isHeld }) => isHeld)).toEqual([true])
    expect(sentPrompts()).toEqual([])
    await studio.jobs.queue.release(null)
    expect(await finished(id)).toMatchObject({ state: 'done' })
    expect(sentPrompts()).toHaveLength(1)
  })

  it('goes on when the network is back, though its going back to the queue could not be written', async () => {
    service.submits = [
      async () => {
        refuse(`new.stage = 'waiting'`)
        network.set(false)
        throw fault('network/offline', 'no')
      },
      done(['answer']),
    ]
    const id = await ask()
    const waits = { isOnline: false, entries: [{ state: 'waiting' }] }
    await until(async () => expect(await studio.jobs.queue.view()).toMatchObject(waits))
    network.set(true)
    expect(await finished(id)).toMatchObject({ state: 'done', isBilled: 'yes' })
    accept()
  })
})

describe('a request that a service works on when the program ends', () => {
  it('is filed as the service returned it when the image to edit has been deleted for good', async () => {
    const sourceId = await importPhoto()
    const id = await askForTask(editOf(sourceId))
    service.polls = [done(['answer'])]
    await restart(() => studio.store.assets.trash.purge([sourceId]))
    expect(await finished(id)).toMatchObject({ state: 'done', isBilled: 'yes', resultId: id })
    const result = await studio.store.assets.records.require(id as string as AssetId)
    expect(result).toMatchObject({ parentId: null, hasMask: false, ...size })
    const { path } = await studio.store.assets.files.locate(result.id, 'original')
    expect(Buffer.compare(await readFile(path), image)).toBe(0)
    expect(sentPrompts()).toHaveLength(1)
  })

  it.each([
    ['may have been billed', {}, 'unknown', 'This may have been billed.'],
    ['was free', { price: { per: 'free' } }, 'no', 'Nothing was billed.'],
  ] as const)(
    '%s where what is stored of it is damaged, and is not sent again',
    async (_what, card, isBilled, money) => {
      service.card = fakeCard('openai-1', card)
      const id = await askForTask()
      await restart(() => alter(damaging))
      const message = `The saved request is damaged. ${money}`
      expect(await finished(id)).toMatchObject({
        state: 'failed',
        isBilled,
        error: { code: 'storage/corrupt', message },
      })
      await restart()
      expect((await studio.jobs.queue.view()).entries).toEqual([])
      expect(sentPrompts()).toHaveLength(1)
    },
  )
})

describe('a response', () => {
  it('with more images than were asked for is filed in full', async () => {
    service.images.set('another', Uint8Array.from(smallPng(4, 64, 64)))
    service.submits = [done(['answer', 'another'], { costUsd: 0.08 })]
    const id = await ask()
    expect(await finished(id)).toMatchObject({ state: 'done', costUsd: 0.08 / 2 })
    // No job waits for the other one.
    await until(async () => expect(await findAssetIds(studio.store.database)).toHaveLength(2))
    expect(noticed).toEqual([])
  })

  it('whose surplus image is none says so, where no job can', async () => {
    service.images.set('another', new TextEncoder().encode('not an image'))
    service.submits = [done(['answer', 'another'])]
    expect(await finished(await ask())).toMatchObject({ state: 'done' })
    const saved = expect.stringContaining('The response is saved as')
    await until(() => expect(noticed.map(({ message }) => message)).toEqual([saved]))
  })

  it('with fewer images than were asked for leaves the others refused', async () => {
    service.submits = [done(['answer'], { costUsd: 0.04 })]
    const { ids } = await studio.jobs.generate(requestOf({ n: 2 }))
    const jobs = await Promise.all(ids.map((id) => finished(id)))
    expect(jobs).toMatchObject([
      { state: 'done', costUsd: 0.04 },
      { state: 'refused', isBilled: 'unknown', refusal: { what: 'output' } },
    ])
  })

  it('that cannot be read as an image is saved as it came', async () => {
    const bytes = new TextEncoder().encode('<svg/>')
    const problem = new AppError('provider/bad-reply', 'OpenAI sent no image.')
    service.images.set('answer', new UnreadableImage(bytes, problem))
    const job = await finished(await ask())
    expect(job).toMatchObject({ state: 'failed', isBilled: 'yes', error: { code: 'provider/bad-reply' } })
    const path = String(job.error?.detail?.['path'])
    expect(job.error?.message).toContain(`saved as ${path}`)
    expect(new Uint8Array(await readFile(path))).toEqual(bytes)
  })

  it('is not filed, and leaves no file, where its image was canceled on the way; the others of it are', async () => {
    const file = join(home.paths.temporary, 'made.png')
    await writeFile(file, image)
    const [made, lost, whole] = ['made', 'lost', 'whole'].map((name) => {
      const arrival = Promise.withResolvers<Uint8Array<ArrayBuffer> | { readonly file: string }>()
      service.images.set(name, arrival.promise)
      return arrival
    })
    service.submits = [done(['made', 'lost', 'whole'], { costUsd: 0.12 })]
    const { ids } = await studio.jobs.generate(requestOf({ n: 3 }))
    await until(() => expect(studio.emitted.at(-1)).toMatchObject({ id: ids[2], phase: 'fetching' }))
    for (const id of ids.slice(0, 2)) await studio.jobs.cancel(id)
    made!.resolve({ file })
    lost!.reject(fault('network/interrupted', 'yes'))
    await until(() => expect(existsSync(file)).toBe(false))
    whole!.resolve(image)
    const jobs = await Promise.all(ids.map((id) => finished(id)))
    expect(jobs.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'done'])
    expect(await findAssetIds(studio.store.database)).toEqual([ids[2]])
  })

  it('with pixels in it leaves no file of an image that is canceled before they all are on disk', async () => {
    const arrival = Promise.withResolvers<Uint8Array<ArrayBuffer>>()
    service.images.set('data:first', image)
    service.images.set('data:second', arrival.promise)
    service.submits = [done(['data:first', 'data:second'], { costUsd: 0.08 })]
    const { ids } = await studio.jobs.generate(requestOf({ n: 2 }))
    await until(async () => expect(await incoming()).toHaveLength(2))
    await studio.jobs.cancel(ids[0]!)
    arrival.resolve(image)
    expect((await Promise.all(ids.map((id) => finished(id)))).map(({ state }) => state)).toEqual(['cancelled', 'done'])
    await until(async () => expect(await incoming()).toEqual([]))
    expect(await findAssetIds(studio.store.database)).toEqual([ids[1]])
  })
})

const incoming = () => readdir(join(home.paths.library, '.incoming')).catch(() => [])
