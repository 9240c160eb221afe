import { describe, expect, it } from 'vitest'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { createClient, createServices, type Intent } from '../../client/index.ts'
import { createFakeBridge, type Answers } from '../../../../test/support/window/fake-bridge.ts'
import { sampleCard, sampleProvider } from '../../../../test/support/window/sample-providers.ts'
import { assetId, documentId, jobId, sampleSettings } from '../../../../test/support/window/sample-records.ts'
import { startUpscale } from './start-upscale.ts'
import { listUpscalers, quickUpscaler, servicesToSetUp, upscaleRequest } from './upscalers.ts'

const steps = (...factors: number[]) => factors.map((factor) => ({ factor, value: factor }))
const upscaler = (id: string, change: Partial<ModelCard> = {}) =>
  sampleCard(id, { canGenerate: false, edits: 'own', upscaling: { option: 'scale', steps: steps(2, 4) }, ...change })

const noKey = { ...sampleProvider('local').key, need: 'none', source: null } as const
const local = (...models: ModelCard[]): ProviderView =>
  sampleProvider('local', { kind: 'local', key: noKey, models: [sampleCard('paper'), ...models] })
const paid = upscaler('upscale-fast', {
  price: { per: 'unknown', note: 'by credits' },
  upscaling: { option: null, steps: [{ factor: 4, value: null }] },
})
const stability = sampleProvider('stability', { models: [paid] })

const quick = (providers: readonly ProviderView[], last: string | null, factor = 2) =>
  quickUpscaler(providers, last === null ? null : { provider: 'local', model: last }, factor)?.card.id ?? null
const ask = (card: ModelCard, factor: number) =>
  upscaleRequest({ upscaler: { provider: stability, card }, factor, sourceId: assetId(1), documentId: null })

describe('upscalers', () => {
  it('lists available upscalers, local ones first', () => {
    const off = sampleProvider('ideogram', { isEnabled: false, models: [upscaler('far')] })
    const found = listUpscalers([stability, off, local(upscaler('near'))])
    expect(found.map(({ card }) => card.id)).toEqual(['near', 'upscale-fast'])
    expect(servicesToSetUp([stability, off])).toEqual(['ideogram'])
  })

  it('selects a quick upscaler only if the choice is unambiguous', () => {
    const [one, two] = [upscaler('one'), upscaler('two')]
    expect(quick([local(one)], null)).toBe('one')
    expect(quick([local(one, two)], 'two')).toBe('two')
    expect(quick([local(one, two)], null)).toBeNull()
    expect(quick([local(one, two)], 'gone')).toBeNull()
    expect(quick([local(one)], null, 8)).toBeNull()
    expect(quick([local()], null)).toBeNull()
  })

  it('never selects a paid model as the quick upscaler', () => {
    expect(quickUpscaler([stability], { provider: 'stability', model: paid.id }, 4)).toBeNull()
  })

  it('sends the factor in the option of the model', () => {
    expect(ask(upscaler('one'), 2).options).toEqual({ scale: 2 })
    expect(ask(paid, 4)).toMatchObject({ operation: 'edit', model: 'upscale-fast', options: {} })
  })
})

const settings = sampleSettings()
const size = { widthPx: 600, heightPx: 400 }
const opened = { id: documentId(1), baseId: assetId(1), name: 'coffee', ...size, isActive: true, openedAtMs: 0 }

async function setUp(answers: Answers) {
  const bridge = createFakeBridge({
    'settings.get': () => settings,
    'settings.change': ({ upscaler: last }) => ({ ...settings, upscaler: last ?? null }),
    'canvas.documents': () => [opened],
    ...answers,
  })
  const services = await createServices(createClient(bridge), {
    isMac: false,
    describeError: () => ({ title: '', text: '' }),
  })
  const sent: Intent[] = []
  services.intents.answer((intent) => sent.push(intent))
  const requests = () => bridge.calls.filter(({ name }) => name === 'jobs.run').map(({ input }) => input)
  return { services, sent, requests }
}

const one = { provider: local(), card: upscaler('one') }

describe('upscaling', () => {
  it('sends one run for all images, attaches results to open documents, and remembers the upscaler', async () => {
    const { services, sent, requests } = await setUp({
      'jobs.run': ({ requests: all }) => all.map((_, at) => ({ ids: [jobId(at + 1)] })),
    })
    await services.documents.load()
    const ids = [assetId(1), assetId(2)]
    expect(await startUpscale(services, { ids, documentId: null, upscaler: one, factor: 4 })).toBe(true)
    expect(requests()).toHaveLength(1)
    expect(requests()[0]).toMatchObject({
      requests: [
        { sourceId: assetId(1), documentId: documentId(1), options: { scale: 4 } },
        { sourceId: assetId(2), documentId: null },
      ],
    })
    expect(services.settings.store.getState().upscaler).toEqual({ provider: 'local', model: 'one' })
    expect(sent).toMatchObject([{ type: 'notify', notice: { text: 'Upscaling 2 images ×4 with one.' } }])
  })

  it('warns about rejected images, and throws if all were rejected', async () => {
    const error = { code: 'provider/unsupported', message: 'Too large.' } as const
    const { services, sent } = await setUp({
      'jobs.run': ({ requests: all }) => all.map((_, at) => (at === 0 ? { error } : { ids: [jobId(1)] })),
    })
    const start = (...ids: number[]) =>
      startUpscale(services, { ids: ids.map(assetId), documentId: null, upscaler: one, factor: 2 })
    await start(1, 2)
    expect(sent).toMatchObject([
      { type: 'notify', notice: { level: 'warning', text: 'Cannot upscale 1 of 2 images. Too large.' } },
    ])
    await expect(start(1)).rejects.toMatchObject(error)
  })

  it('shows the job card when started from an open document', async () => {
    const { services, sent } = await setUp({ 'jobs.run': () => [{ ids: [jobId(7)] }] })
    const upscale = { ids: [assetId(1)], documentId: documentId(1), upscaler: one, factor: 2 }
    await startUpscale(services, upscale)
    expect(sent).toEqual([{ type: 'show-job', jobId: jobId(7), documentId: documentId(1) }])
  })

  it('shows nothing when the price is declined', async () => {
    const refusal = { code: 'request/cancelled', message: '' }
    const { services, sent } = await setUp({ 'jobs.run': () => Promise.reject(refusal) })
    const upscale = { ids: [assetId(1)], documentId: null, upscaler: one, factor: 2 }
    expect(await startUpscale(services, upscale)).toBe(false)
    expect(sent).toEqual([])
  })
})
