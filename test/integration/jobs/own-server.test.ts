import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createImagingProcess } from '../../support/imaging-process.ts'
import { clearManagerStages } from '../../support/manager-stage.ts'
import { openOwnServerStudio, type OwnServerStudio } from '../../support/own-server-studio.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

const worker = createImagingProcess()
afterAll(() => worker.dispose())
let home: TemporaryHome
let studio: OwnServerStudio
beforeEach(async () => {
  home = await createTemporaryHome()
  studio = await openOwnServerStudio(home.paths, { process: worker })
})
afterEach(async () => {
  await studio.close()
  await home.remove()
  await clearManagerStages()
})

describe('a server that has died', () => {
  it('ends its job in seconds, and says what to do', async () => {
    studio.server.play('waiting')
    const ids = await studio.generate()
    await vi.waitFor(() => expect(studio.server.requests.some(({ path }) => path.includes('/jobs/'))).toBe(true))
    await studio.server.close()
    const [job] = await studio.finished(ids)
    expect(job).toMatchObject({ state: 'failed', isBilled: 'no', error: { code: 'provider/task-failed' } })
    expect(job!.error!.message).toMatch(/has stopped: nothing answers at 127\.0\.0\.1:\d+.*Start the server/)
  })

  it('and was started again no longer knows it', async () => {
    studio.server.play('waiting')
    const ids = await studio.generate()
    await vi.waitFor(() => expect(studio.server.requests.some(({ path }) => path.includes('/jobs/'))).toBe(true))
    // Playing anything forgets all jobs, as a restart does.
    studio.server.play('done')
    const [job] = await studio.finished(ids)
    expect(job).toMatchObject({ state: 'failed', isBilled: 'no', error: { code: 'provider/task-expired' } })
    expect(job!.error!.message).toMatch(/“job not found”\. The server was restarted/)
  })
})

describe('a black image', () => {
  it.each(['sdcpp:loaded', 'sd-cpp-local', 'gateway-image-1'])('of %s is kept, with advice', async (model) => {
    studio.server.play('black')
    const [job] = await studio.finished(await studio.generate({ model }))
    expect(job).toMatchObject({ state: 'done', refusal: null, error: null })
    expect(job!.warnings).toContainEqual({ code: 'black-image', message: expect.stringContaining('--vae-tiling') })
    const asset = await studio.store.library.require(job!.resultId!)
    expect(asset.recipe.generation?.warnings.map(({ code }) => code)).toContain('black-image')
  })
})
